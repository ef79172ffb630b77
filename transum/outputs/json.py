"""JSON and JSON Lines: what other programs read, described by ``schema-1.json`` beside this file."""

import json
from typing import Any, Final

from transum._version import __version__
from transum.document import Article, Fact, Finding, SentencePair, Summary, SummarySentence, Translation
from transum.outputs.differences import differences
from transum.outputs.view import Part, View
from transum.outputs.wording import doubtful, inherited

SCHEMA: Final = 1
# Scores are rounded because the last digits of a floating-point sum depend on what shared its batch.
_SCORE_DIGITS: Final = 3


def article_as_dict(article: Article, view: View) -> dict[str, Any]:
    """The article as JSON's own types; ``--only`` leaves out texts, never ids, offsets or findings."""
    original, translation = view.shows(Part.ORIGINAL), view.shows(Part.TRANSLATION)
    found: dict[str, Any] = {
        "schema": SCHEMA,
        "transum": __version__,
        "source": {
            "path": article.source.path,
            "sha256": article.source.sha256,
            "encoding": article.source.encoding,
            "language": article.source.language,
        },
        "model": {
            "name": article.model.name,
            "version": article.model.version,
            "engine": article.model.engine,
            "beam": article.model.beam,
        },
    }
    if translation and view.beside:
        found["beside"] = {"name": view.beside.name}
    if original or translation:
        found["sentences"] = [
            _sentence_as_dict(pair, number, paragraph_number, view)
            for paragraph_number, paragraph in enumerate(article.translation.by_paragraph(), start=1)
            for number, pair in paragraph
        ]
    if translation:
        found["translation"] = article.translation.text
    if view.shows_facts:
        found["facts"] = [_fact_as_dict(fact) for fact in article.facts]
    if article.summary is not None and view.shows(Part.SUMMARY):
        found["summary"] = _summary_as_dict(article.summary, article.translation)
    return found


def finding_as_dict(finding: Finding) -> dict[str, Any]:
    """A finding as in the schema."""
    return {
        "kind": str(finding.kind),
        "level": finding.level.label,
        "source": finding.source,
        "target": finding.target,
        "message": finding.message,
        "source_span": None if finding.source_span is None else list(finding.source_span),
        "target_span": None if finding.target_span is None else list(finding.target_span),
    }


def _sentence_as_dict(pair: SentencePair, number: int, paragraph: int, view: View) -> dict[str, Any]:
    return {
        "id": number,
        "paragraph": paragraph,
        "start": pair.source.start,
        "end": pair.source.end,
        **({"source": pair.source.text} if view.shows(Part.ORIGINAL) else {}),
        **({"target": pair.target} if view.shows(Part.TRANSLATION) else {}),
        **(_beside(pair.target, view.beside.texts[number - 1]) if view.shows(Part.TRANSLATION) and view.beside else {}),
        "role": str(pair.source.role),
        "score": _rounded(pair.score),
        "confidence": _rounded(pair.confidence),
        "by_person": pair.by_person,
        "findings": [finding_as_dict(finding) for finding in pair.findings],
    }


def _beside(target: str, other: str) -> dict[str, Any]:
    """A second translation of a sentence, and the words of both that the other hasn't there."""
    ours, theirs = differences(target, other)
    return {
        "beside": {"target": other, "differences": list(map(list, ours)), "differences_beside": list(map(list, theirs))}
    }


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, _SCORE_DIGITS)


def _fact_as_dict(fact: Fact) -> dict[str, Any]:
    return {
        "kind": str(fact.kind),
        "source": fact.source,
        "target": fact.target,
        "sentences": list(fact.sentences),
    }


def _summary_as_dict(summary: Summary, translation: Translation) -> dict[str, Any]:
    return {
        "method": summary.method,
        "sentences": [_summary_sentence_as_dict(sentence, translation) for sentence in summary.sentences],
    }


def _summary_sentence_as_dict(sentence: SummarySentence, translation: Translation) -> dict[str, Any]:
    level = doubtful(sentence, translation)
    return {
        "text": sentence.text,
        "original": sentence.original,
        "evidence": list(sentence.evidence),
        "left_out": [{"sentence": number, "start": start, "end": end} for number, start, end in sentence.left_out],
        "level": level.label if level else None,
        "findings": [finding_as_dict(finding) for finding in sentence.findings],
        "evidence_findings": [
            {"sentence": number, **finding_as_dict(finding)} for number, finding in inherited(sentence, translation)
        ],
    }


def render_json(article: Article, view: View) -> str:
    """One indented object."""
    return json.dumps(article_as_dict(article, view), ensure_ascii=False, indent=2) + "\n"


def render_jsonl(article: Article, view: View) -> str:
    """The same object on one line."""
    return json.dumps(article_as_dict(article, view), ensure_ascii=False, separators=(",", ":")) + "\n"
