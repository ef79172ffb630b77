"""Does the translation say the opposite of a word of the original, or name another actor of the same scene?"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from transum.checks.pair import Pair
from transum.document import Finding, Kind, Level
from transum.facts.lemmas import lemmas
from transum.facts.tokens import Token, remembered, tokenize
from transum.indonesian.affixes import without_clitics
from transum.lexicon import table

_CHANGE: Final = "rise"  # the group of what goes up and down
# What turns a word into its opposite, so that the opposite's name says it: "tidak kuat" is "weak".
_DENIALS: Final = frozenset(
    "tidak tak bukan belum jangan tanpa non anti kurang nggak enggak gak tiada cegah mencegah menghindari hindari "
    "bebas antara maupun atau jarang sulit hampir menolak menghentikan berhenti gagal daripada".split()
)
_ENGLISH_DENIALS: Final = frozenset(
    "not no never without nor neither cannot non hardly barely than or nothing nobody none avoid prevent stop "
    "fail".split()
)
_REACH: Final = 3  # words before one in which a denial counts for it


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A word and its English in a group of words that exclude one another; rivals are other things, no opposites."""

    place: int
    group: str
    source: tuple[str, ...]
    english: tuple[str, ...]
    excuses: tuple[str, ...]
    rival: bool


@dataclass(frozen=True, slots=True)
class _Said:
    """That a text says the word of ``row``, from token ``first`` to ``last``; only excuses where it isn't ``clear``."""

    row: Row
    first: Token
    last: Token
    clear: bool = True
    denied: bool = False


def run(pair: Pair) -> Iterable[Finding]:
    """Findings of kind opposite.

    >>> next(iter(run(Pair("Rupiah menguat.", "The rupiah weakened.")))).message
    '“menguat” became “weakened” in the translation: the opposite'
    """
    ours = _read_indonesian(pair.source)
    if not ours:
        return
    theirs = _read_english(pair.target)
    for row, said in ours.items():
        is_there = theirs.get(row) and not _is_one_turned(row, ours, theirs)
        if is_there or any(word.denied for word in said) or _is_named(row, said[0], pair.source):
            continue
        other = next(_turned_into(row, ours, theirs), None)
        if other:
            yield _finding(pair, said[0], other)


def _is_one_turned(row: Row, ours: Mapping[Row, list["_Said"]], theirs: Mapping[Row, list["_Said"]]) -> bool:
    """Whether of several of a word one became its opposite: "turun …, turun" as "rose …, fell".

    Only where both texts have as many words of the group, so that none was left out or put in another way.
    """
    if row.group != _CHANGE or len(theirs[row]) >= len(ours[row]):
        return False
    counts = [sum(len(said) for other, said in text.items() if other.group == row.group) for text in (ours, theirs)]
    return counts[0] == counts[1]


# Groups whose words stand in names and mean what they mean: "Bupati Malang", "Waduk Karangkates", but not "Juan Mata".
_IN_NAMES: Final = frozenset({"compass", "court", "disaster", "faith", "landscape", "office", "place", "rank"})


def _is_named(row: Row, word: _Said, text: str) -> bool:
    """Whether the word is a part of a name that isn't translated."""
    opening = not text[: word.first.start].strip(" \"'“‘(")
    return row.rival and row.group not in _IN_NAMES and word.first.text[0].isupper() and not opening


_Places = Mapping[Row, list[_Said]]


def _turned_into(row: Row, ours: _Places, theirs: _Places) -> Iterator[_Said]:
    """Words of the translation that say another row of the group, more often than the original does.

    A word that a third word of the original explains ("rendah" the "lower" behind "peningkatan") tells nothing.
    """
    third = [said for known, said in theirs.items() if known in ours and known.group != row.group]
    explained = {word.first.start for said in third for word in said}
    for other, said in theirs.items():
        clear = [word for word in said if word.clear and word.first.start not in explained]
        more = other.group == row.group and len(clear) > len(ours.get(other, ()))
        if more and not any(word.denied for word in clear):
            yield clear[0]


def _finding(pair: Pair, ours: _Said, theirs: _Said) -> Finding:
    source_span, target_span = (ours.first.start, ours.last.end), (theirs.first.start, theirs.last.end)
    source, target = pair.source[slice(*source_span)], pair.target[slice(*target_span)]
    message = f"“{source}” became “{target}” in the translation"
    message = message if ours.row.rival else f"{message}: the opposite"
    return Finding(Kind.OPPOSITE, Level.ERROR, source, target, message, source_span, target_span)


