#!/usr/bin/env python3
"""Fits the weights of service/extract/participants/tables/salience.tsv on GUM, and measures them on another set.

    gum.py convert --gum ../shared/data/train/gum --genre news --genre interview > GUM.jsonl
    participants_eval --features --weights WEIGHTS KNOWLEDGE.bin GUM.jsonl > GUM.feat
    participants_eval --features --weights WEIGHTS KNOWLEDGE.bin ../shared/eval/dev/sel_dev.jsonl > SEL.feat
    fit_salience.py --shared ../shared --names SALIENCE.tsv --measure SEL.feat ../shared/eval/dev/sel_dev.jsonl \
        GUM.feat GUM.jsonl > WEIGHTS

GOLD has documents with graded entities ({"id", "gold": {"salient": [{"name", "score", "aliases"}]}}). A
participant or place is one example: 1 when it matches a name of score 2 or more as the scorer matches.
Logistic regression with an L2 penalty by Newton's method. Prints to stderr what five-fold cross-validation by
document gives on the fitted set, and what the weights give on the set to measure, which they never saw.
"""
import argparse
import json
import math
import sys
import zlib

FOLDS = 5
PLACE = 4  # NameType::kPlace


def load(features, gold):
    golds = {str(d["id"]): d["gold"]["salient"] for d in map(json.loads, open(gold, encoding="utf-8"))}
    documents = []
    for line in open(features, encoding="utf-8"):
        row = json.loads(line)
        if any(g["score"] >= 2 for g in golds.get(str(row["id"]), [])):
            documents.append((str(row["id"]), row["participants"], golds[str(row["id"])]))
    return documents


def best_match(scorer, name, gold, used=()):
    key, best = scorer.name_tokens(name), None
    for i, x in enumerate(gold):
        overlap = max(scorer.jaccard(key, scorer.name_tokens(n)) for n in [x["name"]] + list(x.get("aliases") or []))
        if i not in used and overlap >= .5 and (best is None or (overlap, x["score"]) > best[:2]):
            best = (overlap, x["score"], i)
    return best


def distinct(participants):
    """A country that acts and is a place is there twice, with the same features but for the type: once is enough."""
    seen = set()
    return [p for p in participants if not (p["name"] in seen or seen.add(p["name"]))]


def examples(scorer, documents):
    rows = []
    for _, participants, gold in documents:
        weight = 1.0 / max(1.0, math.sqrt(len(participants)))
        for p in distinct(participants):
            match = best_match(scorer, p["name"], gold)
            rows.append((p["features"], 1.0 if match and match[1] >= 2 else 0.0, weight))
    return rows


def solve(matrix, vector):
    """Gauss with pivots."""
    n = len(vector)
    rows = [list(matrix[i]) + [vector[i]] for i in range(n)]
    for c in range(n):
        pivot = max(range(c, n), key=lambda r: abs(rows[r][c]))
        rows[c], rows[pivot] = rows[pivot], rows[c]
        for r in range(c + 1, n):
            factor = rows[r][c] / rows[c][c]
            if factor:
                for k in range(c, n + 1):
                    rows[r][k] -= factor * rows[c][k]
    x = [0.0] * n
    for r in range(n - 1, -1, -1):
        x[r] = (rows[r][n] - sum(rows[r][k] * x[k] for k in range(r + 1, n))) / rows[r][r]
    return x


def fit(rows, penalty):
    n = len(rows[0][0])
    w = [0.0] * n
    for _ in range(12):
        gradient = [-penalty * w[i] if i else 0.0 for i in range(n)]
        hessian = [[penalty if i == j and i else (1e-6 if i == j else 0.0) for j in range(n)] for i in range(n)]
        for x, y, weight in rows:
            p = 1 / (1 + math.exp(-sum(a * b for a, b in zip(w, x))))
            active = [(i, v) for i, v in enumerate(x) if v]
            for i, v in active:
                gradient[i] += weight * (y - p) * v
                scale = weight * p * (1 - p) * v
                for j, u in active:
                    hessian[i][j] += scale * u
        step = solve(hessian, gradient)
        w = [a + b for a, b in zip(w, step)]
        if max(map(abs, step)) < 1e-6:
            break
    return w


def figures(scorer, documents, weights_of, places):
    precision, gain = [], []
    for key, participants, gold in documents:
        w = weights_of(key)
        kept = [p for p in participants if places or p["type"] != PLACE]
        ranked = sorted(distinct(kept), key=lambda p: -sum(a * b for a, b in zip(w, p["features"])))[:5]
        used, relevant = set(), []
        for p in ranked:
            match = best_match(scorer, p["name"], gold, used)
            if match:
                used.add(match[2])
            relevant.append(int(bool(match) and match[1] >= 2))
        n = sum(g["score"] >= 2 for g in gold)
        precision.append(sum(relevant[:3]) / min(3, n))
        ideal = sum(1 / math.log2(k + 2) for k in range(min(5, n)))
        gain.append(sum(r / math.log2(k + 2) for k, r in enumerate(relevant)) / ideal)
    return 100 * sum(precision) / len(precision), 100 * sum(gain) / len(gain)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", required=True)
    parser.add_argument("--penalty", type=float, default=1.0)
    parser.add_argument("--names", required=True, help="salience.tsv, for the order of the features")
    parser.add_argument("--measure", nargs=2, metavar=("FEATURES", "GOLD"))
    parser.add_argument("features")
    parser.add_argument("gold")
    args = parser.parse_args()
    sys.path.insert(0, args.shared + "/eval")
    import score as scorer
    names = [line.split("\t")[0] for line in open(args.names) if line.strip() and line[0] != "#"][1:]
    documents = load(args.features, args.gold)
    fold = lambda key: zlib.crc32(key.encode()) % FOLDS
    held_out = [fit(examples(scorer, [d for d in documents if fold(d[0]) != k]), args.penalty) for k in range(FOLDS)]
    weights = fit(examples(scorer, documents), args.penalty)
    kinds = [("held out", documents, lambda key: held_out[fold(key)]), ("fitted", documents, lambda key: weights)]
    if args.measure:
        kinds.append(("measured", load(*args.measure), lambda key: weights))
    for how, rows, weights_of in kinds:
        for places in (False, True):
            print("%s, %s: P@3 %.1f nDCG@5 %.1f" % ((how, "with places" if places else "participants")
                                                   + figures(scorer, rows, weights_of, places)), file=sys.stderr)
    for i, w in enumerate(weights):
        print("%s\t%.2f" % (names[i] if i < len(names) else i, w))


if __name__ == "__main__":
    main()
