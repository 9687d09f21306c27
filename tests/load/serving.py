#!/usr/bin/env python3
"""Measures the service under load on this machine, and writes the tables of docs/PERFORMANCE.md's "Serving".

    tests/load/serving.py --build build/release [--articles FILE.jsonl] [--soak 600] > serving.md

One server, with as many workers as it takes by itself, and the generator beside it on the same processors.
Served against library: the same articles, in turns, by wall clock and by processor time (user and system, of
the process that analyses), which a busy neighbour disturbs less. Overload: open loop at multiples of the
capacity that a closed loop found just before. Soak: half of the capacity, memory every few seconds.
"""
import argparse
import json
import os
import pathlib
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """nutgraf-server on a free port, and what /proc says of it."""

    def __init__(self, build, folder, *flags):
        port_file = folder / "port"
        self.log = open(folder / "server.log", "w", encoding="utf-8")
        begin = time.monotonic()
        self.process = subprocess.Popen(
            [build / "bin/nutgraf-server", "--listen=127.0.0.1:0", f"--port_file={port_file}", *flags], stderr=self.log)
        while not port_file.exists():
            if self.process.poll() is not None:
                raise RuntimeError("the server did not start: see " + self.log.name)
            time.sleep(0.005)
        self.start_seconds = time.monotonic() - begin
        self.address = "127.0.0.1:" + port_file.read_text().strip()

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory_mib(self):
        """Resident, and the part of it that is not backed by a file."""
        values = {}
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            name, _, value = line.partition(":")
            if name in ("VmRSS", "RssAnon", "VmHWM"):
                values[name] = int(value.split()[0]) / 1024
        return values

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(60)
        self.log.close()
        if code != 0:
            raise RuntimeError(f"the server ended with {code}")


def bench(build, server, *options):
    command = [build / "bin/nutgraf", "bench", "--server", server.address, "--json", *map(str, options)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)["tests"]


