"""The abstractive summarizer: a model's own words on an article, split into sentences, each with its evidence."""

import hashlib
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from transum.document import ENGLISH, Role, Summary, SummarySentence, Translation
from transum.engines.encoder import Encoder
from transum.facts.glance import facts_of_article
from transum.summaries.evidence import align, faithful
from transum.summaries.extractive import shown
from transum.summaries.parts import condense
from transum.summaries.prompts import Language, Prompt
from transum.summaries.protocol import Limit, Summarizer
from transum.summaries.sentences import sentences
from transum.summaries.told import lines
from transum.summaries.writer import Writer

_STORY = frozenset({Role.BODY, Role.HEADING, Role.LIST_ITEM})
_MAX_TOKENS = 512
_NOTES_SHARE = (
    4  # notes on a part take at most a quarter of the room, so that each round is a quarter of the one before
)
_WORDS_A_SENTENCE = 20  # of English news, for a number of sentences where the limit is one of words
_log = logging.getLogger(__name__)


class AbstractiveSummarizer:
    """Summaries by any ``Writer``: with a ``prompt`` for a model that follows instructions, without for a seq2seq one.

    An article that doesn't fit the model is read in parts (``notes`` is the prompt for one). A ``prompt`` that asks for
    facts gets them if they can be read: ``from_indonesian``. Where the model writes
    nothing that can stand (no words, or with ``only_faithful`` nothing that is in the article), and for an article of
    one sentence, ``fallback`` makes the summary, and its method says so.
    """

    def __init__(
        self,
        writer: Writer,
        encoder: Encoder,
        *,
        fallback: Summarizer,
        prompt: Prompt | None = None,
        notes: Prompt | None = None,
        only_faithful: bool = False,
        from_indonesian: bool = True,
    ) -> None:
        self._writer = writer
        self._encoder = encoder
        self._fallback = fallback
        self._prompt = prompt
        self._notes = notes
        self._only_faithful = only_faithful
        self._from_indonesian = from_indonesian

    def summarize(self, translation: Translation, limit: Limit) -> Summary:
        """The summary, in the prompt's language or English; sentences in the model's order. Raises ``ModelError``."""
        story = self._story(translation)
        if len(story) < 2:
            return self._fallback.summarize(translation, limit)
        most = min(limit.sentences(len(translation.pairs)), len(story))
        language = self._prompt.language if self._prompt else "en"
        wanted = values(limit, most, language) | {"facts": self._facts(translation)}
        text, parts = self._fit(story, wanted)
        task = self._prompt.render(text, wanted) if self._prompt else text
        draft = self._writer.write(task, self._max_tokens)
        found = align(sentences(draft, language), translation, self._encoder, language=language)
        if self._only_faithful:
            found = faithful(found)
        kept = _within(found, limit, self._lines or most, _words(story))
        if not kept:
            return self._instead(translation, limit)
        return Summary(self._method(parts), kept)

    def _story(self, translation: Translation) -> list[str]:
        """What the model reads, sentence by sentence, each with the white space behind it."""
        original = self._prompt is not None and self._prompt.reads_original
        story: list[str] = []
        for paragraph in translation.by_paragraph():
            told = [pair for _, pair in paragraph if pair.source.role in _STORY]
            texts = [" ".join((pair.source.text if original else shown(pair)).split()) for pair in told]
            story += [f"{text} " for text in texts if text]
            story[-1:] = [f"{text.rstrip()}\n\n" for text in story[-1:]]
        return story

    @property
    def _max_tokens(self) -> int:
        return self._prompt.max_tokens if self._prompt else _MAX_TOKENS

    @property
    def _lines(self) -> int | None:
        return self._prompt.lines if self._prompt else None

    def _facts(self, translation: Translation) -> str:
        """What the article states, for a prompt that asks for it."""
        if not (self._prompt and self._from_indonesian and "facts" in self._prompt.variables):
            return ""
        return lines(facts_of_article(translation), self._prompt.language)

    def _fit(self, story: Sequence[str], wanted: Mapping[str, str | int]) -> tuple[str, int]:
        """The article, or notes on its parts, short enough for the model; and the number of parts."""
        count = self._writer.count_tokens
        frames = [prompt.render("", wanted) for prompt in (self._prompt, self._notes) if prompt]
        room = self._writer.room(self._max_tokens) - max(map(count, frames), default=0)
        most = max(room // _NOTES_SHARE, 1)

        def take_notes(part: str, number: int, parts: int) -> str:
            task = self._notes.render(part, {"part": number, "parts": parts}) if self._notes else part.strip()
            return (
                " ".join(sentences(self._writer.write(task, most), self._notes.language if self._notes else ENGLISH))
                or part
            )  # nothing is lost where it writes nothing

        return condense(story, room, count, take_notes)

    @property
    def fingerprint(self) -> str:
        """Everything that its summaries depend on besides the article.

        The model's bytes or address, prompts, what is dropped, what finds the evidence, and what stands in for it.
        """
        templates = [prompt.text for prompt in (self._prompt, self._notes) if prompt]
        digest = hashlib.sha256("\x1f".join(templates).encode()).hexdigest()[:16]
        kept = "faithful only" if self._only_faithful else "all"
        return ", ".join(
            [
                self._method(1),
                self._writer.fingerprint,
                f"templates {digest}",
                kept,
                self._encoder.fingerprint,
                self._fallback.fingerprint,
            ]
        )

    def _method(self, parts: int) -> str:
        details = [f"prompt {self._prompt.name}"] if self._prompt else []
        return ", ".join([self._writer.name, *details, *([f"read in {parts} parts"] if parts > 1 else [])])

    def _instead(self, translation: Translation, limit: Limit) -> Summary:
        _log.warning(
            "%s wrote nothing that can stand as a summary; sentences of the article instead", self._writer.name
        )
        summary = self._fallback.summarize(translation, limit)
        return replace(summary, method=f"{summary.method}, since {self._writer.name} wrote nothing that can stand")


def _words(texts: Iterable[str]) -> int:
    return sum(len(text.split()) for text in texts)


def _within(found: Sequence[SummarySentence], limit: Limit, most: int, words: int) -> tuple[SummarySentence, ...]:
    """The first of ``found``: at most ``most`` of them, and at most the article's ``words`` and the limit's.

    The first sentence may exceed a limit in words (a summary has a sentence), never the article's length.
    """
    kept: list[SummarySentence] = []
    for sentence in found[:most]:
        total = _words([*(earlier.text for earlier in kept), sentence.text])
        if total > words or (kept and limit.unit == "words" and total > limit.amount):
            break
        kept.append(sentence)
    return tuple(kept)


def values(limit: Limit, most: int, language: Language) -> dict[str, str | int]:
    """What a template may say of the limit, in its own language, where ``most`` sentences may be written.

    >>> values(Limit(80, "words"), 30, "en")
    {'length': 'at most 80 words', 'sentences': 4, 'part': 1, 'parts': 1}
    """
    english = language == "en"
    if limit.unit == "words":
        most = min(max(1, limit.amount // _WORDS_A_SENTENCE), most)
        length = f"at most {limit.amount} words" if english else f"paling banyak {limit.amount} kata"
    else:
        length = f"{most} {'sentence' if most == 1 else 'sentences'}" if english else f"{most} kalimat"
    return {"length": length, "sentences": most, "part": 1, "parts": 1}
