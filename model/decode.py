"""Decoding of logits: constrained Viterbi for spans, maximum spanning tree for heads."""

from __future__ import annotations

import numpy as np

from .labels import ENTITY_LABELS

_NEG = -1e9


def _transitions(labels: list[str], bioes: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(allowed transitions, allowed starts, allowed ends) as 0 / -1e9 scores."""
    n = len(labels)
    trans = np.full((n, n), _NEG, np.float32)
    start = np.zeros(n, np.float32)
    end = np.zeros(n, np.float32)
    for i, a in enumerate(labels):
        pa, _, ta = a.partition("-")
        if pa in ("I", "E"):
            start[i] = _NEG
        if bioes and pa in ("B", "I"):
            end[i] = _NEG
        for j, b in enumerate(labels):
            pb, _, tb = b.partition("-")
            if bioes:
                ok = (tb == ta and pb in ("I", "E")) if pa in ("B", "I") else pb in ("O", "B", "S")
            else:
                ok = pb in ("O", "B") or (pb == "I" and tb == ta and pa in ("B", "I"))
            if ok:
                trans[i, j] = 0.0
    return trans, start, end


_CACHE: dict[tuple[str, ...], tuple[np.ndarray, np.ndarray, np.ndarray]] = {}


def viterbi(logits: np.ndarray, labels: list[str]) -> list[int]:
    """Best label sequence that respects the BIOES (entities) or BIO scheme."""
    key = tuple(labels)
    if key not in _CACHE:
        _CACHE[key] = _transitions(labels, labels is ENTITY_LABELS or any(x.startswith("S-") for x in labels))
    trans, start, end = _CACHE[key]
    n = len(logits)
    if n == 0:
        return []
    score = logits[0] + start
    back = np.zeros((n, len(labels)), np.int32)
    for t in range(1, n):
        total = score[:, None] + trans
        back[t] = total.argmax(0)
        score = total[back[t], np.arange(len(labels))] + logits[t]
    best = int((score + end).argmax())
    path = [best]
    for t in range(n - 1, 0, -1):
        best = int(back[t, best])
        path.append(best)
    return path[::-1]


def spans(path: list[int], labels: list[str]) -> list[tuple[int, int, str]]:
    """Spans (begin, end, type) of a label path."""
    result: list[tuple[int, int, str]] = []
    begin, kind = -1, ""
    for i, index in enumerate([*path, 0]):
        prefix, _, name = labels[index].partition("-")
        if begin >= 0 and (prefix in ("O", "B", "S") or name != kind):
            result.append((begin, i, kind))
            begin = -1
        if prefix in ("B", "S"):
            begin, kind = i, name
    return result


def tree(scores: np.ndarray) -> list[int]:
    """Heads (0 root, else 1-based) of n tokens from [n, 1 + n] scores; exactly one root.

    Greedy heads when they already form a tree with one root, otherwise Chu-Liu/Edmonds for each
    candidate root in order of its root score, the best total winning.
    """
    n = len(scores)
    if n == 1:
        return [0]
    heads = scores.argmax(1)
    if (heads == 0).sum() == 1 and not _cycle([-1, *heads.tolist()]):
        return heads.tolist()
    best, answer = -np.inf, heads.tolist()
    roots = np.argsort(-(scores[:, 0] - scores[:, 1:].max(1)), kind="stable")[:5]
    for r in roots:
        full = np.full((n + 1, n + 1), _NEG, np.float64)
        full[1:, :] = scores
        full[1:, 0] = _NEG
        full[r + 1, :] = _NEG
        full[r + 1, 0] = scores[r, 0]
        found = _edmonds(full)
        total = sum(full[d, found[d]] for d in range(1, n + 1))
        if total > best:
            best, answer = total, found[1:]
    return answer


def _cycle(heads: list[int]) -> list[int]:
    """Nodes of one cycle (node 0 is the root), empty when there is none."""
    state = [0] * len(heads)
    for node in range(1, len(heads)):
        path = []
        while node > 0 and state[node] == 0:
            state[node] = 1
            path.append(node)
            node = heads[node]
        if node > 0 and state[node] == 1 and node in path:
            return path[path.index(node):]
        for x in path:
            state[x] = 2
    return []


def _edmonds(scores: np.ndarray) -> list[int]:
    """Maximum spanning arborescence rooted at 0; scores[dependent, head]."""
    n = len(scores)
    work = scores.copy()
    np.fill_diagonal(work, _NEG * 10)
    heads = [-1, *work[1:].argmax(1).tolist()]
    cycle = _cycle(heads)
    if not cycle:
        return heads
    inside = set(cycle)
    outside = [i for i in range(n) if i not in inside]
    index = {node: i for i, node in enumerate(outside)}
    m = len(outside)
    small = np.full((m + 1, m + 1), _NEG * 10)
    small[:m, :m] = work[np.ix_(outside, outside)]
    enter: dict[int, int] = {}
    leave: dict[int, int] = {}
    for node in outside:
        gains = [work[c, node] - work[c, heads[c]] for c in cycle]
        k = int(np.argmax(gains))
        enter[node] = cycle[k]
        small[m, index[node]] = gains[k]
        outs = [work[node, c] for c in cycle]
        k = int(np.argmax(outs))
        leave[node] = cycle[k]
        small[index[node], m] = outs[k]
    found = _edmonds(small)
    result = heads[:]
    for node in outside[1:]:
        h = found[index[node]]
        result[node] = leave[node] if h == m else outside[h]
    entry = outside[found[m]]
    result[enter[entry]] = entry
    return result
