"""Losses of all heads on one batch; partial labels are marginalised."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from .batch import IGNORE, Batch
from .labels import ALL_ATTRIBUTION, ALL_ENTITY
from .net import Net

WEIGHTS: dict[str, float] = {"entity": 1.0, "upos": 0.4, "lemma": 0.25, "arc": 0.6, "rel": 0.4,
                             "predicate": 0.2, "role": 0.8, "attribution": 0.3, "doc": 0.5}
SCALE = 600.0


def marginal(logits: Tensor, masks: Tensor, weight: Tensor | None = None) -> Tensor:
    """Sum of -log p(allowed labels); `masks` are bit masks over the columns."""
    logits = logits.float()
    allowed = ((masks[:, None] >> torch.arange(logits.shape[1])) & 1).bool()
    inside = logits.masked_fill(~allowed, -1e9).logsumexp(-1)
    loss = logits.logsumexp(-1) - inside
    return (loss * weight).sum() if weight is not None else loss.sum()


def sentence_mask(batch: Batch) -> Tensor:
    """[B, M, 1 + M] True where a head is allowed: the root or a token of the same sentence."""
    grid = batch.grid
    ids = batch.sentence_id[grid.clamp(min=0)].masked_fill(grid < 0, -1)
    same = (ids[:, :, None] == ids[:, None, :]) & (grid >= 0)[:, None, :]
    eye = torch.eye(grid.shape[1], dtype=torch.bool)[None]
    root = torch.ones_like(same[:, :, :1])
    return torch.cat([root, same & ~eye], 2)


def losses(net: Net, batch: Batch, soft: bool) -> tuple[dict[str, Tensor], Tensor]:
    """Weighted losses by head, and the hidden states."""
    hidden = net.encoder(batch.pieces, batch.case, batch.space, batch.start, batch.lengths)
    flat = hidden.reshape(-1, hidden.shape[-1])[batch.first]
    drop = F.dropout(flat, 0.15, net.training)
    result: dict[str, Tensor] = {}

    known = batch.entity != ALL_ENTITY
    if known.any():
        logits, masks = net.entity(drop[known]).float(), batch.entity[known]
        if soft:
            with torch.no_grad():
                p, best = logits.softmax(-1).max(-1)
                join = (p > 0.9) & (batch.soft[known] > 0)
                masks = torch.where(join, masks | (torch.ones_like(best) << best), masks)
        result["entity"] = marginal(logits, masks, batch.entity_weight[known])
    known = batch.attribution != ALL_ATTRIBUTION
    if known.any():
        result["attribution"] = marginal(net.attribution(drop[known]), batch.attribution[known],
                                         batch.attribution_weight[known])
    for name, target in (("upos", batch.upos), ("lemma", batch.lemma), ("predicate", batch.predicate)):
        known = target != IGNORE
        if known.any():
            logits = getattr(net, name)(drop[known]).float()
            result[name] = F.cross_entropy(logits, target[known], reduction="sum")
    known = batch.head != IGNORE
    if known.any():
        grid = drop[batch.grid.clamp(min=0)]
        scores = net.arcs(grid).float().masked_fill(~sentence_mask(batch), -1e9)
        rows = torch.nonzero(batch.grid >= 0)
        order = batch.grid[rows[:, 0], rows[:, 1]]
        keep = known[order]
        chosen = scores[rows[keep, 0], rows[keep, 1]]
        tokens = order[keep]
        result["arc"] = F.cross_entropy(chosen, batch.head[tokens], reduction="sum")
        heads = batch.head[tokens]
        head_token = batch.grid[rows[keep, 0], (heads - 1).clamp(min=0)]
        logits = net.relations(drop[tokens], drop[head_token], heads == 0).float()
        result["rel"] = F.cross_entropy(logits, batch.deprel[tokens], reduction="sum")
    if batch.pair_pred.numel():
        p, t = net.role_pred(drop), net.role_token(drop)
        logits = net.role_scores(p[batch.pair_pred], t[batch.pair_token],
                                 batch.pair_token - batch.pair_pred)
        result["role"] = marginal(logits, batch.pair_mask, batch.pair_weight)
    return {k: v * (WEIGHTS[k] / SCALE) for k, v in result.items()}, hidden
