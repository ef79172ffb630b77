"""The recipe's first two steps: what is kept of a corpus and why the rest is not, what is made of it, its pieces."""

import json
import random
from pathlib import Path

import pytest
import sentencepiece
from hypothesis import given
from hypothesis import strategies as st

from training.augmentation import drop_words, joined, lowercased, unpunctuated, variants
from training.cleaning import Reason, canonical, fingerprint
from training.config import Augmentation, Cleaning, Config, Vocabulary
from training.data import Counts, line, prepare, total
from training.frames import named_frames, number_frames
from training.pieces import END, UNKNOWN, Pieces
from training.readers import Source
from training.vocabulary import trained, trimmed, vocabulary_rows, write_vocabulary
from transum.checks import Pair, check
from transum.document import Kind, Level
from transum.errors import InputError, ModelError, UsageError
from transum.segment.chunk import model_text

TOY = Path(__file__).parent / "toy"
SEEDED = random.Random  # the kind of generator that the recipe takes: reproducible, not secret
DIRTY = Source("dirty", "tsv-column", "CC0", "here", "news", "human", 1.0, "text")
PLAIN = Augmentation(joined=0.0, lowercased=0.0, unpunctuated=0.0)


def prepared(output: Path, source: Source, config: Config) -> tuple[Counts, list[list[str]]]:
    inputs = {"text": TOY / "dirty.tsv"}
    counts = prepare(config, [source], inputs, [TOY / "evaluation.txt"], output)[source.name]
    return counts, [row.split("\t") for row in (output / "corpus.tsv").read_text(encoding="utf-8").splitlines()]


def test_every_pair_is_kept_or_counted_under_its_reason(tmp_path: Path) -> None:
    config = Config(cleaning=Cleaning(max_characters=250), augmentation=PLAIN)
    counts, rows = prepared(tmp_path, DIRTY, config)
    assert counts == Counts(
        read=13,
        split=1,
        kept=5,
        variants=0,
        left_out={
            Reason.DUPLICATE: 1,
            Reason.EMPTY: 2,
            Reason.LENGTH: 1,
            Reason.RATIO: 1,
            Reason.SOURCE_LANGUAGE: 1,
            Reason.TARGET_LANGUAGE: 1,
            Reason.SOURCE_OVERLAP: 1,
            Reason.TARGET_OVERLAP: 1,
        },
    )
    assert counts.read + counts.split == counts.kept + sum(counts.left_out.values())
    assert rows == [
        [
            "dirty",
            "Pemerintah akan membangun jembatan baru di daerah itu pada tahun depan.",
            "The government will build a new bridge in the area next year.",
        ],
        ["dirty", "Harga naik.", "Prices rose."],
        ["dirty", "Warga mengeluh.", "Residents complained."],
        ["dirty", "Kafé itu buka pukul 7:30 WIB.", "The café opens at 07:30 WIB."],
        ["dirty", "Dia datang. Dia melihat.", "He came and saw."],
    ]
    assert json.loads((tmp_path / "data.json").read_text(encoding="utf-8"))["dirty"]["left_out"]["duplicate"] == 1
    assert "13 read" in line("dirty", total({"dirty": counts}))


def test_the_same_seed_makes_the_same_corpus(tmp_path: Path) -> None:
    config = Config(augmentation=Augmentation(joined=0.5, lowercased=0.5, unpunctuated=0.5))
    first, second = (prepared(tmp_path / name, DIRTY, config) for name in "ab")
    assert first == second
    assert first[0].variants > 0
    assert len(first[1]) == first[0].kept + first[0].variants


def test_an_input_that_is_not_given_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        prepare(Config(), [DIRTY], {}, [], tmp_path)
    assert "--input text=PATH" in caught.value.hint


def test_an_evaluation_set_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.txt"):
        prepare(Config(), [DIRTY], {"text": TOY / "dirty.tsv"}, [tmp_path / "gone.txt"], tmp_path)


def test_copied_english_loses_words_on_the_source_side_only(tmp_path: Path) -> None:
    articles = tmp_path / "articles.jsonl"
    words = " ".join(f"word{n}" for n in range(100))
    articles.write_text(json.dumps({"article": [f"The {words} end."]}) + "\n")
    source = Source("copies", "english-jsonl", "x", "x", "news", "generated", 1.0, "text")
    config = Config(cleaning=Cleaning(language_characters=10_000, max_characters=2000))
    prepare(config, [source], {"text": articles}, [], tmp_path / "data")
    _, left, right = (tmp_path / "data/corpus.tsv").read_text().rstrip("\n").split("\t")
    assert right == f"The {words} end."
    assert 70 <= len(left.split()) < len(right.split())
    assert set(left.split()) <= set(right.split())


