"""The default summarizer: the article's own sentences, chosen by a trained scorer, shortened, each its own evidence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from transum.document import Level, Role, SentencePair, Summary, SummarySentence, Translation
from transum.engines.encoder import Encoder
from transum.segment.roles import without_mark
from transum.shelf.manifest import Manifest, embedded
from transum.summaries.anew import Retranslate
from transum.summaries.avoid import answers, avoided
from transum.summaries.compress import Compressor, Shortened, Surroundings, acronyms, surroundings
from transum.summaries.features import Passage
from transum.summaries.fill import fill
from transum.summaries.opinion import anecdotes, is_opinion, theses
from transum.summaries.protocol import Limit
from transum.summaries.scorer import Scorer
from transum.summaries.select import Budget, points_back, select

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

METHOD: Final = "extractive"
PART: Final = 0.5  # of an article's words: what is longer is no summary of it
ANSWER: Final = 0.9  # of the best score: what an answer of an interview or a fact of a list is worth at least
ANECDOTE: Final = 0.2  # of its score: what is left of what who writes tells of themselves

_DASHES: Final = ("-", "–", "—")

# Where a summary is taken from: the first of these that the article has at all.
_TIERS: Final = (frozenset({Role.BODY, Role.LIST_ITEM}), frozenset({Role.HEADING}), frozenset(Role))


@dataclass(frozen=True, slots=True)
class _Story:
    """What a summary may choose from: ids from 1, their pairs, and the same as the selection sees them."""

    ids: tuple[int, ...]
    pairs: tuple[SentencePair, ...]
    passage: Passage
    around: tuple[Surroundings, ...]


class ExtractiveSummarizer:
    """Chooses sentences of the original, shortens them, and shows their translations, in the article's order.

    Nothing is reworded, so nothing can be invented; what is shortened is translated anew by ``retranslate``, and where
    the new translation is worse than the old one the whole sentence stands. Without ``retranslate`` every sentence is
    whole. Boilerplate (bylines, captions, "Baca juga"), lead-ins and headings of lists are never chosen where the
    article has anything else. Thread-safe as far as its engines are; raises ``ModelError``.
    """

    def __init__(self, encoder: Encoder, retranslate: Retranslate | None = None) -> None:
        self._encoder = encoder
        self._retranslate = retranslate
        self._folder = embedded("summarizer")
        self._scorer = Scorer.load(self._folder)
        self._compressor = Compressor.load(self._folder)

    @property
    def fingerprint(self) -> str:
        """Everything that its summaries depend on besides the article and the translator: weights and encoder."""
        manifest = Manifest.read(self._folder)
        how = "shortened" if self._retranslate else "whole"
        return f"{METHOD}, {how}, {manifest.name} {manifest.version} {manifest.files}, {self._encoder.fingerprint}"

    def summarize(self, translation: Translation, limit: Limit) -> Summary:
        """At most ``limit``, and at least one sentence of an article that has one, whatever it costs."""
        story = _story(translation)
        if not story.ids:
            return Summary(METHOD)
        vectors = self._encoder.encode(story.passage.texts)
        scores = _of_its_kind(translation, story.passage.texts, self._scorer.score(story.passage, vectors))
        short = self._shortened(story)
        passage = Passage(tuple(one.text for one in short), story.passage.paragraphs)
        # How long editors write, and that they mean it, was learnt from Indonesian ones.
        choose = fill if limit.unit == "words" and self._retranslate else select
        size = budget(story.pairs, limit, len(translation.pairs), short)
        barred = avoided(translation, story.pairs, vectors)
        if limit.unit != "words" and size.size == 1:
            barred = _no_beginning(passage.texts, barred)
        chosen = choose(passage, scores, vectors, size, barred=barred)
        told = [_unmarked(sentence, story) for sentence in self._told(story, chosen, short)]
        return Summary(METHOD, tuple(_within(told, [float(scores[index]) for index in chosen], limit)))

    def _shortened(self, story: _Story) -> list[Shortened]:
        """Every sentence as the summary would have it if it had no other."""
        if not self._retranslate:
            return [Shortened(text, ()) for text in story.passage.texts]
        return [
            Shortened(" ".join(pair.source.text.split()), ())
            if pair.by_person
            else self._compressor.shorten(pair.source.text, around)
            for pair, around in zip(story.pairs, story.around, strict=True)
        ]

    def _told(self, story: _Story, chosen: Sequence[int], short: Sequence[Shortened]) -> list[SummarySentence]:
        """The chosen sentences, each as short as it may be in the company of the others."""
        if not self._retranslate:
            return [_whole(story, index) for index in chosen]
        final = {
            index: self._compressor.shorten(
                story.pairs[index].source.text,
                story.around[index],
                connected=index - 1 in chosen and index > 0,
                needed=acronyms(short[other].text for other in chosen if other > index),
            )
            for index in chosen
        }
        # A person's words are a person's as a whole: what is left of them would be a model's.
        changed = [index for index in chosen if final[index].left_out and not story.pairs[index].by_person]
        anew = dict(zip(changed, self._retranslate([final[index].text for index in changed]), strict=True))
        return [
            _retold(story, index, final[index], anew[index])
            if index in anew and _is_as_good(anew[index], story.pairs[index])
            else _without_dateline(story, index, final[index])
            for index in chosen
        ]


def _story(translation: Translation) -> _Story:
    ids = candidates(translation)
    pairs = tuple(translation.pairs[number - 1] for number in ids)
    paragraph_of = {
        number: paragraph for paragraph, numbered in enumerate(translation.by_paragraph()) for number, _ in numbered
    }
    texts = tuple(" ".join(pair.source.text.split()) for pair in pairs)
    passage = Passage(texts, tuple(paragraph_of[number] for number in ids))
    return _Story(ids, pairs, passage, tuple(surroundings(texts)))


def _of_its_kind(
    translation: Translation, texts: Sequence[str], scores: "NDArray[np.float32]"
) -> "NDArray[np.float32]":
    """Scores for what news has not taught the scorer: a list's facts, an interview's answers, an opinion's thesis.

    Facts and answers come right behind its best sentence, a thesis before it; what an opinion tells of who writes it,
    and an interview of how it was made, counts for less.
    """
    best = float(scores.max())
    changed = scores.copy()
    told = sorted(answers(texts))
    changed[told] = ANSWER * best + (1 - ANSWER) * scores[told]
    if told and texts[told[0] - 1].endswith("?"):  # "Ia menerima kami di kantornya": how an interview came about
        changed[1 : told[0] - 1] *= ANECDOTE
    if is_opinion(translation, texts):
        if not told:  # who answers tells of themselves, as they were asked to
            changed[sorted(anecdotes(texts))] *= ANECDOTE
        for place in theses(texts):
            changed[place] = best + (1 - ANSWER) * (1 - best)
    return changed


def _no_beginning(texts: Sequence[str], barred: frozenset[int]) -> frozenset[int]:
    """``barred``, and what leans on a sentence before it: alone, "pertemuan itu" is none that anybody knows."""
    more = barred | {place for place, text in enumerate(texts) if points_back(text)}
    return more if len(more) < len(texts) else barred


def _unmarked(sentence: SummarySentence, story: _Story) -> SummarySentence:
    """An item of a list without its mark: a summary is no list."""
    pair = story.pairs[story.ids.index(sentence.evidence[0])]
    if pair.source.role is not Role.LIST_ITEM:
        return sentence
    return replace(sentence, text=without_mark(sentence.text), original=without_mark(sentence.original))


def _whole(story: _Story, index: int) -> SummarySentence:
    return SummarySentence(shown(story.pairs[index]), (story.ids[index],), story.passage.texts[index])


def _without_dateline(story: _Story, index: int, short: Shortened) -> SummarySentence:
    """The whole sentence, but for a dateline that the translation has to the letter: "JAKARTA, DETIKCOM - "."""
    whole, pair = _whole(story, index), story.pairs[index]
    start, end = short.left_out[0] if short.left_out else (0, 0)
    dateline = pair.source.text[:end]
    is_dateline = end > 0 == start and dateline.rstrip().endswith(_DASHES)
    if pair.by_person or not is_dateline or not pair.target.startswith(dateline):
        return whole
    number = story.ids[index]
    original = " ".join(pair.source.text[end:].split())
    return replace(whole, text=pair.target[end:], original=original, left_out=((number, 0, end),))


def _retold(story: _Story, index: int, short: Shortened, pair: SentencePair) -> SummarySentence:
    number = story.ids[index]
    left_out = tuple((number, start, end) for start, end in short.left_out)
    return SummarySentence(pair.target, (number,), short.text, pair.findings, left_out)


def _is_as_good(anew: SentencePair, before: SentencePair) -> bool:
    """Whether the translation of the shortened sentence may stand: there is one, with no new error and few doubts."""
    return (
        bool(anew.target)
        and _doubts(anew, Level.ERROR) <= _doubts(before, Level.ERROR)
        and (_doubts(anew, Level.WARNING) <= _doubts(before, Level.WARNING) + 1)
    )


def _doubts(pair: SentencePair, level: Level) -> int:
    return sum(finding.level >= level for finding in pair.findings)


def _within(told: Sequence[SummarySentence], scores: Sequence[float], limit: Limit) -> list[SummarySentence]:
    """``told`` without the least important ones where the translations are longer than was to be expected."""
    kept = list(range(len(told)))
    while limit.unit == "words" and len(kept) > 1 and _size(told[place] for place in kept) > limit.amount:
        kept.remove(min(kept, key=scores.__getitem__))
    return [told[place] for place in kept]


def candidates(translation: Translation) -> tuple[int, ...]:
    """The ids, from 1, of the sentences that a summary may take; none only for a text without a sentence."""
    numbered = list(enumerate(translation.pairs, start=1))
    telling = [(number, pair) for number, pair in numbered if any(map(str.isalnum, pair.source.text))] or numbered
    for tier in _TIERS:
        ids = tuple(number for number, pair in telling if pair.source.role in tier)
        if ids:
            return ids
    return ()


def shown(pair: SentencePair) -> str:
    """The sentence as an English summary shows it: its translation, or the original where there is none."""
    return pair.target or " ".join(pair.source.text.split())


def budget(pairs: Sequence[SentencePair], limit: Limit, total: int, short: Sequence[Shortened] | None = None) -> Budget:
    """``limit`` for sentences to choose from, where the article has ``total`` in all; words are those of the English.

    What is ``short`` is expected to have as many fewer English words as it has fewer Indonesian ones. Words are never
    more than a ``PART`` of the article's.

    >>> budget([], Limit(20, "percent"), 14)
    Budget(size=3, costs=())
    """
    if limit.unit != "words":
        return Budget(limit.sentences(total), (1,) * len(pairs))
    shares = [_share(one, pair) for one, pair in zip(short, pairs, strict=True)] if short else [1.0] * len(pairs)
    sizes = [len(shown(pair).split()) for pair in pairs]
    costs = tuple(max(1, round(share * size)) for share, size in zip(shares, sizes, strict=True))
    return Budget(min(limit.amount, round(PART * sum(sizes))), costs, fill=False)


def _share(short: Shortened, pair: SentencePair) -> float:
    return len(short.text.split()) / max(1, len(pair.source.text.split()))


def _size(told: Iterable[SummarySentence]) -> int:
    return sum(len(sentence.text.split()) for sentence in told)
