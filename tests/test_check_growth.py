"""Whatever the texts, a check ends without raising, and its work grows as they do."""

import sys
from collections.abc import Callable, Sequence

import pytest

from transum.checks import Pair, check

LONG = 1600  # characters; twice as many are still remembered (see `tokens.remembered`): like beside like


def numbered(length: int, first: int) -> str:
    return " ".join(str(first + 7 * place) for place in range(length // 5))


def named(length: int) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz"
    return " ".join(f"N{letters[i % 26]}{letters[i // 26 % 26]}{letters[i // 676]}zq" for i in range(length // 7))


def repeated(text: str) -> Callable[[int], tuple[str, str]]:
    return lambda length: (text * (length // len(text)),) * 2


TEXTS = [
    pytest.param(lambda n: (numbered(n, 1000), numbered(n, 1001)), id="each-number-wrong"),
    pytest.param(lambda n: (named(n), "x " * (n // 2)), id="each-name-lost"),
    pytest.param(lambda n: (named(n), named(n)[::-1].title()), id="each-name-another"),
    pytest.param(repeated("Amerika, "), id="one-known-name"),
    pytest.param(repeated("#a @b c.id/d "), id="addresses"),
    pytest.param(repeated("5 Mei 2020, Senin "), id="dates"),
    pytest.param(repeated("Rp5 juta dan "), id="money"),
    pytest.param(repeated('Kata dia "ya" (tidak). '), id="quotations"),
    pytest.param(repeated('"a '), id="marks-never-closed"),
    pytest.param(repeated("one thousand and "), id="sums-in-sums"),
    pytest.param(repeated("juta triliun "), id="scales-of-scales"),
    pytest.param(repeated("two-"), id="hyphens"),
    pytest.param(repeated("9"), id="one-figure"),
    pytest.param(repeated("Ab"), id="one-word"),
]  # fmt: skip


def work(texts: Sequence[str]) -> int:
    """How many calls one check makes, of Python and of C functions."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        check(Pair(texts[0], texts[1]))
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("texts", TEXTS)
def test_work_grows_as_the_text_does(texts: Callable[[int], tuple[str, str]]) -> None:
    check(Pair("Satu.", "One."))  # the tables are read once
    short = work(texts(LONG))
    assert work(texts(2 * LONG)) <= 2.8 * short + 1000  # four times as much where it were quadratic


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("9" * 5000, id="more-digits-than-python-reads"),
        pytest.param("twenty " + "- " * 3000, id="hyphens-that-join-nothing"),
        pytest.param("one thousand and " * 700, id="sums-in-sums"),
        pytest.param("satu " + "triliun " * 600, id="a-number-beyond-floats"),
    ],
)
def test_no_row_of_signs_makes_it_raise(text: str) -> None:
    assert isinstance(check(Pair(text, text)), tuple)
    assert isinstance(check(Pair(text, "1 x")), tuple)
