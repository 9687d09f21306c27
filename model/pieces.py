"""BERT word pieces of our tokens and the learned token features."""

from __future__ import annotations

import json
from pathlib import Path

from tokenizers import BertWordPieceTokenizer

from .data.sentence import Sentence

PAD, UNK, CLS, SEP = 0, 100, 101, 102


def vocabulary(base: Path) -> list[str]:
    """Word pieces of a base folder in index order."""
    vocab = json.loads((base / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    return [piece for piece, _ in sorted(vocab.items(), key=lambda item: item[1])]


class Pieces:
    """Word pieces token by token, cached by form."""

    def __init__(self, vocab: list[str]) -> None:
        self.tokenizer = BertWordPieceTokenizer({p: i for i, p in enumerate(vocab)}, lowercase=True,
                                                strip_accents=True, clean_text=True,
                                                handle_chinese_chars=True)
        self.cache: dict[str, list[int]] = {}

    def of(self, word: str) -> list[int]:
        """Pieces of one token; a token without pieces (control characters) is [UNK]."""
        found = self.cache.get(word)
        if found is None:
            found = self.tokenizer.encode(word, add_special_tokens=False).ids or [UNK]
            self.cache[word] = found
        return found

    def sentence(self, s: Sentence) -> list[list[int]]:
        """Pieces of every token of a sentence, kept on the sentence."""
        if s.pieces is None:
            s.pieces = [self.of(w) for w in s.words]
        return s.pieces


def case_class(word: str) -> int:
    """Index in CASE_CLASSES: by the cased letters of the token only."""
    letters = [c for c in word if c.isupper() or c.islower()]
    if not letters:
        return 0
    upper = sum(c.isupper() for c in letters)
    if upper == 0:
        return 1
    if upper == len(letters) and len(letters) > 1:
        return 3
    if upper == 1 and letters[0].isupper():
        return 2
    return 4


def noisy_case(classes: list[int], mode: str) -> list[int]:
    """Case classes after case noise: 'upper', 'title' or 'lower' text."""
    if mode == "upper":
        return [c if c == 0 else 3 for c in classes]
    if mode == "title":
        return [2 if c == 1 else c for c in classes]
    if mode == "lower":
        return [c if c == 0 else 1 for c in classes]
    return classes
