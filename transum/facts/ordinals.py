"""Words that hold a number and are no numerals: ordinals, multiples, Roman numerals."""

import re
from collections.abc import Iterator

from transum.facts.tokens import Language

ORDINALS: dict[Language, dict[str, int]] = {
    "id": {
        "pertama": 1, "kesatu": 1, "kedua": 2, "ketiga": 3, "keempat": 4, "kelima": 5, "keenam": 6, "ketujuh": 7,
        "kedelapan": 8, "kesembilan": 9, "kesepuluh": 10, "kesebelas": 11, "keseratus": 100,
    },
    "en": {
        "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
        "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
        "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
        "fortieth": 40, "fiftieth": 50, "hundredth": 100,
    },
}  # fmt: skip
MULTIPLES: dict[Language, dict[str, int]] = {
    "id": {"seorang": 1, "sebuah": 1, "seekor": 1, "selembar": 1, "sekali": 1, "tunggal": 1, "berdua": 2, "bertiga": 3,
           "sepasang": 2, "ganda": 2, "dwi": 2, "sehari": 1, "seminggu": 1, "sepekan": 1, "sebulan": 1, "setahun": 1,
           "sejam": 1, "seabad": 100, "salah": 1, "ratus": 100, "ribu": 1000, "juta": 10**6,
           "miliar": 10**9,
           "triliun": 10**12, "lusin": 12, "keduanya": 2, "ketiganya": 3, "keempatnya": 4},
    "en": {"a": 1, "an": 1, "once": 1, "single": 1, "sole": 1, "both": 2, "twice": 2,
           "double": 2, "doubled": 2, "doubling": 2, "couple": 2, "pair": 2, "twin": 2, "dual": 2, "either": 2,
           "neither": 2, "second": 2, "secondly": 2, "duo": 2, "bilateral": 2, "triple": 3, "tripled": 3,
           "trio": 3, "thrice": 3, "threefold": 3, "fourfold": 4, "fivefold": 5, "sixfold": 6, "tenfold": 10,
           "hundredfold": 100, "fortnight": 2, "quarter": 4, "decade": 10, "decades": 10,
           "century": 100, "centuries": 100, "halves": 2, "twofold": 2, "biannual": 2,
           "firstly": 1, "thirdly": 3, "quadruple": 4, "quartet": 4, "teens": 10, "hundred": 100, "thousand": 1000,
           "million": 10**6,
           "billion": 10**9, "dozen": 12},
}  # fmt: skip
_ROMAN = re.compile(r"\b(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})\b")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}


_ORDINAL = re.compile(r"(?<![\d.,])(\d{1,4})(?:st|nd|rd|th)\b", re.ASCII)


def right_endings(text: str) -> str:
    """English ``text`` with the endings that its ordinals have.

    >>> right_endings("the 82th minute of the 101th game, 11th place")
    'the 82nd minute of the 101st game, 11th place'
    """
    return _ORDINAL.sub(_right, text)


def wrong_endings(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """The English ordinals of ``text`` that have another's ending, each with the right one.

    >>> [(match[0], right) for match, right in wrong_endings("the 82th minute")]
    [('82th', '82nd')]
    """
    for match in _ORDINAL.finditer(text):
        if match[0] != (right := _right(match)):
            yield match, right


def _right(match: re.Match[str]) -> str:
    """``1st 2nd 3rd 4th 11th``."""
    number = int(match[1])
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return match[1] + ending


def roman(text: str, *, lone: bool = False) -> int | None:
    """The value of a Roman numeral up to XXXIX; None for anything else, and for one letter unless it may be ``lone``.

    >>> roman("XIV")
    14
    """
    if len(text) < 2 - lone or not _ROMAN.fullmatch(text):
        return None
    values = [_ROMAN_VALUES[char] for char in text]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
