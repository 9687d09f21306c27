#!/usr/bin/env python3
"""How well the text stage finds the body of whole pasted pages.

    measure_zones.py DUMP_DOCUMENTS KNOWLEDGE SCORE.py PAGES.jsonl [--show]

Makes the body from the BODY zones (and, for comparison, with the HEADLINE too) and has it scored.
--show prints, per page, what was left out and what was taken too much.
"""
import argparse
import json
import subprocess
import sys
import tempfile


def zones(line):
    text = line["text"].encode()
    return [(kind, text[begin:end].decode()) for kind, begin, end in line["zones"]]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("dump")
    parser.add_argument("knowledge")
    parser.add_argument("score")
    parser.add_argument("pages")
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    answers = subprocess.run([args.dump, args.knowledge], stdin=open(args.pages), text=True,
                             capture_output=True, check=True).stdout.splitlines()
    answers = [json.loads(line) for line in answers]
    golds = [json.loads(line) for line in open(args.pages)]
    for kinds in ({"BODY"}, {"BODY", "HEADLINE"}):
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as out:
            for answer in answers:
                body = "\n".join(text for kind, text in zones(answer) if kind in kinds)
                out.write(json.dumps({"id": answer["id"], "body": body}) + "\n")
            out.flush()
            print("+".join(sorted(kinds)))
            subprocess.run([sys.executable, args.score, args.pages, out.name, "--resamples", "0"],
                           check=True)
    if not args.show:
        return
    for gold, answer in zip(golds, answers):
        want = " ".join(gold["gold"]["body"].split())
        print("=====", answer["id"], len(want))
        for kind, text in zones(answer):
            for line in text.split("\n"):
                flat = " ".join(line.split())
                if flat and (kind == "BODY") != (flat in want):
                    print(f"{kind:13} {'+' if kind == 'BODY' else '-'} {flat[:140]}")


if __name__ == "__main__":
    main()
