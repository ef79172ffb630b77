"""Results in JSON, read back: the way from ``json`` in the other direction."""

import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from itertools import groupby
from typing import Any, Final

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
from transum.outputs.view import displayable

_LONGEST: Final = 1 << 26  # characters of an original; places in it are claims of whoever wrote the file


def article_from_dict(found: Mapping[str, Any]) -> Article:
    """The article that a result tells of; between its sentences the original has line ends and blanks as it may.

    Raises ``LookupError``, ``TypeError`` or ``ValueError`` for what is no result with both texts of its sentences:
    whatever is taken has the type and the bounds that an article's has.
    """
    document = _document(found["sentences"])
    source = Source(**{key: _text(found["source"], key) for key in ("path", "sha256", "encoding", "language")})
    pairs = pairs_from(document.sentences, found["sentences"])
    return Article(
        source,
        ModelInfo(**model_from(found["model"])),
        Translation(document, pairs),
        summary_from(found.get("summary"), len(pairs)),
        facts_from(found.get("facts"), len(pairs)),
    )


def model_from(said: Mapping[str, Any]) -> dict[str, Any]:
    """What a result says of its model, by the names of ``ModelInfo``; raises as ``article_from_dict``."""
    return {key: _text(said, key) for key in ("name", "version", "engine")} | {"beam": _whole(said["beam"])}


def _document(said: Sequence[Mapping[str, Any]]) -> Document:
    text, paragraphs = StringIO(), []
    size = 0
    for _, group in groupby(said, key=lambda one: _whole(one["paragraph"])):
        sentences: list[Sentence] = []
        for one in group:
            words, start, end = _text(one, "source"), _whole(one["start"]), _whole(one["end"])
            gap = start - size
            if gap < 0 or end - start != len(words):
                raise ValueError("its sentences overlap")
            if end > _LONGEST:
                raise ValueError("its sentences are too far apart")
            text.write(("\n" * gap if not sentences else " " * gap) + words)
            size = end
            sentences.append(Sentence(words, start, end, Role(one["role"])))
        paragraphs.append(Paragraph(tuple(sentences)))
    return Document(text.getvalue(), tuple(paragraphs))


def pairs_from(sentences: Sequence[Sentence], said: Sequence[Mapping[str, Any]]) -> tuple[SentencePair, ...]:
    """The pairs of ``sentences``; raises as ``article_from_dict``, also where there aren't as many."""
    return tuple(
        SentencePair(
            sentence,
            _text(one, "target"),
            _number(one["score"]),
            _findings(one["findings"]),
            _number(one.get("confidence"), least=0, most=1),
            by_person=one.get("by_person") is True,
        )
        for sentence, one in zip(sentences, said, strict=True)
    )


def facts_from(said: Iterable[Mapping[str, Any]] | None, sentences: int) -> tuple[Fact, ...]:
    """The facts of an article of so many sentences; raises as ``article_from_dict``."""
    return tuple(
        Fact(FactKind(fact["kind"]), _text(fact, "source"), _text(fact, "target"), _ids(fact["sentences"], sentences))
        for fact in said or ()
    )


def summary_from(said: Mapping[str, Any] | None, sentences: int) -> Summary | None:
    """The summary of an article of so many sentences; raises as ``article_from_dict``."""
    if said is None:
        return None
    told = (
        SummarySentence(
            _text(one, "text"),
            _ids(one["evidence"], sentences),
            _text(one, "original"),
            _findings(one["findings"]),
            tuple(
                (_whole(gap["sentence"], 1, sentences), _whole(gap["start"]), _whole(gap["end"]))
                for gap in one["left_out"]
            ),
        )
        for one in said["sentences"]
    )
    return Summary(_text(said, "method"), tuple(told))


def _findings(said: Iterable[Mapping[str, Any]]) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            Kind(one["kind"]),
            Level[_text(one, "level").upper()],
            _text(one, "source"),
            _text(one, "target"),
            _text(one, "message"),
            _span(one["source_span"]),
            _span(one["target_span"]),
        )
        for one in said
    )


def _text(said: Mapping[str, Any], key: str) -> str:
    """The text that ``said`` has at ``key``; JSON lets halves of characters in, which no encoding could write."""
    value = said[key]
    if not isinstance(value, str):
        raise TypeError(f"{key} is no text")
    return displayable(value)


def _whole(value: object, least: int = 0, most: int = sys.maxsize) -> int:
    if type(value) is not int or not least <= value <= most:
        raise ValueError("a number is none that a result has")
    return value


def _number(value: object, least: float = -math.inf, most: float = math.inf) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError("a number is none")
    if not least <= value <= most:
        raise ValueError("a number is none that a result has")
    return value


def _ids(said: Iterable[object], sentences: int) -> tuple[int, ...]:
    return tuple(_whole(number, 1, sentences) for number in said)


def _span(found: object) -> tuple[int, int] | None:
    if found is None:
        return None
    if not isinstance(found, list):
        raise TypeError("a span is no list")
    start, end = found
    return _whole(start), _whole(end, least=_whole(start))
