"""Whether a file is as it was, told without reading it: a million results are gone over in seconds.

A stamp is what the system says of a file (which one, how long, when written, when changed in any way), as git keeps it
in its index. It is taken only where the last change is a while ago: else one more change, in the same tick of the
system's clock, would leave the stamp as it is.
"""

import os
import time
from typing import Final

_SETTLED: Final = 2_000_000_000  # nanoseconds: the coarsest clock of a file system


def stamp(status: os.stat_result, now: int | None = None) -> str:
    """The stamp of a file with that status, "" where it was changed in the last two seconds before ``now``.

    ``now`` are nanoseconds since the epoch, by default those of the system's clock.

    >>> stamp(os.stat_result([0o100644, 7, 1, 1, 0, 0, 5, 0, 100, 100]), 200_000_000_000)
    '7 5 100000000000 100000000000'
    """
    changed = max(status.st_mtime_ns, status.st_ctime_ns)
    return sign(status) if (time.time_ns() if now is None else now) - changed > _SETTLED else ""


def sign(status: os.stat_result) -> str:
    """What a stamp is made of, whenever the file was changed."""
    return f"{status.st_ino} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"


class Stamped:
    """Results and their inputs that are going to have stamps, once their last change is a while ago."""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, str, str, str]] = []
        self._due = time.monotonic_ns() + 2 * _SETTLED

    @property
    def are_due(self) -> bool:
        """Whether it is a while since they were last looked at."""
        return bool(self._waiting) and time.monotonic_ns() > self._due

    def add(self, name: str, path: str, input_stamp: str, result_sign: str) -> None:
        """The result ``name`` lies at ``path``, with this sign; "" as the stamp of its input: it won't have one."""
        if input_stamp and result_sign:
            self._waiting.append((name, path, input_stamp, result_sign))

    def settled(self) -> list[tuple[str, str, str]]:
        """Those that have: the stamps of input and result, and the result's name. The others go on waiting."""
        self._due = time.monotonic_ns() + 2 * _SETTLED
        rows, waiting = [], []
        for entry in self._waiting:
            name, path, input_stamp, result_sign = entry
            try:
                status = os.stat(path)  # noqa: PTH116 - for every file
            except (OSError, ValueError):
                continue
            if sign(status) != result_sign:
                continue
            if result_stamp := stamp(status):
                rows.append((input_stamp, result_stamp, name))
            else:
                waiting.append(entry)
        self._waiting = waiting
        return rows
