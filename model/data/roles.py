"""PropBank and QA-SRL mapped to question roles; attribution from reporting predicates."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

from ..labels import (ALL_ATTRIBUTION, ALL_ROLE, ATTRIBUTION_INDEX, PREDICATE_LABELS, ROLE_INDEX,
                      ROLE_TYPES, UPOS_INDEX, bit)
from .sentence import Sentence, from_words

_SKIP_ROLESETS = {"be.03", "have.01", "do.01"}
_ARGM = {"TMP": ["when"], "LOC": ["where"], "DIR": ["where"], "GOL": ["where", "who.other", "what.other"],
         "MNR": ["how"], "CAU": ["why"], "PRP": ["why"], "PNC": ["why"], "COM": ["who.other", "what.other"],
         "EXT": ["how"]}
_ARGM_OPEN = {"ADV", "PRD", "REC", "PRR"}
_WHO_PRON = {"i", "you", "he", "she", "we", "they", "me", "him", "her", "us", "them", "who", "whom",
             "everyone", "someone", "anyone", "nobody", "everybody", "somebody"}
_WHAT_PRON = {"it", "this", "that", "which", "what", "something", "anything", "nothing", "everything"}
REPORT_VERBS = set("""say tell announce report claim state add note warn argue explain insist declare
confirm deny suggest admit acknowledge accuse allege assert comment complain conclude contend describe
disclose emphasize express hint indicate inform maintain mention observe point predict promise quote
reply respond reveal stress testify urge vow write ask cite repeat remark recall reiterate caution
pledge concede call believe""".split()) - {"call", "believe", "express", "describe", "write", "ask"}


def span_masks(masks: list[int], begin: int, end: int, roles: list[str]) -> None:
    """Allow exactly B/I of `roles` on the span (first token B, rest I)."""
    masks[begin] = bit(*(ROLE_INDEX[f"B-{r}"] for r in roles))
    inside = bit(*(ROLE_INDEX[f"I-{r}"] for r in roles))
    for i in range(begin + 1, end):
        masks[i] = inside


def load_frames(path: Path) -> dict[tuple[str, str], str]:
    """(roleset, ARGn) -> function tag of PropBank frames."""
    with path.open(encoding="utf-8", newline="") as handle:
        rows = csv.reader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        return {(r[0], r[3]): r[5] for r in rows if len(r) > 5}


def _animacy(sentence: Sentence, begin: int, end: int) -> list[str]:
    """who, what or both, judged by the head of the argument."""
    words, heads, upos = sentence.words, sentence.heads, sentence.upos
    if heads is None or upos is None:
        low = words[begin].lower()
        if end - begin == 1 and low in _WHO_PRON:
            return ["who"]
        if end - begin == 1 and low in _WHAT_PRON:
            return ["what"]
        return ["who", "what"]
    root = next((i for i in range(begin, end) if not begin < heads[i] <= end), begin)
    kind, low = upos[root], words[root].lower()
    if low in _WHO_PRON:
        return ["who"]
    if low in _WHAT_PRON or kind in (UPOS_INDEX["VERB"], UPOS_INDEX["NUM"], UPOS_INDEX["ADJ"]):
        return ["what"]
    for b, e, t in sentence.spans:
        if b <= root < e:
            return ["who"] if t in ("PERSON", "ORGANIZATION", "NORP") else ["who", "what"]
    return ["who", "what"]


def _core_roles(arg: str, tag: str, animacy: list[str]) -> list[str]:
    """Roles of a numbered argument from its frame's function tag."""
    other = [f"{a}.other" for a in animacy]
    if arg in ("ARG0", "ARGA"):
        return [f"{a}.agent" for a in animacy]
    if arg == "ARG1":
        if tag == "PAG":
            return [f"{a}.{f}" for a in animacy for f in ("agent", "patient")]
        if tag in ("LOC", "DIR"):
            return [f"{a}.patient" for a in animacy] + ["where"]
        return [f"{a}.patient" for a in animacy]
    if tag in ("LOC", "DIR"):
        return ["where", *other]
    if tag == "GOL":
        return ["where", *other] if "what" in animacy else other
    if tag in ("MNR", "EXT"):
        return ["how", *other]
    if tag in ("CAU", "PRP"):
        return ["why", *other]
    if tag == "TMP":
        return ["when"]
    return other


def propbank(sentence: Sentence, predicates: list[dict], frames: dict[tuple[str, str], str]) -> None:
    """Add predicates, roles and attribution of one PropBank sentence."""
    n = len(sentence.words)
    kinds = [0] * n
    verbal = ("VERB", "AUX")
    attribution: list[int] = [bit(0)] * n
    if any(w in ('"', "“", "”", "''", "``") for w in sentence.words):
        attribution = [ALL_ATTRIBUTION] * n
    reports: list[tuple[int, dict]] = []
    for p in predicates:
        if p["roleset"] in _SKIP_ROLESETS or p["index"] >= n:
            continue
        upos, pos = p.get("upos"), p.get("pos") or ""
        verb = upos in verbal or pos.startswith("VB")
        kinds[p["index"]] = PREDICATE_LABELS.index("verb" if verb else "noun")
        masks = [bit(0)] * n
        order = sorted(p["args"], key=lambda a: a["begin"] - a["end"])
        for a in order:
            begin, end, role = a["begin"], min(a["end"], n), a["role"]
            if begin >= end or role.startswith("R-"):
                continue
            base = role.removeprefix("C-").split("-DSP")[0]
            if base.startswith("ARGM-"):
                roles = _ARGM.get(base[5:])
                if base[5:] in _ARGM_OPEN:
                    for i in range(begin, end):
                        masks[i] = ALL_ROLE
                    continue
                if not roles:
                    continue
            elif base.startswith("ARG"):
                roles = _core_roles(base, frames.get((p["roleset"], base), ""), _animacy(sentence, begin, end))
            else:
                continue
            span_masks(masks, begin, end, roles)
        masks[p["index"]] |= bit(0)
        sentence.roles.append((p["index"], masks))
        if verb and p["lemma"] in REPORT_VERBS:
            size = max((a["end"] - a["begin"] for a in p["args"] if a["role"] == "ARG1"), default=0)
            reports.append((size, p))
    sentence.predicates = kinds
    taken = [False] * n
    for size, p in sorted(reports, key=lambda r: -r[0]):
        _report(sentence, p, attribution, taken, size)
    sentence.attribution = attribution


