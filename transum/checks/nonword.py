"""Are all words of the translation words? A model makes some up where it doesn't know what to say ("redaccuted")."""

from collections.abc import Iterable, Iterator
from typing import Final

from transum.checks.pair import Pair
from transum.document import Finding, Kind, Level
from transum.facts.addresses import addresses
from transum.facts.english_words import is_word
from transum.facts.lemmas import lemmas
from transum.facts.ordinals import wrong_endings
from transum.facts.tokens import Token, covered, fold, tokenize

_SHORTEST: Final = 4  # letters: shorter ones are abbreviations and units
_LONGEST: Final = 24  # letters of the longest word in the list


def run(pair: Pair) -> Iterable[Finding]:
    """Findings of kind nonword: one for each word that no English word list has, and the original doesn't.

    An ordinal with another's ending ("82th") is none, either.

    >>> [finding.message for finding in run(Pair("Dosisnya dua.", "The dosiss are two."))]
    ['“dosiss” is no English word']
    """
    ours = {fold(token.text) for token in tokenize(pair.source) if token.kind == "word"}
    seen = set()
    for token in _ordinary(pair.target):
        if token.lower not in seen and not is_word(token.lower) and not _is_from(token.lower, ours):
            seen.add(token.lower)
            message = f"“{token.text}” is no English word"
            yield Finding(Kind.NONWORD, Level.WARNING, "", token.text, message, target_span=(token.start, token.end))
    for match, right in wrong_endings(pair.target):
        message = f"“{match[0]}” is no English word: it is {right}"
        yield Finding(Kind.NONWORD, Level.WARNING, "", match[0], message, target_span=match.span())


def _ordinary(text: str) -> Iterator[Token]:
    """The words in lower case that aren't a part of an address, a name or a figure."""
    kept = covered(len(text), ((address.start, address.end) for address in addresses(text)))
    tokens = tokenize(text)
    for index, token in enumerate(tokens):
        plain = token.kind == "word" and token.lower.isascii() and token.lower.isalpha() and token.text.islower()
        if not plain or not _SHORTEST <= len(token.text) <= _LONGEST or kept[token.start]:
            continue
        joined = index > 1 and token.glued and tokens[index - 1].glued  # "Jong-un", "B737max"
        if not joined or tokens[index - 2].text.islower():
            yield token


def _is_from(word: str, ours: set[str]) -> bool:
    """Whether the original has the word, with or without an English ending."""
    return word in ours or not ours.isdisjoint(lemmas(word))
