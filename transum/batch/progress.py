"""How far a batch is, for a person: on stderr, live on a terminal, a plain line every ten seconds elsewhere."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, Protocol

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, Task
from rich.table import Table
from rich.text import Text

from transum.batch.discover import displayable
from transum.batch.windows import Outcome, Status
from transum.outputs.view import printable

_BETWEEN_LINES: Final = 10.0  # seconds
_FAILURES_SHOWN: Final = 20


@dataclass(slots=True)
class Tally:
    """What became of the inputs so far. ``total`` is None until all of them have been found."""

    done: int = 0
    skipped: int = 0
    failed: int = 0
    sentences: int = 0
    errors: int = 0
    warnings: int = 0
    total: int | None = None
    current: str = ""
    failures: list[Outcome] = field(default_factory=list)  # the first few, to show; --report has all

    @property
    def inputs(self) -> int:
        """How many inputs are dealt with."""
        return self.done + self.skipped + self.failed

    def count(self, outcome: Outcome) -> None:
        """Add the outcome of one more input."""
        self.current = printable(displayable(outcome.path))
        self.errors += outcome.errors
        self.warnings += outcome.warnings
        match outcome.status:
            case Status.DONE:
                self.done += 1
            case Status.SKIPPED:
                self.skipped += 1
            case Status.FAILED:
                self.failed += 1
                if len(self.failures) < _FAILURES_SHOWN:
                    self.failures.append(outcome)

    def line(self, seconds: float) -> str:
        """Where the batch is ``seconds`` after its start, in one line.

        >>> Tally(done=30, failed=1, sentences=500, total=100, current="a.txt").line(20.0)
        '31 of 100 files, 25.0 sentences/s, 1 failed, 0:00:44 left, a.txt'
        """
        parts = [f"{self.inputs:,} of {self.total:,} files" if self.total else f"{self.inputs:,} files"]
        parts.append(f"{self.sentences / seconds if seconds else 0:.1f} sentences/s")
        if self.failed:
            parts.append(f"{self.failed:,} failed")
        left = self.seconds_left(seconds)
        if left is not None:
            parts.append(f"{left // 3600}:{left // 60 % 60:02}:{left % 60:02} left")
        return ", ".join([*parts, *filter(None, [self.current])])

    def seconds_left(self, seconds: float) -> int | None:
        """How long the rest will take if it goes on as it went; None while that can't be told."""
        worked = self.done + self.failed  # what was skipped took no time
        if not self.total or not worked:
            return None
        return int(seconds / worked * max(0, self.total - self.inputs))


class Display(Protocol):
    """Shows a tally; ``refresh`` is called whenever something has changed."""

    def refresh(self) -> None:
        """Show what has changed."""
        ...


@contextmanager
def shown(
    tally: Tally, console: Console, *, quiet: bool, clock: Callable[[], float] = time.monotonic
) -> Iterator[Display]:
    """The display that fits ``console``: live on a terminal, lines elsewhere, none at all for ``quiet``."""
    if quiet:
        yield _Nothing()
    elif console.is_interactive:  # a forced colour makes no terminal
        live = _Live(tally, console)
        with live.progress:
            yield live
    else:
        yield _Lines(tally, console, clock)


class _Nothing:
    def refresh(self) -> None:
        pass


class _Lines:
    def __init__(self, tally: Tally, console: Console, clock: Callable[[], float]) -> None:
        self._tally, self._console, self._clock = tally, console, clock
        self._started = self._last = clock()

    def refresh(self) -> None:
        now = self._clock()
        if now - self._last >= _BETWEEN_LINES:
            self._last = now
            _say(self._console, f"transum: {self._tally.line(now - self._started)}")


class _Live:
    def __init__(self, tally: Tally, console: Console) -> None:
        self._tally = tally
        columns = (SpinnerColumn(), BarColumn(bar_width=20), _TallyColumn(tally))
        self.progress = Progress(*columns, console=console, transient=True, refresh_per_second=4)
        self._task = self.progress.add_task("", total=None)

    def refresh(self) -> None:
        self.progress.update(self._task, completed=self._tally.inputs, total=self._tally.total)


class _TallyColumn(ProgressColumn):
    """The tally's line; a file's name is text, whatever is in it."""

    def __init__(self, tally: Tally) -> None:
        super().__init__()
        self._tally = tally

    def render(self, task: Task) -> Text:
        """See ``ProgressColumn``."""
        return Text(self._tally.line(task.elapsed or 0.0), no_wrap=True, overflow="ellipsis")


def print_outcome(tally: Tally, console: Console) -> None:
    """What became of everything: a line with the numbers and, where something failed, a table with the reasons."""
    numbers = [f"{tally.done:,} done"]
    if tally.skipped:
        numbers.append(f"{tally.skipped:,} skipped (up to date)")
    if tally.failed:
        numbers.append(f"{tally.failed:,} failed")
    if tally.failures and console.is_interactive:
        console.print(_table(tally.failures))
    else:
        for outcome in tally.failures:
            _say(console, f"failed: {_input(outcome)}: {_reason(outcome)}")
    if tally.failed > len(tally.failures):
        _say(console, f"… and {tally.failed - len(tally.failures):,} more; --report FILE names them all.")
    _say(console, f"transum: {', '.join(numbers)}{_findings(tally)}")


def _findings(tally: Tally) -> str:
    counted = ((tally.errors, "an error"), (tally.warnings, "a warning"))
    found = [f"{count:,} sentence{'s' * (count != 1)} with {what}" for count, what in counted if count]
    return f"; to check: {', '.join(found)}" if found else ""


def _table(failures: Sequence[Outcome]) -> Table:
    table = Table("Failed", "Why", "What to do", title=None, show_lines=False)
    for outcome in failures:
        table.add_row(*map(Text, (_input(outcome), _reason(outcome), printable(outcome.hint))))
    return table


def _reason(outcome: Outcome) -> str:
    """Why, without the name that stands before it."""
    return printable(outcome.reason).removeprefix(f"{_input(outcome)} ")


def _input(outcome: Outcome) -> str:
    return printable(displayable(outcome.path))


def _say(console: Console, line: str) -> None:
    console.print(Text(line), soft_wrap=True)