def _report(sentence: Sentence, p: dict, masks: list[int], taken: list[bool], size: int) -> None:
    """Label cue, source and content of one reporting verb unless it lies in an outer one."""
    index = p["index"]
    if size < 3:
        masks[index] = ALL_ATTRIBUTION
        return
    if taken[index]:
        return
    pieces: list[tuple[str, int, int]] = [("cue", index, index + 1)]
    for a in p["args"]:
        end = min(a["end"], len(masks))
        if a["role"] == "ARG0":
            pieces.append(("source", a["begin"], end))
        elif a["role"] in ("ARG1", "C-ARG1"):
            pieces.append(("content", a["begin"], end))
    for kind, begin, end in sorted(pieces, key=lambda t: t[1] - t[2]):
        if begin >= end:
            continue
        masks[begin] = bit(ATTRIBUTION_INDEX[f"B-{kind}"])
        for i in range(begin + 1, end):
            masks[i] = bit(ATTRIBUTION_INDEX[f"I-{kind}"])
        for i in range(begin, end):
            taken[i] = True


def masc(path: Path, frames: dict[tuple[str, str], str]) -> list[Sentence]:
    """MASC sentences with PropBank roles only."""
    result: list[Sentence] = []
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        for line in handle:
            d = json.loads(line)
            if len(d["words"]) < 3 or any(w.startswith("*") for w in d["words"]):
                continue
            sentence = from_words(d["words"], "masc", d["doc"])
            propbank(sentence, d["predicates"], frames)
            sentence.role_weight = 0.7
            result.append(sentence)
    return result


_WH = {"how long": "how", "how much": "how", "how many": "how"}


def _question_roles(q: dict) -> list[str]:
    """Our roles for one QA-SRL question, from its wh word and slots."""
    wh = _WH.get(q["wh"], q["wh"])
    if wh in ("when", "where", "why", "how"):
        return [wh]
    if wh not in ("who", "what"):
        return []
    _, _, subj, _, obj, prep, obj2 = q["slots"]
    if q["passive"]:
        function = ["patient"] if subj == "_" else ["agent"] if prep == "by" else ["other"]
    elif subj == "_":
        function = ["agent"] if obj != "_" else ["agent", "patient"]
    elif prep != "_" and obj2 == "_":
        function = ["other"] if obj != "_" else ["other", "patient"]
    else:
        function = ["patient"] if obj == "_" else ["other"]
    return [f"{wh}.{f}" for f in function]


def qasrl(path: Path, held_out: set[str], weight: float) -> list[Sentence]:
    """QA-SRL Bank or QANom sentences; alternatives and overlaps are left open."""
    by_sentence: dict[str, Sentence] = {}
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        for line in handle:
            d = json.loads(line)
            key = " ".join(d["words"])
            if d["in_gs"] or key in held_out:
                continue
            if key not in by_sentence:
                by_sentence[key] = from_words(d["words"], "qasrl", d["doc"])
                by_sentence[key].role_weight = weight
            by_sentence[key].roles.append((d["predicate"], question_masks(d)))
    return list(by_sentence.values())


def question_masks(d: dict) -> list[int]:
    """Allowed role labels of every token for one QA-SRL predicate."""
    n = len(d["words"])
    masks = [bit(0)] * n
    claims: list[tuple[int, int, list[str], bool]] = []
    for q in d["questions"]:
        roles = _question_roles(q)
        if not roles:
            continue
        # the longest among the answers with the most votes is the span, the others alternatives
        top = max(q["votes"])
        best = max((a for a, v in zip(q["answers"], q["votes"]) if v == top), key=lambda a: a[1] - a[0])
        claims += [(a[0], min(a[1], n), roles, a is best) for a in q["answers"]]
    firm: list[set[str]] = [set() for _ in range(n)]
    for begin, end, roles, sure in sorted(claims, key=lambda c: (c[3], c[0] - c[1])):
        for i in range(begin, end):
            label = bit(*(ROLE_INDEX[f"{'B' if i == begin else 'I'}-{r}"] for r in roles))
            if not sure:
                if masks[i] == bit(0):
                    masks[i] = bit(0) | bit(*(ROLE_INDEX[f"{x}-{r}"] for r in roles for x in "BI"))
                continue
            masks[i] = masks[i] | label if firm[i] else label
            firm[i].update(roles)
    return masks


def function_of(role: str) -> str:
    """wh word of a role label such as who.agent."""
    return role.split(".")[0]


assert all(f"B-{r}" in ROLE_INDEX for r in ROLE_TYPES)
