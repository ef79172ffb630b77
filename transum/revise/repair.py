"""The certain repair of a number: one that the original has and one that the translation has in its place."""

import re
from fractions import Fraction
from typing import Final

from transum.document import Finding, Kind, Level
from transum.facts.digits import figure_readings
from transum.facts.figures import figures
from transum.facts.quantities import Form, Quantity
from transum.facts.tokens import Language

_FIGURE: Final = re.compile(r"\d+(?:[.,]\d+)*")
_ORDINAL: Final = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_SCALE: Final = re.compile(r"(?<=[\d ])(thousand|million|billion|trillion)\b", re.IGNORECASE)
_SCALES: Final = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_REPAIRABLE: Final = frozenset({Kind.NUMBER, Kind.MONEY, Kind.UNIT, Kind.DATE})
_GROUPED_FROM: Final = 1_000  # English groups the digits of numbers from here on; a year is never grouped
_YEAR_DIGITS: Final = 4
_DECIMALS: Final = 3


def repair_number(source: str, target: str, findings: tuple[Finding, ...]) -> tuple[str, Finding] | None:
    """``target`` with its one wrong number put right, and what was done; None where it isn't certain.

    It is certain where ``findings`` say that one number of the source is missing and one other stands in its place,
    both in digits, of the same unit and currency, each found once.

    >>> from transum.checks import Pair, check
    >>> source, target = "Harganya 1,5 juta.", "It costs 1.4 million."
    >>> repair_number(source, target, check(Pair(source, target)))[0]
    'It costs 1.5 million.'
    """
    wrong = [finding for finding in findings if finding.kind in _REPAIRABLE and finding.level is Level.ERROR]
    if len(wrong) != 1 or not wrong[0].source or not wrong[0].target:
        return None
    ours, theirs = _only(source, "id", wrong[0].source), _only(target, "en", wrong[0].target)
    if ours is None or theirs is None or not _comparable(ours, theirs):
        return None
    span = _rewritten(theirs, ours.value, grouped=ours.kind is not Kind.DATE)
    if span is None or span == theirs.text:
        return None
    message = f"the model said “{theirs.text}”; the original says “{ours.text}”"
    repaired = target[: theirs.start] + span + target[theirs.end :]
    return repaired, Finding(Kind.REPAIRED, Level.INFO, ours.text, span, message)


def _only(text: str, language: Language, span: str) -> Quantity | None:
    """The one quantity that stands in ``text`` as ``span``, in digits and with one meaning."""
    found = [quantity for quantity in figures(text, language).quantities if quantity.text == span]
    if len(found) != 1 or found[0].form is not Form.DIGITS or len(_FIGURE.findall(span)) != 1:
        return None
    # "2.500" is read as 2500 and, less likely, as 2.5; of "1,234" nobody knows.
    certain = not found[0].others or (len(found[0].others) == 1 and "," not in span)
    return found[0] if certain else None


def _comparable(ours: Quantity, theirs: Quantity) -> bool:
    if ours.currency and theirs.currency and ours.currency != theirs.currency:
        return False
    if ours.kind is theirs.kind is Kind.DATE and len(theirs.text) == _YEAR_DIGITS != len(ours.text):
        return False  # "17-8-45": the translation may well have said the whole year
    return ours.unit == theirs.unit or not ours.unit or not theirs.unit


def _rewritten(quantity: Quantity, value: Fraction, *, grouped: bool) -> str | None:
    """The text of an English ``quantity`` with ``value`` in its digits, sign, scale and unit kept."""
    text = quantity.text
    match = _FIGURE.search(text)
    if not match:
        return None
    scale = quantity.value / figure_readings(match[0], "en")[0] if quantity.value else Fraction(1)
    word = _SCALE.search(text)
    if word and not 1 <= value / scale < 1000:
        # 1.5 trillion that became "1.5 billion": the scale is what was wrong.
        name, scale = _scale_for(value)
        text = text[: word.start()] + name + text[word.end() :]
    figure = _in_digits(value / scale, grouped=grouped)
    if figure is None:
        return None
    rewritten = text[: match.start()] + figure + text[match.end() :]
    return _ORDINAL.sub(_ordinal_ending(int(value)), rewritten) if value.denominator == 1 else rewritten


def _scale_for(value: Fraction) -> tuple[str, Fraction]:
    fitting = [(name, Fraction(scale)) for name, scale in _SCALES.items() if value >= scale]
    return fitting[-1] if fitting else ("thousand", Fraction(1000))


def _in_digits(value: Fraction, *, grouped: bool) -> str | None:
    """English notation; None for what has no short decimal form."""
    if value.denominator == 1:
        number = int(value)
        return f"{number:,}" if grouped and number >= _GROUPED_FROM else str(number)
    rounded = round(value, _DECIMALS)
    return f"{float(rounded):,}" if rounded == value else None


def _ordinal_ending(number: int) -> str:
    """``1st 2nd 3rd 4th 11th``."""
    if number % 100 in {11, 12, 13}:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
