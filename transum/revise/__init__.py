"""Revision: between the model's first answers and the translation that is shown stand its doubts about itself.

Reading order: ``untranslatable`` (what needs no model), ``symbols`` and ``capitals`` (what the model couldn't read),
``direction`` (which of this holds between two languages), ``choose`` (which answer has the fewest doubts), ``retry``
(what else the model is asked), ``draft`` (what of a sentence the model is given), ``mend`` (what is certain to be wrong
is put right), ``lookup`` (what isn't said and the dictionary has is said to the model in English), ``doubted`` and
``reconsider`` (where a sentence is in doubt, which answer tells the original best), ``unsaid`` (a word that isn't said
takes the place of one that is wrong), ``corrected`` (a person's translation), and here the story. The model is asked at
most five times, for the sentences of all documents together, and of a long text for some hundreds of sentences at a
time; which share a call never changes a translation. ``alternatives`` is for a person who looks for another one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Final

from transum.checks import Pair
from transum.checks.confidence import confidence
from transum.document import Candidate, Document, Finding, Kind, Level, SentencePair, Translation
from transum.engines.encoder import Encoder
from transum.engines.heap import trim
from transum.engines.protocol import Translator
from transum.engines.reconstruction import Reconstruction, Reconstructor, Remembering
from transum.engines.replacement import Replacer
from transum.revise.choose import LONGEST_CHECKED, Attempt, Piece, choose, examine, or_original
from transum.revise.corrected import by_person
from transum.revise.direction import Direction
from transum.revise.doubted import doubted
from transum.revise.draft import Draft, drafts_of, joined
from transum.revise.glossary import Glossary, as_words
from transum.revise.lookup import look_up
from transum.revise.mend import repaired
from transum.revise.reconsider import reconsider
from transum.revise.retry import RETRY_BEAM, Retry, plan
from transum.revise.unsaid import say_the_unsaid
from transum.revise.windows import OnPairs, in_windows
from transum.shelf import EMBEDDED

__all__ = ["People", "translate_documents"]

People = Callable[[Sequence[str]], Mapping[str, str]]
"""What people say of those of some sentences that they translated."""
_UNTRANSLATED: Final = Finding(
    Kind.UNTRANSLATED, Level.ERROR, "", "", "the model found no translation: this is the original"
)
_PARTLY_UNTRANSLATED: Final = replace(
    _UNTRANSLATED, message="the model found no translation for a part, which stands here in the original"
)
_MANY: Final = 40  # sentences


def translate_documents(
    documents: Sequence[Document],
    translator: Translator,
    *,
    encoder: Encoder | None = None,
    reconstructor: Reconstructor | None = None,
    glossary: Glossary | None = None,
    repair: bool = True,
    people: People | None = None,
    on_pairs: OnPairs | None = None,
) -> list[Translation]:
    """Each document's translation, as many pairs as it has sentences, every doubt named.

    With ``repair`` acronyms are written out, the best of the beam is chosen, what still has an error is tried in other
    ways, a certain number is put right (a finding of kind repaired says so); without it, it is the model's first
    answer, checked. With ``encoder`` the meaning of every sentence is compared, with ``reconstructor`` its words are
    looked for in the translation. A sentence that the model can't
    translate is shown as it is, and marked. What ``people`` say of a sentence stands, word by word. ``on_pairs`` is
    told of all sentences in their order, a window at a time. Raises ``ModelError``, and what ``people`` and
    ``on_pairs`` raise.
    """
    drafts = chain.from_iterable(drafts_of(document, translator, glossary, repair=repair) for document in documents)

    def translated(window: Sequence[Draft]) -> list[SentencePair]:
        pairs = _with_people(
            window, people, lambda rest: _pairs(rest, translator, encoder, reconstructor, repair=repair)
        )
        done = list(pairs)
        if on_pairs:
            on_pairs(done)
        return done

    pairs = chain.from_iterable(map(translated, in_windows(drafts, documents, watched=on_pairs is not None)))
    return [Translation(document, tuple(islice(pairs, len(document.sentences)))) for document in documents]


def _with_people(
    drafts: Sequence[Draft], people: People | None, translated: Callable[[Sequence[Draft]], Iterable[SentencePair]]
) -> Iterator[SentencePair]:
    """The pair of each draft: a person's where there is one, else the next of those that are ``translated``."""
    said = people([draft.sentence.text for draft in drafts]) if people else {}
    rest = iter(translated([draft for draft in drafts if draft.sentence.text not in said]))
    for draft in drafts:
        target = said.get(draft.sentence.text)
        yield next(rest) if target is None else by_person(draft.sentence, target, draft.definitions)


