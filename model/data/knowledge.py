"""Small look-ups from ../shared/data/knowledge: demonyms, countries, titles, name lists."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

_TITLES = """mr mrs ms miss dr prof professor president vice-president prime minister premier chancellor
king queen prince princess sir lord lady dame pope cardinal archbishop bishop rev reverend father sister
senator sen rep representative congressman congresswoman governor gov mayor judge justice general gen
lieutenant lt colonel col major maj captain capt sergeant sgt admiral adm commander secretary minister
foreign defense defence finance interior secretary-general ambassador spokesman spokeswoman spokesperson
chairman chairwoman director coach former ex-president ex-prime sheikh sheik imam ayatollah emir sultan
emperor crown attorney deputy vice us u.s. state chief justice-minister leader opposition sheriff officer
analyst correspondent voa 's economist mullah grand""".split()


@dataclass
class Knowledge:
    """Sets of lower-case names and lists for name replacement."""

    demonyms: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=lambda: set(_TITLES))
    given: list[str] = field(default_factory=list)
    surnames: list[str] = field(default_factory=list)
    companies: list[str] = field(default_factory=list)
    universities: list[str] = field(default_factory=list)
    parties: list[str] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)
    cities: list[str] = field(default_factory=list)
    country_names: list[str] = field(default_factory=list)
    country_codes: list[str] = field(default_factory=list)
    american_cities: list[str] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))


@lru_cache(maxsize=2)
def load(folder: Path) -> Knowledge:
    """Read the tables once."""
    k = Knowledge()
    for row in _rows(folder / "countries.tsv"):
        for column in ("adjectives", "demonym_nouns"):
            k.demonyms.update(x.lower() for x in (row[column] or "").split("|") if x)
        names = [row["name"], *(row["aliases"] or "").split("|")]
        k.countries.update(x.lower() for x in names if x)
        k.country_names.append(row["name"])
        k.country_codes += [row[c] for c in ("ioc", "iso3") if row[c]]
    k.demonyms |= {"western", "arab", "arabs", "african", "africans", "european", "europeans", "asian",
                   "kurdish", "kurds", "kurd", "muslim", "muslims", "islamic", "christian", "christians",
                   "jewish", "jews", "sunni", "sunnis", "shi'ite", "shiite", "shiites", "shi'ites",
                   "tamil", "catholic", "catholics", "buddhist", "hindu", "tibetan", "chechen",
                   "palestinian", "palestinians", "republican", "republicans", "democrat", "democrats",
                   "hispanic", "hispanics", "latino", "latin", "roma", "orthodox", "protestant"}
    for row in _rows(folder / "titles_honorifics.tsv"):
        k.titles.update(w.lower().rstrip(".") for w in row["title"].split() if w[:1].isupper())
    k.given = [r["name"] for r in _rows(folder / "given_names.tsv")]
    k.surnames = [r["surname"] for r in _rows(folder / "surnames_world_faker.tsv")]
    k.companies = [r["name"] for r in _rows(folder / "sp500.tsv")]
    k.companies += [r["short_name"] for r in _rows(folder / "us_listed_companies_sec.tsv") if r["short_name"]]
    k.universities = [r["name"] for r in _rows(folder / "universities.tsv")]
    k.parties = [r["party"] for r in _rows(folder / "political_parties.tsv")]
    for r in _rows(folder / "organisations_abbrev.tsv"):
        k.organisations += [x for x in (r["abbreviation"], r["name"]) if x]
    cities = _rows(folder / "cities15000.tsv")
    k.cities = [r["name"] for r in cities]
    k.american_cities = [r["name"] for r in cities if r["iso2"] == "US"][:80]
    k.regions = [r["name"] for r in _rows(folder / "us_states.tsv")]
    k.regions += ["Surrey", "Kent", "Essex", "Sussex", "Yorkshire", "Lancashire", "Middlesex", "Durham", "Somerset",
                  "Hampshire", "Warwickshire", "Gloucestershire", "Derbyshire", "Leicestershire", "Northamptonshire",
                  "Nottinghamshire", "Worcestershire", "Glamorgan", "Queensland", "Victoria", "Tasmania", "Otago",
                  "Natal", "Transvaal", "Auckland", "Wellington", "Canterbury", "Punjab", "Karnataka", "Gujarat"]
    return k


def is_title(word: str, k: Knowledge) -> bool:
    """True for a word that belongs to a title before a name."""
    low = word.lower().rstrip(".")
    return low in k.titles
