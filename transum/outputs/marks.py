"""Which words of a sentence a view marks: the sentence cut into pieces at the spans of its findings."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from transum.document import Finding, Level, SentencePair, SummarySentence, Translation
from transum.outputs.wording import worth_reading

Side = Literal["source", "target"]
Span = tuple[int, int]
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a sentence; ``named_by`` are the places of those spans that cover it, ``level`` how grave they are."""

    text: str
    named_by: tuple[int, ...] = ()
    level: Level | None = None


def pieces(pair: SentencePair, side: Side) -> tuple[Piece, ...]:
    """One side of ``pair`` in pieces that together are its text on one line.

    ``named_by`` counts in ``worth_reading(pair.findings)``.

    >>> from transum.document import Kind, Sentence
    >>> number = Finding(Kind.NUMBER, Level.ERROR, "12", "13", "", target_span=(0, 2))
    >>> pair = SentencePair(Sentence("12 rumah", 0, 8), "13 houses", findings=(number,))
    >>> [piece.text for piece in pieces(pair, "target")]
    ['13', ' houses']
    """
    text = pair.source.text if side == "source" else pair.target
    findings = worth_reading(pair.findings)
    return tuple(
        Piece(piece.text, piece.named_by, max((findings[index].level for index in piece.named_by), default=None))
        for piece in _on_one_line(cut(text, [span_of(text, finding, side) for finding in findings]))
    )


def evidence_pieces(sentence: SummarySentence, translation: Translation) -> Iterator[tuple[int, tuple[Piece, ...]]]:
    """The originals of a shortened summary sentence, as ``(sentence id, pieces)``; what it leaves out is named.

    Nothing where nothing was left out.
    """
    for number in sentence.evidence:
        spans = [(start, end) for of, start, end in sentence.left_out if of == number]
        if spans and number <= len(translation.pairs):
            yield number, _on_one_line(cut(translation.pairs[number - 1].source.text, spans))


def cut(text: str, spans: Sequence[Span | None]) -> Iterator[Piece]:
    """``text`` cut at the edges of every span: nothing is lost, and no piece is empty."""
    inside = [span if span and 0 <= span[0] < span[1] <= len(text) else None for span in spans]
    edges = sorted({0, len(text), *(edge for span in inside if span for edge in span)})
    for start, end in pairwise(edges):
        covering = (index for index, span in enumerate(inside) if span and span[0] <= start and end <= span[1])
        yield Piece(text[start:end], tuple(covering))


def span_of(text: str, finding: Finding, side: Side) -> Span | None:
    """Where the words of ``finding`` stand in ``text``; where it doesn't say, the one place where they do."""
    words = finding.source if side == "source" else finding.target
    span = finding.source_span if side == "source" else finding.target_span
    if span is None and words:
        places = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
        return places[0] if len(places) == 1 else None
    return span


def _on_one_line(found: Iterable[Piece]) -> tuple[Piece, ...]:
    """The pieces with every run of white space as one space, and none at either end."""
    line: list[Piece] = []
    for piece in found:
        text = _BLANKS.sub(" ", piece.text)
        if not line or line[-1].text.endswith(" "):
            text = text.removeprefix(" ")
        if text:
            line.append(Piece(text, piece.named_by))
    if line and line[-1].text.endswith(" "):
        last = line.pop()
        if text := last.text.removesuffix(" "):
            line.append(Piece(text, last.named_by))
    return tuple(line)
