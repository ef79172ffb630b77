"""What every check is given, and how it shows a long span."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from transum.document import Finding
from transum.engines.reconstruction import Reconstruction


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence of the original, what is said to be its translation, and what the models know of both.

    ``definitions`` are the acronyms that the article itself explains ("Korut": "Korea Utara"); ``similarity`` is the
    cosine of the encoder's vectors of both texts, ``score`` the translator's mean log-probability a token,
    ``reconstruction`` what the reverse model finds of the original in the translation; ``expectation`` what the
    translator finds of someone else's translation in the original. A check that needs one of these finds nothing where
    it is None. ``found`` is what the rules have found already, for the checks that weigh it.
    """

    source: str
    target: str
    definitions: Mapping[str, str] = field(default_factory=dict)
    score: float | None = None
    similarity: float | None = None
    reconstruction: Reconstruction | None = None
    expectation: Reconstruction | None = None
    found: tuple[Finding, ...] = ()


def shortened(text: str, length: int = 60) -> str:
    """``text`` cut to ``length`` characters, for messages.

    >>> shortened("panjang sekali", 9)
    'panjang…'
    """
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


# "… itu. (bbn)", "(mdk/fik)": who wrote a report, behind its last sentence.
_BYLINE = re.compile(r"[.!?…\"”’)]\s*(\([^\W\d_]{2,5}(?:[/-][^\W\d_]{2,5})*\))\.?\s*\Z")


def byline(text: str) -> tuple[int, int] | None:
    """Where the writer's initials stand in brackets behind a sentence; None where none do.

    >>> byline("Hujan turun. (bbn)"), byline("Ketua Komisi Yudisial (KY).")
    ((13, 18), None)
    """
    match = _BYLINE.search(text, max(0, len(text) - _LONGEST_BYLINE))
    return match.span(1) if match else None


_LONGEST_BYLINE = 40


def place(text: str, part: str) -> tuple[int, int] | None:
    """Where ``part`` stands in ``text`` for the last time: start and end; None where it doesn't, or is empty.

    >>> place("satu dua satu", "satu")
    (9, 13)
    """
    start = text.rfind(part) if part else -1
    return (start, start + len(part)) if start >= 0 else None
