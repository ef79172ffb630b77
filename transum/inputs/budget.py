"""Readers with a budget: so much time and memory for a file.

A file is a program of sorts: small ones exist that take hours or all memory to read. Only the operating system can put
an end to that, whatever library is at work; so files are read in a process of their own (``apart``), one for all of
them, so that its start is paid once. Small texts are read here: their bounds keep them to seconds.
"""

import atexit
import logging
import os
import signal
import subprocess
import sys
import threading
from typing import Final

from transum.errors import InputError
from transum.inputs import Input
from transum.inputs.apart import Answer, Task, Words, out_of_memory, put, take

_SECONDS: Final = 120  # of processor time for a file: a page of a PDF takes a twentieth, and it may have 2,000
_WAITED: Final = 4  # times as long by the clock, where others are at work on the machine
_SMALL: Final = 1 << 16  # characters


def words(row: Input, source: bytes | str, name: str, *, whole: bool = False, margins: bool = False) -> Words:
    """As ``Input.words``, within the budget; raises ``InputError`` where that is spent.

    What a reader raises because of a bug is a ``RuntimeError`` with its traceback.
    """
    if not row.reader or not (row.is_container or len(source) > _SMALL):
        return row.words(source, name, whole=whole, margins=margins)
    answer = _READER.answer(Task(row.name, source, name, whole, margins, _SECONDS))
    for logger, level, message in answer.logged:
        logging.getLogger(logger).log(level, "%s", message)
    if answer.bug:
        raise RuntimeError(f"the reader of {row.what} failed on {name}:\n{answer.bug}")
    if answer.words is None:
        raise InputError(answer.error, answer.hint)
    return answer.words


class _Reader:
    """The process; started when it is first needed, and again when it had to be ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        atexit.register(self._end)

    def answer(self, task: Task) -> Answer:
        """What the process makes of a task, or what became of it."""
        with self._lock:
            # An idle process may have been ended by others, or with the thread that started it: once more, then.
            is_used = self._process is not None and self._owner == os.getpid()
            return (self._tried(task) if is_used else None) or self._tried(task) or out_of_memory(task.name)

    def _tried(self, task: Task) -> Answer | None:
        """The answer; None where the process ended before it had one."""
        if self._process is None or self._owner != os.getpid():
            self._process, self._owner = _start(task.name), os.getpid()
        process = self._process
        assert process.stdin is not None  # noqa: S101 - they are pipes
        assert process.stdout is not None  # noqa: S101
        clock = threading.Timer(_WAITED * task.seconds, process.send_signal, [_OUT_OF_TIME])
        clock.daemon = True
        clock.start()
        try:
            put(process.stdin, task)
            answer = take(process.stdout)
        except (EOFError, OSError):
            if self._end() != -_OUT_OF_TIME:
                return None
            error = f"{task.name} takes too long to read ({task.seconds} s)"
            return Answer(error=error, hint="Divide it, or save it as text.")
        except BaseException:  # Ctrl-C: what it would answer is for nobody
            self._end()
            raise
        finally:
            clock.cancel()
        assert isinstance(answer, Answer)  # noqa: S101 - nothing else is put there
        return answer

    def _end(self) -> int | None:
        """End the process, if this one started it; returns what it ended with."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return None
        for pipe in (process.stdin, process.stdout):
            try:
                pipe.close()  # type: ignore[union-attr]  # they are pipes
            except OSError:  # what it was not given any more
                continue
        try:
            return process.wait(_TO_END)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()


_OUT_OF_TIME: Final = int(getattr(signal, "SIGXCPU", signal.SIGTERM))
_TO_END: Final = 0.5  # seconds
_READER: Final = _Reader()


def _start(name: str) -> "subprocess.Popen[bytes]":
    # The modules that are loaded there are those that would be here, and none that lies in the working folder.
    command = [sys.executable, "-P", "-c", "from transum.inputs.apart import main; main()"]
    try:
        return subprocess.Popen(  # noqa: S603 - our own module
            command,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the parent, which lets what is in flight be finished
        )
    except OSError as exc:
        raise InputError(
            f"no process can be started to read {name}: {exc.strerror}", hint="End others, or raise ulimit -u."
        ) from exc
