"""Label free news text with one or more trained networks (self-training and teacher labels).

    python -m model.silver --state STATE --checkpoints last.pt teacher.pt --words 600000

Writes STATE/silver.pkl. Probabilities of the networks are averaged; a token keeps every label whose
probability is at least 5 %, so that an uncertain token stays open in the marginal losses.
"""

from __future__ import annotations

import argparse
import gzip
import json
import pickle
import random
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from .batch import IGNORE, Batch, collate
from .checkpoint import load_net
from .data.sentence import Sentence
from .decode import tree
from .net import Net
from .pieces import Pieces
from .predict import Output, batches, text_sentences

FILES = (("wikinews_2019_2020", 1.0), ("us_state_department", 0.5), ("us_white_house", 0.2),
         ("us_congress_press", 1.0))


def texts(folder: Path, words: int, seed: int) -> list[str]:
    """Article texts up to a number of words: all of Wikinews first, then the releases mixed."""
    rng = random.Random(seed)
    wikinews: list[str] = []
    others: list[str] = []
    for name, share in FILES:
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as handle:
            for line in handle:
                if name != "wikinews_2019_2020" and rng.random() > share * 0.2:
                    continue
                item = json.loads(line)
                if item.get("in_gum"):
                    continue
                head = f"{item['title']}\n\n" if rng.random() < 0.5 else ""
                (wikinews if name == "wikinews_2019_2020" else others).append(head + item["text"][:6000])
    rng.shuffle(others)
    chosen: list[str] = []
    for text in wikinews + others:
        words -= text.count(" ")
        if words < 0:
            break
        chosen.append(text)
    return chosen


def open_masks(probability: Tensor, least: float = 0.05) -> list[int]:
    """Bit mask of the labels of each row that are probable enough (the best always is)."""
    keep = probability >= least
    keep[torch.arange(len(keep)), probability.argmax(-1)] = True
    return (keep.long() << torch.arange(keep.shape[1])).sum(-1).tolist()


def sure(probability: Tensor, least: float) -> list[int]:
    """Best label of each row, IGNORE where its probability is too low."""
    p, best = probability.max(-1)
    return torch.where(p >= least, best, torch.full_like(best, IGNORE)).tolist()


@torch.no_grad()
def label(nets: list[Net], batch: Batch, group: list[list[Sentence]]) -> None:
    """Fill the layers of the sentences of one batch."""
    outs = [Output(net, batch) for net in nets]

    def mean(name: str) -> Tensor:
        return torch.stack([o.head(name).softmax(-1) for o in outs]).mean(0)

    entity, attribution = open_masks(mean("entity")), open_masks(mean("attribution"))
    upos, predicate = sure(mean("upos"), 0.8), mean("predicate")
    firm = sure(predicate, 0.85)
    arcs = torch.stack([o.arcs().softmax(-1) for o in outs]).mean(0)
    position = 0
    for w, window in enumerate(group):
        column = 0
        for s in window:
            n = len(s.words)
            rows = slice(position, position + n)
            s.entities, s.attribution, s.upos = entity[rows], attribution[rows], upos[rows]
            s.predicates = firm[rows]
            s.entity_weight = s.attribution_weight = s.role_weight = 0.5
            block = arcs[w, column:column + n]
            local = torch.cat([block[:, :1], block[:, 1 + column:1 + column + n]], 1)
            heads = tree(np.log(local.numpy() + 1e-9))
            score = local[torch.arange(n), torch.tensor(heads)]
            if float(score.mean()) > 0.9 and float(score.min()) > 0.3:
                s.heads = heads
                tokens = torch.arange(position, position + n)
                above = torch.tensor([position + max(h, 1) - 1 for h in heads])
                root = torch.tensor([h == 0 for h in heads])
                s.deprels = torch.stack([o.relations(tokens, above, root).softmax(-1)
                                         for o in outs]).mean(0).argmax(-1).tolist()
            for p in range(n):
                if firm[position + p] > 0:
                    pred = torch.full((n,), position + p)
                    tokens = torch.arange(position, position + n)
                    probability = torch.stack([o.roles(pred, tokens).softmax(-1) for o in outs]).mean(0)
                    s.roles.append((p, open_masks(probability)))
            position += n
            column += n


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--checkpoints", nargs="+", default=["last.pt"])
    parser.add_argument("--words", type=int, default=600000)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--out", default="silver.pkl")
    args = parser.parse_args()
    torch.set_num_threads(1)
    nets: list[Net] = []
    pieces: Pieces | None = None
    for name in args.checkpoints:
        net, pieces = load_net(args.state / name, args.state)
        nets.append(net)
    assert pieces is not None
    sentences: list[Sentence] = []
    for i, text in enumerate(texts(args.shared / "data/train/news_text", args.words, args.seed)):
        for s, _ in text_sentences(text, pieces):
            if len(s.words) >= 3:
                s.source, s.doc = "silver", f"silver{i}"
                sentences.append(s)
    for group in batches(sentences, pieces):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            label(nets, collate(group, pieces, None), group)
    for s in sentences:
        s.pieces = None
    with (args.state / args.out).open("wb") as handle:
        pickle.dump(sentences, handle)
    print(f"{len(sentences)} sentences, {sum(len(s.words) for s in sentences)} tokens")


if __name__ == "__main__":
    main()
