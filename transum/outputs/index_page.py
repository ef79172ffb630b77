"""The front page of a folder of results: every article in a row, those that need a reader first."""

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nsmallest
from typing import Final
from urllib.parse import quote

from transum._version import __version__
from transum.outputs.template import fill
from transum.outputs.wording import one_line, percent

MOST_ROWS: Final = 5000  # a browser draws so many without thinking; the rest needs a reader less


@dataclass(frozen=True, slots=True)
class IndexRow:
    """An article: ``link`` is where its page lies, seen from the front page, as a path ("" where there is none).

    ``problem`` says why an input has no result; ``confidence`` is None where nobody judged.
    """

    path: str
    link: str = ""
    title: str = ""
    summary: str = ""
    sentences: int = 0
    errors: int = 0
    warnings: int = 0
    confidence: float | None = None
    problem: str = ""

    @property
    def need(self) -> tuple[bool, int, int, float, str]:
        """Sorts rows by how much they need a reader: failures, then errors, warnings, the least sure."""
        sure = 1.0 if self.confidence is None else self.confidence
        return (not self.problem, -self.errors, -self.warnings, sure, self.path)


@dataclass(slots=True)
class _Totals:
    articles: int = 0
    sentences: int = 0
    errors: int = 0
    warnings: int = 0
    problems: int = 0
    doubtful: int = 0
    wrong: int = 0


def index_page(rows: Iterable[IndexRow], *, title: str) -> str:
    """The page, complete in itself: sorted by need, and with a script sortable and searchable.

    The rows may be a million, given one by one; ``MOST_ROWS`` of them, those with the greatest need, are shown.
    """
    totals = _Totals()
    shown = nsmallest(MOST_ROWS, _counted(rows, totals), key=lambda row: row.need)
    values = {
        "title": one_line(title) or "Articles",
        "rows": shown,
        "totals": totals,
        "rated": any(row.confidence is not None for row in shown),
        "version": __version__,
        "address": _address,
        "percent": percent,
        "one_line": one_line,
    }
    return fill("index.html", values)


def _counted(rows: Iterable[IndexRow], totals: _Totals) -> Iterable[IndexRow]:
    for row in rows:
        totals.articles += 1
        totals.sentences += row.sentences
        totals.errors += row.errors
        totals.warnings += row.warnings
        totals.problems += bool(row.problem)
        totals.wrong += bool(row.errors or row.problem)
        totals.doubtful += bool(row.errors or row.warnings or row.problem)
        yield row


def _address(link: str) -> str:
    """A path as a relative address, whatever its name holds: ``javascript:…`` is a file, too.

    >>> _address("b/100% aman?.html")
    'b/100%25%20aman%3F.html'
    """
    return quote(link, errors="surrogateescape")
