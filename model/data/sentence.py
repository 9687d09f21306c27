"""The one record every reader yields, and helpers to build it."""

from __future__ import annotations

from dataclasses import dataclass, field

_NO_SPACE_BEFORE = {",", ".", ";", ":", "?", "!", ")", "]", "}", "%", "''", "'s", "'S", "n't", "N'T",
                    "'ll", "'re", "'ve", "'d", "'m", "’s", "n’t", "...", "'"}
_NO_SPACE_AFTER = {"(", "[", "{", "$", "``", "#", "£", "€"}
_PTB = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}",
        "``": '"', "''": '"'}


@dataclass
class Sentence:
    """Tokens of one sentence with whatever layers its source annotates (None: not annotated)."""

    words: list[str]
    space_before: list[bool]
    source: str
    doc: str = ""
    upos: list[int] | None = None
    lemmas: list[str] | None = None
    lemma_ids: list[int] | None = None
    heads: list[int] | None = None        # 0 = root, else 1-based head
    deprels: list[int] | None = None
    entities: list[int] | None = None     # bit masks over ENTITY_LABELS
    predicates: list[int] | None = None
    roles: list[tuple[int, list[int]]] = field(default_factory=list)  # (predicate, masks)
    attribution: list[int] | None = None  # bit masks over ATTRIBUTION_LABELS
    entity_weight: float = 1.0
    attribution_weight: float = 1.0
    role_weight: float = 1.0
    pieces: list[list[int]] | None = None
    spans: list[tuple[int, int, str]] = field(default_factory=list)  # plain names, for augmentation


def normalise_ptb(words: list[str]) -> list[str]:
    """Undo Penn Treebank escapes of brackets and quotes."""
    return [_PTB.get(w, w) for w in words]


def guess_spacing(words: list[str]) -> list[bool]:
    """Guess for each token whether white space stands before it in running text."""
    spaced: list[bool] = []
    opened = False
    after_open = True
    for raw in words:
        before = raw not in _NO_SPACE_BEFORE and not after_open
        after_open = raw in _NO_SPACE_AFTER
        if raw == '"':
            if opened:
                before = False
            else:
                after_open = True
            opened = not opened
        spaced.append(before)
    if spaced:
        spaced[0] = True
    return spaced


def from_words(words: list[str], source: str, doc: str = "") -> Sentence:
    """Sentence of PTB-like tokens whose spacing is unknown."""
    spacing = guess_spacing(words)
    return Sentence(words=normalise_ptb(words), space_before=spacing, source=source, doc=doc)
