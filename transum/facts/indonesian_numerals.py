"""Number words of Indonesian."""

from collections.abc import Sequence
from fractions import Fraction

from transum.facts.numerals import (
    MAGNITUDES,
    PARTS,
    SCALES,
    THOUSAND,
    UNITS,
    Numeral,
    Sum,
    fits,
    read_magnitude,
    scale_words,
    with_part,
)
from transum.facts.tokens import Token

_WHOLE = {"sepuluh": 10, "sebelas": 11, "seratus": 100, "seribu": 1000, "sejuta": 10**6, "semiliar": 10**9,
          "semilyar": 10**9, "setriliun": 10**12, "selusin": 12}  # fmt: skip

_FACTORS = {"belas": 1, "puluh": 10, "puluhan": 10, "ratus": 100, "lusin": 12}


def read_indonesian(tokens: Sequence[Token], index: int) -> Numeral | None:
    """The numeral that starts at ``tokens[index]``, as long as it goes; None where there is none.

    >>> from transum.facts.tokens import tokenize
    >>> read_indonesian(tokenize("dua ratus lima puluh ribu orang"), 0).readings
    (Fraction(250000, 1),)
    """
    first = tokens[index].lower
    if first in MAGNITUDES:
        return read_magnitude(tokens, index, "id")
    if first in PARTS:
        scale, count = scale_words(tokens, index + 1, "id")
        return Numeral((PARTS[first] * scale,), 1 + count, words=True)
    state = Sum()
    position = index
    while position < len(tokens) and _add_indonesian(state, tokens[position].lower, begun=position > index):
        position += 1
    if position == index:
        return None
    return with_part(state.value, tokens, index, position, "id")


def _add_indonesian(state: Sum, word: str, *, begun: bool) -> bool:
    """Take one more word into the sum; False where it doesn't belong to the numeral."""
    if word in UNITS["id"]:
        if state.pending is not None or state.part % 10:
            return False
        state.pending = UNITS["id"][word]
        return True
    if word in _WHOLE:
        return _add_whole(state, Fraction(_WHOLE[word]))
    if state.pending and word in _FACTORS:
        _multiply(state, state.pending, word)
        return True
    scale = SCALES["id"].get(word)
    if begun and scale and scale >= THOUSAND and fits(state, scale):
        state.close(scale)
        return True
    return False


def _multiply(state: Sum, digit: int, word: str) -> None:
    """Take "belas", "puluh", "ratus" or "lusin" behind a digit into the sum."""
    if word == "lusin":
        state.part = (state.part + digit) * 12
    else:
        state.part += digit + 10 if word == "belas" else digit * _FACTORS[word]
    state.pending = None


def _add_whole(state: Sum, value: Fraction) -> bool:
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
