"""Lemmas as edit scripts: a case rule, letters to strip from the end, letters to add."""

from __future__ import annotations

from collections import Counter, defaultdict

LIMIT = 150


def script(word: str, lemma: str) -> str:
    """Script such as 'l|3|y' (lower-case the form, strip 3 letters, add y); 'k' keeps case."""
    keep = lemma != lemma.lower()
    form = word if keep else word.lower()
    common = 0
    while common < min(len(form), len(lemma)) and form[common] == lemma[common]:
        common += 1
    return f"{'k' if keep else 'l'}|{len(form) - common}|{lemma[common:]}"


def apply(word: str, rule: str) -> str:
    """Lemma of a form under a script; a script longer than the word keeps the form."""
    case, strip, add = rule.split("|", 2)
    form = word if case == "k" else word.lower()
    count = int(strip)
    if count > len(form):
        return form
    return form[: len(form) - count] + add


def learn(triples: list[tuple[str, str, str]]) -> tuple[list[str], dict[str, str]]:
    """Script classes and the table of irregular 'form/UPOS' lemmas from (form, UPOS, lemma)."""
    counts: Counter[str] = Counter(script(w, l) for w, _, l in triples)
    kept = ["l|0|", "k|0|"]
    kept += [s for s, n in counts.most_common() if s not in kept and n >= 3 and int(s.split("|")[1]) <= 4]
    kept = kept[:LIMIT]
    known = set(kept)
    by_form: dict[str, Counter[str]] = defaultdict(Counter)
    for word, upos, lemma in triples:
        by_form[f"{word.lower()}/{upos}"][lemma] += 1
    table: dict[str, str] = {}
    for key, lemmas in by_form.items():
        lemma, n = lemmas.most_common(1)[0]
        word = key.rsplit("/", 1)[0]
        irregular = script(word, lemma) not in known or key.endswith(("/AUX", "/PRON", "/DET"))
        cased = lemma.lower() == word or key.endswith("/PROPN")
        if key.endswith(("/AUX", "/PRON", "/DET")):
            cased = False
        if irregular and not cased and n >= 2 and n >= 0.6 * sum(lemmas.values()) and lemma != "_":
            table[key] = lemma
    return kept, table
