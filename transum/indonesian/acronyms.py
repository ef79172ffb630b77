"""Indonesian news acronyms: those that the article defines, those of the table, and how they are written out.

The table (``lexicon/acronyms.tsv``) says of each acronym when it is written out before translation, as measured on the
embedded model: a syllabic acronym (Pemprov, Kemenkes) always, an initialism that English keeps (KPK) only in a retry.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from transum.document import Document
from transum.lexicon import table, words

_FUNCTION_WORDS: Final = frozenset({
    "and", "atas", "bagi", "dalam", "dan", "dari", "dengan", "di", "for", "ke", "of", "pada", "pengganti", "serta",
    "the", "untuk",
})  # fmt: skip
_BRACKETED_SHORT: Final = re.compile(r"\(([A-Za-z][A-Za-z0-9-]{1,14})\)")
_BRACKETED_LONG: Final = re.compile(r"(?<![\w-])([A-Z][A-Za-z0-9-]{1,14})\s+\(([^()]{5,120})\)")
_REACH: Final = 160  # characters before the bracket in which its long form is looked for
_RUN: Final = re.compile(r"\w+")
_WORD: Final = re.compile(r"[^\W\d_][\w'’-]*,?")
_NEAR: Final = 24  # characters around an acronym that say what it is
_OF_A_PERSON: Final = re.compile(r"(?:\b(?:ber)?inisial|\bPT\.?|\bCV\.?)\s\Z")
_AGE: Final = re.compile(r"\s\(\d{1,2}(?:\stahun)?\)")
_PART_OF_WORD: Final = re.compile(r"\b[A-Za-z]-\Z")
_STOPPED: Final = re.compile(r"\bPlt\.(?=\s)")  # behind the words that replace it, the full stop would end the sentence


@dataclass(frozen=True, slots=True)
class Acronym:
    """One row of the table; ``english`` holds the forms that a right translation may use, the preferred one first."""

    short: str
    long: str
    english: tuple[str, ...]
    when: str  # "always", "english" or "retry": see the head of the table

    @property
    def spellings(self) -> tuple[str, ...]:
        """As the news writes it: Pemda, PEMDA, and pemda where the long form is a common noun."""
        if self.short.isupper():
            return (self.short,)
        lower = (self.short.lower(),) if self.long.islower() else ()
        return (self.short, self.short.upper(), *lower)


@cache
def known() -> Mapping[str, Acronym]:
    """The table, by every spelling.

    >>> known()["Korut"].english[0]
    'North Korea'
    """
    rows = [Acronym(short, long, tuple(english.split("|")), when) for short, long, english, when in table("acronyms")]
    # In reverse: where two spellings collide, the earlier row counts.
    return {spelling: row for row in reversed(rows) for spelling in row.spellings}


def learn(document: Document) -> Mapping[str, str]:
    """Acronym → long form, for every pair that the article itself defines; the first definition counts.

    A pair is ``long form (acronym)`` or ``acronym (long form)`` whose letters fit: a date, an age, a byline or a
    club behind a player's name define nothing.

    >>> from transum.document import Paragraph, Sentence
    >>> text = "Ketua Komisi Pemberantasan Korupsi (KPK) hadir (5/9/2023)."
    >>> dict(learn(Document(text, (Paragraph((Sentence(text, 0, len(text)),)),))))
    {'KPK': 'Komisi Pemberantasan Korupsi'}
    """
    found: dict[str, str] = {}
    for sentence in document.sentences:
        for short, long in _definitions(sentence.text):
            found.setdefault(short, long)
    return found


def expand(text: str, definitions: Mapping[str, str], *, retry: bool = False) -> str:
    """``text`` with the acronyms written out that the model can't know; with ``retry``, all known ones.

    The article's own ``definitions`` come before the table. An acronym beside its own long form stays, and so does one
    inside a word, an address or a file name.

    >>> expand("Pemprov Jabar dan KPK", {})
    'Pemerintah Provinsi Jawa Barat dan KPK'
    >>> expand("Pemprov Jabar dan KPK", {}, retry=True)
    'Pemerintah Provinsi Jawa Barat dan Corruption Eradication Commission'

    Initials of people ("KA (19)", "berinisial SD"), companies' names ("PT KA") and parts of words ("e-KTP") stay.
    """
    text = _STOPPED.sub("Plt", text)

    def written_out(match: re.Match[str]) -> str:
        short = match[0]
        long = definitions[short] if short in definitions else known()[short].long
        if _beside_long_form(text, match, long) or _is_no_acronym(text, match):
            return short
        replacement = _replacement(short, definitions, retry=retry)
        return replacement[0].upper() + replacement[1:] if match.start() == 0 else replacement

    present = _present(text, definitions)
    return _pattern(present).sub(written_out, text) if present else text


def _present(text: str, definitions: Mapping[str, str]) -> frozenset[str]:
    """The acronyms that may stand in ``text``: a pattern of all of them would take longer to make than to use."""
    found = {short for word in _RUN.findall(text) for short in _by_first_word().get(word, ()) if short in text}
    return frozenset(found.union(short for short in definitions if short in text))


@cache
def _by_first_word() -> Mapping[str, tuple[str, ...]]:
    rows: dict[str, tuple[str, ...]] = {}
    for short in known():
        first = short.partition(" ")[0]
        rows[first] = (*rows.get(first, ()), short)
    return rows


def _is_no_acronym(text: str, match: re.Match[str]) -> bool:
    before, behind = text[max(0, match.start() - _NEAR) : match.start()], text[match.end() : match.end() + _NEAR]
    initials = match[0].isupper() and (_OF_A_PERSON.search(before) or _AGE.match(behind))
    return bool(initials) or bool(_PART_OF_WORD.search(before)) or (match[0].islower() and before.endswith("-"))


def _replacement(short: str, definitions: Mapping[str, str], *, retry: bool) -> str:
    row = known().get(short)
    defined = definitions.get(short)
    if row is None or (defined is not None and _fold(defined) != _fold(row.long)):
        # The article means something else than the table, or the table doesn't know it.
        long = defined or short
        syllabic = not short.isupper() and _fold(long).split()[0] in words("institutions")
        return long if retry or syllabic else short
    match row.when:
        case "always":
            return row.long
        case "english":
            return row.english[0]
        case _:
            return row.english[0] if retry else short


def _beside_long_form(text: str, match: re.Match[str], long: str) -> bool:
    """``Korea Utara (Korut)`` or ``Korut (Korea Utara)``, and nothing else in the brackets."""
    window = 2 * len(long) + 4
    before, behind = text[max(0, match.start() - window) : match.start()], text[match.end() : match.end() + window]
    if before.endswith("(") and behind.startswith(")"):
        return _fold(before[:-1]).endswith(_fold(long))
    return _fold(behind).startswith("(" + _fold(long))


def _fold(text: str) -> str:
    """Case, commas, hyphens and white space don't make another long form."""
    return " ".join(re.sub(r"[,\s-]+", " ", text).lower().split())


