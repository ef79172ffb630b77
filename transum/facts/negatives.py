"""Denials that English says in one word: "tidak lengkap" is "incomplete", "tidak hadir" is "absent"."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from transum.facts.lemmas import lemmas
from transum.facts.tokens import Token, tokenize
from transum.facts.wordtable import american, entry
from transum.lexicon import table

_PREFIXES: Final = ("un", "in", "im", "il", "ir", "dis", "non", "mis")
_SUFFIXES: Final = ("less", "lessly", "lessness")
_DENIES: Final = re.compile(
    r"un(?!der|it|ion|iq|iv|an|til)[a-z]{3,}|(?:in|im|ir|il)[a-z]{3,}[ai]ble|[a-z]{3,}less(?:ly|ness)?"
)
_SHORTEST: Final = 3  # letters of what is denied: "in" and "im" begin too many words
# What may stand between a denial and what it denies: "tidak begitu jelas", "bukan hal biasa", "tidak bisa dihindari".
_BETWEEN: Final = frozenset(
    "begitu terlalu cukup sepenuhnya lagi hal sesuatu yang bisa dapat bersifat sama sekali tahu".split()
)
_NON: Final = re.compile(r"\bnon-", re.IGNORECASE)
_TANPA: Final = "tanpa"
_WORDS: Final = 3  # of the longest row of the table behind its denial


def said_in_one_word(source: str, denial: tuple[int, int], target: str) -> bool:
    """Whether a word of ``target`` says both the denial at ``denial`` of ``source`` and what it denies.

    >>> text = "Hal itu belum pasti."
    >>> said_in_one_word(text, (8, 13), "It is uncertain."), said_in_one_word(text, (8, 13), "It is undone.")
    (True, False)
    """
    behind = [token for token in tokenize(source) if token.kind == "word" and token.start >= denial[1]]
    english = " ".join(token.lower for token in tokenize(_NON.sub("non", target)) if token.kind == "word")
    said = english.split()
    known = _in_table(source[slice(*denial)].lower(), behind)
    if any(_is_said(form, english, said) for form in known):
        return True
    denied = frozenset(american(form) for word in said for bare in _without_denial(word) for form in lemmas(bare))
    denied |= {american(form) for less, word in pairwise(said) if less == "less" for form in lemmas(word)}
    denied |= {word for word in said if _DENIES.fullmatch(word)}  # learnt from such a denial: "unclear" for "jelas"
    return any(not denied.isdisjoint(translations) for translations in _meanings(behind)) if denied else False


def _is_said(form: str, english: str, said: Sequence[str]) -> bool:
    return f" {form} " in f" {english} " if " " in form else any(form in lemmas(word) for word in said)


def _in_table(denial: str, behind: Sequence[Token]) -> Iterator[str]:
    """The English that the table gives for a denial and the words behind it."""
    first = _TANPA if denial.startswith(_TANPA) else "tidak"
    for size in range(min(_WORDS, len(behind)), 0, -1):
        yield from _rows().get((first, *(token.lower for token in behind[:size])), ())


def _meanings(behind: Sequence[Token]) -> Iterator[frozenset[str]]:
    """What the word that is denied may be in English, and what small words before it leave to the next."""
    for token in behind:
        if found := entry(token.lower):
            yield found.translations
        if token.lower not in _BETWEEN:
            return


def _without_denial(word: str) -> Iterator[str]:
    """What an English word denies, if it is one that denies: "uncertain", "powerless", "drug-free"."""
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST:
            yield word.removeprefix(prefix)
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST:
            yield word.removesuffix(suffix)


@cache
def _rows() -> Mapping[tuple[str, ...], tuple[str, ...]]:
    found: dict[tuple[str, ...], tuple[str, ...]] = defaultdict(tuple)
    for phrase, english in table("negatives"):
        found[tuple(re.split(r"\s+", phrase))] += tuple(english.split("|"))
    return found
