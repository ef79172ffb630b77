"""The default summarizer: its ladder of texts, its limits, and what it never does."""

import doctest
import importlib
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.conftest import build_translation
from transum.document import Document, Finding, Kind, Level, Paragraph, Role, Sentence, SentencePair, Translation
from transum.engines.ct2 import CT2Translator
from transum.engines.encoder import CT2Encoder
from transum.errors import ModelError
from transum.shelf import manifest as weights
from transum.summaries import surface
from transum.summaries.anew import Anew
from transum.summaries.avoid import introduces
from transum.summaries.compress import Compressor, Surroundings
from transum.summaries.extractive import ExtractiveSummarizer
from transum.summaries.features import NAMES, Passage, measure, refers_back
from transum.summaries.fill import fill
from transum.summaries.protocol import Limit
from transum.summaries.scorer import SURFACE, Scorer
from transum.summaries.select import Budget, companions, quote_spans, select
from transum.summaries.spans import role, words_of


class FakeEncoder:
    """Unit vectors that depend on the text alone; equal texts have equal vectors."""

    fingerprint = "fake"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.stack([np.random.default_rng(list(text.encode())).normal(size=384) for text in texts])
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture(scope="module")
def summarizer() -> ExtractiveSummarizer:
    return ExtractiveSummarizer(FakeEncoder())


def translated(*sentences: str, role: Role = Role.BODY) -> Translation:
    text, built = "", []
    for sentence in sentences:
        built.append(Sentence(sentence, len(text), len(text) + len(sentence), role))
        text += sentence + " "
    paragraphs = (Paragraph(tuple(built)),) if built else ()
    return Translation(Document(text, paragraphs), tuple(SentencePair(one, f"EN {one.text}") for one in built))


NEWS = (
    "Harga beras naik 12 persen di Jakarta.",
    "Pemerintah akan mengimpor beras dari Vietnam.",
    "Namun, petani menolak rencana itu.",
    "Bulog menyalurkan 330.000 ton ke 82 kota.",
    "Pedagang mengaku stok menipis.",
)
LADDER = [
    pytest.param((), id="empty"),
    pytest.param(("Harga naik.",), id="one sentence"),
    pytest.param(("Harga naik.", "Beras langka."), id="two"),
    pytest.param(("Harga naik.",) * 7, id="all alike"),
    pytest.param(("Ya.", "Oh.", "Ada.", "Ini.", "Itu."), id="all short"),
    pytest.param(("Kata " * 4000 + "habis.",), id="one huge"),
    pytest.param(tuple(f"Kalimat nomor {n} berbeda." for n in range(700)), id="very many"),
    pytest.param(tuple(f"Namun, hal nomor {n} berbeda." for n in range(700)), id="very many that refer back"),
    pytest.param(("Namun, ia menolak.", "Hal itu benar.", "Dia pergi."), id="all refer back"),
    pytest.param(("***", "—", "…"), id="no letters"),
    pytest.param(NEWS, id="news"),
]


@pytest.mark.parametrize("sentences", LADDER)
@pytest.mark.parametrize("limit", ["1", "3", "20%", "100%", "5w", "80w"])
def test_ladder(summarizer: ExtractiveSummarizer, sentences: tuple[str, ...], limit: str) -> None:
    translation = translated(*sentences)
    parsed = Limit.parse(limit)
    summary = summarizer.summarize(translation, parsed)
    ids = [number for sentence in summary.sentences for number in sentence.evidence]
    assert bool(summary.sentences) is bool(sentences)
    assert ids == sorted(set(ids))
    assert [sentence.text for sentence in summary.sentences] == [translation.pairs[n - 1].target for n in ids]
    if parsed.unit != "words" and sentences:
        assert len(ids) <= parsed.sentences(len(sentences))
    if parsed.unit == "words" and len(ids) > 1:
        assert sum(len(sentence.text.split()) for sentence in summary.sentences) <= parsed.amount


def test_repeated_sentences_keep_their_identity(summarizer: ExtractiveSummarizer) -> None:
    translation = translated("Hujan turun.", *NEWS, "Hujan turun.")
    for sentence in summarizer.summarize(translation, Limit.parse("100%")).sentences:
        (number,) = sentence.evidence
        assert translation.pairs[number - 1].source.text == sentence.original
        assert translation.pairs[number - 1].target == sentence.text


