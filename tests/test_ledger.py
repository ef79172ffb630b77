"""What a batch wrote."""

import errno
import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from transum.atomic import NoSpaceError
from transum.batch.gist import Gist
from transum.batch.ledger import Ledger, Line, LostError, Made, result_sha256
from transum.errors import OutputError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".transum.sqlite"


def test_an_entry_outlives_the_run(path: Path) -> None:
    made = Made(
        "a/\udce9.txt",
        "source",
        "fingerprint",
        "sha256",
        "before",
        Gist(errors=2, warnings=3, sentences=9, confidence=0.5, title="Judul"),
        "/in/\udce9.txt",
    )
    with Ledger(path) as ledger:
        ledger.record([made, Made("b.txt", "s", "f", "h")])
        token = ledger.temporary_name
    with Ledger(path) as ledger:
        assert ledger.entry(made.name) == made
        assert ledger.entry("c.txt") is None
        assert ledger.temporary_name == token


def test_a_later_entry_replaces_an_earlier(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.record([Made("a.txt", "s", "f", "old")])
        ledger.record([Made("a.txt", "s", "f", "new", "old")])
        assert ledger.entry("a.txt") == Made("a.txt", "s", "f", "new", "old")


def test_lines(path: Path) -> None:
    lines = [Line(f"{n}.txt", "s", "f", "h", 10 * n + 10, gist=Gist(errors=n)) for n in range(5)]
    with Ledger(path) as ledger:
        ledger.record_lines(0, lines[:3])
        assert ledger.may_be_torn(0)
        ledger.record_lines(3, lines[3:])
        assert [ledger.line(n) for n in range(6)] == [*lines, None]
        assert [ledger.may_be_torn(n) for n in range(5)] == [False, False, False, True, True]
        assert ledger.lines_end() == 50
        ledger.stamp_lines([("7 5", 0)])
        assert ledger.line(0) == replace(lines[0], input_stamp="7 5")
        ledger.record_lines(1, [])
        assert ledger.lines_end() == 10


OLD = """
CREATE TABLE output (name BLOB PRIMARY KEY, source TEXT NOT NULL, fingerprint TEXT NOT NULL,
                     sha256 TEXT NOT NULL, before TEXT) WITHOUT ROWID;
CREATE TABLE line (number INTEGER PRIMARY KEY, name BLOB NOT NULL, source TEXT NOT NULL,
                   fingerprint TEXT NOT NULL, sha256 TEXT NOT NULL, end INTEGER NOT NULL, first INTEGER NOT NULL);
CREATE TABLE token AS SELECT lower(hex(randomblob(8))) AS token;
INSERT INTO output VALUES (CAST('a.txt' AS BLOB), 's', 'f', 'h', NULL);
INSERT INTO line VALUES (0, CAST('a.txt' AS BLOB), 's', 'f', 'h', 10, 0);
PRAGMA user_version = 1;
"""


def test_a_ledger_of_the_first_schema_is_gone_on_with(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.executescript(OLD)
    connection.close()
    for _ in range(2):
        with Ledger(path) as ledger:
            assert ledger.entry("a.txt") == Made("a.txt", "s", "f", "h")
            assert ledger.line(0) == Line("a.txt", "s", "f", "h", 10)
            ledger.record([Made("b.txt", "s", "f", "h", gist=Gist(errors=3))])
            assert ledger.entry("b.txt") == Made("b.txt", "s", "f", "h", gist=Gist(errors=3))


def test_a_result_is_claimed_once_a_run(path: Path) -> None:
    with Ledger(path) as ledger:
        assert ledger.claim("a.txt", "in/a.txt") is None
        assert ledger.claim("a.txt", "in/a.md") == "in/a.txt"
    with Ledger(path) as ledger:
        assert ledger.claim("a.txt", "in/a.md") is None


def test_what_no_input_claims_is_named(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.record([Made(f"{name}.txt", "s", "f", "h", input=f"/in/{name}") for name in "cab"])
        ledger.claim("b.txt", "in/b")
        assert [made.name for made in ledger.entries()] == ["a.txt", "b.txt", "c.txt"]
        assert [(made.name, made.input) for made in ledger.unclaimed()] == [("a.txt", "/in/a"), ("c.txt", "/in/c")]


def test_what_was_recorded_last_is_known(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.record([Made("a.txt", "s", "f", "h")])
        ledger.record([Made("b/\udce9.txt", "s", "f", "h"), Made("c.txt", "s", "f", "h")])
    with Ledger(path) as ledger:
        assert ledger.latest() == ["b/\udce9.txt", "c.txt"]


def test_a_ledger_that_is_removed_or_replaced_is_lost(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.require_in_place()
        path.unlink()
        with pytest.raises(LostError):
            ledger.require_in_place()
        path.write_bytes(b"")
        with pytest.raises(LostError) as caught:
            ledger.require_in_place()
    assert "again" in caught.value.hint


def test_a_second_run_is_told_of_the_first(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transum.batch.ledger._PATIENCE", 0.1)
    with Ledger(path), pytest.raises(OutputError, match="another run") as caught:
        Ledger(path)
    assert caught.value.hint
    Ledger(path).close()


def test_a_killed_run_holds_no_ledger(path: Path) -> None:
    program = (
        "import os, signal; from pathlib import Path; from transum.batch.ledger import Ledger, Made\n"
        f"ledger = Ledger(Path({str(path)!r})); ledger.record([Made('a', 's', 'f', 'h')])\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == -9
    with Ledger(path) as ledger:
        assert ledger.entry("a")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(b"no database" * 999, "damaged", id="not-sqlite"),
        pytest.param(None, "another version", id="later-version"),
    ],
)
def test_a_ledger_that_is_none_is_left_alone(path: Path, data: bytes | None, says: str) -> None:
    if data is None:
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA user_version = 99")
        connection.close()
    else:
        path.write_bytes(data)
    with pytest.raises(OutputError, match=says) as caught:
        Ledger(path)
    assert caught.value.hint
    assert data is None or path.read_bytes() == data


def test_a_folder_that_is_missing_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        Ledger(tmp_path / "missing" / "ledger")


def test_a_full_disk_is_an_error_of_its_own(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger._connection.execute("PRAGMA max_page_count = 1")  # noqa: SLF001 - how SQLite itself plays a full disk
        with pytest.raises(NoSpaceError):
            ledger.record(Made(f"{n}" * 100, "s", "f", "h") for n in range(1000))
        assert ledger.entry("0" * 100) is None


def test_hashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert result_sha256(tmp_path / "a") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert result_sha256(tmp_path / "missing") is None
    assert result_sha256(tmp_path / "a" / "below-a-file") is None
    with pytest.raises(OutputError):
        result_sha256(tmp_path)

    def fail(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(OutputError, match="Input/output"):
        result_sha256(tmp_path / "a")
