"""Whether an article is an opinion, and where it says what it is for.

News tells first what matters; who argues gets there: "Karena itu, sudah saatnya …". A scorer that learnt from news
takes the anecdote that an opinion opens with.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from transum import lexicon
from transum.document import Role, Translation
from transum.summaries.select import SPEECH

AUTHOR: Final = 0.15  # share of sentences in which who writes speaks
REPORTED: Final = 0.2  # share of sentences that tell what others said: with more of them it is a report
_LEAST: Final = 3  # sentences in which who writes speaks
_ENDS: Final = 0.2  # of an article, at its beginning and its end: there a thesis stands more often
_SURE: Final = 2.0  # a marker, or two words of duty, or one where theses stand
_QUOTE: Final = re.compile(r"[\"“”]")
_LABELLED: Final = frozenset({Role.HEADING, Role.BYLINE})


def is_opinion(translation: Translation, texts: Sequence[str]) -> bool:
    """Whether an article argues: it is labelled so, or who writes speaks in it and hardly anybody else.

    ``texts`` are its sentences without headings and bylines.
    """
    labels = [pair.source.text for pair in translation.pairs if pair.source.role in _LABELLED]
    if any(_phrases("label").match(text.lstrip(" *()[]")) for text in [*labels, *texts[-2:]]):
        return True
    speaks = sum(bool(_phrases("author").search(text)) and not _QUOTE.search(text) for text in texts)
    reports = sum(bool(SPEECH.search(text)) for text in texts)
    return speaks >= max(_LEAST, AUTHOR * len(texts)) and reports <= REPORTED * len(texts)


def thesis(texts: Sequence[str]) -> int | None:
    """The place of the sentence that says what an opinion is for; None where none says so plainly.

    >>> thesis(["Kemarin saya naik bus.", "Bus penuh.", "Karena itu, kota harus menambah bus."])
    2
    """
    worth = {place: _worth(text, place, len(texts)) for place, text in enumerate(texts)}
    best = max(worth, key=lambda place: (worth[place], place), default=None)
    return best if best is not None and worth[best] >= _SURE else None


def anecdotes(texts: Sequence[str]) -> frozenset[int]:
    """The places of sentences in which who writes tells of themselves and claims nothing.

    >>> sorted(anecdotes(["Kemarin saya naik bus.", "Menurut saya, bus harus ditambah.", "Bus penuh."]))
    [0]
    """
    return frozenset(
        place
        for place, text in enumerate(texts)
        if _phrases("author").search(text) and not _worth(text, place, len(texts))
    )


def _worth(text: str, place: int, total: int) -> float:
    said = 2.0 * bool(_phrases("thesis").search(text)) + min(2, len(_phrases("duty").findall(text)))
    if not said or _QUOTE.search(text) or text.rstrip().endswith("?"):
        return 0.0
    return said + (min(place, total - 1 - place) < _ENDS * total)


@cache
def _phrases(role: str) -> re.Pattern[str]:
    phrases = sorted((row[1] for row in lexicon.table("opinion") if row[0] == role), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b", re.IGNORECASE)
