"""Memory that engines have freed, given back to the system.

An engine's threads allocate large buffers and free them; the C library keeps them for the thread that comes again. What
three engines, one after the other, have kept in this way is more than any of them needs. And of what each thread has
for itself the upper end can't be given back at all: with one heap for all threads that is a tenth of the whole.
"""

import ctypes
from collections.abc import Callable
from functools import cache
from typing import Final

_ARENA_MAX: Final = -8  # of mallopt(3)


def trim() -> None:
    """Give freed memory back, where the C library can be asked to (glibc); takes some milliseconds."""
    if give_back := _of_the_c_library("malloc_trim"):
        give_back(0)


def share() -> None:
    """Let threads that begin from now on allocate from one heap, where the C library can be asked to (glibc).

    For a long text, before the engines are loaded: they wait for each other a little, a few percent of their time.
    """
    if (set_option := _of_the_c_library("mallopt")) and _of_the_c_library("malloc_trim"):  # others' options differ
        set_option(_ARENA_MAX, 1)


@cache
def _of_the_c_library(name: str) -> Callable[..., int] | None:
    try:
        function: Callable[..., int] = getattr(ctypes.CDLL(None), name)
    except (AttributeError, OSError, TypeError):  # other C libraries; a system without one of that name
        return None
    return function
