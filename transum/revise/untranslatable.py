"""What of a sentence is not the model's business: English, addresses, bylines, lead-ins, datelines."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final, NamedTuple

from transum.document import Role, Sentence
from transum.facts.greetings import greeting
from transum.indonesian.calendar import dates_in_english
from transum.indonesian.notation import normalise
from transum.lexicon import table, words
from transum.revise.symbols import pictures_at_ends

_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+|#\w+|@\w+")
_ENDLESS = re.compile(r"\S{200,}")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_INITIALS: Final = re.compile(r"[(\[][^()\[\]]{1,40}[)\]]\.?")
_BOILERPLATE: Final = frozenset({Role.BYLINE, Role.RELATED, Role.CAPTION, Role.SHARE})
# "JAKARTA, KOMPAS.com - ", "Liputan6.com, Jakarta – ", "Jakarta (ANTARA) -- ": where a report comes from.
_DATELINE: Final = re.compile(r"(?P<place>[^\W\d_][\w.,()/ ]{1,58}?)\s*(?:--|[-–—])\s+(?=\S)")
_DOMAIN: Final = re.compile(r"\b[\w-]+(?:\.[a-z]{2,3})+\b", re.IGNORECASE)
# Whom such a lead-in names is a person, though Sari, Budi and Dewi are words as well.
_PEOPLE: Final = frozenset({"Author", "By", "Contributor", "Editor", "Reporter", "Report by", "Translator", "Photo by"})
_ENGLISH_MARKS: Final = frozenset({
    "the", "of", "and", "to", "is", "are", "was", "were", "that", "this", "for", "with", "on", "by", "we", "you", "it",
    "not", "be", "have", "has", "will", "i", "my", "your", "our", "from", "at", "as", "an", "in",
})  # fmt: skip
_FIGURES: Final = re.compile(r"\d+(?:[.,:]\d+)*")
# The turns of an interview in writing: tanya, jawab.
_TURN: Final = re.compile(r"(?P<who>T|J|Tanya|Jawab)\s?:\s+(?=\S)")
_TURNS: Final = {"T": "Q", "J": "A", "Tanya": "Question", "Jawab": "Answer"}
# The number of a note or a source before what it says; the model loses it now and then.
_NOTE: Final = re.compile(r"\[\d{1,3}\]\s+(?=\S)")
_FEW_WORDS: Final = 3  # words in lower case below which a sentence is too short to be called English
_ENGLISH_SHARE: Final = 0.8


class Division(NamedTuple):
    """A sentence in two: ``before`` is English as it stands, ``text[offset:]`` is the model's; either may be empty.

    ``after`` stands behind both: pictures, which the model doesn't know.
    """

    before: str
    offset: int
    after: str = ""


def divide(sentence: Sentence) -> Division:
    """What of ``sentence`` is passed through, or has its fixed English, and where the model's part begins.

    >>> divide(Sentence("Baca juga: Harga Beras Naik", 0, 27, Role.RELATED))
    Division(before='Read also: ', offset=11, after='')
    """
    text = sentence.text
    if says_nothing(text) or is_record(text):
        return Division(dates_in_english(normalise(text)), len(text))
    if found := _only_greeting(text):
        return Division(found, len(text))
    if is_english(text) or (sentence.role is Role.BYLINE and _INITIALS.fullmatch(text)):
        return Division(text, len(text))
    start, end = pictures_at_ends(text)
    before, offset, _ = _opening(text[start:end], sentence.role)
    return Division(text[:start] + before, start + offset, text[end:])


def divide_any(sentence: Sentence) -> Division:
    """As ``divide``, of a sentence in another language: only what has no words, and pictures at its ends, is kept.

    >>> divide_any(Sentence("Good morning 😀", 0, 14))
    Division(before='', offset=0, after=' 😀')
    """
    text = sentence.text
    if says_nothing(text):
        return Division(text, len(text))
    start, end = pictures_at_ends(text)
    return Division(text[:start], start, text[end:])


def _only_greeting(text: str) -> str | None:
    """The English of a sentence that is a greeting and no more; None for any other."""
    found = greeting(text)
    if found is None or not found.is_whole or _WORD.search(text, found.end):
        return None
    return text[: found.start] + found.english + text[found.end :]


def _opening(text: str, role: Role) -> Division:
    if role in _BOILERPLATE:
        return _lead_in(text) or Division("", 0)
    if turn := _TURN.match(text):
        return Division(_TURNS[turn["who"]] + text[turn.end("who") : turn.end()], turn.end())
    if note := _NOTE.match(text):
        return Division(note[0], note.end())
    if role is Role.BODY:
        return _dateline(text) or Division("", 0)
    return Division("", 0)


def says_nothing(text: str) -> bool:
    """No words besides addresses, tags, handles, and runs of letters that no language has for a word (base64).

    >>> says_nothing("(021) 555-1234, www.contoh.co.id")
    True
    """
    return _WORD.search(_ENDLESS.sub("", _ADDRESS.sub("", text))) is None


def is_record(text: str) -> bool:
    """A row of a table, a score, a time beside a name: figures and names, and no word that could be translated.

    >>> is_record("Persib 18 12 6 0 42"), is_record("Polisi Tangkap 5 Orang")
    (True, False)
    """
    found = _WORD.findall(_ADDRESS.sub("", text))
    figures = len(_FIGURES.findall(text))
    return 0 < figures >= len(found) - 1 and all(word[0].isupper() for word in found) and _is_names(text)


def is_english(text: str) -> bool:
    """Is the sentence English already? Only where hardly a doubt is left: names alone go to the model.

    >>> is_english("We will not be silent."), is_english("Far Eastern Federal University")
    (True, False)
    """
    running = [word.lower() for word in _WORD.findall(text) if word.islower() or word == "I"]
    if len(running) < _FEW_WORDS or _ENGLISH_MARKS.isdisjoint(running):
        return False
    indonesian = words("indonesian")
    english = sum(word in words("english") or word in _ENGLISH_MARKS for word in running)
    if any(word in indonesian and word not in words("english") for word in running):
        return False
    return english >= _ENGLISH_SHARE * len(running)


def _lead_in(text: str) -> Division | None:
    match = _lead_in_pattern().match(text)
    if not match:
        return Division(text, len(text)) if _is_credit(text) else None
    english = _lead_ins()[" ".join(match["lead"].lower().split())]
    before = match["mark"] + english + match["end"].replace(" :", ":")
    rest = text[match.end() :]
    if _is_credit(rest) or (english in _PEOPLE and not any(word[0].islower() for word in _WORD.findall(rest))):
        return Division(before + rest, len(text))
    # Without a colon only names may follow ("Bagikan ke WhatsApp"): else it is a sentence that happens to begin so.
    return Division(before, match.end()) if ":" in match["end"] else None


@cache
def _lead_ins() -> Mapping[str, str]:
    return {indonesian.lower(): english for indonesian, english in table("lead-ins")}


@cache
def _lead_in_pattern() -> re.Pattern[str]:
    longest_first = sorted(_lead_ins(), key=len, reverse=True)
    phrases = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest_first)
    return re.compile(rf"(?P<mark>[\W_]{{0,3}})(?P<lead>{phrases})(?P<end>\s*:\s*|\.?\s+|\W*\Z)", re.IGNORECASE)


def _is_credit(text: str) -> bool:
    """Nothing but names, as in ``Antara/Budi Santoso`` or ``Sari Dewi``."""
    return _is_names(text) or ("/" in text and not any(word[0].islower() for word in _WORD.findall(text)))


def _is_names(text: str) -> bool:
    """No word that anyone writes in lower case; web addresses are names."""
    ordinary = words("indonesian")
    return all(
        not word[1:].islower() or (not word[0].islower() and word.lower() not in ordinary)
        for word in _WORD.findall(_DOMAIN.sub("", text))
    )


def _dateline(text: str) -> Division | None:
    match = _DATELINE.match(text)
    return Division(match[0], match.end()) if match and _is_names(match["place"]) else None