def _pairs(
    drafts: Sequence[Draft],
    translator: Translator,
    encoder: Encoder | None,
    reconstructor: Reconstructor | None,
    *,
    repair: bool,
) -> list[SentencePair]:
    pieces = list(dict.fromkeys(piece for draft in drafts for piece in draft.pieces))
    answers, attempts = _attempts(pieces, translator, repair=repair)
    _make_room(drafts)
    direction = Direction.of(translator.info)
    # The confidence was read off the embedded translator's mistakes: another model's answers are asked for words only.
    is_calibrated = translator.info.name == EMBEDDED
    is_read_back = direction.is_native or direction.is_in_notation
    reader = Remembering(reconstructor) if reconstructor and is_read_back else None
    if repair and is_calibrated and direction.is_native:
        attempts |= _second_opinions(attempts, answers, translator, reader)
    known = _Known(
        *_said_by_models(drafts, attempts, encoder, reader, direction),
        is_calibrated=is_calibrated,
        direction=direction,
    )
    return [_pair(draft, attempts, known) for draft in drafts]


def _make_room(drafts: Sequence[Draft]) -> None:
    """Between two engines, what the one has used is the other's; for a short text it isn't worth the while."""
    if len(drafts) >= _MANY:
        trim()


def _second_opinions(
    attempts: Mapping[Piece, Attempt],
    answers: Mapping[str, Sequence[Candidate]],
    translator: Translator,
    reader: Reconstructor | None,
) -> dict[Piece, Attempt]:
    """The attempts that became better by what the dictionary, the reverse model and the word table know."""
    looked_up = look_up(attempts, translator, reader)
    if reader is None:
        return looked_up
    others = {piece: attempt for piece, attempt in attempts.items() if piece not in looked_up}
    better = looked_up | reconsider(list(doubted(others, reader)), answers, reader)
    if isinstance(translator, Replacer):
        better |= say_the_unsaid({**attempts, **better}, translator, reader)
    return better


def _attempts(
    pieces: Sequence[Piece], translator: Translator, *, repair: bool
) -> tuple[dict[str, list[Candidate]], dict[Piece, Attempt]]:
    """What the model says, and each piece's translation: asked again where that has an error, and numbers put right."""
    answers = _ask(translator, (piece.text for piece in pieces), candidates=translator.info.beam if repair else 1)
    chosen = {piece: choose(piece, answers[piece.text]) for piece in pieces}
    if repair:
        chosen |= _second_attempts(chosen, translator)
        chosen = {piece: repaired(piece, attempt) for piece, attempt in chosen.items()}
    return answers, {piece: or_original(piece, attempt, repair=repair) for piece, attempt in chosen.items()}


def _second_attempts(first: Mapping[Piece, Attempt], translator: Translator) -> dict[Piece, Attempt]:
    """What is better, of the pieces that have an error, or lack a term of the glossary."""
    retries = {
        piece: plan(piece, attempt, translator.count_tokens, translator.token_limit)
        for piece, attempt in first.items()
        if not attempt.is_good
    }
    texts = (text for ways in retries.values() for way in ways for text in way.texts)
    answers = _ask(translator, texts, candidates=RETRY_BEAM, beam=RETRY_BEAM, avoid_repeats=True)
    second = {
        piece: choose(piece, chain.from_iterable(_candidates(way, answers) for way in ways))
        for piece, ways in retries.items()
        if ways
    }
    return {piece: attempt for piece, attempt in second.items() if attempt.mends(first[piece])}


def _ask(
    translator: Translator,
    texts: Iterable[str],
    *,
    candidates: int,
    beam: int | None = None,
    avoid_repeats: bool = False,
) -> dict[str, list[Candidate]]:
    """What the model says to each text, every text asked once."""
    unique = list(dict.fromkeys(texts))
    if not unique:
        return {}
    answers = translator.translate(unique, candidates=candidates, beam=beam, avoid_repeats=avoid_repeats)
    return dict(zip(unique, answers, strict=True))


