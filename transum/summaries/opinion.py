"""Whether an article is an opinion, and where it says what it is for.

News tells first what matters; who argues gets there: "Karena itu, sudah saatnya …". A scorer that learnt from news
takes the anecdote that an opinion opens with.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from transum import lexicon
from transum.document import Role, Translation
from transum.summaries.select import SPEECH
from transum.summaries.spans import role, spans, words_of

AUTHOR: Final = 0.15  # share of sentences in which who writes speaks
REPORTED: Final = 0.2  # share of sentences that tell what others said: with more of them it is a report
ARGUED: Final = 0.25  # share of sentences that argue, where nobody says "saya"
ARGUED_ALONE: Final = 0.2  # where nobody else speaks at all
REPORTED_THERE: Final = 0.15  # an editorial hardly quotes
_LEAST: Final = 3  # sentences in which who writes speaks
_LEAST_ARGUED: Final = 2.5
_LEAST_ALONE: Final = 2  # sentences that judge
_MOST: Final = 2  # sentences that an opinion is taken to be for
_ENDS: Final = 0.2  # of an article, at its beginning and its end: there a thesis stands more often
_SURE: Final = 2.0  # a marker, or two words of duty or a contrast, or one where theses stand
_ANSWER_WORDS: Final = 4  # "Tidak." answers and says nothing
_QUOTE: Final = re.compile(r"[\"“”]")
_SOURCE: Final = re.compile(r"\bmenurut(?:nya)?\b", re.IGNORECASE)
_CONTRAST: Final = re.compile(r",\s+bukan(?!\s+(?:hanya|cuma|saja|sekadar|main)\b)\b", re.IGNORECASE)  # "X, bukan Y"
_CONCLUDES: Final = re.compile(r"\b(?:dengan|kendati|meski|meskipun|walau|walaupun|namun) demikian\b", re.IGNORECASE)
_LABELLED: Final = frozenset({Role.HEADING, Role.BYLINE})


def is_opinion(translation: Translation, texts: Sequence[str]) -> bool:
    """Whether an article argues: it is labelled so, or who writes speaks, or weighs, and hardly anybody else speaks.

    ``texts`` are its sentences without headings and bylines.
    """
    heads = [pair.source.text for pair in translation.pairs if pair.source.role in _LABELLED]
    if any(_label().match(text) for text in [*heads, *texts[-2:]]):
        return True
    speaks = sum(bool(_phrases("author").search(text)) and not _QUOTE.search(text) for text in texts)
    said = sum(bool(SPEECH.search(_CONCLUDES.sub("", text))) for text in texts)
    if speaks >= max(_LEAST, AUTHOR * len(texts)) and said <= REPORTED * len(texts):
        return True
    return _is_editorial(texts)


def theses(texts: Sequence[str]) -> tuple[int, ...]:
    """The places of the sentences that say what an opinion is for, two at most; none where none says so plainly.

    >>> theses(["Kemarin saya naik bus.", "Bus penuh.", "Karena itu, kota harus menambah bus."])
    (2,)
    """
    worth = _worths(texts)
    ranked = sorted(range(len(texts)), key=lambda place: (-worth[place], -place))
    return tuple(sorted(place for place in ranked[:_MOST] if worth[place] >= _SURE))


def anecdotes(texts: Sequence[str]) -> frozenset[int]:
    """The places of sentences in which who writes tells of themselves and claims nothing.

    >>> sorted(anecdotes(["Kemarin saya naik bus.", "Menurut saya, bus harus ditambah.", "Bus penuh."]))
    [0]
    """
    worth = _worths(texts)
    return frozenset(place for place, text in enumerate(texts) if _phrases("author").search(text) and not worth[place])


def _is_editorial(texts: Sequence[str]) -> bool:
    """Whether nobody says "saya", and yet so many sentences weigh, judge or say what ought to be."""
    if not texts or any(span.kind == "dateline" for span in spans(texts[0], first=True)):
        return False
    others = sum(_reports(text) or bool(_QUOTE.search(text)) for text in texts)
    found = [_argues(text) for text in texts]
    argued = sum(found) + sum(_answers_itself(one, other) for one, other in pairwise(texts))
    if not others:  # in news somebody says something
        return sum(worth >= 1 for worth in found) >= _LEAST_ALONE and argued >= ARGUED_ALONE * len(texts)
    return argued >= max(_LEAST_ARGUED, ARGUED * len(texts)) and others <= REPORTED_THERE * len(texts)


def _argues(text: str) -> float:
    """How much one sentence says that who writes has an opinion.

    Half for saying what must be, one for judging, one and a half for concluding what ought to be.
    """
    if _QUOTE.search(text) or _reports(text):
        return 0.0
    ought = len(_phrases("thesis").findall(text)) + len(_phrases("duty").findall(text))
    judges = text.rstrip().endswith("?") or any(_phrases(name).search(text) for name in ("argues", "thesis", "author"))
    return 1.0 + 0.5 * (ought > 1) if judges else 0.5 * bool(ought)


def _reports(text: str) -> bool:
    """Whether a sentence tells what somebody else said; "demikian" alone is how a report ends a quotation."""
    text = _phrases("thesis").sub("", _CONCLUDES.sub("", text))
    return bool(SPEECH.search(text) or _SOURCE.search(text) or role("speech") & set(words_of(text)))


def _answers_itself(question: str, answer: str) -> bool:
    asks = question.rstrip().endswith("?") and not _QUOTE.search(question)
    return asks and bool(_phrases("answer").match(answer.lstrip())) and not _QUOTE.search(answer)


def _worths(texts: Sequence[str]) -> list[float]:
    """How plainly each sentence says what an opinion is for."""
    found = [_worth(text, place, len(texts)) for place, text in enumerate(texts)]
    for place, (one, other) in enumerate(pairwise(texts), start=1):
        if _answers_itself(one, other) and len(words_of(other)) >= _ANSWER_WORDS:
            found[place] += _SURE
    return found


def _worth(text: str, place: int, total: int) -> float:
    said = 2.0 * bool(_phrases("thesis").search(text)) + min(2, len(_phrases("duty").findall(text)))
    said += bool(_CONTRAST.search(text))
    if not said or _QUOTE.search(text) or _reports(text) or text.rstrip().endswith("?"):
        return 0.0
    return said + (min(place, total - 1 - place) < _ENDS * total)


@cache
def _label() -> re.Pattern[str]:
    """A label by itself or in front of a headline; "Opini WTP" is what auditors give."""
    labels = "|".join(map(re.escape, _listed("label")))
    notes = "|".join(map(re.escape, _listed("note")))
    return re.compile(rf"[\s*()\[\]]*(?:(?:{labels})\s*(?:[:|/–—-]|[\])*.]*\s*$)|(?:{notes})\b)", re.IGNORECASE)


@cache
def _phrases(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, _listed(name)))})\b", re.IGNORECASE)


def _listed(name: str) -> list[str]:
    return sorted((row[1] for row in lexicon.table("opinion") if row[0] == name), key=len, reverse=True)
