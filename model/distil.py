"""Online distillation: the student follows a frozen teacher's distributions on every batch."""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from .batch import Batch
from .checkpoint import load_net
from .losses import sentence_mask
from .net import Net

WEIGHTS: dict[str, float] = {"entity": 1.0, "upos": 0.3, "attribution": 0.3, "predicate": 0.2, "arc": 0.5,
                             "role": 0.5}


class Teacher:
    """Frozen network whose soft labels the student is pulled to."""

    def __init__(self, path: Path, state: Path) -> None:
        self.net, _ = load_net(path, state)

    def loss(self, student: Net, hidden: Tensor, batch: Batch, scale: float) -> Tensor:
        """Sum of KL divergences over tokens and pairs, scaled like the other losses."""
        with torch.no_grad():
            target = self.net.encoder(batch.pieces, batch.case, batch.space, batch.start, batch.lengths)
            theirs = target.reshape(-1, target.shape[-1])[batch.first]
        mine = hidden.reshape(-1, hidden.shape[-1])[batch.first]
        total = mine.new_zeros(()).float()
        for name in ("entity", "upos", "attribution", "predicate"):
            with torch.no_grad():
                aim = getattr(self.net, name)(theirs).float()
            total = total + WEIGHTS[name] * divergence(getattr(student, name)(mine).float(), aim)
        mask = sentence_mask(batch)
        real = batch.grid >= 0
        grid = batch.grid.clamp(min=0)
        with torch.no_grad():
            aim = self.net.arcs(theirs[grid]).float().masked_fill(~mask, -1e4)[real]
        total = total + WEIGHTS["arc"] * divergence(student.arcs(mine[grid]).float().masked_fill(~mask, -1e4)[real],
                                                    aim)
        if batch.pair_pred.numel():
            offset = batch.pair_token - batch.pair_pred
            with torch.no_grad():
                p, t = self.net.role_pred(theirs), self.net.role_token(theirs)
                aim = self.net.role_scores(p[batch.pair_pred], t[batch.pair_token], offset).float()
            p, t = student.role_pred(mine), student.role_token(mine)
            guess = student.role_scores(p[batch.pair_pred], t[batch.pair_token], offset).float()
            total = total + WEIGHTS["role"] * divergence(guess, aim)
        return total / scale


def divergence(logits: Tensor, target: Tensor) -> Tensor:
    """Sum over rows of KL(target || student)."""
    return F.kl_div(logits.log_softmax(-1), target.log_softmax(-1), log_target=True, reduction="sum")
