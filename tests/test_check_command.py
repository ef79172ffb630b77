"""``transum check``: someone else's translation, with the real encoder."""

import hashlib

import pytest

from transum.document import Level
from transum.engines.encoder import CT2Encoder
from transum.inputs.decode import Text
from transum.pipeline import checked, prepare

SOURCE = (
    "Banjir merendam 12 rumah di Jakarta Timur. Warga mengungsi ke gedung sekolah.\nGubernur datang pada Senin pagi.\n"
)
RIGHT = (
    "Floods hit 12 houses in East Jakarta. Residents fled to a school building.\nThe governor came on Monday morning.\n"
)


def text(content: str) -> Text:
    return Text("a.txt", content, "utf-8", hashlib.sha256(content.encode()).hexdigest())


@pytest.mark.parametrize(
    ("source", "target", "errors"),
    [
        pytest.param(SOURCE, RIGHT, [], id="right"),
        pytest.param(SOURCE, RIGHT.replace("12", "13"), [1], id="number"),
        pytest.param(SOURCE, RIGHT.replace("Monday", "Tuesday"), [3], id="weekday"),
        pytest.param(SOURCE.replace("\n", " "), RIGHT.replace("12", "13"), [1], id="other-lines"),
        pytest.param(SOURCE, RIGHT.replace(" Residents fled to a school building.", ""), [2], id="sentence-left-out"),
    ],
)
def test_every_sentence_is_checked(encoder: CT2Encoder, source: str, target: str, errors: list[int]) -> None:
    pairs = checked(prepare(text(source)), text(target), encoder).translation.pairs
    assert len(pairs) == 3
    assert [number for number, pair in enumerate(pairs, 1) if pair.level is Level.ERROR] == errors
    assert all(source[pair.source.start : pair.source.end] == pair.source.text for pair in pairs)


@pytest.mark.parametrize(
    ("target", "errors"),
    [
        pytest.param("Prices rose by 900 percent in Bandung. " + RIGHT, [1], id="at the head"),
        pytest.param(RIGHT + "Prices rose by 900 percent in Bandung.", [3], id="at the end"),
    ],
)
def test_what_the_translation_adds_is_found(encoder: CT2Encoder, target: str, errors: list[int]) -> None:
    pairs = checked(
        prepare(text(SOURCE.replace("\n", " "))), text(target.replace("\n", " ")), encoder
    ).translation.pairs
    assert [number for number, pair in enumerate(pairs, 1) if pair.level is Level.ERROR] == errors
    assert "900" in pairs[errors[0] - 1].target


def test_where_nothing_is_aligned_nothing_is_lost(encoder: CT2Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    none = range(0)
    monkeypatch.setattr("transum.engines.alignment.align", lambda *_: [(none, range(2)), (range(2), none)])
    (pair,) = checked(prepare(text("Ia datang. Ia pergi.")), text("One. Two."), encoder).translation.pairs
    assert (pair.source.text, pair.target) == ("Ia datang. Ia pergi.", "One. Two.")
