"""A word that the translation doesn't say takes the place of one that says something else, where two models agree.

A small translator doesn't dare say rare words: it writes "evacuate" for *menginvasi*. The word table, learnt from the
same sentences, knows "invade"; the translator knows where it should stand (``engines.replacement``); the reverse model
says whether the original can be told better from the new sentence (``engines.reconstruction``). What it gains and what
it costs is measured in ``benchmarks/second_opinions.md``.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

from transum.checks import Pair
from transum.checks.coverage import missed
from transum.document import Finding, Kind, Level
from transum.engines.reconstruction import Reconstruction, Reconstructor
from transum.engines.replacement import Question, Replacement, Replacer, Wanted
from transum.facts.inflection import forms
from transum.facts.wordtable import compared, replaceable, usual_translations
from transum.revise.choose import Attempt, Piece, examine, with_repair
from transum.revise.doubted import Doubted, doubted, lowest

_MOST: Final = 3  # words of a sentence: the ones that are hardest to tell from its translation
_TRANSLATIONS: Final = 4  # of a word: the most frequent ones
_UNSAID: Final = -6.0  # log-probability of a word under the reverse model, below which it may be unsaid
_GAIN: Final = 2.0  # by how much it must become more likely
_ARTICLE: Final = re.compile(r"(\ba|\A[\"“‘(]?A)n? \Z")  # "vitamin A" has none
_VOWEL: Final = re.compile(r"(?!uni(?![nm])|us[aeiu]|eu|one\b)[aeiou]|hour|honest|honou?r|heir", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Unsaid:
    """A sentence that is in doubt, its words that may be unsaid, and where they may be said.

    Each word has its place in the piece's source, and in the text that was translated; ``places`` are words of the
    translation that may give way.
    """

    doubt: Doubted
    words: tuple[tuple[tuple[int, int], Wanted], ...]
    places: tuple[tuple[int, int], ...]

    @property
    def question(self) -> Question:
        return Question(
            self.doubt.piece.text, self.doubt.attempt.target, self.places, tuple(wanted for _, wanted in self.words)
        )


@dataclass(frozen=True, slots=True)
class _Change:
    """A word of the source that is said better by ``replacement``."""

    word: tuple[int, int]
    replacement: Replacement


def say_the_unsaid(
    attempts: Mapping[Piece, Attempt], translator: Replacer, reader: Reconstructor
) -> dict[Piece, Attempt]:
    """The attempts that a word made better, each with a finding that says so; ``reader`` is the reverse model.

    None has more doubts than it had, or lacks a term of the glossary that it had. Raises ``ModelError``.
    """
    asked = list(_asked(doubted(attempts, reader)))
    if not asked:
        return {}
    answers = translator.replacements([one.question for one in asked])
    tried = [
        (one.doubt, _Change(word, replacement))
        for one, found in zip(asked, answers, strict=True)
        for (word, _), replacement in zip(one.words, found, strict=True)
        if replacement
    ]
    scores = reader.reconstruct(
        [(doubt.piece.source, _with(doubt.attempt.target, change.replacement)) for doubt, change in tried]
    )
    gains: dict[Piece, list[tuple[float, _Change]]] = defaultdict(list)
    for (doubt, change), now in zip(tried, scores, strict=True):
        gain = _score(now, change.word) - _score(doubt.told, change.word)
        if gain >= _GAIN and lowest(now) >= lowest(doubt.told):
            gains[doubt.piece].append((gain, change))
    better = {piece: _changed(piece, attempts[piece], found) for piece, found in gains.items()}
    return {piece: attempt for piece, attempt in better.items() if not attempts[piece].beats(attempt)}


def _asked(doubts: Iterable[Doubted]) -> Iterator[_Unsaid]:
    for doubt in doubts:
        known = _known(doubt)
        words = tuple(word for word in _unsaid(doubt.piece, doubt.pair, doubt.told) if not _meet(word[0], known))
        kept = {word for finding in doubt.attempt.repairs for word in finding.target.lower().split()}
        places = tuple(
            place
            for place in (replaceable(doubt.piece.source, doubt.attempt.target) if words else ())
            if doubt.attempt.target[slice(*place)].lower() not in kept
        )
        if places:
            yield _Unsaid(doubt, words, places)


def _known(doubt: Doubted) -> list[tuple[int, int]]:
    """Where the source has what a repair has said already."""
    return [finding.source_span for finding in doubt.attempt.repairs if finding.source_span]


def _meet(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(span[0] < end and span[1] > start for start, end in others)


def _unsaid(piece: Piece, pair: Pair, told: Reconstruction) -> Iterator[tuple[tuple[int, int], Wanted]]:
    """The words that are hardest to tell from the translation and that the word table knows."""
    spans = {*missed(pair), *((word.start, word.end) for word in compared(pair.source, pair.target).missed)}
    for span in sorted(spans, key=lambda span: (_score(told, span), span))[:_MOST]:
        word = pair.source[slice(*span)]
        usual = usual_translations(word.lower())[:_TRANSLATIONS]
        place = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", piece.text)
        if usual and place and _score(told, span) < _UNSAID:
            yield span, Wanted(*place.span(), tuple(dict.fromkeys(chain.from_iterable(map(forms, usual)))))


def _score(told: Reconstruction, span: tuple[int, int]) -> float:
    """What the reverse model thinks of a word: of what is known to be least likely there."""
    return min((word.score for word in told.words if word.start < span[1] and word.end > span[0]), default=0.0)


def _with(target: str, replacement: Replacement) -> str:
    """``target`` with the replacement in its place, behind the article that it takes.

    >>> _with("It has a castle.", Replacement(9, 15, "island"))
    'It has an island.'
    """
    before = target[: replacement.start]
    article = "n" if _VOWEL.match(replacement.word) else ""
    before = _ARTICLE.sub(lambda match: f"{match[1]}{article} ", before)
    return before + replacement.word + target[replacement.end :]


def _changed(piece: Piece, attempt: Attempt, found: Sequence[tuple[float, _Change]]) -> Attempt:
    """``attempt`` after the changes that gain most, from its end to its beginning; of two in one place the better."""
    chosen: dict[tuple[int, int], _Change] = {}
    for _, change in sorted(found, key=lambda one: -one[0]):
        chosen.setdefault((change.replacement.start, change.replacement.end), change)
    before = attempt.target
    for (start, end), change in sorted(chosen.items(), reverse=True):
        word = piece.source[slice(*change.word)]
        message = f"the model said “{before[start:end]}”; “{change.replacement.word}” is a usual word for “{word}”"
        repair = Finding(Kind.REPAIRED, Level.INFO, word, change.replacement.word, message, change.word)
        target = _with(attempt.target, change.replacement)
        findings = examine(Pair(piece.source, target, dict(piece.definitions)), piece.entries, piece.direction)
        unmet = tuple(term for term in piece.terms if not term.entry.is_met_by(target))
        attempt = replace(with_repair(attempt, target, findings, repair), unmet=unmet)
    return attempt
