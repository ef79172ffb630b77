"""Results a page at a time, as git shows its own."""

import os
import shlex
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from transum.outputs.streams import write_stdout


@contextmanager
def results(*, paged: bool) -> Iterator[Callable[[bytes], None]]:
    """What results are written with: at once to standard output or, if ``paged``, all of them in the end to a pager.

    Nothing else may draw on the terminal while a pager does.
    """
    if not paged:
        yield write_stdout
        return
    pages: list[bytes] = []
    try:
        yield pages.append
    finally:
        if pages:
            _page(b"".join(pages))


def _page(data: bytes) -> None:
    """Show ``data`` in ``PAGER``, ``less`` by default; without one it is written as it is."""
    command = shlex.split(os.environ.get("PAGER", "")) or ["less"]
    environment = {"LESS": "FRX", **os.environ}  # as git: quit if it fits the screen, keep colours, leave it there
    try:
        with _left_to_the_pager():
            subprocess.run(command, input=data, env=environment, check=False)  # noqa: S603 - the user's own pager
    except OSError:
        write_stdout(data)


@contextmanager
def _left_to_the_pager() -> Iterator[None]:
    """Inside, Ctrl-C is the pager's business: it ends a search there."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