@given(st.text())
def test_canonical_text_is_one_line_and_stays_as_it_is(text: str) -> None:
    once = canonical(text)
    assert canonical(once) == once
    assert "\n" not in once
    assert "\t" not in once


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        pytest.param("“Ya,” kata Ani.", "ya kata ani", True, id="case and punctuation"),
        pytest.param("Rp1.500", "Rp 1,500", True, id="number notation"),
        pytest.param("Ada 12 rumah", "Ada 13 rumah", False, id="another number"),
    ],
)
def test_fingerprints(left: str, right: str, same: bool) -> None:  # noqa: FBT001 -- a table's column
    assert (fingerprint(left) == fingerprint(right)) is same


def test_variants_change_the_source_side() -> None:
    pair = ("Ani berkata, “Ya.”", "Ani said, “Yes.”")
    assert lowercased(pair) == ("ani berkata, “ya.”", "Ani said, “Yes.”")
    assert unpunctuated(pair) == ("Ani berkata Ya", "Ani said, “Yes.”")
    assert joined(pair, pair) == (f"{pair[0]} {pair[0]}", f"{pair[1]} {pair[1]}")
    everything = Augmentation(joined=1.0, lowercased=1.0, unpunctuated=1.0)
    assert len(list(variants([pair] * 3, everything, SEEDED(1), 100))) == 3 + 3 + 2
    assert len(list(variants([pair] * 3, everything, SEEDED(1), 30))) == 3 + 3


@given(st.lists(st.text("abc", min_size=1), min_size=1).map(" ".join), st.floats(0, 1), st.integers())
def test_a_copy_never_loses_all_its_words(text: str, share: float, seed: int) -> None:
    assert drop_words(text, share, SEEDED(seed))


@pytest.mark.parametrize("make", [number_frames, named_frames], ids=["numbers", "names"])
def test_frames_are_filled_and_their_figures_agree(make: object) -> None:
    assert callable(make)
    figures = {Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.TIME}
    pairs = list(make(SEEDED(3), 300))
    assert len(pairs) == 300
    assert pairs == list(make(SEEDED(3), 300))
    for indonesian, english in pairs:
        assert "{" not in indonesian + english
        wrong = [f for f in check(Pair(indonesian, english)) if f.kind in figures and f.level is Level.ERROR]
        assert not wrong, (indonesian, english, wrong)


def corpus_texts() -> list[str]:
    rows = [row.split("\t")[1:] for row in (TOY / "toy.tsv").read_text(encoding="utf-8").splitlines()]
    return [model_text(side) for row in rows for side in row]


def test_a_trained_vocabulary_gives_text_back(tmp_path: Path) -> None:
    rows = write_vocabulary(trained(corpus_texts(), Vocabulary(size=240, character_coverage=1.0)), tmp_path)
    pieces = Pieces(tmp_path)
    assert pieces.size == rows == 241  # SentencePiece's own <unk> and </s> among its 240, and <pad>
    for text, ids in zip(corpus_texts(), pieces.encode(corpus_texts()), strict=True):
        assert ids[-1] == END
        assert UNKNOWN not in ids
        assert pieces.decode([*ids, pieces.padding]) == text


def test_a_trimmed_vocabulary_cuts_as_the_whole_one_did() -> None:
    whole = trained([*corpus_texts(), *(f"zig zag zug {n}" for n in range(50))], Vocabulary(260, "train", 1.0))
    small = trimmed(whole, corpus_texts(), 10_000)
    before = sentencepiece.SentencePieceProcessor(model_proto=whole)
    after = sentencepiece.SentencePieceProcessor(model_proto=small)
    assert after.get_piece_size() < before.get_piece_size()
    for text in corpus_texts():
        assert after.encode(text, out_type=str) == before.encode(text, out_type=str)
    for index in range(after.get_piece_size()):
        name = after.id_to_piece(index)
        assert after.get_score(index) == before.get_score(before.piece_to_id(name))


def test_trimming_keeps_single_characters_first() -> None:
    whole = trained(corpus_texts(), Vocabulary(size=240, character_coverage=1.0))
    size = 50
    rows = vocabulary_rows(trimmed(whole, corpus_texts(), size))
    assert len(rows) == size + 3
    assert list(rows)[:2] == ["</s>", "<unk>"]
    assert rows["<pad>"] == size + 2


def test_a_vocabulary_too_large_for_its_text_is_refused() -> None:
    with pytest.raises(ModelError) as caught:
        trained(["satu dua tiga"], Vocabulary(size=5000))
    assert "vocabulary.size" in caught.value.hint


def test_a_folder_without_a_vocabulary_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no vocabulary in"):
        Pieces(tmp_path)
