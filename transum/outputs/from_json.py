"""Results in JSON, read back: the way from ``json`` in the other direction."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from transum.document import (
    Article,
    Document,
    Fact,
    FactKind,
    Finding,
    Kind,
    Level,
    ModelInfo,
    Paragraph,
    Role,
    Sentence,
    SentencePair,
    Source,
    Summary,
    SummarySentence,
    Translation,
)


def article_from_dict(found: Mapping[str, Any]) -> Article:
    """The article that a result tells of; between its sentences the original has line ends and blanks as it may.

    Raises ``KeyError``, ``TypeError`` or ``ValueError`` for what is no result with both texts of its sentences.
    """
    document = _document(found["sentences"])
    source = Source(**{key: str(found["source"][key]) for key in ("path", "sha256", "encoding", "language")})
    model = ModelInfo(**{key: found["model"][key] for key in ("name", "version", "engine", "beam")})
    pairs = pairs_from(document.sentences, found["sentences"])
    return Article(
        source, model, Translation(document, pairs), summary_from(found.get("summary")), facts_from(found.get("facts"))
    )


def _document(said: Sequence[Mapping[str, Any]]) -> Document:
    text, paragraphs = "", []
    for _, group in groupby(said, key=lambda one: one["paragraph"]):
        sentences: list[Sentence] = []
        for one in group:
            gap = one["start"] - len(text)
            if gap < 0 or one["end"] - one["start"] != len(one["source"]):
                raise ValueError("its sentences overlap")
            text += ("\n" * gap if not sentences else " " * gap) + one["source"]
            sentences.append(Sentence(one["source"], one["start"], one["end"], Role(one["role"])))
        paragraphs.append(Paragraph(tuple(sentences)))
    return Document(text, tuple(paragraphs))


def pairs_from(sentences: Sequence[Sentence], said: Sequence[Mapping[str, Any]]) -> tuple[SentencePair, ...]:
    """The pairs of ``sentences``; raises as ``article_from_dict``, also where there aren't as many."""
    return tuple(
        SentencePair(
            sentence,
            one["target"],
            one["score"],
            _findings(one["findings"]),
            one.get("confidence"),
            by_person=one.get("by_person", False),
        )
        for sentence, one in zip(sentences, said, strict=True)
    )


def facts_from(said: Iterable[Mapping[str, Any]] | None) -> tuple[Fact, ...]:
    """The facts; raises as ``article_from_dict``."""
    return tuple(
        Fact(FactKind(fact["kind"]), fact["source"], fact["target"], tuple(fact["sentences"])) for fact in said or ()
    )


def summary_from(said: Mapping[str, Any] | None) -> Summary | None:
    """The summary; raises as ``article_from_dict``."""
    if said is None:
        return None
    sentences = (
        SummarySentence(
            one["text"],
            tuple(one["evidence"]),
            one["original"],
            _findings(one["findings"]),
            tuple((gap["sentence"], gap["start"], gap["end"]) for gap in one["left_out"]),
        )
        for one in said["sentences"]
    )
    return Summary(said["method"], tuple(sentences))


def _findings(said: Iterable[Mapping[str, Any]]) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            Kind(one["kind"]),
            Level[one["level"].upper()],
            one["source"],
            one["target"],
            one["message"],
            _span(one["source_span"]),
            _span(one["target_span"]),
        )
        for one in said
    )


def _span(found: Sequence[int] | None) -> tuple[int, int] | None:
    return (found[0], found[1]) if found else None
