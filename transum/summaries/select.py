"""Which sentences make the summary: the most, and the most different, of what matters that the limit allows.

Greedy search for a monotone submodular aim (Lin & Bilmes 2011): the scorer's probability of each sentence, plus the
weight of the article's concepts (words, names and numbers that it repeats) that the summary names at least once. A
sentence is only ever taken together with those it can't be understood without.
"""

import heapq
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from transum.summaries.features import Passage, leaning, refers_back, words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COVERAGE: Final = 0.05  # weight of an average sentence's concepts beside a score of one
DUPLICATE: Final = 0.95  # cosine of sentences that may say the same (unrelated ones are near 0.78)
SHARED: Final = 0.6  # share of the shorter one's words that the other must have too
FLOOR: Final = 0.28  # of the best score: where words are counted, what scores less is not worth the reader's time
LONGEST_CHAIN: Final = 12  # sentences; where each leans on the one before, a summary can't begin at the beginning
LONGEST_QUOTE: Final = 6  # sentences; a mark left open for longer is a slip of the pen

_OPENING: Final = re.compile(r"^\W*[\"“]")
SPEECH: Final = re.compile(
    r"\b(?:kata|ujar|tutur|ucap|ungkap|jelas|tegas|imbuh|tambah|papar|lanjut|sambung|terang|sebut|pungkas|tandas|jawab"
    r"|cetus|beber|seloroh|demikian|dikutip|said|says|added|told|asked|wrote)(?:nya)?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Budget:
    """How much a summary may hold: ``size``, in the unit of ``costs`` (one each, or words of the translation).

    ``fill`` says that as much is wanted as fits; otherwise ``size`` is only a limit.
    """

    size: int
    costs: tuple[int, ...]
    fill: bool = True

    def cost(self, group: AbstractSet[int]) -> int:
        """What a group of sentences takes of the budget."""
        return sum(self.costs[index] for index in group)


def quote_spans(texts: Sequence[str]) -> list[range]:
    """The runs of sentences over which one quotation is spread; a run ends with the sentence that closes it.

    >>> quote_spans(['"Kami siap.', 'Kami maju," kata Budi.', "Ia pergi."])
    [range(0, 2)]
    """
    spans = []
    start = None
    for index, text in enumerate(texts):
        opens = text.count("“") - text.count("”")
        toggles = text.count('"') % 2 == 1
        if start is None and (opens > 0 or (toggles and not opens)):
            start = index
        elif start is not None and (opens < 0 or toggles):
            spans.append(range(start, index + 1))
            start = None
    return [span for span in spans if len(span) <= LONGEST_QUOTE]


def companions(passage: Passage) -> list[frozenset[int]]:
    """For each sentence the group that it is understood in: itself, what it refers to, and its quotation's speaker.

    >>> companions(Passage(("Harga naik.", "Namun, beras turun.", "Hal itu wajar."), (0, 0, 0)))
    [frozenset({0}), frozenset({0, 1}), frozenset({0, 1, 2})]
    """
    groups = [frozenset({index}) for index in range(len(passage.texts))]
    spans = {index: span for span in quote_spans(passage.texts) for index in span}
    namings = _namings(passage)
    for index in range(len(passage.texts)):
        group = set(spans.get(index, (index,)))
        needed = _needed(passage, namings, min(group), max(group))
        if needed is not None:
            group |= groups[needed] if len(groups[needed]) < LONGEST_CHAIN else {needed}
        speaker = max(spans.get(index, (index,))) + 1
        if index in spans and _names_speaker(passage, speaker - 1):
            group.add(speaker)
        groups[index] = frozenset(group)
    return groups


def _namings(passage: Passage) -> list[int]:
    """For each sentence the last one up to it that neither means a person without a name nor opens a quotation, or 0.

    A person is named once and then quoted and meant for sentences: the naming is what a reader needs.
    """
    found: list[int] = []
    for index, text in enumerate(passage.texts):
        leans = index > 0 and (leaning(text) == "person" or _OPENING.match(text))
        found.append(found[-1] if leans else index)
    return found


# "Dalam pertemuan tersebut, keduanya sepakat": what is meant stands before, though nothing as short as "itu" opens it.
_POINTS_BACK: Final = re.compile(r"\W*(?:[\w-]+\s+){1,4}?(?:itu|tersebut)\b", re.IGNORECASE)


def points_back(text: str) -> bool:
    """Whether the first words of a sentence point at what was said before it, so that it is no summary alone.

    >>> points_back("Dalam pertemuan tersebut, keduanya sepakat."), points_back("Kim akan bertemu Putin.")
    (True, False)
    """
    return refers_back(text) or bool(_POINTS_BACK.match(text))


def _continues(text: str) -> bool:
    """Whether a sentence begins in small letters, as a line of a poem does or what a slip cut off."""
    return bool(_SMALL.match(text))


_SMALL: Final = re.compile(r"[a-z]{2,}\b")


def _needed(passage: Passage, namings: Sequence[int], first: int, last: int) -> int | None:
    """The earlier sentence without which those from ``first`` to ``last`` can't be understood, if there is one."""
    kind = "before" if _continues(passage.texts[first]) else leaning(passage.texts[first])
    if not first or not (kind in {"before", "person"} or _unattributed(passage, first, last)):
        return None
    return first - 1 if kind == "before" else namings[first - 1]


def _unattributed(passage: Passage, first: int, last: int) -> bool:
    """Whether a quotation stands without a speaker, who is then the one of the sentence before."""
    text = passage.texts[first]
    return bool(_OPENING.match(text)) and not SPEECH.search(re.sub(r"[\"“][^\"“”]*[\"”]", "", passage.texts[last]))


def _names_speaker(passage: Passage, last: int) -> bool:
    """Whether the sentence behind a quotation begins with its verb of speech, as in ``kata Budi.``."""
    if last + 1 >= len(passage.texts):
        return False
    follower = passage.texts[last + 1].lstrip()
    return bool(follower[:1].islower() and SPEECH.match(follower))


def select(
    passage: Passage,
    scores: "NDArray[np.float32]",
    vectors: "NDArray[np.float32]",
    budget: Budget,
    *,
    barred: AbstractSet[int] = frozenset(),
) -> tuple[int, ...]:
    """The indices of the sentences to keep, in the article's order; never none, and within the budget if one fits.

    Of sentences that say the same only one is kept, so that fewer than the budget allows may come out; so it is where
    words are counted and what is left matters little. ``barred`` are kept only for others that lean on them.
    """
    groups = companions(passage)
    concepts = _concepts(passage)
    chosen: set[int] = set()
    named: set[str] = set()

    def worth(index: int) -> float:
        new = groups[index] - chosen
        value = sum(float(scores[i]) for i in new)
        fresh = {word: weight for i in new for word, weight in concepts[i].items() if word not in named}
        size = max(1, len(new))  # a group is worth what its sentences are worth on average
        return float((value + COVERAGE * sum(fresh.values())) / size)

    floor = 0.0 if budget.fill else FLOOR * float(max(scores))
    spent = 0
    repeats = _Repeats(passage, vectors)
    for index in _lazily(worth, len(passage.texts)):
        new = groups[index] - chosen
        cost = budget.cost(new)
        if not new or index in barred or (chosen and scores[index] < floor) or spent + cost > budget.size:
            continue
        if repeats.any_of(index):
            continue
        chosen |= new
        spent += cost
        repeats.add(new)
        named.update(word for i in new for word in concepts[i])
    return tuple(sorted(chosen)) or (best_alone(passage, scores, budget, barred),)


def _lazily(worth: Callable[[int], float], size: int) -> Iterator[int]:
    """Indices in order of their worth at the moment, which hardly ever grows (Minoux 1978)."""
    heap = [(-worth(index), index) for index in range(size)]
    heapq.heapify(heap)
    while heap:
        _, index = heapq.heappop(heap)
        now = -worth(index)
        if heap and now > heap[0][0] + 1e-9:
            heapq.heappush(heap, (now, index))
        else:
            yield index


def _concepts(passage: Passage) -> list[dict[str, float]]:
    """For each sentence its words that the article repeats, weighted so that the sentences' mean total is one."""
    bags = [{word for word in words(text) if len(word) > 3 or word.isdigit()} for text in passage.texts]
    spread = Counter(word for bag in bags for word in bag)
    weighted = [{word: math.log(spread[word]) for word in bag if spread[word] > 1} for bag in bags]
    mean = sum(sum(bag.values()) for bag in weighted) / len(bags)
    return [{word: weight / mean for word, weight in bag.items()} for bag in weighted]


class _Repeats:
    """Knows the sentences that a summary has, to tell which others would say nothing new."""

    def __init__(self, passage: Passage, vectors: "NDArray[np.float32]") -> None:
        import numpy as np

        self._passage = passage
        self._vectors = vectors
        self._told: list[int] = []
        self._theirs = np.empty_like(vectors)  # as many rows as there are told
        self._bags: set[frozenset[str]] = set()

    def add(self, places: Iterable[int]) -> None:
        """The summary has these as well."""
        for place in places:
            self._theirs[len(self._told)] = self._vectors[place]
            self._told.append(place)
            self._bags.add(self._bag(place))

    def any_of(self, index: int) -> bool:
        """Whether one of them says all that sentence ``index`` does: near in meaning, in words, and in its numbers."""
        mine = self._bag(index)
        if mine in self._bags:
            return True
        near = self._theirs[: len(self._told)] @ self._vectors[index] >= DUPLICATE
        return any(says_all(mine, self._bag(self._told[place])) for place in near.nonzero()[0])

    def _bag(self, place: int) -> frozenset[str]:
        return frozenset(words(self._passage.texts[place]))


def says_all(mine: AbstractSet[str], theirs: AbstractSet[str]) -> bool:
    """Whether the words of one sentence hold the numbers of another and most of its words."""
    numbers = {word for word in mine if any(character.isdigit() for character in word)}
    return numbers <= theirs and len(mine & theirs) >= SHARED * max(1, min(len(mine), len(theirs)))


def _stands_alone(text: str) -> bool:
    return not (points_back(text) or _continues(text))


def best_alone(
    passage: Passage, scores: "NDArray[np.float32]", budget: Budget, barred: AbstractSet[int] = frozenset()
) -> int:
    """The sentence that a summary of one sentence is: the best that fits, or where none does the shortest."""
    fitting = [index for index, cost in enumerate(budget.costs) if cost <= budget.size]
    fitting = [index for index in fitting if index not in barred] or fitting
    if fitting:
        return max(fitting, key=lambda index: (_stands_alone(passage.texts[index]), float(scores[index])))
    return min(range(len(budget.costs)), key=budget.costs.__getitem__)
