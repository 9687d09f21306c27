"""Readers of entity sources: every label scheme mapped to ours as allowed-label masks."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

from ..labels import ENTITY_TYPES, any_entity_mask, bit, entity_masks
from .knowledge import Knowledge, is_title
from .sentence import Sentence, from_words
from .treebank import iob_spans, read_iob

Span = tuple[int, int, list[str]]
P, O, L_, N, E, M = ENTITY_TYPES
_ARTICLES = {"the", "a", "an"}


def trim(words: list[str], begin: int, end: int) -> tuple[int, int]:
    """Drop leading articles and a trailing possessive from a name."""
    while begin < end and words[begin].lower() in _ARTICLES:
        begin += 1
    while end > begin and words[end - 1].lower() in {"'s", "’s", "'", "."}:
        if words[end - 1] == "." and any("." in w for w in words[begin:end - 1]):
            break
        end -= 1
    return begin, end


def paint(sentence: Sentence, spans: list[Span], open_types: list[str], ambiguous: list[tuple[int, int]] = (),
          open_lower: bool = False) -> None:
    """Set the masks: names as given, elsewhere O (plus `open_types` on capitalised tokens)."""
    words = sentence.words
    masks = []
    for w in words:
        opened = bool(open_types) and (w[:1].isupper() or w[:1].isdigit() or open_lower)
        masks.append(any_entity_mask(open_types) if opened else bit(0))
    for begin, end in ambiguous:
        for i in range(begin, end):
            masks[i] = any_entity_mask(ENTITY_TYPES)
    for begin, end, types in spans:
        if begin >= end:
            continue
        masks[begin:end] = entity_masks(end - begin, types)
        if len(types) == 1:
            sentence.spans.append((begin, end, types[0]))
    sentence.entities = masks


def _other(words: list[str], begin: int, end: int, k: Knowledge) -> list[str]:
    """Types of a MISC-like name: a demonym is NORP."""
    text = " ".join(words[begin:end]).lower()
    return [N] if text in k.demonyms else [M, E]


def gmb(path: Path, k: Knowledge) -> list[Sentence]:
    """GMB news: silver names, repaired by rule; events and artefacts left open."""
    with zipfile.ZipFile(path) as archive:
        text = archive.read(archive.namelist()[0]).decode("latin-1")
    result: list[Sentence] = []
    seen: set[str] = set()
    words: list[str] = []
    tags: list[str] = []

    def flush() -> None:
        key = " ".join(words)
        if len(words) < 4 or key in seen:
            return
        seen.add(key)
        sentence = from_words(list(words), "gmb")
        spans: list[Span] = []
        ambiguous: list[tuple[int, int]] = []
        for begin, end, kind in iob_spans(tags):
            b, e = trim(words, begin, end)
            low = " ".join(words[b:e]).lower()
            if kind == "per":
                while b < e and is_title(words[b], k):
                    b += 1
                spans.append((b, e, [P]))
            elif kind == "org":
                if low in k.countries or low in k.demonyms:
                    ambiguous.append((b, e))
                    continue
                if b > 0 and e - b == 1 and is_title(words[b], k):
                    continue
                spans.append((b, e, [O]))
            elif kind == "geo":
                spans.append((b, e, [N] if low in k.demonyms and low not in k.countries else [L_]))
            elif kind == "gpe":
                spans.append((b, e, [L_] if low in k.countries else [N]))
            elif kind != "tim":
                ambiguous.append((begin, end))
        # a place followed by a capitalised word may be part of an organisation or a team
        for begin, end, types in list(spans):
            if types == [L_] and end < len(words) and words[end][:1].isupper() and tags[end] == "O":
                ambiguous.append((begin, end))
                spans.remove((begin, end, types))
                if words[end].lower() not in {"'s", ","}:
                    ambiguous.append((end, end + 1))
        paint(sentence, spans, [M, E], ambiguous)
        sentence.entity_weight = 0.4
        result.append(sentence)

    for row in csv.reader(io.StringIO(text)):
        if row[0].startswith("Sentence") and row[0] != "Sentence #":
            flush()
            words, tags = [], []
        if row[0] != "Sentence #" and row[1].strip():
            words.append(row[1])
            tags.append(row[3])
    flush()
    return result


_WIKIGOLD = {"PER": [P], "ORG": [O], "LOC": [L_]}
_CROSS = {"politician": [P], "person": [P], "organisation": [O], "politicalparty": [O], "event": [E],
          "election": [E], "country": [L_], "location": [L_]}
_WNUT = {"person": [P], "location": [L_], "group": [O, M], "corporation": [O], "product": [M],
         "creative-work": [M]}


def columns(path: Path, source: str, k: Knowledge) -> list[Sentence]:
    """wikigold, crossner, wnut17 and btc column files."""
    result: list[Sentence] = []
    tables = {"wikigold": _WIKIGOLD, "crossner": _CROSS, "wnut": _WNUT, "btc": _WIKIGOLD}
    table = tables[source]
    open_types = {"wikigold": [], "crossner": [], "wnut": [N, E], "btc": [N, E, M]}[source]
    for words, tags in read_iob(path, "\t" if source != "wikigold" else " "):
        if source in ("wnut", "btc") and any(w.startswith(("@", "http", "RT")) for w in words):
            keep = [i for i, w in enumerate(words) if not w.startswith(("@", "http")) and w != "RT"]
            words, tags = [words[i] for i in keep], [tags[i] for i in keep]
        if len(words) < 4:
            continue
        sentence = from_words(words, source)
        spans = []
        for begin, end, kind in iob_spans(tags):
            b, e = trim(words, begin, end)
            if e > b:
                spans.append((b, e, table.get(kind) or _other(words, b, e, k)))
        paint(sentence, spans, open_types)
        if source in ("wnut", "btc"):
            sentence.entity_weight = 0.5
        result.append(sentence)
    return result


def re3d(folder: Path, k: Knowledge, tokenise) -> list[Sentence]:
    """re3d releases: only capitalised names; nominal and pronoun mentions become ambiguous or O."""
    result: list[Sentence] = []
    kinds = {"Person": [P], "Organisation": [O], "Location": [L_], "Nationality": [N]}
    for sub in sorted(p for p in folder.iterdir() if p.is_dir()):
        by_doc: dict[str, list[dict]] = {}
        for line in (sub / "entities.json").read_text(encoding="utf-8").splitlines():
            if line.strip():
                item = json.loads(line)
                by_doc.setdefault(item["documentId"], []).append(item)
        for line in (sub / "documents.json").read_text(encoding="utf-8").splitlines():
            if not line.strip():
                continue
            doc = json.loads(line)
            for tokens in tokenise(doc["text"]):
                words = [doc["text"][b:e] for b, e in tokens]
                starts = {b: i for i, (b, _) in enumerate(tokens)}
                ends = {e: i + 1 for i, (_, e) in enumerate(tokens)}
                spans: list[Span] = []
                ambiguous: list[tuple[int, int]] = []
                for item in by_doc.get(doc["_id"], []):
                    if item["type"] not in kinds:
                        continue
                    b, e = starts.get(item["begin"]), ends.get(item["end"])
                    if b is None or e is None or b >= e:
                        continue
                    b, e = trim(words, b, e)
                    while item["type"] == "Person" and b < e and is_title(words[b], k):
                        b += 1
                    if b >= e:
                        continue
                    name = all(w[:1].isupper() or w.lower() in {"of", "the", "for", "and", "-", "al", "de", "."}
                               or not w[:1].isalpha() for w in words[b:e]) and words[b][:1].isupper()
                    low = " ".join(words[b:e]).lower()
                    if name and e - b <= 8 and len(low) > 2 and low not in {"we", "our", "they", "he", "she"}:
                        types = [N] if low in k.demonyms else kinds[item["type"]]
                        if types == [O] and low in k.countries:
                            types = [L_]
                        spans.append((b, e, types))
                    elif any(w[:1].isupper() for w in words[b:e]):
                        ambiguous.append((b, e))
                spans = _outermost(spans)
                sentence = Sentence(words=words, source="re3d", doc=doc["_id"], space_before=[
                    i == 0 or tokens[i - 1][1] < tokens[i][0] for i in range(len(tokens))])
                paint(sentence, spans, [M, E, N], ambiguous)
                if len(words) >= 4:
                    result.append(sentence)
    return result


def _outermost(spans: list[Span]) -> list[Span]:
    """Keep spans that no longer span overlaps."""
    chosen: list[Span] = []
    for span in sorted(spans, key=lambda s: (s[0] - s[1], s[0])):
        if all(span[1] <= c[0] or span[0] >= c[1] for c in chosen):
            chosen.append(span)
    return chosen


def uner(sentence: Sentence, tags: list[str], full: bool, k: Knowledge) -> None:
    """PER/LOC/ORG on an EWT sentence; `full` when OTH marks the remaining names."""
    spans: list[Span] = []
    words = sentence.words
    for begin, end, kind in iob_spans(["O" if t == "B-O" else t for t in tags]):
        b, e = trim(words, begin, end)
        if kind in _WIKIGOLD:
            while kind == "PER" and b < e - 1 and is_title(words[b], k):
                b += 1
            spans.append((b, e, _WIKIGOLD[kind]))
        elif kind == "OTH":
            low = " ".join(words[b:e]).lower()
            spans.append((b, e, [N] if low in k.demonyms else [N, M, E]))
    paint(sentence, spans, [N, M, E] if not full else [M, E])


_GUM = {"person": [P], "place": [L_], "organization": [O], "event": [E], "object": [M], "abstract": [M]}


def gum(sentence: Sentence, spans: list[tuple[int, int, str, bool]], k: Knowledge, propn: int) -> None:
    """Names among GUM's nested mentions: proper-noun head, articles and titles stripped."""
    words, upos, heads = sentence.words, sentence.upos, sentence.heads
    chosen: list[Span] = []
    ambiguous: list[tuple[int, int]] = []
    for begin, end, kind, _ in sorted(spans, key=lambda s: s[0] - s[1]):
        if kind not in _GUM:
            continue
        b, e = trim(words, begin, end)
        while kind == "person" and b < e - 1 and is_title(words[b], k):
            b += 1
        if b >= e:
            continue
        root = next((i for i in range(b, e) if not b < heads[i] <= e), b)
        if upos[root] != propn or not words[b][:1].isupper():
            continue
        # cut after the contiguous proper name (appositions, relative clauses and commas stay out)
        stop = root + 1
        while stop < e and (words[stop][:1].isupper() or words[stop].lower() in {"of", "and", "for", "-", "de"}
                            or words[stop].isdigit()):
            stop += 1
        while stop > root + 1 and not (words[stop - 1][:1].isupper() or words[stop - 1].isdigit()):
            stop -= 1
        e = stop
        if any(not (b >= ce or e <= cb) for cb, ce, _ in chosen):
            continue
        if all(w[:1].isupper() or w.lower() in {"of", "and", "for", "the", "-", "de", "von", "van", "la", "le",
               "in", "on", "&", "."} or not w[:1].isalpha() for w in words[b:e]) and e - b <= 8:
            low = " ".join(words[b:e]).lower()
            chosen.append((b, e, [N] if low in k.demonyms else _GUM[kind]))
        else:
            ambiguous.append((b, e))
    covered = [False] * len(words)
    for b, e, _ in chosen:
        covered[b:e] = [True] * (e - b)
    for i, w in enumerate(words):
        if not covered[i] and w[:1].isupper() and w.lower() in k.demonyms and upos[i] != propn:
            chosen.append((i, i + 1, [N]))
        elif not covered[i] and upos[i] == propn:
            ambiguous.append((i, i + 1))
    paint(sentence, sorted(chosen), [], ambiguous)
    sentence.entity_weight = 0.4
