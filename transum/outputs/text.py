"""Plain text: what a pipe gets. No width, no wrapping, no escape codes."""

from collections.abc import Callable, Sequence

from transum.document import Article, Level, Role, SentencePair
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
    summary_lines,
)

MARK = "[!]"
_SIGNS = {Level.ERROR: "!", Level.WARNING: "?"}
_FIRST_WORDS = 6


def render_text(article: Article, view: View) -> str:
    """The article as text, ending in a newline.

    With nothing asked for: the translation (``[!]`` behind a sentence with an error), the summary, what to check.
    Markdown and subtitles: their translation, laid out as they are, and nothing else unless it is asked for.
    With parts asked for: just these, so that another program can read them: the translation unmarked, the summary one
    sentence a line, with ``[!]`` or ``[?]`` behind its evidence where that is in doubt. With ``facts`` these as well.
    """
    if article.document.layout and view.parts <= {Part.TRANSLATION}:
        return article.translation.text
    blocks = []
    if view.shows(Part.ORIGINAL, by_default=False) and view.shows(Part.TRANSLATION):
        blocks.append(_both(article))
    elif view.shows(Part.ORIGINAL, by_default=False):
        blocks.append(article.document.text.strip("\r\n"))
    elif view.shows(Part.TRANSLATION):
        blocks.append(_translation(article, marked=not view.parts))
    if article.summary and article.summary.sentences and view.shows(Part.SUMMARY):
        blocks.append(_summary(article, view))
    if article.facts and view.facts:
        blocks.append(_facts(article))
    if not view.parts:
        blocks.append(_to_check(article))
    return "\n\n".join(block for block in blocks if block) + "\n"


def _translation(article: Article, *, marked: bool) -> str:
    return "\n\n".join(
        _joined(paragraph, lambda pair: _marked(pair) if marked else pair.target)
        for paragraph in article.translation.by_paragraph()
    )


def _joined(paragraph: Sequence[tuple[int, SentencePair]], text: Callable[[SentencePair], str]) -> str:
    """The sentences of a paragraph on one line, but for the items of a list: each begins its own."""
    parts = [("\n" if pair.source.role is Role.LIST_ITEM else " ") + text(pair) for _, pair in paragraph]
    return "".join(parts)[1:]


def _both(article: Article) -> str:
    return "\n\n".join(
        f"{_joined(paragraph, lambda pair: one_line(pair.source.text))}\n{_joined(paragraph, lambda pair: pair.target)}"
        for paragraph in article.translation.by_paragraph()
    )


def _marked(pair: SentencePair) -> str:
    return f"{pair.target} {MARK}" if pair.level is Level.ERROR else pair.target


def _summary(article: Article, view: View) -> str:
    if article.summary is None:
        return ""
    bare = view.parts == {Part.SUMMARY}
    lines = [] if bare else ["SUMMARY"]
    for sentence in article.summary.sentences:
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
    """Each doubt with the number and the first words of its sentence: a text has no numbers in it to be found by."""
    lines = [
        f"{_SIGNS[finding.level]} [{number}] {_beginning(pair)} {name_of(finding)}: {one_line(finding.message)}"
        for number, pair, finding in doubts(article.translation)
        if finding.level in _SIGNS
    ]
    return "\n".join(["TO CHECK", *lines]) if lines else ""


def _beginning(pair: SentencePair) -> str:
    words = pair.target.split()
    return f"“{' '.join(words[:_FIRST_WORDS])}{'…' if len(words) > _FIRST_WORDS else ''}”"
