#!/usr/bin/env python3
"""Measures the service under load on this machine; writes the "Serving" section of docs/PERFORMANCE.md.

    tests/load/serving.py --build build/release [--articles FILE.jsonl] [--dry]

One server, with as many workers as it takes by itself, and the generator beside it on the same processors; some
ten minutes, on a machine that does nothing else. Served against library: the same articles, in turns, by wall clock
and by processor time (user and system, of the process that analyses), which a busy neighbour disturbs less.
Latency: open loop at parts of the capacity that a closed loop found just before, for each size of article.
Overload: open loop at multiples of it, articles as they come.
"""
import argparse
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

from service import ROOT, Server, bench, commit, machine, write_section

SIZES = (100, 500, 2000)
LOADS = (0.3, 0.5, 0.7, 0.9)
OVERLOADS = (2, 5, 10)
DEADLINE = 2  # seconds, under overload
IN_FLIGHT = 8  # calls at once, to find a capacity: more would meet that deadline


def local(build, articles, threads):
    """Wall and processor seconds of `nutgraf batch --local`, start included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.monotonic()
    subprocess.run([build / "bin/nutgraf", "batch", "--local", "--threads", str(threads), articles],
                   check=True, stdout=subprocess.DEVNULL)
    wall = time.monotonic() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ratio(args, server, articles, work):
    """Served against library, in turns."""
    rows = [json.loads(line) for line in open(articles, encoding="utf-8")]
    words = sum(len(row["text"].split()) for row in rows)
    one = work / "one.jsonl"
    one.write_text(json.dumps(rows[0]) + "\n", encoding="utf-8")
    one_words = len(rows[0]["text"].split())
    cores = len(os.sched_getaffinity(0))
    walls, cpus, table = [], [], []
    for number in range(1, args.rounds + 1):
        wall, cpu = local(args.build, articles, cores)
        start_wall, start_cpu = local(args.build, one, cores)
        library = (words - one_words) / (wall - start_wall)
        library_cpu = (cpu - start_cpu) / (words - one_words)
        before = server.cpu_seconds()
        (test,) = bench(args.build, server, articles, "--in-flight", 4 * cores, "--warmup", 0, "--duration",
                        min(15, args.seconds), "--deadline", 60, "--connections", 2)
        served_words = test["okWordsPerSecond"] * test["seconds"]
        served_cpu = (server.cpu_seconds() - before) / served_words
        walls.append(test["okWordsPerSecond"] / library)
        cpus.append(library_cpu / served_cpu)
        table.append(f"| {number} | {library:,.0f} | {test['okWordsPerSecond']:,.0f} | {walls[-1]:.2f} | "
                     f"{1e6 * library_cpu:,.0f} | {1e6 * served_cpu:,.0f} | {cpus[-1]:.2f} |")
        print(table[-1], file=sys.stderr, flush=True)
    return ["| turn | library, words/s | served, words/s | ratio | library, CPU ms per 1,000 words | server, CPU ms per "
            "1,000 words | ratio |", "|---|---|---|---|---|---|---|", *table,
            f"| median | | | **{statistics.median(walls):.2f}** | | | **{statistics.median(cpus):.2f}** |"]


def late_by_generator(tests):
    """How late the generator itself sent: what stands in the way of trusting the figures."""
    return max((test.get("latenessMs", {}).get("p99", 0) for test in tests), default=0)


def latency(args, server, articles):
    """By size and load."""
    lines = ["| words | load | calls/s | p50 ms | p99 ms | p99.9 ms | not OK | health p99 ms |", "|" + "---|" * 8]
    notes = []
    for size in SIZES:
        tests = bench(args.build, server, articles, "--words", size, "--load", *LOADS, "--in-flight", IN_FLIGHT, "--poisson",
                      "--warmup", min(2, args.seconds), "--duration", args.seconds, "--deadline", 10)
        closed, tests = tests[0], tests[1:]
        notes.append(f"{size:,} words: {closed['okPerSecond']:.1f} a second ({closed['okWordsPerSecond']:,.0f} words)")
        for load, test in zip(LOADS, tests):
            taken = test["latencyMs"]
            lines.append(f"| {size:,} | {load:.0%} | {test['rate']:.1f} | {taken.get('p50', 0):,.1f} | {taken.get('p99', 0):,.1f} | "
                         f"{taken.get('p99.9', 0):,.1f} | {test['calls'] - test['outcomes'].get('OK', 0):,} | "
                         f"{test['healthMs'].get('p99', 0):,.1f} |")
            print(lines[-1], file=sys.stderr, flush=True)
        notes[-1] += f", sent at most {late_by_generator(tests):.1f} ms late (p99)"
    return [f"Capacity, found by {IN_FLIGHT} calls at once: " + "; ".join(notes) + ". Arrivals at random (Poisson).", "", *lines]


def overload(args, server, articles):
    """At multiples of the capacity."""
    tests = bench(args.build, server, articles, "--load", *OVERLOADS, "--in-flight", IN_FLIGHT, "--warmup", min(3, args.seconds),
                  "--duration", min(15, args.seconds), "--deadline", DEADLINE)
    peak = tests[0]["okPerSecond"]
    lines = [f"Articles as they are, deadline {DEADLINE} s. Peak ({IN_FLIGHT} calls at once): {peak:.1f} a second.", "",
             "| load | calls/s due | OK/s | of peak | p50 ms | p99 ms | refused | refused after ms (p50) | late or other | "
             "health p99 ms | health max ms | health failures |", "|" + "---|" * 12]
    for load, test in zip(OVERLOADS, tests[1:]):
        calls = max(1, test["calls"])
        refused = sum(n for name, n in test["outcomes"].items() if name.startswith("RESOURCE_EXHAUSTED"))
        other = test["calls"] - refused - test["outcomes"].get("OK", 0)
        taken, health = test["latencyMs"], test["healthMs"]
        lines.append(f"| {load} | {test['rate']:.0f} | {test['okPerSecond']:.1f} | {test['okPerSecond'] / peak:.0%} | "
                     f"{taken.get('p50', 0):,.0f} | {taken.get('p99', 0):,.0f} | {refused / calls:.0%} | "
                     f"{test['failedLatencyMs'].get('p50', 0):,.1f} | {other / calls:.1%} | {health.get('p99', 0):,.1f} | "
                     f"{health.get('max', 0):,.0f} | {test['healthFailures']} |")
        print(lines[-1], file=sys.stderr, flush=True)
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--articles", type=pathlib.Path, default=ROOT / "tests/data/articles/wikinews.jsonl")
    parser.add_argument("--rounds", type=int, default=3, help="turns of served against library")
    parser.add_argument("--seconds", type=float, default=25, help="of each test of latency")
    parser.add_argument("--dry", action="store_true", help="print the section, leave the page alone")
    args = parser.parse_args()
    begin = time.monotonic()
    head = f"Command `./dev bench serving`, commit {commit()}; {machine()}; the generator on the same ones."
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        articles = work / "articles.jsonl"
        with open(args.articles, encoding="utf-8") as source, open(articles, "w", encoding="utf-8") as out:
            for line in source:
                row = json.loads(line)
                out.write(json.dumps({key: row.get(key) for key in ("id", "title", "text")}) + "\n")
        server = Server(args.build, work)
        start = f"Start to serving: {server.start_seconds:.2f} s; resident then {server.memory_mib()['VmRSS']:.0f} MiB"
        lines = ["### Served against library", "", *ratio(args, server, articles, work), "",
                 "### Latency", "", *latency(args, server, articles), "",
                 "### Overload", "", *overload(args, server, articles)]
        start += f", at most {server.memory_mib()['VmHWM']:.0f} MiB in all that follows."
        server.stop()
    head += f" Took {(time.monotonic() - begin) / 60:.0f} minutes."
    lines = ["## Serving", "", head, "", start, "", *lines]
    print("\n".join(lines))
    if not args.dry:
        write_section("bench serving", lines)


if __name__ == "__main__":
    main()
