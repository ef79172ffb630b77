"""Does the original say what the translation says: titles, speakers, second names, content words of others' texts?

The words of others' translations are told by the word table and the translator.
"""

from collections.abc import Iterable
from typing import Final

from transum.checks.pair import Pair
from transum.checks.witnesses import added
from transum.document import Finding, Kind, Level
from transum.facts.additions import additions
from transum.facts.gazetteer import forms_of_acronym
from transum.facts.tokens import tokenize

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
    spelt = _spelt_out(pair.source)
    doubts = [doubt for doubt in added(pair) if pair.target[doubt.start : doubt.end].lower() not in spelt]
    for doubt in sorted(doubts, key=lambda doubt: (-doubt.level, doubt.start))[:_NAMED]:
        if not any(one.start < doubt.end and doubt.start < one.end for one in known):
            yield _finding(pair, doubt.start, doubt.end, doubt.level)


def _spelt_out(source: str) -> frozenset[str]:
    """The English words that the acronyms of the original stand for: "House" for DPR."""
    shorts = {token.text for token in tokenize(source) if token.kind == "word"}
    forms = (form for short in shorts for form in forms_of_acronym(short))
    return frozenset(word for form in forms for word in form.lower().replace(",", " ").split())


def _finding(pair: Pair, start: int, end: int, level: Level) -> Finding:
    words = pair.target[start:end]
    message = f"nothing in the original says “{words}”"
    return Finding(Kind.ADDITION, level, "", words, message, target_span=(start, end))
