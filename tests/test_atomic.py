"""Files that are whole or not there."""

import errno
import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from transum.atomic import NoSpaceError, make_folder, make_private_file, output_error, write_atomically
from transum.errors import OutputError


@pytest.mark.parametrize(
    "before",
    [pytest.param(None, id="new"), pytest.param(b"", id="over-empty"), pytest.param(b"old" * 9999, id="over-longer")],
)
@pytest.mark.parametrize(
    "data",
    [pytest.param(b"", id="empty"), pytest.param(b"\x00\xff\r\n", id="bytes"), pytest.param(b"a" * 10**6, id="long")],
)
def test_the_file_holds_exactly_the_data(tmp_path: Path, before: bytes | None, data: bytes) -> None:
    path = tmp_path / "a.txt"
    if before is not None:
        path.write_bytes(before)
    write_atomically(path, data)
    assert path.read_bytes() == data
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("failing", ["os.fsync", "pathlib.Path.replace"])
def test_a_failure_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(failing, fail)
    with pytest.raises(NoSpaceError) as caught:
        write_atomically(path, b"new")
    assert str(path) in caught.value.message
    assert caught.value.hint
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interruption_leaves_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "a.txt", b"new")
    assert list(tmp_path.iterdir()) == []


def test_permissions_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_atomically(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_new_file_has_the_permissions_that_open_gives(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    write_atomically(tmp_path / "atomic", b"")
    assert (tmp_path / "atomic").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_symbolic_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "real" / "a.txt")
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert (tmp_path / "real" / "a.txt").read_bytes() == b"new"


def test_a_device_is_written_to_not_replaced() -> None:
    write_atomically(Path(os.devnull), b"data")
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda folder: folder / "missing" / "a.txt", id="folder-missing"),
        pytest.param(lambda folder: folder, id="is-a-folder"),
        pytest.param(lambda folder: folder / ("a" * 300), id="name-too-long"),
    ],
)
def test_what_can_not_be_written_is_an_output_error(tmp_path: Path, make: object) -> None:
    assert callable(make)
    with pytest.raises(OutputError) as caught:
        write_atomically(make(tmp_path), b"data")
    assert caught.value.hint
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_no_room_is_an_error_of_its_own(number: int) -> None:
    assert isinstance(output_error(Path("a"), OSError(number, "full")), NoSpaceError)


def test_a_name_as_long_as_the_system_allows_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("a" * 255)
    write_atomically(path, b"data")
    assert path.read_bytes() == b"data"


def test_private_files_and_folders_are_their_owners_alone(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b", private=True)
    path = tmp_path / "a" / "b" / "file"
    for _ in range(2):
        make_private_file(path)
        modes = [stat.S_IMODE(one.stat().st_mode) for one in (path, path.parent, path.parent.parent)]
        assert modes == [0o600, 0o700, 0o700]
        path.chmod(0o644)
    with pytest.raises(OutputError):
        make_private_file(tmp_path / "missing" / "file")


def test_making_a_file_private_leaves_sqlite_its_locks(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        make_private_file(path)
        with closing(sqlite3.connect(path, timeout=0)) as other, pytest.raises(sqlite3.OperationalError):
            other.execute("CREATE TABLE t (x)")


def test_folders_are_made_to_their_depth_and_only_once(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b" / "c")
    make_folder(tmp_path / "a" / "b" / "c")
    assert (tmp_path / "a" / "b" / "c").is_dir()


def test_a_folder_below_a_file_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="file"):
        make_folder(tmp_path / "file" / "a" / "b")
