"""Does the translation say every word of the original? Told by the reverse model, which has to say them back."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from transum.checks.confidence import confidence, table
from transum.checks.pair import Pair
from transum.document import Finding, Kind, Level
from transum.facts.carrier import Carrier
from transum.facts.dictionary import meanings
from transum.facts.gazetteer import forms_of_acronym
from transum.facts.greetings import greeting
from transum.facts.greetings import said as greets
from transum.facts.tokens import tokenize
from transum.lexicon import words

# Log-probability of a word, the sum of its pieces': of the words below it, two in three are rendered wrongly, and nine
# in ten stand in a sentence that is seriously wrong (benchmarks/judged.md).
_MISSED: Final = -11.5
_NAMED: Final = 3  # words of one sentence: the least likely ones
_INSIDE: Final = re.compile(r"\w(?:.*\w)?", re.DOTALL)


def run(pair: Pair) -> Iterable[Finding]:
    """Findings of kind coverage: the words that the translation hardly says, of a sentence that is in doubt anyway.

    A word that the word table named already is named once.
    """
    found = confidence(pair)
    if found is None or found >= table().doubtful:
        return
    level = Level.ERROR if found < table().wrong else Level.WARNING
    named = {one.source_span for one in pair.found if one.kind is Kind.OMISSION and one.level >= level}
    for start, end in (span for span in missed(pair) if span not in named):
        word = pair.source[start:end]
        message = f"“{word}” may not be said by the translation"
        yield Finding(Kind.COVERAGE, level, word, "", message, (start, end))


def missed(pair: Pair) -> Iterator[tuple[int, int]]:
    """Where the words stand that the translation hardly says: content words, the least likely ones, in their order.

    A word that stands in the translation to the letter is said there, however unlikely the model finds it: a name; so
    is an acronym whose English form stands there ("BNPB") or that the original only defines, one of a greeting that
    the translation has, and what it says by the dictionary.
    """
    if pair.reconstruction is None:
        return
    said = frozenset(token.lower for token in tokenize(pair.target))
    opening = greeting(pair.source)
    greeted = opening.end if opening and greets(opening, pair.target) else 0
    likely = sorted(pair.reconstruction.words, key=lambda word: word.score)
    spans = [_content(pair.source, word.start, word.end) for word in likely if word.score <= _MISSED]
    missing = [span for span in spans if span and span[0] >= greeted and pair.source[slice(*span)].lower() not in said]
    carrier = Carrier.of(pair.target) if missing else None
    missing = [span for span in missing if carrier and not _expanded(pair.source[slice(*span)], carrier)]
    missing = [span for span in missing if not _only_defined(pair, span)]
    looked_up = [one for one in meanings(pair.source) if one.is_said_in(pair.target)] if missing else []
    missing = [span for span in missing if not any(span[0] < one.end and span[1] > one.start for one in looked_up)]
    yield from sorted(missing[:_NAMED])


def _expanded(word: str, carrier: Carrier) -> bool:
    return any(carrier.holds_form(form) for form in forms_of_acronym(word))


def _only_defined(pair: Pair, span: tuple[int, int]) -> bool:
    """Whether an acronym stands in brackets behind its long form, only to be defined: "Pekan Imunisasi (PIN)"."""
    start, end = span
    bracketed = pair.source[start - 1 : start] == "(" and pair.source[end : end + 1] == ")"
    return bracketed and pair.source[start:end] in pair.definitions


def _content(source: str, start: int, end: int) -> tuple[int, int] | None:
    """The word without the marks around it; None for figures and for words that mean little by themselves."""
    match = _INSIDE.search(source, start, end)
    if match is None or len(match[0]) < 3 or any(map(str.isdigit, match[0])):
        return None
    return None if match[0].lower() in words("indonesian-function-words") else match.span()