_Entry = tuple[tuple[str, ...], Row, bool]  # words, what they say, and whether they say it clearly
_Index = Mapping[str, Sequence[_Entry]]


@cache
def _rows() -> tuple[Row, ...]:
    rows = [(fields, name == "rivals") for name in ("opposites", "rivals") for fields in table(name)]
    return tuple(_row(place, *fields, rival=rival) for place, (fields, rival) in enumerate(rows))


def _row(place: int, group: str, source: str, english: str, excuses: str = "", *, rival: bool) -> Row:
    first, second, third = (tuple(field.split("|")) for field in (source, english, excuses))
    return Row(place, group, first, second, third, rival)


@cache
def _indonesian() -> _Index:
    return _index((form, row, True) for row in _rows() for form in row.source)


@cache
def _english() -> _Index:
    clear = [(form, row, True) for row in _rows() for form in row.english]
    return _index([*clear, *((form, row, False) for row in _rows() for form in row.excuses)])


def _index(forms: Iterable[tuple[str, Row, bool]]) -> _Index:
    """By the first word; a phrase comes before its beginning."""
    found: dict[str, list[tuple[tuple[str, ...], Row, bool]]] = defaultdict(list)
    for form, row, clear in forms:
        # Most are one word: the rule for texts is kept for what needs it.
        words = (form.lower(),) if form.isalpha() else tuple(t.lower for t in tokenize(form) if t.kind == "word")
        if words:
            found[words[0]].append((words, row, clear))
    return {first: sorted(entries, key=lambda entry: -len(entry[0])) for first, entries in found.items()}


def _with_bare(word: str) -> frozenset[str]:
    return frozenset((word, *without_clitics(word)))


@remembered(256)
def _read_indonesian(text: str) -> _Places:
    return _read(text, _beginning_in_indonesian, _with_bare, _DENIALS)


@remembered(256)
def _read_english(text: str) -> _Places:
    return _read(text, _beginning_in_english, lemmas, _ENGLISH_DENIALS)


@remembered(8192)
def _beginning_in_indonesian(word: str) -> Sequence[_Entry]:
    return [entry for form in _with_bare(word) for entry in _indonesian().get(form, ())]


@remembered(8192)
def _beginning_in_english(word: str) -> Sequence[_Entry]:
    return [entry for form in lemmas(word) for entry in _english().get(form, ())]


def _read(
    text: str,
    beginning: Callable[[str], Sequence[_Entry]],
    forms: Callable[[str], frozenset[str]],
    denials: frozenset[str],
) -> dict[Row, list[_Said]]:
    """What stands in ``text``, by row; of phrases that begin with one word (``beginning``) the longest counts."""
    tokens = [token for token in tokenize(text) if token.kind == "word"]
    said: dict[Row, list[_Said]] = defaultdict(list)
    end = 0  # behind the last phrase of several words: "timur" of "timur laut" is no east
    for place, token in enumerate(tokens):
        if place < end:
            continue
        found = [
            (len(words), row, clear)
            for words, row, clear in beginning(token.lower)
            if len(words) == 1 or _follow(text, tokens[place : place + len(words)], words, forms)
        ]
        if not found:
            continue
        longest = max(length for length, _, _ in found)
        before = [other.lower for other in tokens[max(0, place - _REACH) : place]]
        denied = any(word in denials or word.endswith("n't") for word in before)
        last = tokens[place + longest - 1]
        for row in dict.fromkeys(row for length, row, _ in found if length == longest):
            said[row].append(_Said(row, token, last, clear=(longest, row, True) in found, denied=denied))
        end = place + longest
    return said


def _follow(text: str, tokens: Sequence[Token], words: Sequence[str], forms: Callable[[str], frozenset[str]]) -> bool:
    """Whether ``tokens`` are the phrase ``words``, with nothing between them but spaces and hyphens."""
    if len(tokens) != len(words) or not all(
        word in forms(token.lower) for word, token in zip(words, tokens, strict=True)
    ):
        return False
    return all(text[one.end : two.start].strip() in {"", "-"} for one, two in pairwise(tokens))
