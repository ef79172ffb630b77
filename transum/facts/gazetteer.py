"""The names that English renders otherwise, and the acronyms: tables of the lexicon, made ready to look up."""

from collections.abc import Mapping
from functools import cache

from transum.facts.tokens import fold, tokenize
from transum.lexicon import table


def is_acronym(word: str) -> bool:
    """Whether ``word`` is written in capitals, or stands in the table of acronyms ("Korut")."""
    return (len(word) > 1 and word.isupper()) or word in acronyms()


def is_listed_acronym(word: str) -> bool:
    """Whether ``word`` stands in the table of acronyms: where all is in capitals, they tell nothing."""
    return word in acronyms()


@cache
def acronyms() -> Mapping[str, tuple[str, ...]]:
    """Acronym to the English forms that render it."""
    return {row[0]: tuple(form for form in row[2].split("|") if form) for row in table("acronyms") if len(row) > 2}


@cache
def _common_nouns() -> Mapping[str, tuple[str, ...]]:
    """As ``acronyms``, in lower case, of those whose long form is a common noun: "posyandu", "parpol"."""
    longs = {row[0]: row[1] for row in table("acronyms") if len(row) > 2}
    return {short.lower(): forms for short, forms in acronyms().items() if longs[short][:1].islower()}


def forms_of_acronym(word: str) -> tuple[str, ...]:
    """The English forms of an acronym, which small letters may write, too, where it is a common noun.

    >>> forms_of_acronym("posyandu")[0], forms_of_acronym("as")
    ('integrated health post', ())
    """
    return acronyms().get(word) or _common_nouns().get(word, ())


@cache
def exonyms() -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """Folded words of an Indonesian name to the English forms that render it."""
    pairs = [(row[0], row[1]) for row in table("exonyms") if len(row) > 1]
    pairs += [(row[1], row[2]) for row in table("acronyms") if len(row) > 2 and row[1][:1].isupper()]
    forms: dict[tuple[str, ...], tuple[str, ...]] = {}
    for source, targets in pairs:
        key = tuple(token.lower for token in tokenize(fold(source)) if token.kind == "word")
        forms[key] = (*forms.get(key, ()), *(form for form in targets.split("|") if form))
    return forms


@cache
def longest() -> int:
    """How many words the longest name of ``exonyms`` has."""
    return max((len(key) for key in exonyms()), default=1)


def is_exonym(word: str) -> bool:
    """Whether the one word is a name that English has a form of its own for."""
    return (fold(word),) in exonyms()
