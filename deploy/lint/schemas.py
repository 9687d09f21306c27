#!/usr/bin/env python3
"""Prepares Kubernetes' schemas for kubeconform: schemas.py FROM TO VERSION ...

The PyPI package kubernetes-validate holds strict JSON schemas of each release that name each other by
addresses on the web; here they are given their places on disk, so that nothing is fetched."""
import json
import pathlib
import sys


def main() -> None:
    source, target = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    for version in sys.argv[3:]:
        folder = target / f"v{version}"
        folder.mkdir(parents=True, exist_ok=True)
        for file in (source / f"v{version}-local-strict").glob("*.json"):
            text = file.read_text(encoding="utf-8").replace('"/api/_definitions.json#', '"_definitions.json#')
            schema = json.loads(text)
            schema.pop("$id", None)
            schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
            (folder / file.name).write_text(json.dumps(schema), encoding="utf-8")


if __name__ == "__main__":
    main()
