"""What a translation doesn't say and the dictionary knows is said to the translator in English, which it copies.

It writes "black goat" for *kambing hitam*; given "menolak dijadikan scapegoat" it writes "refused to be a scapegoat".
Translators learn to copy what stands in the target language already (code-switching: Song et al. 2019, arXiv
1904.09107); the glossary's terms are said to it in the same way (``retry``). What it gains and costs is measured in
``benchmarks/second_opinions.md``.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

from transum.document import Candidate, Finding, Kind, Level
from transum.engines.protocol import Translator
from transum.engines.reconstruction import Reconstruction, Reconstructor
from transum.facts.dictionary import Meaning, meanings
from transum.facts.inflection import ending
from transum.revise.choose import Attempt, Piece, judge
from transum.revise.doubted import is_translators
from transum.revise.mend import repaired

_LOWEST: Final = 5  # words: those that are hardest to tell
_UNHEARD: Final = -4.0  # log-probability of a word under the reverse model, from which on it may well be said
_WORSE: Final = 1.5  # log-probability by which these may become less likely, in the mean


@dataclass(frozen=True, slots=True)
class _Question:
    """What a piece's translation doesn't say, and texts that have it in English, to be translated instead."""

    piece: Piece
    attempt: Attempt
    unsaid: tuple[Meaning, ...]
    texts: tuple[str, ...]


def look_up(
    attempts: Mapping[Piece, Attempt], translator: Translator, reader: Reconstructor | None
) -> dict[Piece, Attempt]:
    """The attempts that say what the dictionary has and they didn't, each with a finding that says so.

    None has more doubts than it had; with ``reader``, the reverse model, the other words of the source can be told from
    it about as well as before. Raises ``ModelError``.
    """
    questions = list(_questions(attempts, translator, reader))
    texts = list(dict.fromkeys(chain.from_iterable(question.texts for question in questions)))
    said = translator.translate(texts, beam=1, avoid_repeats=True) if texts else ()
    answers = dict(zip(texts, said, strict=True))
    best = [
        (question, max(tried, key=lambda attempt: (_says(attempt, question), attempt.score)))
        for question in questions
        if (tried := list(_better(question, answers)))
    ]
    return {
        question.piece: _explained(attempt, question)
        for question, attempt in (_told_as_well(best, reader) if reader else best)
    }


def _better(question: _Question, answers: Mapping[str, Sequence[Candidate]]) -> Iterator[Attempt]:
    for text in question.texts:
        attempt = repaired(question.piece, judge(question.piece, answers[text][0]))
        if _says(attempt, question) and not question.attempt.beats(attempt):
            yield attempt


def _says(attempt: Attempt, question: _Question) -> int:
    """How much of what was unsaid it says."""
    return sum(meaning.is_said_in(attempt.target) for meaning in question.unsaid)


def _told_as_well(tried: list[tuple[_Question, Attempt]], reader: Reconstructor) -> Iterator[tuple[_Question, Attempt]]:
    before = reader.reconstruct([(question.piece.source, question.attempt.target) for question, _ in tried])
    now = reader.reconstruct([(question.piece.source, attempt.target) for question, attempt in tried])
    for (question, attempt), old, new in zip(tried, before, now, strict=True):
        if _rest(new, question.unsaid) >= _rest(old, question.unsaid) - _WORSE:
            yield question, attempt


def _rest(told: Reconstruction, without: tuple[Meaning, ...]) -> float:
    """The mean of the words that are hardest to tell; of those in the dictionary the reverse model knows little."""
    scores = sorted(
        word.score for word in told.words if not any(word.start < one.end and word.end > one.start for one in without)
    )[:_LOWEST]
    return sum(scores) / max(1, len(scores))


def _questions(
    attempts: Mapping[Piece, Attempt], translator: Translator, reader: Reconstructor | None
) -> Iterator[_Question]:
    asked = [
        (piece, attempt, unsaid)
        for piece, attempt in attempts.items()
        if is_translators(piece, attempt)
        for unsaid in [tuple(one for one in meanings(piece.source) if not one.is_said_in(attempt.target))]
        if unsaid
    ]
    pairs = [(piece.source, attempt.target) for piece, attempt, _ in asked]
    told = reader.reconstruct(pairs) if reader else None
    for n, (piece, attempt, unsaid) in enumerate(asked):
        is_made_up = any(finding.kind is Kind.NONWORD for finding in attempt.findings)
        wanted = tuple(one for one in unsaid if is_made_up or _is_unheard(one, told[n] if told else None))
        texts = [text for text in dict.fromkeys(_texts(piece, wanted)) if text != piece.text]
        if texts and max(map(translator.count_tokens, texts)) <= translator.token_limit:
            yield _Question(piece, attempt, wanted, tuple(texts))


def _is_unheard(meaning: Meaning, told: Reconstruction | None) -> bool:
    """Whether what is not among the dictionary's translations isn't said in another way, either.

    Of a phrase only the dictionary knows: from "black goat" the reverse model tells *kambing hitam* well, as it tells
    *artileri* from "altillary". Without that model nobody knows of words.
    """
    words = told.words if told and not meaning.is_phrase else ()
    return meaning.is_phrase or any(
        word.score < _UNHEARD for word in words if word.start < meaning.end and word.end > meaning.start
    )


def _texts(piece: Piece, unsaid: Sequence[Meaning]) -> Iterator[str]:
    """The piece's text with all of it in English; once more for the second translation of each word."""
    yield _in_english(piece, [(one, 0) for one in unsaid])
    for place, meaning in enumerate(unsaid):
        if not meaning.is_phrase and len(meaning.english) > 1:
            yield _in_english(piece, [(one, int(n == place)) for n, one in enumerate(unsaid)])


