#!/usr/bin/env python3
"""GAP (Webster et al. 2018): scores the pronouns, and fits service/extract/participants/tables/pronoun_weights.tsv.

    participants_eval --gap [--page-titles] --weights WEIGHTS KNOWLEDGE.bin gap-development.tsv > OUT
    gap.py score gap-development.tsv OUT
    participants_eval --gap-features --page-titles --weights WEIGHTS KNOWLEDGE.bin gap-test.tsv > TEST.feat
    gap.py fit gap-test.tsv TEST.feat [gap-validation.tsv VALIDATION.feat ...] > WEIGHTS.tsv

`score` counts as GAP's own scorer does: one decision for each of the two names, F1 of "is the pronoun's". With
--page-titles the text has its Wikipedia page as title, as an article has one (GAP's "page context"), else none
("snippet context"). `fit` takes the weights under which the right candidate is most likely among all of the article's,
or, where the pronoun is neither name's, anyone but the two (a conditional logit with an L2 penalty, by gradient
ascent), and prints to stderr how often it comes first, held out in five folds. Needs numpy. The features hold what
the pronouns before were linked to, so fit again on features that were written with the new weights.

The development part is for measuring and is not fitted on.
"""
import json
import sys
import zlib

FOLDS = 5
PENALTY = 4.0  # twice that for what a form of pronoun adds
STEPS = 300


def gold_of(path):
    rows = {}
    with open(path, encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            c = line.rstrip("\n").split("\t")
            rows[c[0]] = (c[6] == "TRUE", c[9] == "TRUE", c[2].lower() in ("he", "him", "his"))
    return rows


def score(gold_path, out_path):
    gold = gold_of(gold_path)
    counts = {"all": [0, 0, 0], "masculine": [0, 0, 0], "feminine": [0, 0, 0]}
    for line in open(out_path, encoding="utf-8"):
        key, a, b = line.rstrip("\n").split("\t")
        want_a, want_b, masculine = gold[key]
        for want, got in ((want_a, a == "TRUE"), (want_b, b == "TRUE")):
            for name in ("all", "masculine" if masculine else "feminine"):
                counts[name][0] += want and got
                counts[name][1] += got and not want
                counts[name][2] += want and not got
    for name, (tp, fp, fn) in counts.items():
        p, r = tp / max(1, tp + fp), tp / max(1, tp + fn)
        print("%s: P %.1f R %.1f F1 %.1f" % (name, 100 * p, 100 * r, 200 * tp / max(1, 2 * tp + fp + fn)))


def load(gold_path, feature_path):
    """Names of the weights; and (id, matrix of candidates by weights, which are right) of each pronoun."""
    import numpy as np
    gold, rows = gold_of(gold_path), []
    lines = open(feature_path, encoding="utf-8")
    names = json.loads(next(lines))["weights"]
    for row in map(json.loads, lines):
        want_a, want_b, _ = gold[row["id"]]
        clusters = [c["c"] for c in row["candidates"]]
        if want_a or want_b:
            right = np.array([c == row["a" if want_a else "b"] for c in clusters])
        else:
            right = np.array([c not in (row["a"], row["b"]) for c in clusters])
        if row["a"] == row["b"] or not right.any() or right.all():
            continue
        own = np.array([c["x"] for c in row["candidates"]])
        wide = np.zeros((len(own), len(names)))
        n = own.shape[1]
        wide[:, :n] = own
        if row["form"] > 0:
            wide[:, row["form"] * n:(row["form"] + 1) * n] = own
        if row["opening"]:
            wide[:, 3 * n:] = own
        rows.append((row["id"], wide, right))
    return names, rows


def fit(rows):
    import numpy as np
    stacked = np.concatenate([x for _, x, _ in rows])
    right = np.concatenate([r for _, _, r in rows]).astype(float)
    sizes = [len(x) for _, x, _ in rows]
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    group = np.repeat(np.arange(len(rows)), sizes)
    w, squares = np.zeros(stacked.shape[1]), np.full(stacked.shape[1], 1e-6)
    penalty = np.full(len(w), 2 * PENALTY)
    penalty[:len(w) // 4] = PENALTY
    for _ in range(STEPS):
        scores = stacked @ w
        exps = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        share = exps / np.add.reduceat(exps, starts)[group]
        wanted = exps * right
        wanted /= np.add.reduceat(wanted, starts)[group]
        gradient = stacked.T @ (wanted - share) - penalty * w
        squares += gradient ** 2
        w = w + 0.5 * gradient / np.sqrt(squares)
    return w


def hits(rows, w):
    return sum(bool(right[(x @ w).argmax()]) for _, x, right in rows)


def main():
    if len(sys.argv) < 4 or sys.argv[1] not in ("score", "fit"):
        sys.exit(__doc__)
    if sys.argv[1] == "score":
        score(sys.argv[2], sys.argv[3])
        return
    names, rows = [], []
    for gold, features in zip(sys.argv[2::2], sys.argv[3::2]):
        names, more = load(gold, features)
        rows += more
    fold = lambda row: zlib.crc32(row[0].encode()) % FOLDS
    held = sum(hits([r for r in rows if fold(r) == k], fit([r for r in rows if fold(r) != k])) for k in range(FOLDS))
    w = fit(rows)
    print("%d pronouns: first held out %.1f, fitted %.1f" % (len(rows), 100 * held / len(rows),
                                                             100 * hits(rows, w) / len(rows)), file=sys.stderr)
    print("feature\tweight")
    for name, value in zip(names, w):
        print("%s\t%.2f" % (name, value))


if __name__ == "__main__":
    main()
