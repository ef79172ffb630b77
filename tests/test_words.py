"""Which words belong to which: the aligner on its real models, and what markup makes of it."""

import copy
import pickle
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from transum.document import Alignment, SentencePair, Translation, word_spans
from transum.engines.encoder import CT2Encoder
from transum.engines.pieces import words_of_pieces
from transum.engines.reconstruction import CT2Reconstructor
from transum.engines.words import WordAligner
from transum.inputs.markdown import read_markdown
from transum.segment import segment
from transum.shelf.manifest import embedded


@pytest.fixture(scope="module")
def aligner(encoder: CT2Encoder) -> WordAligner:
    return WordAligner(encoder, CT2Reconstructor(embedded("reverse"), threads=1))


def weights(*rows: str) -> Alignment:
    """An alignment by its rows: a figure a word of the original, in tenths."""
    return Alignment(bytes(int(figure) * 25 for row in rows for figure in row.replace(" ", "")))


@pytest.mark.parametrize(
    ("alignment", "marked", "expected"),
    [
        pytest.param(weights("90", "09"), "satu", "one", id="in-order"),
        pytest.param(weights("09", "90"), "satu", "two", id="swapped"),
        pytest.param(weights("33", "33"), "satu", None, id="told-by-nothing"),
        pytest.param(weights("99", "00"), "satu dua", "one", id="two-are-one"),
        pytest.param(weights("9", "9"), "satu", None, id="of-another-sentence"),
    ],
)
def test_marked_words_are_carried(alignment: Alignment, marked: str, expected: str | None) -> None:
    source, target = "satu dua", "one two"
    start = source.index(marked)
    span = alignment.carried(source, target, start, start + len(marked))
    assert (target[slice(*span)] if span else None) == expected


@pytest.mark.parametrize(
    ("source", "target", "marked", "expected"),
    [
        pytest.param(
            "Harga beras di pasar itu naik.", "Rice prices in the market rose.", "beras", "Rice", id="another-place"
        ),
        pytest.param(
            "Presiden Joko Widodo meresmikan bendungan terbesar di Sulawesi Selatan.",
            "President Joko Widodo inaugurated the largest dam in South Sulawesi.",
            "bendungan terbesar",
            "largest dam",
            id="noun-phrase",
        ),
        pytest.param("Warga dilarang membuang sampah.", "Residents may not litter.", "Warga", "Residents", id="first"),
    ],
)
def test_the_models_find_the_words(aligner: WordAligner, source: str, target: str, marked: str, expected: str) -> None:
    (alignment,) = aligner.align([(source, target)])
    assert alignment
    start = source.index(marked)
    span = alignment.carried(source, target, start, start + len(marked))
    assert span
    assert target[slice(*span)].removeprefix("the ") == expected


@pytest.mark.parametrize("text", ["", "…", " ".join(["kata"] * 300)], ids=["empty", "no-words", "too-many"])
def test_what_has_no_words_is_not_aligned(aligner: WordAligner, text: str) -> None:
    assert aligner.align([(text, "One."), ("Satu.", text)]) == [None, None]


def test_a_pair_is_aligned_the_same_in_any_company(aligner: WordAligner) -> None:
    pairs = [("Harga beras naik.", "The price of rice rose."), ("Ia pergi ke pasar tadi pagi.", "She left."), ("", "x")]
    alone = [aligner.align([pair])[0] for pair in pairs]
    together = aligner.align([*pairs, pairs[0]])
    assert together[-1] == together[0]
    for one, other in zip(alone, together, strict=False):
        assert (one is None) == (other is None)
        if one and other:  # the last digits of floating-point sums depend on what shared the batch
            assert max(abs(a - b) for a, b in zip(one.weights, other.weights, strict=True)) <= 2


def test_pieces_that_are_written_otherwise_are_of_no_word() -> None:
    text = "Satu ½ dua."
    assert words_of_pieces(["▁Satu", "▁1⁄2", "▁du", "a", "."], text, word_spans(text)) == [0, None, 2, 2, None]


