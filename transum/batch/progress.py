"""How far a batch is, for a person: on stderr, live on a terminal, a plain line every ten seconds elsewhere."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from heapq import heappush, heappushpop
from pathlib import Path
from typing import IO, Final, Protocol, cast

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, Task
from rich.table import Table
from rich.text import Text

from transum.batch.groups import Outcome, Status
from transum.checks.pair import shortened
from transum.outputs.view import on_one_line

_BETWEEN_LINES: Final = 10.0  # seconds
_FAILURES_SHOWN: Final = 20
_FIRST_SHOWN: Final = 10  # articles to look at
_ORPHANS_SHOWN: Final = 10
_LONGEST_TITLE: Final = 80  # characters


@dataclass(slots=True)
class Tally:
    """What became of the inputs so far. ``total`` is None until all of them have been found.

    ``noun`` is what they are called; ``told_by`` says where all that failed are named.
    """

    done: int = 0
    skipped: int = 0
    failed: int = 0
    sentences: int = 0
    errors: int = 0
    warnings: int = 0
    total: int | None = None
    current: str = ""
    failures: list[Outcome] = field(default_factory=list)  # the first few, to show; --report has all
    passed_over: Counter[str] = field(default_factory=Counter)  # files of folders, by an ending that is no text's
    orphans: int = 0  # results whose articles are gone
    first_orphans: list[str] = field(default_factory=list)
    noun: str = "files"
    told_by: str = "--report FILE names them all."
    _neediest: list[tuple[tuple[int, int, float], int, Outcome]] = field(default_factory=list)  # a heap

    @property
    def neediest(self) -> list[Outcome]:
        """The articles to look at first: those with the most errors, then warnings, then the least confidence."""
        return [outcome for _, _, outcome in sorted(self._neediest, reverse=True)]

    @property
    def inputs(self) -> int:
        """How many inputs are dealt with."""
        return self.done + self.skipped + self.failed

    def count(self, outcome: Outcome) -> None:
        """Add the outcome of one more input."""
        self.current = on_one_line(outcome.path)
        self.errors += outcome.errors
        self.warnings += outcome.warnings
        self._look_at(outcome)
        match outcome.status:
            case Status.DONE:
                self.done += 1
            case Status.SKIPPED:
                self.skipped += 1
            case Status.FAILED:
                self.failed += 1
                if len(self.failures) < _FAILURES_SHOWN:
                    self.failures.append(outcome)

    def count_orphan(self, path: str) -> None:
        """Add a result whose article is gone."""
        self.orphans += 1
        if self.orphans <= _ORPHANS_SHOWN:
            self.first_orphans.append(path)

    def _look_at(self, outcome: Outcome) -> None:
        if not outcome.errors and not outcome.warnings:
            return
        confidence = 1.0 if outcome.confidence is None else outcome.confidence
        ranked = ((outcome.errors, outcome.warnings, -confidence), -self.inputs, outcome)  # of equals, the earlier
        if len(self._neediest) < _FIRST_SHOWN:
            heappush(self._neediest, ranked)
        else:
            heappushpop(self._neediest, ranked)

    def line(self, seconds: float) -> str:
        """Where the batch is ``seconds`` after its start, in one line.

        >>> Tally(done=30, failed=1, sentences=500, total=100, current="a.txt").line(20.0)
        '31 of 100 files, 25.0 sentences/s, 1 failed, 0:00:44 left, a.txt'
        """
        parts = [f"{self.inputs:,}{f' of {self.total:,}' if self.total else ''} {self.noun}"]
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


class _Unfailing:
    """A stream that a run can't fail on: what is said of it is lost where the stream is full or closed."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with suppress(OSError, ValueError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            self._stream.flush()

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


@contextmanager
def unfailing(console: Console) -> Iterator[None]:
    """Inside, nothing that happens to the console's stream is an error: results don't depend on who is told of them."""
    stream = console.file
    console.file = cast("IO[str]", _Unfailing(stream))
    try:
        yield
    finally:
        console.file = stream


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


def print_outcome(tally: Tally, console: Console, *, quiet: bool = False) -> None:
    """What became of everything: what failed and why, where to look first, and a line with the numbers.

    ``quiet``: only what failed.
    """
    if tally.failures and console.is_interactive:
        console.print(_table(tally.failures))
    else:
        for outcome in tally.failures:
            _say(console, f"failed: {on_one_line(outcome.path)}: {_reason(outcome)}")
    if tally.failed > len(tally.failures):
        _say(console, f"… and {tally.failed - len(tally.failures):,} more; {tally.told_by}")
    if not quiet:
        _print_neediest(tally, console)
        _print_orphans(tally, console)
    _say(console, f"transum: {', '.join(_numbers(tally))}{_findings(tally)}")


def _numbers(tally: Tally) -> Iterator[str]:
    yield f"{tally.done:,} done"
    if tally.skipped:
        yield f"{tally.skipped:,} skipped (up to date)"
    if tally.failed:
        yield f"{tally.failed:,} failed"
    if tally.passed_over:
        kinds = ", ".join(f"{count:,} {on_one_line(ending)}" for ending, count in tally.passed_over.most_common(5))
        yield f"{tally.passed_over.total():,} passed over ({kinds}{', …' * (len(tally.passed_over) > 5)})"


def _print_neediest(tally: Tally, console: Console) -> None:
    if not tally.neediest or tally.inputs == 1:
        return
    _say(console, "To look at first:")
    has_files_of_their_own = len({outcome.output for outcome in tally.neediest}) == len(tally.neediest)
    for outcome in tally.neediest:
        counts = [
            f"{count:,} {what}{'s' * (count != 1)}"
            for count, what in ((outcome.errors, "error"), (outcome.warnings, "warning"))
            if count
        ]
        path = outcome.output if has_files_of_their_own else outcome.path
        title = f"  {shortened(on_one_line(outcome.title), _LONGEST_TITLE)}" if outcome.title else ""
        _say(console, Text.assemble(f"  {', '.join(counts)}: ", _linked(path, console), title))


def _linked(path: str, console: Console) -> Text:
    """The path, which on a terminal leads to the file."""
    watched = console.is_interactive and console.is_terminal
    link = f"link {Path(path).absolute().as_uri()}" if watched and path != "-" else ""
    return Text(on_one_line(path), link)


def _print_orphans(tally: Tally, console: Console) -> None:
    if not tally.orphans:
        return
    _say(console, f"Results whose articles are gone ({tally.orphans:,}, left where they are):")
    for path in tally.first_orphans:
        _say(console, f"  {on_one_line(path)}")
    if tally.orphans > len(tally.first_orphans):
        _say(console, f"  … and {tally.orphans - len(tally.first_orphans):,} more")


def _findings(tally: Tally) -> str:
    counted = ((tally.errors, "an error"), (tally.warnings, "a warning"))
    found = [f"{count:,} sentence{'s' * (count != 1)} with {what}" for count, what in counted if count]
    return f"; to check: {', '.join(found)}" if found else ""


def _table(failures: Sequence[Outcome]) -> Table:
    table = Table("Failed", "Why", "What to do", title=None, show_lines=False)
    for outcome in failures:
        table.add_row(*map(Text, (on_one_line(outcome.path), _reason(outcome), on_one_line(outcome.hint))))
    return table


def _reason(outcome: Outcome) -> str:
    """Why, without the name that stands before it."""
    return on_one_line(outcome.reason).removeprefix(f"{on_one_line(outcome.path)} ")


def _say(console: Console, line: str | Text) -> None:
    console.print(Text(line) if isinstance(line, str) else line, soft_wrap=True)
