"""Fitting a model to pairs until the clock says stop."""

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from torch import Tensor

from training.config import Training
from training.gpu.network import EMBEDDING, EVERYWHERE, Net, Ways
from training.gpu.packing import Batch, Pairs
from training.optimisation import optimiser
from training.schedule import over, rate_factor

DEV_SIZE: Final = 8192  # pieces a side of a batch of the development set
_ABREAST: Final = 20  # steps that the host may be ahead of the device, so that the clock means what the device has done
_LINES: Final = 10  # of a run's history, with a development loss each


@dataclass(frozen=True, slots=True)
class Watch:
    """What a run is watched by: its name, its development set, where its lines go."""

    name: str
    dev: Pairs
    say: Callable[[str], None] = print


@dataclass(slots=True)
class Progress:
    """How far a run is; ``pieces`` are real target pieces."""

    step: int = 0
    passes: int = 0
    pieces: int = 0


def fit(  # noqa: PLR0917 -- what, on what, how
    net: Net, pairs: Pairs, training: Training, ways: Ways, random: np.random.Generator, watch: Watch, *,
    seconds: float = math.inf,
) -> Progress:  # fmt: skip
    """Train ``net`` until ``seconds`` or ``training.steps`` are over; how far it got.

    The learning rates follow ``training``, the decay by the clock too where it says so.
    """
    progress, adam = Progress(), optimiser(net, training)
    began = told = time.monotonic()
    for batch, count in batches(pairs, training, random, progress):
        now = time.monotonic()
        if progress.step >= training.steps or now - began >= seconds:
            break
        factor = rate_factor(progress.step + 1, over(progress.step, now - began, seconds, training), training)
        loss = step(net, adam, batch, training, ways, factor)
        progress.step += 1
        progress.pieces += count
        if progress.step % _ABREAST == 0:
            loss.item()
        if now - told >= seconds / _LINES:
            watch.say(line(progress, now - began, factor, loss.item(), dev_loss(net, watch.dev, ways), watch.name))
            told = time.monotonic()
    watch.say(
        f"{watch.name}: {progress.step} steps, {progress.passes} passes, {progress.pieces / 1e6:.1f} M target pieces,"
        f" development loss {dev_loss(net, watch.dev, ways):.4f}"
    )
    return progress


def batches(
    pairs: Pairs, training: Training, random: np.random.Generator, progress: Progress
) -> Iterator[tuple[Batch, int]]:
    """Batches without end, pass after pass, and how many target pieces each has."""
    while True:
        for draw in pairs.plan(random, training.batch_tokens, training.sampled_share):
            yield pairs.batch(draw, training.batch_tokens), pairs.target.pieces(draw.targets)
        progress.passes += 1


def step(  # noqa: PLR0917 -- the inside of one loop
    net: Net, adam: torch.optim.Optimizer, batch: Batch, training: Training, ways: Ways, factor: float
) -> Tensor:
    """One batch forward and back, one move of the weights; the loss, still on the device."""
    for group in adam.param_groups:
        group["lr"] = group["base"] * factor
    loss = net.loss(batch, ways, dropout=training.dropout, smoothing=training.label_smoothing)
    adam.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it without annotations
    rows = net.weights[EMBEDDING].grad
    if rows is not None:
        rows[net.shape.padding] = 0  # the row that decoding starts from is zero in every Marian model
    torch.nn.utils.clip_grad_norm_(list(net.weights.values()), training.clip, foreach=True)
    adam.step()
    return loss.detach()


def line(  # noqa: PLR0917 -- a line's columns
    progress: Progress, seconds: float, factor: float, loss: float, dev: float, name: str
) -> str:
    """A line of the history."""
    return (
        f"{name}: step {progress.step}  {progress.pieces / 1e6:.1f} M pieces ({progress.pieces / seconds:.0f}/s)"
        f"  pass {progress.passes}  rates x{factor:.2f}  loss {loss:.3f}  dev {dev:.4f}"
    )


@torch.no_grad()
def dev_loss(net: Net, dev: Pairs, ways: Ways = EVERYWHERE) -> float:
    """The cross-entropy of ``net`` on all of ``dev``, nats a target piece."""
    total = count = 0.0
    for draw in dev.plan(np.random.default_rng(0), DEV_SIZE, 0.0):
        pieces = dev.target.pieces(draw.targets)
        total += net.loss(dev.batch(draw, DEV_SIZE), ways.of_any_shape).item() * pieces
        count += pieces
    return total / count if count else math.nan
