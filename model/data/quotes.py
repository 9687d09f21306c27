"""Attribution layers: GUM reported speech and LitBank quotations."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from ..labels import ALL_ATTRIBUTION, ATTRIBUTION_INDEX, bit
from .sentence import Sentence, guess_spacing

_QUOTES = {'"', "“", "”", "''", "``"}


def load_gum(path: Path) -> dict[str, dict]:
    """Attribution records of GUM by document."""
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        return {d["doc"]: d for d in map(json.loads, handle)}


def gum_document(sentences: list[Sentence], record: dict) -> None:
    """Set the attribution masks of one document's sentences in place."""
    text, cursor = record["text"], 0
    offsets: list[tuple[int, int, int, int]] = []
    for s, sentence in enumerate(sentences):
        for t, word in enumerate(sentence.words):
            begin = text.find(word, cursor)
            if begin < 0 or begin > cursor + 8:
                return
            cursor = begin + len(word)
            offsets.append((begin, cursor, s, t))
    masks = [bit(0)] * len(offsets)
    inside = False
    for i, (_, _, s, t) in enumerate(offsets):
        word = sentences[s].words[t]
        if word in _QUOTES:
            masks[i] = ALL_ATTRIBUTION
            inside = not inside if word == '"' else word in ("“", "``")
        elif inside:
            masks[i] = ALL_ATTRIBUTION

    def covered(span: list[int]) -> list[int]:
        return [i for i, (b, e, _, _) in enumerate(offsets) if b < span[1] and e > span[0]]

    sure = [a for a in record["attributions"] if a["class"] == "report"]
    for a in record["attributions"]:
        if a["class"] in ("cognition", "other"):
            for span in [*a["content"], a["source"], a["cue"]]:
                for i in covered(span) if span else []:
                    masks[i] = ALL_ATTRIBUTION
    size = lambda a: sum(e - b for b, e in a["content"])  # noqa: E731
    taken = [False] * len(offsets)
    for a in sorted(sure, key=size, reverse=True):
        parts = [("content", c) for c in a["content"]] + [("source", a["source"]), ("cue", a["cue"])]
        cue = covered(a["cue"]) if a["cue"] else []
        if any(taken[i] for i in cue):
            continue
        for kind, span in parts:
            tokens = covered(span) if span else []
            for n, i in enumerate(tokens):
                masks[i] = bit(ATTRIBUTION_INDEX[f"{'I' if n else 'B'}-{kind}"])
                taken[i] = True
    for i, (_, _, s, t) in enumerate(offsets):
        if sentences[s].attribution is None:
            sentences[s].attribution = []
        sentences[s].attribution.append(masks[i])


def litbank(path: Path) -> list[Sentence]:
    """Lines of fiction around quotations: content, and the speaker beside it."""
    result: list[Sentence] = []
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        for record in map(json.loads, handle):
            text = record["text"]
            kinds = ["O"] * len(text)
            for q in record["quotes"]:
                b, e = q["quote"]
                kinds[b:e] = ["content"] * (e - b)
            for q in record["quotes"]:
                b, e = q["quote"]
                near = [m for m in q["speaker_mentions"] if (m[0] >= e and m[0] < e + 40)
                        or (m[1] <= b and m[1] > b - 30)]
                for m in near[:1]:
                    if "content" not in kinds[m[0]:m[1]] and "\n" not in text[min(m[1], e):max(m[0], b)]:
                        kinds[m[0]:m[1]] = ["source"] * (m[1] - m[0])
            position = 0
            lines: list[tuple[Sentence, bool]] = []
            for line in text.split("\n"):
                words = line.split(" ")
                masks, previous, spoken = [], "O", False
                cursor = position
                for word in words:
                    kind = kinds[cursor] if cursor < len(kinds) and word else "O"
                    prefix = "I" if kind == previous else "B"
                    if kind == "O":
                        masks.append(bit(0) | bit(ATTRIBUTION_INDEX["B-cue"], ATTRIBUTION_INDEX["I-cue"]))
                    else:
                        masks.append(bit(ATTRIBUTION_INDEX[f"{prefix}-{kind}"]))
                        spoken = True
                    previous = kind
                    cursor += len(word) + 1
                position += len(line) + 1
                keep = [i for i, w in enumerate(words) if w]
                if not keep:
                    continue
                tokens = [words[i] for i in keep]
                sentence = Sentence(words=tokens, space_before=guess_spacing(tokens), source="litbank",
                                    doc=record["doc"], attribution=[masks[i] for i in keep],
                                    attribution_weight=0.3)
                lines.append((sentence, spoken))
            for i, (sentence, _) in enumerate(lines):
                if any(spoken for _, spoken in lines[max(0, i - 1): i + 2]) and len(sentence.words) <= 80:
                    result.append(sentence)
    return result
