"""Number words of English."""

from collections.abc import Sequence
from fractions import Fraction

from transum.facts.numerals import (
    MAGNITUDES,
    PARTS,
    SCALES,
    UNITS,
    Numeral,
    Sum,
    fits,
    read_magnitude,
    scale_words,
    with_part,
)
from transum.facts.tokens import Token

# Tokens of the longest numeral that follows an "and": a bound, so that no row of "and" is read over and over.
_LONGEST_NUMERAL = 10
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip


def read_english(tokens: Sequence[Token], index: int) -> Numeral | None:
    """The numeral that starts at ``tokens[index]``, as long as it goes; None where there is none.

    >>> from transum.facts.tokens import tokenize
    >>> read_english(tokenize("two hundred and fifty thousand people"), 0).readings
    (Fraction(250000, 1),)
    """
    first = tokens[index].lower
    if [token.lower for token in tokens[index : index + 2]] == ["a", "dozen"] and _is_exceeded(tokens, index):
        return Numeral((Fraction(10), Fraction(12)), 2, words=True, approximate=True)
    if first in MAGNITUDES:
        return read_magnitude(tokens, index, "en")
    if first in PARTS:
        scale, count = scale_words(tokens, index + 1, "en")
        return Numeral((PARTS[first] * scale,), 1 + count, words=True)
    state = Sum()
    position = index
    while position < len(tokens):
        step = _english_step(state, tokens, position, begun=position > index)
        if not step:
            break
        position += step
    if position == index:
        return None
    return _english_parts(state.value, tokens, index, position)


def _is_exceeded(tokens: Sequence[Token], index: int) -> bool:
    """Whether "more than" or "over" stands before: "more than a dozen" counts nothing exactly."""
    before = [token.lower for token in tokens[max(0, index - 2) : index]]
    return before == ["more", "than"] or before[-1:] == ["over"]


def _english_step(state: Sum, tokens: Sequence[Token], position: int, *, begun: bool) -> int:
    """Take one more word of an English numeral into the sum; how many tokens that was, 0 where it ends."""
    word = tokens[position].lower
    following = tokens[position + 1].lower if position + 1 < len(tokens) else ""
    if word in {"a", "an"} and not begun and following in SCALES["en"]:
        state.pending = 1
        return 1
    joins = (word == "and" and following != "and" and _continues(state, tokens, position + 1)) or (
        word == "-" and following not in {"-", "and"} and bool(state.part % 100 or following in SCALES["en"])
    )
    open_end = state.pending is None or (word == "-" and following in SCALES["en"])
    if begun and joins and open_end and _english_step(state, tokens, position + 1, begun=True):
        return 2
    if word in UNITS["en"] or word in _TENS:
        return _english_unit(state, word)
    return _english_scale(state, word) if begun or state.pending == 1 else 0


def _english_unit(state: Sum, word: str) -> int:
    value = UNITS["en"].get(word) or _TENS.get(word, 0)
    if state.pending is not None or state.part % (10 if value < 10 else 100):
        return 0
    if word in _TENS:
        state.part += value
    else:
        state.pending = value
    return 1


def _continues(state: Sum, tokens: Sequence[Token], position: int) -> bool:
    """Whether an "and" before ``position`` adds to the number: "two million and five", not "and three million"."""
    words = [token.lower for token in tokens[position : position + 2]]
    if state.part >= 100:
        return words[:1] != [] and (words[0] in UNITS["en"] or words[0] in _TENS) and words[1:] != ["hundred"]
    following = read_english(tokens[position : position + _LONGEST_NUMERAL], 0) if state.scale and words else None
    return bool(following and state.scale and following.readings[0] < state.scale)


def _english_scale(state: Sum, word: str) -> int:
    scale = SCALES["en"].get(word)
    if scale is None:
        return 0
    if word == "hundred":
        if state.pending is None or state.part:
            return 0
        state.part, state.pending = Fraction(state.pending * 100), None
        return 1
    if not fits(state, scale):
        return 0
    state.close(scale)
    return 1


def _english_parts(value: Fraction, tokens: Sequence[Token], start: int, end: int) -> Numeral:
    """Read on behind a whole number: "two thirds", "three-quarters", "two and a half million", "two point five".

    "One in five" as well: its other readings are its two numbers.
    """
    words = [token.lower for token in tokens[end : end + 5]]
    among = UNITS["en"].get(words[1], 0) if value == 1 and words[:1] == ["in"] and len(words) > 1 else 0
    if among > 2:  # "one in five" is a fifth, and "satu dari lima"
        return Numeral((Fraction(1, among), value, Fraction(among)), end + 2 - start, words=True)
    skip = 1 if words[:1] == ["-"] else 0
    part = words[skip] if len(words) > skip else ""
    if value < 10 and part in {"quarter", "quarters", "thirds", "fifths", "sixths", "sevenths", "eighths", "tenths"}:
        return Numeral((value * PARTS[part],), end + skip + 1 - start, words=True)
    if value == 1 and part in {"third", "fifth", "half"}:
        return Numeral((Fraction(1, {"third": 3, "fifth": 5, "half": 2}[part]),), end + skip + 1 - start, words=True)
    if words[:2] == ["and", "a"] and words[2:3] in (["half"], ["quarter"]):
        scale, count = scale_words(tokens, end + 3, "en")
        return Numeral(((value + PARTS[words[2]]) * scale,), end + 3 + count - start, words=True)
    return with_part(value, tokens, start, end, "en")