def test_a_translation_goes_to_other_processes_without_the_models(aligner: WordAligner) -> None:
    document = segment("Harga naik.")
    translation = Translation(document, (SentencePair(document.sentences[0], "Prices rise."),), align=aligner.align)
    assert pickle.loads(pickle.dumps(translation)) == translation  # noqa: S301 - our own
    assert copy.deepcopy(translation) == translation


WORDS = {
    "Harga beras naik.": ("The price of rice rose.", weights("900", "900", "000", "090", "009")),
    "Ia makan nasi.": ("She eats rice.", weights("000", "000", "009")),
    "Ia pergi.": ("She left.", weights("00", "00")),
}


def laid_out(content: str) -> str:
    """A Markdown text with the translations of ``WORDS``, aligned as they say."""
    words, layout = read_markdown(content)
    document = segment(words)
    pairs = tuple(SentencePair(each, WORDS.get(each.text, (each.text, None))[0]) for each in document.sentences)
    return layout.rebuild(Translation(document, pairs, align=lambda asked: [WORDS[source][1] for source, _ in asked]))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param("Harga **beras** naik.", "The price of **rice** rose.", id="one-word"),
        pytest.param("*Harga* beras **naik.**", "*The price* of rice **rose.**", id="stop-goes-along"),
        pytest.param("Harga [beras](a) naik.[^1]", "The price of [rice](a) rose.[^1]", id="link-and-note"),
        pytest.param("Harga beras[^1] naik.", "The price of rice[^1] rose.", id="note-in-the-middle"),
        pytest.param("Ia *pergi*. Harga beras naik.", "*She left.* The price of rice rose.", id="whole-sentence"),
        pytest.param("*Ia* **pergi**.", "***She left.***", id="nothing-can-be-told-of-two"),
        pytest.param("**Ia** pergi. Harga *beras* naik.", "**She left.** The price of *rice* rose.", id="each-its-own"),
        pytest.param("*Ia* makan **nasi**.", "*She eats **rice**.*", id="around-what-can-be-told"),
        pytest.param("*Ia* makan *nasi*.", "*She eats rice.*", id="one-look-twice"),
        pytest.param("[Ia](a) [pergi](b).", "[She left.](a) ([…](b))", id="no-link-is-lost"),
        pytest.param("Harga `beras` naik.", "The price of `beras` rose.", id="code-takes-the-place-of-its-words"),
        pytest.param("Ia `makan` nasi.", "She eats rice. (`makan`)", id="code-whose-words-can-t-be-told"),
    ],
)  # fmt: skip
def test_markup_goes_where_its_words_went(content: str, expected: str) -> None:
    assert laid_out(content) == expected


MARKED = st.lists(
    st.sampled_from(
        [
            "kata ",
            "Budi ",
            "**tebal** ",
            "*miring* ",
            "[tautan](a) ",
            "`kode` ",
            "***dua** lapis* ",
            "[**ya**](b) ",
            "Ia. ",
        ]
    ),
    min_size=1,
    max_size=8,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(
    MARKED, st.lists(st.sampled_from(["the", "Budi", "bold", "link", "kode", "tebal", "he"]), max_size=9), st.randoms()
)
def test_no_link_and_no_code_is_lost_whatever_the_alignment(content: str, english: list[str], dice: Random) -> None:
    words, layout = read_markdown(f"Awal {content}akhir.")
    document = segment(words)
    pairs = tuple(SentencePair(each, " ".join(english) or "x") for each in document.sentences)

    def align(asked: Sequence[tuple[str, str]]) -> list[Alignment | None]:
        sizes = (len(word_spans(source)) * len(word_spans(target)) for source, target in asked)
        made = (Alignment(bytes(dice.choice((0, 0, 120, 255)) for _ in range(size))) for size in sizes)
        return [each if dice.random() > 0.1 else None for each in made]

    after = layout.rebuild(Translation(document, pairs, align=align))
    html = [MarkdownIt().render(each) for each in (content, after)]
    for tag in ("<a ", "<code>"):
        assert html[1].count(tag) == html[0].count(tag), after
    if content.count("*") and len(english) > 1:
        assert "<em>" in html[1] or "<strong>" in html[1], after
