"""Quantities are values: the same number in any notation of either language is equal."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transum.checks import Pair, check
from transum.document import Kind, Level
from transum.facts.moments import Part, moments
from transum.facts.quantities import Form, quantities
from transum.facts.tokens import Language

VALUES = [
    pytest.param("id", "1.234.567,89", "1234567.89", id="id-both-signs"),
    pytest.param("id", "1,234,567.89", "1234567.89", id="id-english-notation"),
    pytest.param("id", "2.500", "2500", id="id-thousands"),
    pytest.param("id", "12,75", "12.75", id="id-decimal"),
    pytest.param("id", "3.5", "3.5", id="id-english-decimal"),
    pytest.param("id", "0,125", "0.125", id="id-small-decimal"),
    pytest.param("id", "1,5 triliun", "1500000000000", id="id-trillion"),
    pytest.param("id", "5 ratus ribu", "500000", id="id-two-scales"),
    pytest.param("id", "seratus dua puluh lima ribu", "125000", id="id-words"),
    pytest.param("id", "dua juta tiga ratus ribu", "2300000", id="id-words-two-scales"),
    pytest.param("id", "sebelas", "11", id="id-eleven"),
    pytest.param("id", "sembilan belas", "19", id="id-nineteen"),
    pytest.param("id", "dua koma lima juta", "2500000", id="id-decimal-words"),
    pytest.param("id", "belasan ribu", "10000", id="id-magnitude"),
    pytest.param("id", "tiga perempat", "0.75", id="id-three-quarters"),
    pytest.param("id", "satu per lima", "0.2", id="id-one-fifth"),
    pytest.param("en", "1,234,567.89", "1234567.89", id="en-both-signs"),
    pytest.param("en", "330.000", "330", id="en-point-is-decimal"),
    pytest.param("en", "one hundred and twenty-five thousand", "125000", id="en-words"),
    pytest.param("en", "two million three hundred thousand", "2300000", id="en-words-two-scales"),
    pytest.param("en", "a dozen", "12", id="en-dozen"),
    pytest.param("en", "two-dozen", "24", id="en-two-dozen"),
    pytest.param("en", "half a million", "500000", id="en-half-a-million"),
    pytest.param("en", "two and a half billion", "2500000000", id="en-and-a-half"),
    pytest.param("en", "three-quarters", "0.75", id="en-three-quarters"),
    pytest.param("en", "tens of thousands", "10000", id="en-magnitude"),
    pytest.param("en", "$5bn", "5000000000", id="en-short-billion"),
    pytest.param("en", "25k", "25000", id="en-short-thousand"),
]


@pytest.mark.parametrize(("language", "text", "value"), VALUES)
def test_a_numeral_has_its_value(language: Language, text: str, value: str) -> None:
    (quantity,) = quantities(text, language)
    assert quantity.value == Fraction(Decimal(value))


ATTRIBUTES = [
    pytest.param("id", "Rp. 330.000", "IDR", "", Form.DIGITS, id="rupiah"),
    pytest.param("id", "5 juta dolar AS", "USD", "", Form.DIGITS, id="american-dollars"),
    pytest.param("id", "500 dolar Singapura", "SGD", "", Form.DIGITS, id="singapore-dollars"),
    pytest.param("en", "S$ 5.4bn", "SGD", "", Form.DIGITS, id="dollar-prefix"),
    pytest.param("en", "€20", "EUR", "", Form.DIGITS, id="euro"),
    pytest.param("id", "160 km", "", "km", Form.DIGITS, id="kilometres"),
    pytest.param("id", "105 mil per jam", "", "mph", Form.DIGITS, id="miles-an-hour"),
    pytest.param("en", "378-metre", "", "m", Form.DIGITS, id="hyphen"),
    pytest.param("en", "12.5 per cent", "", "%", Form.DIGITS, id="per-cent"),
    pytest.param("id", "dua persen", "", "%", Form.WORDS, id="words"),
    pytest.param("id", "ribuan", "", "", Form.MAGNITUDE, id="magnitude"),
    pytest.param("id", "kedua belas", "", "", Form.ORDINAL, id="ordinal"),
    pytest.param("en", "twice", "", "", Form.MULTIPLE, id="multiple"),
    pytest.param("en", "XIV", "", "", Form.ROMAN, id="roman"),
]


@pytest.mark.parametrize(("language", "text", "currency", "unit", "form"), ATTRIBUTES)
def test_a_quantity_knows_what_it_counts(language: Language, text: str, currency: str, unit: str, form: Form) -> None:
    (quantity,) = quantities(text, language)
    assert (quantity.currency, quantity.unit, quantity.form) == (currency, unit, form)
    assert (quantity.kind is Kind.MONEY) == bool(currency)


MOMENTS = [
    pytest.param("id", "Selasa (5/9/2023)", [("weekday", 1), ("day", 5), ("month", 9), ("year", 2023)], id="slashes"),
    pytest.param("id", "(18/12)", [("day", 18), ("month", 12)], id="day-and-month"),
    pytest.param("id", "2023-09-05", [("year", 2023), ("month", 9), ("day", 5)], id="iso"),
    pytest.param("id", "10-13 September", [("day", 10), ("day", 13), ("month", 9)], id="range"),
    pytest.param("id", "5 Peb 2020", [("day", 5), ("month", 2), ("year", 2020)], id="old-february"),
    pytest.param("id", "5 Agt 2020", [("day", 5), ("month", 8), ("year", 2020)], id="short-august"),
    pytest.param("id", "hari Minggu", [("weekday", 6)], id="sunday"),
    pytest.param("id", "dua minggu", [], id="weeks"),
    pytest.param("id", "hari Jum'at", [("weekday", 4)], id="friday-apostrophe"),
    pytest.param("id", "1990-an", [("decade", 1990)], id="decade"),
    pytest.param("id", "pukul 13.00 WIB", [("clock", 780)], id="clock"),
    pytest.param("id", "pukul 7 malam", [("clock", 1140)], id="evening"),
    pytest.param("id", "pukul setengah delapan", [("clock", 450)], id="half-hour"),
    pytest.param("id", "0230 UTC", [("clock", 150)], id="military"),
    pytest.param("en", "Tuesday, September 5, 2023", [("weekday", 1), ("month", 9), ("day", 5), ("year", 2023)],
                 id="month-first"),
    pytest.param("en", "5th of March", [("day", 5), ("month", 3)], id="ordinal-day"),
    pytest.param("en", "9/25/2023", [("month", 9), ("day", 25), ("year", 2023)], id="american"),
    pytest.param("en", "You may go in march order", [], id="may-and-march"),
    pytest.param("en", "the Sun rose", [], id="sun"),
    pytest.param("en", "the '90s", [("decade", 90)], id="short-decade"),
    pytest.param("en", "8:30 p.m.", [("clock", 1230)], id="evening-english"),
    pytest.param("en", "half past seven", [("clock", 450)], id="half-past"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), MOMENTS)
def test_dates_and_times_are_values(language: Language, text: str, expected: list[tuple[str, int]]) -> None:
    assert [(moment.part.value, moment.value) for moment in moments(text, language)] == expected


def test_a_short_decade_agrees_with_a_full_one() -> None:
    (full,), (short,) = moments("1990-an", "id"), moments("the nineties", "en")
    assert full.part is Part.DECADE
    assert full.agrees(short)


numbers = st.one_of(
    st.integers(min_value=0, max_value=10**12),
    st.decimals(min_value=0, max_value=10**6, places=2, allow_nan=False, allow_infinity=False),
)


def in_english(number: int | Decimal) -> str:
    return f"{number:,}"


def in_indonesian(number: int | Decimal) -> str:
    return in_english(number).translate(str.maketrans(",.", ".,"))


@given(numbers)
def test_both_notations_have_the_same_value(number: int | Decimal) -> None:
    (ours,), (theirs,) = quantities(in_indonesian(number), "id"), quantities(in_english(number), "en")
    assert ours.value == theirs.value == Fraction(number)


@given(st.lists(numbers, max_size=4))
def test_numbers_rendered_faithfully_raise_no_doubt(figures: list[int | Decimal]) -> None:
    ours = "; ".join(f"sebanyak {in_indonesian(figure)} orang" for figure in figures)
    theirs = "; ".join(f"as many as {in_english(figure)} people" for figure in figures)
    kinds = {Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.TIME, Kind.UNIT}
    assert [f for f in check(Pair(ours, theirs)) if f.kind in kinds and f.level > Level.INFO] == []


INDONESIAN_UNITS = ["", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]


def spelled(number: int) -> str:
    """The Indonesian words of a number from 1 to 999,999: the grammar the other way round."""
    if number >= 1000:
        head = "seribu" if number < 2000 else f"{spelled(number // 1000)} ribu"
        return f"{head} {spelled(number % 1000)}".strip() if number % 1000 else head
    if number >= 100:
        head = "seratus" if number < 200 else f"{INDONESIAN_UNITS[number // 100]} ratus"
        return f"{head} {spelled(number % 100)}".strip() if number % 100 else head
    if number >= 20:
        return f"{INDONESIAN_UNITS[number // 10]} puluh {INDONESIAN_UNITS[number % 10]}".strip()
    if number >= 12:
        return f"{INDONESIAN_UNITS[number - 10]} belas"
    return {10: "sepuluh", 11: "sebelas"}.get(number) or INDONESIAN_UNITS[number]


@given(st.integers(min_value=1, max_value=999_999))
def test_number_words_are_read_back(number: int) -> None:
    (quantity,) = quantities(spelled(number), "id")
    assert quantity.value == number


@given(st.text(max_size=80), st.sampled_from(["id", "en"]))
def test_spans_are_offsets_into_the_text(text: str, language: Language) -> None:
    for quantity in quantities(text, language):
        assert text[quantity.start : quantity.end] == quantity.text
