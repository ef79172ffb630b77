"""Can any machine of the cluster work? Where none can, Ray waits for one to join, and doesn't say a word."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Final

WAITING: Final = (
    "no machine of the cluster has a processor for this: it waits for one to join (ray status). Ctrl-C ends it; "
    "the same command goes on where this one ended."
)
_LAST_LOOK: Final = 5  # seconds that it may take


@contextmanager
def telling(
    can_work: Callable[[], bool], say: Callable[[str], None], *, patience: float = 60, look: float = 5
) -> Iterator[None]:
    """Inside, ``say`` is told so when nobody ``can_work`` for about ``patience`` seconds; again if that comes again.

    ``can_work`` is asked every ``look`` seconds, by a thread, and not after the end.
    """
    ended = Event()
    watch = Thread(target=_watch, args=(can_work, say, ended, round(patience / look), look), daemon=True)
    watch.start()
    try:
        yield
    finally:
        ended.set()
        watch.join(_LAST_LOOK)


def _watch(can_work: Callable[[], bool], say: Callable[[str], None], ended: Event, most: int, look: float) -> None:
    in_vain = 0
    while not ended.wait(look):
        in_vain = 0 if can_work() else in_vain + 1
        if in_vain == most and not ended.is_set():
            say(WAITING)
