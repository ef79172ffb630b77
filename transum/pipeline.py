"""The story: text → document → translation → summary."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from transum._version import __version__
from transum.document import Article, Document, ModelInfo, Source, Summary, Translation
from transum.engines.encoder import Encoder
from transum.engines.protocol import Translator
from transum.errors import LanguageError
from transum.indonesian.detect import require_indonesian
from transum.inputs.decode import Text
from transum.revise import translate_documents
from transum.revise.glossary import Glossary
from transum.segment import segment
from transum.summaries.protocol import USUAL, Limit, Summarizer


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The rooms in their order, with the engines that they use.

    ``summarizer`` None: no summary. ``encoder`` None: meanings are not compared. Thread-safe as its engines are.
    """

    translator: Translator
    summarizer: Summarizer | None = None
    encoder: Encoder | None = None
    limit: Limit = USUAL
    glossary: Glossary | None = None
    repair: bool = True

    @property
    def model(self) -> ModelInfo:
        """The model that translates."""
        return self.translator.info

    def fingerprint(self, *more: str) -> str:
        """A hash of all that a result depends on besides the text: an output with another one is out of date."""
        parts = (
            __version__,
            self.translator.fingerprint,
            self.summarizer.fingerprint if self.summarizer else "",
            repr(self.limit),
            repr(self.glossary),
            repr(self.repair),
            self.encoder.fingerprint if self.encoder else "",
            *more,
        )
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()

    def language_of(self, text: str) -> str:
        """The language that was asked for; ``und`` where that is Indonesian and ``text`` doesn't look it.

        Such a text gets here only where its reader said to translate it all the same.
        """
        if self.model.source_language == "id":
            try:
                require_indonesian(text, "the text")
            except LanguageError:
                return "und"
        return self.model.source_language

    def process_documents(self, documents: Sequence[Document]) -> list[tuple[Translation, Summary | None]]:
        """Each document's translation and summary; the sentences of all of them share the model's batches.

        Raises ``ModelError``.
        """
        translations = translate_documents(
            documents, self.translator, encoder=self.encoder, glossary=self.glossary, repair=self.repair
        )
        return [(translation, self._summary(translation)) for translation in translations]

    def process(self, text: Text) -> Article:
        """One input, whole."""
        ((translation, summary),) = self.process_documents([segment(text.content).with_layout(text.layout)])
        source = Source(text.path, text.sha256, text.encoding, self.language_of(text.content))
        return Article(source, self.model, translation, summary)

    def _summary(self, translation: Translation) -> Summary | None:
        return self.summarizer.summarize(translation, self.limit) if self.summarizer else None
