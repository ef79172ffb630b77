"""The story: text → document → translation → summary. Every ``Article`` is made here."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from transum._version import __version__
from transum.checks import Pair, check
from transum.document import (
    ENGLISH,
    INDONESIAN,
    Align,
    Article,
    Document,
    Fact,
    ModelInfo,
    Paragraph,
    SentencePair,
    Source,
    Summary,
    Translation,
)
from transum.engines.alignment import paired
from transum.engines.encoder import Encoder
from transum.engines.protocol import Translator
from transum.engines.reconstruction import Reconstructor, Witnesses
from transum.errors import InputError
from transum.facts.glance import facts_of_article
from transum.indonesian.acronyms import learn
from transum.indonesian.detect import judged_language
from transum.inputs.decode import STDIN, Text
from transum.outputs.view import displayable
from transum.revise import People, translate_documents
from transum.revise.glossary import Glossary
from transum.revise.windows import OnPairs
from transum.segment import segment
from transum.summaries.protocol import USUAL, Limit, Summarizer


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text whose language has been judged and that is divided into sentences."""

    source: Source
    document: Document


def prepare(text: Text, *, language: str = INDONESIAN, force: bool = False, name: str = "") -> Prepared:
    """Judge the language of ``text``, once, and divide it.

    ``language`` is the one that it is said to be in; only Indonesian and English are looked for. ``name`` is what
    messages call it, its path by default. Raises ``LanguageError`` for a text that doesn't look it; ``force`` lets it
    through.
    """
    path, said = displayable(text.path), language
    if language in {INDONESIAN, ENGLISH}:
        called = name or ("standard input" if path == STDIN else path)
        language = judged_language(text.content, called, expected=language, force=force)
    document = segment(text.content, said).with_layout(text.layout)
    return Prepared(Source(path, text.sha256, text.encoding, language), document)


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The rooms in their order, with the engines that they use.

    ``summarizer`` None: no summary. ``encoder`` None: meanings are not compared; ``reconstructor`` None:
    nobody looks for words that the translation doesn't say. ``people``: what they translated is theirs, which the
    translator's fingerprint tells of. ``align`` goes with translations, for files in which words are set apart.
    Thread-safe as its engines are.
    """

    translator: Translator
    summarizer: Summarizer | None = None
    encoder: Encoder | None = None
    reconstructor: Reconstructor | None = None
    limit: Limit = USUAL
    glossary: Glossary | None = None
    repair: bool = True
    people: People | None = None
    align: Align | None = None

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
            self.reconstructor.fingerprint if self.reconstructor else "",
            *more,
        )
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()

    def process(self, prepared: Prepared, on_pairs: OnPairs | None = None) -> Article:
        """One input, whole; raises ``ModelError``. ``on_pairs`` is told of its sentences as they are translated."""
        (article,) = self.process_all([prepared], on_pairs)
        return article

    def process_all(self, prepared: Sequence[Prepared], on_pairs: OnPairs | None = None) -> list[Article]:
        """Each input, whole; the sentences of all of them share the model's batches. Raises ``ModelError``."""
        translations = translate_documents(
            [one.document for one in prepared],
            self.translator,
            encoder=self.encoder,
            reconstructor=self.reconstructor,
            glossary=self.glossary,
            repair=self.repair,
            people=self.people,
            on_pairs=on_pairs,
        )
        return [
            Article(
                one.source,
                self.model,
                replace(translation, align=self.align),
                self._summary(translation),
                self._facts(translation),
            )
            for one, translation in zip(prepared, translations, strict=True)
        ]

    def _facts(self, translation: Translation) -> tuple[Fact, ...]:
        """What the article states at a glance; names and dates are looked for in Indonesian originals only."""
        return facts_of_article(translation) if self.model.source_language == INDONESIAN else ()

    def _summary(self, translation: Translation) -> Summary | None:
        return self.summarizer.summarize(translation, self.limit) if self.summarizer else None


def checked(original: Prepared, translated: Text, encoder: Encoder, witnesses: Witnesses | None = None) -> Article:
    """A translation that someone else made, its sentences aligned with those of the original and checked.

    With ``witnesses`` both models are asked which words of one text the other doesn't say.
    Raises ``ModelError``, and ``InputError`` where one of the two has no sentence.
    """
    text = original.document.text
    for content, name in ((text, original.source.path), (translated.content, translated.path)):
        if not content.strip():
            raise InputError(f"{name or 'the text'} is empty", hint="Give a text with a sentence in it.")
    pairs = paired(text, translated.content, encoder, original.source.language)
    definitions = learn(original.document)
    vectors = encoder.encode([said for source, target in pairs for said in (source.text, target)])
    said = (
        witnesses.ask([(source.text, target) for source, target in pairs]) if witnesses else [(None, None)] * len(pairs)
    )
    judged = tuple(
        SentencePair(
            source,
            target,
            findings=check(
                Pair(
                    source.text,
                    target,
                    definitions,
                    similarity=float(vectors[2 * i] @ vectors[2 * i + 1]),
                    reconstruction=said[i][0],
                    expectation=said[i][1],
                )
            ),
        )
        for i, (source, target) in enumerate(pairs)
    )
    document = Document(text, tuple(Paragraph((pair.source,)) for pair in judged))
    given = ModelInfo(name=translated.path, version="", engine="given", beam=1)
    return Article(original.source, given, Translation(document, judged))
