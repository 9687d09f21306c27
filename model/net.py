"""The multi-task network: BERT-style encoder with token features and light heads."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from . import labels as L


@dataclass
class NetConfig:
    """Sizes of the encoder and of the heads."""

    base: str = "minilm6"
    layers: int = 6
    hidden: int = 384
    heads: int = 12
    ffn: int = 1536
    vocab: int = 30522
    window: int = 128
    arc_dim: int = 128
    rel_dim: int = 64
    role_dim: int = 128
    role_distance: int = 8


def locked_dropout(x: Tensor, rate: float, training: bool) -> Tensor:
    """Dropout with one mask per window, the same at every piece (cheap on a CPU)."""
    if not training:
        return x
    keep = torch.rand(x.shape[0], 1, x.shape[2]) >= rate
    return x * (keep.to(x.dtype) / (1.0 - rate))


class Layer(nn.Module):
    """Post-norm transformer layer (BERT), GELU in erf form."""

    def __init__(self, cfg: NetConfig) -> None:
        super().__init__()
        self.heads = cfg.heads
        self.qkv = nn.Linear(cfg.hidden, 3 * cfg.hidden)
        self.out = nn.Linear(cfg.hidden, cfg.hidden)
        self.norm1 = nn.LayerNorm(cfg.hidden, eps=1e-12)
        self.up = nn.Linear(cfg.hidden, cfg.ffn)
        self.down = nn.Linear(cfg.ffn, cfg.hidden)
        self.norm2 = nn.LayerNorm(cfg.hidden, eps=1e-12)
        self.dropout = 0.1

    @staticmethod
    def attend(qkv: Tensor, mask: Tensor) -> Tensor:
        """Attention's values [batch, heads, n, d] from queries, keys and values [3, batch, heads, n, d]."""
        scores = (qkv[0] * qkv.shape[-1] ** -0.5) @ qkv[1].transpose(2, 3)
        return (scores + mask.to(scores.dtype)).softmax(-1).to(qkv.dtype) @ qkv[2]

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        b, n, d = x.shape
        qkv = self.qkv(x).view(b, n, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        a = self.out(self.attend(qkv, mask).transpose(1, 2).reshape(b, n, d))
        x = self.norm1(x + locked_dropout(a, self.dropout, self.training))
        h = self.down(F.gelu(self.up(x)))
        return self.norm2(x + locked_dropout(h, self.dropout, self.training))


class Encoder(nn.Module):
    """Word-piece, position and learned token features, then the layers."""

    def __init__(self, cfg: NetConfig) -> None:
        super().__init__()
        self.word = nn.Embedding(cfg.vocab, cfg.hidden)
        self.position = nn.Embedding(cfg.window, cfg.hidden)
        self.case = nn.Embedding(len(L.CASE_CLASSES), cfg.hidden)
        self.space = nn.Embedding(len(L.SPACE_CLASSES), cfg.hidden)
        self.start = nn.Embedding(len(L.START_CLASSES), cfg.hidden)
        self.norm = nn.LayerNorm(cfg.hidden, eps=1e-12)
        self.layers = nn.ModuleList(Layer(cfg) for _ in range(cfg.layers))
        for table in (self.case, self.space, self.start):
            nn.init.zeros_(table.weight)

    def forward(self, pieces: Tensor, case: Tensor, space: Tensor, start: Tensor,
                lengths: Tensor) -> Tensor:
        n = pieces.shape[1]
        x = self.word(pieces) + self.position.weight[:n]
        x = x + self.case(case) + self.space(space) + self.start(start)
        x = locked_dropout(self.norm(x), 0.1, self.training)
        padding = torch.arange(n)[None, :] >= lengths[:, None]
        mask = torch.zeros(padding.shape).masked_fill(padding, -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        return x


class Net(nn.Module):
    """Encoder plus the heads; every head reads the last hidden state of first pieces."""

    def __init__(self, cfg: NetConfig, lemma_scripts: int) -> None:
        super().__init__()
        self.cfg = cfg
        self.encoder = Encoder(cfg)
        d = cfg.hidden
        self.entity = nn.Linear(d, len(L.ENTITY_LABELS))
        self.upos = nn.Linear(d, len(L.UPOS))
        self.lemma = nn.Linear(d, lemma_scripts)
        self.attribution = nn.Linear(d, len(L.ATTRIBUTION_LABELS))
        self.predicate = nn.Linear(d, len(L.PREDICATE_LABELS))
        self.arc_dep = nn.Linear(d, cfg.arc_dim)
        self.arc_head = nn.Linear(d, cfg.arc_dim)
        self.arc_bilinear = nn.Parameter(torch.zeros(cfg.arc_dim, cfg.arc_dim))
        self.arc_bias = nn.Parameter(torch.zeros(cfg.arc_dim))
        self.arc_root = nn.Parameter(torch.randn(cfg.arc_dim) * 0.1)
        self.rel_dep = nn.Linear(d, cfg.rel_dim)
        self.rel_head = nn.Linear(d, cfg.rel_dim)
        r = cfg.rel_dim + 1
        self.rel_bilinear = nn.Parameter(torch.randn(len(L.DEPRELS), r, r) / math.sqrt(r) * 0.3)
        self.rel_root = nn.Parameter(torch.randn(cfg.rel_dim) * 0.1)
        self.role_pred = nn.Linear(d, 2 * cfg.role_dim)
        self.role_token = nn.Linear(d, 2 * cfg.role_dim)
        self.role_offset = nn.Embedding(2 * cfg.role_distance + 1, cfg.role_dim)
        nn.init.zeros_(self.role_offset.weight)
        self.role_out = nn.Linear(cfg.role_dim, len(L.ROLE_LABELS))
        self.doc = nn.Linear(d, d, bias=False)
        nn.init.eye_(self.doc.weight)
        nn.init.normal_(self.arc_bilinear, std=1.0 / math.sqrt(cfg.arc_dim) * 0.5)

    def arcs(self, h: Tensor) -> Tensor:
        """Scores [batch, dependent, 1 + head]; column 0 is the root."""
        dep = F.relu(self.arc_dep(h))
        head = F.relu(self.arc_head(h))
        root = self.arc_root.expand(h.shape[0], 1, -1).to(head.dtype)
        heads = torch.cat([root, head], 1)
        scores = (dep @ self.arc_bilinear) @ heads.transpose(1, 2)
        return scores + (heads @ self.arc_bias)[:, None, :]

    def relations(self, h_dep: Tensor, h_head: Tensor, is_root: Tensor) -> Tensor:
        """Relation logits [n, labels] of (dependent, head) pairs given as rows."""
        dep = F.relu(self.rel_dep(h_dep))
        head = F.relu(self.rel_head(h_head))
        head = torch.where(is_root[:, None], self.rel_root.to(head.dtype)[None, :], head)
        one = torch.ones_like(dep[:, :1])
        dep, head = torch.cat([dep, one], 1), torch.cat([head, one], 1)
        left = torch.einsum("ni,lij->nlj", dep, self.rel_bilinear.to(dep.dtype))
        return (left * head[:, None, :]).sum(-1)

    def role_scores(self, p: Tensor, t: Tensor, offset: Tensor) -> Tensor:
        """Role logits [n, labels] of (predicate, token) pairs given their projections."""
        r = self.cfg.role_dim
        k = self.cfg.role_distance
        near = self.role_offset(offset.clamp(-k, k) + k)
        z = F.relu(p[:, :r] + t[:, :r] + near) + p[:, r:] * t[:, r:]
        return self.role_out(z)

    def document(self, hidden: Tensor, lengths: Tensor) -> Tensor:
        """Unit vector of each window: linear map of the mean hidden state over real pieces."""
        n = hidden.shape[1]
        mask = (torch.arange(n)[None, :] < lengths[:, None]).to(hidden.dtype)[..., None]
        mean = (hidden * mask).sum(1) / mask.sum(1)
        return F.normalize(self.doc(mean).float(), dim=-1)


def load_base(net: Net, state: dict[str, Tensor]) -> None:
    """Copy a Hugging Face BERT state dict (base weights) into the encoder."""
    e = net.encoder
    state = {k.removeprefix("bert."): v.float() for k, v in state.items()
             if torch.is_floating_point(v)}
    with torch.no_grad():
        e.word.weight.copy_(state["embeddings.word_embeddings.weight"])
        types = state["embeddings.token_type_embeddings.weight"][0]
        e.position.weight.copy_(state["embeddings.position_embeddings.weight"][: net.cfg.window] + types)
        e.norm.weight.copy_(state["embeddings.LayerNorm.weight"])
        e.norm.bias.copy_(state["embeddings.LayerNorm.bias"])
        for i, layer in enumerate(e.layers):
            p = f"encoder.layer.{i}."
            for part in ("weight", "bias"):
                qkv = [state[f"{p}attention.self.{n}.{part}"] for n in ("query", "key", "value")]
                getattr(layer.qkv, part).copy_(torch.cat(qkv))
                getattr(layer.out, part).copy_(state[f"{p}attention.output.dense.{part}"])
                getattr(layer.norm1, part).copy_(state[f"{p}attention.output.LayerNorm.{part}"])
                getattr(layer.up, part).copy_(state[f"{p}intermediate.dense.{part}"])
                getattr(layer.down, part).copy_(state[f"{p}output.dense.{part}"])
                getattr(layer.norm2, part).copy_(state[f"{p}output.LayerNorm.{part}"])
