"""By which English words an Indonesian word is translated: a table learnt from sentence pairs (``training/words.py``).

It knows single words only, and how often people translate them in another way: a word that stands alone is worth a
doubt as far as that is rare.
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

from transum.facts.addresses import addresses
from transum.facts.lemmas import lemmas
from transum.facts.numerals import MAGNITUDES, PARTS, SCALES, UNITS
from transum.facts.ordinals import MULTIPLES, ORDINALS
from transum.facts.tokens import covered, remembered
from transum.facts.units import UNIT_WORDS
from transum.indonesian.affixes import stems, without_clitics
from transum.lexicon import sorted_rows, words

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SHORTEST: Final = 3  # letters of a word that counts
# What the checks of figures read, in whatever words it is said.
_NUMERALS: Final = frozenset({
    "belas", *UNIT_WORDS["id"], *UNITS["id"], *SCALES["id"], *PARTS, *MAGNITUDES, *ORDINALS["id"], *MULTIPLES["id"],
})  # fmt: skip
_ENGLISH_NUMERALS: Final = frozenset({*UNITS["en"], *SCALES["en"], *PARTS, *MAGNITUDES, *ORDINALS["en"]})
_TITLE_SHARE: Final = 0.6  # of the words with a capital, from which a capital makes no name
_OPENING: Final = " \"'“‘("
_CLOSING: Final = " \t\n\"'”’)"
_RAREST: Final = 0.01  # of the translations miss a word: no word is as sure as its numbers would have it


@dataclass(frozen=True, slots=True)
class Entry:
    """The English words that translate a word, and the share of people's translations in which none of them stands."""

    translations: frozenset[str]
    missed: float


@dataclass(frozen=True, slots=True)
class Alone:
    """A word ``text[start:end]`` with nothing in the other text that translates it, as in ``share`` of people's."""

    start: int
    end: int
    share: float

    @property
    def surprise(self) -> float:
        """How much this tells: the negative logarithm of how often it happens to people.

        >>> round(Alone(0, 5, 0.05).surprise, 1)
        3.0
        """
        return -math.log(max(self.share, _RAREST))


@dataclass(frozen=True, slots=True)
class Comparison:
    """What of an original's content words, of which ``known`` are in the table, the translation doesn't say."""

    known: int
    missed: tuple[Alone, ...]


@remembered(1024)
def compared(original: str, translation: str) -> Comparison:
    """The content words of ``original`` that are in the table, and those that no word of ``translation`` translates.

    >>> found = compared("Polisi menahan bupati itu.", "The police released the regent.")
    >>> found.known, ["Polisi menahan bupati itu."[word.start : word.end] for word in found.missed]
    (3, ['menahan'])
    """
    said = english_lemmas(translation)
    known, missed = 0, []
    for start, end, word in content_words(original):
        found = entry(word)
        if found:
            known += 1
            if word not in said and found.translations.isdisjoint(said):
                missed.append(Alone(start, end, found.missed))
    return Comparison(known, tuple(missed))


@remembered(1024)
def unexplained(original: str, translation: str) -> tuple[Alone, ...]:
    """The words of ``translation`` that are in the table and translate no word of ``original``.

    >>> text = "The police released the regent."
    >>> [text[word.start : word.end] for word in unexplained("Polisi menahan bupati itu.", text)]
    ['released']
    """
    strange = []
    for start, end, forms in _translating_nothing(original, translation):
        shares = [share for form in forms if (share := _untranslating(form)) is not None]
        if shares:
            strange.append(Alone(start, end, min(shares)))
    return tuple(strange)


def replaceable(original: str, translation: str) -> tuple[tuple[int, int], ...]:
    """Where the content words of ``translation`` are that translate no word of ``original``, as far as is known.

    They may be right for all that: the table knows the most frequent translations only. Hyphened words are left out,
    and those with a capital inside the sentence, which may belong to a name.

    >>> text = "The police released the plooga."
    >>> [text[start:end] for start, end in replaceable("Polisi menahan bupati itu.", text)]
    ['released', 'plooga']
    """
    found = _translating_nothing(original, translation)
    return tuple(
        (start, end)
        for start, end, _ in found
        if "-" not in translation[start:end]
        and (translation[start].islower() or not translation[:start].strip(_OPENING))
    )


def _translating_nothing(original: str, translation: str) -> Iterator[tuple[int, int, frozenset[str]]]:
    ours = {match[0].lower().replace("’", "'") for match in _WORD.finditer(original)}
    explained = ours.union(*(found.translations for found in map(entry, ours) if found))
    for start, end, word in english_words(translation):
        forms = english_lemmas(word)
        if explained.isdisjoint(forms):
            yield start, end, forms


