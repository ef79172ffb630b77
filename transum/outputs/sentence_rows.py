"""An article as a table with a row a sentence, and its cells made fit for spreadsheets: what TSV and CSV share."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from transum.document import Document, SentencePair
from transum.outputs.growing import Place, places
from transum.outputs.view import Part, View
from transum.outputs.wording import one_line

# What a spreadsheet takes for the beginning of a formula, in the widths that East Asian ones know as well.
_FORMULA: Final = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_NUMBER: Final = re.compile(r"[+-]?\d[\d.,]*%?")
_DIGITS: Final = 3


class SentenceRows:
    """A header, then a row a sentence: ids, offsets, texts on one line each, score, findings, confidence, messages.

    ``rows`` gives what there is to say of the next sentences. Texts that a spreadsheet would run as a formula begin
    with an apostrophe, unless the view is ``raw``.
    """

    def __init__(self, document: Document, view: View) -> None:
        parts = (("source", Part.ORIGINAL), ("target", Part.TRANSLATION))
        self._texts = [name for name, part in parts if view.shows(part)]
        self._places = places(document)
        self._view = view
        self._has_begun = False

    def rows(self, pairs: Sequence[SentencePair]) -> Iterator[tuple[str, ...]]:
        """The next rows, the header before the first."""
        if not self._has_begun:
            self._has_begun = True
            yield ("id", "paragraph", "start", "end", *self._texts, "score", "findings", "confidence", "messages")
        for place, pair in zip(islice(self._places, len(pairs)), pairs, strict=True):
            yield self._row(place, pair)

    def _row(self, place: Place, pair: SentencePair) -> tuple[str, ...]:
        shown = {"source": pair.source.text, "target": pair.target}
        return (
            *map(str, (place.number, place.paragraph, pair.source.start, pair.source.end)),
            *(_cell(shown[name], self._view) for name in self._texts),
            _number(pair.score),
            " ".join(f"{finding.kind}:{finding.level.label}" for finding in pair.findings),
            _number(pair.confidence),
            _cell(_messages(pair), self._view),
        )


def guarded(text: str) -> str:
    """``text`` as a cell that no spreadsheet runs; numbers stay numbers.

    >>> guarded("=HYPERLINK(1)"), guarded("-5"), guarded("- Halo.")
    ("'=HYPERLINK(1)", '-5', "'- Halo.")
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def _cell(text: str, view: View) -> str:
    return one_line(text) if view.raw else guarded(one_line(text))


def _messages(pair: SentencePair) -> str:
    return "; ".join(finding.message for finding in pair.findings)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.{_DIGITS}f}"
