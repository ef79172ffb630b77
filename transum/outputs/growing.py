"""Results that are written while their article is still being translated: the first sentences of a book come at once.

A format that can be written so has a class that meets ``Growing``. Its renderer does nothing else: what is written
piece by piece is what would have been written at the end.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from transum.document import Article, Document, SentencePair, Translation


class Growing(Protocol):
    """The result for one article, made from ``begun(…)`` and a view."""

    def more(self, pairs: Sequence[SentencePair]) -> str:
        """What can be written now that the next sentences are translated; maybe nothing."""
        ...

    def rest(self, article: Article) -> str:
        """What is still to be written when the article is whole."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence stands: its id, the number of its paragraph (both from 1), and whether it is the first there."""

    number: int
    paragraph: int
    opens: bool


def places(document: Document) -> Iterator[Place]:
    """The places of all sentences, in order."""
    number = 0
    for index, paragraph in enumerate(document.paragraphs, start=1):
        for inside in range(len(paragraph.sentences)):
            number += 1
            yield Place(number, index, inside == 0)


def begun(article: Article) -> Article:
    """The article before any of it was translated."""
    return Article(article.source, article.model, Translation(article.document, ()))


def grown(growing: Growing, article: Article) -> str:
    """All of a result at once."""
    return growing.more(article.translation.pairs) + growing.rest(article)
