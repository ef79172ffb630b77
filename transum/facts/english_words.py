"""Is it a word of English? A list, and what English makes of its words."""

from typing import Final

from transum.facts.lemmas import lemmas
from transum.facts.tokens import remembered
from transum.lexicon import sorted_rows, words

_SHORTEST_BASE: Final = 4
# What makes a word of a word, as far as no list can hold all of them.
_PREFIXES: Final = tuple(
    "anti non re un co pre post over under inter multi sub super semi micro mega mini self mis dis out counter cyber "
    "hyper infra intra neo pan pro pseudo trans ultra bio eco geo hydro nano photo poly tele thermo agro kilo "
    "giga".split()
)
_SUFFIXES: Final = tuple("ness ly like wise ship less able ward wards ish hood fold ism ist ists".split())


@remembered(8192)
def is_word(word: str) -> bool:
    """Whether ``word``, in lower case, is in a word list, or is made of such a word as English makes words.

    >>> is_word("unfriendliness"), is_word("plenany")
    (True, False)
    """
    if is_listed(word):
        return True
    bases = [word.removeprefix(prefix) for prefix in _PREFIXES if word.startswith(prefix)]
    bases += [word.removesuffix(suffix) for suffix in _SUFFIXES if word.endswith(suffix)]
    bases += [f"{base[:-1]}y" for base in bases if base.endswith("i")]
    return any(len(base) >= _SHORTEST_BASE and is_listed(base) for base in bases)


@remembered(8192)
def is_listed(word: str) -> bool:
    """Whether ``word``, in lower case, or a word that it is a form of is in a word list; the lists have names, too."""
    known, common = sorted_rows("english-all"), words("english")
    if word in common or word in known:
        return True
    if word.endswith("ss"):  # no plural: that of "dosis" isn't "dosiss"
        return False
    return any(len(base) >= _SHORTEST_BASE and base in known for base in lemmas(word))