def _candidates(retry: Retry, answers: Mapping[str, list[Candidate]]) -> Iterator[Candidate]:
    if len(retry.texts) == 1:
        for candidate in answers[retry.texts[0]]:
            yield replace(candidate, text=as_words(candidate.text, retry.entries))
    else:
        yield joined([answers[text][0] for text in retry.texts], retry.texts)


@dataclass(frozen=True, slots=True)
class _Known:
    """What models say of originals and translations, by their texts; ``is_calibrated``: scores mean what they meant."""

    similarities: Mapping[tuple[str, str], float]
    reconstructions: Mapping[tuple[str, str], Reconstruction]
    is_calibrated: bool
    direction: Direction


def _said_by_models(
    drafts: Sequence[Draft],
    attempts: Mapping[Piece, Attempt],
    encoder: Encoder | None,
    reconstructor: Reconstructor | None,
    direction: Direction,
) -> tuple[dict[tuple[str, str], float], dict[tuple[str, str], Reconstruction]]:
    """The cosine of each original and its translation, and what of it can be told from it; one call each for all."""
    pairs = list(
        dict.fromkeys(
            (direction.cased(draft.sentence.text), _target(draft, attempts)) for draft in drafts if draft.pieces
        )
    )
    short = [pair for pair in pairs if len(pair[0]) <= LONGEST_CHECKED]
    reconstructions = reconstructor.reconstruct(short) if reconstructor and short else []
    _make_room(drafts)
    if encoder is None or not pairs:
        return {}, dict(zip(short, reconstructions, strict=bool(reconstructions)))
    vectors = encoder.encode([text for pair in pairs for text in pair])
    _make_room(drafts)
    similarities = {pair: float(vectors[2 * n] @ vectors[2 * n + 1]) for n, pair in enumerate(pairs)}
    return similarities, dict(zip(short, reconstructions, strict=bool(reconstructions)))


def _target(draft: Draft, attempts: Mapping[Piece, Attempt]) -> str:
    return draft.before + (_whole(draft, attempts).text if draft.pieces else "") + draft.after


def _whole(draft: Draft, attempts: Mapping[Piece, Attempt]) -> Candidate:
    chosen = [attempts[piece] for piece in draft.pieces]
    parts = [Candidate(attempt.target, attempt.score) for attempt in chosen]
    return joined(parts, [piece.source for piece in draft.pieces])


def _pair(draft: Draft, attempts: Mapping[Piece, Attempt], known: _Known) -> SentencePair:
    if not draft.pieces:
        return SentencePair(draft.sentence, _target(draft, attempts))
    source, target = draft.sentence.text, _target(draft, attempts)
    chosen = [attempts[piece] for piece in draft.pieces]
    if all(attempt.is_original for attempt in chosen):
        return SentencePair(draft.sentence, source, None, (_UNTRANSLATED,))
    partly = (_PARTLY_UNTRANSLATED,) if any(attempt.is_original for attempt in chosen) else ()
    score = _whole(draft, attempts).score
    if len(source) <= LONGEST_CHECKED:
        both = (known.direction.cased(source), target)
        pair = Pair(
            both[0],
            target,
            draft.definitions,
            score if known.is_calibrated else None,
            known.similarities.get(both),
            known.reconstructions.get(both),
        )
        findings = examine(pair, chain.from_iterable(piece.entries for piece in draft.pieces), known.direction)
        sure = confidence(replace(pair, found=findings)) if known.direction.is_native else None
    else:
        findings = tuple(dict.fromkeys(finding for attempt in chosen for finding in attempt.findings))
        sure = None
    found = (*partly, *findings, *_terms_missing(chosen), *_repairs(chosen))
    return SentencePair(draft.sentence, target, score, found, sure)


def _terms_missing(chosen: Sequence[Attempt]) -> Iterator[Finding]:
    for term in dict.fromkeys(term.entry for attempt in chosen for term in attempt.unmet):
        message = f"the glossary's “{term.target}” for “{term.source}” is not in the translation"
        yield Finding(Kind.GLOSSARY, Level.WARNING, term.source, "", message)


def _repairs(chosen: Sequence[Attempt]) -> Iterator[Finding]:
    return chain.from_iterable(attempt.repairs for attempt in chosen)
