"""What else the model is asked where its first answers have an error: the same sentence, put in another way."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from transum.document import Kind, Sentence
from transum.revise.choose import Attempt, Piece
from transum.revise.direction import NATIVE, Direction
from transum.revise.glossary import Entry, Term, as_name
from transum.segment.chunk import chunk

# A narrower beam finds other words and costs half; in the parts of a sentence less can go wrong.
RETRY_BEAM: Final = 2
_SHORTEST_DIVIDED: Final = 14  # tokens: half a shorter sentence is a fragment, and models guess at fragments
_LONGEST_PART: Final = 2 / 3  # of the sentence's tokens

CountTokens = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Retry:
    """Texts whose translations, joined, are another translation of a piece.

    ``entries`` of the glossary stand in the texts in English, with capitals.
    """

    texts: tuple[str, ...]
    entries: tuple[Entry, ...] = ()


def prepare(
    text: str,
    definitions: Mapping[str, str],
    terms: Sequence[Term],
    *,
    direction: Direction = NATIVE,
    retry: bool = False,
    say: Callable[[Term], str] | None = None,
) -> str:
    """``text`` with its acronyms written out; the glossary's ``terms`` stay, or are what ``say`` makes of them."""
    parts: list[str] = []
    end = 0
    for term in terms:
        parts.append(direction.expanded(text[end : term.start], definitions, retry=retry))
        parts.append(say(term) if say else text[term.start : term.end])
        end = term.end
    return "".join([*parts, direction.expanded(text[end:], definitions, retry=retry)])


def plan(piece: Piece, attempt: Attempt, count_tokens: CountTokens, limit: int) -> tuple[Retry, ...]:
    """The ways in which ``piece`` is tried again: few, because every one costs the model's time.

    A glossary's term in English, which the model then copies; the sentence in parts, or whole where it is short, with
    all acronyms written out if a name is wrong; a loop once more as it is. Retries forbid repetitions and have another
    beam.
    """
    ways = dict.fromkeys([*_with_terms(piece, attempt), *_ways(piece, attempt, count_tokens)])
    return tuple(way for way in ways if all(count_tokens(text) <= limit for text in way.texts))


def _prepared(piece: Piece, *, retry: bool = False, say: Callable[[Term], str] | None = None) -> str:
    definitions = dict(piece.definitions)
    return prepare(piece.text, definitions, piece.terms, direction=piece.direction, retry=retry, say=say)


def _with_terms(piece: Piece, attempt: Attempt) -> Iterator[Retry]:
    if not attempt.unmet:
        return
    unmet = frozenset(attempt.unmet)
    entries = tuple(dict.fromkeys(term.entry for term in attempt.unmet))

    def say(term: Term, english: Callable[[str], str]) -> str:
        return english(term.entry.target) if term in unmet else piece.text[term.start : term.end]

    for english in (as_name, str):
        yield Retry((_prepared(piece, say=partial(say, english=english)),), entries)


def _ways(piece: Piece, attempt: Attempt, count_tokens: CountTokens) -> Iterator[Retry]:
    if not attempt.errors:
        return
    retry = attempt.has(Kind.NAME, Kind.UNTRANSLATED)
    parts = _divided(piece, count_tokens, retry=retry)
    yield Retry(parts or (_prepared(piece, retry=retry),))
    if parts and (attempt.has(Kind.LOOP) or not attempt.target):
        yield Retry((piece.text,))


def _divided(piece: Piece, count_tokens: CountTokens, *, retry: bool) -> tuple[str, ...]:
    tokens = count_tokens(piece.text)
    if tokens < _SHORTEST_DIVIDED:
        return ()
    whole = Sentence(piece.source, 0, len(piece.source))
    direction, definitions = piece.direction, dict(piece.definitions)
    parts = chunk(whole, count_tokens, int(tokens * _LONGEST_PART), read=direction.read)
    return tuple(direction.expanded(part.text, definitions, retry=retry) for part in parts) if len(parts) > 1 else ()
