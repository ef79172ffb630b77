"""What number words of both languages have in common: scales, parts, magnitudes, and how they add up.

Values are exact (``Fraction``), because "1,5 juta" and "1,500,000" must be equal, not close.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from transum.facts.tokens import Language, Token

# No text counts further; a row of scale words that is no number must not grow without bound.
_LARGEST = Fraction(10) ** 30
_SCALE_WORDS = 4
THOUSAND, MILLION, BILLION, TRILLION = (Fraction(10) ** power for power in (3, 6, 9, 12))

SCALES: dict[Language, dict[str, Fraction]] = {
    "id": {
        "ribu": THOUSAND, "juta": MILLION, "miliar": BILLION, "milyar": BILLION, "miliard": BILLION,
        "triliun": TRILLION, "puluh": Fraction(10), "trilyun": TRILLION, "trilliun": TRILLION, "ratus": Fraction(100),
        "lusin": Fraction(12), "kuadriliun": TRILLION * 1000,
    },
    "en": {
        "thousand": THOUSAND, "million": MILLION, "billion": BILLION, "trillion": TRILLION, "hundred": Fraction(100),
        "dozen": Fraction(12), "quadrillion": TRILLION * 1000,
    },
}  # fmt: skip
"""Words that multiply the figure before them."""

# Short forms, as they stand behind a figure: "25rb", "1,5 T", "$370m". Case matters where a metre is a metre.
SHORT_SCALES: dict[Language, dict[str, Fraction]] = {
    "id": {
        "rb": THOUSAND, "Rb": THOUSAND, "jt": MILLION, "Jt": MILLION, "M": BILLION, "T": TRILLION, "k": THOUSAND,
        "K": THOUSAND,
    },
    "en": {
        "k": THOUSAND, "K": THOUSAND, "m": MILLION, "M": MILLION, "mn": MILLION, "mln": MILLION, "bn": BILLION,
        "B": BILLION, "b": BILLION, "tn": TRILLION, "trn": TRILLION, "T": TRILLION,
    },
}  # fmt: skip

UNITS: dict[Language, dict[str, int]] = {
    "id": {
        "nol": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8,
        "sembilan": 9,
    },
    "en": {
        "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
        "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
        "seventeen": 17, "eighteen": 18, "nineteen": 19,
    },
}  # fmt: skip
PARTS = {"setengah": Fraction(1, 2), "separuh": Fraction(1, 2), "separo": Fraction(1, 2),
          "seperempat": Fraction(1, 4), "sepertiga": Fraction(1, 3), "seperlima": Fraction(1, 5),
          "seperenam": Fraction(1, 6), "sepertujuh": Fraction(1, 7), "seperdelapan": Fraction(1, 8),
          "sepersepuluh": Fraction(1, 10), "half": Fraction(1, 2), "halve": Fraction(1, 2),
          "halved": Fraction(1, 2), "halves": Fraction(1, 2), "halving": Fraction(1, 2), "quarter": Fraction(1, 4),
          "quarters": Fraction(1, 4), "thirds": Fraction(1, 3), "fifths": Fraction(1, 5),
          "sixths": Fraction(1, 6), "sevenths": Fraction(1, 7), "eighths": Fraction(1, 8),
          "tenths": Fraction(1, 10), "½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4),
          "⅓": Fraction(1, 3), "⅔": Fraction(2, 3)}  # fmt: skip
_PER = {"pertiga": 3, "perempat": 4, "perlima": 5, "perenam": 6, "pertujuh": 7, "perdelapan": 8, "persepuluh": 10}
MAGNITUDES: dict[str, int] = {
    "belasan": 10, "puluhan": 10, "lusinan": 10, "ratusan": 100, "ribuan": 10**3, "jutaan": 10**6,
    "miliaran": 10**9, "milyaran": 10**9, "triliunan": 10**12,
    "tens": 10, "dozens": 10, "scores": 10, "hundreds": 100, "thousands": 10**3, "millions": 10**6,
    "billions": 10**9, "trillions": 10**12,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Numeral:
    """What ``count`` tokens say: the first of ``readings`` is the likeliest.

    ``words`` marks number words, ``approximate`` a magnitude only ("puluhan ribu", "tens of thousands").
    """

    readings: tuple[Fraction, ...]
    count: int
    words: bool = False
    approximate: bool = False


@dataclass(slots=True)
class Sum:
    """A numeral being added up: ``total`` is closed by a scale word, ``part`` is the open group below thousand."""

    total: Fraction = Fraction(0)
    part: Fraction = Fraction(0)
    pending: int | None = None
    scale: Fraction | None = None

    def close(self, scale: Fraction) -> None:
        """A scale word multiplies the open group, or all so far where none is open ("ribu triliun")."""
        group = self.part + (self.pending or 0)
        if not group and self.total:
            self.total *= scale
        else:
            self.total += (group or 1) * scale
        self.part, self.pending, self.scale = Fraction(0), None, scale

    @property
    def value(self) -> Fraction:
        """The number so far."""
        return self.total + self.part + (self.pending or 0)


def fits(state: Sum, scale: Fraction) -> bool:
    """Whether ``scale`` may follow: scales fall inside one number ("dua juta tiga ribu")."""
    open_group = bool(state.part) or state.pending is not None
    if not open_group:
        return state.total < _LARGEST
    return state.scale is None or scale < state.scale


def with_part(value: Fraction, tokens: Sequence[Token], start: int, end: int, language: Language) -> Numeral:
    """Add what can follow a whole number: "dua pertiga", "satu setengah juta", "dua koma lima", "two thirds"."""
    following = tokens[end].lower if end < len(tokens) else ""
    if language == "id" and following == "per" and end + 1 < len(tokens):
        denominator = UNITS["id"].get(tokens[end + 1].lower) or 0
        if denominator > 2 and value < denominator:
            return Numeral((value / denominator,), end + 2 - start, words=True)
    if following in _PER:
        return Numeral((value / _PER[following],), end + 1 - start, words=True)
    if language == "id" and following in {"setengah", "seperempat"} and value < 1000:
        scale, count = scale_words(tokens, end + 1, language)
        return Numeral(((value + PARTS[following]) * scale,), end + 1 + count - start, words=True)
    comma = {"id": "koma", "en": "point"}[language]
    digits = []
    position = end + 1
    while following == comma and position < len(tokens) and tokens[position].lower in UNITS[language]:
        digits.append(UNITS[language][tokens[position].lower])
        position += 1
    if digits and all(digit < 10 for digit in digits):
        decimal = value + Fraction(int("".join(map(str, digits))), 10 ** len(digits))
        scale, count = scale_words(tokens, position, language)
        return Numeral((decimal * scale,), position + count - start, words=True)
    return Numeral((value,), end - start, words=True)


def scale_words(tokens: Sequence[Token], index: int, language: Language) -> tuple[Fraction, int]:
    """The product of the scale words from ``index`` on, and how many tokens they are ("a" and "of a" pass)."""
    scale, position = Fraction(1), index
    if language == "en" and [token.lower for token in tokens[index : index + 1]] == ["a"]:
        position += 1
    begin = position
    last = min(len(tokens), begin + _SCALE_WORDS)
    while position < last and tokens[position].lower in SCALES[language]:
        scale *= SCALES[language][tokens[position].lower]
        position += 1
    return (scale, position - index) if position > begin else (Fraction(1), 0)


def read_scales(tokens: Sequence[Token], index: int, language: Language) -> tuple[Fraction, int]:
    """What multiplies the figure before ``index``: scale words, or a short form; 1 and 0 tokens where nothing does.

    >>> from transum.facts.tokens import tokenize
    >>> read_scales(tokenize("5 ratus ribu"), 1, "id")
    (Fraction(100000, 1), 2)
    """
    scale, count = scale_words(tokens, index, language)
    if count or index >= len(tokens):
        return scale, count
    short = SHORT_SCALES[language].get(tokens[index].text)
    return (short, 1) if short else (Fraction(1), 0)


def read_magnitude(tokens: Sequence[Token], index: int, language: Language) -> Numeral:
    """Read "puluhan ribu", "tens of thousands": the word of ``MAGNITUDES`` at ``index`` with its scales."""
    value = Fraction(MAGNITUDES[tokens[index].lower])
    position = index + 1
    if language == "en" and tokens[position : position + 1] and tokens[position].lower == "of":
        following = tokens[position + 1].lower if position + 1 < len(tokens) else ""
        if following in MAGNITUDES:
            return Numeral((value * MAGNITUDES[following],), 3, words=True, approximate=True)
    scale, count = scale_words(tokens, position, language)
    return Numeral((value * scale,), 1 + count, words=True, approximate=True)
