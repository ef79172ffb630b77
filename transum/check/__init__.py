"""Checking a translation against its original: every doubt named, in words, at the sentence.

Pure functions; nothing here needs a model. What a finding of level error costs in false alarms, and what it catches, is
measured in ``benchmarks/check_calibration.md``.
"""

from collections.abc import Iterable, Mapping

from transum.check.figures import check_figures
from transum.check.meaning import check_meaning
from transum.check.name import check_names
from transum.check.negation import check_negation
from transum.check.quote import check_quotes
from transum.check.shape import check_shape
from transum.document import Finding, Level

__all__ = ["check", "has_errors"]

_NO_DEFINITIONS: Mapping[str, str] = {}


def check(
    source: str,
    target: str,
    *,
    definitions: Mapping[str, str] = _NO_DEFINITIONS,
    score: float | None = None,
    similarity: float | None = None,
) -> tuple[Finding, ...]:
    """All doubts about ``target`` as the English of the Indonesian sentence ``source``, gravest first.

    ``definitions`` are the acronyms that the article itself explains ("Korut": "Korea Utara"); ``similarity`` is the
    cosine of the encoder's vectors of both texts, ``score`` the model's mean log-probability a token. Where one of
    these is None, the check that needs it is left out. Never raises, whatever the texts are.

    >>> [finding.message for finding in check("Harganya Rp1,5 triliun.", "It costs Rp 1.5 billion.")]
    ['“Rp1,5 triliun” is missing in the translation, which has “Rp 1.5 billion”']
    """
    findings = (
        *check_figures(source, target),
        *check_names(source, target, definitions),
        *check_quotes(source, target),
        *check_negation(source, target),
        *check_shape(source, target),
        *check_meaning(similarity, score, len(source.split())),
    )
    return tuple(sorted(findings, key=lambda finding: -finding.level))


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any finding is of level error."""
    return any(finding.level is Level.ERROR for finding in findings)
