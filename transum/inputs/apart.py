"""The process in which files are read: so much memory, so much time for each, and no longer life than the parent's.

It is given tasks on standard input, and writes their answers on standard output, each pickled behind its length.
"""

import logging
import os
import pickle
import signal
import struct
import sys
import time
import traceback
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Final

from transum.errors import InputError
from transum.inputs import INPUTS
from transum.inputs.failures import EXTRA

if TYPE_CHECKING:
    from transum.document import Layout

_MEMORY: Final = 2 << 30  # bytes of address space, of which Python and a library take a tenth
_DIES_WITH_PARENT: Final = 1  # PR_SET_PDEATHSIG of prctl(2)
_SIZE: Final = struct.Struct(">Q")

Words = tuple[str, "Layout | None"]


@dataclass(frozen=True, slots=True)
class Task:
    """The name of a row of ``INPUTS``, what its reader takes, and the seconds of processor time that it may take."""

    row: str
    source: bytes | str
    name: str
    whole: bool
    margins: bool
    seconds: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The words, or else an error; and what was logged: by which logger, at which level.

    ``bug`` is the traceback of what no reader may raise.
    """

    words: Words | None = None
    error: str = ""
    hint: str = ""
    bug: str = ""
    logged: list[tuple[str, int, str]] = field(default_factory=list)


def put(pipe: IO[bytes], thing: Task | Answer) -> None:
    """Write to the other process."""
    data = pickle.dumps(thing)
    pipe.write(_SIZE.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def take(pipe: IO[bytes]) -> Task | Answer:
    """Read from the other process; raises ``EOFError`` where that has ended."""
    head = pipe.read(_SIZE.size)
    data = pipe.read(_SIZE.unpack(head)[0]) if len(head) == _SIZE.size else b""
    if not data or len(data) < _SIZE.unpack(head)[0]:
        raise EOFError
    thing: Task | Answer = pickle.loads(data)  # noqa: S301 - only ``put`` wrote it
    return thing


def out_of_memory(name: str) -> Answer:
    """The answer where a file takes more than it may."""
    return Answer(error=f"{name} takes too much memory to read", hint="Divide it, or save it as text.")


def main() -> None:
    """Do what is asked for until the parent ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints disturbs nobody
    _limit_life()
    serve(sys.stdin.buffer, answers)


def serve(tasks: IO[bytes], answers: IO[bytes]) -> None:
    """Answer each task of one pipe on the other, until there are no more."""
    logged = _Logged()
    logging.getLogger("transum").addHandler(logged)
    try:
        while isinstance(task := take(tasks), Task):
            _limit("RLIMIT_CPU", int(time.process_time()) + 1 + task.seconds)
            answer = _answer(task, logged)
            try:
                put(answers, answer)
            except (pickle.PicklingError, AttributeError, TypeError):  # a layout that can't travel
                put(answers, Answer(bug=traceback.format_exc()))
    except (EOFError, BrokenPipeError):
        return
    finally:
        logging.getLogger("transum").removeHandler(logged)


class _Logged(logging.Handler):
    """Keeps what is logged, to be said where people look."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[tuple[str, int, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append((record.name, record.levelno, record.getMessage()))


def _answer(task: Task, logged: _Logged) -> Answer:
    logged.records = []
    row = next(row for row in INPUTS if row.name == task.row)
    try:
        return Answer(row.words(task.source, task.name, whole=task.whole, margins=task.margins), logged=logged.records)
    except InputError as exc:
        if isinstance(exc.__cause__, MemoryError):
            return out_of_memory(task.name)
        return Answer(error=exc.message, hint=exc.hint, logged=logged.records)
    except MemoryError:
        return out_of_memory(task.name)
    except ImportError:
        return Answer(error=f"{task.name} is {row.what}, and the library for it is not installed", hint=EXTRA)
    except Exception:  # noqa: BLE001 - it is said where people look, and is not taken for a lack of memory
        return Answer(bug=traceback.format_exc())


def _limit_life() -> None:
    _limit("RLIMIT_AS", _MEMORY)
    _limit("RLIMIT_CORE", 0)
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGKILL)


def _limit(name: str, allowed: int) -> None:
    try:
        import resource
    except ImportError:  # Windows, where only the parent's clock ends it
        return
    limit = getattr(resource, name)
    _, most = resource.getrlimit(limit)
    resource.setrlimit(limit, (allowed if most == resource.RLIM_INFINITY else min(most, allowed), most))
