"""What the two stores share: a remembered translation, portions of many, and what SQLite can hold."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeVar

PORTION: Final = 500  # sentences a query: below the smallest limit that SQLite was ever built with

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Unit:
    """One remembered translation; ``origin`` names the model, and is "" for a person's."""

    source: str
    target: str
    origin: str = ""
    score: float | None = None


def in_portions(values: Iterable[_T], size: int = PORTION) -> Iterator[list[_T]]:
    """The values in lists of that many.

    >>> list(in_portions("abc", 2))
    [['a', 'b'], ['c']]
    """
    iterator = iter(values)
    while some := list(islice(iterator, size)):
        yield some


def storable(text: str) -> bool:
    """Whether SQLite can hold ``text``: half of a surrogate pair has no UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
