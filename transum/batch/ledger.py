"""What a batch wrote, in a small SQLite file beside its results, so that the next run does only what is missing.

An entry is made *before* its result is written, and says what the result's bytes will hash to. Whether it was written
is then read off the result itself, so that no moment exists at which a killed run leaves a result nobody knows of:

    missing                    to be done
    hashes to the entry        up to date if source and fingerprint are the entry's too, else our own and out of date
    hashes to the one before   our own and out of date (killed between entry and result)
    anything else              someone else's

One run at a time holds the ledger; the system lets go of it when the process ends, however it ends. Only its owner can
read it: it names the articles and says what they are about.
"""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, field, fields
from pathlib import Path
from typing import Any, Final, Self

from transum.atomic import NoSpaceError, make_private_file, sha256_of
from transum.batch.gist import Gist
from transum.errors import OutputError

_SCHEMA: Final = 5
_TABLES: Final = """
CREATE TABLE output (name BLOB PRIMARY KEY, source TEXT NOT NULL, fingerprint TEXT NOT NULL,
                     sha256 TEXT NOT NULL, before TEXT, errors INTEGER NOT NULL DEFAULT 0,
                     warnings INTEGER NOT NULL DEFAULT 0, sentences INTEGER NOT NULL DEFAULT 0, confidence REAL,
                     title TEXT NOT NULL DEFAULT '', summary TEXT NOT NULL DEFAULT '', input BLOB,
                     input_stamp TEXT, result_stamp TEXT) WITHOUT ROWID;
CREATE TABLE line (number INTEGER PRIMARY KEY, name BLOB NOT NULL, source TEXT NOT NULL,
                   fingerprint TEXT NOT NULL, sha256 TEXT NOT NULL, end INTEGER NOT NULL, first INTEGER NOT NULL,
                   errors INTEGER NOT NULL DEFAULT 0, warnings INTEGER NOT NULL DEFAULT 0,
                   sentences INTEGER NOT NULL DEFAULT 0, confidence REAL,
                   title TEXT NOT NULL DEFAULT '', summary TEXT NOT NULL DEFAULT '',
                   input_stamp TEXT NOT NULL DEFAULT '');
CREATE TABLE token AS SELECT lower(hex(randomblob(8))) AS token;
CREATE TABLE latest (name BLOB NOT NULL);
"""
_GIST: Final = ", ".join(field.name for field in fields(Gist))
_GIST_ADDED: Final = "".join(
    f"ALTER TABLE {table} ADD COLUMN {column};\n"
    for table in ("output", "line")
    for column in (
        "warnings INTEGER NOT NULL DEFAULT 0",
        "sentences INTEGER NOT NULL DEFAULT 0",
        "confidence REAL",
        "title TEXT NOT NULL DEFAULT ''",
        "summary TEXT NOT NULL DEFAULT ''",
    )
)
_TO_5: Final = "ALTER TABLE line ADD COLUMN input_stamp TEXT NOT NULL DEFAULT '';\n"
_TO_4: Final = """
ALTER TABLE output ADD COLUMN input_stamp TEXT;
ALTER TABLE output ADD COLUMN result_stamp TEXT;
"""
_TO_3: Final = f"{_GIST_ADDED}ALTER TABLE output ADD COLUMN input BLOB;\nCREATE TABLE latest (name BLOB NOT NULL);\n"
_TO_2: Final = """
ALTER TABLE output ADD COLUMN errors INTEGER NOT NULL DEFAULT 0;
ALTER TABLE line ADD COLUMN errors INTEGER NOT NULL DEFAULT 0;
"""
_STEPS: Final = {
    0: _TABLES,
    1: _TO_2 + _TO_3 + _TO_4 + _TO_5,
    2: _TO_3 + _TO_4 + _TO_5,
    3: _TO_4 + _TO_5,
    4: _TO_5,
}  # from a schema to this one; 0 is a new file
_PATIENCE: Final = 2.0  # seconds: long enough for a run that is just ending
_ROOM: Final = "Make room and run the same command again; what was done is kept."
_ANEW: Final = "Remove it and run this again: results that are as they would be made now are kept."


