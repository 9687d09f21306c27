"""Base weights, checkpoints and loading of a trained network."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from .net import Net, NetConfig, load_base
from .pieces import Pieces, vocabulary

BASES: dict[str, dict[str, int]] = {
    "minilm6": {"layers": 6, "hidden": 384, "heads": 12, "ffn": 1536},
    "e5small12": {"layers": 12, "hidden": 384, "heads": 12, "ffn": 1536},
}


def base_folder(state: Path, base: str) -> Path:
    """Folder with model.safetensors and tokenizer.json of a base (see model/README.md)."""
    return state / "base" / base


def new_net(state: Path, base: str, scripts: int, layers: int | None = None, ffn: int | None = None) -> Net:
    """Network initialised from its base; fewer `layers` keep the evenly spaced ones, fewer `ffn` units the
    weightiest."""
    sizes = dict(BASES[base])
    weights = load_file(base_folder(state, base) / "model.safetensors")
    if layers is not None and layers < sizes["layers"]:
        weights, sizes["layers"] = shallower(weights, "encoder.layer.", sizes["layers"], layers), layers
    net = Net(NetConfig(base=base, **sizes), scripts)
    load_base(net, weights)
    if ffn is None or ffn >= sizes["ffn"]:
        return net
    narrow = Net(NetConfig(base=base, **(sizes | {"ffn": ffn})), scripts)
    start_from(narrow, net)
    return narrow


def shallower(weights: dict[str, Tensor], prefix: str, of: int, layers: int) -> dict[str, Tensor]:
    """Weights with evenly spaced `layers` of `of` layers, the last one among them, renumbered."""
    kept = {int((i + 1) * of / layers) - 1: i for i in range(layers)}
    result = {}
    for name, value in weights.items():
        if not name.startswith(prefix):
            result[name] = value
            continue
        old, rest = name[len(prefix):].split(".", 1)
        if int(old) in kept:
            result[f"{prefix}{kept[int(old)]}.{rest}"] = value
    return result


def narrower(weights: dict[str, Tensor], ffn: int) -> dict[str, Tensor]:
    """Weights with the `ffn` weightiest units of each feed-forward layer: those whose incoming times
    outgoing weights are largest, in their old order."""
    result = dict(weights)
    for name in [n for n in weights if n.endswith(".up.weight")]:
        stem = name[:-len("up.weight")]
        up, bias, down = weights[name], weights[stem + "up.bias"], weights[stem + "down.weight"]
        kept = (up.norm(dim=1) * down.norm(dim=0)).topk(min(ffn, up.shape[0])).indices.sort().values
        result[name], result[stem + "up.bias"], result[stem + "down.weight"] = up[kept], bias[kept], down[:, kept]
    return result


def start_from(net: Net, trained: Net) -> None:
    """Give `net` the weights of a trained network of as many or more layers and feed-forward units."""
    weights = shallower(trained.state_dict(), "encoder.layers.", trained.cfg.layers, net.cfg.layers)
    net.load_state_dict(narrower(weights, net.cfg.ffn))


class Average:
    """Exponential moving average of the trained parameters."""

    def __init__(self, net: nn.Module, decay: float) -> None:
        self.decay = decay
        self.names = [n for n, p in net.named_parameters() if p.requires_grad]
        self.live = [p for p in net.parameters() if p.requires_grad]
        self.shadow = [p.detach().clone() for p in self.live]

    @torch.no_grad()
    def update(self, step: int) -> None:
        """Move the average towards the live weights."""
        decay = min(self.decay, (1.0 + step) / (20.0 + step))
        torch._foreach_lerp_(self.shadow, [p.detach() for p in self.live], 1.0 - decay)

    def state(self) -> dict[str, torch.Tensor]:
        """Averaged parameters by name."""
        return dict(zip(self.names, self.shadow))

    @torch.no_grad()
    def load(self, state: dict[str, torch.Tensor]) -> None:
        """Restore the average."""
        for name, tensor in zip(self.names, self.shadow):
            tensor.copy_(state[name])


def save(path: Path, net: Net, average: Average, optimizer: torch.optim.Optimizer, step: int,
         scripts: int, extra: dict) -> None:
    """Write a checkpoint atomically (optimizer included: training can resume from it)."""
    temporary = path.with_suffix(".tmp")
    torch.save({"cfg": asdict(net.cfg), "scripts": scripts, "step": step, "net": net.state_dict(),
                "average": average.state(), "optimizer": optimizer.state_dict(), **extra}, temporary)
    os.replace(temporary, path)


def load_net(path: Path, state: Path, averaged: bool = True) -> tuple[Net, Pieces]:
    """Network of a checkpoint (averaged weights by default) and its word pieces."""
    data = torch.load(path, map_location="cpu", weights_only=False)
    cfg = NetConfig(**data["cfg"])
    net = Net(cfg, data["scripts"])
    net.load_state_dict(data["net"])
    if averaged:
        net.load_state_dict(data["average"], strict=False)
    net.eval()
    return net, Pieces(vocabulary(base_folder(state, cfg.base)))
