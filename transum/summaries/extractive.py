"""The default summarizer: the article's own sentences, chosen by a trained scorer, each its own evidence."""

from typing import Final

from transum.document import Role, SentencePair, Summary, SummarySentence, Translation
from transum.engines.encoder import Encoder
from transum.shelf.manifest import Manifest, embedded
from transum.summaries.anew import Retranslate
from transum.summaries.features import Passage
from transum.summaries.protocol import Limit
from transum.summaries.scorer import Scorer
from transum.summaries.select import Budget, select

METHOD: Final = "extractive"

# Where a summary is taken from: the first of these that the article has at all.
_TIERS: Final = (frozenset({Role.BODY, Role.LIST_ITEM}), frozenset({Role.HEADING}), frozenset(Role))


class ExtractiveSummarizer:
    """Chooses sentences of the original and shows their translations, in the article's order.

    Nothing is reworded, so nothing can be invented. Boilerplate (bylines, captions, "Baca juga") is never chosen
    where the article has anything else. Thread-safe as far as ``encoder`` is; raises ``ModelError``.
    """

    def __init__(self, encoder: Encoder, retranslate: Retranslate | None = None) -> None:
        self._encoder = encoder
        self._retranslate = retranslate
        self._folder = embedded("summarizer")
        self._scorer = Scorer.load(self._folder)

    @property
    def fingerprint(self) -> str:
        """Everything that its summaries depend on besides the article: the weights of the scorer and the encoder."""
        manifest = Manifest.read(self._folder)
        return f"{METHOD}, {manifest.name} {manifest.version} {manifest.files}, {self._encoder.fingerprint}"

    def summarize(self, translation: Translation, limit: Limit) -> Summary:
        """At most ``limit``, and at least one sentence of an article that has one, whatever it costs."""
        ids = candidates(translation)
        if not ids:
            return Summary(METHOD)
        pairs = [translation.pairs[number - 1] for number in ids]
        paragraph_of = {
            number: paragraph for paragraph, numbered in enumerate(translation.by_paragraph()) for number, _ in numbered
        }
        passage = Passage(
            tuple(" ".join(pair.source.text.split()) for pair in pairs), tuple(paragraph_of[number] for number in ids)
        )
        vectors = self._encoder.encode(passage.texts)
        scores = self._scorer.score(passage, vectors)
        chosen = select(passage, scores, vectors, budget(pairs, limit, len(translation.pairs)))
        return Summary(
            METHOD,
            tuple(SummarySentence(shown(pairs[index]), (ids[index],), passage.texts[index]) for index in chosen),
        )


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


def budget(pairs: list[SentencePair], limit: Limit, total: int) -> Budget:
    """``limit`` for sentences to choose from, where the article has ``total`` in all; words are those of the English.

    >>> budget([], Limit(20, "percent"), 14)
    Budget(size=3, costs=())
    """
    if limit.unit == "words":
        return Budget(limit.amount, tuple(max(1, len(shown(pair).split())) for pair in pairs))
    return Budget(limit.sentences(total), (1,) * len(pairs))
