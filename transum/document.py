"""The nouns of transum: frozen values, shared by every room.

Identity is position, never text: two equal sentences of an article are two sentences. Offsets always count characters
of ``Document.text``, the text as the user wrote it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum
from itertools import chain
from typing import Final, Protocol

INDONESIAN: Final = "id"
ENGLISH: Final = "en"
UNKNOWN: Final = "und"
"""Codes of languages: a translation's when nobody says another, and that of a text that doesn't look it."""


class Role(StrEnum):
    """What a sentence is for in its article; only ``BODY`` and ``HEADING`` carry the story."""

    BODY = "body"
    HEADING = "heading"
    LIST_ITEM = "list-item"
    BYLINE = "byline"  # "(bbn)", "Penulis: Sari", "Reporter: …"
    RELATED = "related"  # "Baca juga: …"
    CAPTION = "caption"  # "Foto: Antara/…", "Ilustrasi …"
    SHARE = "share"  # "Bagikan ke WhatsApp", "Advertisement", …


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; ``document.text[start:end] == text``, line breaks inside included."""

    text: str
    start: int
    end: int
    role: Role = Role.BODY


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Consecutive sentences; never empty."""

    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """An article. Sentences and the gaps between them rebuild ``text`` exactly; a gap is only white space.

    ``layout`` is there where ``text`` are the words of a file with a structure that its translation is to have, too.

    >>> text = "Satu. Dua."
    >>> one, two = Sentence("Satu.", 0, 5), Sentence("Dua.", 6, 10)
    >>> Document(text, (Paragraph((one, two)),)).gaps
    ('', ' ', '')
    """

    text: str
    paragraphs: tuple[Paragraph, ...]
    layout: "Layout | None" = None

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences in order; sentence ``n`` of the output is ``sentences[n - 1]``."""
        return tuple(chain.from_iterable(paragraph.sentences for paragraph in self.paragraphs))

    @property
    def gaps(self) -> tuple[str, ...]:
        """What stands before the first sentence, between each two, and behind the last."""
        starts = [sentence.start for sentence in self.sentences]
        ends = [sentence.end for sentence in self.sentences]
        return tuple(self.text[a:b] for a, b in zip([0, *ends], [*starts, len(self.text)], strict=True))

    def with_layout(self, layout: "Layout | None") -> "Document":
        """The same document, its translation to be laid out so."""
        return replace(self, layout=layout)


@dataclass(frozen=True, slots=True)
class Edition:
    """How a document is written in its own kind.

    ``original`` and ``translation`` are codes of the languages, which files say of their words; ``is_bilingual``:
    before each paragraph stands its original.
    """

    original: str = INDONESIAN
    translation: str = ENGLISH
    is_bilingual: bool = False


class Layout(Protocol):
    """The structure of a file (headings, timings, code) without its words."""

    def rebuild(self, translation: "Translation", edition: Edition = ...) -> str:
        """The file with the targets for the sentences; the file itself where these are the sentences."""
        ...


class Level(IntEnum):
    """How much a finding matters. ERROR: a fact is probably wrong. WARNING: read the original. INFO: good to know."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The word used in every output: ``info``, ``warning``, ``error``."""
        return self.name.lower()


class Kind(StrEnum):
    """What a finding is about."""

    NUMBER = "number"
    MONEY = "money"
    UNIT = "unit"
    DATE = "date"
    TIME = "time"
    NAME = "name"
    ADDRESS = "address"
    CHARACTER = "character"
    QUOTE = "quote"
    BRACKET = "bracket"
    NEGATION = "negation"
    OPPOSITE = "opposite"
    QUALIFIER = "qualifier"
    LENGTH = "length"
    LOOP = "loop"
    UNTRANSLATED = "untranslated"
    NONWORD = "nonword"
    OMISSION = "omission"
    ADDITION = "addition"
    MEANING = "meaning"
    COVERAGE = "coverage"
    UNSURE = "unsure"
    GLOSSARY = "glossary"
    REPAIRED = "repaired"