def local(build, articles, threads):
    """Wall and processor seconds of `nutgraf batch --local`, start included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.monotonic()
    subprocess.run([build / "bin/nutgraf", "batch", "--local", "--threads", str(threads), articles],
                   check=True, stdout=subprocess.DEVNULL)
    wall = time.monotonic() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ratio(args, server, articles, work, rounds):
    """Served against library, in turns; and the capacity, calls a second."""
    rows = [json.loads(line) for line in open(articles, encoding="utf-8")]
    words = sum(len(row["text"].split()) for row in rows)
    one = work / "one.jsonl"
    one.write_text(json.dumps(rows[0]) + "\n", encoding="utf-8")
    one_words = len(rows[0]["text"].split())
    cores = len(os.sched_getaffinity(0))
    walls, cpus, table, capacities = [], [], [], []
    for number in range(1, rounds + 1):
        wall, cpu = local(args.build, articles, cores)
        start_wall, start_cpu = local(args.build, one, cores)
        library = (words - one_words) / (wall - start_wall)
        library_cpu = (cpu - start_cpu) / (words - one_words)
        before = server.cpu_seconds()
        (test,) = bench(args.build, server, articles, "--in-flight", 4 * cores, "--warmup", 0, "--duration", args.seconds,
                        "--deadline", 60, "--connections", 2)
        served_words = test["okWordsPerSecond"] * test["seconds"]
        served_cpu = (server.cpu_seconds() - before) / served_words
        capacities.append(test["okPerSecond"])
        walls.append(test["okWordsPerSecond"] / library)
        cpus.append(library_cpu / served_cpu)
        table.append(f"| {number} | {library:,.0f} | {test['okWordsPerSecond']:,.0f} | {walls[-1]:.2f} | "
                     f"{1e6 * library_cpu:,.0f} | {1e6 * served_cpu:,.0f} | {cpus[-1]:.2f} |")
        print(table[-1], file=sys.stderr, flush=True)
    lines = ["| turn | library, words/s | served, words/s | ratio | library, CPU ms per 1,000 words | server, CPU ms per "
             "1,000 words | ratio |", "|---|---|---|---|---|---|---|", *table,
             f"| median | | | **{statistics.median(walls):.2f}** | | | **{statistics.median(cpus):.2f}** |"]
    return lines, statistics.median(capacities)


def load_table(tests, capacity):
    lines = ["| load | calls/s due | OK/s | of capacity | p50 ms | p99 ms | p99.9 ms | refused | refused after ms (p50) | "
             "late or other | health p99 ms | health max ms | health failures |", "|" + "---|" * 13]
    for test in tests:
        refused = sum(n for name, n in test["outcomes"].items() if name.startswith("RESOURCE_EXHAUSTED"))
        other = test["calls"] - refused - test["outcomes"].get("OK", 0)
        latency, health = test["latencyMs"], test["healthMs"]
        lines.append(
            f"| {test['rate'] / capacity:.1f} | {test['rate']:.1f} | {test['okPerSecond']:.1f} | "
            f"{test['okPerSecond'] / capacity:.2f} | {latency.get('p50', 0):,.0f} | {latency.get('p99', 0):,.0f} | "
            f"{latency.get('p99.9', 0):,.0f} | {refused / test['calls']:.0%} | {test['failedLatencyMs'].get('p50', 0):,.1f} | "
            f"{other / test['calls']:.1%} | {health.get('p99', 0):,.0f} | {health.get('max', 0):,.0f} | "
            f"{test['healthFailures']} |")
    return lines


def soak(args, server, articles, capacity):
    rate = max(1.0, capacity / 2)
    command = [args.build / "bin/nutgraf", "bench", "--server", server.address, "--json", articles, "--rate", f"{rate:.2f}",
               "--poisson", "--warmup", "10", "--duration", str(args.soak), "--deadline", "10"]
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, text=True)
    begin, samples = time.monotonic(), []
    while process.poll() is None:
        samples.append((time.monotonic() - begin, server.memory_mib()))
        time.sleep(min(5, args.soak / 20))
    (test,) = json.loads(process.stdout.read())["tests"]
    lines = ["| after | resident MiB | not of files MiB |", "|---|---|---|"]
    for part in (0.1, 0.25, 0.5, 0.75, 1):
        seconds, memory = min(samples, key=lambda sample: abs(sample[0] - part * samples[-1][0]))
        lines.append(f"| {seconds:,.0f} s | {memory['VmRSS']:.1f} | {memory['RssAnon']:.1f} |")
    outcomes = ", ".join(f"{n:,} {name}" for name, n in test["outcomes"].items())
    lines += ["", f"{test['calls']:,} calls at {rate:.1f} a second ({outcomes}); p50 {test['latencyMs']['p50']:.0f} ms, "
              f"p99 {test['latencyMs']['p99']:.0f} ms, health p99 {test['healthMs']['p99']:.0f} ms; most memory ever "
              f"{server.memory_mib()['VmHWM']:.0f} MiB."]
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--articles", type=pathlib.Path, default=ROOT / "tests/data/articles/wikinews.jsonl")
    parser.add_argument("--rounds", type=int, default=3, help="turns of served against library")
    parser.add_argument("--seconds", type=float, default=20, help="of each test")
    parser.add_argument("--loads", type=float, nargs="*", default=[0.3, 0.5, 0.7, 0.9, 2, 5, 10])
    parser.add_argument("--soak", type=float, default=0, help="seconds; 0: none")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        articles = work / "articles.jsonl"
        with open(articles, "w", encoding="utf-8") as out:
            for line in open(args.articles, encoding="utf-8"):
                out.write(json.dumps({key: json.loads(line).get(key) for key in ("id", "title", "text")}) + "\n")
        server = Server(args.build, work)
        print(f"Start to serving: {server.start_seconds:.2f} s; resident then {server.memory_mib()['VmRSS']:.0f} MiB.\n")
        lines, capacity = ratio(args, server, articles, work, args.rounds)
        print("### Served against library\n", *lines, "", sep="\n", flush=True)
        if args.loads:
            tests = bench(args.build, server, articles, "--rate", ",".join(f"{capacity * load:.2f}" for load in args.loads),
                          "--duration", args.seconds, "--warmup", 5)
            print("### Latency and overload\n", f"Capacity {capacity:.1f} articles a second; deadline 2 s.\n",
                  *load_table(tests, capacity), "", sep="\n", flush=True)
        if args.soak:
            print("### Soak\n", *soak(args, server, articles, capacity), "", sep="\n", flush=True)
        server.stop()


if __name__ == "__main__":
    main()
