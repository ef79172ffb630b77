"""Does the translation hold a translation of every content word? Told by a word table, learnt from people's."""

from collections.abc import Iterable
from typing import Final

from transum.checks.pair import Pair
from transum.checks.witnesses import left_out
from transum.document import Finding, Kind, Level
from transum.facts.greetings import greeting, said

_NAMED: Final = 3  # words of one sentence, the gravest


def run(pair: Pair) -> Iterable[Finding]:
    """Findings of kind omission: words that people seldom leave unsaid, and none of whose translations is there.

    A greeting that opens the original is asked for as a whole.

    >>> [finding.message for finding in run(Pair("Ibuprofen aman.", "It is safe."))]
    ['no usual translation of “Ibuprofen” is in the translation']
    """
    opening = greeting(pair.source)
    end = opening.end if opening else 0
    if opening and not said(opening, pair.target):
        yield _finding(pair, (opening.start, opening.end), Level.WARNING)
    if not any(map(str.isalpha, pair.target)):
        return
    doubts = [doubt for doubt in left_out(pair) if doubt.start >= end]
    for doubt in sorted(doubts, key=lambda doubt: (-doubt.level, doubt.start))[:_NAMED]:
        yield _finding(pair, (doubt.start, doubt.end), doubt.level)


def _finding(pair: Pair, span: tuple[int, int], level: Level) -> Finding:
    word = pair.source[slice(*span)]
    message = f"no usual translation of “{word}” is in the translation"
    return Finding(Kind.OMISSION, level, word, "", message, span)
