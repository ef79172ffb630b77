"""Being asked to end: what is in flight is finished and saved, and the next request ends the program at once."""

import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import Final

from transum.errors import ExitCode

_NAMES: Final = {
    "SIGINT": ExitCode.INTERRUPTED,
    "SIGTERM": ExitCode.TERMINATED,
    "SIGHUP": ExitCode.HANGUP,
}
ENDINGS: Final[Mapping[int, ExitCode]] = {
    getattr(signal, name): code for name, code in _NAMES.items() if hasattr(signal, name)
}
"""The signals that ask a program to end, each with the exit code that tells of it; Windows has no SIGHUP."""


class Request:
    """Whether somebody has asked the run to end, and how."""

    def __init__(self) -> None:
        self.exit_code: ExitCode | None = None

    def is_made(self) -> bool:
        """Whether somebody has."""
        return self.exit_code is not None


@contextmanager
def ending_on_request(on_request: Callable[[], None]) -> Iterator[Request]:
    """Inside, the first of ``ENDINGS`` makes the request and calls ``on_request``; a second has its usual effect.

    A signal that is ignored stays ignored: that is how a shell's background job and ``nohup`` are told to go on.
    """
    request = Request()
    if threading.current_thread() is not threading.main_thread():  # where no signal can be handled
        yield request
        return
    before = {number: signal.getsignal(number) for number in ENDINGS}
    heeded = [number for number, handler in before.items() if handler not in {signal.SIG_IGN, None}]

    def restore() -> None:
        for number in heeded:
            signal.signal(number, before[number])

    def on_signal(number: int, _: FrameType | None) -> None:
        request.exit_code = ENDINGS[number]
        restore()
        on_request()

    for number in heeded:
        signal.signal(number, on_signal)
    try:
        yield request
    finally:
        restore()
