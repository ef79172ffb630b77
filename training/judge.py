"""What BLEU and chrF don't see: whether a translation's figures are right and its names are kept, by transum's checks.

The checks have their false alarms; they have them for every system alike.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from transum.checks import Pair, check
from transum.document import Finding, Kind, Level

_FIGURES: Final = frozenset({Kind.NUMBER, Kind.MONEY, Kind.UNIT, Kind.DATE, Kind.TIME})


def figures_right(indonesian: Sequence[str], english: Sequence[str]) -> float:
    """The share of sentences with a digit in which no figure is found wrong; 1.0 where no sentence has one.

    >>> figures_right(["Ada 12 rumah.", "Ada 13 desa.", "Tidak."], ["There are 12 houses.", "14 villages.", "No."])
    0.5
    """
    return _share(indonesian, english, lambda text: any(map(str.isdigit, text)), _is_wrong_figure)


def names_kept(indonesian: Sequence[str], english: Sequence[str]) -> float:
    """The share of sentences with a capital inside in which no name is found missing; 1.0 where no sentence has one.

    >>> names_kept(["Kata Budi ya.", "Kata Ani ya."], ["Budi said yes.", "It is said."])
    0.5
    """
    return _share(indonesian, english, _has_name, lambda finding: finding.kind is Kind.NAME)


def _share(
    indonesian: Sequence[str], english: Sequence[str],
    concerns: Callable[[str], bool], wrong: Callable[[Finding], bool],
) -> float:  # fmt: skip
    pairs = [Pair(*pair) for pair in zip(indonesian, english, strict=True) if concerns(pair[0])]
    return sum(not any(map(wrong, _findings(pair))) for pair in pairs) / len(pairs) if pairs else 1.0


def _findings(pair: Pair) -> Iterable[Finding]:
    return check(pair)


def _is_wrong_figure(finding: Finding) -> bool:
    return finding.kind in _FIGURES and finding.level is Level.ERROR


def _has_name(text: str) -> bool:
    return any(word[0].isupper() for word in text.split()[1:])
