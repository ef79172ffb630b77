"""Results that are written while their article is still being translated."""

from collections.abc import Callable, Sequence
from io import StringIO
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from tests.conftest import NUMBER, build_translation
from tests.test_batch import Fake
from transum.cli.console import Screen
from transum.cli.showing import Showing
from transum.document import Article, Candidate, ModelInfo, Role, SentencePair, Source, Translation
from transum.inputs.decode import Text
from transum.outputs import OUTPUTS
from transum.outputs.growing import Growing, begun, places
from transum.outputs.terminal import GrowingSides
from transum.outputs.view import Format, Part, View
from transum.pipeline import Pipeline, prepare

VIEWS = [
    View(),
    View(parts=frozenset({Part.TRANSLATION})),
    View(parts=frozenset({Part.ORIGINAL, Part.TRANSLATION})),
    View(parts=frozenset({Part.ORIGINAL})),
    View(parts=frozenset({Part.SUMMARY})),
]
GROWING = [form for form, row in OUTPUTS.items() if row.growing]
words = st.text('ab=," \x1b\u2028\ud800', max_size=12)
paragraphs = st.lists(st.lists(st.tuples(words, words), min_size=1, max_size=4), min_size=1, max_size=5)


def console(width: int) -> Console:
    return Console(file=StringIO(), width=width, markup=False, emoji=False, highlight=False)


def article_of(texts: Sequence[Sequence[tuple[str, str]]], roles: Sequence[Role], wrong: frozenset[int]) -> Article:
    translation = build_translation(*map(tuple, texts))
    pairs = [
        SentencePair(
            type(pair.source)(pair.source.text, pair.source.start, pair.source.end, roles[n % len(roles)]),
            pair.target,
            -0.5,
            (NUMBER,) if n in wrong else (),
        )
        for n, pair in enumerate(translation.pairs)
    ]
    return Article(
        Source("a.txt", "0" * 64, "utf-8", "id"),
        ModelInfo("embedded", "0", "ctranslate2", 4),
        Translation(translation.document, tuple(pairs)),
    )


articles = st.builds(
    article_of, paragraphs, st.lists(st.sampled_from(Role), min_size=1, max_size=3), st.frozensets(st.integers(0, 20))
)


def grown_in_parts(growing: Growing, article: Article, cuts: Sequence[int]) -> str:
    bounds = [0, *sorted(cut % (len(article.translation.pairs) + 1) for cut in cuts), len(article.translation.pairs)]
    parts = [growing.more(article.translation.pairs[a:b]) for a, b in pairwise(bounds)]
    return "".join([*parts, growing.rest(article)])


@pytest.mark.parametrize("form", GROWING, ids=str)
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: "+".join(sorted(view.parts)) or "all")
@settings(max_examples=30)
@given(article=articles, cuts=st.lists(st.integers(0, 20), max_size=6))
def test_what_is_written_piece_by_piece_is_what_is_written_at_once(
    article: Article, cuts: Sequence[int], view: View, form: Format
) -> None:
    growing = OUTPUTS[form].begin(begun(article), view)
    assert growing is not None
    text = grown_in_parts(growing, article, cuts)
    assert text.encode("utf-8", errors="replace") == OUTPUTS[form].render(article, view)


@pytest.mark.parametrize("width", [50, 100])
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: "+".join(sorted(view.parts)) or "all")
@settings(max_examples=30)
@given(article=articles, cuts=st.lists(st.integers(0, 20), max_size=6))
def test_the_sides_of_some_sentences_each_are_those_of_all(
    article: Article, cuts: Sequence[int], view: View, width: int
) -> None:
    screen = console(width)
    whole = grown_in_parts(GrowingSides(begun(article), view, screen), article, [])
    assert grown_in_parts(GrowingSides(begun(article), view, screen), article, cuts) == whole


def test_places_are_those_of_the_paragraphs(article: Article) -> None:
    expected = [
        (number, paragraph, number == numbered[0][0])
        for paragraph, numbered in enumerate(article.translation.by_paragraph(), start=1)
        for number, _ in numbered
    ]
    assert [(place.number, place.paragraph, place.opens) for place in places(article.document)] == expected


class Watched(Fake):
    """Notes how much had been written when it was asked."""

    def __init__(self, written: Callable[[], int]) -> None:
        super().__init__()
        self._written = written
        self.seen: list[int] = []

    def translate(self, texts: Sequence[str], **options: object) -> list[list[Candidate]]:
        self.seen.append(self._written())
        return super().translate(texts, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("form", [*GROWING, Format.SIDE_BY_SIDE], ids=str)
def test_the_first_sentences_are_written_while_the_others_are_translated(form: Format) -> None:
    out: list[bytes] = []
    screen = Screen(console(100), console(80))
    showing = Showing(out.append, form, View(), screen)
    watched = Watched(lambda: sum(map(len, out)))
    engine = Pipeline(watched, repair=False)
    prepared = prepare(Text("a.txt", " ".join(f"Warga nomor {n} pergi ke pasar." for n in range(900)), "utf-8", ""))
    showing.begin(Article(prepared.source, engine.model, Translation(prepared.document, ())))
    article = engine.process(prepared, showing.more)
    showing.rest(article)
    assert watched.seen[0] == 0
    assert 0 < watched.seen[1] < watched.seen[-1] < sum(map(len, out))
    again: list[bytes] = []
    Showing(again.append, form, View(), screen).rest(article)
    assert b"".join(out) == b"".join(again)


def test_a_format_that_is_one_object_is_written_in_the_end(article: Article) -> None:
    out: list[bytes] = []
    showing = Showing(out.append, Format.JSON, View(), Screen(console(100), console(80)))
    showing.begin(begun(article))
    showing.more(article.translation.pairs)
    assert not out
    showing.rest(article)
    assert out == [OUTPUTS[Format.JSON].render(article, View())]
