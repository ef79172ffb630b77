"""Which sentences of the article support a sentence of a summary, and what it says that none of them does."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from transum.checks import has_errors
from transum.document import Role, SummarySentence, Translation
from transum.engines.encoder import Encoder
from transum.facts.statements import facts_of, missing
from transum.facts.tokens import Language

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST: Final = 3  # evidence a sentence
_SAME: Final = 0.02  # cosine within which two sentences of the article support a sentence equally
_FAR: Final = 0.06  # cosine below the best beyond which shared facts are a coincidence
_FACT: Final = 0.02  # what a shared fact is worth, in cosine


def align(
    sentences: Sequence[str],
    translation: Translation,
    encoder: Encoder,
    *,
    most: int = MOST,
    language: Language = "en",
) -> tuple[SummarySentence, ...]:
    """Each sentence of a summary in ``language`` with its evidence (1 to ``most`` ids, in order) and its findings.

    Evidence is near in meaning to the sentence, in either language, or states facts of it that nearer sentences don't.
    A number, date or name that the article states nowhere is a finding of level error: "not in the article: …". No
    sentences for an article without any, since nothing could support them.
    """
    if not translation.pairs or not sentences:
        return ()
    nearness = _nearness(sentences, translation, encoder)
    stated = [_terms(f"{pair.target} {pair.source.text}") for pair in translation.pairs]
    facts = facts_of(translation)
    supported = []
    for sentence, row in zip(sentences, nearness, strict=True):
        ids = _evidence(_terms(sentence), row, stated, most)
        original = " ".join(" ".join(translation.pairs[index].source.text.split()) for index in ids)
        findings = missing(sentence, facts, language=language)
        supported.append(SummarySentence(sentence, tuple(index + 1 for index in ids), original, findings))
    return tuple(supported)


def faithful(sentences: Iterable[SummarySentence]) -> tuple[SummarySentence, ...]:
    """The sentences without a finding of level error; there may be none."""
    return tuple(sentence for sentence in sentences if not has_errors(sentence.findings))


def _nearness(sentences: Sequence[str], translation: Translation, encoder: Encoder) -> "NDArray[np.float32]":
    """Cosines, one row a sentence of the summary; boilerplate of the article ranks behind all else."""
    import numpy as np

    targets = [pair.target or pair.source.text for pair in translation.pairs]
    originals = [" ".join(pair.source.text.split()) for pair in translation.pairs]
    vectors = encoder.encode([*sentences, *targets, *originals])
    ours, theirs = vectors[: len(sentences)], vectors[len(sentences) :]
    cosines = ours @ theirs.T
    best = np.maximum(cosines[:, : len(targets)], cosines[:, len(targets) :])
    telling = np.array([pair.source.role in {Role.BODY, Role.LIST_ITEM, Role.HEADING} for pair in translation.pairs])
    return np.asarray(best - np.where(telling, 0.0, 1.0), dtype=np.float32)


def _evidence(
    wanted: frozenset[str], nearness: "NDArray[np.float32]", stated: Sequence[frozenset[str]], most: int
) -> list[int]:
    """The best sentence by nearness and shared facts, then those that add facts or are as near."""
    worth = [float(near) + _FACT * len(wanted & terms) for near, terms in zip(nearness, stated, strict=True)]
    best = max(range(len(worth)), key=worth.__getitem__)
    chosen = [best]
    told = wanted & stated[best]
    for index in sorted(range(len(worth)), key=lambda index: -worth[index]):
        if len(chosen) == most or index == best:
            continue
        adds = bool((wanted & stated[index]) - told) and nearness[index] > nearness[best] - _FAR
        if adds or nearness[index] > nearness[best] - _SAME / 2:
            chosen.append(index)
            told |= wanted & stated[index]
    return sorted(chosen)


def _terms(text: str) -> frozenset[str]:
    """Numbers and capitalised words, which are the same in both languages more often than not."""
    bare = (token.strip(".,;:!?()[]\"'“”‘’") for token in text.split())
    return frozenset(
        token.lower() for token in bare if any(map(str.isdigit, token)) or (token[:1].isupper() and len(token) > 2)
    )
