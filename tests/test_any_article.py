"""Whatever stands in an article, every format shows it: no text, span or number makes a renderer stumble."""

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from tests.test_render import validated
from transum.document import (
    Article,
    Document,
    Fact,
    FactKind,
    Finding,
    Kind,
    Level,
    ModelInfo,
    Paragraph,
    Role,
    Sentence,
    SentencePair,
    Source,
    Summary,
    SummarySentence,
    Translation,
)
from transum.outputs import OUTPUTS
from transum.outputs.notebook import article_fragment
from transum.outputs.view import Format, Part, SummaryLanguage, View

# Control characters, surrogates, markup and formulas are what breaks a renderer; letters seldom do.
TEXTS = st.text(st.sampled_from("ab1 \n\t\r\x00\x1b\x85\u2028\u202e\ud800\uffff<>&\"'|`*[]{}%=+-@#\\"), max_size=12)
NUMBERS = st.integers(0, 15)
SPANS = st.none() | st.tuples(NUMBERS, NUMBERS)
FINDINGS = st.lists(
    st.builds(Finding, st.sampled_from(Kind), st.sampled_from(Level), TEXTS, TEXTS, TEXTS, SPANS, SPANS), max_size=3
).map(tuple)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    text, paragraphs, pairs = "", [], []
    for texts in draw(st.lists(st.lists(TEXTS, min_size=1, max_size=2), min_size=1, max_size=3)):
        sentences = []
        for content in texts:
            sentence = Sentence(content, len(text), len(text) + len(content), draw(st.sampled_from(Role)))
            sentences.append(sentence)
            confidence = draw(st.none() | st.floats(0, 1))
            pairs.append(
                SentencePair(sentence, draw(TEXTS), draw(st.none() | st.just(-0.5)), draw(FINDINGS), confidence)
            )
            text += content + " "
        paragraphs.append(Paragraph(tuple(sentences)))
    ids = st.lists(st.integers(1, len(pairs)), min_size=1, max_size=2).map(tuple)
    left_out = st.lists(st.tuples(st.integers(1, len(pairs)), NUMBERS, NUMBERS), max_size=2).map(tuple)
    told = st.lists(st.builds(SummarySentence, TEXTS, ids, TEXTS, FINDINGS, left_out), max_size=2).map(tuple)
    return Article(
        Source(draw(TEXTS), "0" * 64, "utf-8", "id"),
        ModelInfo(draw(TEXTS), "1", "none", 1),
        Translation(Document(text, tuple(paragraphs)), tuple(pairs)),
        draw(st.none() | st.builds(Summary, TEXTS, told)),
        draw(st.lists(st.builds(Fact, st.sampled_from(FactKind), TEXTS, TEXTS, ids), max_size=2).map(tuple)),
    )


VIEWS = st.builds(
    View, st.sets(st.sampled_from(Part)).map(frozenset), st.sampled_from(SummaryLanguage), facts=st.booleans()
)


@pytest.mark.parametrize("form", [form for form in OUTPUTS if form is not Format.SAME], ids=str)  # reads the file
@given(articles(), VIEWS)
@settings(max_examples=30)
def test_any_article_is_shown(form: Format, article: Article, view: View) -> None:
    data = OUTPUTS[form].render(article, view)
    if form is Format.DOCX:
        assert data.startswith(b"PK")
        return
    text = data.decode("utf-8")
    if form in {Format.HTML, Format.SIDE_BY_SIDE}:
        assert not {"\x00", "\x1b", "\u202e"} & set(text)
    if form is Format.HTML:
        assert html.document_fromstring(text).xpath("count(//script)") == 1
    if form in {Format.JSON, Format.JSONL}:
        assert validated(json.loads(text))
    rows = 1 + len(article.translation.pairs)
    if form is Format.TSV:
        assert len(text.splitlines()) == rows
    if form is Format.CSV:
        assert len(list(csv.reader(io.StringIO(text, newline="")))) == rows


@given(articles())
@settings(max_examples=30)
def test_any_article_is_shown_in_a_notebook(article: Article) -> None:
    assert html.fragment_fromstring(article_fragment(article)).xpath("count(//script)") == 0
