from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transum.document import Article, Finding, Kind, Level, Sentence, SentencePair
from transum.outputs.marks import Span, cut, evidence_pieces, pieces
from transum.outputs.wording import one_line

SPANS = st.lists(st.none() | st.tuples(st.integers(-3, 40), st.integers(-3, 40)), max_size=6)


def pair_of(target: str, *findings: Finding) -> SentencePair:
    return SentencePair(Sentence("Banjir", 0, 6), target, None, findings)


def finding(words: str = "", span: Span | None = None, level: Level = Level.ERROR) -> Finding:
    return Finding(Kind.NUMBER, level, "", words, "wrong", None, span)


@pytest.mark.parametrize(
    ("target", "findings", "marked"),
    [
        pytest.param("Floods hit 13 houses.", [finding("13", (11, 13))], ["13"], id="span"),
        pytest.param("Floods hit 13 houses.", [finding("13")], ["13"], id="words-that-stand-once"),
        pytest.param("13 of 13 houses", [finding("13")], [], id="words-that-stand-twice"),
        pytest.param("13 of 13 houses", [finding("13", (6, 8))], ["13"], id="span-tells-them-apart"),
        pytest.param("Floods hit 131 houses.", [finding("13")], [], id="part-of-a-word"),
        pytest.param("Floods hit.", [finding("13", (11, 99))], [], id="span-outside"),
        pytest.param("Floods hit.", [finding("", (3, 3))], [], id="empty-span"),
        pytest.param("a b c", [finding("", (0, 3)), finding("", (2, 5))], ["a ", "b", " c"], id="overlapping"),
        pytest.param("Floods", [finding("Floods", level=Level.INFO)], [], id="not-worth-reading"),
    ],
)
def test_the_words_that_a_finding_names(target: str, findings: list[Finding], marked: list[str]) -> None:
    assert [piece.text for piece in pieces(pair_of(target, *findings), "target") if piece.named_by] == marked


def test_the_gravest_finding_gives_the_level() -> None:
    found = pieces(pair_of("a b", finding("", (0, 3), Level.WARNING), finding("", (2, 3))), "target")
    assert [(piece.text, piece.level) for piece in found] == [("a ", Level.WARNING), ("b", Level.ERROR)]


def test_a_side_has_its_own_spans() -> None:
    named = replace(finding("x", (0, 1)), source="Banjir", source_span=(0, 6))
    assert [piece.text for piece in pieces(pair_of("x", named), "source") if piece.named_by] == ["Banjir"]


@given(st.text(max_size=40), SPANS)
def test_nothing_is_lost(text: str, spans: list[Span | None]) -> None:
    assert "".join(piece.text for piece in cut(text, spans)) == text
    found = [finding("", span) for span in spans]
    assert "".join(piece.text for piece in pieces(pair_of(text, *found), "target")) == one_line(text)
    assert all(piece.text for piece in pieces(pair_of(text, *found), "target"))


def test_what_a_summary_left_out(telling: Article) -> None:
    assert telling.summary
    ((number, found),) = evidence_pieces(telling.summary.sentences[0], telling.translation)
    assert number == 3
    assert [(piece.text, bool(piece.named_by)) for piece in found] == [
        ("Hujan turun sejak Senin", False),
        (", kata Budi", True),
        (".", False),
    ]
