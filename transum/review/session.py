"""Doubts one after the other: where the person stands, what is kept, what is taken back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from transum.document import Article, Document, Level, SentencePair
from transum.indonesian.acronyms import learn
from transum.revise.corrected import by_person


class Store(Protocol):
    """People's translations; what is added is safe when the call returns."""

    def sentences(self, texts: Iterable[str], /) -> dict[str, str]:
        """What is kept of some of ``texts``."""
        ...

    def add_sentence(self, source: str, target: str, /) -> None:
        """Keep it."""
        ...

    def forget_sentence(self, source: str, /) -> None:
        """Keep nothing of it."""
        ...


@dataclass(frozen=True, slots=True)
class Doubt:
    """The sentence ``number`` (from 1) of the article with the index ``article``."""

    article: int
    number: int


@dataclass(frozen=True, slots=True)
class _Decision:
    place: int
    source: str
    target: str
    before: str | None  # what was kept of the sentence until then


def needy(articles: Iterable[Article], is_begun: Callable[[Article], bool] = lambda _: False) -> list[Article]:
    """The articles that hold a doubt: the one that ``is_begun``, then by errors, warnings, and confidence."""
    doubted = [article for article in articles if any(map(is_doubtful, article.translation.pairs))]
    return sorted(doubted, key=lambda article: (not is_begun(article), *_need(article)))


def is_doubtful(pair: SentencePair) -> bool:
    """Whether somebody should look at it."""
    return (pair.level or Level.INFO) > Level.INFO


def _need(article: Article) -> tuple[int, int, float, str]:
    pairs = article.translation.pairs
    judged = [pair.confidence for pair in pairs if pair.confidence is not None]
    sure = sum(judged) / len(judged) if judged else 1.0
    return -sum(pair.level is Level.ERROR for pair in pairs), -article.warnings, sure, article.source.path


class Session:
    """The doubts of ``articles``, in their order; at least one.

    What a person keeps of a sentence holds for every sentence of the same words. ``moved`` is called with each doubt
    that comes to be shown.
    """

    def __init__(self, articles: Iterable[Article], store: Store, moved: Callable[[Article, int], None]) -> None:
        self.articles = tuple(articles)
        self.doubts = tuple(
            Doubt(index, number)
            for index, article in enumerate(self.articles)
            for number, pair in enumerate(article.translation.pairs, start=1)
            if is_doubtful(pair)
        )
        self.place = 0
        self._store = store
        self._moved = moved
        self._decisions: list[_Decision] = []
        self._said: dict[str, str] = {}

    @property
    def article(self) -> Article:
        """That of the doubt."""
        return self.articles[self.doubts[self.place].article]

    @property
    def document(self) -> Document:
        """The original of the article."""
        return self.article.document

    @property
    def number(self) -> int:
        """The sentence in doubt, from 1."""
        return self.doubts[self.place].number

    @property
    def original(self) -> SentencePair:
        """The sentence as it was when the session began."""
        return self.original_at(self.place)

    def original_at(self, place: int) -> SentencePair:
        """The sentence of the doubt at ``place``, as it was when the session began."""
        doubt = self.doubts[place]
        return self.articles[doubt.article].translation.pairs[doubt.number - 1]

    @property
    def pair(self) -> SentencePair:
        """The sentence in doubt, or what was made of it."""
        return self.with_decision(self.original)

    def with_decision(self, pair: SentencePair) -> SentencePair:
        """``pair``, or what a person said of its sentence in this session."""
        text = pair.source.text
        if text not in self._said:
            return pair
        definitions = {short: long for short, long in learn(self.document).items() if short in text}
        return by_person(pair.source, self._said[text], definitions)

    @property
    def standing(self) -> str:
        """Where the person stands: ``3 of 41 doubts, 2 of 7 articles``."""
        article = self.doubts[self.place].article + 1
        return (
            f"{self.place + 1} of {counted(len(self.doubts), 'doubt')}, "
            f"{article} of {counted(len(self.articles), 'article')}"
        )

    @property
    def left(self) -> int:
        """How many doubts nobody has decided on."""
        return sum(not self._is_decided(place) for place in range(len(self.doubts)))

    @property
    def accepted(self) -> int:
        """How many translations were kept as they were."""
        return sum(self._said[source] == was for source, was in self._decided.items())

    @property
    def corrected(self) -> int:
        """How many were kept in other words."""
        return len(self._decided) - self.accepted

    def go_to(self, place: int) -> bool:
        """Show that doubt; whether there is one."""
        if not 0 <= place < len(self.doubts):
            return False
        self.place = place
        self._moved(self.article, self.number)
        return True

    def keep(self, text: str) -> bool:
        """Keep ``text`` as the sentence's translation, and go on; whether there is another doubt to go on to."""
        source = self.original.source.text
        before = self._store.sentences([source]).get(source)
        self._store.add_sentence(source, text)
        self._decisions.append(_Decision(self.place, source, text, before))
        self._said[source] = text
        places = [*range(self.place + 1, len(self.doubts)), *range(self.place)]
        undecided = next((place for place in places if not self._is_decided(place)), None)
        return undecided is not None and self.go_to(undecided)

    def take_back(self) -> bool:
        """Take the last decision back, and show its doubt; whether there was one."""
        if not self._decisions:
            return False
        *others, last = self._decisions
        earlier = [one.target for one in others if one.source == last.source]
        if last.before is None:
            self._store.forget_sentence(last.source)
        else:
            self._store.add_sentence(last.source, last.before)
        self._decisions.pop()  # not before the store has: what can't be taken back still holds
        if earlier:
            self._said[last.source] = earlier[-1]
        else:
            del self._said[last.source]
        return self.go_to(last.place)

    def _is_decided(self, place: int) -> bool:
        return self.original_at(place).source.text in self._said

    @property
    def _decided(self) -> dict[str, str]:
        """Sentences that were decided on, each with its translation as it was."""
        return {one.source: self.original_at(one.place).target for one in self._decisions}


def counted(number: int, what: str) -> str:
    """A number of things.

    >>> counted(1, "doubt"), counted(41, "doubt")
    ('1 doubt', '41 doubts')
    """
    return f"{number:,} {what}{'' if number == 1 else 's'}"