def _in_english(piece: Piece, chosen: Sequence[tuple[Meaning, int]]) -> str:
    parts, at = [], 0
    for meaning, which in chosen:
        word = piece.source[meaning.start : meaning.end]
        place = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)").search(piece.text, at)
        if place and not any(place.start() < term.end and place.end() > term.start for term in piece.terms):
            parts += [piece.text[at : place.start()], in_place(meaning, word, which)]
            at = place.end()
    return "".join([*parts, piece.text[at:]])


def in_place(meaning: Meaning, word: str, which: int = 0) -> str:
    """What takes the place of ``word`` in an Indonesian sentence: English, with its capitals and its "nya".

    ``which`` of the meaning's translations is meant. A passive verb takes "was", from which the translator makes what
    the sentence needs.

    >>> in_place(Meaning(0, 7, ("evicted",)), "Digusur")
    'Was evicted'
    >>> in_place(Meaning(0, 10, ("benefits",), "nya"), "khasiatnya")
    'benefitsnya'
    """
    english = meaning.english[which]
    if _PASSIVE.match(word) and ending(english.split()[0]) == "ed":
        english = f"was {english}"
    said = word.split()
    if len(said) > 1 and all(one[0].isupper() for one in said):
        english = " ".join(one[0].upper() + one[1:] for one in english.split())
    elif word[0].isupper():
        english = english[0].upper() + english[1:]
    return english + (meaning.enclitic if meaning.enclitic in _OWNED else "")


_PASSIVE: Final = re.compile(r"di\w{3}", re.IGNORECASE)
_OWNED: Final = frozenset({"nya", "ku", "mu"})


def _explained(attempt: Attempt, question: _Question) -> Attempt:
    findings = [
        Finding(
            Kind.REPAIRED,
            Level.INFO,
            word,
            english,
            f"“{word}” looked up: “{english}”",
            (meaning.start, meaning.end),
        )
        for meaning in question.unsaid
        for english in meaning.said_in(attempt.target)[:1]
        for word in [question.piece.source[meaning.start : meaning.end]]
    ]
    return replace(attempt, repairs=(*attempt.repairs, *findings))
