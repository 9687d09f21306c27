"""Label inventories shared by data preparation, training, export and decoding.

The order of every list is part of the exported format: index = logit column.
"""

from __future__ import annotations

ENTITY_TYPES: list[str] = ["PERSON", "ORGANIZATION", "LOCATION", "NORP", "EVENT", "MISC"]
ENTITY_LABELS: list[str] = ["O"] + [f"{p}-{t}" for t in ENTITY_TYPES for p in "BIES"]

UPOS: list[str] = [
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM",
    "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X",
]

DEPRELS: list[str] = [
    "acl", "acl:relcl", "advcl", "advcl:relcl", "advmod", "amod", "appos", "aux",
    "aux:pass", "case", "cc", "cc:preconj", "ccomp", "compound", "compound:prt",
    "conj", "cop", "csubj", "csubj:pass", "dep", "det", "det:predet", "discourse",
    "dislocated", "expl", "fixed", "flat", "goeswith", "iobj", "list", "mark",
    "nmod", "nmod:desc", "nmod:poss", "nmod:unmarked", "nsubj", "nsubj:outer", "nsubj:pass",
    "nummod", "obj", "obl", "obl:agent", "obl:unmarked", "orphan", "parataxis",
    "punct", "reparandum", "root", "vocative", "xcomp",
]
_DEPREL_ALIASES: dict[str, str] = {
    "obl:npmod": "obl:unmarked", "obl:tmod": "obl:unmarked", "nmod:npmod": "nmod:unmarked",
    "nmod:tmod": "nmod:unmarked", "csubj:outer": "csubj", "flat:foreign": "flat",
    "flat:name": "flat", "aux:caus": "aux", "advcl:cleft": "advcl", "acl:cleft": "acl:relcl",
}

ROLE_TYPES: list[str] = [
    "who.agent", "what.agent", "who.patient", "what.patient", "who.other", "what.other",
    "when", "where", "why", "how",
]
ROLE_LABELS: list[str] = ["O"] + [f"{p}-{r}" for r in ROLE_TYPES for p in "BI"]

PREDICATE_LABELS: list[str] = ["none", "verb", "noun"]

ATTRIBUTION_TYPES: list[str] = ["cue", "source", "content"]
ATTRIBUTION_LABELS: list[str] = ["O"] + [f"{p}-{t}" for t in ATTRIBUTION_TYPES for p in "BI"]

CASE_CLASSES: list[str] = ["none", "lower", "capitalised", "upper", "mixed"]
SPACE_CLASSES: list[str] = ["glued", "spaced", "continuation"]
START_CLASSES: list[str] = ["inside", "start"]

ENTITY_INDEX = {label: i for i, label in enumerate(ENTITY_LABELS)}
UPOS_INDEX = {label: i for i, label in enumerate(UPOS)}
DEPREL_INDEX = {label: i for i, label in enumerate(DEPRELS)}
ROLE_INDEX = {label: i for i, label in enumerate(ROLE_LABELS)}
ATTRIBUTION_INDEX = {label: i for i, label in enumerate(ATTRIBUTION_LABELS)}


def deprel_index(label: str) -> int:
    """Index of a UD relation; unknown subtypes fall back to the main type, then to dep."""
    label = _DEPREL_ALIASES.get(label, label)
    if label in DEPREL_INDEX:
        return DEPREL_INDEX[label]
    return DEPREL_INDEX.get(label.split(":")[0], DEPREL_INDEX["dep"])


def bit(*indices: int) -> int:
    """Bit mask with the given label indices allowed."""
    mask = 0
    for index in indices:
        mask |= 1 << index
    return mask


def entity_masks(length: int, types: list[str]) -> list[int]:
    """Allowed-label masks of one name of `length` tokens that has one of `types`."""
    def at(prefix: str) -> int:
        return bit(*(ENTITY_INDEX[f"{prefix}-{t}"] for t in types))

    if length == 1:
        return [at("S")]
    return [at("B")] + [at("I")] * (length - 2) + [at("E")]


def any_entity_mask(types: list[str]) -> int:
    """Mask of every label of the given types, plus O."""
    return bit(0, *(ENTITY_INDEX[f"{p}-{t}"] for t in types for p in "BIES"))


ALL_ENTITY: int = (1 << len(ENTITY_LABELS)) - 1
ALL_ROLE: int = (1 << len(ROLE_LABELS)) - 1
ALL_ATTRIBUTION: int = (1 << len(ATTRIBUTION_LABELS)) - 1
