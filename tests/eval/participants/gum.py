#!/usr/bin/env python3
"""GUM (Zeldes 2017) as development set of participants: named coreference chains and graded salience.

    gum.py convert --gum ../shared/data/train/gum --genre news --genre interview --part dev --part test > GUM.jsonl
    participants_eval --chains --weights WEIGHTS KNOWLEDGE.bin GUM.jsonl > CHAINS.jsonl
    gum.py score GUM.jsonl CHAINS.jsonl            # needs the package scorch: pip install scorch==0.2.0

`convert` rebuilds each text with its headline as first line. A gold chain is kept when it is named (a mention of it
has a proper noun as head) and is of a person, organisation or place. As in OntoNotes, predicates ("is a teacher") are
no mentions, and of a name with its apposition only one counts: the name. `salient` grades what the five summaries of
a document name (5: all of them).

`score` prints MUC, B-cubed, CEAF by entities, and their mean (the CoNLL average) as scorch computes them. Mentions
match by their heads, much as in CorefUD: a system mention is the gold mention of whose head (for a name each of its
words) it covers a word and that it is most like, else itself. Chains of one mention count on neither side.
"""
import argparse
import glob
import json
import os
import re
import sys

TYPES = {"person", "organization", "place"}
ENTITY = re.compile(r"\(([^()]+)(\)?)|([^()]+)\)")


def read(path):
    """Sentences of (form, upos, misc, space after), and the meta lines."""
    meta, sentences, paragraph = {}, [], True
    rows = []
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# meta::"):
            key, _, value = line[8:].partition(" = ")
            meta[key] = value
        elif line.startswith("# newpar") and not rows:
            paragraph = True
        elif not line and rows:
            sentences.append((paragraph, rows))
            rows, paragraph = [], False
        elif line and line[0] != "#":
            cells = line.split("\t")
            if cells[0].isdigit():
                misc = dict(m.split("=", 1) for m in cells[9].split("|") if "=" in m)
                rows.append((cells[1], cells[3], misc))
            elif "-" in cells[0] and "SpaceAfter=No" in cells[9]:
                rows.append((None, cells[0], None))  # "don't": its last word has no space after it
    if rows:
        sentences.append((paragraph, rows))
    return meta, sentences


def convert_one(path, part):
    meta, sentences = read(path)
    text, tokens = "", []  # tokens: begin, end, upos
    opened, mentions = {}, []
    for paragraph, rows in sentences:
        if text:
            text = text.rstrip() + ("\n\n" if paragraph else " ")
        glued = set()
        words = []
        for form, upos, misc in rows:
            if form is None:
                first, last = upos.split("-")
                glued.update(range(int(first), int(last)))
                glued.add(int(last))
            else:
                words.append((form, upos, misc))
        for i, (form, upos, misc) in enumerate(words, 1):
            begin = len(text)
            text += form
            index = len(tokens)
            tokens.append((begin, len(text), upos))
            if misc.get("SpaceAfter") != "No" and i not in glued:
                text += " "
            for start, single, closed in ENTITY.findall(misc.get("Entity", "")):
                if start:
                    fields = start.split("-")
                    mention = {"e": fields[0], "first": index, "type": fields[1] if len(fields) > 1 else "",
                               "head": fields[5] if len(fields) > 5 else "1",
                           "link": fields[6] if len(fields) > 6 else ""}
                    opened.setdefault(fields[0], []).append(mention)
                    mentions.append(mention)
                    if single:
                        opened[fields[0]].pop()["last"] = index + 1
                elif closed and opened.get(closed):
                    opened[closed].pop()["last"] = index + 1
    chains = {}
    for m in mentions:
        if "last" not in m or m["link"] in ("pred", "disc"):
            continue
        heads = [min(m["first"] + int(n) - 1, m["last"] - 1) for n in re.findall(r"\d+", m["head"])] or [m["first"]]
        head = heads[0]
        chain = chains.setdefault(m["e"], [])
        named = tokens[head][2] == "PROPN"
        if m["link"] == "appos" and chain:
            if chain[-1]["named"] or not named:
                continue
            chain.pop()
        chain.append({"begin": tokens[m["first"]][0], "end": tokens[m["last"] - 1][1], "head": tokens[head][:2],
                      "heads": [tokens[h][:2] for h in heads], "named": named, "type": m["type"]})
    chains = {e: c for e, c in chains.items() if c[0]["type"] in TYPES and any(m["named"] for m in c)}
    salient = []
    graded = {e: int(n) for e, n in re.findall(r"(\d+) \((\d)", meta.get("salientEntities", ""))}
    for e, chain in chains.items():
        forms = [text[m["begin"]:m["end"]] for m in chain if m["named"]]
        short = [text[m["begin"]:m["end"]] for m in chain if m["named"] and m["end"] - m["begin"] < 60]
        salient.append({"name": max(short or forms, key=len), "score": graded.get(e, 0), "aliases": forms})
    return {"id": os.path.basename(path)[:-7], "part": part, "title": "", "text": text.rstrip(),
            "gold": {"chains": [chains[e] for e in sorted(chains, key=lambda e: chains[e][0]["begin"])],
                     "salient": salient}}


