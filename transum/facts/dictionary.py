"""What rarer Indonesian words and fixed phrases of the press mean: a dictionary of eighteen thousand.

A small translator knows the everyday words; of *tengkulak*, *kambing hitam* and *menskors* it makes something up. The
word table (``wordtable``) is no help there: it is learnt from the same sentences as the translator, and knows single
words only.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from transum.facts.tokens import remembered
from transum.facts.wordtable import english_lemmas, is_title
from transum.indonesian.affixes import without_clitics
from transum.lexicon import sorted_rows, words

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BETWEEN: Final = re.compile(r"[ \u00a0]")  # the words of a phrase
_SHORTEST: Final = 4  # letters of a word before "nya": "maupun" is no form of "mau"
_NAME: Final = re.compile(r" [A-Z][a-z]")  # "Dewi Anggraini"


@dataclass(frozen=True, slots=True)
class Meaning:
    """``text[start:end]`` is in the dictionary; ``english``: what it means, the most usual first, never empty.

    ``enclitic`` is the end of it that the dictionary's entry lacks: "nya". ``is_phrase``: it is several words.
    """

    start: int
    end: int
    english: tuple[str, ...]
    enclitic: str = ""

    is_phrase: bool = False

    def said_in(self, translation: str) -> tuple[str, ...]:
        """Which of the translations ``translation`` has, in any form of their words.

        >>> Meaning(0, 13, ("scapegoat", "blame")).said_in("They blamed the coach.")
        ('blame',)
        """
        said = english_lemmas(translation)
        return tuple(meaning for meaning in self.english if _is_said(meaning, said))

    def is_said_in(self, translation: str) -> bool:
        """Whether ``translation`` has one of them."""
        return bool(self.said_in(translation))


@remembered(1024)
def meanings(text: str) -> tuple[Meaning, ...]:
    """The words and phrases of ``text`` that the dictionary has, from left to right; the longest where several begin.

    What has a capital inside a sentence is a name, and left out.

    >>> text = "Ia menolak dijadikan kambing hitam."
    >>> [(text[found.start : found.end], found.english[0]) for found in meanings(text)]
    [('kambing hitam', 'scapegoat')]
    """
    return tuple(_meanings(text))


def _meanings(text: str) -> Iterator[Meaning]:
    found = list(_WORD.finditer(text))
    lowered = [match[0].lower().replace("’", "'") for match in found]
    titled = is_title(text)
    at = 0
    while at < len(found):
        for entry, english in _entries(lowered[at]) or _entries(_bare(lowered[at])):
            end = at + len(entry)
            matches = found[at:end]
            enclitic = _enclitic(lowered[at:end], entry)
            if enclitic is None or not _is_running(text, matches) or _is_name(text, matches, titled=titled, at=at):
                continue
            yield Meaning(matches[0].start(), matches[-1].end(), english, enclitic, len(entry) > 1)
            at = end - 1
            break
        at += 1


def _is_running(text: str, matches: Sequence[re.Match[str]]) -> bool:
    return all(_BETWEEN.fullmatch(text[one.end() : two.start()]) for one, two in pairwise(matches))


def _is_name(text: str, matches: Sequence[re.Match[str]], *, titled: bool, at: int) -> bool:
    """A capital makes a name, but in a title, where common words have some, and at the beginning of a sentence."""
    if titled:
        return any(match[0][0].isupper() and not _is_ordinary(match[0].lower()) for match in matches)
    if any(match[0][0].isupper() for match in matches[0 if at else 1 :]):
        return True
    return matches[0][0][0].isupper() and _NAME.match(text, matches[-1].end()) is not None


def _is_ordinary(word: str) -> bool:
    return word in words("indonesian") and word not in words("given-names")


def _enclitic(said: Sequence[str], entry: Sequence[str]) -> str | None:
    """What ``said`` has behind ``entry``; None where it isn't the entry."""
    if len(said) < len(entry) or list(said[:-1]) != list(entry[:-1]):
        return None
    last, word = said[-1], entry[-1]
    if last in {word, f"{word}-{word}"}:
        return ""
    return last.removeprefix(word).removeprefix("-") if word in without_clitics(last) else None


def _bare(word: str) -> str:
    """``word`` without what is written on to it, where the dictionary has that; of "pedagang-pedagang" one."""
    head, _, tail = word.partition("-")
    bare = (*without_clitics(word), *([head] if head == tail else ()))
    return next((one for one in bare if len(one) >= _SHORTEST and _entries(one)), word)


def _is_said(meaning: str, said: frozenset[str]) -> bool:
    all_words = meaning.lower().split()
    content = [word for word in all_words if word not in words("english-function-words")]
    return all(not english_lemmas(word).isdisjoint(said) for word in content or all_words)


@lru_cache(8192)
def _entries(word: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """The entries that begin with ``word``, the longest first: their words and what they mean."""
    found = [
        (tuple(key.split()), tuple(english.split(" | ")))
        for key, (english,) in sorted_rows("dictionary").opening_with(word)
    ]
    return tuple(sorted(found, key=lambda entry: -len(entry[0])))
