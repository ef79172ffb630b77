"""``--report``: what became of each input, as JSON, CSV, Markdown or a page; written as the batch goes.

Nothing is held in memory, and however the batch ends, what was done before stands in it.
"""

import csv
import html
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, fields
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from transum._version import __version__
from transum.atomic import open_atomically
from transum.batch.groups import Outcome, Status
from transum.batch.progress import Tally
from transum.errors import UsageError
from transum.outputs.view import displayable, on_one_line


class _Form(Protocol):
    """A report is what it begins with, something an input, and what it ends with."""

    def begin(self) -> str: ...

    def one(self, outcome: Outcome) -> str: ...

    def end(self, tally: Tally, ended: str) -> str: ...


@contextmanager
def report(path: Path | None, tally: Tally) -> Iterator[Callable[[Outcome], None]]:
    """Takes each outcome into the file ``path``, whose ending says its form; no file for None.

    Raises ``OutputError`` where it can't be written, and ``UsageError`` for an ending that no report has.
    """
    if path is None:
        yield lambda _: None
        return
    form = _form(path)
    failure: BaseException | None = None
    with open_atomically(path) as file:
        _write(file, form.begin())
        try:
            yield lambda outcome: _write(file, form.one(outcome))
        except BaseException as exc:  # noqa: BLE001 - what was done before belongs into the report all the same
            failure = exc
        _write(file, form.end(tally, "complete" if failure is None else str(failure) or type(failure).__name__))
    if failure:
        raise failure


def require_report_form(path: Path | None) -> None:
    """Raise ``UsageError`` for an ending that no report has: before the work, not after it."""
    if path is not None:
        _form(path)


def _form(path: Path) -> _Form:
    suffix = path.suffix.lower()
    if path.is_file() or not path.exists():
        try:
            return REPORTS[suffix]()
        except KeyError:
            raise UsageError(
                f"a report can't be written as {suffix}", hint=f"Use one of: {', '.join(filter(None, REPORTS))}."
            ) from None
    return _Json()  # a terminal, /dev/null, a pipe


def _write(file: BinaryIO, text: str) -> None:
    file.write(text.encode("utf-8", errors="replace"))


def _shown(outcome: Outcome) -> dict[str, object]:
    """The outcome with names that any program can read."""
    return asdict(outcome) | {"path": displayable(outcome.path), "output": displayable(outcome.output)}


class _Json:
    """An input a line."""

    def __init__(self) -> None:
        self._between = ""

    def begin(self) -> str:
        return f'{{"schema": 1, "transum": {json.dumps(__version__)}, "inputs": ['

    def one(self, outcome: Outcome) -> str:
        line = f"{self._between}\n  {json.dumps(_shown(outcome), ensure_ascii=False)}"
        self._between = ","
        return line

    def end(self, tally: Tally, ended: str) -> str:
        numbers = {
            "done": tally.done,
            "skipped": tally.skipped,
            "failed": tally.failed,
            "passed_over": dict(sorted(tally.passed_over.items())),
            "ended": displayable(ended),
        }
        return f"\n], {json.dumps(numbers, ensure_ascii=False)[1:-1]}}}\n"


_COLUMNS: Final = tuple(field.name for field in fields(Outcome))


class _Csv:
    """A row an input; a cell that a spreadsheet would run is made text by an apostrophe."""

    def begin(self) -> str:
        return ",".join(_COLUMNS) + "\n"

    def one(self, outcome: Outcome) -> str:
        row = io.StringIO()
        csv.writer(row, lineterminator="\n").writerow(map(_cell, _shown(outcome).values()))
        return row.getvalue()

    def end(self, tally: Tally, ended: str) -> str:  # noqa: ARG002 - a table has no place for it
        return ""


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


_TABLE: Final = ("What", "Input", "Sentences", "Errors", "Warnings", "Title, or why not")


def _cells(outcome: Outcome) -> tuple[str, ...]:
    numbers = (outcome.sentences, outcome.errors, outcome.warnings)
    counts = ("", "", "") if outcome.status is Status.FAILED else tuple(map(str, numbers))
    about = outcome.reason if outcome.status is Status.FAILED else outcome.title
    return (str(outcome.status), on_one_line(outcome.path), *counts, on_one_line(about))


def _summary(tally: Tally, ended: str) -> str:
    numbers = f"{tally.done:,} done, {tally.skipped:,} skipped, {tally.failed:,} failed"
    return numbers if ended == "complete" else f"{numbers}; ended early: {on_one_line(ended)}"


class _Markdown:
    """A table with a row an input."""

    def begin(self) -> str:
        return f"# Report\n\n| {' | '.join(_TABLE)} |\n|{'---|' * len(_TABLE)}\n"

    def one(self, outcome: Outcome) -> str:
        cells = (re.sub(r"([\\`*_{}\[\]<>#|~&])", r"\\\1", cell) for cell in _cells(outcome))
        return f"| {' | '.join(cells)} |\n"

    def end(self, tally: Tally, ended: str) -> str:
        return f"\n{_summary(tally, ended)}\n"


_STYLE: Final = (
    "body{font:1rem/1.5 system-ui,sans-serif;margin:2rem}table{border-collapse:collapse}"
    "td,th{text-align:left;padding:.2rem .8rem .2rem 0;vertical-align:top}tr.failed{color:#c0392b}"
)


class _Page:
    """A page that needs nothing else: a table with a row an input."""

    def begin(self) -> str:
        head = "".join(f"<th>{name}</th>" for name in _TABLE)
        return (
            '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Report</title>'
            f"<style>{_STYLE}</style></head>\n<body><h1>Report</h1>\n<table><tr>{head}</tr>\n"
        )

    def one(self, outcome: Outcome) -> str:
        cells = "".join(f"<td>{html.escape(cell)}</td>" for cell in _cells(outcome))
        return f'<tr class="{outcome.status}">{cells}</tr>\n'

    def end(self, tally: Tally, ended: str) -> str:
        return f"</table>\n<p>{html.escape(_summary(tally, ended))}</p></body></html>\n"


REPORTS: Final[Mapping[str, Callable[[], _Form]]] = {
    ".json": _Json,
    ".csv": _Csv,
    ".md": _Markdown,
    ".html": _Page,
    "": _Json,
}
"""The forms by the ending of the report's name."""
