"""Rows of the dictionary: put together, and held against translations by people."""

from collections import Counter
from pathlib import Path

import pytest

from training.dictionary import Tally, merged, missed, write
from transum.errors import InputError
from transum.lexicon import sorted_rows


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(["b\tc | d\na\te"], {"a": ("e",), "b": ("c", "d")}, id="sorted"),
        pytest.param(["a\tb", "a\tc"], {"a": ("c",)}, id="the-later-file-counts"),
        pytest.param(["a\tb\nc\td", "a\t-"], {"c": ("d",)}, id="taken-out"),
        pytest.param(["a\tb | b | "], {"a": ("b",)}, id="once-each"),
        pytest.param(["yang\twho\na\tb"], {"a": ("b",)}, id="no-word-of-grammar"),
        pytest.param(
            ["kambing hitam\tscapegoat\nkambing\tgoat"],
            {"kambing": ("goat",), "kambing hitam": ("scapegoat",)},
            id="order-of-bytes",
        ),
    ],
)
def test_rows_are_put_together(tmp_path: Path, files: list[str], expected: dict[str, tuple[str, ...]]) -> None:
    paths = [tmp_path / f"{number}.tsv" for number in range(len(files))]
    for path, text in zip(paths, files, strict=True):
        path.write_text(text, encoding="utf-8")
    found = merged(paths)
    assert found == expected
    assert list(found) == list(expected)


@pytest.mark.parametrize("line", ["a", "a\t", "a\t | ", "A\tb", "a1\tb", "a - b\tc"])
def test_what_is_no_row_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "rows.tsv"
    path.write_text(f"x\ty\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"rows.tsv, line 2"):
        merged([path])


def test_translations_by_people_are_counted() -> None:
    tally = Tally()
    tally.add("Ia dijadikan kambing hitam.", "He was made a scapegoat.")
    tally.add("Kambing hitamnya kabur.", "Its black goat fled.")
    assert tally.seen["kambing hitam"] == 2
    assert tally.said["kambing hitam"] == 1


@pytest.mark.parametrize(
    ("entry", "seen", "said", "expected"),
    [
        pytest.param("sesar", 4, 0, False, id="too-seldom-to-tell"),
        pytest.param("sesar", 5, 0, True, id="never"),
        pytest.param("sesar", 20, 4, False, id="a-fifth"),
        pytest.param("sesar", 200, 60, True, id="frequent-and-seldom-so"),
        pytest.param("kambing hitam", 30, 0, False, id="phrases-are-believed"),
        pytest.param("kambing hitam", 50, 5, True, id="but-not-always"),
    ],
)
def test_what_people_contradict(entry: str, seen: int, said: int, *, expected: bool) -> None:
    assert Tally(Counter({entry: seen}), Counter({entry: said})).contradicts(entry) is expected


def test_what_is_written_is_what_the_package_has(tmp_path: Path) -> None:
    rows = {entry: tuple(english.split(" | ")) for entry, (english,) in sorted_rows("dictionary").items()}
    write(rows, tmp_path / "dictionary.sorted")
    with_itself = tmp_path / "rows.tsv"
    with_itself.write_bytes((tmp_path / "dictionary.sorted").read_bytes())
    assert merged([with_itself]) == rows


def test_words_that_the_model_misses_are_found() -> None:
    found = list(missed(["Ia memelihara seekor babirusa dan seekor trenggiling di pekarangan.", "Hari ini hujan."]))
    assert all(line.startswith("Ia memelihara") for _, _, line, _ in found)
    assert {word for word, *_ in found} <= {"memelihara", "seekor", "babirusa", "trenggiling", "pekarangan"}
