"""Does the translation hold a translation of every content word? Told by a word table, learnt from people's."""

from collections.abc import Iterable
from typing import Final

from transum.checks.pair import Pair
from transum.checks.witnesses import Doubt, left_out
from transum.document import Finding, Kind, Level
from transum.facts.carrier import Carrier
from transum.facts.gazetteer import forms_of_acronym
from transum.facts.greetings import greeting, said
from transum.facts.quantities import quantities
from transum.facts.wordtable import compared

_NAMED: Final = 3  # words of one sentence, the gravest
_ENOUGH: Final = 4  # words that the table knows, for their share to tell
_MOST: Final = 0.54  # of them said by none of the table's translations: read off the first half of the judged articles


def run(pair: Pair) -> Iterable[Finding]:
    """Findings of kind omission: words that people seldom leave unsaid, and none of whose translations is there.

    A greeting that opens the original is asked for as a whole, and others' translations for most of their words.

    >>> [finding.message for finding in run(Pair("Ibuprofen aman.", "It is safe."))]
    ['no usual translation of “Ibuprofen” is in the translation']
    """
    opening = greeting(pair.source)
    end = opening.end if opening else 0
    if opening and not said(opening, pair.target):
        yield _finding(pair, (opening.start, opening.end), Level.WARNING)
    if not any(map(str.isalpha, pair.target)):
        return
    carrier = Carrier.of(pair.target)
    doubts = [doubt for doubt in left_out(pair) if doubt.start >= end and not _expanded(pair, doubt, carrier)]
    if not doubts and pair.score is None and (most := _most_words(pair)):
        yield most
    for doubt in sorted(doubts, key=lambda doubt: (-doubt.level, doubt.start))[:_NAMED]:
        yield _finding(pair, (doubt.start, doubt.end), doubt.level)


def _expanded(pair: Pair, doubt: Doubt, carrier: Carrier) -> bool:
    """Whether the word is an acronym that the translation writes out: "integrated health post" for "posyandu"."""
    return any(carrier.holds_form(form) for form in forms_of_acronym(pair.source[doubt.start : doubt.end]))


def _most_words(pair: Pair) -> Finding | None:
    """A doubt about someone else's translation that says less than half of the words that the table knows.

    Each may be said in another way; people do that with most words of 12 sentences in a thousand.
    """
    found = compared(pair.source, pair.target)
    counted = [(one.start, one.end) for one in quantities(pair.source, "id")]  # "dollar" is "$"
    missed = [word for word in found.missed if not any(a <= word.start < b for a, b in counted)]
    if found.known < _ENOUGH or len(missed) <= _MOST * found.known:
        return None
    said = ", ".join(f"“{pair.source[word.start : word.end]}”" for word in missed[:_NAMED])
    message = f"of {found.known} words the translation says {found.known - len(missed)} as people do; not {said}"
    first, last = missed[0], missed[-1]
    source = pair.source[first.start : last.end]
    return Finding(Kind.OMISSION, Level.WARNING, source, "", message, (first.start, last.end))


def _finding(pair: Pair, span: tuple[int, int], level: Level) -> Finding:
    word = pair.source[slice(*span)]
    message = f"no usual translation of “{word}” is in the translation"
    return Finding(Kind.OMISSION, level, word, "", message, span)
