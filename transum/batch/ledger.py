"""What a batch wrote, in a small SQLite file beside its results, so that the next run does only what is missing.

An entry is made *before* its result is written, and says what the result's bytes will hash to. Whether it was written
is then read off the result itself, so that no moment exists at which a killed run leaves a result nobody knows of:

    missing                    to be done
    hashes to the entry        up to date if source and fingerprint are the entry's too, else our own and out of date
    hashes to the one before   our own and out of date (killed between entry and result)
    anything else              someone else's

One run at a time holds the ledger; the system lets go of it when the process ends, however it ends.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from transum.atomic import NoSpaceError
from transum.errors import OutputError

_SCHEMA: Final = 2
_TABLES: Final = """
CREATE TABLE output (name BLOB PRIMARY KEY, source TEXT NOT NULL, fingerprint TEXT NOT NULL,
                     sha256 TEXT NOT NULL, before TEXT, errors INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE line (number INTEGER PRIMARY KEY, name BLOB NOT NULL, source TEXT NOT NULL,
                   fingerprint TEXT NOT NULL, sha256 TEXT NOT NULL, end INTEGER NOT NULL, first INTEGER NOT NULL,
                   errors INTEGER NOT NULL DEFAULT 0);
CREATE TABLE token AS SELECT lower(hex(randomblob(8))) AS token;
"""
_MIGRATION: Final = """
ALTER TABLE output ADD COLUMN errors INTEGER NOT NULL DEFAULT 0;
ALTER TABLE line ADD COLUMN errors INTEGER NOT NULL DEFAULT 0;
"""  # from 1, which counted none
_PATIENCE: Final = 2.0  # seconds: long enough for a run that is just ending
_ROOM: Final = "Make room and run the same command again; what was done is kept."
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Made:
    """A result and what it was made of: SHA-256 of the source's bytes, the fingerprint of model and options.

    ``before`` is the hash of what ``name`` held when it was decided to replace it, if that was transum's own;
    ``errors`` is how many sentences of the result have a finding of level error.
    """

    name: str
    source: str
    fingerprint: str
    sha256: str
    before: str | None = None
    errors: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the one file that a ``jsonl`` batch writes; ``end`` is the file's length with this line in it.

    ``errors`` as in ``Made``.
    """

    name: str
    source: str
    fingerprint: str
    sha256: str
    end: int
    errors: int = 0


class Ledger:
    """The ledger in the file ``path``; a context manager, inside which no other run can have it.

    Raises ``OutputError`` if another run has it, or it can't be made, read or written (``NoSpaceError``: disk full).
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._translated():
            self._connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

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

    def entry(self, name: str) -> Made | None:
        """What was last meant to be written to ``name``."""
        with self._translated():
            row = self._connection.execute("SELECT * FROM output WHERE name = ?", _bytes(name)).fetchone()
        return Made(name, *row[1:]) if row else None

    def claim(self, name: str, path: str) -> str | None:
        """Note that in this run ``name`` is the result of the input ``path``, or give the input that has it already."""
        with self._translated():
            done = self._connection.execute("INSERT OR IGNORE INTO claimed VALUES (?, ?)", _bytes(name, path))
            if done.rowcount:
                return None
            query = "SELECT path FROM claimed WHERE name = ?"
            ((rival,),) = self._connection.execute(query, _bytes(name))
        return os.fsdecode(rival)

    def record(self, entries: Iterable[Made]) -> None:
        """Note what is about to be written, all in one transaction; on the disk when this returns."""
        rows = [
            (os.fsencode(made.name), made.source, made.fingerprint, made.sha256, made.before, made.errors)
            for made in entries
        ]
        with self._transaction():
            self._connection.executemany("INSERT OR REPLACE INTO output VALUES (?, ?, ?, ?, ?, ?)", rows)

    def line(self, number: int) -> Line | None:
        """The line ``number``, from 0, as it was last meant to be written."""
        with self._translated():
            query = "SELECT name, source, fingerprint, sha256, end, errors FROM line WHERE number = ?"
            row = self._connection.execute(query, (number,)).fetchone()
        return Line(os.fsdecode(row[0]), *row[1:]) if row else None

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
            (number, os.fsencode(line.name), line.source, line.fingerprint, line.sha256, line.end, first, line.errors)
            for number, line in enumerate(lines, start=first)
        ]
        with self._transaction():
            self._connection.execute("DELETE FROM line WHERE number >= ?", (first,))
            self._connection.executemany("INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def _prepare(self) -> None:
        execute = self._connection.execute
        execute("PRAGMA locking_mode = EXCLUSIVE")
        execute("PRAGMA journal_mode = WAL")
        execute("PRAGMA synchronous = FULL")  # an entry must be on the disk before its result is
        execute("BEGIN EXCLUSIVE")  # from here to the end the file is this run's
        (version,) = execute("PRAGMA user_version").fetchone()
        statements = {0: _TABLES, 1: _MIGRATION}.get(version, "")
        for statement in filter(None, statements.strip().split(";\n")):
            execute(statement)
        if statements:
            execute(f"PRAGMA user_version = {_SCHEMA}")
        execute("COMMIT")
        if version not in {0, 1, _SCHEMA}:
            raise OutputError(
                f"{self.path} was made by another version of transum",
                hint="Use that version, or another folder, or remove the file and say --overwrite.",
            )
        # On disk, not in memory: it grows with the number of files.
        execute("PRAGMA temp_store = FILE")
        execute("CREATE TEMP TABLE claimed (name BLOB PRIMARY KEY, path BLOB NOT NULL) WITHOUT ROWID")
        ((self._token,),) = execute("SELECT token FROM token")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._translated():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
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
                hint="Remove it, and run again with --overwrite, or into an empty folder.",
            )
        case sqlite3.SQLITE_FULL:
            return NoSpaceError(f"{path} can't be written: {exc}", hint=_ROOM)
        case sqlite3.SQLITE_IOERR if extended != sqlite3.SQLITE_IOERR_READ:
            return NoSpaceError(f"{path} can't be written: {exc}", hint=_ROOM)
    return OutputError(f"the ledger {path} can't be used: {exc}", hint="Check that its folder may be written to.")


def sha256_of(path: Path) -> str | None:
    """The SHA-256 of the file ``path`` in hexadecimal, None where there is no file. Raises ``OutputError``.

    >>> sha256_of(Path("/no/such/file")) is None
    True
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while data := file.read(_CHUNK):
                digest.update(data)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as exc:
        raise OutputError(f"{path} can't be read: {exc.strerror}", hint="Check its permissions.") from exc
    return digest.hexdigest()