@dataclass(frozen=True, slots=True)
class Finding:
    """One explainable doubt about one sentence.

    ``source`` and ``target`` are the spans in question as they stand in the text ("" where there is none);
    ``message`` is one line that a reader understands without the manual. ``source_span`` and ``target_span`` say where
    the words stand: start and end in the sentence of the original, and in its translation.
    """

    kind: Kind
    level: Level
    source: str
    target: str
    message: str
    source_span: tuple[int, int] | None = None
    target_span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """What the model sees at once: one sentence, or a part of one that exceeds the model's token limit.

    ``text`` is normalised (notation, white space); ``start`` and ``end`` are offsets into the document.
    """

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """One translation that a model offers; ``score`` is its mean log-probability a token (≤ 0)."""

    text: str
    score: float


_WORD: Final = re.compile(r"\w+(?:[-'’.,]\w+)*")
_TOLD: Final = 0.4  # of a word's weight, from which on it belongs to marked words; by benchmarks/inline.py


def word_spans(text: str) -> list[tuple[int, int]]:
    """Where the words of a sentence are, as ``Alignment`` counts them.

    >>> word_spans("Naik 5,6 persen.")
    [(0, 4), (5, 8), (9, 15)]
    """
    return [match.span() for match in _WORD.finditer(text)]


@dataclass(frozen=True, slots=True)
class Alignment:
    """How much each word of a translation says each word of its original.

    ``weights`` has a row a word of the translation, and in it a byte a word of the original; a row's sum is about 255.
    """

    weights: bytes

    def carried(self, source: str, target: str, start: int, end: int) -> tuple[int, int] | None:
        """Where in ``target`` the words of ``source[start:end]`` are; None where that can't be told.

        They are the run of words whose weights are the farthest above what a word of theirs must have.

        >>> Alignment(bytes([0, 255, 255, 0])).carried("beras murah", "cheap rice", 0, 5)
        (6, 10)
        """
        words, spans = word_spans(source), word_spans(target)
        if len(self.weights) != len(words) * len(spans):
            return None
        marked = [index for index, (begin, stop) in enumerate(words) if begin < end and start < stop]
        rows = (self.weights[row * len(words) : (row + 1) * len(words)] for row in range(len(spans)))
        run = _best_run([sum(row[index] for index in marked) / 255 - _TOLD for row in rows])
        return (spans[run[0]][0], spans[run[1]][1]) if run else None


Align = Callable[[Sequence[tuple[str, str]]], list[Alignment | None]]
"""From sentences and their translations to their alignments; None where there is nothing to align."""


def _best_run(gains: Sequence[float]) -> tuple[int, int] | None:
    """First and last of the run of gains with the greatest sum; None where none is above 0 (Kadane's algorithm)."""
    best, found = 0.0, None
    total, begin = 0.0, 0
    for index, gain in enumerate(gains):
        if total <= 0:
            total, begin = 0.0, index
        total += gain
        if total > best:
            best, found = total, (begin, index)
    return found


@dataclass(frozen=True, slots=True)
class SentencePair:
    """A sentence and its translation. ``score`` is None where no model was asked (passed through untouched).

    ``confidence`` is the calibrated probability that the translation is not seriously wrong; None where nobody judged.
    ``by_person``: somebody wrote it or took it for right, so that no finding is above ``INFO``.
    """

    source: Sentence
    target: str
    score: float | None = None
    findings: tuple[Finding, ...] = ()
    confidence: float | None = None
    by_person: bool = False

    @property
    def level(self) -> Level | None:
        """The gravest level among the findings."""
        return max((finding.level for finding in self.findings), default=None)


