"""Does the original say what the translation says: titles, speakers, second names, content words of others' texts?

The words of others' translations are told by the word table and the translator.
"""

from collections.abc import Iterable
from typing import Final

from transum.checks.pair import Pair
from transum.checks.witnesses import added
from transum.document import Finding, Kind, Level
from transum.facts.additions import additions

_NAMED: Final = 3  # words of one sentence, the gravest
_COURTESIES: Final = frozenset({"mr", "mrs", "ms", "miss", "sir"})  # style, which people's news has, too


def run(pair: Pair) -> Iterable[Finding]:
    """Findings of kind addition.

    Titles, speakers and second names that the original doesn't have; in others' translations words that no model would
    have said, and that translate nothing of it.

    >>> [finding.message for finding in run(Pair("Ini perlu.", "It is needed, he said."))]
    ['nothing in the original says “he said”']
    """
    known = additions(pair.source, pair.target)
    for one in known:
        is_courtesy = pair.target[one.start : one.end].lower() in _COURTESIES
        yield _finding(pair, one.start, one.end, Level.INFO if is_courtesy else Level.WARNING)
    for doubt in sorted(added(pair), key=lambda doubt: (-doubt.level, doubt.start))[:_NAMED]:
        if not any(one.start < doubt.end and doubt.start < one.end for one in known):
            yield _finding(pair, doubt.start, doubt.end, doubt.level)


def _finding(pair: Pair, start: int, end: int, level: Level) -> Finding:
    words = pair.target[start:end]
    message = f"nothing in the original says “{words}”"
    return Finding(Kind.ADDITION, level, "", words, message, target_span=(start, end))
