"""A word that the translation doesn't say takes the place of one that says something else, where two models agree.

A small translator doesn't dare say rare words: it writes "evacuate" for *menginvasi*. The word table, learnt from the
same sentences, knows "invade"; the translator knows where it should stand (``engines.replacement``); the reverse model
says whether the original can be told better from the new sentence (``engines.reconstruction``). What it gains and what
it costs is measured in ``benchmarks/unsaid.md``.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

from transum.checks import Pair
from transum.checks.confidence import confidence
from transum.checks.coverage import missed
from transum.document import Finding, Kind, Level
from transum.engines.reconstruction import Reconstruction, Reconstructor
from transum.engines.replacement import Question, Replacement, Replacer, Wanted
from transum.facts.inflection import forms
from transum.facts.wordtable import compared, replaceable, usual_translations
from transum.revise.choose import LONGEST_CHECKED, Attempt, Piece, examine, with_repair

_SURE: Final = 0.8  # confidence from which on a sentence is left as it is
_CERTAIN: Final = 0.0  # score: of what a person said
_MOST: Final = 3  # words of a sentence: the ones that are hardest to tell from its translation
_TRANSLATIONS: Final = 4  # of a word: the most frequent ones
_UNSAID: Final = -6.0  # log-probability of a word under the reverse model, below which it may be unsaid
_GAIN: Final = 2.0  # by how much it must become more likely
_LOWEST: Final = 5  # tokens: those that ``confidence`` looks at
_ARTICLE: Final = re.compile(r"(\ba|\A[\"“‘(]?A)n? \Z")  # "vitamin A" has none
_VOWEL: Final = re.compile(r"(?!uni(?![nm])|us[aeiu]|eu|one\b)[aeiou]|hour|honest|honou?r|heir", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A sentence that is in doubt, what the reverse model says of it, its words that may be unsaid, and where.

    Each word has its place in the piece's source, and in the text that was translated; ``places`` are words of the
    translation that may give way.
    """

    piece: Piece
    attempt: Attempt
    told: Reconstruction
    words: tuple[tuple[tuple[int, int], Wanted], ...]
    places: tuple[tuple[int, int], ...]

    @property
    def question(self) -> Question:
        return Question(self.piece.text, self.attempt.target, self.places, tuple(wanted for _, wanted in self.words))


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
    doubts = list(_doubts(attempts, reader))
    if not doubts:
        return {}
    answers = translator.replacements([doubt.question for doubt in doubts])
    tried = [
        (doubt, _Change(word, replacement))
        for doubt, found in zip(doubts, answers, strict=True)
        for (word, _), replacement in zip(doubt.words, found, strict=True)
        if replacement
    ]
    scores = reader.reconstruct(
        [(doubt.piece.source, _with(doubt.attempt.target, change.replacement)) for doubt, change in tried]
    )
    gains: dict[Piece, list[tuple[float, _Change]]] = defaultdict(list)
    for (doubt, change), now in zip(tried, scores, strict=True):
        gain = _score(now, change.word) - _score(doubt.told, change.word)
        if gain >= _GAIN and _lowest(now) >= _lowest(doubt.told):
            gains[doubt.piece].append((gain, change))
    better = {piece: _changed(piece, attempts[piece], found) for piece, found in gains.items()}
    return {piece: attempt for piece, attempt in better.items() if not attempts[piece].beats(attempt)}


def _doubts(attempts: Mapping[Piece, Attempt], reader: Reconstructor) -> Iterator[_Doubt]:
    asked = [
        (piece, attempt)
        for piece, attempt in attempts.items()
        if attempt.score < _CERTAIN and not attempt.is_original and len(piece.source) <= LONGEST_CHECKED
    ]
    told = reader.reconstruct([(piece.source, attempt.target) for piece, attempt in asked])
    for (piece, attempt), one in zip(asked, told, strict=True):
        pair = Pair(
            piece.source,
            attempt.target,
            dict(piece.definitions),
            attempt.score,
            reconstruction=one,
            found=attempt.findings,
        )
        sure = confidence(pair)
        words = tuple(_unsaid(piece, pair, one)) if sure is not None and sure < _SURE else ()
        places = replaceable(piece.source, attempt.target) if words else ()
        if places:
            yield _Doubt(piece, attempt, one, words, places)


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


def _lowest(told: Reconstruction) -> float:
    return sum(sorted(told.tokens)[:_LOWEST])


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
