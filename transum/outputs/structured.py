"""JSON, JSON Lines and TSV: what other programs read. The JSON is described by ``schema-1.json`` beside this file."""

import csv
import io
import json
from typing import Any, Final

from transum._version import __version__
from transum.document import Article, Finding, Summary
from transum.outputs.view import Part, View
from transum.outputs.wording import one_line

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
    if original or translation:
        found["sentences"] = [
            {
                "id": number,
                "paragraph": paragraph_number,
                "start": pair.source.start,
                "end": pair.source.end,
                **({"source": pair.source.text} if original else {}),
                **({"target": pair.target} if translation else {}),
                "role": str(pair.source.role),
                "score": None if pair.score is None else round(pair.score, _SCORE_DIGITS),
                "findings": [finding_as_dict(finding) for finding in pair.findings],
            }
            for paragraph_number, paragraph in enumerate(article.translation.by_paragraph(), start=1)
            for number, pair in paragraph
        ]
    if translation:
        found["translation"] = article.translation.text
    if article.summary is not None and view.shows(Part.SUMMARY):
        found["summary"] = _summary_as_dict(article.summary)
    return found


def finding_as_dict(finding: Finding) -> dict[str, str]:
    """A finding as in the schema."""
    return {
        "kind": str(finding.kind),
        "level": finding.level.label,
        "source": finding.source,
        "target": finding.target,
        "message": finding.message,
    }


def _summary_as_dict(summary: Summary) -> dict[str, Any]:
    return {
        "method": summary.method,
        "sentences": [
            {
                "text": sentence.text,
                "original": sentence.original,
                "evidence": list(sentence.evidence),
                "findings": [finding_as_dict(finding) for finding in sentence.findings],
            }
            for sentence in summary.sentences
        ],
    }


def render_json(article: Article, view: View) -> str:
    """One indented object."""
    return json.dumps(article_as_dict(article, view), ensure_ascii=False, indent=2) + "\n"


def render_jsonl(article: Article, view: View) -> str:
    """The same object on one line."""
    return json.dumps(article_as_dict(article, view), ensure_ascii=False, separators=(",", ":")) + "\n"


def render_tsv(article: Article, view: View) -> str:
    """A header and a row a sentence: ids, offsets, texts on one line each, score, findings as ``kind:level``."""
    original, translation = view.shows(Part.ORIGINAL), view.shows(Part.TRANSLATION)
    output = io.StringIO()
    writer = csv.writer(output, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
    texts = [name for name, shown in (("source", original), ("target", translation)) if shown]
    writer.writerow(["id", "paragraph", "start", "end", *texts, "score", "findings"])
    for paragraph_number, paragraph in enumerate(article.translation.by_paragraph(), start=1):
        for number, pair in paragraph:
            both = {"source": one_line(pair.source.text), "target": one_line(pair.target)}
            writer.writerow(
                [
                    number,
                    paragraph_number,
                    pair.source.start,
                    pair.source.end,
                    *(both[name] for name in texts),
                    "" if pair.score is None else f"{pair.score:.{_SCORE_DIGITS}f}",
                    " ".join(f"{finding.kind}:{finding.level.label}" for finding in pair.findings),
                ]
            )
    return output.getvalue()