def convert(args):
    parts = {}
    for part in ("train", "dev", "test"):
        with open(os.path.join(args.gum, "splits", "files." + part), encoding="utf-8") as names:
            parts.update((name.strip(), part) for name in names)
    paths = [p for genre in args.genre for p in glob.glob(os.path.join(args.gum, "dep", "GUM_%s_*.conllu" % genre))]
    for path in sorted(paths):
        part = parts.get(os.path.basename(path)[:-7], "?")
        if not args.part or part in args.part:
            print(json.dumps(convert_one(path, part), ensure_ascii=False))


def aligned(gold_chains, system_chains):
    """Both sides as sets of chains over the same mention names."""
    gold = [m for chain in gold_chains for m in chain]
    key = lambda m: tuple(m["head"])
    system = []
    for chain in system_chains:
        names = set()
        for s in chain:
            best = None
            for g in gold:
                if any(s["begin"] <= head[0] and head[1] <= s["end"] for head in g["heads"]):
                    both = min(s["end"], g["end"]) - max(s["begin"], g["begin"])
                    like = both / (max(s["end"], g["end"]) - min(s["begin"], g["begin"]))
                    if best is None or like > best[0]:
                        best = (like, key(g))
            names.add(best[1] if best else (s["begin"], -1 - s["end"]))
        system.append(names)
    taken, parted = set(), []
    for names in system:  # a mention belongs to one chain
        names = names - taken
        taken |= names
        parted.append(names)
    gold = [{key(m) for m in chain} for chain in gold_chains]
    return [c for c in gold if len(c) > 1], [c for c in parted if len(c) > 1]


def score(args):
    from scorch import scores
    system = {r["id"]: r["chains"] for r in map(json.loads, open(args.system, encoding="utf-8"))}
    gold_all, system_all = [], []
    for row in map(json.loads, open(args.gold, encoding="utf-8")):
        gold, found = aligned(row["gold"]["chains"], system.get(row["id"], []))
        gold_all += [{(row["id"],) + tuple(m) for m in c} for c in gold]
        system_all += [{(row["id"],) + tuple(m) for m in c} for c in found]
    mean = 0
    for name, metric in (("MUC", scores.muc), ("B3", scores.b_cubed), ("CEAFe", scores.ceaf_e)):
        r, p, f = metric(gold_all, system_all)
        mean += f / 3
        print("%s: P %.1f R %.1f F1 %.1f" % (name, 100 * p, 100 * r, 100 * f))
    print("CoNLL average %.1f; %d gold chains, %d found" % (100 * mean, len(gold_all), len(system_all)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("convert")
    command.add_argument("--gum", required=True)
    command.add_argument("--genre", action="append", required=True)
    command.add_argument("--part", action="append")
    command.set_defaults(run=convert)
    command = commands.add_parser("score")
    command.add_argument("gold")
    command.add_argument("system")
    command.set_defaults(run=score)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
