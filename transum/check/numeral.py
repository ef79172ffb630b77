"""Reading numerals: figures in either notation, and the number words of Indonesian and English.

Values are exact (``Fraction``), because "1,5 juta" and "1,500,000" must be equal, not close.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from transum.check.tokens import Language, Token

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

_UNITS: dict[Language, dict[str, int]] = {
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
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_WHOLE = {"sepuluh": 10, "sebelas": 11, "seratus": 100, "seribu": 1000, "sejuta": 10**6, "semiliar": 10**9,
          "semilyar": 10**9, "setriliun": 10**12, "selusin": 12}  # fmt: skip
_PARTS = {"setengah": Fraction(1, 2), "separuh": Fraction(1, 2), "separo": Fraction(1, 2),
          "seperempat": Fraction(1, 4), "sepertiga": Fraction(1, 3), "seperlima": Fraction(1, 5),
          "seperenam": Fraction(1, 6), "sepertujuh": Fraction(1, 7), "seperdelapan": Fraction(1, 8),
          "sepersepuluh": Fraction(1, 10), "half": Fraction(1, 2), "quarter": Fraction(1, 4),
          "quarters": Fraction(1, 4), "thirds": Fraction(1, 3), "fifths": Fraction(1, 5),
          "sixths": Fraction(1, 6), "sevenths": Fraction(1, 7), "eighths": Fraction(1, 8),
          "tenths": Fraction(1, 10), "½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4),
          "⅓": Fraction(1, 3), "⅔": Fraction(2, 3)}  # fmt: skip
_PER = {"pertiga": 3, "perempat": 4, "perlima": 5, "perenam": 6, "pertujuh": 7, "perdelapan": 8, "persepuluh": 10}
_APPROXIMATE: dict[str, int] = {
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


_GROUPS = re.compile(r"[.,:]")


def figure_readings(figure: str, language: Language) -> tuple[Fraction, ...]:
    """What a figure can mean, the likeliest first.

    In Indonesian a point before exactly three digits groups thousands and a comma is a decimal mark; in English the
    reverse. Indonesian texts mix in English notation ("3.5 GB", "1,000"), which is read as such. English is read
    strictly: "330.000 people" and "1,5 million" are wrong numbers in English.

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
    grouped = len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]) and groups[0][0] != "0"
    decimal = Fraction(int("".join(groups)), 10 ** len(groups[-1]))
    thousands, point = (".", ",") if language == "id" else (",", ".")
    if len(signs) == 1:
        if signs[0] == thousands:
            return (decimal,) if language == "id" and not grouped else (whole,)
        if signs[0] == point:
            return (decimal, whole) if grouped and language == "id" else (decimal,)
        return (whole,)
    if len(set(signs)) == 1:
        return (whole,)
    if signs[-1] in ".," and len(set(signs[:-1])) == 1:
        return (decimal,)
    return (whole,)


def read_words(tokens: Sequence[Token], index: int, language: Language) -> Numeral | None:
    """The numeral in words that starts at ``tokens[index]``, as long as it goes; None where there is none."""
    return _read_indonesian(tokens, index) if language == "id" else _read_english(tokens, index)


@dataclass(slots=True)
class _Sum:
    """A numeral being added up: ``total`` is closed by a scale word, ``part`` is the open group below thousand."""

    total: Fraction = Fraction(0)
    part: Fraction = Fraction(0)
    pending: int | None = None
    scale: Fraction | None = None

    def close(self, scale: Fraction) -> None:
        group = self.part + (self.pending or 0)
        if not group and self.total:
            self.total *= scale
        else:
            self.total += (group or 1) * scale
        self.part, self.pending, self.scale = Fraction(0), None, scale

    @property
    def value(self) -> Fraction:
        return self.total + self.part + (self.pending or 0)


def _fits(state: _Sum, scale: Fraction) -> bool:
    open_group = bool(state.part) or state.pending is not None
    return not open_group or state.scale is None or scale < state.scale


