#!/usr/bin/env python3
"""Scores Nutgraf on the development sets and writes docs/QUALITY.md (`./dev eval [SET ...]`).

For each set in SHARED/eval/dev: `nutgraf batch --local` over its articles, the answers in the neutral
form, SHARED/eval/score.py, one line a task. Faults go to BUILD/eval/SET.errors.jsonl for reading; with
SET arguments only those are run and the page is left alone.
"""
import argparse
import gzip
import json
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import neutral  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
# What the table shows of each task: (metric of score.py --json, how it is called there).
SHOWN = {
    "entities": [("exact_F1", "exact F1"), ("exact_PER_F1", "PER"), ("exact_ORG_F1", "ORG"),
                 ("exact_LOC_F1", "LOC")],
    "timexes": [("value_F1", "value F1"), ("strict_F1", "strict F1"), ("relaxed_F1", "relaxed F1"),
                ("relaxed_R", "relaxed R"), ("value_acc", "value accuracy")],
    "answers": [("mean_F1", "mean F1")] + [(f"{q}_F1", q) for q in neutral.QUESTIONS] + [
        ("when_date", "when by date"), ("abstention", "abstention")],
    "salient": [("P3", "P@3"), ("nDCG5", "nDCG@5")],
    "main_sentences": [("hit1", "hit@1")],
    "topics": [("top1", "top-1"), ("macro", "macro"), ("specific", "specific@5"), ("valid", "valid codes")],
    "keyphrases": [("F1_10", "F1@10"), ("F1_10_attainable", "of the attainable")],
    "body": [("F1", "4-gram F1"), ("P", "P"), ("R", "R")],
    "quotes": [("all_content_exact_F1", "content exact F1"), ("all_content_overlap_F1", "overlap F1"),
               ("all_speaker_exact_F1", "speaker"), ("direct_content_exact_F1", "direct content exact"),
               ("direct_pair_exact_F1", "direct pair exact")],
}


def read(path):
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def analyse(gold, build, work):
    """Runs the batch client over the articles; returns the system file, words and seconds."""
    articles, output, system = work.with_suffix(".in"), work.with_suffix(".out"), work.with_suffix(".sys")
    with open(articles, "w", encoding="utf-8") as f:
        for doc in gold:
            f.write(json.dumps({"id": doc["id"], "title": doc["title"], "text": doc["text"],
                                "date": doc["date"] or ""}, ensure_ascii=False) + "\n")
    output.unlink(missing_ok=True)
    begin = time.monotonic()
    subprocess.run([build / "bin/nutgraf", "batch", "--local", "--offsets", "utf32", articles,
                    "--output", output], check=True)
    seconds = time.monotonic() - begin
    texts = {doc["id"]: doc["text"] for doc in gold}
    with open(output, encoding="utf-8") as lines, open(system, "w", encoding="utf-8") as f:
        for line in lines:
            metadata = json.loads(line)
            key = metadata.get("articleId", "")
            if key in texts and "error" not in metadata:
                f.write(json.dumps(neutral.neutral(metadata, key, texts[key]), ensure_ascii=False) + "\n")
    return system, sum(len(t.split()) for t in texts.values()), seconds


def score(shared, gold, system, errors, resamples):
    command = [sys.executable, shared / "eval/score.py", gold, system, "--json", "--errors", errors,
               "--resamples", str(resamples)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def row(name, task, result):
    metrics, intervals = result["metrics"], result.get("ci", {})
    cells, interval = [], ""
    for key, label in SHOWN[task]:
        cells.append(f"{label} {metrics[key]:.1f}")
        if not interval and key in intervals:
            interval = "[{:.1f}, {:.1f}]".format(*intervals[key])
    return f"| {name} | {task} | {'; '.join(cells)} | {interval} |"


def commit():
    describe = ["git", "describe", "--always", "--dirty", "--abbrev=10"]
    return subprocess.run(describe, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def page(rows, words, seconds):
    head = (ROOT / "tests/eval/QUALITY.head.md").read_text(encoding="utf-8")
    return (f"{head}\nCommand `./dev eval`, commit {commit()}; {words:,} words in {seconds:.0f} s.\n\n"
            "| set | task | figures (percent) | 95 % of the first |\n|---|---|---|---|\n" + "\n".join(rows) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--shared", type=pathlib.Path, required=True)
    parser.add_argument("--resamples", type=int, default=200)
    parser.add_argument("sets", nargs="*", help="names of sets, without endings; default: all")
    args = parser.parse_args()
    folder = args.shared / "eval/dev"
    if not folder.is_dir():
        sys.exit(f"{folder} is not there: nothing to evaluate")
    work = args.build / "eval"
    work.mkdir(exist_ok=True)
    rows, words, seconds = [], 0, 0.0
    for path in sorted(folder.glob("*.jsonl*")):
        name = path.name.split(".")[0]
        if args.sets and name not in args.sets:
            continue
        gold = read(path)
        system, n, s = analyse(gold, args.build, work / name)
        words, seconds = words + n, seconds + s
        result = score(args.shared, path, system, work / f"{name}.errors.jsonl", args.resamples)
        if result["offset_faults"] or result["missing"]:
            rows.append(f"| {name} | faults | offset faults {result['offset_faults']}, "
                        f"documents missing {result['missing']} | |")
        for task, task_result in result["tasks"].items():
            rows.append(row(name, task, task_result))
            print(rows[-1], flush=True)
    if not args.sets:
        (ROOT / "docs/QUALITY.md").write_text(page(rows, words, seconds), encoding="utf-8")


if __name__ == "__main__":
    main()
