import pytest
from hypothesis import given
from hypothesis import strategies as st

from transum.indonesian.notation import normalise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("1.234.567,89 orang", "1,234,567.89 orang", id="thousands-and-decimals"),
        pytest.param("2.500 km", "2,500 km", id="thousands"),
        pytest.param("1,5 triliun", "1.5 triliun", id="decimal-comma"),
        pytest.param("12,75 persen", "12.75 persen", id="percent"),
        pytest.param("0,125", "0.125", id="three-digits-behind-zero"),
        pytest.param("1,234 orang", "1,234 orang", id="ambiguous-stays"),
        pytest.param("Rp1,5 miliar", "Rp 1.5 miliar", id="currency-glued"),
        pytest.param("Rp. 330.000", "Rp 330,000", id="currency-with-stop"),
        pytest.param("dari Rp500rb jadi Rp 1,2jt", "dari Rp 500 ribu jadi Rp 1.2 juta", id="short-scales-glued"),
        pytest.param("Gaji 200 rb, 3 Jt orang", "Gaji 200 ribu, 3 juta orang", id="short-scales-apart"),
        pytest.param("Rp1,2 M dan Rp3T", "Rp 1.2 miliar dan Rp 3 triliun", id="short-scales-of-money"),
        pytest.param("tinggi 3 M, Rp 5 M. Nuh", "tinggi 3 M, Rp 5 M. Nuh", id="no-money-or-an-initial"),
        pytest.param("jt 5, kerb 3 rbt", "jt 5, kerb 3 rbt", id="no-short-scale"),
        pytest.param("pukul 13.30 WIB", "pukul 13:30 WIB", id="clock"),
        pytest.param("jam 7.05", "jam 7:05", id="clock-hour"),
        pytest.param("08.00 WITA", "08:00 WITA", id="clock-zone"),
        pytest.param("pkl 13.30", "pkl 13:30", id="clock-abbreviated"),
        pytest.param("19.16 Wita", "19:16 Wita", id="clock-zone-as-written"),
        pytest.param("pukul 08.00 - 15.00", "pukul 08:00 - 15:00", id="clock-until"),
        pytest.param("di 119,41, naik", "di 119.41, naik", id="decimal-before-comma"),
        pytest.param("Rp2.463 triliun", "Rp 2,463 triliun", id="thousands-of-trillions"),
        pytest.param("1.250 detik", "1,250 detik", id="thousands-of-seconds"),
        pytest.param("Rp300,003 triliun", "Rp 300,003 triliun", id="ambiguous-before-a-scale"),
        pytest.param("pukul 08.00-10.00-12.00", "pukul 08:00-10:00-12:00", id="clock-row"),
        pytest.param("10:12 hingga 25.75", "10:12 hingga 25.75", id="no-such-clock"),
        pytest.param("Pasal 1,2, dan 3", "Pasal 1,2, dan 3", id="list-of-articles"),
        pytest.param("1,2,3", "1,2,3", id="list-stays"),
        pytest.param("(5/9/2023)", "(5 September 2023)", id="date"),
        pytest.param("(18/12)", "(18 Desember)", id="day-month"),
        pytest.param("(31/13/2023)", "(31/13/2023)", id="no-such-month"),
        pytest.param("3/4 bagian", "3/4 bagian", id="fraction-stays"),
        pytest.param("versi 1.2.3", "versi 1.2.3", id="version-stays"),
        pytest.param("3.5 GB", "3.5 GB", id="english-decimal-stays"),
        pytest.param("192.168.1.200", "192.168.1.200", id="address-stays"),
        pytest.param("10-13 September", "10-13 September", id="range-stays"),
        pytest.param("2-1 (1-0)", "2-1 (1-0)", id="score-stays"),
    ],
)
def test_notation(text: str, expected: str) -> None:
    assert normalise(text) == expected


NEWS = st.lists(
    st.one_of(
        st.from_regex(r"\A\d{1,3}(\.\d{3}){0,3}(,\d{1,4})?\Z"),
        st.from_regex(r"\A\(\d{1,2}/\d{1,2}(/20\d\d)?\)\Z"),
        st.from_regex(r"\A(pukul|jam) \d{1,2}\.\d\d( WIB)?\Z"),
        st.from_regex(r"\ARp\.? ?\d{1,4}\Z"),
        st.sampled_from(
            [
                "orang",
                "triliun",
                "persen",
                " hingga ",
                "08.00",
                "10:15",
                "km",
                "-",
                ",",
                ".",
                "Rp",
                "juta",
                "\n",
                "(",
                ")",
            ]
        ),
        st.text(max_size=5),
    ),
    max_size=8,
)


@given(NEWS, st.sampled_from(["", " "]))
def test_notation_is_idempotent(parts: list[str], glue: str) -> None:
    once = normalise(glue.join(parts))
    assert normalise(once) == once


@given(st.integers(0, 10**12), st.integers(0, 99))
def test_values_are_kept(whole: int, cents: int) -> None:
    indonesian = f"{whole:,}".replace(",", ".") + f",{cents:02d}"
    assert float(normalise(indonesian).replace(",", "")) == float(f"{whole}.{cents:02d}")


@given(st.text(alphabet=st.characters(exclude_categories=["Nd"])))
def test_text_without_digits_is_left_alone(text: str) -> None:
    assert normalise(text) == text