@dataclass(frozen=True, slots=True)
class Translation:
    """As many pairs as the document has sentences, in the same order.

    ``align`` tells which words of pairs belong to which, where there are models for it: it is asked of sentences in
    which something is set apart (bold, a link), when their file is written. May raise ``ModelError``.
    """

    document: Document
    pairs: tuple[SentencePair, ...]
    align: Align | None = field(default=None, compare=False, repr=False)

    def __reduce__(self) -> tuple[type["Translation"], tuple[Document, tuple[SentencePair, ...]]]:
        """For copies and other processes: without the models, which can't go there."""
        return Translation, (self.document, self.pairs)

    @property
    def text(self) -> str:
        """The translation as one text, paragraphs and line structure as in the original.

        Inside a paragraph two sentences are joined by what stood between them, or by one space where nothing did. A
        document with a layout is laid out again: Markdown becomes Markdown, subtitles subtitles.
        """
        if self.document.layout:
            return self.document.layout.rebuild(self)
        gaps = list(self.document.gaps)
        parts = [gaps[0].lstrip(" \t")]
        for index, (pair, gap) in enumerate(zip(self.pairs, gaps[1:], strict=True)):
            last = index == len(self.pairs) - 1
            parts += [pair.target, gap if gap or last else " "]
        return "".join(parts)

    def __str__(self) -> str:
        return self.text

    def by_paragraph(self) -> Iterator[tuple[tuple[int, SentencePair], ...]]:
        """Paragraphs in order, each as ``(sentence id, pair)``; ids start at 1."""
        numbered = iter(enumerate(self.pairs, start=1))
        for paragraph in self.document.paragraphs:
            yield tuple(next(numbered) for _ in paragraph.sentences)


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """One sentence of a summary; ``evidence`` holds the ids (from 1) of the sentences that support it, never none.

    ``left_out`` are the spans that it doesn't say of its evidence: sentence id, start and end in that sentence.
    """

    text: str
    evidence: tuple[int, ...]
    original: str = ""
    findings: tuple[Finding, ...] = ()
    left_out: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """``method`` names how it was made, for the reader and for reproduction."""

    method: str
    sentences: tuple[SummarySentence, ...] = field(default=())

    def __str__(self) -> str:
        return " ".join(sentence.text for sentence in self.sentences)


class FactKind(StrEnum):
    """What a fact of an article is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    DATE = "date"
    AMOUNT = "amount"
    NAME = "name"  # of which nobody knows whether it is a person's, an organisation's or a place's


@dataclass(frozen=True, slots=True)
class Fact:
    """What an article states: its form in both languages, and the ids (from 1) of the sentences that name it.

    ``target`` is "" where the translation doesn't name it.
    """

    kind: FactKind
    source: str
    target: str
    sentences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """Which model translated, and all that tells its answers from another's.

    Languages are as ``pieces.language_code`` writes them. ``weights`` tells the bytes of models that have a manifest,
    and with them the type that they are stored in; it is "" where ``version`` is already made of them.
    """

    name: str
    version: str
    engine: str
    beam: int
    source_language: str = INDONESIAN
    target_language: str = ENGLISH
    weights: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a text came from. ``path`` is ``-`` for standard input.

    ``language`` is the one that it was translated from, as ``ModelInfo`` has it, or ``und`` where Indonesian was asked
    for and the text doesn't look it.
    """

    path: str
    sha256: str
    encoding: str
    language: str


@dataclass(frozen=True, slots=True)
class Article:
    """A finished piece of work: what every renderer is given."""

    source: Source
    model: ModelInfo
    translation: Translation
    summary: Summary | None = None
    facts: tuple[Fact, ...] = ()

    @property
    def document(self) -> Document:
        """The original."""
        return self.translation.document

    @property
    def errors(self) -> int:
        """The sentences, of translation and summary, in which a fact is probably wrong."""
        told = self.summary.sentences if self.summary else ()
        invented = sum(any(finding.level is Level.ERROR for finding in sentence.findings) for sentence in told)
        return invented + sum(pair.level is Level.ERROR for pair in self.translation.pairs)

    @property
    def warnings(self) -> int:
        """The sentences of the translation that are worth a second look, those with an error not counted."""
        return sum(pair.level is Level.WARNING for pair in self.translation.pairs)
