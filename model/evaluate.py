"""Figures on the held-out sets.

    python -m model.evaluate --state STATE [--checkpoint FILE] [--full]
"""

from __future__ import annotations

import argparse
import gzip
import json
import pickle
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch

from . import lemma as lemmas
from .batch import IGNORE, collate
from .data.roles import function_of, question_masks
from .data.sentence import Sentence, from_words
from .decode import spans, tree, viterbi
from .labels import (ALL_ATTRIBUTION, ATTRIBUTION_INDEX, ATTRIBUTION_LABELS, DEPRELS, ROLE_LABELS, UPOS)
from .net import Net
from .pieces import Pieces
from .predict import Output, batches, entities_of, text_sentences

_MAP = {"PERSON": "PER", "ORGANIZATION": "ORG", "LOCATION": "LOC"}


def f1(hit: float, predicted: float, gold: float) -> float:
    """F1 in percent."""
    return round(200.0 * hit / (predicted + gold), 2) if predicted + gold else 0.0


@torch.no_grad()
def parse(net: Net, pieces: Pieces, sentences: list[Sentence], scripts: list[str],
          table: dict[str, str], exact: bool) -> dict[str, float]:
    """UPOS, lemma, UAS and LAS (full labels and main types) with gold tokens."""
    c: Counter[str] = Counter()
    main = [d.split(":")[0] for d in DEPRELS]
    for group in batches(sentences, pieces):
        batch = collate(group, pieces, None)
        out = Output(net, batch)
        upos = out.head("upos").argmax(-1)
        lemma = out.head("lemma").argmax(-1)
        scores = out.arcs().numpy()
        heads = torch.zeros_like(batch.head)
        position = 0
        for w, window in enumerate(group):
            column = 0
            for s in window:
                n = len(s.words)
                block = scores[w, column:column + n]
                local = np.concatenate([block[:, :1], block[:, 1 + column:1 + column + n]], 1)
                found = tree(local) if exact else local.argmax(1).tolist()
                heads[position:position + n] = torch.tensor([0 if h == 0 else column + h for h in found])
                for i in range(n):
                    form, gold = s.words[i], (s.lemmas or [])[i] if s.lemmas else "_"
                    if gold != "_":
                        rule = scripts[int(lemma[position + i])]
                        guess = table.get(f"{form.lower()}/{UPOS[int(upos[position + i])]}")
                        c["lemma"] += (guess or lemmas.apply(form, rule)) == gold
                        c["lemmas"] += 1
                position += n
                column += n
        rows = torch.nonzero(batch.grid >= 0)
        tokens = batch.grid[rows[:, 0], rows[:, 1]]
        inverse = torch.empty_like(tokens)
        inverse[tokens] = torch.arange(len(tokens))
        head_token = batch.grid[rows[inverse, 0], (heads - 1).clamp(min=0)]
        rel = out.relations(torch.arange(len(heads)), head_token, heads == 0).argmax(-1)
        known = batch.head != IGNORE
        good = (heads == batch.head) & known
        c["tokens"] += int(known.sum())
        c["upos"] += int(((upos == batch.upos) & known).sum())
        c["uas"] += int(good.sum())
        c["las"] += int((good & (rel == batch.deprel)).sum())
        same = torch.tensor([main[int(a)] == main[int(b)] for a, b in zip(rel, batch.deprel.clamp(min=0))])
        c["las_main"] += int((good & same).sum())
    n = max(1, c["tokens"])
    result = {k: round(100.0 * c[k] / n, 2) for k in ("upos", "uas", "las", "las_main")}
    result["lemma"] = round(100.0 * c["lemma"] / max(1, c["lemmas"]), 2)
    return result


