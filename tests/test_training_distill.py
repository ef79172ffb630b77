"""Distillation: a translator's translations become pairs, without those that transum's checks doubt."""

from pathlib import Path

import pytest

from training.distill import distil, nearest, read_sentences
from training.readers import Source, read_pairs
from transum.engines.ct2 import CT2Translator
from transum.errors import InputError, OutputError

SENTENCES = ["Saya suka makan pisang.", "Banjir merendam ratusan rumah di Jakarta Timur.", "Dia pulang ke desa."]


def test_a_run_that_was_killed_goes_on_where_it_stopped(translator: CT2Translator, tmp_path: Path) -> None:
    whole, pieces = tmp_path / "whole.tsv", tmp_path / "pieces.tsv"
    assert distil(SENTENCES, translator, whole)[0] == 3
    distil(SENTENCES[:1], translator, pieces)
    with pieces.open("a", encoding="utf-8") as stream:
        stream.write("Banjir meren")
    assert distil(SENTENCES, translator, pieces)[0] == 2
    assert pieces.read_bytes() == whole.read_bytes()
    source = Source("distilled", "tsv", "x", "x", "news", "machine", 1.0, "text")
    assert [indonesian for indonesian, _ in read_pairs(source, {"text": whole})] == SENTENCES


def test_of_several_candidates_the_one_nearest_to_the_reference_is_taken(
    translator: CT2Translator, tmp_path: Path
) -> None:
    offered = [candidate.text for candidate in translator.translate(SENTENCES[:1], candidates=4)[0]]
    for number, reference in enumerate(offered):
        distil(SENTENCES[:1], translator, tmp_path / str(number), references=[reference], candidates=4)
        written = (tmp_path / str(number)).read_text(encoding="utf-8").rstrip("\n").split("\t")[1]
        assert written in {reference, ""}  # "" where the checks doubt it


@pytest.mark.parametrize(
    ("reference", "expected"),
    [pytest.param("the small cat", "a small cat", id="nearest"), pytest.param("", "dogs", id="none: the first")],
)
def test_nearest(reference: str, expected: str) -> None:
    assert nearest(["dogs", "a small cat"], reference) == expected


def test_empty_lines_go_with_their_references(tmp_path: Path) -> None:
    (tmp_path / "id").write_text("Satu.\n\n Dua  tiga.\n")
    (tmp_path / "en").write_text("One.\n\nTwo three.\n")
    assert read_sentences(tmp_path / "id") == (["Satu.", "Dua tiga."], [])
    assert read_sentences(tmp_path / "id", tmp_path / "en") == (["Satu.", "Dua tiga."], ["One.", "Two three."])


def test_files_that_do_not_fit_are_named(translator: CT2Translator, tmp_path: Path) -> None:
    (tmp_path / "id").write_text("Satu.\n")
    (tmp_path / "en").write_text("One.\nTwo.\n")
    with pytest.raises(InputError, match="has 1 lines"):
        read_sentences(tmp_path / "id", tmp_path / "en")
    with pytest.raises(InputError, match="gone"):
        read_sentences(tmp_path / "gone")
    with pytest.raises(OutputError, match="nowhere"):
        distil(SENTENCES, translator, tmp_path / "nowhere/out.tsv")
