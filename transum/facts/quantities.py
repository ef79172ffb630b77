"""Quantities of a sentence as values: numbers, money, measures, percentages, ordinals, magnitudes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from transum.document import Kind
from transum.facts.digits import figure_readings
from transum.facts.english_numerals import read_english
from transum.facts.indonesian_numerals import read_indonesian
from transum.facts.moments import Moment, moments
from transum.facts.numerals import Numeral, read_scales
from transum.facts.ordinals import MULTIPLES, ORDINALS, roman
from transum.facts.tokens import Language, Token, covered, remembered, tokenize
from transum.facts.units import CURRENCY_SIGNS, CURRENCY_WORDS, DOLLAR_OF, UNIT_PHRASES, UNIT_WORDS, UNITS
from transum.lexicon import words


class Form(StrEnum):
    """How a quantity is written, which decides how much its absence says."""

    DIGITS = "digits"
    WORDS = "words"
    ORDINAL = "ordinal"  # in words: "kedua", "first"
    MULTIPLE = "multiple"  # "both", "twice", "a couple": said in many other ways
    MAGNITUDE = "magnitude"  # "puluhan ribu", "dozens"
    ROMAN = "roman"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts, as far as the text says: ``text`` is ``source[start:end]``.

    ``value`` is the likeliest reading and ``others`` the remaining ones ("1,234" in Indonesian can be 1234).
    ``currency`` is an ISO 4217 code, ``unit`` a key of ``unit.UNITS``; both "" where there is none.
    """

    kind: Kind
    value: Fraction
    text: str
    start: int
    end: int
    form: Form = Form.DIGITS
    unit: str = ""
    currency: str = ""
    others: tuple[Fraction, ...] = ()

    @property
    def readings(self) -> frozenset[Fraction]:
        """Every value that the quantity can mean."""
        return frozenset((self.value, *self.others))

    def agrees(self, other: "Quantity") -> bool:
        """Whether both can be the same number, whatever they count.

        >>> quantities("1,5 juta", "id")[0].agrees(quantities("1,500,000", "en")[0])
        True
        """
        return self.value == other.value or not self.readings.isdisjoint(other.readings)


_POST = re.compile(r"\d{1,4}\.\d{3}")
_LONGEST_FIGURE = 60  # longer rows of digits are keys or sums of files; Python refuses to read the longest
_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})
_COUNTED_IN_ROMAN = frozenset(
    {
        "triwulan",
        "kuartal",
        "semester",
        "caturwulan",
        "tahap",
        "jilid",
        "phase",
        "stage",
        "class",
        "grade",
        "chapter",
        "volume",
        "quarter",
        "kelas",
        "level",
        "bab",
    }
)
_RUPIAH = frozenset({"rp", "rupiah"})
_WITH_MONEY = 12  # tokens before an amount in which another one is of the same row
_SHARES = frozenset({Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)})
_FRACTIONAL = frozenset({"%", "persen", "prosen", "derajat", "detik"})
_JOINS = frozenset({"-", "–", "—", "sampai", "hingga", "dan", "atau", "to", "and", "or"})


def quantities(text: str, language: Language) -> tuple[Quantity, ...]:
    """All quantities of ``text`` in order; what ``calendar.moments`` reads as a date or time is left to it.

    >>> [(q.text, int(q.value), q.currency) for q in quantities("Rp1,5 triliun untuk dua belas desa", "id")]
    [('Rp1,5 triliun', 1500000000000, 'IDR'), ('dua belas', 12, '')]
    """
    return quantities_beside(text, language, moments(text, language))


@remembered(4096)
def quantities_beside(text: str, language: Language, dates: tuple[Moment, ...]) -> tuple[Quantity, ...]:
    """The quantities of ``text`` where its ``moments`` are known already."""
    taken = covered(len(text), ((date.start, date.end) for date in dates))
    tokens = [token for token in tokenize(text) if 1 not in taken[token.start : token.end]]
    found: list[Quantity] = []
    index = 0
    while index < len(tokens):
        quantity, count = _quantity_at(text, tokens, index, language)
        if quantity:
            found.append(quantity)
        index += count
    return tuple(_share_scales(text, found))


