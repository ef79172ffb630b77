"""Greetings and wishes that open a sentence: *Selamat siang* is no "all afternoon"."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from transum.lexicon import table

_QUOTE: Final = r"[\"'“”‘’«»\s]*"
_FEW: Final = 4  # words of an opening that can be no more than the greeting
_MARK: Final = re.compile(r"[,.!?;:…]")


@dataclass(frozen=True, slots=True)
class Greeting:
    """What opens a sentence, ``text[start:end]``, its English, and what of other English says it or is put right."""

    start: int
    end: int
    english: str
    accepted: tuple[str, ...]
    literal: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether it needs nothing behind it, as "Happy" does."""
        return self.english != "Happy"


def greeting(text: str) -> Greeting | None:
    """The greeting that an Indonesian sentence opens with; None where it opens with none.

    >>> found = greeting("“Selamat siang, semuanya,” katanya.")
    >>> found and (found.start, found.end, found.english)
    (1, 14, 'Good afternoon')
    """
    match = _opening().match(text)
    if not match:
        return None
    english, accepted, literal = _rows()[" ".join(match["greeting"].lower().split())]
    return Greeting(*match.span("greeting"), english, accepted, literal)


def said(found: Greeting, translation: str) -> bool:
    """Whether ``translation`` says the greeting, in one of the ways in which English does.

    >>> found = greeting("Selamat siang.")
    >>> found and (said(found, "Good afternoon."), said(found, "All afternoon."))
    (True, False)
    """
    return any(re.search(rf"(?<!\w){re.escape(way)}(?!\w)", translation, re.IGNORECASE) for way in found.accepted)


def mended(original: str, translation: str) -> tuple[str, str] | None:
    """``translation`` with the greeting as English has it, and what stood there; None where nothing is certain.

    It is certain where the translation opens with the greeting taken word by word, or where both texts open with no
    more than a greeting before their first mark.

    >>> mended("“Selamat siang, semuanya,” katanya.", "“All day, everyone,” he said.")
    ('“Good afternoon, everyone,” he said.', 'All day')
    >>> mended("Selamat ulang tahun Indonesia!", "Good birthday Indonesia!")
    ('Happy birthday Indonesia!', 'Good birthday')
    """
    found = greeting(original)
    if found is None or said(found, translation):
        return None
    literal = re.match(rf"{_QUOTE}(?P<said>{_alternatives(found.literal)})(?!\w)", translation, re.IGNORECASE)
    opening = literal or (_bare_opening(translation) if _MARK.match(original, found.end) else None)
    if not opening:
        return None
    start, end = opening.span("said")
    return translation[:start] + found.english + translation[end:], translation[start:end]


def _bare_opening(translation: str) -> re.Match[str] | None:
    """A few words before the first mark, without a figure."""
    return re.match(rf"{_QUOTE}(?P<said>[^\W\d_]+(?:[ '’-][^\W\d_]+){{0,{_FEW - 1}}})(?=[,.!?;:…])", translation)


@cache
def _rows() -> dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return {
        source: (english, tuple(accepted.split("|")), tuple(literal.split("|")))
        for source, english, accepted, literal in table("greetings")
    }


@cache
def _opening() -> re.Pattern[str]:
    phrases = _alternatives(tuple(_rows())).replace(r"\ ", r"\s+")
    return re.compile(rf"{_QUOTE}(?P<greeting>{phrases})(?!\w)", re.IGNORECASE)


def _alternatives(phrases: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, sorted(phrases, key=lambda phrase: (-len(phrase), phrase))))
