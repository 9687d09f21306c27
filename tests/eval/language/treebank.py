#!/usr/bin/env python3
"""UPOS, lemma, UAS and LAS of the language stage against a Universal Dependencies treebank, from raw text.

    treebank.py DUMP_ANNOTATIONS DATA_DIRECTORY FILE.conllu ...

Each sentence's own text is analysed, so that only the language stage is measured, with our own tokens. Figures
are those of the CoNLL 2018 shared task over the tokens that both sides have ("aligned"): a head is right when
both heads are roots or cover the same characters; LAS compares relations without subtypes. Also said: how
many gold tokens are aligned (compounds with hyphens are one token here and three in most treebanks).
"""
import json
import subprocess
import sys


def read(path):
    """Sentences: (text, [(begin, end, upos, lemma, head index or -1, deprel)]), offsets in bytes."""
    text, rows = "", []
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# text = "):
            text = line[9:]
        elif line and line[0].isdigit():
            rows.append(line.split("\t"))
        elif not line and rows:
            yield text, place(text, rows)
            rows = []
    if rows:
        yield text, place(text, rows)


def place(text, rows):
    """Offsets of the words; the words of a multiword token share it evenly by their own lengths."""
    words, at, cover = [], 0, None
    for f in rows:
        if "." in f[0]:
            continue
        if "-" in f[0]:
            begin = text.index(f[1], at)
            cover = (int(f[0].split("-")[1]), begin, begin + len(f[1]))
            at = begin
            continue
        i = int(f[0])
        if cover and i <= cover[0]:
            end = cover[2] if i == cover[0] else min(cover[2], at + len(f[1]))
            words.append([at, end, f])
            at = end
        else:
            begin = text.index(f[1], at)
            words.append([begin, begin + len(f[1]), f])
            at = begin + len(f[1])
    size = [len(text[:w[k]].encode()) for w in words for k in (0, 1)]
    return [(size[2 * i], size[2 * i + 1], f[3], f[2], int(f[6]) - 1, f[7]) for i, (_, _, f) in enumerate(words)]


def main():
    tool, data, *files = sys.argv[1:]
    for path in files:
        gold = list(read(path))
        feed = "".join(json.dumps({"text": text}) + "\n" for text, _ in gold)
        out = subprocess.run([tool, data], input=feed, check=True, stdout=subprocess.PIPE, text=True).stdout
        count = dict.fromkeys(("gold", "aligned", "upos", "lemma", "uas", "las"), 0)
        for (_, words), line in zip(gold, out.splitlines()):
            ours = json.loads(line)["tokens"]
            by_span = {(t[0], t[1]): t for t in ours}

            def span(tokens, head):
                return None if head < 0 else tuple(tokens[head][:2])

            for word in words:
                count["gold"] += 1
                token = by_span.get(word[:2])
                if token is None:
                    continue
                count["aligned"] += 1
                count["upos"] += token[2] == word[2]
                count["lemma"] += token[3].lower() == word[3].lower()
                head = span(ours, token[4]) == span(words, word[4])
                count["uas"] += head
                count["las"] += head and token[5].split(":")[0] == word[5].split(":")[0]
        n = count["aligned"]
        print(f"{path.split('/')[-1]}: aligned {100 * n / count['gold']:.2f} % of {count['gold']}; " +
              "; ".join(f"{k} {100 * count[k] / n:.2f}" for k in ("upos", "lemma", "uas", "las")))


if __name__ == "__main__":
    main()