def _quantity_at(text: str, tokens: Sequence[Token], index: int, language: Language) -> tuple[Quantity | None, int]:
    """The quantity whose numeral starts at ``index`` and how many tokens to go on by."""
    token = tokens[index]
    if token.kind == "figure" and _glued_word(tokens, index) and index and tokens[index - 1].lower in {"m", "km", "cm"}:
        return None, 1  # the power of "km2"
    if token.kind == "figure" and len(token.text) > _LONGEST_FIGURE:
        return None, 1
    if token.kind == "figure":
        readings = figure_readings(token.text, language)
        scale, count = read_scales(tokens, index + 1, language)
        if count == 1 and tokens[index + 1].text in {"M", "T", "m", "b", "B", "k", "K"}:
            scale, count = _short_scale(tokens, index, scale)
        if language == "id" and index and tokens[index - 1].lower == "km" and _POST.fullmatch(token.text):
            readings = (*readings, Fraction(token.text))  # the post of a road: kilometre 113 and 200 metres
        elif language == "id" and (count or _word(tokens, index + 1) in _FRACTIONAL):
            readings = readings[:1]  # "1,234 triliun" is a fraction: nobody groups thousands of trillions
        numeral: Numeral | None = Numeral(tuple(value * scale for value in readings), 1 + count)
    elif index and token.kind == "word" and f"{tokens[index - 1].lower} {token.lower}" in words("number-idioms"):
        return None, 1
    elif token.kind == "word" or token.text in "½¼¾⅓⅔":
        numeral = read_indonesian(tokens, index) if language == "id" else read_english(tokens, index)
    else:
        numeral = None
    if numeral:
        return _measured(text, tokens, index, numeral, language), numeral.count
    return _other_form(text, tokens, index, language)


def _short_scale(tokens: Sequence[Token], index: int, scale: Fraction) -> tuple[Fraction, int]:
    """One letter scales an amount of money ("Rp1,5 M", "$5m"); elsewhere it has to be glued on, and not be a metre."""
    money = index > 0 and bool(_sign(tokens, index - 1)[0] or _sign(tokens, index - 1, dot=True)[0])
    letter = tokens[index + 1]
    if letter.text in {"M", "T"}:  # "350 M rupiah", "dari Rp350 M menjadi 400 M"
        money = money or any(token.lower in _RUPIAH for token in tokens[max(0, index - _WITH_MONEY) : index + 3])
    if money or (letter.glued and letter.text != "m"):
        return scale, 1
    return Fraction(1), 0


def _sign(tokens: Sequence[Token], index: int, *, dot: bool = False) -> tuple[str, int]:
    """The currency whose sign ends at ``index``, and the sign's first token; "" where there is none."""
    if dot:
        if tokens[index].text != "." or index == 0:
            return "", index
        index -= 1
    word = tokens[index].lower
    if word == "$" and index and tokens[index].glued and tokens[index - 1].lower + "$" in CURRENCY_SIGNS:
        return CURRENCY_SIGNS[tokens[index - 1].lower + "$"], index - 1
    return CURRENCY_SIGNS.get(word, ""), index


def _measured(text: str, tokens: Sequence[Token], index: int, numeral: Numeral, language: Language) -> Quantity:
    """The numeral with its currency or unit."""
    first, last = index, index + numeral.count - 1
    currency = unit = ""
    if index:
        currency, sign = _sign(tokens, index - 1)
        if not currency:
            currency, sign = _sign(tokens, index - 1, dot=True)
        first = sign if currency else index
    if not currency:
        currency, last = _currency_behind(tokens, last)
    if not currency and numeral.approximate and _word(tokens, last + 1) == "of":  # "billions of dollars"
        currency, end = _currency_behind(tokens, last + 1)
        last = end if currency else last
    if not currency:
        unit, last = _unit_behind(tokens, last, language)
    form = Form.MAGNITUDE if numeral.approximate else Form.WORDS if numeral.words else Form.DIGITS
    if last == index and form is Form.DIGITS and _glued_word(tokens, last + 1) in _ORDINAL_ENDINGS:
        last += 1
    start, end = tokens[first].start, tokens[last].end
    # "Half" is "50 persen" as well.
    shares = tuple(value * 100 for value in numeral.readings if numeral.words and value in _SHARES)
    return Quantity(
        kind=Kind.MONEY if currency else Kind.NUMBER,
        value=numeral.readings[0],
        text=text[start:end],
        start=start,
        end=end,
        form=form,
        unit=unit,
        currency=currency,
        others=(*numeral.readings[1:], *shares),
    )


def _word(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].lower if index < len(tokens) else ""


def _glued_word(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].lower if index < len(tokens) and tokens[index].glued else ""


def _currency_behind(tokens: Sequence[Token], last: int) -> tuple[str, int]:
    words = [token.lower for token in tokens[last + 1 : last + 4]]
    for skip in (0, 1):
        if len(words) <= skip or (skip and words[0] not in DOLLAR_OF):
            break
        code = CURRENCY_WORDS.get(words[skip]) or (CURRENCY_SIGNS.get(words[skip]) if skip == 0 else None)
        if code == "USD" and words[skip].startswith("dol"):
            before, behind = words[0] if skip else "", words[skip + 1] if len(words) > skip + 1 else ""
            return DOLLAR_OF.get(before) or DOLLAR_OF.get(behind) or "USD", last + skip + (
                2 if behind in DOLLAR_OF else 1
            )
        if code and words[skip] != "rm":
            return code, last + 1 + skip
    return "", last