def ner(net: Net, pieces: Pieces, path: Path, limit: int) -> tuple[dict[str, float], list[dict]]:
    """Exact span F1 on a document set in the neutral format, and the system output."""
    documents = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    if limit:
        documents = documents[:: max(1, len(documents) // limit)][:limit]
    hit: Counter[str] = Counter()
    predicted: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    system = []
    for d in documents:
        items = text_sentences(d["text"], pieces)
        found = entities_of(net, pieces, [s for s, _ in items])
        mine = {(tokens[b][0], tokens[e - 1][1], _MAP[t]) for (_, tokens), names in zip(items, found)
                for b, e, t in names if t in _MAP}
        system.append({"id": d["id"], "entities": [
            {"begin": b, "end": e, "type": t, "text": d["text"][b:e]} for b, e, t in sorted(mine)]})
        marked = d["gold"]["entities"]
        true = {(g["begin"], g["end"], g["type"]) for g in marked
                if g["type"] in _MAP.values() and not g.get("optional")}
        open_spans = {(g["begin"], g["end"]) for g in marked if g.get("optional")}
        mine = {m for m in mine if (m[0], m[1]) not in open_spans}
        for kind in _MAP.values():
            a = {m for m in mine if m[2] == kind}
            b = {m for m in true if m[2] == kind}
            hit[kind] += len(a & b)
            predicted[kind] += len(a)
            gold[kind] += len(b)
    result = {k: f1(hit[k], predicted[k], gold[k]) for k in _MAP.values()}
    total = sum(hit.values()), sum(predicted.values()), sum(gold.values())
    return {"f1": f1(*total), **result}, system


@torch.no_grad()
def question_roles(net: Net, pieces: Pieces, path: Path, limit: int) -> dict[str, float]:
    """Token F1 by wh word on QA-SRL gold predicates (union of the answers of a wh word)."""
    hit: Counter[str] = Counter()
    predicted: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    by_sentence: dict[str, list[dict]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        for line in handle:
            d = json.loads(line)
            by_sentence.setdefault(" ".join(d["words"]), []).append(d)
    records = list(by_sentence.values())[:limit or None]
    for items in records:
        sentence = from_words(items[0]["words"], "gs")
        sentence.roles = [(d["predicate"], question_masks(d)) for d in items]
        if sum(map(len, pieces.sentence(sentence))) > 126:
            continue
        out = Output(net, collate([[sentence]], pieces, None))
        n = len(sentence.words)
        for d in items:
            truth: dict[str, set[int]] = {}
            for q in d["questions"]:
                wh = {"how long": "how", "how much": "how", "how many": "how"}.get(q["wh"], q["wh"])
                for b, e in q["answers"]:
                    truth.setdefault(wh, set()).update(range(b, e))
            logits = out.roles(torch.full((n,), d["predicate"]), torch.arange(n)).numpy()
            mine: dict[str, set[int]] = {}
            for b, e, role in spans(viterbi(logits, ROLE_LABELS), ROLE_LABELS):
                mine.setdefault(function_of(role), set()).update(range(b, e))
            for wh in ("who", "what", "when", "where", "why", "how"):
                a, g = mine.get(wh, set()), truth.get(wh, set())
                hit[wh] += len(a & g)
                predicted[wh] += len(a)
                gold[wh] += len(g)
    result = {k: f1(hit[k], predicted[k], gold[k]) for k in gold}
    return {"all": f1(sum(hit.values()), sum(predicted.values()), sum(gold.values())), **result}


@torch.no_grad()
def attribution(net: Net, pieces: Pieces, sentences: list[Sentence]) -> dict[str, float]:
    """Token F1 of cue, source and content on held-out GUM (open tokens left out); predicates too."""
    hit: Counter[str] = Counter()
    predicted: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    kinds = {i: name.partition("-")[2] for name, i in ATTRIBUTION_INDEX.items()}
    for group in batches(sentences, pieces):
        batch = collate(group, pieces, None)
        out = Output(net, batch)
        logits = out.head("attribution").numpy()
        window = np.array([w for w, _, _ in batch.tokens])
        path = [x for w in sorted(set(window)) for x in viterbi(logits[window == w], ATTRIBUTION_LABELS)]
        for guess, mask in zip(path, batch.attribution.tolist()):
            if mask == ALL_ATTRIBUTION or mask & (mask - 1):
                continue
            a, g = kinds[guess], kinds[mask.bit_length() - 1]
            predicted[a] += 1
            gold[g] += 1
            hit[a] += a == g
        pred = out.head("predicate").argmax(-1)
        known = batch.predicate != IGNORE
        hit["predicate"] += int(((pred > 0) & (batch.predicate > 0) & known).sum())
        predicted["predicate"] += int(((pred > 0) & known).sum())
        gold["predicate"] += int(((batch.predicate > 0) & known).sum())
    return {k: f1(hit[k], predicted[k], gold[k]) for k in ("cue", "source", "content", "predicate")}


def run(net: Net, pieces: Pieces, prepared: dict, shared: Path, full: bool,
        out: Path | None = None) -> dict[str, dict[str, float]]:
    """All figures; a quick subsample unless `full`."""
    net.eval()
    held, scripts, table = prepared["held"], prepared["scripts"], prepared["lemma_table"]
    result: dict[str, dict[str, float]] = {}
    for name in ("pud", "ewt_dev", "ewt_test", "gum_dev") if full else ("pud", "ewt_dev"):
        data = held[name] if full else held[name][::5]
        result[name] = parse(net, pieces, data, scripts, table, full)
    for name, limit in (("ner_pud", 150), ("ner_worldwide", 25), ("ner_conll2003_dev", 40), ("ner_gum_news", 6)):
        result[name], system = ner(net, pieces, shared / f"eval/dev/{name}.jsonl", 0 if full else limit)
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
            with (out / f"{name}.jsonl").open("w", encoding="utf-8") as handle:
                handle.writelines(json.dumps(d, ensure_ascii=False) + "\n" for d in system)
    gold = shared / "data/train/qasrl/gs_wikinews.jsonl.gz"
    result["gs_wikinews"] = question_roles(net, pieces, gold, 0 if full else 150)
    result["attribution_gum_dev"] = attribution(net, pieces, held["gum_dev"])
    result["attribution_ewt_dev"] = attribution(net, pieces, held["ewt_dev"])
    return result


def main() -> None:
    """Command line."""
    from .checkpoint import load_net
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--int8", action="store_true", help="simulate the integer encoder")
    args = parser.parse_args()
    torch.set_num_threads(1)
    with (args.state / "data.pkl").open("rb") as handle:
        prepared = pickle.load(handle)
    net, pieces = load_net(args.checkpoint or args.state / "last.pt", args.state)
    if args.int8:
        from .quant import simulate
        simulate(net)
    started = time.time()
    for name, figures in run(net, pieces, prepared, args.shared, args.full, args.out).items():
        print(name, json.dumps(figures))
    print(f"seconds {time.time() - started:.0f}")


if __name__ == "__main__":
    main()