def test_what_is_said_twice_is_kept_once(summarizer: ExtractiveSummarizer) -> None:
    summary = summarizer.summarize(translated(NEWS[0], NEWS[1], NEWS[0]), Limit.parse("3"))
    assert [sentence.original for sentence in summary.sentences].count(NEWS[0]) == 1


@pytest.mark.parametrize("role", [Role.BYLINE, Role.RELATED, Role.CAPTION, Role.SHARE, Role.HEADING])
def test_boilerplate_is_taken_only_where_nothing_else_is(summarizer: ExtractiveSummarizer, role: Role) -> None:
    text = "Baca juga: Harga beras. Harga beras naik lagi."
    parts = (Sentence(text[:23], 0, 23, role), Sentence(text[24:], 24, len(text)))
    both = Translation(
        Document(text, (Paragraph(parts),)), (SentencePair(parts[0], "Read."), SentencePair(parts[1], "Up."))
    )
    assert [s.evidence for s in summarizer.summarize(both, Limit.parse("2")).sentences] == [(2,)]
    alone = Translation(Document(text, (Paragraph(parts[:1]),)), both.pairs[:1])
    assert [s.evidence for s in summarizer.summarize(alone, Limit.parse("2")).sentences] == [(1,)]


def chosen(*texts: str, scores: tuple[float, ...], size: int) -> tuple[int, ...]:
    passage = Passage(texts, (0,) * len(texts))
    vectors = FakeEncoder().encode(texts)
    return select(passage, np.array(scores, dtype=np.float32), vectors, Budget(size, (1,) * len(texts)))


@pytest.mark.parametrize(
    ("texts", "scores", "size", "expected"),
    [
        pytest.param(NEWS, (0.5, 0.1, 0.9, 0.1, 0.1), 3, (0, 1, 2), id="an opening Namun brings what it refers to"),
        pytest.param(NEWS, (0.5, 0.1, 0.9, 0.1, 0.1), 1, (0,), id="or stays out where that does not fit"),
        pytest.param(
            ("Kami siap.", "“Kami maju.", "Kami menang,” kata Budi.", "Hujan turun."), (0.1, 0.9, 0.1, 0.5), 2, (1, 2),
            id="a quotation over two sentences stays whole",
        ),
        pytest.param(
            ("Kami siap.", "“Kami maju.", "Kami menang,” kata Budi.", "Hujan turun."), (0.1, 0.9, 0.1, 0.8), 1, (3,),
            id="or stays out where it does not fit",
        ),
        pytest.param(
            ("Hujan turun.", "Budi datang.", '"Kami siap maju."', "Banjir surut."), (0.2, 0.1, 0.9, 0.1), 2, (1, 2),
            id="a quotation without a speaker brings the sentence before",
        ),
        pytest.param(
            ("Budi datang.", '"Saya lapar," katanya.', "Menurutnya, nasi enak.", "Hujan."),
            (0.5, 0.1, 0.9, 0.2), 2, (0, 2),
            id="a person is understood where he is named",
        ),
        pytest.param(
            ("Harga naik.", "Pasar sepi.", "Selain itu, hujan turun."), (0.2, 0.1, 0.9), 1, (2,),
            id="what only goes on stands alone",
        ),
        pytest.param(("Satu hal.", "Dua hal.", "Tiga hal."), (0.1, 0.2, 0.9), 2, (1, 2), id="order is kept"),
    ],
)  # fmt: skip
def test_selection(texts: tuple[str, ...], scores: tuple[float, ...], size: int, expected: tuple[int, ...]) -> None:
    assert chosen(*texts, scores=scores, size=size) == expected


SHORT = ("Harga naik.", "Pasar sepi.", "Hujan turun.", "Warga pergi.")


