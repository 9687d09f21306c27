"""CoNLL-U reader: Universal Dependencies trees, GUM's nested entities, plain IOB layers."""

from __future__ import annotations

import re
from pathlib import Path

from ..labels import UPOS_INDEX, deprel_index
from .sentence import Sentence


def read_conllu(path: Path, source: str) -> list[tuple[Sentence, list[str], str]]:
    """All sentences of a file, each with its MISC column and sent_id."""
    result: list[tuple[Sentence, list[str], str]] = []
    doc, sent_id = path.stem, ""
    rows: list[list[str]] = []
    glued_until, mwt_space = 0, True
    spaces: list[bool] = []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if line.startswith("# newdoc id"):
            doc = line.split("=", 1)[1].strip()
        elif line.startswith("# sent_id"):
            sent_id = line.split("=", 1)[1].strip()
        elif line and not line.startswith("#"):
            cols = line.split("\t")
            if "-" in cols[0]:
                glued_until = int(cols[0].split("-")[1])
                mwt_space = "SpaceAfter=No" not in cols[9]
            elif "." not in cols[0]:
                rows.append(cols)
                index = int(cols[0])
                if index < glued_until:
                    spaces.append(False)
                elif index == glued_until:
                    spaces.append(mwt_space)
                else:
                    spaces.append("SpaceAfter=No" not in cols[9])
        elif not line and rows:
            sentence = Sentence(
                words=[r[1] for r in rows],
                space_before=[True, *spaces[:-1]],
                source=source,
                doc=doc,
                upos=[UPOS_INDEX.get(r[3], UPOS_INDEX["X"]) for r in rows],
                lemmas=[r[2] for r in rows],
                heads=[int(r[6]) for r in rows],
                deprels=[deprel_index(r[7]) for r in rows],
            )
            result.append((sentence, [r[9] for r in rows], sent_id))
            rows, spaces, glued_until = [], [], 0
    return result


def gum_entities(misc: list[list[str]]) -> list[list[tuple[int, int, str, bool]]]:
    """Entity spans (begin, end, type, has an identity link) per sentence of a GUM document."""
    result: list[list[tuple[int, int, str, bool]]] = []
    for sentence in misc:
        spans: list[tuple[int, int, str, bool]] = []
        stack: list[tuple[str, int, str, bool]] = []
        for i, column in enumerate(sentence):
            value = next((f[7:] for f in column.split("|") if f.startswith("Entity=")), "")
            for token in re.findall(r"\([^()]+\)?|[^()]+\)", value):
                if token.startswith("("):
                    parts = token.strip("()").split("-")
                    kind = parts[1] if len(parts) > 1 else ""
                    linked = len(parts) > 7
                    if token.endswith(")"):
                        spans.append((i, i + 1, kind, linked))
                    else:
                        stack.append((parts[0], i, kind, linked))
                else:
                    ident = token[:-1]
                    for k in range(len(stack) - 1, -1, -1):
                        if stack[k][0] == ident:
                            _, begin, kind, linked = stack.pop(k)
                            spans.append((begin, i + 1, kind, linked))
                            break
        result.append(spans)
    return result


def read_iob(path: Path, sep: str | None = None, word: int = 0, tag: int = -1,
             encoding: str = "utf-8") -> list[tuple[list[str], list[str]]]:
    """Sentences of a CoNLL-like column file as (words, tags); '#' lines before a sentence skip."""
    result: list[tuple[list[str], list[str]]] = []
    words: list[str] = []
    tags: list[str] = []
    for line in [*path.read_text(encoding=encoding).split("\n"), ""]:
        line = line.rstrip("\r\n")
        if not line.strip():
            if words:
                result.append((words, tags))
            words, tags = [], []
            continue
        cols = line.split(sep)
        if line.startswith("# ") and not words:
            continue
        if len(cols) < 2 or not cols[word].strip():
            continue
        words.append(cols[word])
        tags.append(cols[tag])
    return result


def iob_spans(tags: list[str]) -> list[tuple[int, int, str]]:
    """Spans of IOB1 or IOB2 tags."""
    spans: list[tuple[int, int, str]] = []
    begin, kind = -1, ""
    for i, tag in enumerate([*tags, "O"]):
        prefix, _, name = tag.partition("-")
        if begin >= 0 and (prefix in ("O", "B") or name != kind):
            spans.append((begin, i, kind))
            begin = -1
        if prefix in ("B", "I") and name and name != "O" and begin < 0:
            begin, kind = i, name
    return spans
