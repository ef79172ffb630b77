"""Scores of matches: "0-1" is not "1-0", unless somebody lost, which English tells from the winner's side."""

import re
from typing import Final

from transum.facts.tokens import remembered

_SCORE: Final = re.compile(
    r"(?<![\d/:–-])(?<!\d[.,])(\d{1,2})\s?[-–]\s?(\d{1,2})(?![\d/:–-]|[.,]\d|\s?(?:tahun|years?|persen|percent|%))"
)
_LOST: Final = re.compile(
    r"(?:kalah|takluk|tunduk|serah|tumbang|bekuk|hajar|gulung|singkir|kandas|pecundang|keok|terpuruk|terpaut"
    r"|tertinggal|kebobolan|gagal|los[est]|beat|defeat|rout|slump|down|behind|conced|trail|thrash|hammer|knock)",
    re.IGNORECASE,
)


# Both say who won, and nobody that somebody lost: the winner's goals come first.
_WON: Final = re.compile(r"\b(?:menang|memenangi|memenangkan|menekuk|tekuk|mengalahkan|kalahkan)\b", re.IGNORECASE)
_BEAT: Final = re.compile(r"\b(?:won|wins?|beats?|defeats?|defeated)\b(?! by\b)", re.IGNORECASE)
_LOSER: Final = re.compile(
    r"\b(?:kalah(?!kan)|takluk|tunduk|menyerah|tumbang|dikalahkan|ditekuk|kebobolan|tertinggal|lost|loses?|losing|beaten"
    r"|behind|trail\w*|conced\w*|down|(?:were|was|been|be) (?:defeated|beaten))\b",
    re.IGNORECASE,
)


def _is_won(source: str, target: str) -> bool:
    loser = _LOSER.search(source) or _LOSER.search(target) or len(_SCORE.findall(source)) > 1  # of sets, too
    return not loser and bool(_WON.search(source) and _BEAT.search(target))


@remembered(1024)
def turned_scores(source: str, target: str) -> tuple[tuple[tuple[int, int], tuple[int, int]], ...]:
    """Where a score stands in ``source`` and, the other way round, in ``target``, though nobody is said to have lost.

    >>> turned_scores("Skor 0-1 bertahan.", "The score 1-0 survived.")
    (((5, 8), (10, 13)),)
    >>> turned_scores("Persib kalah 0-1.", "Persib lost 1-0.")
    ()
    """
    if (_LOST.search(source) or _LOST.search(target)) and not _is_won(source, target):
        return ()
    ours = {match.groups(): match.span() for match in _SCORE.finditer(source)}
    theirs = {match.groups(): match.span() for match in _SCORE.finditer(target)}
    return tuple(
        (span, theirs[one[::-1]])
        for one, span in ours.items()
        if one[0] != one[1] and one not in theirs and one[::-1] in theirs and one[::-1] not in ours
    )
