"""Markdown: for a document system or a mail."""

import re
from collections.abc import Iterator

from transum.document import Article, Level, Role, SentencePair, SummarySentence
from transum.outputs.view import Part, View
from transum.outputs.wording import (
    at_a_glance,
    doubtful,
    doubts,
    evidence,
    fact_forms,
    headline,
    ids,
    language_name,
    name_of,
    one_line,
    own_errors,
    percent,
    summary_lines,
    summary_shown,
    title,
)

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_LINE_START = re.compile(r"^(\d+(?=[.)](?:\s|\Z))|(?=[-+=]))(.)")  # a backslash stands before punctuation alone
_MARKS = {Level.ERROR: " [!]", Level.WARNING: " [?]"}


def render_markdown(article: Article, view: View) -> str:
    """A title, a heading a part; the sentences as a table where both languages are shown; user text is escaped."""
    blocks = [*_title(article, view), *_summary(article, view), *_facts(article, view), *_article(article, view)]
    notes = [
        f"- {_place(number, pair)}: {name_of(finding)}, {escaped(finding.message)}"
        for number, pair, finding in (doubts(article.translation) if view.shows(Part.TRANSLATION) else ())
    ]
    if notes:
        blocks += ["", "## To check\n", *notes]
    return "\n".join(blocks).rstrip("\n") + "\n"


def _place(number: int, pair: SentencePair) -> str:
    """The number of a sentence, and how likely it is not seriously wrong where that is known."""
    return f"{number} ({percent(pair.confidence)})" if pair.confidence is not None else str(number)


def _title(article: Article, view: View) -> Iterator[str]:
    first = headline(article.translation)
    if text := title(article, view):
        doubted = _mark(first[1]) if first and view.shows(Part.TRANSLATION) else ""
        yield f"# {escaped(text)}{doubted}\n"


def _summary(article: Article, view: View) -> Iterator[str]:
    if not (summary := summary_shown(article, view)):
        return
    yield "## Summary\n"
    for sentence in summary.sentences:
        yield _summary_sentence(sentence, article, view)
    yield ""


def _summary_sentence(sentence: SummarySentence, article: Article, view: View) -> str:
    level = doubtful(sentence, article.translation)
    return (
        f"- {' / '.join(map(escaped, summary_lines(sentence, view.language)))} {escaped(evidence(sentence))}"
        + (_MARKS[level] if level else "")
        + "".join(f" {escaped(message)}" for message in own_errors(sentence))
    )


def _facts(article: Article, view: View) -> Iterator[str]:
    if not (article.facts and view.shows_facts):
        return
    yield "## At a glance\n"
    for label, facts in at_a_glance(article.facts):
        named = "; ".join(escaped(f"{fact_forms(fact)} {ids(fact.sentences)}") for fact in facts)
        yield f"- **{label}**: {named}"
    yield ""


def _article(article: Article, view: View) -> Iterator[str]:
    original, translation = view.shows(Part.ORIGINAL), view.shows(Part.TRANSLATION)
    if original and translation:
        yield from _table(article)
    elif original or translation:
        yield "## Article\n"
        yield from _prose(article, original=original)


def _table(article: Article) -> Iterator[str]:
    languages = f"{language_name(article.source.language)} | {language_name(article.model.target_language)}"
    yield from ("## Article\n", f"| | {languages} |", "|--:|---|---|")
    for number, pair in enumerate(article.translation.pairs, start=1):
        yield f"| {number} | {escaped(pair.source.text)} | {escaped(pair.target)}{_mark(pair)} |"


def _prose(article: Article, *, original: bool) -> Iterator[str]:
    """The paragraphs of one language, without the headline: that is the title."""
    first = headline(article.translation)
    for paragraph in article.translation.by_paragraph():
        texts = [
            escaped(pair.source.text) if original else escaped(pair.target) + _mark(pair)
            for number, pair in paragraph
            if not first or number != first[0]
        ]
        if texts:
            is_heading = len(paragraph) == 1 and paragraph[0][1].source.role is Role.HEADING
            yield f"{'### ' if is_heading else ''}{' '.join(texts)}\n"


def _mark(pair: SentencePair) -> str:
    return _MARKS[Level.ERROR] if pair.level is Level.ERROR else ""


def escaped(text: str) -> str:
    """``text`` on one line, so that Markdown shows it as it is."""
    return _LINE_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", one_line(text)))
