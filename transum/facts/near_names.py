"""Names that a model got nearly right: "Pyongangyang" for Pyongyang, "Tejau Alam" for Teja Paku Alam."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, islice
from typing import Final

from transum.facts.addresses import addresses
from transum.facts.english_words import is_listed
from transum.facts.gazetteer import is_acronym, is_exonym
from transum.facts.names import names
from transum.facts.tokens import Token, covered, fold, tokenize
from transum.lexicon import words

_LIKE: Final = 0.7  # how much of both has to agree
_SHORTEST: Final = 4  # letters: shorter names resemble one another by chance
_SHORTEST_LISTED: Final = 3  # letters of the shortest words in the list of English
_MOST_WORDS: Final = 8  # of a name; a longer row of capitals is a table or a heading
_MANY: Final = 24  # names that are compared with one another


@dataclass(frozen=True, slots=True)
class Piece:
    """A name or the part of one that the other text doesn't have, ``text`` being ``sentence[start:end]``."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbouring capitalised words that the other text doesn't have; ``before`` and ``behind`` are those it has."""

    tokens: tuple[Token, ...]
    before: str
    behind: str


def near_names(source: str, target: str) -> tuple[tuple[Piece, Piece], ...]:
    """Names of ``source`` with what became of them in ``target``, where each is the other's only near match.

    What became of it is no English word or name: other spellings ("Sukarno") are left alone.

    >>> [(ours.text, theirs.text) for ours, theirs in near_names("Teja Paku Alam hadir.", "Tejau Alam attended.")]
    [('Teja Paku', 'Tejau')]
    """
    strange = list(islice(_strange(source, target), _MANY))
    if not strange:
        return ()
    missing = list(islice(_missing(source, target), _MANY))
    like = [(i, j) for i, ours in enumerate(missing) for j, theirs in enumerate(strange) if _alike(ours, theirs)]
    alone = [
        (missing[i], strange[j])
        for i, j in like
        if sum(i == other for other, _ in like) == 1 == sum(j == other for _, other in like)
    ]
    fitted = [_fitted(ours, theirs) for ours, theirs in alone]
    return tuple((_piece(source, ours), _piece(target, theirs)) for ours, theirs in fitted)


def repair_names(source: str, target: str) -> str | None:
    """``target`` with the names that are nearly right as the original has them; None where there are none.

    >>> repair_names("Susi Pudjiastuti hadir.", "Susi Pudjiast attended.")
    'Susi Pudjiastuti attended.'
    """
    pairs = near_names(source, target)
    for ours, theirs in sorted(pairs, key=lambda pair: -pair[1].start):
        target = target[: theirs.start] + ours.text + target[theirs.end :]
    return target if pairs else None


def _piece(text: str, tokens: Sequence[Token]) -> Piece:
    start, end = tokens[0].start, tokens[-1].end
    if tokens[-1].lower.endswith("'s"):
        end -= len("'s")
    return Piece(text[start:end], start, end)


def _folded(token: Token) -> str:
    return fold(token.text).removesuffix("'s")


def _words(text: str) -> frozenset[str]:
    return frozenset(_folded(token) for token in tokenize(text) if token.kind == "word")


def _runs(text: str, tokens: Sequence[Token], others: frozenset[str]) -> Iterator[_Run]:
    """The rows of capitalised words in ``text`` that ``others`` doesn't have."""

    def key(index: int) -> tuple[int, bool]:
        return rows[index], _folded(tokens[index]) in others

    rows: list[int] = []  # which row of neighbours each word belongs to
    for index, token in enumerate(tokens):
        gap = text[tokens[index - 1].end : token.start] if index else "."
        rows.append(rows[-1] if index and gap in {" ", "-"} else index)
    for (row, known), group in groupby(range(len(tokens)), key):
        places = list(group)
        if not known:
            first, last = places[0], places[-1]
            before = _folded(tokens[first - 1]) if first and rows[first - 1] == row else ""
            after = last + 1
            behind = _folded(tokens[after]) if after < len(tokens) and rows[after] == row else ""
            yield _Run(tuple(tokens[first:after]), before, behind)


def _capitals(text: str) -> list[Token]:
    kept = covered(len(text), ((address.start, address.end) for address in addresses(text)))
    return [t for t in tokenize(text) if t.kind == "word" and t.text[0].isupper() and not kept[t.start]]


def _strange(source: str, target: str) -> Iterator[_Run]:
    """What of ``target`` looks like a name, and stands neither in ``source`` nor in a list of English words."""
    for run in _runs(target, _capitals(target), _words(source)):
        if any(not _is_ordinary(token) and not token.text.isupper() for token in run.tokens):
            yield run


def _missing(source: str, target: str) -> Iterator[_Run]:
    """What of the names of ``source`` is not in ``target``, but for names that English has forms of its own for."""
    proper = {word for name in names(source, "id") for word in name.words}
    for run in _runs(source, _capitals(source), _words(target)):
        parts = [token for token in run.tokens if token.text in proper]
        if parts and not any(is_exonym(token.text) or is_acronym(token.text) for token in parts):
            yield run


def _fitted(ours: _Run, theirs: _Run) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """The words of both that are compared: titles at an end go, but for an end where both have the same neighbour."""
    left = bool(ours.before) and ours.before == theirs.before
    right = bool(ours.behind) and ours.behind == theirs.behind
    common = words("indonesian")
    return (
        _trimmed(ours.tokens, lambda token: token.lower in common, left=left, right=right),
        _trimmed(theirs.tokens, _is_ordinary, left=left, right=right),
    )


def _trimmed(
    tokens: tuple[Token, ...], ordinary: Callable[[Token], bool], *, left: bool, right: bool
) -> tuple[Token, ...]:
    """``tokens`` without the ordinary ones at the ends that aren't held."""
    while tokens and not left and ordinary(tokens[0]):
        tokens = tokens[1:]
    while tokens and not right and ordinary(tokens[-1]):
        tokens = tokens[:-1]
    return tokens


# "Jakartans", "Manchesterian": English of the name, and no distortion; so is "Arkeology" of "Arkeologi".
_ENGLISH_ENDINGS: Final = frozenset({"s", "n", "an", "ns", "ans", "ian", "ians", "ese", "ish", "ic", "i", "is", "ite"})


def _is_ordinary(token: Token) -> bool:
    """Whether a word of the translation is English, or too short for the list to have it."""
    word = _folded(token)
    return len(word) < _SHORTEST_LISTED or is_listed(word)


def _alike(ours: _Run, theirs: _Run) -> bool:
    if max(len(ours.tokens), len(theirs.tokens)) > _MOST_WORDS:
        return False
    one, other = ("".join(map(_folded, tokens)) for tokens in _fitted(ours, theirs))
    derived = other.startswith(one) and other.removeprefix(one) in _ENGLISH_ENDINGS
    if min(len(one), len(other)) < _SHORTEST or derived or (one.endswith("i") and other.endswith("y")):
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= _LIKE and matcher.ratio() >= _LIKE
