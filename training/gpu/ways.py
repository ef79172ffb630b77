"""Which fast ways of the forward pass work on this device, tried on a batch before training begins.

A machine is lent for minutes, with whatever versions it has. A way that fails, or that gives another loss, is left out
and said, and the run goes on without it.
"""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

import torch

from training.config import Training
from training.gpu.network import EVERYWHERE, PLAIN, Net, Regions, Ways
from training.gpu.packing import FILL, Batch

Say = Callable[[str], None]

_NEAR: Final = 0.05  # nats that two ways may differ by, in half precision and with other values dropped
_TIMES: Final = 5
_SHAPES: Final = 64  # compiled versions of a region: by width, dropout, and whether gradients are wanted


def fastest(nets: Sequence[tuple[Net, Training]], batch: Batch, say: Say) -> Ways:
    """The ways that work for all ``nets``, each with the settings it will be trained with."""
    if batch.real.device.type != "cuda":
        return EVERYWHERE
    longest = max(FILL, *(training.max_tokens for _, training in nets))
    flash = Ways(flash=-(-longest // 16) * 16)
    ways = tried("flash attention", lambda: flash, EVERYWHERE, nets, batch, say)
    ways = tried("compiled regions", partial(compiled, ways), ways, nets, batch, say)
    for net, training in nets:
        milliseconds = 1000 * _seconds(net, training, batch, ways)
        say(f"width {net.shape.heads * net.size}: {milliseconds:.1f} ms a step without the optimiser")
    return ways


def compiled(ways: Ways) -> Ways:
    """``ways`` with the regions compiled for each shape that they meet."""
    settings: Any = torch._dynamo.config  # noqa: SLF001 -- where torch has these settings
    settings.cache_size_limit = _SHAPES
    settings.automatic_dynamic_shapes = False
    regions: Any = [torch.compile(region, dynamic=False) for region in PLAIN]
    return replace(ways, regions=Regions(*regions))


def tried(  # noqa: PLR0917 -- what is tried, against what, on what
    name: str, candidate: Callable[[], Ways], known: Ways, nets: Sequence[tuple[Net, Training]], batch: Batch, say: Say
) -> Ways:
    """``candidate()`` if all ``nets`` have the loss there that they have by the ways ``known``, otherwise ``known``."""
    began = time.monotonic()
    try:
        ways = candidate()
        for net, training in nets:
            _loss(net, training, batch, ways)  # the first time compiles
            before, after = _loss(net, training, batch, known), _loss(net, training, batch, ways)
            say(f"{name}: loss {after:.4f}, without {before:.4f}, after {time.monotonic() - began:.0f} s")
            if not abs(after - before) < _NEAR:
                return known
    except Exception as exc:  # noqa: BLE001 -- whatever a compiler or a kernel raises
        say(f"{name}: not used, {type(exc).__name__}: {exc}")
        return known
    return ways


def _loss(net: Net, training: Training, batch: Batch, ways: Ways) -> float:
    """The loss of one step, forward and back; NaN where the gradient is not finite."""
    loss = net.loss(batch, ways, dropout=training.dropout, smoothing=training.label_smoothing)
    loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it without annotations
    size = sum(float(weight.grad.square().sum()) for weight in net.weights.values() if weight.grad is not None)
    for weight in net.weights.values():
        weight.grad = None
    return loss.item() if math.isfinite(size) else math.nan


def _seconds(net: Net, training: Training, batch: Batch, ways: Ways) -> float:
    torch.cuda.synchronize()
    began = time.monotonic()
    for _ in range(_TIMES):
        _loss(net, training, batch, ways)
    torch.cuda.synchronize()
    return (time.monotonic() - began) / _TIMES
