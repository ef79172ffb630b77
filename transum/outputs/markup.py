"""Markdown and HTML: for a document system, a mail, a browser."""

import html
import re
from typing import Final

from transum.document import Article, Finding, Level, SentencePair, SummarySentence
from transum.outputs.view import Part, View
from transum.outputs.wording import doubtful, doubts, evidence, language_name, one_line, summary_lines

_MARKDOWN_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_LINE_START = re.compile(r"^(\s*)([-+=]|\d+[.)])", re.MULTILINE)


def render_markdown(article: Article, view: View) -> str:
    """A heading a part; the sentences as a table where both languages are shown; user text is escaped."""
    blocks = []
    if article.summary and article.summary.sentences and view.shows(Part.SUMMARY):
        blocks.append("## Summary\n")
        blocks += [
            f"- {' / '.join(map(_escaped, summary_lines(sentence, view.language)))} {_escaped(evidence(sentence))}"
            + (" [!]" if doubtful(sentence, article.translation) is Level.ERROR else "")
            + "".join(f" {_escaped(message)}" for message in _wrong(sentence))
            for sentence in article.summary.sentences
        ]
        blocks.append("")
    original, translation = view.shows(Part.ORIGINAL), view.shows(Part.TRANSLATION)
    if original and translation:
        languages = f"{language_name(article.source.language)} | {language_name(article.model.target_language)}"
        blocks += ["## Article\n", f"| | {languages} |", "|--:|---|---|"]
        blocks += [
            f"| {number} | {_escaped(pair.source.text)} | {_escaped(pair.target)}{_mark(pair)} |"
            for number, pair in enumerate(article.translation.pairs, start=1)
        ]
    elif original or translation:
        blocks.append("## Article\n")
        for paragraph in article.translation.by_paragraph():
            texts = (pair.source.text if original else pair.target + _mark(pair) for _, pair in paragraph)
            blocks.append(" ".join(map(_escaped, texts)) + "\n")
    notes = [f"- {number}: {finding.kind}, {_escaped(finding.message)}" for number, _, finding in _notes(article, view)]
    if notes:
        blocks += ["", "## To check\n", *notes]
    return "\n".join(blocks).rstrip("\n") + "\n"


def _notes(article: Article, view: View) -> list[tuple[int, SentencePair, Finding]]:
    return list(doubts(article.translation)) if view.shows(Part.TRANSLATION) else []


def _wrong(sentence: SummarySentence) -> list[str]:
    """What a sentence of a summary probably gets wrong."""
    return [finding.message for finding in sentence.findings if finding.level is Level.ERROR]


def _mark(pair: SentencePair) -> str:
    return " [!]" if pair.level is Level.ERROR else ""


def _escaped(text: str) -> str:
    """``text`` on one line, so that Markdown shows it as it is."""
    return _LINE_START.sub(r"\1\\\2", _MARKDOWN_SPECIAL.sub(r"\\\1", one_line(text)))


_STYLE: Final = """
:root { color-scheme: light dark; --faint: color-mix(in srgb, currentColor 55%, transparent) }
body { font: 1rem/1.55 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
td { vertical-align: top; padding: .3rem .8rem .3rem 0; width: 49% }
td.id { width: 2%; color: var(--faint); text-align: right; font-variant-numeric: tabular-nums }
tr.paragraph td { padding-top: 1.1rem }
.summary { border: 1px solid var(--faint); border-radius: .5rem; padding: 0 1rem }
.evidence, .note { color: var(--faint) }
.error { text-decoration: underline wavy #c0392b }
.warning { text-decoration: underline dotted #b9770e }
@media (max-width: 45rem) { td { display: block; width: auto } }
""".strip()


def render_html(article: Article, view: View) -> str:
    """One page that needs nothing else: no script, no font, no address."""
    title = html.escape(article.source.path)
    body = [_html_summary(article, view), _html_table(article, view), _html_notes(article, view)]
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title>\n<style>{_STYLE}</style>"
    )
    content = "\n".join(filter(None, body))
    return f'<!doctype html>\n<html lang="en">\n<head>{head}</head>\n<body>\n{content}\n</body>\n</html>\n'


def _html_summary(article: Article, view: View) -> str:
    if not (article.summary and article.summary.sentences and view.shows(Part.SUMMARY)):
        return ""
    items = [_html_summary_sentence(sentence, article, view) for sentence in article.summary.sentences]
    return '<section class="summary"><h2>Summary</h2><ul>\n' + "\n".join(items) + "\n</ul></section>"


def _html_summary_sentence(sentence: SummarySentence, article: Article, view: View) -> str:
    wrong, level = _wrong(sentence), doubtful(sentence, article.translation)
    text = "<br>".join(map(html.escape, summary_lines(sentence, view.language)))
    links = ", ".join(f'<a href="#s{number}">{number}</a>' for number in sentence.evidence)
    shown = f'<span class="{level.label}">{text}</span>' if level else text
    notes = "".join(f'<br><span class="note">! {html.escape(message)}</span>' for message in wrong)
    return f'<li>{shown} <span class="evidence">[{links}]</span>{notes}</li>'


def _html_table(article: Article, view: View) -> str:
    original, translation = view.shows(Part.ORIGINAL), view.shows(Part.TRANSLATION)
    if not (original or translation):
        return ""
    source, target = html.escape(article.source.language), html.escape(article.model.target_language)
    rows = []
    for paragraph in article.translation.by_paragraph():
        for index, (number, pair) in enumerate(paragraph):
            cells = [f'<td class="id">{number}</td>']
            if original:
                cells.append(f'<td lang="{source}">{html.escape(one_line(pair.source.text))}</td>')
            if translation:
                cells.append(f'<td lang="{target}">{_html_target(pair)}</td>')
            begins = ' class="paragraph"' if index == 0 else ""
            rows.append(f'<tr id="s{number}"{begins}>{"".join(cells)}</tr>')
    return "<table>\n" + "\n".join(rows) + "\n</table>"


def _html_target(pair: SentencePair) -> str:
    text = html.escape(one_line(pair.target))
    if pair.level is None or pair.level is Level.INFO:
        return text
    reasons = html.escape("; ".join(finding.message for finding in pair.findings), quote=True)
    return f'<span class="{pair.level.label}" title="{reasons}">{text}</span>'


def _html_notes(article: Article, view: View) -> str:
    notes = [
        f'<li><a href="#s{number}">{number}</a> {finding.kind}: {html.escape(finding.message)}</li>'
        for number, _, finding in _notes(article, view)
    ]
    return '<section class="note"><h2>To check</h2><ul>\n' + "\n".join(notes) + "\n</ul></section>" if notes else ""
