"""Counts how rare lemmas are and writes service/extract/keyphrases/tables/background.tsv.

usage: topics_eval --words KNOWLEDGE.bin DOCUMENTS.jsonl > WORDS.jsonl
       python3 background.py WORDS.jsonl ... > background.tsv

Documents must be free to count and to name: the comment of the table says which ones were used.
"""
import json
import math
import sys
from collections import Counter

MIN_DOCUMENTS = 8


def main(paths):
    documents, counts = 0, Counter()
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                documents += 1
                seen = set()
                for run in json.loads(line)["runs"]:
                    for word in run["words"].split("\t"):
                        marks, *forms = word.split(" ")
                        lemma = forms[-1]
                        if "p" not in marks and len(lemma) > 2 and lemma.isascii() and lemma.isalpha():
                            seen.add(lemma)
                counts.update(seen)
    print("lemma\tbits")
    for lemma, count in sorted(counts.items()):
        if count >= MIN_DOCUMENTS:
            print(f"{lemma}\t{round(math.log2(documents / count) * 2) / 2:g}")


if __name__ == "__main__":
    main(sys.argv[1:])
