"""Is the cluster's head still there? Without it Ray ends the whole program after a minute, and doesn't say a word."""

import socket
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Event, Thread
from typing import Final, TypeAlias, TypeVar

from transum.errors import ModelError

T = TypeVar("T")
Told: TypeAlias = SimpleQueue[tuple[T] | BaseException | None]
"""One that was made, or what was raised; None is the end."""

_WAY_OUT: Final = "Start the cluster again, and run the same command again: it goes on where this one ended."


@dataclass(frozen=True, slots=True)
class Head:
    """The service of a cluster that all its machines need, at ``address``, which is ``HOST:PORT``."""

    address: str

    def is_there(self) -> bool:
        """Whether it takes a connection.

        >>> Head("127.0.0.1:1").is_there()
        False
        """
        host, _, port = self.address.rpartition(":")
        try:
            with socket.create_connection((host.strip("[]"), int(port)), timeout=5):
                return True
        except OSError:
            return False


def until_lost(
    made: Iterable[T], is_there: Callable[[], bool], *, patience: float = 45, look: float = 5
) -> Iterator[T]:
    """What ``made`` gives, and raises what it raises, or ``ModelError`` after ``patience`` seconds without the head.

    A head may come back, and Ray waits a minute for it. ``made`` is asked by a thread, since nobody else can go on
    where Ray waits.

    >>> list(until_lost([1, 2], lambda: True))
    [1, 2]
    """
    told: Told[T] = SimpleQueue()
    ended = Event()
    Thread(target=_ask, args=(made, told), daemon=True).start()
    Thread(target=_watch, args=(is_there, told, ended, patience, look), daemon=True).start()
    try:
        while one := told.get():
            if isinstance(one, BaseException):
                raise one
            yield one[0]
    finally:
        ended.set()


def _ask(made: Iterable[T], told: Told[T]) -> None:
    """Tell of each that ``made`` gives, then of the end or of what it raised."""
    try:
        for one in made:
            told.put((one,))
        told.put(None)
    except BaseException as exc:  # noqa: BLE001 - raised again, in the thread that asked
        told.put(exc)


def _watch(is_there: Callable[[], bool], told: Told[T], ended: Event, patience: float, look: float) -> None:
    seen = time.monotonic()
    while not ended.wait(look):
        if is_there():
            seen = time.monotonic()
        elif time.monotonic() - seen > patience:
            told.put(ModelError(f"the head of the cluster was gone for {patience:.0f} seconds", hint=_WAY_OUT))
            return
