"""Forward pass over sentences or raw text, with decoding."""

from __future__ import annotations

import torch
from torch import Tensor

from .batch import Batch, collate, windows_of
from .data.sentence import Sentence
from .decode import spans, viterbi
from .labels import ENTITY_LABELS
from .losses import sentence_mask
from .net import Net
from .pieces import Pieces
from .tokens import sentences_of


class Output:
    """Logits of one batch of windows, by token."""

    def __init__(self, net: Net, batch: Batch) -> None:
        self.batch = batch
        self.hidden = net.encoder(batch.pieces, batch.case, batch.space, batch.start, batch.lengths).float()
        self.flat = self.hidden.reshape(-1, self.hidden.shape[-1])[batch.first]
        self.net = net

    def head(self, name: str) -> Tensor:
        """Logits [T, labels] of a token head."""
        return getattr(self.net, name)(self.flat).float()

    def arcs(self) -> Tensor:
        """Masked arc scores [B, M, 1 + M]."""
        grid = self.flat[self.batch.grid.clamp(min=0)]
        return self.net.arcs(grid).float().masked_fill(~sentence_mask(self.batch), -1e9)

    def relations(self, dependents: Tensor, heads: Tensor, is_root: Tensor) -> Tensor:
        """Relation logits for token index pairs."""
        return self.net.relations(self.flat[dependents], self.flat[heads], is_root).float()

    def roles(self, predicates: Tensor, tokens: Tensor) -> Tensor:
        """Role logits of token index pairs."""
        p, t = self.net.role_pred(self.flat[predicates]), self.net.role_token(self.flat[tokens])
        return self.net.role_scores(p, t, tokens - predicates).float()


def chunks(sentence: Sentence, pieces: Pieces, limit: int = 126) -> list[tuple[int, int]]:
    """Token ranges of a sentence that fit a window; a long one is cut after a comma if possible."""
    sizes = [len(p) for p in pieces.sentence(sentence)]
    if sum(sizes) <= limit:
        return [(0, len(sizes))]
    result: list[tuple[int, int]] = []
    begin = size = 0
    comma = -1
    i = 0
    while i < len(sizes):
        if size + sizes[i] > limit and i > begin:
            cut = comma + 1 if comma >= begin and comma + 1 > begin + (i - begin) // 2 else i
            result.append((begin, cut))
            begin, size, comma, i = cut, 0, -1, cut
            continue
        size += min(sizes[i], limit)
        if sentence.words[i] in {",", ";", ":"}:
            comma = i
        i += 1
    result.append((begin, len(sizes)))
    return result


def text_sentences(text: str, pieces: Pieces) -> list[tuple[Sentence, list[tuple[int, int]]]]:
    """Tokenised sentences of a raw text with character offsets, long ones cut."""
    result = []
    for tokens in sentences_of(text):
        words = [text[b:e] for b, e in tokens]
        spaced = [i == 0 or tokens[i - 1][1] < tokens[i][0] for i in range(len(tokens))]
        whole = Sentence(words=words, space_before=spaced, source="text")
        for b, e in chunks(whole, pieces):
            part = Sentence(words=words[b:e], space_before=spaced[b:e], source="text")
            if sum(map(len, pieces.sentence(part))) <= 126:
                result.append((part, tokens[b:e]))
    return result


def batches(sentences: list[Sentence], pieces: Pieces, size: int = 16) -> list[list[list[Sentence]]]:
    """Groups of windows for the forward pass, in order."""
    windows = windows_of(sentences, pieces)
    return [windows[i:i + size] for i in range(0, len(windows), size)]


@torch.no_grad()
def entities_of(net: Net, pieces: Pieces, sentences: list[Sentence]) -> list[list[tuple[int, int, str]]]:
    """Entity spans of sentences that each fit a window (same order)."""
    result: list[list[tuple[int, int, str]]] = []
    for group in batches(sentences, pieces):
        batch = collate(group, pieces, None)
        logits = Output(net, batch).head("entity").numpy()
        position = 0
        for window in group:
            for s in window:
                path = viterbi(logits[position:position + len(s.words)], ENTITY_LABELS)
                result.append(spans(path, ENTITY_LABELS))
                position += len(s.words)
    return result
