"""Windows of sentences and their tensors."""

from __future__ import annotations

import random
from dataclasses import dataclass

import torch
from torch import Tensor

from .data.sentence import Sentence
from .labels import ALL_ATTRIBUTION, ALL_ENTITY, ALL_ROLE
from .pieces import CLS, SEP, Pieces, case_class, noisy_case

IGNORE = -100


@dataclass
class Batch:
    """Tensors of a few windows; token tensors are flat over all tokens of the batch."""

    pieces: Tensor
    case: Tensor
    space: Tensor
    start: Tensor
    lengths: Tensor
    first: Tensor            # [T] flat piece index of each token
    grid: Tensor             # [B, M] token index of the window's tokens, -1 padding
    sentence_id: Tensor      # [T]
    column: Tensor           # [T] place of the token in its grid row
    entity: Tensor           # [T] bit masks
    entity_weight: Tensor
    attribution: Tensor
    attribution_weight: Tensor
    upos: Tensor             # [T] IGNORE where absent
    lemma: Tensor
    head: Tensor             # [T] 0 root, else 1 + grid column; IGNORE where absent
    deprel: Tensor
    predicate: Tensor
    pair_pred: Tensor        # [P] token index
    pair_token: Tensor       # [P]
    pair_mask: Tensor
    pair_weight: Tensor
    soft: Tensor             # [T] silver source: own confident label may join the mask
    tokens: list[tuple[int, int, int]]   # (window, sentence in window, token)


def windows_of(sentences: list[Sentence], pieces: Pieces, limit: int = 126) -> list[list[Sentence]]:
    """Greedy windows of whole sentences with at most `limit` pieces; longer sentences are skipped."""
    result: list[list[Sentence]] = []
    current: list[Sentence] = []
    size = 0
    for s in sentences:
        n = sum(map(len, pieces.sentence(s)))
        if n > limit:
            continue
        if size + n > limit and current:
            result.append(current)
            current, size = [], 0
        current.append(s)
        size += n
    if current:
        result.append(current)
    return result


def collate(windows: list[list[Sentence]], pieces: Pieces, rng: random.Random | None) -> Batch:
    """Tensors of the windows; `rng` switches case noise on."""
    ids, cases, spaces, starts = [], [], [], []
    first: list[tuple[int, int]] = []
    flat: dict[str, list[float]] = {k: [] for k in (
        "sentence_id", "column", "entity", "entity_weight", "attribution", "attribution_weight", "upos",
        "lemma", "head", "deprel", "predicate", "pair_pred", "pair_token", "pair_mask", "pair_weight", "soft")}
    rows: list[list[int]] = []
    tokens: list[tuple[int, int, int]] = []
    count = 0
    for w, window in enumerate(windows):
        row_ids, row_case, row_space, row_start = [CLS], [0], [1], [0]
        row_tokens: list[int] = []
        for k, s in enumerate(window):
            words = pieces.sentence(s)
            classes = [case_class(x) for x in s.words]
            if rng is not None:
                draw = rng.random()
                mode = "upper" if draw < 0.05 else "title" if draw < 0.11 else "lower" if draw < 0.14 else ""
                classes = noisy_case(classes, mode)
            base, column = count, len(row_tokens)
            for t, word in enumerate(words):
                first.append((w, len(row_ids)))
                row_ids += word
                row_case += [classes[t]] * len(word)
                row_space += [1 if s.space_before[t] or t == 0 else 0] + [2] * (len(word) - 1)
                row_start += [1 if t == 0 else 0] + [0] * (len(word) - 1)
                row_tokens.append(count)
                tokens.append((w, k, t))
                count += 1
            n = len(words)
            flat["sentence_id"] += [w * 1000 + k] * n
            flat["column"] += range(column, column + n)
            flat["entity"] += s.entities if s.entities is not None else [ALL_ENTITY] * n
            flat["entity_weight"] += [s.entity_weight] * n
            flat["soft"] += [1 if s.source == "gmb" else 0] * n
            flat["attribution"] += s.attribution if s.attribution is not None else [ALL_ATTRIBUTION] * n
            flat["attribution_weight"] += [s.attribution_weight] * n
            flat["upos"] += s.upos if s.upos is not None else [IGNORE] * n
            lemma = s.lemma_ids if s.lemma_ids is not None else [IGNORE] * n
            flat["lemma"] += [x if x >= 0 else IGNORE for x in lemma]
            flat["head"] += ([0 if h == 0 else column + h for h in s.heads] if s.heads is not None
                             else [IGNORE] * n)
            flat["deprel"] += s.deprels if s.deprels is not None else [IGNORE] * n
            flat["predicate"] += s.predicates if s.predicates is not None else [IGNORE] * n
            for p, masks in s.roles:
                for t, mask in enumerate(masks):
                    if mask != ALL_ROLE:
                        flat["pair_pred"].append(base + p)
                        flat["pair_token"].append(base + t)
                        flat["pair_mask"].append(mask)
                        flat["pair_weight"].append(s.role_weight)
        ids.append([*row_ids, SEP])
        cases.append([*row_case, 0])
        spaces.append([*row_space, 1])
        starts.append([*row_start, 0])
        rows.append(row_tokens)
    width = max(map(len, ids))
    grid_width = max(map(len, rows))

    def padded(lists: list[list[int]], size: int, value: int) -> Tensor:
        return torch.tensor([x + [value] * (size - len(x)) for x in lists])

    floats = ("entity_weight", "attribution_weight", "pair_weight")
    tensors = {k: torch.tensor(v, dtype=torch.float32 if k in floats else torch.int64) for k, v in flat.items()}
    return Batch(pieces=padded(ids, width, 0), case=padded(cases, width, 0), space=padded(spaces, width, 1),
                 start=padded(starts, width, 0), lengths=torch.tensor([len(x) for x in ids]),
                 first=torch.tensor([w * width + c for w, c in first]), grid=padded(rows, grid_width, -1),
                 tokens=tokens, **tensors)


class Stream:
    """Endless windows of one source: documents shuffled each round, order kept inside."""

    def __init__(self, sentences: list[Sentence], pieces: Pieces, rng: random.Random) -> None:
        groups: dict[str, list[Sentence]] = {}
        for i, s in enumerate(sentences):
            groups.setdefault(s.doc or f"#{i}", []).append(s)
        self.documents = list(groups.values())
        self.pieces, self.rng = pieces, rng
        self.queue: list[Sentence] = []
        self.rewrite = None

    def _fill(self) -> None:
        order = list(range(len(self.documents)))
        self.rng.shuffle(order)
        self.queue = [s for i in reversed(order) for s in reversed(self.documents[i])]

    def window(self, limit: int = 126) -> list[Sentence]:
        """The next window."""
        chosen: list[Sentence] = []
        size = 0
        while True:
            if not self.queue:
                if chosen:
                    return chosen
                self._fill()
            s = self.queue[-1]
            if self.rewrite is not None:
                s = self.rewrite(s)
            n = sum(map(len, self.pieces.sentence(s)))
            if n > limit:
                self.queue.pop()
                continue
            if size + n > limit:
                return chosen
            chosen.append(s)
            size += n
            self.queue.pop()