def content_words(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and lower case of the words that mean something by themselves, without names and numerals.

    >>> [word for _, _, word in content_words("Kemarin polisi dan Budi menahan dua bupati.")]
    ['kemarin', 'polisi', 'menahan', 'bupati']
    """
    kept = covered(len(text), ((address.start, address.end) for address in addresses(text)))
    found = [match for match in _WORD.finditer(text) if not kept[match.start()]]
    titled = _is_title(text, [match[0] for match in found])
    for place, match in enumerate(found):
        word = match[0].lower().replace("’", "'")
        is_name = match[0][0].isupper() and (word not in words("indonesian") if titled else place > 0)
        if len(word) >= _SHORTEST and not is_name and word not in _NUMERALS and word not in _little():
            yield match.start(), match.end(), word


def is_title(text: str) -> bool:
    """Whether most of its words have a capital, so that a capital makes no name.

    >>> is_title("Polisi Tangkap Pelaku di Cirebon"), is_title("Polisi menangkap Budi di Cirebon.")
    (True, False)
    """
    return _is_title(text, _WORD.findall(text))


def _is_title(text: str, found: Sequence[str]) -> bool:
    capitals = sum(word[0].isupper() for word in found)
    return len(found) > 1 and capitals >= _TITLE_SHARE * len(found) and not text.rstrip(_CLOSING).endswith(".")


def english_words(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and lower case of the words of an English text that mean something by themselves, without names.

    >>> [word for _, _, word in english_words("Police arrested the regent of Malang's wife.")]
    ['police', 'arrested', 'regent', 'wife']
    """
    kept = covered(len(text), ((address.start, address.end) for address in addresses(text)))
    for match in _WORD.finditer(text):
        word = match[0].lower().replace("’", "'").removesuffix("'s")
        is_name = match[0][0].isupper() and word not in words("english")
        if len(word) >= _SHORTEST and not (is_name or kept[match.start()] or word in _little_english()):
            yield match.start(), match.start() + len(word), word


def english_lemmas(text: str) -> frozenset[str]:
    """What the words of an English text may be forms of, in American spelling.

    Of hyphened words the parts are words, too, and two neighbours may be one ("semi final").

    >>> {"take", "over", "take-over", "organize"} <= english_lemmas("Take-overs organised")
    True
    """
    said = [match[0].lower().replace("’", "'").removesuffix("'s") for match in _WORD.finditer(text)]
    parts = [part for word in said if "-" in word for part in word.split("-")]
    joined = map("".join, pairwise(said))
    return frozenset(map(american, frozenset(joined).union(*map(lemmas, (*said, *parts)))))


@lru_cache(8192)
def american(word: str) -> str:
    """A lemma in the spelling in which it is compared; some words come out in one that nobody uses ("rise").

    >>> american("organise"), american("neighbourhood"), american("centre"), american("programme")
    ('organize', 'neighborhood', 'center', 'program')
    """
    word = _OUR.sub("or", _ISE.sub("iz", _RE.sub("er", word)))
    return _AMERICAN.get(word, word)


_ISE: Final = re.compile(r"is(?=(?:e|ation|er)s?\Z)")
_OUR: Final = re.compile(r"(?<=\w[bdgilmnpv])our")
_RE: Final = re.compile(r"(?<=[bt])re\Z")
_AMERICAN: Final = {
    "programme": "program", "defence": "defense", "offence": "offense", "licence": "license", "grey": "gray",
    "tyre": "tire", "cheque": "check", "plough": "plow", "aluminium": "aluminum", "jewellery": "jewelry", "mum": "mom",
    "sceptic": "skeptic", "sceptical": "skeptical", "kerb": "curb", "catalogue": "catalog", "dialogue": "dialog",
}  # fmt: skip


def known_form(word: str, is_known: Callable[[str], bool]) -> str | None:
    """``word`` in lower case, or the first of what it may be made of that is known; None where nothing is.

    >>> known_form("bukunya", {"buku"}.__contains__), known_form("polisi-polisi", {"polisi"}.__contains__)
    ('buku', 'polisi')
    """
    forms = (word, *without_clitics(word), *stems(word), *((word.partition("-")[0],) if "-" in word else ()))
    return next((form for form in forms if len(form) >= _SHORTEST and is_known(form)), None)


@remembered(8192)
def entry(word: str) -> Entry | None:
    """What the table has of ``word`` in lower case, or of what it is made of; None where it has nothing.

    >>> found = entry("kebakaran")
    >>> found is not None and "fire" in found.translations
    True
    """
    table = sorted_rows("translations")
    form = known_form(word, table.__contains__)
    if form is None:
        return None
    missed, translations = table[form]
    return Entry(frozenset(translations.split()), int(missed) / 1000)


def usual_translations(word: str) -> tuple[str, ...]:
    """The English words that translate ``word``, in lower case, the most frequent first; none where it isn't known.

    >>> usual_translations("menginvasi")[0]
    'invade'
    """
    table = sorted_rows("translations")
    form = known_form(word, table.__contains__)
    return tuple(table[form][1].split()) if form else ()


@remembered(8192)
def _untranslating(word: str) -> float | None:
    """In what share of people's translations an English lemma translates nothing; None where it isn't known."""
    row = sorted_rows("translated").get(word)
    return int(row[0]) / 1000 if row else None


@cache
def _little() -> frozenset[str]:
    return words("indonesian-function-words")


@cache
def _little_english() -> frozenset[str]:
    return words("english-function-words") | _ENGLISH_NUMERALS
