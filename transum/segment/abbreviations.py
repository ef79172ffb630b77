"""Whether the full stop behind a word belongs to the word: abbreviations, titles and initials."""

import re
from enum import Enum
from functools import cache

from transum.document import INDONESIAN
from transum.lexicon import words


class Stop(Enum):
    """What a full stop behind a word means."""

    INNER = "ends no sentence"
    BEFORE_NUMBER = "ends no sentence where a number follows"
    WEAK = "ends a sentence only where a word follows that opens sentences"
    FINAL = "ends a sentence where a capital follows"
    HOUR = "ends a sentence where a capital follows that is no day and no time zone"
    ORDINARY = "ends a sentence"


# Later rows win where a spelling is in two lists.
_LISTS = (
    ("abbreviations-number", Stop.BEFORE_NUMBER),
    ("abbreviations-final", Stop.FINAL),
    ("abbreviations-weak", Stop.WEAK),
    ("abbreviations", Stop.INNER),
)
_ENGLISH = "en"
_HOURS = re.compile(r"[ap]\.?m\Z", re.IGNORECASE)
_PRONOUN = re.compile(r"[a-z'’]\s+I\Z")  # "and so do I."; in "I. Newton" it is an initial

# Longer than any entry, so that what is cut off can't turn a long word into an abbreviation.
_REACH = 24
_WORD = re.compile(r"(?:[^\W\d_][\w./'’-]*!?)\Z")
# "PN Jkt.Pst.", the courts of the capital: their parts end sentences, where "Pst. Yohanes" is a pastor.
_COURT = re.compile(r"\bJkt[.\s]{1,2}(?:Pst|Sel|Tim|Utr|Brt)\Z")
_MEASURED = re.compile(r"(?:(?<![\d.,])(?!(?:1[5-9]|20)\d\d\s?\Z)[\d.,]*\d|°)\s?\Z")


def listed(name: str, language: str) -> frozenset[str]:
    """The words of a list of the lexicon in a language; those of Indonesian where that has none of its own.

    >>> "Mrs" in listed("abbreviations", "en"), "Mrs" in listed("abbreviations", "id")
    (True, False)
    """
    return words(f"english-{name}" if language == _ENGLISH else name)


@cache
def _stops(language: str) -> dict[str, Stop]:
    found = [(entry, stop) for name, stop in _LISTS for entry in listed(name, language)]
    derived: dict[str, Stop] = {}
    for entry, stop in found:
        if len(entry) == 1:  # a capital alone is an initial
            continue
        derived[entry[0].upper() + entry[1:]] = stop
        if len(entry) > 2 or stop is Stop.BEFORE_NUMBER:
            derived[entry.upper()] = stop
    return derived | dict(found)


def stop_after(text: str, begin: int, end: int, language: str = INDONESIAN) -> Stop:
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
        if known in _stops(language):
            return _stops(language)[known]
    if language == _ENGLISH and (_HOURS.search(before) or _PRONOUN.search(before)):
        return Stop.HOUR if _HOURS.search(before) else Stop.ORDINARY
    if len(last) == 1 and last.isupper():
        preceding = before[: match.start()]
        # "Rp1,2 T.", "3,5°C.": a unit or a scale; but a year may stand before initials ("Pada 1998 B. J. Habibie").
        return Stop.ORDINARY if _completes_noun(preceding, language) or _MEASURED.search(preceding) else Stop.WEAK
    return Stop.ORDINARY


def _completes_noun(before: str, language: str) -> bool:
    previous = before.rstrip().rpartition(" ")[2]
    return previous.lower() in listed("letter-nouns", language)
