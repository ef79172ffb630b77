"""All that a text says in numbers, dates and times, read at once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from transum.document import Kind
from transum.facts.moments import Moment, Part, moments
from transum.facts.quantities import Quantity, quantities_beside
from transum.facts.signs import plain_figures
from transum.facts.tokens import Language, remembered

_COUNTED = frozenset({Part.DAY, Part.YEAR})


@dataclass(frozen=True, slots=True)
class Figures:
    """All that a text says in numbers: what counts, and what names a date or a time."""

    text: str
    quantities: tuple[Quantity, ...]
    moments: tuple[Moment, ...]

    @property
    def values(self) -> frozenset[Fraction]:
        """Every plain value that the text can be said to hold; a clock time also as its hour and its minutes."""
        found = {value for quantity in self.quantities for value in quantity.readings}
        for moment in self.moments:
            if moment.part is Part.CLOCK:
                hour, minute = divmod(moment.value, 60)
                found |= {Fraction(n) for n in (hour, hour % 12, minute, hour * 100 + minute)}
                found.add(Fraction(hour * 100 + minute, 100))
            elif moment.part is Part.DECADE:
                found.add(Fraction(moment.value))
        return frozenset(found)

    def agreeing(self) -> Callable[[Quantity], list[Quantity]]:
        """What finds the quantities that can be the same number as a given one, in their order."""
        places: dict[Fraction, list[int]] = defaultdict(list)
        for place, quantity in enumerate(self.quantities):
            for value in quantity.readings:
                places[value].append(place)

        @cache
        def find(readings: frozenset[Fraction]) -> list[Quantity]:
            return [
                self.quantities[place] for place in sorted({n for value in readings for n in places.get(value, ())})
            ]

        return lambda quantity: find(quantity.readings)


@remembered(4096)
def figures(text: str, language: Language) -> Figures:
    """Read ``text``; a day or a year of a date becomes a quantity of kind DATE, because a number can render it."""
    original, text = text, plain_figures(text)
    dates = moments(text, language)
    counted = [
        Quantity(Kind.DATE, Fraction(date.value), date.text, date.start, date.end)
        for date in dates
        if date.part in _COUNTED
    ]
    plain = [_as_year(quantity) for quantity in quantities_beside(text, language, dates)]
    both = sorted([*counted, *plain], key=lambda quantity: quantity.start)
    quantities = _with_whole_years(text, both)
    if original != text:
        quantities = [replace(quantity, text=original[quantity.start : quantity.end]) for quantity in quantities]
    return Figures(original, tuple(quantities), tuple(date for date in dates if date.part not in _COUNTED))


def _as_year(quantity: Quantity) -> Quantity:
    """A bare four-digit number of this millennium's or the last's years is called a date."""
    bare = quantity.kind is Kind.NUMBER and not quantity.unit and quantity.text.isdecimal() and len(quantity.text) == 4
    if bare and 1500 <= quantity.value <= 2100:
        return Quantity(Kind.DATE, quantity.value, quantity.text, quantity.start, quantity.end)
    return quantity


def _with_whole_years(text: str, found: Sequence[Quantity]) -> Iterable[Quantity]:
    """Two digits that stand for a year get that year as another reading: "2023/24", "'45"."""
    previous: Quantity | None = None
    for quantity in found:
        years: tuple[int, ...] = ()
        if len(quantity.text) == 2 and quantity.text.isdecimal():
            digits, sign = int(quantity.text), text[quantity.start - 1 : quantity.start]
            if previous and previous.kind is Kind.DATE and previous.end == quantity.start - 1 and sign in "-–/":
                years = (int(previous.value) // 100 * 100 + digits,)
            elif sign in {"'", "’", "‘"}:
                years = (1900 + digits, 2000 + digits)
        yield replace(quantity, others=(*quantity.others, *map(Fraction, years))) if years else quantity
        previous = quantity
