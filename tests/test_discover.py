"""What the user named → files."""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from transum.batch.discover import Found, discover, listed
from transum.errors import InputError
from transum.outputs.view import displayable


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    names = ["b.txt", "a.txt", "c/d.md", "c/e/f.txt", "c.txt", "photo.jpg", ".hidden.txt", ".git/x.txt", "Z.TXT"]
    for name in names:
        path = tmp_path / "articles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Satu.")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def places(found: Iterator[Found]) -> list[str]:
    return [file.relative for file in found]


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        pytest.param(["articles"], ["Z.TXT", "a.txt", "b.txt", "c.txt", "c/d.md", "c/e/f.txt"], id="folder"),
        pytest.param(["articles/"], ["Z.TXT", "a.txt", "b.txt", "c.txt", "c/d.md", "c/e/f.txt"], id="trailing-slash"),
        pytest.param(["articles/c"], ["d.md", "e/f.txt"], id="inner-folder"),
        pytest.param(["articles/b.txt", "articles/a.txt"], ["b.txt", "a.txt"], id="files-in-the-order-given"),
        pytest.param(["articles/photo.jpg"], ["photo.jpg"], id="any-suffix-when-named"),
        pytest.param(["articles/*.txt"], ["a.txt", "b.txt", "c.txt"], id="pattern"),
        pytest.param(["articles/**/*.txt"], ["a.txt", "b.txt", "c.txt", "c/e/f.txt"], id="deep-pattern"),
        pytest.param(
            ["articles/**"], ["Z.TXT", "a.txt", "b.txt", "c.txt", "c/d.md", "c/e/f.txt", "photo.jpg"], id="all"
        ),
        pytest.param(["articles/c*"], ["c/d.md", "c/e/f.txt", "c.txt"], id="pattern-fits-a-folder"),
        pytest.param(["articles/[ab].txt"], ["a.txt", "b.txt"], id="brackets"),
    ],
)
@pytest.mark.usefixtures("tree")
def test_files_and_their_places(inputs: list[str], expected: list[str]) -> None:
    found = list(discover(inputs))
    assert [file.relative for file in found] == expected
    assert all(Path(file.path).is_file() and file.problem is None for file in found)


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tree: Path) -> None:
    (tree / "[a].txt").write_text("Satu.")
    assert places(discover(["[a].txt"])) == ["[a].txt"]


@pytest.mark.parametrize(
    ("name", "place"),
    [
        pytest.param("articles/c/d.md", "articles/c/d.md", id="relative"),
        pytest.param("./articles/a.txt", "articles/a.txt", id="dot"),
        pytest.param("articles/../articles/a.txt", "articles/articles/a.txt", id="never-leaves-the-folder"),
        pytest.param("/etc/hostname", "etc/hostname", id="absolute"),
    ],
)
@pytest.mark.usefixtures("tree")
def test_listed_files_keep_their_folders(name: str, place: str) -> None:
    assert places(discover([name], keep_folders=True)) == [place]


@pytest.mark.parametrize(
    ("inputs", "says"),
    [
        pytest.param(["missing.txt"], "No such file", id="missing"),
        pytest.param(["nul\0name.txt"], "null", id="nul-in-the-name"),
        pytest.param(["articles/*.pdf"], "nothing fits", id="pattern-fits-nothing"),
        pytest.param(["broken.txt"], "leads nowhere", id="broken-link"),
        pytest.param(["pipe"], "no regular file", id="pipe"),
    ],
)
def test_a_problem_is_found_not_raised(tree: Path, inputs: list[str], says: str) -> None:
    (tree / "broken.txt").symlink_to("nowhere")
    os.mkfifo(tree / "pipe")
    first, last = discover([*inputs, "articles/a.txt"])
    assert first.problem is not None
    assert says in first.problem.message
    assert first.problem.hint
    assert last.problem is None


def test_links_are_followed_and_a_loop_is_named(tree: Path) -> None:
    (tree / "articles" / "c" / "again").symlink_to(tree / "articles")
    (tree / "elsewhere").mkdir()
    (tree / "elsewhere" / "g.txt").write_text("Satu.")
    (tree / "articles" / "linked").symlink_to(tree / "elsewhere")
    (tree / "articles" / "self.txt").symlink_to("self.txt")
    found = list(discover(["articles"]))
    assert "linked/g.txt" in [file.relative for file in found]
    assert [file.relative for file in found if file.problem] == ["c/again/", "self.txt"]


def test_a_folder_that_can_not_be_entered_is_named(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def scandir(folder: str) -> object:
        if folder.endswith("c"):
            raise PermissionError(13, "Permission denied")
        return real(folder)

    real = os.scandir
    monkeypatch.setattr(os, "scandir", scandir)
    found = list(discover([str(tree / "articles")]))
    assert [file.relative for file in found if file.problem] == ["c/"]
    assert len(found) == 5


@pytest.mark.parametrize("inputs", [["."], ["**"], ["*"]])
def test_results_are_not_taken_for_inputs(tree: Path, inputs: list[str]) -> None:
    (tree / "english").mkdir()
    (tree / "english" / "a.txt").write_text("One.")
    assert not [place for place in places(discover(inputs, leave_out="english")) if "english" in place]


def test_discovery_is_lazy(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entered: list[str] = []
    real = os.scandir

    def scandir(folder: str) -> object:
        entered.append(folder)
        return real(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    next(discover([str(tree / "articles")]))
    assert entered == [str(tree / "articles")]


def test_a_name_that_is_not_utf_8_is_a_name(tree: Path) -> None:
    raw = os.fsencode(tree / "articles") + b"/\xe9.txt"
    Path(os.fsdecode(raw)).write_text("Satu.")
    *_, last = discover(["articles"])
    assert last.problem is None
    assert Path(last.path).read_text() == "Satu."
    assert displayable(last.relative) == "\ufffd.txt"


@pytest.mark.parametrize(
    ("data", "names"),
    [
        pytest.param(b"a.txt\nb c.txt\n", ["a.txt", "b c.txt"], id="lines"),
        pytest.param(b"a.txt\r\n\r\nb.txt", ["a.txt", "b.txt"], id="crlf-blank-unended"),
        pytest.param(b"c.txt\0a\nb.txt\0", ["c.txt", "a\nb.txt"], id="nul"),
        pytest.param(b"a.txt\0b.txt", ["a.txt", "b.txt"], id="nul-unended"),
        pytest.param(b"\0".join([b"n" * 100] * 3000), ["n" * 100] * 3000, id="nul-long"),
        pytest.param(b"\xe9.txt\n", ["\udce9.txt"], id="not-utf-8"),
        pytest.param(b"", [], id="empty"),
    ],
)
@pytest.mark.parametrize("source", ["file", "-"])
def test_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, names: list[str], source: str) -> None:
    (tmp_path / "list").write_bytes(data)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert list(listed("-" if source == "-" else str(tmp_path / "list"))) == names


def test_a_missing_list_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="list"):
        list(listed(str(tmp_path / "missing")))
