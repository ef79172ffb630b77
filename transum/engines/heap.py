"""Memory that engines have freed, given back to the system.

An engine's threads allocate large buffers and free them; the C library keeps them for the thread that comes again. What
three engines, one after the other, have kept in this way is more than any of them needs.
"""

import ctypes
from collections.abc import Callable
from functools import cache


def trim() -> None:
    """Give freed memory back, where the C library can be asked to (glibc); takes some milliseconds."""
    if (give_back := _malloc_trim()) is not None:
        give_back(0)


@cache
def _malloc_trim() -> Callable[[int], int] | None:
    try:
        function: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # other C libraries; a system without one of that name
        return None
    return function
