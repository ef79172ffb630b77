"""What is fastest on this machine, measured before training begins instead of guessed."""

import time
from collections.abc import Callable
from typing import Any, Final

import torch
from torch.nn import functional

_ROWS: Final = 1600  # of the matrices measured: a batch of the embedded translator times its feed-forward layer
_TIMES: Final = 12
# Below this share of float32's time bfloat16 pays: what it saves in the products it partly loses in conversions.
_WORTH_IT: Final = 0.8


def half_is_faster() -> bool:
    """Whether this processor multiplies bfloat16 clearly faster than float32.

    With AMX, or on Zen 4, it does; an Intel processor without AMX takes twice as long.
    """
    return _product_seconds(torch.bfloat16) < _WORTH_IT * _product_seconds(torch.float32)


def _product_seconds(kind: torch.dtype) -> float:
    states, weight = torch.ones(_ROWS, 384, dtype=kind), torch.ones(1536, 384, dtype=kind)
    return min(_seconds(lambda: functional.linear(states, weight)) for _ in range(_TIMES))


def _seconds(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