@pytest.mark.parametrize(
    ("texts", "scores", "costs", "barred", "expected"),
    [
        pytest.param(SHORT, (0.9, 0.8, 0.7, 0.6), (20, 20, 20, 40), (), (0, 1, 2), id="near to the aim"),
        pytest.param(SHORT, (0.9, 0.1, 0.1, 0.1), (59, 20, 20, 20), (), (0,), id="what is long enough stands alone"),
        pytest.param(SHORT, (0.9, 0.8, 0.2, 0.6), (45, 30, 15, 15), (), (0, 3), id="two that fit before the best"),
        pytest.param(SHORT, (0.9, 0.9, 0.5, 0.5), (30, 30, 30, 30), (0,), (1, 2), id="a lead-in is passed over"),
        pytest.param(
            ("Harga naik.", "Pasar sepi.", "Namun, hujan turun.", "Warga pergi."),
            (0.5, 0.1, 0.9, 0.5), (30, 30, 30, 30), (), (1, 2), id="namun brings what it refers to",
        ),
        pytest.param(
            ("Harga naik.", "Pasar sepi.", "Namun, hujan turun.", "Warga pergi."),
            (0.5, 0.1, 0.9, 0.5), (30, 30, 30, 30), (1,), (1, 2), id="even a lead-in",
        ),
        pytest.param(
            ("Harga naik.", "Harga naik.", "Pasar sepi.", "Hujan turun."),
            (0.9, 0.9, 0.5, 0.4), (30, 30, 30, 30), (), (0, 2), id="nothing twice",
        ),
        pytest.param(SHORT, (0.1, 0.2, 0.9, 0.3), (90, 90, 90, 85), (), (3,), id="where nothing fits the shortest"),
    ],
)  # fmt: skip
def test_filling(
    texts: tuple[str, ...],
    scores: tuple[float, ...],
    costs: tuple[int, ...],
    barred: tuple[int, ...],
    expected: tuple[int, ...],
) -> None:
    passage = Passage(texts, (0,) * len(texts))
    found = fill(
        passage, np.array(scores), FakeEncoder().encode(texts), Budget(70, costs, fill=False), barred=frozenset(barred)
    )
    assert found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Namun, harga naik.", True, id="namun"),
        pytest.param("Hal itu disampaikan Budi.", True, id="hal itu"),
        pytest.param("Hal tersebut benar.", True, id="hal tersebut"),
        pytest.param("“Ia sudah pergi.", True, id="ia inside a quotation"),
        pytest.param("Dia menolak.", True, id="dia"),
        pytest.param("Menurutnya, harga naik.", True, id="menurutnya"),
        pytest.param("Selain itu, harga naik.", True, id="selain itu"),
        pytest.param("Menurut Budi, harga naik.", False, id="menurut with a name"),
        pytest.param("Iabadi nama desa.", False, id="a longer word"),
        pytest.param("Harga naik. Namun turun.", False, id="not at the beginning"),
    ],
)
def test_refers_back(text: str, expected: bool) -> None:  # noqa: FBT001 (a column of the table)
    assert refers_back(text) is expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(("“A.", "B.", "C,” kata D.", "E."), [range(3)], id="curly"),
        pytest.param(('"A.', 'B," kata D.', '"E," kata F.'), [range(2)], id="straight"),
        pytest.param(('"A.', "B.", "C."), [], id="never closed"),
        pytest.param(("“A.” “B.”", "C."), [], id="whole in one sentence"),
    ],
)
def test_quote_spans(texts: tuple[str, ...], expected: list[range]) -> None:
    assert quote_spans(texts) == expected


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(
        st.sampled_from([*NEWS, "Ia pergi.", "“Kami siap.", "Maju,” kata Budi.", "kata Sari.", ""]), min_size=1
    ),
    size=st.integers(1, 60),
    choose=st.sampled_from([select, fill]),
    data=st.data(),
)
def test_a_selection_fits_and_is_never_empty(
    texts: list[str], size: int, choose: Callable[..., tuple[int, ...]], data: st.DataObject
) -> None:
    costs = tuple(data.draw(st.lists(st.integers(1, 9), min_size=len(texts), max_size=len(texts))))
    scores = np.linspace(0, 1, len(texts), dtype=np.float32)
    passage = Passage(tuple(texts), (0,) * len(texts))
    picked = choose(passage, scores, FakeEncoder().encode(texts), Budget(size, costs))
    assert picked
    assert list(picked) == sorted(set(picked))
    assert sum(costs[index] for index in picked) <= size or (len(picked) == 1 and min(costs) > size)
    groups = companions(passage)
    assert len(picked) == 1 or all(any(groups[i] <= set(picked) for i in picked if n in groups[i]) for n in picked)


