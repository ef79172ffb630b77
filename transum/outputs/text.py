"""Plain text: what a pipe gets. No width, no wrapping, no escape codes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from transum.document import Article, Level, Role, SentencePair, Summary
from transum.outputs.differences import MARKS, changes
from transum.outputs.growing import begun, grown, places
from transum.outputs.view import Part, View
from transum.outputs.wording import (
    at_a_glance,
    doubtful,
    doubts,
    evidence,
    fact_forms,
    ids,
    name_of,
    one_line,
    own_errors,
    percent,
    summary_lines,
    summary_shown,
)

MARK = "[!]"
_SIGNS = {Level.ERROR: "!", Level.WARNING: "?"}
_FIRST_WORDS = 6


def render_text(article: Article, view: View) -> str:
    """The article as text, ending in a newline.

    With nothing asked for: the translation (``[!]`` behind a sentence with an error, in brackets the original of one
    that has none), the summary, what to check.
    Markdown and subtitles: their translation, laid out as they are, and nothing else unless it is asked for.
    With parts asked for: just these, so that another program can read them: the translation unmarked, the summary one
    sentence a line, with ``[!]`` or ``[?]`` behind its evidence where that is in doubt. With ``facts`` these as well.
    """
    return grown(GrowingText(begun(article), view), article)


class GrowingText:
    """Meets ``Growing``: the translation as it comes, everything else at the end."""

    def __init__(self, begun: Article, view: View) -> None:
        self._view = view
        self._is_laid_out = bool(begun.document.layout) and view.parts <= {Part.TRANSLATION}
        self._is_both = view.shows(Part.ORIGINAL, by_default=False) and view.shows(Part.TRANSLATION)
        self._places = places(begun.document)
        self._paragraph: list[SentencePair] = []  # its originals stand before its translations
        self._has_begun = False

    def more(self, pairs: Sequence[SentencePair]) -> str:
        """See ``Growing``."""
        if self._is_laid_out or not self._view.shows(Part.TRANSLATION):
            return ""
        return self._said("".join(self._both(pairs) if self._is_both else self._translation(pairs)))

    def rest(self, article: Article) -> str:
        """See ``Growing``."""
        if self._is_laid_out:
            return article.translation.text
        translation = self._said(self._whole_paragraph())
        below = "\n\n".join(filter(None, _below(article, self._view)))
        return translation + ("\n\n" if self._has_begun and below else "") + below + "\n"

    def _said(self, text: str) -> str:
        self._has_begun = self._has_begun or bool(text)
        return text

    def _translation(self, pairs: Sequence[SentencePair]) -> Iterator[str]:
        for place, pair in zip(islice(self._places, len(pairs)), pairs, strict=True):
            if place.number > 1:
                yield "\n\n" if place.opens else _space(pair)
            yield pair.target if self._view.parts else _marked(pair)

    def _both(self, pairs: Sequence[SentencePair]) -> Iterator[str]:
        for place, pair in zip(islice(self._places, len(pairs)), pairs, strict=True):
            if place.opens and self._paragraph:
                yield f"{self._whole_paragraph()}\n\n"
            self._paragraph.append(pair)

    def _whole_paragraph(self) -> str:
        pairs, self._paragraph = self._paragraph, []
        both = (_joined(pairs, lambda pair: one_line(pair.source.text)), _joined(pairs, lambda pair: pair.target))
        return "\n".join(both) if pairs else ""


def _below(article: Article, view: View) -> Iterator[str]:
    """What stands below the translation, or in its place."""
    if view.shows(Part.ORIGINAL, by_default=False) and not view.shows(Part.TRANSLATION):
        yield article.document.text.strip("\r\n")
    if summary := summary_shown(article, view):
        yield _summary(summary, article, view)
    if article.facts and view.facts:
        yield _facts(article)
    if not view.parts:
        yield _to_check(article)
        yield _beside(article, view)


def _joined(pairs: Iterable[SentencePair], text: Callable[[SentencePair], str]) -> str:
    """The sentences of a paragraph on one line, but for the items of a list: each begins its own."""
    return "".join(_space(pair) + text(pair) for pair in pairs)[1:]


def _space(pair: SentencePair) -> str:
    return "\n" if pair.source.role is Role.LIST_ITEM else " "


def _marked(pair: SentencePair) -> str:
    text = pair.target or _missing(pair)
    return f"{text} {MARK}" if pair.level is Level.ERROR else text


def _missing(pair: SentencePair) -> str:
    """The original in brackets, where nothing translates it: a mark alone would say nothing."""
    return f"[{one_line(pair.source.text)}]"


def _summary(summary: Summary, article: Article, view: View) -> str:
    bare = view.parts == {Part.SUMMARY}
    lines = [] if bare else ["SUMMARY"]
    for sentence in summary.sentences:
        first, *others = summary_lines(sentence, view.language)
        wrong = [f"{MARK} {one_line(message)}" for message in own_errors(sentence)]
        level = None if wrong else doubtful(sentence, article.translation)
        lines += [f"{first} {evidence(sentence)}{f' [{_SIGNS[level]}]' if level else ''}", *others, *wrong]
    return "\n".join(lines)


def _facts(article: Article) -> str:
    lines = [
        f"{label}: {'; '.join(f'{one_line(fact_forms(fact))} {ids(fact.sentences)}' for fact in facts)}"
        for label, facts in at_a_glance(article.facts)
    ]
    return "\n".join(["AT A GLANCE", *lines])


def _to_check(article: Article) -> str:
    """Each doubt with the number, the confidence and the first words of its sentence, by which a text is searched."""
    lines = [
        f"{_SIGNS[finding.level]} [{number}]{_sure(pair)} {_beginning(pair)} {name_of(finding)}: "
        f"{one_line(finding.message)}"
        for number, pair, finding in doubts(article.translation)
        if finding.level in _SIGNS
    ]
    rated = any(pair.confidence is not None for pair in article.translation.pairs)
    head = "TO CHECK (%: how likely the sentence is not seriously wrong)" if rated else "TO CHECK"
    return "\n".join([head, *lines]) if lines else ""


def _sure(pair: SentencePair) -> str:
    return f" {percent(pair.confidence)}" if pair.confidence is not None else ""


def _beside(article: Article, view: View) -> str:
    """How each translation becomes the second one, as wdiff writes it: ``[-gone-]`` and ``{+come+}``."""
    if view.beside is None:
        return ""
    lines = [
        f"≠ [{number}] {''.join(text.join(MARKS[change]) for text, change in changes(one, other))}"
        for number, (pair, second) in enumerate(zip(article.translation.pairs, view.beside.texts, strict=True), start=1)
        if (one := one_line(pair.target)) != (other := one_line(second))
    ]
    return "\n".join([f"BESIDE {one_line(view.beside.name)}", *(lines or ["the same in every sentence"])])


def _beginning(pair: SentencePair) -> str:
    words = (pair.target or pair.source.text).split()
    return f"“{' '.join(words[:_FIRST_WORDS])}{'…' if len(words) > _FIRST_WORDS else ''}”"
