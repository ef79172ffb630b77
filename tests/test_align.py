from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from transum.engines.alignment import align
from transum.engines.encoder import CT2Encoder

ORIGINAL = [
    "Banjir merendam ratusan rumah di Jakarta Timur.",
    "Warga mengungsi ke gedung sekolah.",
    "Gubernur mengunjungi para korban pada Senin.",
    "Hujan diperkirakan turun lagi besok.",
]
ENGLISH = [
    "Floods submerged hundreds of houses in East Jakarta.",
    "Residents took refuge in a school building.",
    "The governor visited the victims on Monday.",
    "Rain is expected to fall again tomorrow.",
]


class Letters:
    """One dimension a first letter: sentences are alike where they begin alike, and unrelated otherwise."""

    fingerprint = "letters"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.full((len(texts), 26), np.sqrt(0.78 / 26), dtype=np.float32)
        for row, text in enumerate(texts):
            for letter in text:
                vectors[row, ord(letter) - ord("a")] += 1 / len(text)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


@pytest.mark.parametrize(
    ("sources", "targets", "beads"),
    [
        pytest.param("a b c", "a b c", [(1, 1), (1, 1), (1, 1)], id="one-to-one"),
        pytest.param("a b c", "a c", [(1, 1), (1, 0), (1, 1)], id="left-out"),
        pytest.param("a c", "a b c", [(1, 1), (0, 1), (1, 1)], id="added"),
        pytest.param("a bc d", "a b c d", [(1, 1), (1, 2), (1, 1)], id="divided"),
        pytest.param("a b c d", "a bc d", [(1, 1), (2, 1), (1, 1)], id="merged"),
        pytest.param("a", "", [(1, 0)], id="no-translation"),
        pytest.param("", "a", [(0, 1)], id="no-original"),
    ],
)
def test_moves(sources: str, targets: str, beads: list[tuple[int, int]]) -> None:
    found = align(sources.split(), targets.split(), Letters())
    assert [(len(a), len(b)) for a, b in found] == beads


def test_everything_is_in_one_bead_in_order() -> None:
    found = align(["a"] * 70, ["b"] * 50, Letters())
    assert [index for sources, _ in found for index in sources] == list(range(70))
    assert [index for _, targets in found for index in targets] == list(range(50))


@pytest.mark.parametrize("missing", [None, 0, 1, 3])
def test_the_real_encoder_finds_what_a_translator_left_out(encoder: CT2Encoder, missing: int | None) -> None:
    english = [text for index, text in enumerate(ENGLISH) if index != missing]
    empty = [list(sources) for sources, targets in align(ORIGINAL, english, encoder) if not targets]
    assert empty == ([] if missing is None else [[missing]])
