"""Are the quantities, dates and times of the original in the translation, and no others? Compared as values."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import cache
from typing import Final

from transum.checks.pair import Pair
from transum.document import Finding, Kind, Level
from transum.facts.ages import AGED, exact_age
from transum.facts.figures import Figures, figures
from transum.facts.moments import Moment, Part
from transum.facts.quantities import Form, Quantity
from transum.facts.scores import turned_scores
from transum.facts.signs import negatives
from transum.facts.units import HARD_DIMENSIONS, UNITS

# How many numbers are looked at for one that is missing: those that are found leave the row.
_NEAR = 48
_NAMES = {Kind.NUMBER: "number", Kind.MONEY: "amount", Kind.UNIT: "measure", Kind.DATE: "date", Kind.TIME: "time"}
# How a month's name begins in either language, where that is long enough to say something.
_MONTH_STEMS = (
    ("janu",), ("febr",), ("maret", "march"), ("apri",), (), ("juni", "june"), ("juli", "july"), ("agus", "augu"),
    ("sept",), ("okto", "octo"), ("nove",), ("dese", "dece"),
)  # fmt: skip


def run(pair: Pair) -> Iterable[Finding]:
    """Findings of kinds number, money, unit, date and time.

    >>> next(iter(run(Pair("naik 1,5 juta", "up 1.4 million")))).message
    '“1,5 juta” is missing in the translation, which has “1.4 million”'
    """
    ours, theirs = figures(pair.source, "id"), figures(pair.target, "en")
    missing, extra = _unmatched(ours, theirs), _unmatched(theirs, ours)
    # An English title in the original: "permainan Six Days in Fallujah".
    copied = pair.source.lower()
    extra = [quantity for quantity in extra if quantity.form is Form.DIGITS or quantity.text.lower() not in copied]
    missing = [one for one in missing if not (_is_kept_in_name(one, pair) or _is_from_birth(one, pair))]
    return (
        *_check_quantities(missing, extra),
        *_check_moments(ours, theirs),
        *_check_measures(ours, theirs),
        *_check_negatives(pair, theirs),
        *_check_scores(pair),
        *_check_decades_of_age(pair),
    )


def _is_kept_in_name(quantity: Quantity, pair: Pair) -> bool:
    """Whether the translation keeps a numeral that a name is made of: "Stadion Seribu Bukit"."""
    if quantity.form is Form.DIGITS or not quantity.text[:1].isupper():
        return False
    within = _CAPITAL_BEFORE.search(pair.source, 0, quantity.start) or _CAPITAL_BEHIND.match(pair.source, quantity.end)
    return bool(within) and re.search(rf"\b{re.escape(quantity.text)}\b", pair.target) is not None


def _is_from_birth(quantity: Quantity, pair: Pair) -> bool:
    """Whether a range begins with a nought that English leaves out: "usia 0-7 tahun", aged up to 7."""
    is_begin = quantity.value == 0 and _RANGE_BEHIND.match(pair.source, quantity.end) is not None
    return is_begin and _UP_TO.search(pair.target) is not None


_RANGE_BEHIND: Final = re.compile(r"\s?(?:[-–]|sampai|hingga)\s?\d")
_UP_TO: Final = re.compile(
    r"\b(?:up to|under|below|younger|from birth|newborn|less than|no more than)\b", re.IGNORECASE
)
_CAPITAL_BEFORE: Final = re.compile(r"\b[A-Z]\w+ \Z")
_CAPITAL_BEHIND: Final = re.compile(r" [A-Z]\w")


def _check_scores(pair: Pair) -> Iterable[Finding]:
    for ours, theirs in turned_scores(pair.source, pair.target):
        source, target = pair.source[slice(*ours)], pair.target[slice(*theirs)]
        message = f"the score “{source}” became “{target}” in the translation"
        yield Finding(Kind.NUMBER, Level.ERROR, source, target, message, ours, theirs)


def _check_decades_of_age(pair: Pair) -> Iterable[Finding]:
    """Of "berusia 20-an": that the translation says an age of twenty years, and no twenties."""
    for match in AGED.finditer(pair.source):
        exact = exact_age(match["age"], pair.target)
        if exact:
            message = f"“{match[0]}” became “{exact[0]}” in the translation"
            yield Finding(Kind.NUMBER, Level.ERROR, match[0], exact[0], message, match.span(), exact.span())


def _check_quantities(missing: Sequence[Quantity], extra: Sequence[Quantity]) -> Iterable[Finding]:
    unused = [quantity for quantity in extra if quantity.form is not Form.MULTIPLE]
    # What counts money or metres finds its counterpart first; a bare number takes what is left.
    for quantity in sorted(missing, key=lambda quantity: not (quantity.unit or quantity.currency)):
        near = unused[:_NEAR]
        converted = next((other for other in near if _same_measure(quantity, other)), None)
        if converted:
            unused.remove(converted)
            message = f"“{quantity.text}” is given as “{converted.text}”: converted into another unit"
            yield _about(Kind.UNIT, Level.INFO, quantity, converted, message)
            continue
        counterpart = _counterpart(quantity, near)
        if counterpart:
            unused.remove(counterpart)
        level = _missing_level(quantity, counterpart)
        if level:
            yield _missing(quantity, counterpart, level)
    for quantity in unused:
        level = _extra_level(quantity)
        if level:
            yield _extra(quantity, level)


def _unmatched(ours: Figures, theirs: Figures) -> list[Quantity]:
    """The quantities whose value is not in ``theirs``; a figure said twice has to be there twice where it is at all."""
    values, agreeing = theirs.values, theirs.agreeing()
    said = Counter(quantity.value for quantity in ours.quantities if quantity.form is Form.DIGITS)
    unmatched = []
    for quantity in ours.quantities:
        if quantity.readings.isdisjoint(values):
            unmatched.append(quantity)
        elif quantity.form is Form.DIGITS and said[quantity.value] > 1:
            there = len(agreeing(quantity)) or 1
            if said[quantity.value] > there:
                said[quantity.value] -= 1
                unmatched.append(quantity)
    return unmatched


def _same_measure(one: Quantity, other: Quantity) -> bool:
    """Whether they are one measure in two units, to a part in twenty: "160 km" and "100 miles"."""
    if one.unit == other.unit or one.unit not in UNITS or other.unit not in UNITS:
        return False
    ours, theirs = UNITS[one.unit], UNITS[other.unit]
    if ours.dimension != theirs.dimension or ours.dimension == "temperature":
        return False
    first, second = one.value * ours.size, other.value * theirs.size
    return abs(first - second) * 20 <= max(first, second)


def _counterpart(quantity: Quantity, unused: Sequence[Quantity]) -> Quantity | None:
    """The number that most likely stands in its place: of its kind and unit, of its form, then the nearest in size."""
    cardinals = {Form.DIGITS, Form.WORDS}
    unused = [other for other in unused if other.form is quantity.form or {other.form, quantity.form} <= cardinals]
    if not unused:
        return None

    def distance(other: Quantity) -> tuple[bool, bool, bool, Fraction]:
        size = max(quantity.value, other.value) / max(min(quantity.value, other.value), Fraction(1, 100))
        return (
            quantity.kind is not other.kind,
            (quantity.unit or quantity.currency) != (other.unit or other.currency),
            quantity.form is not other.form,
            size,
        )

    return min(unused, key=distance)


def _missing_level(quantity: Quantity, counterpart: Quantity | None) -> Level | None:
    match quantity.form:
        case Form.DIGITS:
            return Level.ERROR
        case Form.WORDS if quantity.value > 1 or counterpart:
            return Level.ERROR
        case Form.WORDS if quantity.value < 1:
            return Level.WARNING
        case Form.ORDINAL | Form.MAGNITUDE:
            return Level.ERROR if counterpart and counterpart.form is quantity.form else Level.WARNING
        case Form.ROMAN:
            return Level.ERROR
    return None


def _extra_level(quantity: Quantity) -> Level | None:
    match quantity.form:
        case Form.DIGITS:
            return Level.ERROR
        case Form.WORDS if quantity.value > 1:
            return Level.ERROR
        case Form.MAGNITUDE:
            return Level.INFO
    return None


def _missing(quantity: Quantity, counterpart: Quantity | None, level: Level) -> Finding:
    if counterpart and counterpart.text == quantity.text:
        message = f"“{quantity.text}” is left in Indonesian notation, and reads as another number in English"
    elif counterpart:
        message = f"“{quantity.text}” is missing in the translation, which has “{counterpart.text}”"
    else:
        message = f"“{quantity.text}” is missing in the translation"
    return _about(quantity.kind, level, quantity, counterpart, message)


def _extra(quantity: Quantity, level: Level) -> Finding:
    measured = quantity.unit in UNITS and UNITS[quantity.unit].dimension in HARD_DIMENSIONS
    kind = Kind.UNIT if measured else quantity.kind
    message = f"the {_NAMES[kind]} “{quantity.text}” of the translation is not in the original"
    return _about(kind, level, None, quantity, message)


def _about(
    kind: Kind, level: Level, ours: Quantity | Moment | None, theirs: Quantity | Moment | None, message: str
) -> Finding:
    return Finding(
        kind,
        level,
        ours.text if ours else "",
        theirs.text if theirs else "",
        message,
        (ours.start, ours.end) if ours else None,
        (theirs.start, theirs.end) if theirs else None,
    )


def _check_moments(ours: Figures, theirs: Figures) -> Iterable[Finding]:
    in_theirs, in_ours = _teller(theirs), _teller(ours)
    missing = [moment for moment in ours.moments if moment.sure and not in_theirs(moment)]
    extra = [moment for moment in theirs.moments if moment.sure and not in_ours(moment)]
    for moment in missing:
        counterpart = next((other for other in extra[:_NEAR] if other.part is moment.part), None)
        if counterpart:
            extra.remove(counterpart)
            message = f"“{moment.text}” became “{counterpart.text}” in the translation"
            yield _about(moment.kind, Level.ERROR, moment, counterpart, message)
        else:
            message = f"the {moment.part} “{moment.text}” is missing in the translation"
            yield _about(moment.kind, Level.ERROR, moment, None, message)
    for moment in extra:
        message = f"the {moment.part} “{moment.text}” of the translation is not in the original"
        yield _about(moment.kind, Level.ERROR, None, moment, message)


def _teller(other: Figures) -> Callable[[Moment], bool]:
    """What says whether ``other`` tells a moment: as one, or in plain numbers."""
    text = other.text.lower()
    numbers = {value for quantity in other.quantities for value in quantity.readings}
    parts = {part: [moment for moment in other.moments if moment.part is part] for part in Part}

    @cache
    def told(part: Part, value: int, half_day: bool) -> bool:  # noqa: FBT001 - the key of the cache
        moment = Moment(part, value, "", 0, 0, half_day=half_day)
        if any(moment.agrees(candidate) for candidate in parts[part]):
            return True
        # "Kaisar Agustus" is Augustus, and "Novemeber" a slip that misleads no reader.
        if part is Part.MONTH and any(stem in text for stem in _MONTH_STEMS[value - 1]):
            return True
        if part is Part.CLOCK:
            hour, minute = divmod(value, 60)
            forms = {Fraction(hour * 100 + minute), Fraction(hour * 100 + minute, 100)}
            forms |= {Fraction(hour), Fraction(hour % 12)} if minute == 0 else set()
            return not forms.isdisjoint(numbers)
        return part is Part.DECADE and Fraction(value) in numbers

    return lambda moment: told(moment.part, moment.value, moment.half_day)


def _check_measures(ours: Figures, theirs: Figures) -> Iterable[Finding]:
    """Equal numbers that count something else: kilometres as miles, rupiah as dollars, percent as nothing."""
    agreeing = theirs.agreeing()
    for quantity in ours.quantities:
        same = agreeing(quantity)
        if not same:
            continue
        if quantity.currency and all(other.currency not in {"", quantity.currency} for other in same):
            message = f"“{quantity.text}” became “{same[0].text}”: another currency"
            yield _about(Kind.MONEY, Level.ERROR, quantity, same[0], message)
        elif _hard(quantity) and all(_hard(other) and other.unit != quantity.unit for other in same):
            message = f"“{quantity.text}” became “{same[0].text}”: another unit"
            yield _about(Kind.UNIT, Level.ERROR, quantity, same[0], message)
        elif _times(quantity) and all(_times(other) and other.unit != quantity.unit for other in same):
            message = f"“{quantity.text}” became “{same[0].text}”: another unit of time"
            yield _about(Kind.UNIT, Level.ERROR, quantity, same[0], message)


# What says of a number that it is below zero, without a minus.
_BELOW: Final = re.compile(
    r"\b(?:below (?:zero|freezing)|sub-?zero|minus|negative|contract\w*|shr[aiu]nk\w*|deficit|loss)", re.IGNORECASE
)


_NO_DIGIT: Final = re.compile(r"\D")


def _check_negatives(pair: Pair, theirs: Figures) -> Iterable[Finding]:
    """Numbers below zero that stand in the translation without their minus."""
    ours = negatives(pair.source, "id")
    if not ours or _BELOW.search(pair.target) or len(negatives(pair.target, "en")) >= len(ours):
        return
    for number in ours:
        digits = _NO_DIGIT.sub("", number.figure)
        same = [other for other in theirs.quantities if _NO_DIGIT.sub("", other.text) == digits]
        if same:
            place = number.start / len(pair.source)
            there = min(same, key=lambda other: abs(other.start / len(pair.target) - place))
            said = pair.source[number.start : number.end]
            message = f"“{said}” lost its minus in the translation, which has “{there.text}”"
            spans = (number.start, number.end), (there.start, there.end)
            yield Finding(Kind.NUMBER, Level.ERROR, said, there.text, message, *spans)


def _times(quantity: Quantity) -> bool:
    return quantity.unit in UNITS and UNITS[quantity.unit].dimension == "time"


def _hard(quantity: Quantity) -> bool:
    return quantity.unit in UNITS and UNITS[quantity.unit].dimension in HARD_DIMENSIONS
