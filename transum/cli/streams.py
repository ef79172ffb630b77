"""The program's three streams, made so that a result is never lost in silence and a note never decides the outcome."""

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

from transum.errors import OutputError, ReaderGoneError
from transum.outputs.streams import silence_stdout

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class _Guarded(io.RawIOBase):
    """Writes to the file of ``stream``; what goes wrong there is ``failed``'s business, unless that raises nobody's."""

    def __init__(self, stream: TextIO, failed: Callable[[OSError], None]) -> None:
        super().__init__()
        self._stream = stream  # which would close the file if nobody held it
        self._raw: io.RawIOBase = getattr(stream.buffer, "raw", cast("io.RawIOBase", stream.buffer))
        self._failed = failed

    def fileno(self) -> int:
        """See ``RawIOBase``, as for those below."""
        return self._raw.fileno()

    def isatty(self) -> bool:
        return self._raw.isatty()

    def writable(self) -> bool:
        return True

    def write(self, data: "ReadableBuffer", /) -> int:
        size = memoryview(data).nbytes
        try:
            written = self._raw.write(data)
        except OSError as exc:
            self._failed(exc)
            return size
        return size if written is None else written


def guard_streams() -> None:
    """Have standard output raise what the program's handler understands, and standard error nothing.

    Streams that were closed before the program began are there afterwards, and lead nowhere: Python has None for them,
    and the next file to be opened would get their number. Raises ``OutputError`` where standard output is closed.
    """
    is_closed = sys.stdout is None
    sys.stdin = sys.stdin or _nowhere("r")  # in the order of their numbers: the lowest free one is given
    sys.stdout = _guarded(sys.stdout or _nowhere("w"), _result_lost)
    sys.stderr = _guarded(sys.stderr or _nowhere("w"), lambda _: None, is_prompt=True)
    if is_closed:
        raise OutputError("standard output is closed", hint="Redirect it to a file, or to /dev/null.")


def _result_lost(exc: OSError) -> None:
    silence_stdout()
    if isinstance(exc, BrokenPipeError):
        raise ReaderGoneError from exc
    raise OutputError(
        f"can't write to standard output: {exc.strerror}", hint="Is there room? -o FILE writes elsewhere."
    ) from exc


def _nowhere(mode: str) -> TextIO:
    return Path(os.devnull).open(mode, encoding="utf-8")  # type: ignore[return-value]  # modes are of text


def _guarded(stream: TextIO, failed: Callable[[OSError], None], *, is_prompt: bool = False) -> TextIO:
    """``stream`` by the way of ``_Guarded``; one that has no file below it, or is guarded, is left as it is.

    ``is_prompt``: each line is written as it ends, also into a file. What the encoding has no letter for is a ?, on
    standard error its number.
    """
    try:
        stream.fileno()
        guarded = _Guarded(stream, failed)
    except (AttributeError, OSError, ValueError):
        return stream
    if isinstance(getattr(stream.buffer, "raw", None), _Guarded):
        return stream
    return io.TextIOWrapper(
        io.BufferedWriter(guarded),
        encoding=stream.encoding,
        errors="replace" if stream.errors == "strict" else stream.errors,
        line_buffering=is_prompt or stream.isatty(),
    )
