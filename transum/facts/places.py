"""Places that a translation names and its original doesn't: "the Jakarta Health Office" for that of Semarang."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from transum.facts.carrier import Carrier
from transum.facts.foreign_names import is_carried
from transum.facts.gazetteer import exonyms
from transum.facts.names import names
from transum.facts.parts import regions, said_of
from transum.facts.tokens import fold, remembered, tokenize
from transum.lexicon import words

_LETTERS: Final = 4  # "US" may be the currency's
_CLITIC: Final = re.compile(r"(?<=[a-z]{3})nya\b")  # "bahasa Jermannya"
_PARAPHRASE: Final = re.compile(r"\b(?:[Nn]egeri|[Nn]egara|[Bb]enua|[Tt]anah|[Kk]ota) (?!ini|itu|tersebut)[A-Z]")


@remembered(1024)
def places_added(source: str, target: str) -> tuple[tuple[int, int], ...]:
    """Where ``target`` names a country, region or town that nothing in ``source`` may mean.

    >>> text = "The Jakarta Health Office counted."
    >>> [text[start:end] for start, end in places_added("Dinas Kesehatan Semarang mencatat.", text)]
    ['Jakarta']
    """
    if _PARAPHRASE.search(source):
        return ()  # "Negeri Sakura" is Japan
    carrier = Carrier.of(_CLITIC.sub("", source))
    return tuple((start, end) for start, end, word in _places_of(target) if not is_carried(word, carrier))


def _places_of(target: str) -> Iterator[tuple[int, int, str]]:
    for name in names(target, "en"):
        for token in tokenize(name.text):
            if token.text in _forms() and token.text[:1].isupper():
                yield name.start + token.start, name.start + token.end, token.text


@cache
def _forms() -> frozenset[str]:
    """The English names of places that are one word, and no word or first name besides."""
    towns = {town.capitalize() for town in said_of("town") if " " not in town}
    renamed = {form for key in regions() for form in exonyms().get(key, ()) if " " not in form}
    known = {form for form in towns | renamed if len(form) >= _LETTERS and form[:1].isupper()}
    return frozenset(form for form in known if fold(form) not in words("given-names") and form[:7] != "Indones")
