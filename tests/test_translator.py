"""The embedded translator: promises that hold whatever its weights say."""

import random

import pytest

from transum.engines.batching import batches, longest_output, padded
from transum.engines.ct2 import CT2Translator

SENTENCES = [
    "Banjir merendam 12 rumah di Jakarta Timur.",
    "Warga mengungsi.",
    "Gubernur mengatakan bantuan senilai Rp 1.5 miliar akan dikirim besok pagi ke semua posko pengungsian.",
    "Hujan turun sejak Senin.",
    "Menurut dia, pemerintah pusat dan pemerintah daerah sudah sepakat untuk membangun tanggul baru tahun depan.",
    "Ya.",
]


def test_a_text_has_the_same_translation_in_any_company(translator: CT2Translator) -> None:
    alone = [translator.translate([text], candidates=2)[0] for text in SENTENCES]
    assert translator.translate(SENTENCES, candidates=2) == alone
    shuffled = random.Random(7).sample(range(len(SENTENCES)), len(SENTENCES))  # noqa: S311 - no secret
    mixed = translator.translate([SENTENCES[index] for index in shuffled] * 2, candidates=2)
    assert mixed == [alone[index] for index in shuffled] * 2


def test_nothing_in_nothing_out(translator: CT2Translator) -> None:
    assert translator.translate([]) == []


@pytest.mark.parametrize("text", ["", " ", "…", "kata " * 190, "\u4f60\u597d", "x" * 150])
def test_any_text_has_as_many_candidates_as_asked_for(translator: CT2Translator, text: str) -> None:
    ((*found,),) = translator.translate([text], candidates=3, avoid_repeats=True)
    assert len(found) == 3
    assert all(candidate.score <= 0 for candidate in found)
    assert [candidate.score for candidate in found] == sorted((c.score for c in found), reverse=True)


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [
        pytest.param([], [], id="none"),
        pytest.param([3, 64, 65], [[2], [1, 0]], id="by-padded-length"),
        pytest.param([1500, 1500], [[0], [1]], id="bounded"),
    ],
)
def test_batches(lengths: list[int], expected: list[list[int]]) -> None:
    assert batches(lengths) == expected


@pytest.mark.parametrize(
    ("sentences", "workers", "sizes"),
    [
        pytest.param(14, 1, [14], id="one"),
        pytest.param(14, 2, [7, 7], id="halves"),
        pytest.param(14, 32, [4, 4, 4, 2], id="none-too-small"),
        pytest.param(50, 2, [16, 16, 16, 2], id="none-too-large"),
    ],
)
def test_every_worker_has_a_batch(sentences: int, workers: int, sizes: list[int]) -> None:
    assert list(map(len, batches([30] * sentences, workers))) == sizes


def test_bounds_depend_on_the_text_alone() -> None:
    assert [padded(length) for length in (1, 64, 65)] == [64, 64, 128]
    assert longest_output(32, 512) == 116
