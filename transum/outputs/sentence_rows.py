"""An article as a table with a row a sentence, and its cells made fit for spreadsheets: what TSV and CSV share."""

import re
from collections.abc import Iterator
from typing import Final

from transum.document import Article, SentencePair
from transum.outputs.view import Part, View
from transum.outputs.wording import one_line

# What a spreadsheet takes for the beginning of a formula, in the widths that East Asian ones know as well.
_FORMULA: Final = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_NUMBER: Final = re.compile(r"[+-]?\d[\d.,]*%?")
_DIGITS: Final = 3


def sentence_rows(article: Article, view: View) -> Iterator[tuple[str, ...]]:
    """A header, then a row a sentence: ids, offsets, texts on one line each, score, findings, confidence, messages.

    Texts that a spreadsheet would run as a formula begin with an apostrophe, unless the view is ``raw``.
    """
    texts = [name for name, part in (("source", Part.ORIGINAL), ("target", Part.TRANSLATION)) if view.shows(part)]
    yield ("id", "paragraph", "start", "end", *texts, "score", "findings", "confidence", "messages")
    for paragraph_number, paragraph in enumerate(article.translation.by_paragraph(), start=1):
        for number, pair in paragraph:
            shown = {"source": pair.source.text, "target": pair.target}
            yield (
                *map(str, (number, paragraph_number, pair.source.start, pair.source.end)),
                *(_cell(shown[name], view) for name in texts),
                _number(pair.score),
                " ".join(f"{finding.kind}:{finding.level.label}" for finding in pair.findings),
                _number(pair.confidence),
                _cell(_messages(pair), view),
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
