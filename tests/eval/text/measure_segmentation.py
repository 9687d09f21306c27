#!/usr/bin/env python3
"""Token and sentence F1 of the text stage against Universal Dependencies treebanks.

    measure_segmentation.py DUMP_DOCUMENTS KNOWLEDGE FILE.conllu ... [--errors N] [--no-breaks]

The raw text of each document is rebuilt from the tokens and SpaceAfter=No, with a blank line where
the treebank opens a paragraph (--no-breaks: a space). Tokens are compared by their characters'
positions among those that are not white space. One difference of convention is taken out of the
gold first: hyphenated compounds are one token here (document.h), three in most UD treebanks.
"""
import argparse
import collections
import json
import re
import subprocess


def read(path):
    """Documents of a file: lists of sentences (opens paragraph, [(form, space after)])."""
    documents, sentences, tokens, opens, covered = [], [], [], False, 0
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc"):
            sentences = []
            documents.append(sentences)
        elif line.startswith("# newpar"):
            opens = True
        elif line and line[0].isdigit():
            f = line.split("\t")
            if "." in f[0]:
                continue
            space = "SpaceAfter=No" not in f[9]
            if "-" in f[0]:
                first, last = map(int, f[0].split("-"))
                covered, word_space = last, space
                surface, used = f[1], 0
                tokens.append(["", False])  # placeholder kept simple: parts follow
                tokens.pop()
                continue
            i = int(f[0])
            if i <= covered:
                space = word_space if i == covered else False
            tokens.append((f[1], space))
        elif not line and tokens:
            if not documents:
                documents.append(sentences)
            sentences.append((opens, tokens))
            tokens, opens, covered = [], False, 0
    if tokens:
        sentences.append((opens, tokens))
    return documents


def join_hyphens(tokens):
    """Hyphenated compounds as one token; ranges of numbers stay apart."""
    out = []
    for form, space in tokens:
        glued = out and not out[-1][1]
        if glued and re.fullmatch("[-‐‑]", form) and not space and re.search(r"\w[.]?$", out[-1][0]):
            out.append((form, space))
        elif (glued and len(out) > 1 and re.fullmatch("[-‐‑]", out[-1][0]) and not out[-2][1]
              and re.match(r"\w", form)
              and not (re.fullmatch(r"[\d.,:]+", out[-2][0]) and form[0].isdigit())):
            right, hyphen, left = form, out.pop()[0], out.pop()[0]
            out.append((left + hyphen + right, space))
        else:
            out.append((form, space))
    return out


def positions(text):
    """Byte offset -> number of characters before it that are not white space."""
    table, n = {}, 0
    at = 0
    for c in text:
        table[at] = n
        if not c.isspace():
            n += 1
        at += len(c.encode())
    table[at] = n
    return table


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("dump")
    parser.add_argument("knowledge")
    parser.add_argument("files", nargs="+")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--no-breaks", action="store_true")
    args = parser.parse_args()
    requests, golds = [], []
    for path in args.files:
        for sentences in read(path):
            text, gold_tokens, gold_ends, at = "", [], [], 0
            for opens, tokens in sentences:
                if opens and text:
                    text = text.rstrip() + (" " if args.no_breaks else "\n\n")
                for form, space in join_hyphens(tokens):
                    text += form + (" " if space else "")
                    size = len(re.sub(r"\s", "", form))
                    gold_tokens.append((at, at + size))
                    at += size
                gold_ends.append(at)
            requests.append(json.dumps({"text": text, "language_code": "en"}))
            golds.append((text, set(gold_tokens), gold_ends))
    answers = subprocess.run([args.dump, args.knowledge], input="\n".join(requests) + "\n",
                             capture_output=True, text=True, check=True).stdout.splitlines()
    counts = collections.Counter()
    token_faults, sentence_faults = collections.Counter(), []
    for (text, gold_tokens, gold_ends), line in zip(golds, answers):
        answer = json.loads(line)
        if "error" in answer:
            raise SystemExit(answer["error"])
        at = positions(answer["text"])
        tokens = {(at[t[0]], at[t[1]]) for t in answer["tokens"]}
        dense = re.sub(r"\s", "", text)
        counts["token hits"] += len(tokens & gold_tokens)
        counts["tokens"] += len(tokens)
        counts["gold tokens"] += len(gold_tokens)
        for b, e in gold_tokens - tokens:
            token_faults["missed  " + dense[b:e]] += 1
        for b, e in tokens - gold_tokens:
            token_faults["wrong   " + dense[b:e]] += 1
        spans = {(at[s[0]], at[s[1]]) for s in answer["sentences"]}
        gold_spans = set(zip([0] + gold_ends[:-1], gold_ends))
        counts["sentence hits"] += len(spans & gold_spans)
        counts["sentences"] += len(spans)
        counts["gold sentences"] += len(gold_spans)
        ends = {e for _, e in spans}
        for e in sorted(ends ^ set(gold_ends)):
            kind = "missed" if e not in ends else "wrong "
            sentence_faults.append(f"{kind}  …{dense[max(0, e - 25):e]} ┃ {dense[e:e + 25]}…")
    for what in ("token", "sentence"):
        hits, system, gold = counts[what + " hits"], counts[what + "s"], counts["gold " + what + "s"]
        print(f"{what:9}  P {100 * hits / system:.2f}  R {100 * hits / gold:.2f}  "
              f"F1 {200 * hits / (system + gold):.2f}  ({gold})")
    for fault, n in token_faults.most_common(args.errors):
        print(n, fault)
    for fault in sentence_faults[:args.errors]:
        print(fault)


if __name__ == "__main__":
    main()
