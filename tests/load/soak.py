#!/usr/bin/env python3
"""Watches the memory of a server under steady load; writes the "Soak" section of docs/PERFORMANCE.md.

    tests/load/soak.py --build build/release [--seconds 3600] [--rate 3]

Ends with 1 when a call failed, or when resident memory was not flat within 2 %: the means of the nine tenths of the
time after the first (in which arenas and caches fill) must not lie further apart.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import time

from service import Server, bench_command, commit, machine, write_section

FLAT = 0.02
MIX = "100:4,500:4,2000:1"


def watch(build, server, seconds, rate):
    """Samples (seconds, memory) under load, and what the generator measured."""
    process = subprocess.Popen(bench_command(build, server, "--rate", rate, "--poisson", "--words", MIX, "--warmup", 5, "--duration",
                                             seconds, "--deadline", 10, "--health-interval", 1),
                               stdout=subprocess.PIPE, text=True)
    begin, samples = time.monotonic(), []
    step = min(5, seconds / 100)
    while process.poll() is None:
        samples.append((time.monotonic() - begin, server.memory_mib()))
        time.sleep(step)
    (test,) = json.loads(process.stdout.read())["tests"]
    return samples, test


def tenths(samples):
    """Mean memory of each tenth of the time, as (seconds at its end, resident, anonymous)."""
    end = samples[-1][0]
    out = []
    for part in range(10):
        inside = [memory for at, memory in samples if part * end / 10 <= at <= (part + 1) * end / 10]
        out.append(((part + 1) * end / 10, *(sum(memory[name] for memory in inside) / len(inside) for name in ("VmRSS", "RssAnon"))))
    return out


def spread(values):
    return max(values) / min(values) - 1


def section(samples, test, highest, where):
    """The lines of the page, and whether memory was flat and no call failed."""
    rows = tenths(samples)
    resident = spread([row[1] for row in rows[1:]])
    anonymous = spread([row[2] for row in rows[1:]])
    failed = test["calls"] - test["outcomes"].get("OK", 0)
    flat = resident <= FLAT
    outcomes = ", ".join(f"{count:,} {name}" for name, count in test["outcomes"].items())
    lines = [
        "## Soak", "", where, "",
        "| until minute | resident MiB | of it not of files MiB |", "|---|---|---|",
        *(f"| {end / 60:.1f} | {rss:.1f} | {anon:.1f} |" for end, rss, anon in rows), "",
        f"{'Flat' if flat else '**Not flat**'}: after the first tenth, the means of tenths lie {resident:.1%} apart (resident) and "
        f"{anonymous:.1%} (not of files); the bound is {FLAT:.0%}. Most ever: {highest:.0f} MiB.", "",
        f"{test['calls']:,} calls, {test['rate']:.1f} a second, sizes in words {MIX} ({outcomes}); p50 {test['latencyMs']['p50']:.0f} ms, "
        f"p99 {test['latencyMs']['p99']:.0f} ms, health p99 {test['healthMs']['p99']:.0f} ms, {test['healthFailures']} failures."]
    return lines, flat and failed == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--rate", type=float, default=3, help="calls a second; low, so that memory and not load is tested")
    parser.add_argument("--dry", action="store_true", help="print the section, leave the page alone")
    args = parser.parse_args()
    where = (f"Command `./dev soak {args.seconds:.0f}`, commit {commit()}, {machine()}; nothing else is asked of the server.")
    with tempfile.TemporaryDirectory() as name:
        server = Server(args.build, pathlib.Path(name))
        samples, test = watch(args.build, server, args.seconds, args.rate)
        highest = server.memory_mib()["VmHWM"]
        server.stop()
    lines, good = section(samples, test, highest, where)
    print("\n".join(lines), flush=True)
    if not args.dry:
        write_section("soak", lines)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
