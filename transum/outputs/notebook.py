"""What a notebook shows of an ``Article``, a ``Translation``, a ``Summary``: a part of a page, without script."""

from typing import Any, Final

from transum.document import Article, Summary, Translation
from transum.outputs.marks import pieces
from transum.outputs.template import fill
from transum.outputs.view import View
from transum.outputs.wording import (
    BY_PERSON,
    doubtful,
    evidence,
    headline,
    name_of,
    one_line,
    own_errors,
    summary_shown,
    title,
    verdict,
    worth_reading,
)

# A notebook keeps every output in its file.
_MOST_SENTENCES: Final = 200


def article_fragment(article: Article) -> str:
    """The title, the summary and both languages side by side, doubts marked."""
    said = verdict([article.translation], [article.summary])
    shown = summary_shown(article, View())
    return _filled(article.translation, shown, title=title(article, View()), verdict=said)


def translation_fragment(translation: Translation) -> str:
    """Both languages side by side, doubts marked."""
    found = headline(translation)
    return _filled(translation, None, title=found[1].target if found else "", verdict=verdict([translation]))


def summary_fragment(summary: Summary) -> str:
    """The sentences with their evidence; of the evidence's own doubts it knows nothing."""
    return _filled(None, summary)


def _filled(translation: Translation | None, summary: Summary | None, *, title: str = "", verdict: str = "") -> str:
    pairs = translation.pairs if translation else ()
    values: dict[str, Any] = {
        "title": title,
        "verdict": verdict,
        "summary": summary,
        "pairs": pairs[:_MOST_SENTENCES],
        "more": max(0, len(pairs) - _MOST_SENTENCES),
        "level_of": lambda sentence: (
            doubtful(sentence, translation)
            if translation
            else max((finding.level for finding in sentence.findings), default=None)
        ),
        "by_person": BY_PERSON,
        "pieces": pieces,
        "worth_reading": worth_reading,
        "evidence": evidence,
        "own_errors": own_errors,
        "name_of": name_of,
        "one_line": one_line,
    }
    return fill("notebook.html", values)
