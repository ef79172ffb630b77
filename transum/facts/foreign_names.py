"""Whether an Indonesian text carries a word of an English name, in whatever spelling."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Final

from transum.facts.carrier import Carrier
from transum.facts.gazetteer import acronyms, exonyms
from transum.facts.ordinals import roman
from transum.facts.tokens import fold, tokenize
from transum.lexicon import words

_LETTERS: Final = 3  # a shorter word is an initial, or one that Indonesian writes otherwise


def is_carried(word: str, carrier: Carrier) -> bool:
    """Whether ``carrier``, made of Indonesian, holds the word or an Indonesian name for it, or it is an ordinary word.

    >>> is_carried("Germany", Carrier.of("Ia tiba di Jerman.")), is_carried("Moscow", Carrier.of("Ia tiba."))
    (True, False)
    """
    bare = fold(word).removesuffix("'s").removesuffix("’s")
    if len(bare) < _LETTERS or not bare.isalpha() or roman(word) or bare in words("english"):
        return True
    if carrier.holds_word(bare):
        return True
    forms = [key for length in range(3, len(bare) + 1) for key in _indonesian().get(bare[:length], ())]
    return any(f" {form} " in carrier.spaced for form in forms)


@cache
def _indonesian() -> Mapping[str, tuple[str, ...]]:
    """Each word of an English name, or the beginning that it shares with its adjective, to the Indonesian ones."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = [(" ".join(key), forms) for key, forms in exonyms().items()]
    rows += [(fold(short), forms) for short, forms in acronyms().items()]
    for indonesian, forms in rows:
        for form in forms:
            for token in tokenize(form):
                if token.kind == "word" and len(token.text) >= _LETTERS:
                    found[fold(token.text)].add(indonesian)
    return {word: tuple(sorted(forms)) for word, forms in found.items()}
