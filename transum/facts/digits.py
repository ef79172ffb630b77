"""Figures in Indonesian and English notation."""

import re
from fractions import Fraction

from transum.facts.tokens import Language

_GROUPS = re.compile(r"[.,:]")


def figure_readings(figure: str, language: Language) -> tuple[Fraction, ...]:
    """What a figure can mean, the likeliest first.

    In Indonesian a point before exactly three digits groups thousands and a comma is a decimal mark; in English the
    reverse. Indonesian texts mix in English notation ("3.5 GB", "1,000"), which is read as such. English is read
    strictly: "330.000 people", "5.067.381" and "1,5 million" are wrong numbers in English.

    >>> [str(value) for value in figure_readings("1.234,5", "id")]
    ['2469/2']
    >>> [str(value) for value in figure_readings("1,234", "id")]
    ['617/500', '1234']
    """
    groups = _GROUPS.split(figure)
    signs = [char for char in figure if char in ".,:"]
    if not signs:
        return (Fraction(int(figure)),)
    whole = Fraction(int("".join(groups)))
    decimal = Fraction(int("".join(groups)), 10 ** len(groups[-1]))
    if language == "en" and _is_indonesian(groups, signs):  # whoever reads English sees a decimal point first
        return (Fraction(int("".join(groups)), 10 ** len("".join(groups[1:]))),)
    if len(signs) > 1 or ":" in signs:
        fraction = len(set(signs)) == 2 and len(set(signs[:-1])) == 1 and signs[-1] != ":"
        return (decimal if fraction else whole,)
    grouped = len(groups[0]) <= 3 and len(groups[1]) == 3 and groups[0][0] != "0"
    if language == "en":
        return (whole,) if signs == [","] else (decimal,)
    if signs == ["."]:
        return (whole,) if grouped else (decimal,)
    return (decimal, whole) if grouped else (decimal,)


def _is_indonesian(groups: list[str], signs: list[str]) -> bool:
    """Whether several signs are those of Indonesian: "5.067.381", "7.328,05"; four small groups are an address."""
    thousands = groups[1:-1] if signs[-1] == "," else groups[1:]
    address = len(groups) == 4 and set(signs) == {"."} and all(int(group) < 256 for group in groups)
    return len(signs) > 1 and signs[0] == "." and not address and all(len(group) == 3 for group in thousands)