def test_scores_do_not_depend_on_how_attention_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    scorer = Scorer.load(weights.embedded("summarizer"))
    texts = tuple(f"Kalimat {n} tentang harga." for n in range(40))
    passage, vectors = Passage(texts, tuple(n // 3 for n in range(40))), FakeEncoder().encode(texts)
    whole = scorer.score(passage, vectors)
    # By its module's own name: ``transum.summaries`` is also the public function.
    monkeypatch.setattr(sys.modules["transum.summaries.scorer"], "_QUERY_BLOCK", 7)
    assert np.allclose(scorer.score(passage, vectors), whole, atol=1e-4)
    assert ((whole >= 0) & (whole <= 1)).all()


def test_a_book_is_scored_chapter_by_chapter(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    module = sys.modules["transum.summaries.recurrent"]
    read = module._read  # noqa: SLF001 - what is counted

    def noting(entered: np.ndarray, arrays: dict[str, np.ndarray]) -> np.ndarray:
        seen.append(entered.shape[1])
        found: np.ndarray = read(entered, arrays)
        return found

    monkeypatch.setattr(module, "_read", noting)
    texts = tuple(f"Kalimat {n} tentang harga." for n in range(1500))
    scores = Scorer.load(weights.embedded("summarizer")).score(
        Passage(texts, tuple(n // 3 for n in range(1500))), FakeEncoder().encode(texts)
    )
    assert seen == [750, 750]
    assert scores.shape == (1500,)


def test_features_are_finite_and_named() -> None:
    passage = Passage(("", "Ya?", "“Kata” Budi 12:"), (0, 1, 1))
    columns = measure(passage, np.zeros((3, 384), dtype=np.float32))
    assert columns.shape == (3, len(NAMES))
    assert np.isfinite(columns).all()


@pytest.mark.parametrize("content", [None, b"", b"no archive"], ids=["missing", "empty", "damaged"])
def test_unreadable_weights_are_a_model_error(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "scorer.npz").write_bytes(content)
    with pytest.raises(ModelError, match="weights"):
        Scorer.load(tmp_path)


ARTICLE = Passage(NEWS * 8, tuple(n // 4 for n in range(40)))


def test_the_numpy_scorer_is_the_trained_networks() -> None:
    torch = pytest.importorskip("torch", reason="only whoever trains needs torch")
    from training.summarizer.network import Network
    from training.summarizer.recurrent import Reader, arrays, normalised

    torch.manual_seed(3)
    network, readers = Network(torch.randn(384) * 0.01, torch.ones(384)).eval(), [Reader().eval() for _ in range(2)]
    weights_of = {name: value.numpy() for name, value in network.state_dict().items()}
    vectors = FakeEncoder().encode(ARTICLE.texts)
    centred = vectors - weights_of["mean"]
    columns = surface.measure(ARTICLE)
    mean, spread = columns.mean(axis=0), columns.std(axis=0) + 1
    given_to_readers = (
        normalised(columns, mean, spread)[None],
        torch.from_numpy(surface.openings(ARTICLE))[None],
        torch.from_numpy(surface.said(ARTICLE))[None],
    )
    with torch.no_grad():
        features = torch.from_numpy(measure(ARTICLE, centred))[None]
        meant = network(torch.from_numpy(centred)[None], features, torch.ones(1, 40, dtype=torch.bool))[0]
        read = sum(reader(*given_to_readers)[0] for reader in readers) / 2
    expected = torch.sigmoid((1 - SURFACE) * meant + SURFACE * read).numpy()
    scorer = Scorer({**weights_of, **arrays(readers, mean, spread)})
    assert np.allclose(scorer.score(ARTICLE, vectors), expected, atol=1e-4)


@given(texts=st.lists(st.text(max_size=60), min_size=1, max_size=12))
def test_the_surface_of_any_text_is_finite_and_named(texts: list[str]) -> None:
    passage = Passage(tuple(texts), tuple(n // 2 for n in range(len(texts))))
    columns = surface.measure(passage)
    assert columns.shape == (len(texts), len(surface.COLUMNS))
    assert np.isfinite(columns).all()
    assert np.abs(columns).max() < 50
    assert surface.openings(passage).max() <= surface.BUCKETS
    assert surface.said(passage).max() <= surface.WORD_BUCKETS


def test_a_real_article(encoder: CT2Encoder) -> None:
    lead = "Gempa magnitudo 6,2 mengguncang Cianjur, Jawa Barat, Rabu, dan menewaskan sedikitnya 162 orang."
    translation = build_translation(
        ((lead, "A quake killed 162."), ("Ribuan rumah rusak dan 13.784 warga mengungsi.", "Thousands fled.")),
        (("Terima kasih.", "Thanks."), ("Cuaca hari ini cerah.", "It is sunny.")),
        (("Gubernur meninjau lokasi pengungsian pada Kamis pagi.", "The governor visited."),),
    )
    summary = ExtractiveSummarizer(encoder).summarize(translation, Limit.parse("2"))
    assert summary.method == "extractive"
    assert [sentence.evidence for sentence in summary.sentences] == [(1,), (2,)]
    assert summary.sentences[0].original == lead


class Echo:
    """Translates by naming; an error for a text that holds ``faulty``."""

    def __init__(self, faulty: str = "") -> None:
        self.faulty = faulty
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str], /) -> Sequence[SentencePair]:
        self.asked += texts
        error = Finding(Kind.NUMBER, Level.ERROR, "1", "2", "wrong")
        return [
            SentencePair(Sentence(text, 0, len(text)), f"NEW {text}", findings=(error,) if self.faulty in text else ())
            if self.faulty
            else SentencePair(Sentence(text, 0, len(text)), f"NEW {text}")
            for text in texts
        ]


DATED = "Jakarta (ANTARA) - Harga beras naik 12 persen di seluruh Jawa."


def test_a_shortened_sentence_is_translated_anew_and_says_what_was_left_out() -> None:
    anew = Echo()
    summary = ExtractiveSummarizer(FakeEncoder(), anew).summarize(translated(DATED), Limit.parse("1"))
    (sentence,) = summary.sentences
    assert anew.asked == ["Harga beras naik 12 persen di seluruh Jawa."]
    assert sentence.text == "NEW Harga beras naik 12 persen di seluruh Jawa."
    assert sentence.original == anew.asked[0]
    assert [(number, DATED[start:end]) for number, start, end in sentence.left_out] == [(1, "Jakarta (ANTARA) - ")]


def test_where_the_new_translation_has_an_error_the_whole_sentence_stands() -> None:
    summary = ExtractiveSummarizer(FakeEncoder(), Echo("beras")).summarize(translated(DATED), Limit.parse("1"))
    (sentence,) = summary.sentences
    assert (sentence.text, sentence.original, sentence.left_out) == (f"EN {DATED}", DATED, ())


def test_a_whole_sentence_loses_a_dateline_that_its_translation_has_to_the_letter() -> None:
    sentence = Sentence(DATED, 0, len(DATED))
    pair = SentencePair(sentence, "Jakarta (ANTARA) - Rice is up 12 percent in all of Java.")
    translation = Translation(Document(DATED, (Paragraph((sentence,)),)), (pair,))
    (told,) = ExtractiveSummarizer(FakeEncoder(), Echo("beras")).summarize(translation, Limit.parse("1")).sentences
    assert told.text == "Rice is up 12 percent in all of Java."
    assert told.original == "Harga beras naik 12 persen di seluruh Jawa."
    assert [(number, DATED[start:end]) for number, start, end in told.left_out] == [(1, "Jakarta (ANTARA) - ")]


def test_a_connective_stays_beside_what_it_leans_on_and_goes_without_it() -> None:
    first, second = "Pemerintah akan mengimpor beras dari Vietnam.", "Namun, petani menolak rencana impor itu di Jawa."
    summarizer = ExtractiveSummarizer(FakeEncoder(), Echo())
    both = summarizer.summarize(translated(first, second), Limit.parse("2"))
    assert [sentence.original for sentence in both.sentences] == [first, second]
    after = "Petani menolak rencana impor itu di Jawa."
    alone = summarizer.summarize(translated("Berikut ulasannya:", second), Limit.parse("1"))
    assert [sentence.original for sentence in alone.sentences] == [after]


@pytest.mark.parametrize(
    ("text", "first", "expected"),
    [
        pytest.param("JAKARTA, KOMPAS.com - Harga naik di pasar ini.", True, "Harga naik di pasar ini.", id="dateline"),
        pytest.param("BANDUNG, iNews.id - Persib menang di sana.", True, "Persib menang di sana.", id="a small letter"),
        pytest.param("GAYO LUES | SERAMBI - Penari datang ke sana.", True, "Penari datang ke sana.", id="a bar"),
        pytest.param("JAKARTA, (PR).- Harga naik di pasar ini.", True, "Harga naik di pasar ini.", id="initials"),
        pytest.param(
            "Malang, 11 Juni 2024 – PT Arunika mengoperasikan pembangkit.", True,
            "PT Arunika mengoperasikan pembangkit.", id="place and date",
        ),
        pytest.param("J: Kami mulai dari kemarahan.", False, "Kami mulai dari kemarahan.", id="who answers"),
        pytest.param("Harga naik - kata dia tadi di pasar.", True, "Harga naik - kata dia tadi di pasar.", id="a dash"),
        pytest.param(
            '"Ini bukan soal menang," kata Suryo kepada wartawan seusai rapat.', False,
            '"Ini bukan soal menang," kata Suryo.', id="where it was said",
        ),
        pytest.param(
            "Seperti dilansir Reuters, Petty meninggal dalam usia 66 tahun.", False,
            "Petty meninggal dalam usia 66 tahun.", id="where the paper has it from",
        ),
        pytest.param(
            "Hanya 11 dari 54 keluarga yang bersedia pindah.", False,
            "Hanya 11 dari 54 keluarga yang bersedia pindah.", id="what only is about",
        ),
        pytest.param(
            "Indonesia negara terbesar keempat di dunia, setelah Cina dan India.", False,
            "Indonesia negara terbesar keempat di dunia, setelah Cina dan India.", id="a rank keeps its scope",
        ),
        pytest.param(
            "Ia diduga menerima suap, menurut jaksa KPK, Ali Fikri.", False,
            "Ia diduga menerima suap, menurut jaksa KPK, Ali Fikri.", id="the source of a claim",
        ),
    ],
)  # fmt: skip
def test_what_is_left_out(text: str, first: bool, expected: str) -> None:  # noqa: FBT001 (a column of the table)
    around = Surroundings(0 if first else 3, frozenset(), {})
    assert Compressor.load(weights.embedded("summarizer")).shorten(text, around).text == expected


PARTS = tuple(
    "Jakarta - |Namun, |Menteri Budi |(45) |tidak |diduga |mengatakan |beras naik |1,5 |persen, |yang |jika |hanya "
    '|saat hujan, |"|setelah |dan |di Jawa, |rugi.'.split("|")
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=14).map("".join))
def test_what_is_left_out_rebuilds_and_never_negates_hedges_or_hides_a_source(text: str) -> None:
    short = Compressor({}, 0.0).shorten(text, Surroundings(0, frozenset(), {}))
    spans = short.left_out
    assert list(spans) == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] < other[0] for one, other in pairwise(spans))
    kept = Counter(words_of(short.text))
    guarded = role("kept") - {"namun"}
    assert all(kept[word] == count for word, count in Counter(words_of(text)).items() if word in guarded)
    if text.strip():
        assert short.text.strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Berikut lima fakta yang dirangkum redaksi.", True, id="lead-in"),
        pytest.param("Ada tiga alasan:", True, id="colon"),
        pytest.param("1. Tujuh orang tewas", True, id="heading of a list"),
        pytest.param("T: Bagaimana koperasi ini bermula?", True, id="question"),
        pytest.param("T: Ada yang bilang harga kopi jatuh.", True, id="who asks"),
        pytest.param("J: Tidak.", True, id="an answer that needs its question"),
        pytest.param("J: Betul, itu masih tinggi.", True, id="a nod"),
        pytest.param("J: Kami menanam kopi sejak 2010.", False, id="an answer"),
        pytest.param("Kabar itu disampaikan otoritas Amerika Serikat.", True, id="who said it"),
        pytest.param("Hal itu disampaikan Budi, bahwa harga akan naik.", False, id="and what"),
        pytest.param("Warga mengungsi (Foto: Antara).", True, id="caption"),
        pytest.param("Persib menang 2-1 atas Persebaya.", False, id="news"),
        pytest.param("Foto bukti penerimaan memperlihatkan pagar hijau.", False, id="about a photograph"),
    ],
)
def test_introduces(text: str, expected: bool) -> None:  # noqa: FBT001 (a column of the table)
    assert introduces(text) is expected


def test_an_interview_yields_its_answers_and_a_list_its_facts() -> None:
    interview = (
        "Maria memimpin koperasi kopi itu selama 11 tahun.",
        "Ia diwawancarai di Lewoleba pada Sabtu siang.",
        "Berikut petikannya.",
        "T: Bagaimana koperasi ini bermula?",
        "Kami mulai dengan dua belas orang petani perempuan.",
        "T: Apa yang berubah?",
        "Anak-anak kini bersekolah sampai ke Kupang.",
        "T: Siapa yang akan menggantikan Anda?",
        "Yuliana sudah dilatih selama tiga tahun.",
    )
    summary = ExtractiveSummarizer(FakeEncoder()).summarize(translated(*interview), Limit.parse("3"))
    told = {sentence.evidence[0] for sentence in summary.sentences}
    assert len(told & {5, 7, 9}) >= 2
    assert 2 not in told  # where and when they met


def test_behind_a_bare_answer_what_follows_it_is_the_answer() -> None:
    interview = (
        "Siti memimpin perusahaan air minum kota itu.",
        "T: Apakah tarif akan naik?",
        "J: Tidak.",
        "Kami tidak akan menaikkan tarif sebelum 2025.",
        "T: Kehilangan air masih 31 persen?",
        "J: Betul, itu masih tinggi.",
        "Target kami 25 persen pada akhir 2024.",
        "T: Benarkah pejabat tidak pernah membayar?",
        "J: Itu tidak benar.",
        "Semua pelanggan membayar, termasuk rumah saya.",
    )
    summary = ExtractiveSummarizer(FakeEncoder()).summarize(translated(*interview), Limit.parse("4"))
    told = {sentence.evidence[0] for sentence in summary.sentences}
    assert not told & {2, 3, 5, 6, 8, 9}
    assert len(told & {4, 7, 10}) >= 2


def test_one_sentence_alone_points_at_nothing_before_it(summarizer: ExtractiveSummarizer) -> None:
    texts = (
        "Kim Jong-un akan bertemu Putin di Vladivostok.",
        "Dalam pertemuan tersebut, kedua pemimpin akan membahas senjata untuk tentara Rusia di Ukraina.",
        "Pada rapat itu, keduanya sepakat.",
    )
    (only,) = summarizer.summarize(translated(*texts), Limit.parse("1")).sentences
    assert only.evidence == (1,)


def test_items_of_a_list_come_without_their_marks_and_ingredients_not_at_all() -> None:
    items = (
        "- 2 lembar daun kunyit, simpulkan",
        "- Warga di hilir harus mengungsi malam ini",
        "- 5 siung bawang putih",
    )
    sentences, text = [], "\n".join(items)
    for item in items:
        start = text.index(item)
        sentences.append(Sentence(item, start, start + len(item), Role.LIST_ITEM))
    pairs = tuple(SentencePair(one, one.text) for one in sentences)
    document = Document(text, tuple(Paragraph((one,)) for one in sentences))
    summary = ExtractiveSummarizer(FakeEncoder()).summarize(Translation(document, pairs), Limit.parse("1"))
    assert [(one.text, one.evidence) for one in summary.sentences] == [
        ("Warga di hilir harus mengungsi malam ini", (2,))
    ]


OPINION = (
    "Kemarin saya menunggu bus selama satu jam di halte.",
    "Hujan turun, dan payung saya rusak.",
    "Di sekitar saya orang-orang memesan ojek satu per satu.",
    "Jalan di depan halte macet oleh mobil pribadi.",
    "Pemerintah kota membangun jalan layang setiap tahun.",
    "Namun, jalan baru selalu penuh lagi.",
    "Sudah saatnya anggaran jalan layang dipindahkan untuk bus.",
    "Semoga besok hujan tidak turun.",
)


def test_an_opinion_yields_its_thesis(summarizer: ExtractiveSummarizer) -> None:
    told = [
        sentence.evidence for sentence in summarizer.summarize(translated(*OPINION), Limit(2, "sentences")).sentences
    ]
    assert (7,) in told
    assert not {(1,), (2,), (3,)} & set(told)


def test_what_is_translated_anew_is_checked_like_any_sentence(translator: CT2Translator, encoder: CT2Encoder) -> None:
    first, second = Anew(translator, encoder)(["Harga beras naik 12 persen di Jakarta.", "Hujan turun di Bogor."])
    assert "12" in first.target
    assert [pair.source.text for pair in (first, second)] == [
        "Harga beras naik 12 persen di Jakarta.",
        "Hujan turun di Bogor.",
    ]
    assert second.target
    assert not Anew(translator)([])


@pytest.mark.parametrize(
    "module",
    [
        "facts.glance",
        *(f"summaries.{name}" for name in ("anew", "avoid", "compress", "digest", "opinion", "spans", "told")),
    ],
)
def test_the_worked_examples_hold(module: str) -> None:
    failures, examples = doctest.testmod(importlib.import_module(f"transum.{module}"))
    assert (failures, bool(examples)) == (0, True)
