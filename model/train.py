"""Train the multi-task model; resumable.

    python -m model.train --state STATE --steps 40000 --decay 4000

STATE holds base/<name>/ (see model/README.md), data.pkl (model.data.prepare), last.pt and log.txt.
The learning rate warms up, stays, and falls linearly to zero over the last `--decay` steps;
NAME-stable.pt is kept from the step before the fall, so that a longer run can go on from there.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import signal
import time
from pathlib import Path

import torch

from . import evaluate
from .batch import Stream, collate
from .checkpoint import Average, base_folder, load_net, new_net, save, start_from
from .data import knowledge
from .data.augment import Augmenter
from .data.sentence import Sentence
from .losses import SCALE, WEIGHTS, losses
from .net import Net
from .pieces import Pieces, vocabulary
from .quant import train_with_quantised_weights

MIXTURE: dict[str, float] = {"ewt": 0.27, "gum": 0.15, "gmb": 0.21, "names": 0.11, "social": 0.03,
                             "qasrl": 0.13, "masc": 0.05, "litbank": 0.02, "sport": 0.04}


class Sampler:
    """Draws batches of windows from the sources by the mixture."""

    def __init__(self, sources: dict[str, list[Sentence]], pieces: Pieces, shared: Path, seed: int,
                 mixture: dict[str, float] = MIXTURE) -> None:
        self.mixture = mixture
        self.rng = random.Random(seed)
        augmenter = Augmenter(knowledge.load(shared / "data/knowledge"), self.rng)
        self.pieces = pieces
        self.streams = {n: Stream(s, pieces, self.rng) for n, s in sources.items() if n in mixture}
        for name, rate in (("gmb", 0.15), ("names", 0.2), ("social", 0.1)):
            self.streams[name].rewrite = lambda s, r=rate: (
                augmenter.replace(s, 0.5) if self.rng.random() < 2 * r else s)
        self.sport = augmenter.sport

    def window(self) -> list[Sentence]:
        """One window of a random source."""
        name = self.rng.choices(list(self.mixture), list(self.mixture.values()))[0]
        if name != "sport":
            return self.streams[name].window()
        lines, size = [], 0
        while True:
            line = self.sport()
            size += sum(map(len, self.pieces.sentence(line)))
            if size > 126:
                return lines
            lines.append(line)


def rate(step: int, warmup: int, total: int, decay: int) -> float:
    """Learning-rate factor: warm-up, constant, linear fall to zero."""
    if step < warmup:
        return (step + 1) / warmup
    return min(1.0, max(0.0, (total - step) / max(1, decay)))


def optimizer_of(net: Net, lr: float, head_lr: float) -> torch.optim.AdamW:
    """AdamW with a higher rate for new parameters; the word table stays frozen."""
    net.encoder.word.weight.requires_grad_(False)
    body, heads = [], []
    for name, parameter in net.named_parameters():
        if not parameter.requires_grad:
            continue
        new = not name.startswith("encoder.") or any(x in name for x in (".case.", ".space.", ".start."))
        (heads if new else body).append(parameter)
    groups = [{"params": body, "lr": lr, "base": lr}, {"params": heads, "lr": head_lr, "base": head_lr}]
    return torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--base", default="minilm6", choices=("minilm6", "e5small12"))
    parser.add_argument("--layers", type=int)
    parser.add_argument("--ffn", type=int, help="units of a feed-forward layer; the base's without it")
    parser.add_argument("--steps", type=int, default=40000)
    parser.add_argument("--decay", type=int, default=5000)
    parser.add_argument("--warmup", type=int, default=300)
    parser.add_argument("--windows", type=int, default=8)
    parser.add_argument("--lr", type=float, default=1.5e-4)
    parser.add_argument("--head-lr", type=float, default=8e-4)
    parser.add_argument("--soft-after", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--name", default="last")
    parser.add_argument("--teacher", type=Path, nargs="+", default=[],
                        help="checkpoints of teachers to distil from, which take turns by step")
    parser.add_argument("--init", type=Path, help="checkpoint of a trained net of as many or more layers and units to start from")
    parser.add_argument("--distil", type=float, default=1.0, help="weight of the distillation loss")
    parser.add_argument("--save-minutes", type=float, default=4.0)
    parser.add_argument("--eval-steps", type=int, default=3000)
    parser.add_argument("--silver", type=float, default=0.0, help="share of windows from STATE/silver.pkl")
    parser.add_argument("--quantised", action="store_true", help="train with 7-bit encoder weights")
    parser.add_argument("--fp32", action="store_true")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    with (args.state / "data.pkl").open("rb") as handle:
        prepared = pickle.load(handle)
    scripts = len(prepared["scripts"])
    net = new_net(args.state, args.base, scripts, args.layers, args.ffn)
    if args.init is not None:
        start_from(net, load_net(args.init, args.state)[0])
    original = new_net(args.state, "minilm6", scripts).eval()
    pieces = Pieces(vocabulary(base_folder(args.state, args.base)))
    teachers = []
    if args.teacher:
        from .distil import Teacher
        teachers = [Teacher(path, args.state) for path in args.teacher]
    optimizer = optimizer_of(net, args.lr, args.head_lr)
    if args.quantised:
        train_with_quantised_weights(net)
    mixture = dict(MIXTURE)
    if args.silver > 0:
        with (args.state / "silver.pkl").open("rb") as handle:
            prepared["sources"]["silver"] = pickle.load(handle)
        mixture["silver"] = args.silver / (1.0 - args.silver)
    average = Average(net, 0.9985)
    path = args.state / f"{args.name}.pt"
    step = 0
    if path.exists():
        data = torch.load(path, map_location="cpu", weights_only=False)
        net.load_state_dict(data["net"])
        average.load(data["average"])
        optimizer.load_state_dict(data["optimizer"])
        step = data["step"]
    sampler = Sampler(prepared["sources"], pieces, args.shared, args.seed * 100003 + step,
                      mixture)
    log = (args.state / f"{args.name}.log").open("a", encoding="utf-8")

    def say(text: str) -> None:
        log.write(f"{time.strftime('%H:%M:%S')} {text}\n")
        log.flush()

    say(f"start step {step} mixture {mixture} weights {WEIGHTS} args {vars(args)}")
    sums: dict[str, float] = {}
    started, counted, saved = time.time(), 0, time.time()
    net.train()
    stopping: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: stopping.append(number))
    while step < args.steps:
        batch = collate([sampler.window() for _ in range(args.windows)], pieces, sampler.rng)
        factor = rate(step, args.warmup, args.steps, args.decay)
        for group in optimizer.param_groups:
            group["lr"] = group["base"] * factor
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=not args.fp32):
            parts, hidden = losses(net, batch, step >= args.soft_after)
            if teachers:
                parts["distil"] = args.distil * teachers[step % len(teachers)].loss(net, hidden, batch, SCALE)
            if step % 8 == 0:
                with torch.no_grad():
                    zero = torch.zeros_like(batch.case)
                    target = original.encoder(batch.pieces, zero, zero, zero, batch.lengths)
                    aim = original.document(target, batch.lengths)
                parts["doc"] = WEIGHTS["doc"] * (1 - (net.document(hidden, batch.lengths) * aim).sum(-1)).mean()
            loss = torch.stack(list(parts.values())).sum()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(average.live, 2.0)
        optimizer.step()
        step += 1
        average.update(step)
        counted += int(batch.lengths.sum())
        for k, v in parts.items():
            sums[k] = sums.get(k, 0.0) + float(v.detach())
        if step % 100 == 0:
            speed = counted / (time.time() - started)
            sums["doc"] = sums.get("doc", 0.0) * 8
            say(f"step {step} lr {factor:.3f} pieces/s {speed:.0f} "
                + " ".join(f"{k} {v / 100:.4f}" for k, v in sums.items()))
            sums, started, counted = {}, time.time(), 0
        if step == args.steps - args.decay:
            save(args.state / f"{args.name}-stable.pt", net, average, optimizer, step, scripts, {})
        if time.time() - saved > 60 * args.save_minutes or step == args.steps or stopping:
            save(path, net, average, optimizer, step, scripts, {})
            saved = time.time()
            if stopping:
                say(f"stopped at step {step}")
                break
        if step % args.eval_steps == 0 or step == args.steps:
            live = {n: p.detach().clone() for n, p in net.named_parameters() if p.requires_grad}
            net.load_state_dict(average.state(), strict=False)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                figures = evaluate.run(net, pieces, prepared, args.shared, False)
            net.load_state_dict(live, strict=False)
            net.train()
            for name, values in figures.items():
                say(f"eval {step} {name} {json.dumps(values)}")
            started = time.time()


if __name__ == "__main__":
    main()
