"""Which sentences together make the best summary of about so many words.

Editors of news write to a length: IndoSum's references have 59 words, give or take four, whatever the article. So the
sentences are not taken one by one, the best first, until nothing fits: of the best candidates every set is looked at,
and the one with the most log-odds wins, less what it is shorter or longer than was aimed at.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Final

from transum.summaries.features import Passage, words
from transum.summaries.select import DUPLICATE, Budget, best_alone, companions, says_all, select

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST: Final = 10  # candidates; with those that they lean on a few more
_WITH_COMPANIONS: Final = 13  # 8,191 sets
AIM: Final = 0.85  # of the budget: a limit is not to be touched by the average summary
SLACK: Final = 0.2  # of the budget: so far from the aim a set loses half a log-odds
_SURE: Final = 0.01  # no score is nearer to 0 or 1


def fill(
    passage: Passage,
    scores: "NDArray[np.float32]",
    vectors: "NDArray[np.float32]",
    budget: Budget,
    *,
    barred: AbstractSet[int] = frozenset(),
) -> tuple[int, ...]:
    """The indices of the sentences to keep, in the article's order; never none, and within the budget if one fits.

    ``scores`` are probabilities. A sentence comes with those that it can't be understood without, no two say the same,
    and ``barred`` ones are kept only for others that lean on them. A budget that the candidates together don't use up
    is filled one by one.
    """
    import numpy as np

    groups = companions(passage)
    odds = _log_odds(scores)
    places = _candidates(groups, odds, budget, barred)
    if not places:
        return (best_alone(passage, scores, budget, barred),)
    if len(places) >= MOST and budget.cost(frozenset(places)) < budget.size:
        return select(passage, scores, vectors, budget, barred=barred)
    sets = ((np.arange(1, 2 ** len(places))[:, None] >> np.arange(len(places))) & 1).astype(bool)
    size = sets @ np.array([budget.costs[place] for place in places])
    sets = sets[(size <= budget.size) & _whole(sets, places, groups, barred)]
    sets = sets[_says_nothing_twice(sets, places, passage, vectors)]
    if not len(sets):
        return (best_alone(passage, scores, budget, barred),)
    size = sets @ np.array([budget.costs[place] for place in places])
    away = (size / budget.size - AIM) / SLACK
    best = sets[int(np.argmax(sets @ odds[places] - away**2 / 2))]
    return tuple(place for place, taken in zip(places, best, strict=True) if taken)


def _log_odds(scores: "NDArray[np.float32]") -> "NDArray[np.float32]":
    import numpy as np

    sure = np.clip(scores, _SURE, 1 - _SURE)
    return np.asarray(np.log(sure / (1 - sure)), dtype=np.float32)


def _candidates(
    groups: Sequence[frozenset[int]], odds: "NDArray[np.float32]", budget: Budget, barred: AbstractSet[int]
) -> list[int]:
    """The best sentences that fit, with those that they lean on, in the article's order."""
    taken: set[int] = set()
    ranked = sorted((place for place in range(len(groups)) if place not in barred), key=lambda place: -odds[place])
    for place in [place for place in ranked if budget.cost(groups[place]) <= budget.size][:MOST]:
        if len(taken | groups[place]) <= _WITH_COMPANIONS:
            taken |= groups[place]
    return sorted(taken)


def _whole(
    sets: "NDArray[np.bool_]", places: Sequence[int], groups: Sequence[frozenset[int]], barred: AbstractSet[int]
) -> "NDArray[np.bool_]":
    """Which sets hold all that their sentences lean on, and no barred sentence that nothing leans on."""
    import numpy as np

    column = {place: number for number, place in enumerate(places)}
    good = np.ones(len(sets), dtype=bool)
    for place, number in column.items():
        group = groups[place]
        if not group <= column.keys():
            good &= ~sets[:, number]
            continue
        good &= ~sets[:, number] | sets[:, [column[other] for other in group]].all(axis=1)
        if place in barred:
            leaning = [column[other] for other in places if other not in barred and place in groups[other]]
            good &= ~sets[:, number] | sets[:, leaning].any(axis=1)
    return good


def _says_nothing_twice(
    sets: "NDArray[np.bool_]", places: Sequence[int], passage: Passage, vectors: "NDArray[np.float32]"
) -> "NDArray[np.bool_]":
    import numpy as np

    bags = [frozenset(words(passage.texts[place])) for place in places]
    near = vectors[list(places)] @ vectors[list(places)].T >= DUPLICATE
    good = np.ones(len(sets), dtype=bool)
    for one, bag in enumerate(bags):
        for other in range(len(bags)):
            if other != one and (bag == bags[other] or (near[one, other] and says_all(bag, bags[other]))):
                good &= ~(sets[:, one] & sets[:, other])
    return good