def _unit_behind(tokens: Sequence[Token], last: int, language: Language) -> tuple[str, int]:
    """The unit behind token ``last`` and the unit's last token; "" and ``last`` where there is none."""
    words = tuple(token.lower for token in tokens[last + 1 : last + 4])
    if language == "en" and words[:1] == ("-",) and words[1:2] != ("-",):
        spaced = tuple(token.lower for token in tokens[last + 2 : last + 7 : 2])
        if spaced in UNIT_PHRASES and [token.text for token in tokens[last + 3 : last + 6 : 2]] == ["-", "-"]:
            return UNIT_PHRASES[spaced], last + 6  # "60-kilometer-per-hour"
        unit, end = _unit_behind(tokens, last + 1, language)
        return (unit, end) if unit else ("", last)
    phrase = next((words[:length] for length in (3, 2, 1) if words[:length] in UNIT_PHRASES), None)
    if phrase:
        return UNIT_PHRASES[phrase], last + len(phrase)
    if not words or words[1:2] in (("persegi",), ("kubik",), ("²",), ("³",)):
        return "", last
    unit = UNIT_WORDS[language].get(words[0], "")
    # A lone letter ("5 g", "3 l") is a unit only behind a figure, and "in" hardly ever is one.
    if not unit or words[0] == "in" or (len(words[0]) == 1 and tokens[last].kind != "figure"):
        return "", last
    power = words[1] if words[1:2] in (("2",), ("3",)) and tokens[last + 2].glued else ""  # km2
    if power and unit + power not in UNITS:
        unit = power = ""
    return unit + power, last + 1 + bool(power) if unit else last


def _other_form(text: str, tokens: Sequence[Token], index: int, language: Language) -> tuple[Quantity | None, int]:
    """Ordinals in words, multiples and Roman numerals."""
    token = tokens[index]
    form, value, count = Form.ORDINAL, ORDINALS[language].get(token.lower), 1
    following = tokens[index + 1].lower if index + 1 < len(tokens) else ""
    if value and language == "id" and following in {"belas", "puluh", "ratus"}:
        value, count = (value + 10 if following == "belas" else value * (10 if following == "puluh" else 100)), 2
    if value is None:
        form, value, count = Form.MULTIPLE, MULTIPLES[language].get(token.lower), 1
    if value is None:
        form, value = Form.ROMAN, roman(token.text, lone=bool(index) and tokens[index - 1].lower in _COUNTED_IN_ROMAN)
    if value is None:
        return None, 1
    end = tokens[index + count - 1].end
    span = text[token.start : end]
    fraction = language == "en" and form is Form.ORDINAL and value > 2
    others = (Fraction(1, value),) if fraction else ()  # "a third"
    return Quantity(Kind.NUMBER, Fraction(value), span, token.start, end, form, others=others), count


def _share_scales(text: str, found: list[Quantity]) -> list[Quantity]:
    """Give the first number of "4,2-3,9 juta" and "$5 to 10 million" the scale of the second, as another reading."""
    shared = list(found)
    for index in range(len(found) - 1):
        first, second = found[index], found[index + 1]
        between = text[first.end : second.start].strip().lower()
        if between not in _JOINS or first.form is not Form.DIGITS or second.form is not Form.DIGITS:
            continue
        scale = _scale_of(second)
        readings = tuple(value * scale for value in first.readings) if scale > 1 else ()
        unit = first.unit or second.unit
        currency = first.currency or ("" if first.unit else second.currency)  # "3% to US$60,000" are no dollars
        shared[index] = replace(
            first,
            others=(*first.others, *readings),
            unit=unit if not currency else "",
            currency=currency,
            kind=Kind.MONEY if currency else first.kind,
        )
        if currency and not second.currency and not second.unit:
            shared[index + 1] = found[index + 1] = replace(second, currency=currency, kind=Kind.MONEY)
    return shared


_SCALED = re.compile(r"[0-9][0-9.,]*")


def _scale_of(quantity: Quantity) -> Fraction:
    """By what the figure of ``quantity`` was multiplied."""
    figure = _SCALED.search(quantity.text)
    if not figure:
        return Fraction(1)
    digits = int(re.sub(r"\D", "", figure[0]))
    plain = re.search(r"[.,](\d+)$", figure[0].rstrip(".,"))
    base = {Fraction(digits), Fraction(digits, 10 ** len(plain[1])) if plain else Fraction(digits)}
    scales = [quantity.value / value for value in base if value]
    return max(
        (scale for scale in scales if scale in {Fraction(10) ** power for power in (2, 3, 6, 9, 12)}),
        default=Fraction(1),
    )
