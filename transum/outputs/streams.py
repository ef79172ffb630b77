"""Where results go: standard output, or a file that is whole or not there."""

import os
import sys
from pathlib import Path

from transum.atomic import write_atomically
from transum.errors import OutputError, ReaderGoneError


def write_stdout(data: bytes) -> None:
    """Write ``data`` to standard output, at once.

    Raises ``ReaderGoneError`` for a broken pipe, ``OutputError`` for anything else (a full disk behind a redirection).
    """
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError as exc:
        silence_stdout()
        raise ReaderGoneError from exc
    except OSError as exc:
        silence_stdout()
        raise OutputError(f"can't write to standard output: {exc.strerror}", hint="Give a file with -o.") from exc


def silence_stdout() -> None:
    """Let the interpreter's last flush at exit go nowhere, since it could only fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_file(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``, whole or not at all; raises ``OutputError``."""
    write_atomically(path, data)
