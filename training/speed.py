"""What is fastest on this machine, measured before training begins instead of guessed."""

import time
from collections.abc import Callable
from typing import Any, Final

import torch
from torch import Tensor
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


def faster(plain: Callable[..., Tensor], candidate: Callable[..., Tensor], *inputs: Any) -> tuple[bool, str]:
    """Whether ``candidate`` gives ``plain``'s loss sooner, forward and back, and that in words.

    The first calls, in which torch.compile compiles, are no part of it. A candidate that fails is not faster: a run on
    a GPU lent for half an hour must not end because something new went wrong.
    """
    before = _step_seconds(plain, *inputs)
    began = time.monotonic()
    try:
        after = _step_seconds(candidate, *inputs)
    except Exception as exc:  # noqa: BLE001 -- whatever the compiler raises
        return False, f"torch.compile failed ({type(exc).__name__}), not used"
    chosen = after < before
    return chosen, (
        f"a batch takes {1000 * before:.0f} ms, compiled {1000 * after:.0f} ms"
        f" (it took {time.monotonic() - began:.0f} s): {'compiled' if chosen else 'not compiled'}"
    )


def _step_seconds(loss: Callable[..., Tensor], *inputs: Any) -> float:
    def once() -> None:
        loss(*inputs).backward()  # type: ignore[no-untyped-call]  # torch leaves it without annotations

    for _ in range(3):
        once()
    return min(_seconds(once) for _ in range(3))


def _seconds(work: Callable[[], Any]) -> float:
    _finish()
    began = time.perf_counter()
    work()
    _finish()
    return time.perf_counter() - began


def _finish() -> None:
    if torch.cuda.is_available():
        torch.cuda.synchronize()
