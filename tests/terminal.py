"""A program in a real terminal: what its screen shows, and what is typed."""

import os
import pty
import select
import signal
import subprocess
import termios
from collections.abc import Sequence
from typing import Any, Self

import pyte

PATIENCE = 60.0  # seconds; a busy machine is slow, not wrong


class Terminal:
    """The program ``argv`` behind a pseudo-terminal; at the end of the block it is gone.

    ``raw`` is every byte that it wrote.
    """

    def __init__(self, argv: Sequence[str], *, columns: int = 80, rows: int = 30, **variables: str) -> None:
        self.raw = b""
        self._screen = pyte.Screen(columns, rows)
        self._stream: Any = pyte.ByteStream(self._screen)
        self._file, other_side = pty.openpty()
        termios.tcsetwinsize(other_side, (rows, columns))
        self._program = subprocess.Popen(
            argv,
            stdin=other_side,
            stdout=other_side,
            stderr=other_side,
            env={**os.environ, "TERM": "xterm-256color", **variables},
            start_new_session=True,
        )
        os.close(other_side)

    @property
    def text(self) -> str:
        """What the screen shows, without blanks at the ends of lines."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def wait_for(self, *words: str) -> str:
        """The screen as soon as it shows all of ``words``."""
        while not all(word in self.text for word in words):
            assert self._read(), f"the program ended, and its screen never showed {words}:\n{self.text}"
        return self.text

    def press(self, keys: str) -> None:
        """As a person would, at once."""
        os.write(self._file, keys.encode())

    def resize(self, columns: int, rows: int) -> None:
        """As a window's edge does."""
        self._screen.resize(rows, columns)
        termios.tcsetwinsize(self._file, (rows, columns))
        self.send(signal.SIGWINCH)

    def send(self, number: int) -> None:
        """Send the program a signal."""
        self._program.send_signal(number)

    def end(self) -> int:
        """The exit code, once the program has ended."""
        while self._read():
            pass
        return self._program.wait(PATIENCE)

    def _read(self) -> bool:
        """Take in what the program writes; whether it wrote anything before it ended."""
        ready, _, _ = select.select([self._file], [], [], PATIENCE)
        assert ready, f"nothing happens:\n{self.text}"
        try:
            data = os.read(self._file, 1 << 16)
        except OSError:  # how Linux says that the other side is closed
            return False
        self.raw += data
        if b"\x1b[6n" in data:  # where is the cursor? terminals answer
            self.press("\x1b[1;1R")
        self._stream.feed(data)
        return bool(data)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._program.kill()
        self._program.wait()
        os.close(self._file)
