"""The two streams that a person sees. Every console is made here, so that colour means the same everywhere.

rich is imported where something is shown: ``transum --help`` needs none of it.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Self

from transum.errors import TransumError
from transum.outputs.view import on_one_line

if TYPE_CHECKING:
    from rich.console import Console

_NO_LINKS: Final = frozenset({"linux", "dumb", ""})  # values of TERM; other terminals show a link or only its text

ColorChoice = Literal["auto", "always", "never"]


def choose_color(when: ColorChoice) -> None:
    """Have every console made from now on follow ``--color``, which wins over ``NO_COLOR`` and ``FORCE_COLOR``.

    Said in these very variables, since they are what the libraries read that draw bars and tables for us.
    """
    if when == "auto":
        return
    chosen, other = ("FORCE_COLOR", "NO_COLOR") if when == "always" else ("NO_COLOR", "FORCE_COLOR")
    os.environ[chosen] = "1"
    os.environ.pop(other, None)


def console(*, stderr: bool = False) -> "Console":
    """A console on one of the two streams. A forced colour makes no terminal: ``is_interactive`` tells whether one is.

    User text printed on it is text: no markup, no emoji codes, no highlighting.
    """
    from rich.console import Console

    watched = (sys.stderr if stderr else sys.stdout).isatty()
    return Console(
        stderr=stderr, markup=False, highlight=False, emoji=False, force_interactive=None if watched else False
    )


def have_links(environment: Mapping[str, str]) -> bool:
    """Whether a terminal of this environment may be sent hyperlinks (OSC 8).

    >>> have_links({"TERM": "xterm-256color"}), have_links({"TERM": "linux"})
    (True, False)
    """
    return environment.get("TERM", "") not in _NO_LINKS


@contextmanager
def _stopped(spinner: object) -> Iterator[None]:
    from rich.status import Status

    assert isinstance(spinner, Status)  # noqa: S101 - it is what ``Console.status`` gives
    spinner.stop()
    try:
        yield
    finally:
        spinner.start()


@dataclass(frozen=True, slots=True)
class Screen:
    """The two streams: results on ``result``, everything else on ``notes``."""

    result: "Console"
    notes: "Console"

    @classmethod
    def standard(cls) -> Self:
        """Standard output and standard error."""
        return cls(console(), console(stderr=True))

    def busy(self, what: str, *, quiet: bool = False) -> AbstractContextManager[object]:
        """A spinner on the notes' stream while something takes its time; nothing where nobody watches."""
        watched = self.notes.is_interactive and not quiet
        spinner = "dots" if self._has_arrows else "line"
        return self.notes.status(on_one_line(what), spinner=spinner) if watched else nullcontext()

    def paused(self, busy: object) -> AbstractContextManager[object]:
        """Inside, the spinner that ``busy`` gave doesn't turn: a result may be written to the same terminal."""
        return _stopped(busy) if busy else nullcontext()

    def say(self, message: str) -> None:
        """One line for the person, never wrapped, never markup."""
        self.notes.print(on_one_line(message), markup=False, highlight=False, emoji=False, soft_wrap=True)

    def complain(self, error: TransumError) -> None:
        """``transum: what and where`` and, below, the way out; in full length, never as markup."""
        from rich.text import Text

        self.notes.print(Text.assemble(("transum: ", "bold red"), on_one_line(error.message)), soft_wrap=True)
        if error.hint:
            arrow = "→" if self._has_arrows else "->"
            self.notes.print(Text.assemble((f"  {arrow} ", "bold"), on_one_line(error.hint)), soft_wrap=True)

    @property
    def _has_arrows(self) -> bool:
        """Whether the notes' stream has more than a typewriter's letters: in the locale C it may have no others."""
        return self.notes.encoding.lower().startswith("utf")
