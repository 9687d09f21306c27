"""A plain rule tokeniser and sentence splitter for evaluation on raw text.

The service has its own (service/text); this one only follows the same UD conventions closely
enough to measure the model: punctuation and hyphens split, clitics split, abbreviations whole.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]+[^\s<>\".,;:!?)\]}'’]"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?:[A-Za-z]\.){2,}"
    r"|(?:Mr|Mrs|Ms|Dr|Prof|Gen|Sen|Rep|Gov|Lt|Col|Capt|Sgt|Rev|Hon|St|Jr|Sr|Inc|Ltd|Corp|Co|No|vs|Mt"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Messrs|Adm|Maj|Cmdr|Bros)\.(?=\s|,|$)"
    r"|\d+(?:[.,:]\d+)+|\d+(?=[A-Za-z]*)"
    r"|[^\W\d_]\.(?=\s+[A-Z])"
    r"|\w+(?:['’](?=\w)\w+)*"
    r"|\.{2,}|-{2,}|[^\w\s]",
    re.UNICODE,
)
_CLITIC = re.compile(r"(?i)^(.+?)(n['’]t|['’](?:s|ll|re|ve|d|m))$")
_END = {".", "!", "?", "…", "..."}
_CLOSERS = {'"', "'", "”", "’", ")", "]", "''"}


def tokenise(text: str) -> list[tuple[int, int]]:
    """Offsets of the tokens of a text."""
    spans: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(text):
        begin, end = match.span()
        word = match.group()
        if word.lower() in ("cannot",):
            spans += [(begin, begin + 3), (begin + 3, end)]
            continue
        clitic = _CLITIC.match(word)
        if clitic:
            cut = begin + clitic.start(2)
            spans += [(begin, cut), (cut, end)]
        else:
            spans.append((begin, end))
    return [s for s in spans if s[1] > s[0]]


def sentences_of(text: str) -> list[list[tuple[int, int]]]:
    """Token offsets grouped in sentences: blank lines, line ends, and final punctuation."""
    result: list[list[tuple[int, int]]] = []
    current: list[tuple[int, int]] = []
    tokens = tokenise(text)
    for i, (begin, end) in enumerate(tokens):
        if current and "\n" in text[current[-1][1]:begin]:
            result.append(current)
            current = []
        current.append((begin, end))
        word = text[begin:end]
        following = text[tokens[i + 1][0]] if i + 1 < len(tokens) else ""
        closes = word in _END or (word in _CLOSERS and len(current) > 1
                                  and text[current[-2][0]:current[-2][1]] in _END)
        nxt = text[tokens[i + 1][0]:tokens[i + 1][1]] if i + 1 < len(tokens) else ""
        if closes and (i + 1 >= len(tokens) or tokens[i + 1][0] > end) and not following.islower() \
                and not (nxt in _CLOSERS and tokens[i + 1][0] == end):
            result.append(current)
            current = []
    if current:
        result.append(current)
    return result
