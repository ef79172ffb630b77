"""The segmenter: the golden table, paragraphs, roles, and what holds for any text."""

import re
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases import segment_english
from tests.cases.segment import KNOWN_FAILURES, ROLES, SEEDS, SENTENCES, VERSE, WRAPPED, WRAPPED_PARAGRAPHS
from transum.document import Document, Role
from transum.segment import segment
from transum.segment.whitespace import INVISIBLE

SEED_FOLDER = Path(__file__).parent.parent / "seeds"

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=80)
NEWS_PIECES = [
    *("Ia", "dia", "Presiden", "kata", "dr", "Drs", "Jl", "No", "hal", "dll", "Tbk", "S.H", "a.n", "J", "K", "Rp"),
    *("1.500", "13.00", "2007", "5", "XI", "KOMPAS.com", "ini", "Metro.co.uk", "WIB", "PT", "KPK", "vitamin", "C"),
    *("iPhone", "e-KTP", "(bbn)", "Baca juga:", "Foto:", "Ka'ban", "@", "#", "/", "-", " - ", "– ", "•", "1.", "a."),
    *(".", "!", "?", "…", "...", ",", ":", ";", '"', "“", "”", "'", "‘", "’", "«", "»", "(", ")", "[", "]", ". "),
    *('." ', ',"', ' " ', '. "', ". (", ").", "\n", "\n\n", "\r\n", "\u200b", "\xa0", "\u2028", "\x00"),
    *[" "] * 20,
]
NEWS_TEXT = st.lists(st.sampled_from(NEWS_PIECES), max_size=40).map("".join)
TEXTS = ANY_TEXT | NEWS_TEXT


def rows(table: dict[str, dict[str, str]]) -> list[tuple[str, str]]:
    return [(f"{rule}/{name}", marked) for rule, cases in table.items() for name, marked in cases.items()]


def params(table: dict[str, dict[str, str]]) -> list[object]:
    return [pytest.param(marked, id=name) for name, marked in rows(table)]


def unmarked(marked: str) -> tuple[str, list[str]]:
    """The text of a marked case and its sentences."""
    sentences = [part.strip(" \t\xa0\u200b") for part in marked.split("|")]
    return re.sub(r" ?\|( ?)", r"\1", marked), sentences


def sentences_of(text: str) -> list[str]:
    return [sentence.text for sentence in segment(text).sentences]


def paragraphs_of(document: Document) -> list[list[str]]:
    return [[sentence.text for sentence in paragraph.sentences] for paragraph in document.paragraphs]


def is_gap(text: str) -> bool:
    return all(char.isspace() or char in INVISIBLE for char in text)


@pytest.mark.parametrize("marked", params(segment_english.SENTENCES))
def test_golden_table_of_english(marked: str) -> None:
    text, expected = unmarked(marked)
    assert [sentence.text for sentence in segment(text, "en").sentences] == expected


@pytest.mark.parametrize("marked", params(SENTENCES))
def test_golden_table(marked: str) -> None:
    text, sentences = unmarked(marked)
    assert sentences_of(text) == sentences


@pytest.mark.xfail(strict=True, reason="needs the meaning, not the form")
@pytest.mark.parametrize("marked", params(KNOWN_FAILURES))
def test_known_failures(marked: str) -> None:
    text, sentences = unmarked(marked)
    assert sentences_of(text) == sentences


def test_golden_table_is_large_and_says_nothing_twice() -> None:
    cases = [marked for _, marked in rows(SENTENCES)]
    assert len(cases) >= 120
    assert len(set(cases)) == len(cases)


@pytest.mark.parametrize("name", [pytest.param(name, id=name) for name in ROLES])
def test_roles(name: str) -> None:
    line, role = ROLES[name]
    assert [sentence.role for sentence in segment(line).sentences] == [Role(role)]


def test_titles_below_a_bare_related_line_are_related() -> None:
    document = segment("Presiden pergi.\nBaca juga:\nHarga Beras Naik\nGula Langka\nIa tiba di Bandung.")
    assert [sentence.role.value for sentence in document.sentences] == ["body", "related", "related", "related", "body"]


def test_byline_behind_the_last_sentence_has_its_own_role() -> None:
    assert [sentence.role for sentence in segment("Ia pergi. (bbn)").sentences] == [Role.BODY, Role.BYLINE]


def test_hard_wrapped_text_is_joined_and_the_rest_stays_apart() -> None:
    assert paragraphs_of(segment(WRAPPED)) == WRAPPED_PARAGRAPHS


