"""Words of Indonesian taken apart: prefixes, suffixes, enclitics (Sneddon, A Comprehensive Grammar, 2010, ch. 1)."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from transum.lexicon import words

_SHORTEST_STEM: Final = 4  # letters: a shorter one would be found inside too many words (ikan in -kan, ada in berada)

# Prefix, the first letters of the stems that take it, and the letter that melts into it (men- + tulis = menulis).
_PREFIXES: Final = (
    ("mem", "bfvp", "p"), ("pem", "bfvp", "p"),
    ("men", "cdjtsz", "t"), ("pen", "cdjtsz", "t"),
    ("meny", "", "s"), ("peny", "", "s"),
    ("meng", "aeioughk", "k"), ("peng", "aeioughk", "k"), ("menge", "", ""), ("penge", "", ""),
    ("me", "lmnrwy", ""), ("pe", "lmnrwytk", ""),
    ("di", "", ""), ("ber", "", ""), ("be", "kr", ""), ("ter", "", ""), ("per", "", ""),
    ("bel", "a", ""), ("pel", "a", ""),
    ("ke", "", ""), ("se", "", ""), ("ku", "", ""), ("kau", "", ""), ("memper", "", ""), ("diper", "", ""),
)  # fmt: skip
_MELTING_ONLY: Final = frozenset({"meny", "peny"})
_PARTICLES: Final = ("lah", "kah", "pun")
_CLITICS: Final = ("nya", "ku", "mu")
_SUFFIXES: Final = ("kan", "an", "i")


def stems(word: str) -> Iterator[str]:
    """What ``word`` (in lower case) may be made of, itself first; most are no words, and no harm in a look-up.

    >>> "tulis" in set(stems("menuliskannya")), "harga" in set(stems("harga-harga")), "jebak" in set(stems("terjebak"))
    (True, True, True)
    """
    yield word
    head, hyphen, tail = word.partition("-")
    if hyphen:
        # di-PHK, mem-backup: the prefix is set off; mobil-mobilan, harga-harga, menulis-nulis: the stem comes twice.
        affixes = {prefix for prefix, _, _ in _PREFIXES}
        both = {*stems(tail)} | _melted(tail)
        yield from stems(tail) if head in affixes else (stem for stem in dict.fromkeys(stems(head)) if stem in both)
        return
    for bare in dict.fromkeys(_without_suffixes(word)):
        yield from (stem for stem in _without_prefixes(bare) if len(stem) >= _SHORTEST_STEM)
    yield from without_clitics(word)


def without_clitics(word: str) -> Iterator[str]:
    """``word`` without the small words that are written on to it, one and then both.

    >>> list(without_clitics("ayahnyalah"))
    ['ayahnya', 'ayah']
    """
    for ending in (*_PARTICLES, *_CLITICS):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            bare = word.removesuffix(ending).removesuffix("-")
            yield bare
            if ending in _PARTICLES:
                yield from without_clitics(bare)


@lru_cache(8192)
def is_derived(word: str) -> bool:
    """Whether a word in lower case is an Indonesian word with its affixes, or ends as only common nouns do.

    >>> is_derived("organisatornya"), is_derived("penyanyi"), is_derived("shoigu")
    (True, True, False)
    """
    if word.endswith(tuple(words("common-endings"))):
        return True
    return any(stem in words("indonesian") for stem in stems(word) if len(stem) >= _SHORTEST_STEM)


def _without_suffixes(word: str) -> Iterator[str]:
    for bare in (word, *without_clitics(word)):
        yield bare
        for suffix in _SUFFIXES:
            if bare.endswith(suffix):
                yield bare.removesuffix(suffix)


def _without_prefixes(word: str) -> Iterator[str]:
    yield word
    for prefix, initials, melted in _PREFIXES:
        rest = word.removeprefix(prefix)
        if rest == word or not rest:
            continue
        if prefix not in _MELTING_ONLY and (not initials or rest[0] in initials):
            yield rest
        if melted and rest[0] in "aeiou":
            yield melted + rest


def _melted(tail: str) -> set[str]:
    """``nulis`` of menulis-nulis."""
    return {
        stem for prefix in ("me", "pe") for bare in _without_suffixes(prefix + tail) for stem in _without_prefixes(bare)
    }
