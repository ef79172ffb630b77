"""Figures that are raised or lowered, and numbers below zero."""

import re
from dataclasses import dataclass
from typing import Final

from transum.facts.tokens import Language

_SMALL: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")
_UNITS: Final = r"(?:[kcdm]?m|ft|in|mi|yd)"
# H₂O, x²; but the powers of units are told with them, and "anak²" is "anak-anak".
_FORMULA: Final = re.compile(rf"[₀-₉]|(?<![^\W\d_])(?!{_UNITS}[²³])[^\W\d_]{{1,2}}[⁰¹²³⁴-⁹]")


def plain_figures(text: str) -> str:
    """``text`` with the small figures of formulas as plain ones; as long as it was.

    >>> plain_figures("H₂O, x², 12 km², anak²")
    'H2O, x2, 12 km², anak²'
    """
    return text if text.isascii() else _FORMULA.sub(lambda match: match[0].translate(_SMALL), text)


@dataclass(frozen=True, slots=True)
class Negative:
    """A number said to be below zero; ``figure`` are its digits, and it stands in ``text[start:end]``."""

    figure: str
    start: int
    end: int


_FIGURE: Final = r"(?:Rp\.?\s?|US\$|[$€£])?(?P<figure>[0-9]+(?:[.,][0-9]+)*)"
_MINUS: Final[dict[Language, re.Pattern[str]]] = {
    "id": re.compile(rf"(?:(?<![\w.,)%°])[−–-](?![−–-])|\b(?:minus|negatif|min)\s+){_FIGURE}", re.IGNORECASE),
    "en": re.compile(rf"(?:(?<![\w.,)%°])[−–-](?![−–-])|\b(?:minus|negative)\s+){_FIGURE}", re.IGNORECASE),
}
# "10 -15" is a range, "Persib 2 -1 Persebaya" a score.
_RANGED: Final = re.compile(r"[\d%]\s*\Z")
_NEAR: Final = 12


def negatives(text: str, language: Language) -> tuple[Negative, ...]:
    """The numbers below zero of ``text``, in order.

    >>> [text[n.start : n.end] for text in ["Suhu −5 °C, negatif 1,2 dan 10 -15"] for n in negatives(text, "id")]
    ['−5', 'negatif 1,2']
    """
    return tuple(
        Negative(match["figure"], *match.span())
        for match in _MINUS[language].finditer(text)
        if not _RANGED.search(text[max(0, match.start() - _NEAR) : match.start()])
    )
