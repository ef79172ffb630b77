"""The forms of an English word: "invade" may stand in a sentence as invades, invaded, invading."""

from functools import cache
from typing import Final

from transum.facts.tokens import remembered
from transum.lexicon import sorted_rows, table, words

_CONSONANTS: Final = "bcdfghjklmnpqrstvwxz"
_ACTIONS: Final = ("tion", "sion", "ment", "ance", "ence")
_SIBILANTS: Final = ("s", "x", "z", "ch", "sh")


@remembered(4096)
def forms(word: str) -> tuple[str, ...]:
    """``word``, in lower case, its irregular forms, and the regular ones that are words.

    >>> forms("invade"), forms("stop")[1]
    (('invade', 'invaded', 'invading', 'invades'), 'stopped')
    >>> forms("leave")
    ('leave', 'left', 'leaving', 'leaves')
    """
    irregular = _irregular().get(word, ())
    changed = f"{word[:-1]}i" if word[-2:-1] in _CONSONANTS and word.endswith("y") else word
    stem = word.removesuffix("e")
    past = () if irregular else (f"{stem if changed == word else changed}ed", f"{word}{word[-1]}ed")
    going = (f"{stem}ing", f"{word}{word[-1]}ing")
    many = f"{changed}es" if changed != word or word.endswith(_SIBILANTS) else f"{word}s"
    common = words("english").intersection((*past, *going))
    known = {many} if many in words("english") or many in sorted_rows("english-all") else set()
    found = (one for one in (*past, *going, many) if one in common or one in known)
    return tuple(dict.fromkeys((word, *irregular, *found)))


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    return {base: tuple(found.split()) for base, found in table("irregular")}


@cache
def _irregular_forms() -> frozenset[str]:
    return frozenset().union(*_irregular().values())


def ending(word: str) -> str:
    """Which form ``word`` seems to have: what stands in its place takes the same.

    An irregular past is one, too; what names an action ("explosion") is like a form with "ing".

    >>> ending("evacuated"), ending("struck"), ending("castles"), ending("castle"), ending("press")
    ('ed', 'ed', 's', '', '')
    >>> ending("explosion"), ending("weakening")
    ('ing', 'ing')
    """
    if word in _irregular_forms():
        return "ed"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return "s"
    found = next((one for one in ("ed", "ing", *_ACTIONS) if word.endswith(one) and len(word) > len(one) + 2), "")
    return "ing" if found in _ACTIONS else found
