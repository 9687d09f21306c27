"""8-bit storage and the simulated integer encoder.

Weights of the encoder's matrices: symmetric per output row, |q| <= 63 (7 bits), so that an
unsigned 8-bit activation times two such weights (255 * 63 * 2 = 32,130) never saturates the
16-bit pair sum of vpmaddubsw: the same integers on AVX2, VNNI and AMX. Activations: symmetric
per token, |q| <= 127, stored as q + 128. Other 8-bit tensors are storage only (|q| <= 127).
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

WEIGHT_LIMIT = 63
STORE_LIMIT = 127
ACTIVATION_LIMIT = 127


def quantise_rows(weight: Tensor, limit: int) -> tuple[Tensor, Tensor]:
    """Row-wise symmetric int8 values and their fp32 scales; ties round to even."""
    scale = weight.abs().amax(1).float() / limit
    scale = torch.where(scale > 0, scale, torch.ones_like(scale))
    return torch.round(weight.float() / scale[:, None]).clamp(-limit, limit).to(torch.int8), scale


def quantise_activations(x: Tensor) -> tuple[Tensor, Tensor]:
    """Integers (as floats) of each last-dimension row and the scales."""
    scale = x.abs().amax(-1, keepdim=True) / ACTIVATION_LIMIT
    scale = torch.where(scale > 0, scale, torch.ones_like(scale))
    return torch.round(x / scale).clamp(-ACTIVATION_LIMIT, ACTIVATION_LIMIT), scale


class IntegerLinear(nn.Module):
    """Linear layer as the service computes it: integer products, fp32 rescaling and bias."""

    def __init__(self, weight: Tensor, scale: Tensor, bias: Tensor) -> None:
        super().__init__()
        self.weight, self.scale, self.bias = weight.float(), scale.float(), bias.float()

    def forward(self, x: Tensor) -> Tensor:
        q, s = quantise_activations(x.float())
        return F.linear(q, self.weight) * (s * self.scale) + self.bias


class FakeLinear(nn.Linear):
    """Linear layer trained with its 7-bit weights (straight-through gradient)."""

    def forward(self, x: Tensor) -> Tensor:
        with torch.no_grad():
            scale = self.weight.abs().amax(1, keepdim=True) / WEIGHT_LIMIT
            gap = torch.round(self.weight / scale) * scale - self.weight
        return F.linear(x, self.weight + gap, self.bias)


def integer_attention(qkv: Tensor, mask: Tensor) -> Tensor:
    """Layer.attend as the service computes it: keys and values within ±63 by column, queries, which take
    the keys' scales upon them, within ±127 by head, softmax before its division in steps of 1/255."""
    query, key, value = qkv.float()
    there = (mask > -1).transpose(2, 3).float()  # padded pieces have no say in a scale
    def columns(x: Tensor) -> tuple[Tensor, Tensor]:
        scale = (x * there).abs().amax(2, keepdim=True) / WEIGHT_LIMIT
        scale = torch.where(scale > 0, scale, torch.ones_like(scale))
        return torch.round(x * there / scale), scale

    keys, key_scale = columns(key * query.shape[-1] ** -0.5)
    query = query * key_scale * there
    scale = query.abs().amax((2, 3), keepdim=True) / ACTIVATION_LIMIT
    scale = torch.where(scale > 0, scale, torch.ones_like(scale))
    scores = torch.round(query / scale) @ keys.transpose(2, 3) * scale + mask
    weights = torch.round((scores - scores.amax(-1, keepdim=True)).exp() * 255)
    values, value_scale = columns(value)
    return (weights @ values) / weights.sum(-1, keepdim=True) * value_scale


MATRICES = ("qkv", "out", "up", "down")
PROJECTIONS = ("arc_dep", "arc_head", "rel_dep", "rel_head", "role_token")


def simulate(net: nn.Module) -> None:
    """Replace the encoder's matrices, its attention and the heads' projections and relations by their
    integer form, in place (inference only)."""
    parts = [(layer, name) for layer in net.encoder.layers for name in MATRICES]
    for module, name in parts + [(net, name) for name in PROJECTIONS]:
        linear = getattr(module, name)
        weight, scale = quantise_rows(linear.weight.detach(), WEIGHT_LIMIT)
        setattr(module, name, IntegerLinear(weight, scale, linear.bias.detach()))
    for layer in net.encoder.layers:
        layer.attend = integer_attention
    labels, rows, columns = net.rel_bilinear.shape
    weight, scale = quantise_rows(net.rel_bilinear.detach().reshape(labels * rows, columns), WEIGHT_LIMIT)
    net.rel_bilinear.data = (weight.float() * scale[:, None]).reshape(labels, rows, columns)


def train_with_quantised_weights(net: nn.Module) -> None:
    """Let the encoder's matrices train as 7-bit weights, in place; parameters stay the same."""
    for layer in net.encoder.layers:
        for name in MATRICES:
            getattr(layer, name).__class__ = FakeLinear