def _read_indonesian(tokens: Sequence[Token], index: int) -> Numeral | None:
    first = tokens[index].lower
    if first in _APPROXIMATE:
        return _read_approximate(tokens, index, "id")
    if first in _PARTS:
        scale, count = _scales(tokens, index + 1, "id")
        return Numeral((_PARTS[first] * scale,), 1 + count, words=True)
    state = _Sum()
    position = index
    while position < len(tokens) and _add_indonesian(state, tokens[position].lower, begun=position > index):
        position += 1
    if position == index:
        return None
    return _with_part(state.value, tokens, index, position, "id")


def _add_indonesian(state: _Sum, word: str, *, begun: bool) -> bool:
    """Take one more word into the sum; False where it doesn't belong to the numeral."""
    if word in _UNITS["id"]:
        if state.pending is not None or state.part % 10:
            return False
        state.pending = _UNITS["id"][word]
        return True
    if word in _WHOLE:
        return _add_whole(state, Fraction(_WHOLE[word]))
    if state.pending and word in {"belas", "puluh", "ratus", "puluhan"}:
        factor = 100 if word == "ratus" else 10
        state.part += state.pending + 10 if word == "belas" else state.pending * factor
        state.pending = None
        return True
    scale = SCALES["id"].get(word)
    if begun and scale and scale >= THOUSAND and _fits(state, scale):
        state.close(scale)
        return True
    return False


def _add_whole(state: _Sum, value: Fraction) -> bool:
    if state.pending is not None:
        return False
    if value >= THOUSAND:
        if state.part or state.total:
            return False
        state.close(value)
        return True
    if state.part % (100 if value < 100 else 1000):
        return False
    state.part += value
    return True


def _with_part(value: Fraction, tokens: Sequence[Token], start: int, end: int, language: Language) -> Numeral:
    """Add what can follow a whole number: "dua pertiga", "satu setengah juta", "dua koma lima", "two thirds"."""
    following = tokens[end].lower if end < len(tokens) else ""
    if language == "id" and following == "per" and end + 1 < len(tokens):
        denominator = _UNITS["id"].get(tokens[end + 1].lower) or 0
        if denominator > 2 and value < denominator:
            return Numeral((value / denominator,), end + 2 - start, words=True)
    if following in _PER:
        return Numeral((value / _PER[following],), end + 1 - start, words=True)
    if language == "id" and following in {"setengah", "seperempat"} and value < 1000:
        scale, count = _scales(tokens, end + 1, language)
        return Numeral(((value + _PARTS[following]) * scale,), end + 1 + count - start, words=True)
    comma = {"id": "koma", "en": "point"}[language]
    digits = []
    position = end + 1
    while following == comma and position < len(tokens) and tokens[position].lower in _UNITS[language]:
        digits.append(_UNITS[language][tokens[position].lower])
        position += 1
    if digits and all(digit < 10 for digit in digits):
        decimal = value + Fraction(int("".join(map(str, digits))), 10 ** len(digits))
        scale, count = _scales(tokens, position, language)
        return Numeral((decimal * scale,), position + count - start, words=True)
    return Numeral((value,), end - start, words=True)


def _scales(tokens: Sequence[Token], index: int, language: Language) -> tuple[Fraction, int]:
    """The product of the scale words from ``index`` on, and how many tokens they are ("a" and "of a" pass)."""
    scale, position = Fraction(1), index
    if language == "en" and [token.lower for token in tokens[index : index + 1]] == ["a"]:
        position += 1
    begin = position
    while position < len(tokens) and tokens[position].lower in SCALES[language]:
        scale *= SCALES[language][tokens[position].lower]
        position += 1
    return (scale, position - index) if position > begin else (Fraction(1), 0)


def read_scales(tokens: Sequence[Token], index: int, language: Language) -> tuple[Fraction, int]:
    """What multiplies the figure before ``index``: scale words, or a short form; 1 and 0 tokens where nothing does.

    >>> from transum.check.tokens import tokenize
    >>> read_scales(tokenize("5 ratus ribu"), 1, "id")
    (Fraction(100000, 1), 2)
    """
    scale, count = _scales(tokens, index, language)
    if count or index >= len(tokens):
        return scale, count
    short = SHORT_SCALES[language].get(tokens[index].text)
    return (short, 1) if short else (Fraction(1), 0)


