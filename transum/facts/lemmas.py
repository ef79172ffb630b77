"""What an English word may be a form of: "lost" of "lose", "rising" of "rise"; more guesses than words, to look up."""

from collections.abc import Iterator
from functools import cache

from transum.facts.tokens import remembered
from transum.lexicon import table

_VOWELS = "aeiou"
_SHORTEST = 3  # letters of a stem: "bed" is no form of "b"


@remembered(8192)
def lemmas(word: str) -> frozenset[str]:
    """The words that ``word``, in lower case, may be a form of, itself among them; some of them are no words.

    >>> "rise" in lemmas("rose"), "stop" in lemmas("stopped"), "deny" in lemmas("denies"), "cheap" in lemmas("cheaper")
    (True, True, True, True)
    >>> "police" in lemmas("police's")
    True
    """
    bare = word.removesuffix("'s")  # whose it is
    return frozenset({word, bare, *_irregular().get(bare, ()), *_regular(bare)})


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for base, forms in table("irregular"):
        for form in forms.split():
            found[form] = (*found.get(form, ()), base)
    return found


def _regular(word: str) -> Iterator[str]:
    for ending in ("s", "es", "ed", "d", "ing", "er", "est", "r", "st"):
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < _SHORTEST:
            continue
        yield stem
        if ending in {"ed", "er", "est", "ing"}:
            if stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
                yield stem[:-1]
            if ending == "ing":
                yield f"{stem}e"
        if stem.endswith("i"):
            yield f"{stem[:-1]}y"
