"""Step 3: which sentences the reference would have chosen (the oracle), by greedy ROUGE."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from transum.summaries.features import words


class Bag:
    """Unigrams or bigrams of sentences taken so far, against those of the reference."""

    def __init__(self, target: Counter[str]) -> None:
        self.target, self.taken, self.size, self.overlap = target, Counter[str](), 0, 0

    def gain(self, added: Counter[str]) -> int:
        """How many more n-grams of the reference the summary has with ``added``."""
        return sum(
            min(count, self.target[gram] - self.taken[gram])
            for gram, count in added.items()
            if self.target[gram] > self.taken[gram]
        )

    def f_with(self, added: Counter[str], size: int) -> float:
        """ROUGE-N F (Lin 2004), from 0 to 1, of the sentences taken and ``added``, whose n-grams are ``size``."""
        return 2 * (self.overlap + self.gain(added)) / max(1, self.size + size + self.target.total())

    def take(self, added: Counter[str]) -> None:
        """Add a sentence."""
        self.overlap += self.gain(added)
        self.size += added.total()
        self.taken.update(added)


def grams(text: str) -> tuple[Counter[str], Counter[str]]:
    """Unigrams and bigrams of a text."""
    tokens = words(text)
    return Counter(tokens), Counter(" ".join(pair) for pair in pairwise(tokens))


def rouge12(sentences: Sequence[str], reference: str) -> float:
    """The mean of ROUGE-1 F and ROUGE-2 F of sentences, from 0 to 1: quick, for development only."""
    bags = [Bag(target) for target in grams(reference)]
    for sentence in sentences:
        for bag, added in zip(bags, grams(sentence), strict=True):
            bag.take(added)
    return sum(bag.f_with(Counter(), 0) for bag in bags) / 2


def oracle(sentences: Sequence[str], reference: str, most: int | None = None) -> list[int]:
    """The sentences that greedy search takes, at most ``most``, in the article's order.

    Each step adds the sentence that raises ROUGE-1 + ROUGE-2 F the most; the search ends where none does
    (Nallapati et al. 2017, arXiv 1611.04230).

    >>> oracle(["Harga beras naik.", "Cuaca cerah.", "Di Jawa langka."], "Beras naik. Di Jawa langka.")
    [0, 2]
    """
    candidates = {index: grams(sentence) for index, sentence in enumerate(sentences)}
    bags = [Bag(target) for target in grams(reference)]
    chosen: list[int] = []
    best = 0.0
    while candidates and len(chosen) < (most or len(sentences)):
        scores = {index: _score(bags, added) for index, added in candidates.items()}
        index = max(scores, key=scores.__getitem__)
        if scores[index] <= best + 1e-9:
            break
        best = scores[index]
        chosen.append(index)
        for bag, added in zip(bags, candidates.pop(index), strict=True):
            bag.take(added)
    return sorted(chosen)


def _score(bags: Sequence[Bag], added: Sequence[Counter[str]]) -> float:
    return sum(bag.f_with(one, one.total()) for bag, one in zip(bags, added, strict=True))
