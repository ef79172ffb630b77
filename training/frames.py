"""Sentence frames filled with numbers, money, dates, times and names: pairs in which a wrong figure is the only error.

``tables/numbers.tsv`` and ``tables/names.tsv`` hold the frames, Indonesian TAB English, with these slots:

    {m} money   {c} a count of something   {p} percentage   {d} date   {t} time of day   {N} a speaker   (also {m2})
    {C} country, in English also {a} its adjective   {T} title   {P} person   {K} city   {O} organisation
    {M} medium   {R} province   (also with 2 and 3: a second and a third of its kind, never the same)
"""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

Pair: TypeAlias = tuple[str, str]

_FOLDER: Final = Path(__file__).with_name("tables")
_SLOT: Final = re.compile(r"\{([A-Za-z])([23]?)\}")
_ENTITIES: Final = {
    "C": "country", "T": "title", "P": "person", "K": "city", "O": "org", "M": "media", "R": "province",
}  # fmt: skip


def number_frames(rng: random.Random, count: int) -> Iterator[Pair]:
    """``count`` pairs of the frames in ``numbers.tsv``, Indonesian in Indonesian notation.

    >>> next(number_frames(random.Random(4), 1))[1][-1]
    '.'
    """
    templates = _pairs("numbers.tsv")
    for _ in range(count):
        yield _fill(rng.choice(templates), _Quantities(rng).slot)


def named_frames(rng: random.Random, count: int) -> Iterator[Pair]:
    """``count`` pairs of the frames in ``names.tsv``: countries, people, offices, organisations and places."""
    templates, entities = _pairs("names.tsv"), _table("entities.tsv")
    for _ in range(count):
        chosen = {slot: rng.sample(entities[kind], 3) for slot, kind in _ENTITIES.items()}
        quantities = _Quantities(rng)

        def slot(
            letter: str, which: str, chosen: dict[str, list[list[str]]] = chosen, q: _Quantities = quantities
        ) -> Pair:
            index = int(which or 1) - 1
            if letter == "a":
                return "", chosen["C"][index][2]
            if letter in chosen:
                row = chosen[letter][index]
                return row[0], row[1]
            return q.slot(letter, which)

        yield _fill(rng.choice(templates), slot)


def _fill(template: Pair, slot: Callable[[str, str], Pair]) -> Pair:
    """Both sides with their slots filled, the same slot with the same value on either side, first letter capital."""
    values: dict[tuple[str, str], Pair] = {}

    def value(match: re.Match[str], side: int) -> str:
        key = (match[1], match[2])
        if key not in values:
            values[key] = slot(*key)
        return values[key][side]

    indonesian, english = (_SLOT.sub(partial(value, side=side), text) for side, text in enumerate(template))
    return indonesian[0].upper() + indonesian[1:], english[0].upper() + english[1:]


@dataclass(frozen=True, slots=True)
class _Quantities:
    """Draws figures; each method gives (Indonesian, English)."""

    rng: random.Random

    def slot(self, letter: str, _: str) -> Pair:
        makers = {"m": self.money, "c": self.counted, "p": self.percentage, "d": self.date, "t": self.clock}
        return makers[letter]() if letter in makers else self.word("speaker")

    def word(self, kind: str) -> Pair:
        row = self.rng.choice(_table("vocabulary.tsv")[kind])
        return row[0], row[1]

    def whole(self) -> Pair:
        low, high = self.rng.choice([(2, 999), (1000, 99_999), (100_000, 9_999_999)])
        english = f"{self.rng.randint(low, high):,}"
        return english.replace(",", "."), english

    def decimal(self) -> Pair:
        whole, digits = self.rng.randint(0, 99), self.rng.choice([1, 1, 2])
        fraction = f"{self.rng.randint(1, 10**digits - 1):0{digits}d}"
        return f"{whole},{fraction}", f"{whole}.{fraction}"

    def small(self, high: int) -> Pair:
        number = str(self.rng.randint(2, high))
        return number, number

    def quantity(self) -> Pair:
        if self.rng.random() < 0.35:
            return self.whole()
        number = self.decimal() if self.rng.random() < 0.5 else self.small(900)
        return _spaced(number, self.word("scale"))

    def money(self) -> Pair:
        indonesian, english = self.quantity()
        form = self.rng.random()
        if form < 0.6:
            return self.rng.choice(["Rp", "Rp ", "Rp. "]) + indonesian, f"Rp {english}"
        if form < 0.8:
            return f"{indonesian} dolar AS", f"US${english}"
        return f"{indonesian} rupiah", f"{english} rupiah"

    def counted(self) -> Pair:
        return _spaced(self.quantity(), self.word("thing"))

    def percentage(self) -> Pair:
        indonesian, english = self.decimal() if self.rng.random() < 0.5 else self.small(99)
        indonesian_sign, english_sign = self.rng.choice([(" persen", " percent"), ("%", "%")])
        return indonesian + indonesian_sign, english + english_sign

    def date(self) -> Pair:
        day, year = self.rng.randint(1, 28), self.rng.randint(1990, 2030)
        number = self.rng.randint(1, 12)
        month, month_en, *_ = _table("vocabulary.tsv")["month"][number - 1]
        weekday, weekday_en = self.word("day")
        return self.rng.choice(
            [
                (f"{weekday} ({day}/{number}/{year})", f"{weekday_en} ({day} {month_en} {year})"),
                (f"{weekday} ({day}/{number})", f"{weekday_en} ({day} {month_en})"),
                (f"{day} {month} {year}", f"{day} {month_en} {year}"),
                (f"{weekday}, {day} {month} {year}", f"{weekday_en}, {day} {month_en} {year}"),
            ]
        )

    def clock(self) -> Pair:
        hour, minute = self.rng.randint(0, 23), self.rng.choice([0, 5, 10, 15, 20, 30, 45])
        zone = self.rng.choice(["WIB", "WIB", "WITA", "WIT"])
        return f"pukul {hour:02d}.{minute:02d} {zone}", f"{hour:02d}:{minute:02d} {zone}"


def _spaced(left: Pair, right: Pair) -> Pair:
    return f"{left[0]} {right[0]}", f"{left[1]} {right[1]}"


_TABLES: Final[dict[str, dict[str, list[list[str]]]]] = {}


def _rows(file_name: str) -> list[list[str]]:
    lines = (_FOLDER / file_name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]


def _pairs(file_name: str) -> list[Pair]:
    return [(row[0], row[1]) for row in _rows(file_name)]


def _table(file_name: str) -> dict[str, list[list[str]]]:
    """Rows by their first field, the field itself left out; read once."""
    if file_name not in _TABLES:
        grouped = defaultdict(list)
        for kind, *row in _rows(file_name):
            grouped[kind].append(row)
        _TABLES[file_name] = dict(grouped)
    return _TABLES[file_name]
