"""Everything that can go wrong and is not a bug.

    TransumError              base; never raised itself
    ├─ UsageError         2   options that contradict each other or name nothing
    ├─ InputError         3   missing, unreadable, not text, undecodable, empty
    │  └─ LanguageError   3   the text is not Indonesian
    ├─ OutputError        4   a result can't be written
    └─ ModelError         5   a model is missing, damaged, or failed

A foreign exception (OSError, sqlite3.Error, RuntimeError of an engine, …) is translated into one of these where the
foreign library is called, always ``from exc``. ``cli.main`` is the only place that prints one and exits.
"""

from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """The documented exit codes; numbers are public and never change."""

    DONE = 0
    BUG = 1
    USAGE = 2
    INPUT = 3
    OUTPUT = 4
    MODEL = 5
    FINDINGS = 6
    PARTIAL = 7
    HANGUP = 129
    INTERRUPTED = 130
    TERMINATED = 143


class TransumError(Exception):
    """A problem that the user can understand and mend.

    ``message`` says what is wrong and where; ``hint`` says how to get out of it (one sentence, may be empty).

    >>> str(InputError("article.txt is empty", hint="Give a file with text in it."))
    'article.txt is empty'
    """

    exit_code: ClassVar[ExitCode] = ExitCode.BUG

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(TransumError):
    """Options that contradict each other, or a name that nothing goes by."""

    exit_code = ExitCode.USAGE


class InputError(TransumError):
    """An input can't be read."""

    exit_code = ExitCode.INPUT


class LanguageError(InputError):
    """The text is readable, but not Indonesian."""


class OutputError(TransumError):
    """A result can't be written."""

    exit_code = ExitCode.OUTPUT


class ModelError(TransumError):
    """A model is missing, damaged, or failed while it ran."""

    exit_code = ExitCode.MODEL


class StoppedError(BaseException):
    """Somebody ended the program by SIGTERM or SIGHUP.

    No ``Exception``, as ``KeyboardInterrupt`` is none: what goes on after an error must not go on after this.
    """

    def __init__(self, exit_code: ExitCode) -> None:
        super().__init__(exit_code.name.lower())
        self.exit_code = exit_code


class ReaderGoneError(Exception):
    """Whoever read our standard output has stopped (``transum … | head``): the end, and nobody's fault."""
