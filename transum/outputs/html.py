"""HTML: the page of an article, one file that needs no network, and no script to be read."""

from typing import Any
from urllib.parse import quote

from transum._version import __version__
from transum.document import Article, Level, SentencePair
from transum.outputs.differences import changes
from transum.outputs.marks import evidence_pieces, pieces
from transum.outputs.template import fill
from transum.outputs.view import Part, View
from transum.outputs.wording import (
    BY_PERSON,
    GIVEN,
    at_a_glance,
    doubtful,
    headline,
    language_name,
    maker,
    name_of,
    one_line,
    own_errors,
    percent,
    summary_lines,
    summary_shown,
    title,
    verdict,
    worth_reading,
)


def render_html(article: Article, view: View) -> str:
    """The article's page, from the view's template or ours; user text is never markup.

    Raises what ``template.fill`` raises.
    """
    return fill(view.template or "article.html", _values(article, view))


def _values(article: Article, view: View) -> dict[str, Any]:
    """What a template is given: the article, the parts to be shown, and the phrases that all views share."""
    summary = summary_shown(article, view)
    translation = article.translation
    return {
        "article": article,
        "version": __version__,
        "front": quote(view.front, errors="surrogateescape"),
        "title": title(article, view) or "Standard input",
        "headline": headline(translation),
        "maker": maker(article.model),
        "by_machine": article.model.engine != GIVEN,
        "verdict": verdict([translation], [article.summary]),
        "languages": tuple(map(language_name, (article.source.language, article.model.target_language))),
        "original": view.shows(Part.ORIGINAL),
        "translation": view.shows(Part.TRANSLATION),
        "summary": summary,
        "facts": list(at_a_glance(article.facts)) if view.shows_facts else [],
        "errors": sum(_is(pair, Level.ERROR) for pair in translation.pairs),
        "doubtful": sum(bool(worth_reading(pair.findings)) for pair in translation.pairs),
        "by_person": BY_PERSON,
        "rated": any(pair.confidence is not None for pair in translation.pairs),
        "shortened": any(sentence.left_out for sentence in summary.sentences) if summary else False,
        "beside": view.beside,
        "changes": lambda pair, number: (
            changes(one_line(pair.target), one_line(view.beside.texts[number - 1])) if view.beside else []
        ),
        "pieces": pieces,
        "worth_reading": worth_reading,
        "level_of": lambda sentence: doubtful(sentence, translation),
        "evidence_pieces": lambda sentence: list(evidence_pieces(sentence, translation)),
        "summary_lines": lambda sentence: list(summary_lines(sentence, view.language)),
        "own_errors": own_errors,
        "percent": percent,
        "name_of": name_of,
        "one_line": one_line,
    }


def _is(pair: SentencePair, level: Level) -> bool:
    return pair.level is level
