"""Translating anew what was shortened: the sentences of a summary go the way of any sentence, checks included."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from transum.document import Document, Paragraph, Sentence, SentencePair
from transum.engines.encoder import Encoder
from transum.engines.protocol import Translator
from transum.engines.reconstruction import Reconstructor
from transum.revise import translate_documents
from transum.revise.glossary import Glossary


class Retranslate(Protocol):
    """Translates Indonesian sentences that stand alone, and checks them; as many pairs as texts, in their order.

    Thread-safe as its engines are; raises ``ModelError``.
    """

    def __call__(self, texts: Sequence[str], /) -> Sequence[SentencePair]:
        """The pairs, each with its findings."""
        ...


@dataclass(frozen=True, slots=True)
class Anew:
    """Meets ``Retranslate`` with the engines that translated the article."""

    translator: Translator
    encoder: Encoder | None = None
    reconstructor: Reconstructor | None = None
    glossary: Glossary | None = None
    repair: bool = True

    def __call__(self, texts: Sequence[str], /) -> Sequence[SentencePair]:
        """See ``Retranslate``."""
        if not texts:
            return ()
        (translation,) = translate_documents(
            [document(texts)],
            self.translator,
            encoder=self.encoder,
            reconstructor=self.reconstructor,
            glossary=self.glossary,
            repair=self.repair,
        )
        return translation.pairs


def document(texts: Sequence[str]) -> Document:
    r"""A document of the sentences ``texts``, each a paragraph.

    >>> [sentence.start for sentence in document(["Harga naik.", "Beras langka."]).sentences]
    [0, 13]
    """
    paragraphs, start = [], 0
    for text in texts:
        paragraphs.append(Paragraph((Sentence(text, start, start + len(text)),)))
        start += len(text) + len("\n\n")
    return Document("\n\n".join(texts), tuple(paragraphs))
