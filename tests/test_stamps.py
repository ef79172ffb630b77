"""What wasn't touched is not read again; what was is, however it was."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.test_batch import Place
from transum.batch.stamps import Stamped, sign, stamp
from transum.errors import ExitCode
from transum.inputs import decode
from transum.inputs.decode import Text
from transum.outputs.view import Format


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Articles that were translated in a world whose file systems forget nothing that is older than a moment."""
    monkeypatch.setattr("transum.batch.stamps._SETTLED", -1)
    place = Place(tmp_path)
    for name in ("a.txt", "b.md", "c/d.txt"):
        place.write(name)
    assert place.run() is ExitCode.DONE
    return place


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the inputs that are read from now on."""
    names: list[str] = []

    def noting(path: str, *, max_bytes: int | None = None, **options: bool) -> Text:
        names.append(Path(path).name)
        return decode.read(path, max_bytes=max_bytes, **options)

    monkeypatch.setattr("transum.batch.run.read", noting)
    return names


def test_what_was_not_touched_is_not_read(place: Place, read: list[str]) -> None:
    assert place.run() is ExitCode.DONE
    assert read == []
    assert place.fake.asked == 0
    assert "3 skipped (up to date)" in place.notes.getvalue()


def rewritten(path: Path) -> None:
    text = path.read_text()
    path.write_text(text.replace("Harga", "Hargi"))


def put_back(path: Path) -> None:
    """Another text of the same length, as old as the one before: only the change of the file tells."""
    before = path.stat()
    rewritten(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def replaced(path: Path) -> None:
    new = path.with_suffix(".new")
    new.write_bytes(path.read_bytes())
    new.replace(path)


@pytest.mark.parametrize(
    ("change", "translated"),
    [
        pytest.param(rewritten, True, id="rewritten"),
        pytest.param(put_back, True, id="as-old-as-before"),
        pytest.param(replaced, False, id="replaced-by-its-like"),
        pytest.param(Path.touch, False, id="touched"),
    ],
)
def test_an_input_that_was_touched_is_read(
    place: Place, read: list[str], change: Callable[[Path], None], *, translated: bool
) -> None:
    change(place.articles / "a.txt")
    assert place.run() is ExitCode.DONE
    assert read == ["a.txt"]
    assert bool(place.fake.asked) is translated


class TestLines:
    @pytest.fixture
    def lines(self, place: Place) -> bytes:
        """The file of lines, its inputs known by their stamps."""
        assert place.run(format=Format.JSONL) is ExitCode.DONE
        return place.lines.read_bytes()

    def test_what_was_not_touched_is_not_read(self, place: Place, lines: bytes, read: list[str]) -> None:
        assert place.run(format=Format.JSONL) is ExitCode.DONE
        assert (read, place.fake.asked, place.lines.read_bytes()) == ([], 0, lines)
        assert "3 skipped (up to date)" in place.notes.getvalue()

    def test_what_was_touched_is_read_once(self, place: Place, lines: bytes, read: list[str]) -> None:
        (place.articles / "b.md").touch()
        assert place.run(format=Format.JSONL) is ExitCode.DONE
        assert (read, place.fake.asked) == (["b.md"], 0)
        assert place.run(format=Format.JSONL) is ExitCode.DONE
        assert (read, place.lines.read_bytes()) == (["b.md"], lines)

    def test_behind_one_that_was_rewritten_all_are_made_anew(self, place: Place, lines: bytes, read: list[str]) -> None:
        put_back(place.articles / "b.md")
        assert place.run(format=Format.JSONL) is ExitCode.DONE
        assert read == ["b.md", "d.txt"]
        first, *others = place.lines.read_bytes().splitlines()
        assert first == lines.splitlines()[0]
        assert [b"Hargi" in other for other in others] == [True, False]

    def test_a_line_that_was_torn_is_made_anew(self, place: Place, lines: bytes, read: list[str]) -> None:
        place.lines.write_bytes(lines[:-9])
        assert place.run(format=Format.JSONL) is ExitCode.DONE
        assert (read, place.lines.read_bytes()) == (["d.txt"], lines)


def test_a_result_that_was_changed_is_nobodys(place: Place) -> None:
    result = place.english / "a.txt"
    before = result.stat()
    result.write_text("x" * before.st_size)
    os.utime(result, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert place.run() is ExitCode.PARTIAL
    assert "was changed since" in place.notes.getvalue()


def test_a_result_that_is_gone_is_made_anew(place: Place, read: list[str]) -> None:
    (place.english / "b.txt").unlink()
    assert place.run() is ExitCode.DONE
    assert read == ["b.md"]
    assert (place.english / "b.txt").exists()


def test_other_options_are_another_result(place: Place) -> None:
    assert place.run(repair=False) is ExitCode.DONE
    assert place.fake.asked == 2


def test_what_was_changed_a_moment_ago_has_no_stamp(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    status = path.stat()
    assert stamp(status) == ""
    assert stamp(status, time.time_ns() + 10**10) == sign(status)
    stamped = Stamped()
    stamped.add("a", str(path), "input", sign(status))
    assert stamped.settled() == []
    os.utime(path, ns=(0, 0))
    assert stamped.settled() == []
