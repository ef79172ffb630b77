import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from transum.engines.ct2 import CT2Translator
from transum.engines.encoder import CT2Encoder, RememberingEncoder
from transum.errors import ModelError
from transum.pipeline import Pipeline
from transum.shelf.manifest import Manifest, embedded

PUTIN = "Pemimpin Korea Utara Kim Jong-un dikabarkan bakal bertemu dengan Presiden Rusia Vladimir Putin."


@pytest.mark.parametrize(
    ("english", "cosine"),
    [
        pytest.param(
            "North Korean leader Kim Jong-un is reportedly going to meet Russian President Vladimir Putin.",
            0.956,
            id="same",
        ),
        pytest.param("The price of rice rose 12 percent in Jakarta.", 0.796, id="news"),
        pytest.param("I like to eat bananas.", 0.760, id="bananas"),
    ],
)
def test_cosines_are_those_of_the_checkpoint(encoder: CT2Encoder, english: str, cosine: float) -> None:
    a, b = encoder.encode([PUTIN, english])
    assert float(a @ b) == pytest.approx(cosine, abs=0.01)


def test_a_vector_does_not_depend_on_its_company(encoder: CT2Encoder) -> None:
    texts = [PUTIN, "", "Halo.", "Ya", "kata " * 600, PUTIN]
    together = encoder.encode(texts)
    assert together.shape == (6, 384)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert np.allclose(together[0], encoder.encode([PUTIN])[0], atol=1e-5)


def by_ctranslate2() -> CT2Translator:
    return CT2Translator(embedded("translator"), name="embedded", version="1", threads=1)


@pytest.mark.parametrize(
    ("module", "load"),
    [
        pytest.param("ctranslate2", lambda: CT2Encoder(embedded("encoder"), threads=1), id="encoder"),
        pytest.param("sentencepiece", lambda: CT2Encoder(embedded("encoder"), threads=1), id="encoder-pieces"),
        pytest.param("ctranslate2", by_ctranslate2, id="translator"),
        pytest.param("sentencepiece", by_ctranslate2, id="translator-pieces"),
    ],
)
def test_a_broken_installation_is_said(
    module: str, load: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ModelError, match="can't be loaded") as caught:
        load()
    assert "force-reinstall" in caught.value.hint


def test_results_of_another_encoder_are_out_of_date(encoder: CT2Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline = Pipeline(by_ctranslate2(), encoder=RememberingEncoder(encoder))
    before = pipeline.fingerprint()
    assert pipeline.fingerprint() == before
    newer = replace(Manifest.read(embedded("encoder")), version="new")
    monkeypatch.setattr(Manifest, "read", lambda _: newer)
    assert pipeline.fingerprint() != before


def test_no_texts_no_vectors(encoder: CT2Encoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


class Counting:
    """Counts what it is asked."""

    fingerprint = "counting"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return np.array([[float(len(text))] for text in texts], dtype=np.float32).reshape(len(texts), 1)


def test_what_was_encoded_lately_is_not_encoded_again() -> None:
    counting = Counting()
    encoder = RememberingEncoder(counting, room=2)
    assert encoder.encode(["a", "bb", "a"]).tolist() == [[1.0], [2.0], [1.0]]
    assert encoder.encode(["bb", "ccc"]).tolist() == [[2.0], [3.0]]
    assert counting.asked == ["a", "bb", "ccc"]
    encoder.encode(["a"])  # the oldest made room
    assert counting.asked == ["a", "bb", "ccc", "a"]
    assert encoder.encode([]).shape == (0, 1)


def test_more_texts_than_there_is_room_for_have_their_own_vectors() -> None:
    encoder = RememberingEncoder(Counting(), room=3)
    for _ in range(2):
        for last in range(1, 8):
            texts = ["a" * length for length in range(last, 0, -1)]
            assert encoder.encode(texts).tolist() == [[float(len(text))] for text in texts]
