"""Dump what an implementation must reproduce, computed from an exported folder.

    python -m model.reference --weights weights --text FILE --out reference.json [--tensors reference.npz]

FILE has one document a line (or the built-in examples are used). Every window lists its tokens,
pieces, features, first pieces and decoded output, once with fp32 activations ("float") and once
with the simulated integer encoder ("int8"). The npz holds hidden states and logits of both.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from . import labels as L
from . import lemma as lemmas
from .batch import collate, windows_of
from .decode import spans, tree, viterbi
from .export import load
from .net import Net
from .pieces import Pieces
from .predict import Output, text_sentences
from .quant import simulate

EXAMPLES = [
    "Ms. Okafor told Reuters on Monday that the U.N. would send 300 observers to Tbilisi because talks had stalled. "
    "\"We can't wait,\" she said. Georgian officials didn't comment.",
    "BRASÍLIA — Shares of Embraer rose 4.5% after the state-owned company said it'll open a plant near São José dos "
    "Campos next year to build regional jets.",
    "MINISTER DENIES CLAIM\nPolice arrested two men in Leeds, according to the Yorkshire Post; a spokesman "
    "for the Home Office declined to say why.",
    "Ajax beat Real Madrid 2-1 in the Champions League. 🎉 The coach, Erik ten Hag, praised his 19-year-old captain.",
]


@torch.no_grad()
def window_output(net: Net, batch, config: dict, table: dict[str, str]) -> tuple[dict, dict[str, np.ndarray]]:
    """Decoded output of one window and its arrays."""
    out = Output(net, batch)
    arrays = {"hidden": out.hidden[0].numpy()}
    for name in ("entity", "upos", "lemma", "attribution", "predicate"):
        arrays[name] = out.head(name).numpy()
    arrays["arc"] = out.arcs()[0].numpy()
    tokens = len(batch.tokens)
    ids = batch.sentence_id.tolist()
    heads: list[int] = []
    for s in dict.fromkeys(ids):
        rows = [i for i, x in enumerate(ids) if x == s]
        block = arrays["arc"][rows][:, [0, *(r + 1 for r in rows)]]
        heads += [0 if h == 0 else rows[h - 1] + 1 for h in tree(block)]
    index = torch.arange(tokens)
    head = torch.tensor(heads)
    arrays["rel"] = out.relations(index, (head - 1).clamp(min=0), head == 0).numpy()
    arrays["document"] = net.document(out.hidden, batch.lengths)[0].numpy()
    upos = [L.UPOS[i] for i in arrays["upos"].argmax(1)]
    predicates = [i for i in range(tokens) if arrays["predicate"][i].argmax() > 0]
    roles = []
    for p in predicates:
        rows = torch.tensor([i for i, x in enumerate(ids) if x == ids[p]])
        logits = out.roles(torch.full_like(rows, p), rows).numpy()
        arrays[f"role_{p}"] = logits
        found = spans(viterbi(logits, L.ROLE_LABELS), L.ROLE_LABELS)
        roles.append({"predicate": p, "kind": L.PREDICATE_LABELS[int(arrays["predicate"][p].argmax())],
                      "spans": [[b + int(rows[0]), e + int(rows[0]), k] for b, e, k in found]})
    entities = []
    for s in dict.fromkeys(ids):
        rows = [i for i, x in enumerate(ids) if x == s]
        for b, e, k in spans(viterbi(arrays["entity"][rows], L.ENTITY_LABELS), L.ENTITY_LABELS):
            entities.append([b + rows[0], e + rows[0], k])
    decoded = {
        "entities": entities, "upos": upos, "heads": heads,
        "deprels": [L.DEPRELS[i] for i in arrays["rel"].argmax(1)], "roles": roles,
        "lemma_scripts": [config["heads"]["lemma"]["scripts"][i] for i in arrays["lemma"].argmax(1)],
        "attribution": [list(x) for x in spans(viterbi(arrays["attribution"], L.ATTRIBUTION_LABELS),
                                               L.ATTRIBUTION_LABELS)],
    }
    return decoded, arrays


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--text", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--tensors", type=Path)
    args = parser.parse_args()
    torch.set_num_threads(1)
    texts = args.text.read_text(encoding="utf-8").splitlines() if args.text else EXAMPLES
    pieces = Pieces((args.weights / "vocab.txt").read_text(encoding="utf-8").split("\n")[:-1])
    table = {}
    for line in (args.weights / "lemmas.tsv").read_text(encoding="utf-8").splitlines():
        form, upos, lemma = line.split("\t")
        table[f"{form}/{upos}"] = lemma
    plain, config = load(args.weights)
    integer, _ = load(args.weights)
    simulate(integer)
    result, arrays = [], {}
    for d, text in enumerate(texts):
        items = text_sentences(text, pieces)
        offsets = iter([t for _, tokens in items for t in tokens])
        for w, window in enumerate(windows_of([s for s, _ in items], pieces)):
            batch = collate([window], pieces, None)
            words = [x for s in window for x in s.words]
            record = {
                "document": d, "window": w, "text": text, "tokens": words,
                "offsets": [list(next(offsets)) for _ in words],
                "sentences": [len(s.words) for s in window], "first": batch.first.tolist(),
                "pieces": batch.pieces[0].tolist(), "case": batch.case[0].tolist(),
                "space": batch.space[0].tolist(), "start": batch.start[0].tolist(),
            }
            for name, net in (("float", plain), ("int8", integer)):
                record[name], found = window_output(net, batch, config, table)
                upos = record[name]["upos"]
                record[name]["lemmas"] = [
                    table.get(f"{x.lower()}/{upos[i]}") or lemmas.apply(x, record[name]["lemma_scripts"][i])
                    for i, x in enumerate(words)]
                arrays.update({f"{d}.{w}.{name}.{k}": v for k, v in found.items()})
            result.append(record)
    args.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if args.tensors:
        np.savez_compressed(args.tensors, **arrays)
    print(f"{len(result)} windows")


if __name__ == "__main__":
    main()
