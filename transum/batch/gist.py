"""What is kept of a result, so that a later run can tell of it without opening it."""

from dataclasses import dataclass
from typing import Final

from transum.document import Article
from transum.outputs.wording import headline

_LONGEST: Final = 300  # characters of a title or a summary's sentence: a row of a table, not the text again


@dataclass(frozen=True, slots=True)
class Gist:
    """An article in a row of a table.

    ``errors`` counts the sentences, of translation and summary, in which a fact is probably wrong, ``warnings`` the
    translated sentences that the reader should compare; ``confidence`` is the mean of the sentences', None where
    nobody judged them. ``title`` and ``summary`` are one line each, in the language of the translation.
    """

    errors: int = 0
    warnings: int = 0
    sentences: int = 0
    confidence: float | None = None
    title: str = ""
    summary: str = ""


def gist_of(article: Article) -> Gist:
    """The row for ``article``: its heading, or else its first sentence, is the title."""
    pairs = article.translation.pairs
    told = article.summary.sentences if article.summary else ()
    judged = [pair.confidence for pair in pairs if pair.confidence is not None]
    found = headline(article.translation)
    first = [found[1]] if found else pairs[:1]
    return Gist(
        errors=article.errors,
        warnings=article.warnings,
        sentences=len(pairs),
        confidence=sum(judged) / len(judged) if judged else None,
        title=_row(first[0].target if first else ""),
        summary=_row(told[0].text if told else ""),
    )


def _row(text: str) -> str:
    """``text`` on one line that SQLite can hold."""
    line = " ".join(text.split()).encode(errors="replace").decode()
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
