"""How far an amount reaches to the left of its figure: over its sign, and over the figure that it makes a range with.

"-18°C" is no 18°C, and "6-8 orang" no eight people.
"""

import re
from typing import Final

from transum.facts.tokens import Language

_FIGURE: Final = r"(?<![\w.,])\d+(?:[.,]\d+)*"
_BETWEEN: Final[dict[Language, str]] = {
    "id": r"[-–—]|sampai(?: dengan)?|hingga|s\.?/?d\.?|x|×",
    "en": r"[-–—]|to|up to|x|×|by",
}
_RANGE: Final = {language: re.compile(rf"{_FIGURE}\s?(?:{between})\s?\Z") for language, between in _BETWEEN.items()}
_GOES_ON: Final = {language: re.compile(rf"\s?(?:{between})\s?[+±−-]?\d") for language, between in _BETWEEN.items()}
_BETWEEN_TWO: Final[dict[Language, re.Pattern[str]]] = {
    "id": re.compile(rf"\bantara {_FIGURE} (?:dan|hingga|sampai) \Z", re.IGNORECASE),
    "en": re.compile(rf"\bbetween {_FIGURE} and \Z", re.IGNORECASE),
}
_SIGN: Final = re.compile(r"(?<![\w)])(?:(?:minus|negatif|negative) |[−±]|-(?=\Z))\Z", re.IGNORECASE)
_LONGEST: Final = 40  # characters before a figure that are looked at


def begins_range(text: str, end: int, language: Language) -> bool:
    """Whether the figure that ends at ``end`` is the first of two that are one amount: "3" of "3 sampai 5 milimeter".

    >>> begins_range("3 sampai 5 milimeter", 1, "id"), begins_range("3 milimeter", 1, "id")
    (True, False)
    """
    return bool(_GOES_ON[language].match(text, end))


def amount_start(text: str, start: int, language: Language) -> int:
    """Where the amount begins whose figure stands at ``start``.

    >>> amount_start("cukup untuk 6-8 orang", 14, "id"), amount_start("suhu -18 derajat", 6, "id")
    (12, 5)
    """
    near = max(0, start - _LONGEST)
    before = text[near:start]
    for pattern in (_RANGE[language], _BETWEEN_TWO[language]):
        if match := pattern.search(before):
            return sign_start(text, near + match.start())
    return sign_start(text, start)


def sign_start(text: str, start: int) -> int:
    """Where the sign of the figure at ``start`` begins, and ``start`` where it has none."""
    match = _SIGN.search(text[max(0, start - _LONGEST) : start])
    return start - len(match[0]) if match else start