def _read_approximate(tokens: Sequence[Token], index: int, language: Language) -> Numeral:
    value = Fraction(_APPROXIMATE[tokens[index].lower])
    position = index + 1
    if language == "en" and tokens[position : position + 1] and tokens[position].lower == "of":
        following = tokens[position + 1].lower if position + 1 < len(tokens) else ""
        if following in _APPROXIMATE:
            return Numeral((value * _APPROXIMATE[following],), 3, words=True, approximate=True)
    scale, count = _scales(tokens, position, language)
    return Numeral((value * scale,), 1 + count, words=True, approximate=True)


def _read_english(tokens: Sequence[Token], index: int) -> Numeral | None:
    first = tokens[index].lower
    if first in _APPROXIMATE:
        return _read_approximate(tokens, index, "en")
    if first in _PARTS:
        scale, count = _scales(tokens, index + 1, "en")
        return Numeral((_PARTS[first] * scale,), 1 + count, words=True)
    state = _Sum()
    position = index
    while position < len(tokens):
        step = _english_step(state, tokens, position, begun=position > index)
        if not step:
            break
        position += step
    if position == index:
        return None
    return _english_parts(state.value, tokens, index, position)


def _english_step(state: _Sum, tokens: Sequence[Token], position: int, *, begun: bool) -> int:
    """Take one more word of an English numeral into the sum; how many tokens that was, 0 where it ends."""
    word = tokens[position].lower
    following = tokens[position + 1].lower if position + 1 < len(tokens) else ""
    if word in {"a", "an"} and not begun and following in SCALES["en"]:
        state.pending = 1
        return 1
    joins = (word == "and" and _continues(state, tokens, position + 1)) or (
        word == "-" and bool(state.part % 100 or following in SCALES["en"])
    )
    open_end = state.pending is None or (word == "-" and following in SCALES["en"])
    if begun and joins and open_end and _english_step(state, tokens, position + 1, begun=True):
        return 2
    if word in _UNITS["en"]:
        value = _UNITS["en"][word]
        if state.pending is not None or state.part % (10 if value < 10 else 100):
            return 0
        state.pending = value
        return 1
    if word in _TENS:
        if state.pending is not None or state.part % 100:
            return 0
        state.part += _TENS[word]
        return 1
    return _english_scale(state, word) if begun or state.pending == 1 else 0


def _continues(state: _Sum, tokens: Sequence[Token], position: int) -> bool:
    """Whether "and" at the place before ``position`` adds to the number: "two million and five", not "and three million"."""
    room = Fraction(100) if state.part >= 100 else state.scale
    following = _read_english(tokens, position) if room and position < len(tokens) else None
    return bool(room and following and following.readings[0] < room)


def _english_scale(state: _Sum, word: str) -> int:
    scale = SCALES["en"].get(word)
    if scale is None:
        return 0
    if word == "hundred":
        if state.pending is None or state.part:
            return 0
        state.part, state.pending = Fraction(state.pending * 100), None
        return 1
    if not _fits(state, scale):
        return 0
    state.close(scale)
    return 1


def _english_parts(value: Fraction, tokens: Sequence[Token], start: int, end: int) -> Numeral:
    """ "two thirds", "three-quarters", "two and a half million", "one and a half", else the number itself."""
    words = [token.lower for token in tokens[end : end + 5]]
    skip = 1 if words[:1] == ["-"] else 0
    part = words[skip] if len(words) > skip else ""
    if value < 10 and part in {"quarter", "quarters", "thirds", "fifths", "sixths", "sevenths", "eighths", "tenths"}:
        return Numeral((value * _PARTS[part],), end + skip + 1 - start, words=True)
    if value == 1 and part in {"third", "fifth", "half"}:
        return Numeral((Fraction(1, {"third": 3, "fifth": 5, "half": 2}[part]),), end + skip + 1 - start, words=True)
    if words[:2] == ["and", "a"] and words[2:3] in (["half"], ["quarter"]):
        scale, count = _scales(tokens, end + 3, "en")
        return Numeral(((value + _PARTS[words[2]]) * scale,), end + 3 + count - start, words=True)
    return _with_part(value, tokens, start, end, "en")
