"""Whether the full stop behind a word belongs to the word: abbreviations, titles and initials."""

import re
from enum import Enum
from functools import cache

from transum.lexicon import words


class Stop(Enum):
    """What a full stop behind a word means."""

    INNER = "ends no sentence"
    BEFORE_NUMBER = "ends no sentence where a number follows"
    WEAK = "ends a sentence only where a word follows that opens sentences"
    FINAL = "ends a sentence where a capital follows"
    ORDINARY = "ends a sentence"


# Later rows win where a spelling is in two lists.
_LISTS = (
    ("abbreviations-number", Stop.BEFORE_NUMBER),
    ("abbreviations-final", Stop.FINAL),
    ("abbreviations-weak", Stop.WEAK),
    ("abbreviations", Stop.INNER),
)

# Longer than any entry, so that what is cut off can't turn a long word into an abbreviation.
_REACH = 24
_WORD = re.compile(r"(?:[^\W\d_][\w./'’-]*!?)\Z")
# "PN Jkt.Pst.", the courts of the capital: their parts end sentences, where "Pst. Yohanes" is a pastor.
_COURT = re.compile(r"\bJkt[.\s]{1,2}(?:Pst|Sel|Tim|Utr|Brt)\Z")
_MEASURED = re.compile(r"(?:(?<![\d.,])(?!(?:1[5-9]|20)\d\d\s?\Z)[\d.,]*\d|°)\s?\Z")


@cache
def _stops() -> dict[str, Stop]:
    listed = [(entry, stop) for name, stop in _LISTS for entry in words(name)]
    derived: dict[str, Stop] = {}
    for entry, stop in listed:
        derived[entry[0].upper() + entry[1:]] = stop
        if len(entry) > 2 or stop is Stop.BEFORE_NUMBER:
            derived[entry.upper()] = stop
    return derived | dict(listed)


def stop_after(text: str, begin: int, end: int) -> Stop:
    """What a full stop at ``text[end]`` means, for the word that ends there; the sentence began at ``begin``.

    >>> stop_after("oleh dr", 0, 7)
    <Stop.INNER: 'ends no sentence'>
    """
    before = text[max(begin, end - _REACH) : end].rstrip()
    match = _WORD.search(before)
    if match is None:
        return Stop.ORDINARY
    if _COURT.search(before):
        return Stop.ORDINARY
    word = match[0]
    # "Prof.Dr.Ir.H." is four titles, "S.H." is one.
    last = word.rpartition(".")[2]
    for known in (word, last):
        if known in _stops():
            return _stops()[known]
    if len(last) == 1 and last.isupper():
        preceding = before[: match.start()]
        # "Rp1,2 T.", "3,5°C.": a unit or a scale; but a year may stand before initials ("Pada 1998 B. J. Habibie").
        return Stop.ORDINARY if _completes_noun(preceding) or _MEASURED.search(preceding) else Stop.WEAK
    return Stop.ORDINARY


def _completes_noun(before: str) -> bool:
    previous = before.rstrip().rpartition(" ")[2]
    return previous.lower() in words("letter-nouns")
