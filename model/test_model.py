"""Tests that need neither data nor base weights: python -m unittest model.test_model"""

from __future__ import annotations

import itertools
import random
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from . import checkpoint, export, labels, lemma, quant
from .batch import collate
from .data.sentence import Sentence, guess_spacing
from .decode import spans, tree, viterbi
from .net import Layer, Net, NetConfig
from .pieces import Pieces, case_class
from .tokens import sentences_of, tokenise

VOCAB = ["[PAD]", *(f"[unused{i}]" for i in range(99)), "[UNK]", "[CLS]", "[SEP]", "the", "dog", "##s", "ran", "."]


def tiny() -> Net:
    """A small random network."""
    torch.manual_seed(1)
    net = Net(NetConfig(layers=2, hidden=24, heads=2, ffn=32, vocab=len(VOCAB)), 4).eval()
    for table in (net.encoder.case, net.encoder.space, net.encoder.start):
        torch.nn.init.normal_(table.weight)
    return net


class Starting(unittest.TestCase):
    """A shallower network from a deeper one."""

    def test_the_last_layer_and_the_heads_stay(self) -> None:
        deep = tiny()
        shallow = Net(NetConfig(layers=1, hidden=24, heads=2, ffn=32, vocab=len(VOCAB)), 4)
        checkpoint.start_from(shallow, deep)
        self.assertTrue(torch.equal(shallow.encoder.layers[0].up.weight, deep.encoder.layers[1].up.weight))
        self.assertTrue(torch.equal(shallow.entity.weight, deep.entity.weight))


class Decoding(unittest.TestCase):
    """Viterbi and spanning trees against brute force."""

    def test_tree_is_the_best(self) -> None:
        rng = np.random.default_rng(3)
        for _ in range(200):
            n = int(rng.integers(2, 5))
            scores = rng.normal(size=(n, n + 1))
            scores[np.arange(n), np.arange(n) + 1] = -1e9

            def valid(heads: tuple[int, ...]) -> bool:
                if heads.count(0) != 1:
                    return False
                for node in range(1, n + 1):
                    seen = set()
                    while node and node not in seen:
                        seen.add(node)
                        node = heads[node - 1]
                    if node:
                        return False
                return True

            best = max((h for h in itertools.product(range(n + 1), repeat=n) if valid(h)),
                       key=lambda h: sum(scores[i, x] for i, x in enumerate(h)))
            self.assertEqual(list(best), tree(scores))

    def test_viterbi_keeps_the_scheme(self) -> None:
        rng = np.random.default_rng(4)
        for names in (labels.ENTITY_LABELS, labels.ROLE_LABELS):
            for _ in range(30):
                path = viterbi(rng.normal(size=(7, len(names))).astype(np.float32), names)
                found = spans(path, names)
                covered = sum(e - b for b, e, _ in found)
                self.assertEqual(covered, sum(names[i] != "O" for i in path))


class Words(unittest.TestCase):
    """Tokens, pieces, features, lemmas."""

    def test_tokens(self) -> None:
        text = "Mr. O'Neil can't pay U.S. $4.5m, state-owned \"TV\" said."
        self.assertEqual([text[b:e] for b, e in tokenise(text)][:9],
                         ["Mr.", "O'Neil", "ca", "n't", "pay", "U.S.", "$", "4.5", "m"])
        self.assertEqual(2, len(sentences_of("One came. Two left.")))

    def test_case_classes(self) -> None:
        self.assertEqual([0, 1, 2, 2, 3, 4], [case_class(w) for w in ("12", "dog", "Dog", "A", "UN", "McCain")])

    def test_spacing(self) -> None:
        self.assertEqual([True, False, True, True, False], guess_spacing(["He", ",", "the", '"', "dog"]))

    def test_lemma_scripts(self) -> None:
        for word, base in (("Studies", "study"), ("ran", "run"), ("Paris", "Paris"), ("dogs", "dog")):
            self.assertEqual(base, lemma.apply(word, lemma.script(word, base)))


class Export(unittest.TestCase):
    """The exported folder gives the same network back."""

    def setUp(self) -> None:
        self.net = tiny()
        words = ["The", "dogs", "ran", "."]
        sentence = Sentence(words=words, space_before=[True, True, True, False], source="t")
        self.batch = collate([[sentence, sentence], [sentence]], Pieces(VOCAB), None)

    def hidden(self, net: Net) -> torch.Tensor:
        b = self.batch
        with torch.no_grad():
            return net.encoder(b.pieces, b.case, b.space, b.start, b.lengths)

    def test_padding_changes_nothing(self) -> None:
        sentence = Sentence(words=["The", "dogs", "ran", "."], space_before=[True] * 3 + [False], source="t")
        alone = collate([[sentence]], Pieces(VOCAB), None)
        with torch.no_grad():
            one = self.net.encoder(alone.pieces, alone.case, alone.space, alone.start, alone.lengths)
        self.assertTrue(torch.allclose(one[0], self.hidden(self.net)[1, : one.shape[1]], atol=1e-5))

    def test_round_trip(self) -> None:
        for fp32, tolerance in ((True, 1e-6), (False, 0.2)):
            with tempfile.TemporaryDirectory() as folder:
                export.write(self.net, VOCAB, ["l|0|", "k|0|", "l|1|", "l|2|"], {"ran/VERB": "run"}, Path(folder),
                             step=1, seed=1, version="t", fp32=fp32)
                loaded, config = export.load(Path(folder))
            self.assertEqual(labels.ENTITY_LABELS, config["heads"]["entity"]["labels"])
            gap = (self.hidden(loaded) - self.hidden(self.net)).abs().max()
            self.assertLess(float(gap), tolerance)

    def test_integer_attention_is_near(self) -> None:
        qkv = torch.randn(3, 2, 4, 20, 32)
        mask = torch.zeros(2, 1, 1, 20)
        mask[1, ..., 15:] = -1e4
        plain = Layer.attend(qkv, mask)
        integer = quant.integer_attention(qkv, mask)
        self.assertLess(float((plain - integer)[0].abs().max()), 0.1)
        self.assertLess(float((plain - integer)[1, :, :15].abs().max()), 0.1)
        qkv[:, 1, :, 15:] *= 100  # what is padded has no say
        self.assertTrue(torch.equal(integer[1, :, :15], quant.integer_attention(qkv, mask)[1, :, :15]))

    def test_integer_layer(self) -> None:
        before = self.hidden(self.net)
        quant.simulate(self.net)
        self.assertLess(float((self.hidden(self.net) - before).abs().max()), 0.25)
        weight, _ = quant.quantise_rows(torch.randn(9, 30), quant.WEIGHT_LIMIT)
        self.assertLessEqual(int(weight.abs().max()), 63)
        self.assertLessEqual(255 * 63 * 2, 32767)


if __name__ == "__main__":
    random.seed(0)
    unittest.main()