@pytest.mark.parametrize("newline", [pytest.param("\r\n", id="crlf"), pytest.param("\u2028", id="line-separator")])
def test_hard_wrapped_text_with_other_line_ends(newline: str) -> None:
    document = segment(WRAPPED.replace("\n", newline))
    expected = [[sentence.replace("\n", newline) for sentence in sentences] for sentences in WRAPPED_PARAGRAPHS]
    assert paragraphs_of(document) == expected


def test_verse_is_not_joined() -> None:
    assert sentences_of(VERSE) == VERSE.splitlines()


def test_long_lines_are_paragraphs_of_their_own() -> None:
    line = "Presiden tiba di Bandung pada Senin dan disambut gubernur beserta warga. " * 3
    assert len(segment(f"{line}\n{line}\n{line}").paragraphs) == 3


def test_items_of_a_list_are_one_paragraph() -> None:
    assert paragraphs_of(segment("Ada dua:\n- Beras\n- Gula\nItu saja.")) == [
        ["Ada dua:"],
        ["- Beras", "- Gula"],
        ["Itu saja."],
    ]


def test_a_long_quotation_is_split_into_its_sentences() -> None:
    first = "“Kami semua sudah menunggu keputusan itu sejak awal tahun lalu dan tidak pernah diberi tahu sama sekali."
    second = (
        "Kami lelah, kami kecewa, dan kami akan membawa perkara ini ke pengadilan tinggi bulan depan juga,” kata Budi."
    )
    assert sentences_of(f"{first} {second}") == [first, second]


@pytest.mark.parametrize("name", SEEDS)
def test_seed_articles(name: str) -> None:
    document = segment((SEED_FOLDER / name).read_text(encoding="utf-8"))
    openings = [[" ".join(sentence.split()[:4]) for sentence in sentences] for sentences in paragraphs_of(document)]
    assert [" | ".join(paragraph) for paragraph in openings] == SEEDS[name]


@pytest.mark.parametrize("empty", ["", " ", "\n\n", "\ufeff", "\u200b \u00ad\r\n\x0b\u2028"])
def test_a_text_of_white_space_has_no_paragraphs(empty: str) -> None:
    assert segment(empty) == Document(empty, ())


@pytest.mark.parametrize("odd", ["\ud800", "\x00", "a\rb", "a\x0bb", "a\u2028b", "\ud800. \udfff. A", "…", '"', "(("])
def test_odd_strings_are_kept(odd: str) -> None:
    document = segment(odd)
    assert "".join("".join(sentences_of(odd)).split()) == "".join(odd.split())
    assert all(is_gap(gap) for gap in document.gaps)


@given(TEXTS)
def test_text_is_rebuilt_from_sentences_and_gaps(text: str) -> None:
    document = segment(text)
    gaps = document.gaps
    rebuilt = gaps[0] + "".join(s.text + gap for s, gap in zip(document.sentences, gaps[1:], strict=True))
    assert rebuilt == text
    assert all(is_gap(gap) for gap in gaps)


@given(TEXTS)
def test_sentences_are_slices_in_order_without_white_space_around(text: str) -> None:
    document = segment(text)
    assert all(paragraph.sentences for paragraph in document.paragraphs)
    assert all(text[s.start : s.end] == s.text for s in document.sentences)
    assert all(a.end <= b.start for a, b in pairwise(document.sentences))
    assert not any(is_gap(s.text[0]) or is_gap(s.text[-1]) for s in document.sentences)


@given(TEXTS)
def test_a_sentence_segmented_again_stays_one(text: str) -> None:
    for sentence in sentences_of(text):
        line = " ".join(sentence.splitlines())
        assert sentences_of(line) == [line]


LINEAR = {
    "prose": 'Ia pergi. "Saya pulang. Kamu tidak," kata dr. Budi (27). ',
    "letters": "a",
    "stops": ". ",
    "initials": "J. ",
    "quotation-marks": '" ',
    "brackets": "(",
    "apostrophes": " 'a",
    "symbols": ". # ",
    "glued": "a.Bc",
    "lines": "a\n",
    "items": "- a\n",
    "wrapped": "kata " * 14 + "\n",
    "spaces": ".    ",
}


@pytest.mark.parametrize("unit", [pytest.param(unit, id=name) for name, unit in LINEAR.items()])
def test_time_grows_with_the_length_not_its_square(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        started = time.process_time()
        segment(text)
        return time.process_time() - started

    # Sixteen times the text: linear work takes about 16 times as long, quadratic work 256 times. The least of three: a
    # collection of garbage falls into one of them, with all that the tests before have left.
    long, short = (min(seconds(length) for _ in range(3)) for length in (16_000, 1_000))
    assert long < 80 * max(short, 0.001)
