"""The certain repairs of figures: a number in another's place, the wrong half of the day, a number made a decade."""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from transum.document import Finding, Kind, Level
from transum.facts.digits import figure_readings
from transum.facts.figures import figures
from transum.facts.moments import Moment, Part, moments
from transum.facts.ordinals import right_endings
from transum.facts.quantities import Form, Quantity
from transum.facts.tokens import Language
from transum.indonesian.writing import in_indonesian_notation

_FIGURE: Final = re.compile(r"\d+(?:[.,]\d+)*")
_SCALES: Final[Mapping[Language, Mapping[str, int]]] = {
    "en": {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12},
    "id": {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12},
}
_SCALE: Final[Mapping[Language, re.Pattern[str]]] = {
    language: re.compile(rf"(?<=[\d ])({'|'.join(scales)})\b", re.IGNORECASE) for language, scales in _SCALES.items()
}
_REPAIRABLE: Final = frozenset({Kind.NUMBER, Kind.MONEY, Kind.UNIT, Kind.DATE})
_GROUPED_FROM: Final = 1_000  # English groups the digits of numbers from here on; a year is never grouped
_YEAR_DIGITS: Final = 4
_DECIMALS: Final = 3


def repair_number(
    source: str, target: str, findings: tuple[Finding, ...], *, into: Language = "en"
) -> tuple[str, Finding] | None:
    """``target`` with its one wrong number put right, and what was done; None where it isn't certain.

    ``target`` is in the language ``into``, ``source`` in the other.

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
    ours, theirs = _only(source, _OTHER[into], wrong[0].source), _only(target, into, wrong[0].target)
    if ours is None or theirs is None or not _comparable(ours, theirs):
        return None
    span = _rewritten(theirs, ours.value, into, grouped=ours.kind is not Kind.DATE)
    if span is None or span == theirs.text:
        return None
    message = f"the model said “{theirs.text}”; the original says “{ours.text}”"
    repaired = target[: theirs.start] + span + target[theirs.end :]
    return repaired, Finding(Kind.REPAIRED, Level.INFO, ours.text, span, message)


_OTHER: Final[Mapping[Language, Language]] = {"en": "id", "id": "en"}


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


def _rewritten(quantity: Quantity, value: Fraction, language: Language, *, grouped: bool) -> str | None:
    """The text of a ``quantity`` of ``language`` with ``value`` in its digits, sign, scale and unit kept."""
    text = quantity.text
    match = _FIGURE.search(text)
    if not match:
        return None
    scale = quantity.value / figure_readings(match[0], language)[0] if quantity.value else Fraction(1)
    word = _SCALE[language].search(text)
    if word and not 1 <= value / scale < 1000:
        # 1.5 trillion that became "1.5 billion": the scale is what was wrong.
        name, scale = _scale_for(value, language)
        text = text[: word.start()] + name + text[word.end() :]
    figure = _in_digits(value / scale, grouped=grouped)
    if figure is None:
        return None
    figure = in_indonesian_notation(figure) if language == "id" else figure
    return right_endings(text[: match.start()] + figure + text[match.end() :])


def _scale_for(value: Fraction, language: Language) -> tuple[str, Fraction]:
    fitting = [(name, Fraction(scale)) for name, scale in _SCALES[language].items() if value >= scale]
    return fitting[-1] if fitting else (next(iter(_SCALES[language])), Fraction(1000))


def _in_digits(value: Fraction, *, grouped: bool) -> str | None:
    """English notation; None for what has no short decimal form."""
    if value.denominator == 1:
        number = int(value)
        return f"{number:,}" if grouped and number >= _GROUPED_FROM else str(number)
    rounded = round(value, _DECIMALS)
    return f"{float(rounded):,}" if rounded == value else None


def right_half_of_day(source: str, target: str) -> tuple[str, Finding] | None:
    """``target`` with each time in the half of the day in which ``source`` has it, and what was done; None: all are.

    It is certain where the source counts the hours of the whole day, or says which half.

    >>> right_half_of_day("Rapat dimulai pukul 08.30 WIB.", "The meeting began at 8:30 p.m.")[0]
    'The meeting began at 8:30 a.m.'
    """
    ours = [moment for moment in _clocks(source, "id") if not moment.half_day]
    wrong = [
        (theirs, meant[0])
        for theirs in _clocks(target, "en")
        if not any(theirs.agrees(one) for one in ours)
        for meant in [[one for one in ours if (one.value - theirs.value) % _HALF_DAY == 0]]
        if len(meant) == 1 and _HALF.search(theirs.text)
    ]
    for theirs, _ in reversed(wrong):
        turned = _HALF.sub(lambda half: half[1].translate(_TURNED), target[theirs.start : theirs.end])
        target = target[: theirs.start] + turned + target[theirs.end :]
    if not wrong:
        return None
    said = ", ".join(f"“{theirs.text}” for “{one.text}”" for theirs, one in wrong)
    return target, Finding(Kind.REPAIRED, Level.INFO, "", "", f"the model said {said}")


_HALF: Final = re.compile(r"(?<![^\W\d])([ap])(?=\.?\s?m\b)", re.IGNORECASE)
_TURNED: Final = str.maketrans("apAP", "paPA")
_HALF_DAY: Final = 12 * 60  # minutes


def of_24_hours(target: str) -> str | None:
    """``target`` with "18:00" for "18:00 p.m.", which no clock shows; None where there is none.

    >>> of_24_hours("It rained at 18:00 p.m. on Monday."), of_24_hours("It rained at 6:00 p.m.") is None
    ('It rained at 18:00 on Monday.', True)
    """
    mended = _HALF_OF_24.sub(r"\g<hour>", target)
    return None if mended == target else mended


_HALF_OF_24: Final = re.compile(
    r"(?<![\d.,:])(?P<hour>(?:1[3-9]|2[0-3])[.:][0-5]\d)\s?[ap](?:m\b|\.m(?:\.(?!\s*\Z)|(?=\.\s*\Z)))", re.IGNORECASE
)


def _clocks(text: str, language: Language) -> list[Moment]:
    return [moment for moment in moments(text, language) if moment.part is Part.CLOCK]


def about_so_many(source: str, target: str) -> str | None:
    """``target`` with "about 150" where it makes a decade of a number ("150s" for *150-an*); None where it doesn't.

    >>> about_so_many("Sekitar 150-an warga mengungsi.", "About 150s residents fled.")
    'About 150 residents fled.'
    >>> about_so_many("Pada 1950-an ia lahir.", "He was born in the 1950s.") is None
    True
    """
    numbers = {match["number"] for match in _SO_MANY.finditer(source) if not _is_decade(match)}
    if not numbers:
        return None
    decade = re.compile(
        rf"(?P<about>\b(?:about|around|some|roughly|nearly)\s+)?(?:the\s+)?\b({'|'.join(numbers)})s\b", re.IGNORECASE
    )
    mended = decade.sub(lambda match: f"{match['about'] or 'about '}{match[2]}", target)
    return None if mended == target else mended[:1].upper() + mended[1:]


_SO_MANY: Final = re.compile(r"(?P<before>(?:\w+\s+){0,2})(?<![\d.,])(?P<number>[1-9]\d{1,3})-an\b", re.ASCII)
# Behind these "80-an" is a time or an age, and "80s" says it.
_OF_TIME: Final = frozenset(
    "tahun era dekade dasawarsa angkatan generasi zaman jaman awal akhir pertengahan usia umur berusia berumur".split()
)
_YEARS: Final = range(1000, 2101, 10)


def _is_decade(match: re.Match[str]) -> bool:
    return int(match["number"]) in _YEARS or not _OF_TIME.isdisjoint(match["before"].lower().split())
