"""Addresses: what is one, what keeps one, and what puts the original's back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transum.checks import Pair, check
from transum.document import Kind
from transum.facts.addresses import Sort, addresses, lost_addresses, repair_addresses

FOUND = [
    pytest.param("Lihat https://a.id/x_(y), ya.", [(Sort.WEB, "https://a.id/x_(y)")], id="brackets-of-its-own"),
    pytest.param("(lihat kpu.go.id/hasil).", [(Sort.WEB, "kpu.go.id/hasil")], id="brackets-of-the-sentence"),
    pytest.param("a.b-c@mail.kpu.go.id", [(Sort.MAIL, "a.b-c@mail.kpu.go.id")], id="mail"),
    pytest.param("oleh @kpu.ri.", [(Sort.HANDLE, "@kpu.ri")], id="handle"),
    pytest.param("#Pilkada2024", [(Sort.TAG, "#Pilkada2024")], id="tag"),
    pytest.param(r"di C:\Data\a.txt, dan ~/a/b.", [(Sort.PATH, r"C:\Data\a.txt"), (Sort.PATH, "~/a/b")], id="paths"),
    pytest.param("v1.25.3, #7879, 10.0.0.1", [(Sort.IDENTIFIER, t) for t in ("v1.25.3", "#7879", "10.0.0.1")],
                 id="identifiers"),
    pytest.param("kepada detikNews, lalu hitungTotal()",
                 [(Sort.IDENTIFIER, name) for name in ("detikNews", "hitungTotal")], id="capital-inside"),
    pytest.param("keIndonesiaan nonMuslim kWh mRNA iPhone se-Jakarta DPRnya", [], id="capitals-of-words"),
    pytest.param("Rp1.250.000 dan 1.234.567.890", [], id="amounts"),
    pytest.param("Ia pulang.Ia makan. km/jam, 2023/2024, (5/9)", [], id="prose"),
    pytest.param("Dr. H. Budi, S.H., M.Si.", [], id="degrees"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_addresses_are_found(text: str, expected: list[tuple[Sort, str]]) -> None:
    found = addresses(text)
    assert [(address.sort, address.text) for address in found] == expected
    assert all(text[address.start : address.end] == address.text for address in found)


REPAIRED = [
    pytest.param("Lihat kpu.go.id/hasil.", "See kpu.go.id/day.", "See kpu.go.id/hasil.", id="path"),
    pytest.param("Kepada detikNews, ia", "To secondsNews, he", "To detikNews, he", id="capital-inside"),
    pytest.param("Daftar di sscasn.bkn.go.id/daftar.", "Register at scasn.bkn.go.id/ registration.",
                 "Register at sscasn.bkn.go.id/daftar.", id="space-inside"),
    pytest.param("Surel humas@arunika.example", "Mail humas@arunika.ex sample", "Mail humas@arunika.example",
                 id="last-piece-split-off"),
    pytest.param("Ikuti @KemenkesRI!", "Follow @Ministry!", "Follow @KemenkesRI!", id="only-one-of-its-sort"),
    pytest.param("Di a.id/satu dan b.id/dua.", "At b.id/two and a.id/one.", "At b.id/dua and a.id/satu.", id="two"),
    pytest.param("Lihat kpu.go.id/hasil.", "See the site.", None, id="nothing-to-replace"),
    pytest.param("Lihat kpu.go.id.", "See kpu.go.id.", None, id="nothing-to-repair"),
    pytest.param("Lihat kpu.go.id.", "See kup.go.id or kpu.com.", None, id="which-of-two"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "target", "expected"), REPAIRED)
def test_the_originals_address_is_put_back_where_that_is_certain(
    source: str, target: str, expected: str | None
) -> None:
    assert repair_addresses(source, target) == expected


def test_both_forms_are_named_with_their_places() -> None:
    source, target = "Kini lihat kpu.go.id/hasil.", "Now see kpu.go.id/day."
    (finding,) = [finding for finding in check(Pair(source, target)) if finding.kind is Kind.ADDRESS]

    assert finding.message == "the address “kpu.go.id/hasil” became “kpu.go.id/day”"
    assert finding.source_span == (11, 26)
    assert finding.target_span == (8, 21)


PIECES = st.sampled_from(["a", "kpu.go.id", "/", "@", "#", ".", "_", " ", "www.", "https://", "(", ")", "v1.2", "ć"])


@given(st.lists(PIECES, max_size=14).map("".join), st.lists(PIECES, max_size=14).map("".join))
def test_a_repair_loses_no_address(source: str, target: str) -> None:
    repaired = repair_addresses(source, target)
    assert repaired is None or len(lost_addresses(source, repaired)) < len(lost_addresses(source, target))
    assert lost_addresses(source, source) == ()


@pytest.mark.parametrize(
    ("source", "target", "lost"),
    [
        pytest.param("Ia tiba padaSenin.", "He arrived on Monday.", [], id="two-words"),
        pytest.param("Kata detikNews tadi.", "SecondsNews said.", [], id="two-words-perhaps"),
        pytest.param("Kata detikNews tadi.", "secondsNews said.", ["detikNews"], id="became-another"),
        pytest.param("Lewat kodeQris tadi.", "By qris.", [], id="a-word-of-indonesian-first"),
        pytest.param("Lewat qzvNews tadi.", "By a newspaper.", ["qzvNews"], id="no-word"),
    ],
)
def test_a_capital_inside_is_lost_where_it_was_a_name(source: str, target: str, lost: list[str]) -> None:
    assert [address.text for address in lost_addresses(source, target)] == lost
