"""Segmentation: a text becomes a document of paragraphs and sentences, nothing lost.

Reading order: ``lines`` (which lines are one), ``sentences`` (where a sentence ends) with ``abbreviations`` and
``enclosures``, ``roles`` (what a sentence is for).
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from transum.document import INDONESIAN, Document, Paragraph, Role, Sentence
from transum.segment.lines import Span, blocks
from transum.segment.roles import is_heading, names_no_link, role_of
from transum.segment.sentences import sentence_spans

__all__ = ["segment"]

_Unit = tuple[Sentence, ...]

# A title of another article stays whole, whatever marks it holds.
_WHOLE = 250
_INHERITED = frozenset({Role.RELATED, Role.CAPTION})


def segment(text: str, language: str = INDONESIAN) -> Document:
    """The paragraphs and sentences of ``text``, with their roles; pure, any string, linear in its length.

    ``language`` is Indonesian or English; what is known of Indonesian holds for all others.

    Paragraphs are parted by blank lines, every long line is one, and hard-wrapped lines are read as one. What stands
    between sentences is white space or invisible; a text of nothing else has no paragraphs.

    >>> [sentence.text for sentence in segment("Ia dr. Budi. “Ya,” katanya.").sentences]
    ['Ia dr. Budi.', '“Ya,” katanya.']
    """
    segmented = _with_related_titles([[_sentences(text, unit, language) for unit in block] for block in blocks(text)])
    return Document(text, tuple(paragraph for block in segmented for paragraph in _paragraphs(block)))


def _with_related_titles(block_units: list[list[_Unit]]) -> Iterator[list[_Unit]]:
    """The headings below a bare "Baca juga:" are titles of other articles."""
    is_listing = False
    for block in block_units:
        roled: list[_Unit] = []
        for sentences in block:
            first = sentences[0]
            if is_listing and first.role is Role.HEADING:
                roled.append((replace(first, role=Role.RELATED),))
            else:
                roled.append(sentences)
                is_listing = first.role is Role.RELATED and names_no_link(first.text)
        yield roled


def _paragraphs(block: list[_Unit]) -> Iterator[Paragraph]:
    """One paragraph a unit; the items of a list are one paragraph together."""
    for is_list, group in groupby(block, key=lambda sentences: sentences[0].role is Role.LIST_ITEM):
        if is_list:
            yield Paragraph(tuple(sentence for sentences in group for sentence in sentences))
        else:
            yield from map(Paragraph, group)


def _sentences(text: str, unit: Span, language: str) -> _Unit:
    start, end = unit
    line = text[start:end]
    role = role_of(line)
    if role is Role.RELATED and len(line) <= _WHOLE:
        return (Sentence(line, start, end, role),)
    spans = tuple(sentence_spans(line, language))
    if role is Role.BODY and len(spans) == 1 and is_heading(line):
        role = Role.HEADING
    return tuple(
        Sentence(line[a:b], start + a, start + b, role if len(spans) == 1 or role in _INHERITED else role_of(line[a:b]))
        for a, b in spans
    )
