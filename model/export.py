"""Write the weights folder that the service loads (format: docs/model.md).

    python -m model.export --state STATE [--checkpoint FILE] --out weights [--fp32]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor

from . import labels as L
from .checkpoint import base_folder, load_net
from .net import Net, NetConfig
from .pieces import vocabulary
from .quant import ACTIVATION_LIMIT, MATRICES, STORE_LIMIT, WEIGHT_LIMIT, quantise_rows

FORMAT = 1
STORED = ("arc_dep", "arc_head", "rel_dep", "rel_head", "role_pred", "role_token", "lemma", "doc")


def tensors_of(net: Net, fp32: bool) -> dict[str, Tensor]:
    """Tensors by exported name; 8-bit ones get a `.scale` companion unless `fp32`."""
    result: dict[str, Tensor] = {}
    for name, value in net.state_dict().items():
        value = value.detach().float().contiguous()
        stem, _, leaf = name.rpartition(".")
        last = stem.rpartition(".")[2]
        if fp32 or leaf != "weight":
            result[name] = value
        elif ".layers." in name and last in MATRICES:
            result[name], result[f"{stem}.scale"] = quantise_rows(value, WEIGHT_LIMIT)
        elif stem == "encoder.word" or stem in STORED:
            result[name], result[f"{stem}.scale"] = quantise_rows(value, STORE_LIMIT)
        else:
            result[name] = value
    if not fp32:
        rel = result.pop("rel_bilinear")
        n, r, _ = rel.shape
        q, scale = quantise_rows(rel.reshape(n * r, r), STORE_LIMIT)
        result["rel_bilinear.weight"], result["rel_bilinear.scale"] = q.reshape(n, r, r), scale.reshape(n, r)
    else:
        result["rel_bilinear.weight"] = result.pop("rel_bilinear")
    return result


def config_of(net: Net, scripts: list[str], step: int, seed: int, version: str, fp32: bool) -> dict:
    """The content of config.json but the hashes."""
    cfg = net.cfg
    return {
        "format": FORMAT, "version": version, "base": cfg.base, "seed": seed, "step": step,
        "encoder": {"layers": cfg.layers, "hidden": cfg.hidden, "heads": cfg.heads, "ffn": cfg.ffn,
                    "vocab": cfg.vocab, "window": cfg.window, "layer_norm_eps": 1e-12, "activation": "gelu_erf",
                    "pad": 0, "unk": 100, "cls": 101, "sep": 102, "lowercase": True, "strip_accents": True},
        "features": {"case": L.CASE_CLASSES, "space": L.SPACE_CLASSES, "start": L.START_CLASSES},
        "heads": {
            "entity": {"labels": L.ENTITY_LABELS, "scheme": "BIOES"},
            "upos": {"labels": L.UPOS},
            "lemma": {"scripts": scripts, "table": "lemmas.tsv"},
            "dependency": {"labels": L.DEPRELS, "arc_dim": cfg.arc_dim, "rel_dim": cfg.rel_dim},
            "predicate": {"labels": L.PREDICATE_LABELS},
            "role": {"labels": L.ROLE_LABELS, "scheme": "BIO", "dim": cfg.role_dim,
                     "distance": cfg.role_distance},
            "attribution": {"labels": L.ATTRIBUTION_LABELS, "scheme": "BIO"},
            "document": {"dim": cfg.hidden},
        },
        "quantisation": {"scheme": "none"} if fp32 else {
            "scheme": "w7a8", "weight_limit": WEIGHT_LIMIT, "activation_limit": ACTIVATION_LIMIT,
            "store_limit": STORE_LIMIT, "weights": "symmetric per output row",
            "activations": "symmetric per token, dynamic, stored as q + 128"},
    }


def write(net: Net, pieces: list[str], scripts: list[str], table: dict[str, str], out: Path, *, step: int,
          seed: int, version: str, fp32: bool) -> None:
    """Write model.safetensors, config.json, vocab.txt and lemmas.tsv."""
    out.mkdir(parents=True, exist_ok=True)
    save_file(tensors_of(net, fp32), out / "model.safetensors", metadata={"format": str(FORMAT)})
    (out / "vocab.txt").write_text("\n".join(pieces) + "\n", encoding="utf-8")
    rows = [f"{key.rpartition('/')[0]}\t{key.rpartition('/')[2]}\t{lemma}" for key, lemma in sorted(table.items())]
    (out / "lemmas.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    config = config_of(net, scripts, step, seed, version, fp32)
    config["sha256"] = {n: hashlib.sha256((out / n).read_bytes()).hexdigest()
                        for n in ("model.safetensors", "vocab.txt", "lemmas.tsv")}
    (out / "config.json").write_text(json.dumps(config, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def load(folder: Path) -> tuple[Net, dict]:
    """Network rebuilt from an export with dequantised weights, and its config."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    e, h = config["encoder"], config["heads"]
    cfg = NetConfig(base=config["base"], layers=e["layers"], hidden=e["hidden"], heads=e["heads"], ffn=e["ffn"],
                    vocab=e["vocab"], window=e["window"], arc_dim=h["dependency"]["arc_dim"],
                    rel_dim=h["dependency"]["rel_dim"], role_dim=h["role"]["dim"],
                    role_distance=h["role"]["distance"])
    net = Net(cfg, len(h["lemma"]["scripts"]))
    state: dict[str, Tensor] = {}
    with safe_open(folder / "model.safetensors", "pt") as handle:
        names = set(handle.keys())
        for name in names:
            if name.endswith(".scale"):
                continue
            value = handle.get_tensor(name).float()
            companion = f"{name.rpartition('.')[0]}.scale"
            if name.endswith(".weight") and companion in names:
                value = value * handle.get_tensor(companion)[..., None]
            state["rel_bilinear" if name == "rel_bilinear.weight" else name] = value
    net.load_state_dict(state)
    return net.eval(), config


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--version", default="0.1.0")
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--fp32", action="store_true")
    args = parser.parse_args()
    path = args.checkpoint or args.state / "last.pt"
    net, _ = load_net(path, args.state)
    step = torch.load(path, map_location="cpu", weights_only=False)["step"]
    with (args.state / "data.pkl").open("rb") as handle:
        prepared = pickle.load(handle)
    pieces = vocabulary(base_folder(args.state, net.cfg.base))
    write(net, pieces, prepared["scripts"], prepared["lemma_table"], args.out, step=step, seed=args.seed,
          version=args.version, fp32=args.fp32)
    size = sum(f.stat().st_size for f in args.out.iterdir())
    print(f"{args.out}: step {step}, {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
