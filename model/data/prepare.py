"""Build the training and held-out sentences from ../shared/data and cache them.

    python -m model.data.prepare --data ../shared/data --out STATE/data.pkl

Held out: GUM's official dev and test documents, UD EWT dev and test, every gs_* sentence
of QA-SRL, test/, everything marked measure only, MEANTIME.
"""

from __future__ import annotations

import argparse
import gzip
import json
import pickle
from collections import Counter
from pathlib import Path

from .. import lemma as lemmas
from ..labels import UPOS, UPOS_INDEX
from ..tokens import sentences_of
from . import knowledge, names, quotes, roles
from .sentence import Sentence
from .treebank import gum_entities, read_conllu, read_iob


def _ewt(data: Path, part: str, k: knowledge.Knowledge, frames: dict, props: dict) -> list[Sentence]:
    """EWT sentences of one part with tree, names, roles and attribution."""
    name = "en_ewt-ud-train.reassembled.conllu" if part == "train" else f"en_ewt-ud-{part}.conllu"
    iob = "en_ewt-ud-train.2022first.iob2" if part == "train" else f"en_ewt-ud-{part}.iob2"
    tags = {" ".join(w): t for w, t in read_iob(data / "train/uner_ewt" / iob, "\t", word=1, tag=2)}
    result = []
    for sentence, _, sent_id in read_conllu(data / "train/ud_english_ewt" / name, "ewt"):
        key = " ".join(sentence.words)
        if key in tags:
            names.uner(sentence, tags[key], part == "train", k)
            sentence.entity_weight = 0.3
        record = props.get(sent_id)
        if record is not None and len(record["words"]) == len(sentence.words):
            roles.propbank(sentence, record["predicates"], frames)
        result.append(sentence)
    return result


def _gum(data: Path, k: knowledge.Knowledge) -> tuple[list[Sentence], list[Sentence]]:
    """GUM train and held-out sentences of the documents whose licence allows training."""
    root = data / "train/gum"
    clean = set((root / "docs.txt").read_text().split())
    held = set((root / "splits/files.dev").read_text().split())
    held |= set((root / "splits/files.test").read_text().split())
    attribution = quotes.load_gum(data / "train/gum_attribution/gum_attribution.jsonl.gz")
    train: list[Sentence] = []
    dev: list[Sentence] = []
    for path in sorted((root / "dep").glob("*.conllu")):
        if path.stem not in clean:
            continue
        rows = read_conllu(path, "gum")
        sentences = [s for s, _, _ in rows]
        for sentence, spans in zip(sentences, gum_entities([m for _, m, _ in rows])):
            names.gum(sentence, spans, k, UPOS_INDEX["PROPN"])
        if path.stem in attribution:
            quotes.gum_document(sentences, attribution[path.stem])
        (dev if path.stem in held else train).extend(sentences)
    return train, dev


def build(data: Path) -> dict[str, object]:
    """Everything training needs: sentences by source, held-out sets, lemma scripts and table."""
    k = knowledge.load(data / "knowledge")
    frames = roles.load_frames(data / "train/propbank/propbank_frames.tsv")
    with gzip.open(data / "train/propbank/ewt_propbank.jsonl.gz", "rt", encoding="utf-8") as handle:
        props = {d["sent_id"]: d for d in map(json.loads, handle)}
    gum_train, gum_dev = _gum(data, k)
    gold: set[str] = set()
    for name in ("gs_wikinews", "gs_wikipedia"):
        with gzip.open(data / f"train/qasrl/{name}.jsonl.gz", "rt", encoding="utf-8") as handle:
            gold.update(" ".join(json.loads(line)["words"]) for line in handle)
    qasrl = [s for name, weight in (("bank_wikinews", 1.0), ("bank_wikipedia", 0.8), ("qanom_wikinews", 0.7),
                                    ("qanom_wikipedia", 0.5))
             for s in roles.qasrl(data / f"train/qasrl/{name}.jsonl.gz", gold, weight)]
    train = data / "train"
    small = names.columns(train / "wikigold/CONLL-format/data/wikigold.conll.txt", "wikigold", k)
    for part in ("train", "dev", "test"):
        small += names.columns(train / f"crossner_politics/politics/{part}.txt", "crossner", k)
    small += names.re3d(train / "re3d/dstl", k, sentences_of)
    social: list[Sentence] = []
    for part in ("e", "g"):
        social += names.columns(train / f"btc/CONLL-format/data/{part}.conll", "btc", k)
    for path in sorted((train / "wnut17/CONLL-format/data").glob("*/*")):
        social += names.columns(path, "wnut", k)
    sources: dict[str, list[Sentence]] = {
        "ewt": _ewt(data, "train", k, frames, props),
        "gum": gum_train,
        "gmb": names.gmb(train / "gmb/ner_dataset.csv.zip", k),
        "names": small,
        "social": social,
        "qasrl": qasrl,
        "masc": roles.masc(train / "propbank/masc_propbank.jsonl.gz", frames),
        "litbank": quotes.litbank(train / "litbank_quotes/litbank_quotes.jsonl.gz"),
    }
    held = {
        "ewt_dev": _ewt(data, "dev", k, frames, props),
        "ewt_test": _ewt(data, "test", k, frames, props),
        "gum_dev": gum_dev,
        "pud": [s for s, _, _ in read_conllu(data / "test/ud_english_pud/en_pud-ud-test.conllu", "pud")],
    }
    triples = [(w, UPOS[u], l) for n in ("ewt", "gum") for s in sources[n]
               for w, u, l in zip(s.words, s.upos or [], s.lemmas or [])]
    scripts, table = lemmas.learn(triples)
    index = {rule: i for i, rule in enumerate(scripts)}
    for group in (*sources.values(), *held.values()):
        for s in group:
            if s.lemmas is not None:
                s.lemma_ids = [index.get(lemmas.script(w, l), -1) for w, l in zip(s.words, s.lemmas)]
    return {"sources": sources, "held": held, "scripts": scripts, "lemma_table": table}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    result = build(args.data)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    with args.out.open("wb") as handle:
        pickle.dump(result, handle)
    for group in ("sources", "held"):
        for name, sentences in result[group].items():
            layers: Counter[str] = Counter()
            for s in sentences:
                layers["tokens"] += len(s.words)
                for layer in ("entities", "upos", "attribution", "predicates"):
                    layers[layer] += getattr(s, layer) is not None
                layers["roles"] += len(s.roles)
                layers["names"] += len(s.spans)
            print(name, len(sentences), dict(layers))
    print("scripts", len(result["scripts"]), "table", len(result["lemma_table"]))


if __name__ == "__main__":
    main()