@dataclass(frozen=True, slots=True)
class Made:
    """A result and what it was made of: SHA-256 of the source's bytes, the fingerprint of model and options.

    ``before`` is the hash of what ``name`` held when it was decided to replace it, if that was transum's own;
    ``input`` is the absolute path of the article, "" where an older transum didn't note it.
    """

    name: str
    source: str
    fingerprint: str
    sha256: str
    before: str | None = None
    gist: Gist = field(default_factory=Gist)
    input: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the one file that a ``jsonl`` batch writes; ``end`` is the file's length with this line in it.

    ``input_stamp`` is that of the article, "" where it has to be read to know whether it is the same.
    """

    name: str
    source: str
    fingerprint: str
    sha256: str
    end: int
    input_stamp: str = ""
    gist: Gist = field(default_factory=Gist)


class Ledger:
    """The ledger in the file ``path``; a context manager, inside which no other run can have it.

    Raises ``OutputError`` if another run has it, or it can't be made, read or written (``NoSpaceError``: disk full).
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        make_private_file(path)
        with self._translated():
            self._connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise
        self._identity = identity(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let others have the ledger."""
        self._connection.close()

    @property
    def temporary_name(self) -> str:
        """The name, the same in every run with this ledger, that results have while they are written."""
        return f".transum-{self._token}.tmp"

    def require_in_place(self) -> None:
        """Raise ``LostError`` where the file, or the folder that it is in, was taken away from under this run."""
        if self._identity is None or identity(self.path) != self._identity:
            raise LostError(self.path)

    def entry(self, name: str) -> Made | None:
        """What was last meant to be written to ``name``."""
        with self._translated():
            query = f"SELECT {_MADE} FROM output WHERE name = ?"  # noqa: S608 - columns of our own
            row = self._connection.execute(query, _bytes(name)).fetchone()
            return _made(row) if row else None

    def entries(self) -> Iterator[Made]:
        """All that ``entry`` knows, by name."""
        with self._translated():
            query = f"SELECT {_MADE} FROM output ORDER BY name"  # noqa: S608 - columns of our own
            for row in self._connection.execute(query):
                yield _made(row)

    def unclaimed(self) -> Iterator[Made]:
        """The entries that no input of this run has claimed, by name."""
        with self._translated():
            query = f"SELECT {_MADE} FROM output WHERE name NOT IN (SELECT name FROM claimed) ORDER BY name"  # noqa: S608 - likewise
            for row in self._connection.execute(query):
                yield _made(row)

    def claim(self, name: str, path: str) -> str | None:
        """Note that in this run ``name`` is the result of the input ``path``, or give the input that has it already."""
        with self._translated():
            done = self._connection.execute("INSERT OR IGNORE INTO claimed VALUES (?, ?)", _bytes(name, path))
            if done.rowcount:
                return None
            query = "SELECT path FROM claimed WHERE name = ?"
            ((rival,),) = self._connection.execute(query, _bytes(name))
        return os.fsdecode(rival)

    def untouched(self, name: str, fingerprint: str, input_stamp: str) -> tuple[str, Gist] | None:
        """The stamp of the result ``name`` and what it says, where its input had that stamp when it was made so."""
        with self._translated():
            query = f"SELECT result_stamp, {_GIST} FROM output WHERE name = ? AND fingerprint = ? AND input_stamp = ?"  # noqa: S608 - likewise
            row = self._connection.execute(query, (os.fsencode(name), fingerprint, input_stamp)).fetchone()
            return (row[0], Gist(*row[1:])) if row else None

    def stamp(self, rows: Sequence[tuple[str, str, str]]) -> None:
        """Note the stamps of inputs and results, by the results' names; what is recorded anew has none."""
        with self._transaction() as execute_many:
            execute_many(
                "UPDATE output SET input_stamp = ?, result_stamp = ? WHERE name = ?",
                [(input_stamp, result_stamp, os.fsencode(name)) for input_stamp, result_stamp, name in rows],
            )

    def record(self, entries: Iterable[Made]) -> None:
        """Note what is about to be written, all in one transaction; on the disk when this returns."""
        rows = [
            (
                *_bytes(made.name),
                *(made.source, made.fingerprint, made.sha256, made.before),
                os.fsencode(made.input) if made.input else None,
                *astuple(made.gist),
            )
            for made in entries
        ]
        with self._transaction() as execute_many:
            statement = f"INSERT OR REPLACE INTO output ({_MADE}) VALUES ({_marks(_MADE)})"  # noqa: S608 - likewise
            self._connection.execute("DELETE FROM latest")
            execute_many("INSERT INTO latest VALUES (?)", [row[:1] for row in rows])
            execute_many(statement, rows)

    def latest(self) -> list[str]:
        """The names that were recorded last: what a killed run was writing is one of them."""
        with self._translated():
            return [os.fsdecode(name) for (name,) in self._connection.execute("SELECT name FROM latest")]

    def line(self, number: int) -> Line | None:
        """The line ``number``, from 0, as it was last meant to be written."""
        with self._translated():
            query = f"SELECT {_LINE} FROM line WHERE number = ?"  # noqa: S608 - likewise
            row = self._connection.execute(query, (number,)).fetchone()
            return _line(row) if row else None

    def lines_end(self) -> int:
        """How long the file of lines is when all of them are written."""
        with self._translated():
            ((end,),) = self._connection.execute("SELECT coalesce(max(end), 0) FROM line")
        return int(end)

    def may_be_torn(self, number: int) -> bool:
        """Whether line ``number`` is of the last that were recorded together: only those may be half written."""
        with self._translated():
            ((first,),) = self._connection.execute("SELECT coalesce(max(first), 0) FROM line")
        return number >= int(first)

    def record_lines(self, first: int, lines: Iterable[Line]) -> None:
        """Note the lines that are about to be appended as number ``first`` and on; those there are forgotten."""
        rows = [
            (
                *(os.fsencode(line.name), line.source, line.fingerprint, line.sha256, line.end, line.input_stamp),
                *astuple(line.gist),
                *(number, first),
            )
            for number, line in enumerate(lines, start=first)
        ]
        with self._transaction() as execute_many:
            self._connection.execute("DELETE FROM line WHERE number >= ?", (first,))
            statement = f"INSERT INTO line ({_LINE}, number, first) VALUES ({_marks(_LINE)}, ?, ?)"  # noqa: S608 - likewise
            execute_many(statement, rows)

    def stamp_lines(self, rows: Sequence[tuple[str, int]]) -> None:
        """Note the stamps of inputs, by the numbers of their lines."""
        with self._transaction() as execute_many:
            execute_many("UPDATE line SET input_stamp = ? WHERE number = ?", rows)

    def _prepare(self) -> None:
        execute = self._connection.execute
        execute("PRAGMA locking_mode = EXCLUSIVE")
        execute("PRAGMA journal_mode = WAL")
        execute("PRAGMA synchronous = FULL")  # an entry must be on the disk before its result is
        execute("BEGIN EXCLUSIVE")  # from here to the end the file is this run's
        (version,) = execute("PRAGMA user_version").fetchone()
        for statement in filter(None, _STEPS.get(version, "").strip().split(";\n")):
            execute(statement)
        if version in _STEPS:
            execute(f"PRAGMA user_version = {_SCHEMA}")
        execute("COMMIT")
        if version not in {*_STEPS, _SCHEMA}:
            raise OutputError(f"{self.path} was made by another version of transum", hint=f"Use that one, or: {_ANEW}")
        # On disk, not in memory: it grows with the number of files.
        execute("PRAGMA temp_store = FILE")
        execute("CREATE TEMP TABLE claimed (name BLOB PRIMARY KEY, path BLOB NOT NULL) WITHOUT ROWID")
        ((self._token,),) = execute("SELECT token FROM token")

    @contextmanager
    def _transaction(self) -> Iterator[Callable[[str, Sequence[Sequence[Any]]], object]]:
        """Inside, everything or nothing; gives what runs a statement for each of some rows."""
        with self._translated():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection.executemany
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as exc:
            raise _error(self.path, exc) from exc
        except (TypeError, ValueError) as exc:  # a column holds what no column of ours does
            raise OutputError(f"the ledger {self.path} is damaged: {exc}", hint=_ANEW) from exc


class LostError(OutputError):
    """What results are written to, or the ledger of them, was removed or replaced while the run was at work."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} was removed or replaced while results were written",
            hint="Run the same command again: what is missing is made anew.",
        )


def identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another that takes its name; None where there is none."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino


_MADE: Final = f"name, source, fingerprint, sha256, before, input, {_GIST}"
_LINE: Final = f"name, source, fingerprint, sha256, end, input_stamp, {_GIST}"


def _made(row: Sequence[Any]) -> Made:
    name, source, fingerprint, sha256, before, path, *gist = row
    return Made(os.fsdecode(name), source, fingerprint, sha256, before, Gist(*gist), os.fsdecode(path) if path else "")


def _line(row: Sequence[Any]) -> Line:
    name, source, fingerprint, sha256, end, input_stamp, *gist = row
    return Line(os.fsdecode(name), source, fingerprint, sha256, int(end), input_stamp, Gist(*gist))


def _marks(columns: str) -> str:
    """As many question marks."""
    return ", ".join("?" for _ in columns.split(","))


def _bytes(*names: str) -> tuple[bytes, ...]:
    return tuple(map(os.fsencode, names))


def _error(path: Path, exc: sqlite3.Error) -> OutputError:
    extended = getattr(exc, "sqlite_errorcode", 0)
    match extended & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return OutputError(
                f"another run of transum is writing to {path.parent}",
                hint="Wait until it is done, then run this again: it does only what is missing.",
            )
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return OutputError(
                f"the ledger {path} is damaged: {exc}",
                hint=_ANEW,
            )
        case sqlite3.SQLITE_FULL:
            return NoSpaceError(f"{path} can't be written: {exc}", hint=_ROOM)
        case sqlite3.SQLITE_IOERR if extended != sqlite3.SQLITE_IOERR_READ:
            return NoSpaceError(f"{path} can't be written: {exc}", hint=_ROOM)
    return OutputError(f"the ledger {path} can't be used: {exc}", hint="Check that its folder may be written to.")


def result_sha256(path: Path) -> str | None:
    """The SHA-256 of a result, None where there is no file. Raises ``OutputError``.

    >>> result_sha256(Path("/no/such/file")) is None
    True
    """
    try:
        return sha256_of(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as exc:
        raise OutputError(f"{path} can't be read: {exc.strerror}", hint="Check its permissions.") from exc
