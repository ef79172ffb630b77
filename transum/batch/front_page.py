"""``index.html`` beside the pages of a batch: made from the ledger, so any later run makes it whole again."""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Final

from transum.batch.groups import Outcome
from transum.batch.ledger import Made
from transum.outputs.index_page import IndexRow, index_page
from transum.outputs.view import on_one_line

FRONT: Final = "index.html"


def front_page(entries: Iterable[Made], failures: Iterable[Outcome], *, title: str) -> bytes:
    """The page that leads to the results of ``entries``, and tells of the inputs that have none."""
    return index_page(_rows(entries, failures), title=on_one_line(title)).encode("utf-8", errors="replace")


def link_to_front(name: str) -> str:
    """The way from the page ``name`` to the front page.

    >>> link_to_front("a/b/c.html")
    '../../index.html'
    """
    return "../" * name.count("/") + FRONT


def _rows(entries: Iterable[Made], failures: Iterable[Outcome]) -> Iterator[IndexRow]:
    for made in entries:
        gist = made.gist
        yield IndexRow(
            path=on_one_line(_article(made)),
            link=made.name,
            title=gist.title,
            summary=gist.summary,
            sentences=gist.sentences,
            errors=gist.errors,
            warnings=gist.warnings,
            confidence=gist.confidence,
        )
    for outcome in failures:
        name = PurePosixPath(outcome.path).name or outcome.path  # where it lies on this machine is nobody's business
        yield IndexRow(path=on_one_line(name), problem=on_one_line(outcome.reason).replace(outcome.path, name))


def _article(made: Made) -> str:
    """The article's place among the others: that of its page, with its own ending."""
    place = made.name.removesuffix(".html")
    suffix = PurePosixPath(made.input).suffix
    return place if place.endswith(suffix) else place + suffix