@lru_cache(maxsize=512)
def _pattern(shorts: frozenset[str]) -> re.Pattern[str]:
    """Any of ``shorts`` as a whole word, longest first; no part of an address, a number or a name like MiG-29."""
    longest_first = sorted(shorts, key=lambda short: (-len(short), short))
    return re.compile(r"(?<![\w@#/.&])(?:" + "|".join(map(re.escape, longest_first)) + r")(?![\w@/&]|\.\w|-[\da-z])")


def _definitions(text: str) -> Iterator[tuple[str, str]]:
    for match in _BRACKETED_SHORT.finditer(text):
        before = _words_before(text, match.start())
        # The long form is the fewest words that fit: "Ketua Komisi Yudisial (KY)" names the commission.
        starts = range(len(before) - 2, -1, -1)
        for fits in (_by_initials, _by_syllables):
            start = next((start for start in starts if fits(match[1], before[start:])), None)
            if start is not None:
                yield match[1], " ".join(before[start:])
                break
    for match in _BRACKETED_LONG.finditer(text):
        inside = match[2].split()
        if _by_initials(match[1], inside) or _by_syllables(match[1], inside):
            yield match[1], match[2].strip()


def _words_before(text: str, end: int) -> list[str]:
    """The words in reach before ``end``, back to the first thing that is no word."""
    found: list[str] = []
    for token in reversed(text[max(0, end - _REACH) : end].split()):
        if not _WORD.fullmatch(token):
            break
        found.insert(0, token)
    return found


def _by_initials(short: str, long: Sequence[str]) -> bool:
    """``KPK``: Komisi Pemberantasan Korupsi."""
    parts = _parts(long)
    return short.isupper() and len(parts) > 1 and _initials(_letters(short), parts)


def _by_syllables(short: str, long: Sequence[str]) -> bool:
    """``Pemprov``: Pemerintah Provinsi."""
    parts, letters = _parts(long), _letters(short)
    # A word in lower case, or a few capitals, would too often fit by accident.
    enough = len(letters) >= (5 if short.islower() or short.isupper() else 3)
    return enough and len(parts) > 1 and not short[-1].isdigit() and _syllables(letters, parts)


def _letters(short: str) -> str:
    return "".join(filter(str.isalpha, short)).lower()


def _parts(long: Sequence[str]) -> list[str]:
    """The words in lower case, hyphenated ones divided; none where they begin with a function word."""
    parts = [part.lower() for word in long for part in re.findall(r"[^\W\d_]+", word)]
    return [] if parts and parts[0] in _FUNCTION_WORDS else parts


def _initials(letters: str, parts: Sequence[str]) -> bool:
    """Each letter begins a word; only function words may have none."""
    spelt = {0}
    for part in parts:
        kept = spelt if part in _FUNCTION_WORDS else set()
        spelt = {count + 1 for count in spelt if letters[count : count + 1] == part[0]} | kept
    return len(letters) in spelt


def _syllables(letters: str, parts: Sequence[str]) -> bool:
    """Each word gives some of its letters in order: from its first on, or a piece from inside it."""
    spelt = {0}
    for index, part in enumerate(parts):
        kept = spelt if part in _FUNCTION_WORDS else set()
        spelt = {
            end
            for start in spelt
            for end in range(start + 1, min(start + len(part), len(letters)) + 1)
            if _gives(letters[start:end], part, initial=index == 0)
        } | kept
    return len(letters) in spelt


def _gives(syllable: str, word: str, *, initial: bool) -> bool:
    if word[0] == syllable[0]:
        rest = iter(word)
        return all(letter in rest for letter in syllable)
    return not initial and len(syllable) > 1 and syllable in word
