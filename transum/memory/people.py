"""People's translations: a store of its own, since unlike the memory it can't be made again.

They win over the model's where Indonesian is translated into English, which is what they are. So a lost one would be
replaced, without a word, by what a model says: whatever can't be read here ends the work with words and a way out.
Every row has a checksum, and the file says how many rows there are and what their checksums add up to; all of it is
looked at before the first translation is used, and again when another process has written to it.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from itertools import chain, starmap
from pathlib import Path
from threading import Lock
from typing import Final, TypeVar

from transum.errors import OutputError
from transum.memory import files
from transum.memory.units import Unit, in_portions, storable
from transum.segment import segment
from transum.segment.chunk import model_text

_SCHEMA: Final = 1
_TABLES: Final = """
CREATE TABLE translation (key TEXT PRIMARY KEY, source TEXT NOT NULL, target TEXT NOT NULL, checksum BLOB NOT NULL)
WITHOUT ROWID;
CREATE TABLE whole (rows INTEGER NOT NULL, checksums TEXT NOT NULL);
INSERT INTO whole VALUES (0, '0');
"""
_COLUMNS: Final = "key, source, target, checksum"
_QUOTES: Final = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‚": "'"})
_MODULUS: Final = 1 << 64
_OLD_SCHEMAS: Final = (1, 2)  # of the memories that held people's translations as well

_T = TypeVar("_T")


class PeopleError(OutputError):
    """People's translations can't be read or kept."""


class DamagedPeopleError(PeopleError):
    """The file of them, or the old memory that may hold some, is not what was written."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(what, hint=_REPAIR)
        self.path = path


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a repair kept, how many translations it missed (None: nobody can tell), and where the old file is now."""

    kept: int
    lost: int | None
    aside: Path


class People:
    """The store in the file ``path``; no file holds none. Safe between threads and processes.

    ``old_memory`` is the file in which transum 0.1 kept them, beside what models said: they are taken over from it, and
    it is removed. Every method raises ``PeopleError``; all but ``clear`` and ``repair`` raise ``DamagedPeopleError``.
    """

    def __init__(self, path: Path, old_memory: Path | None = None) -> None:
        self.path = path
        self._old = old_memory
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None
        self._version = -1  # of the file's data when it was looked at
        self._digest = ""

    def look_up(self, texts: Iterable[str]) -> dict[str, str]:
        """The translations that people gave to ``texts``, as the model would be given them."""
        keys = {text: _straight(text) for text in texts if storable(text)}

        def read(connection: sqlite3.Connection) -> dict[str, str]:
            found: dict[str, str] = {}
            for some in in_portions(dict.fromkeys(keys.values())):
                marks = ",".join("?" * len(some))
                query = f"SELECT {_COLUMNS} FROM translation WHERE key IN ({marks})"  # noqa: S608 - only question marks
                found |= {unit.source: unit.target for unit in map(_whole, connection.execute(query, some))}
            return {text: found[key] for text, key in keys.items() if key in found}

        return self._read(read, {})

    def sentences(self, texts: Iterable[str]) -> dict[str, str]:
        """The translations that people gave to ``texts``, as articles write them."""
        if not self.digest:  # most people have none, and millions of sentences to be read
            return {}
        read = {text: model_text(text) for text in texts}
        found = self.look_up(read.values())
        return {text: found[key] for text, key in read.items() if key in found}

    def add(self, units: Iterable[tuple[str, str]], *, keep: bool = False) -> int:
        """Take in translations, (source, target) each, all or none; returns how many.

        A source is found again however its spaces, numbers and quotation marks are written: by what the model would be
        given. Texts of several sentences are taken in sentence by sentence, as they are looked up, where both sides
        have as many. ``keep``: where there is one already, it stays.
        """
        with self._lock, self._translated():
            self._take_over()
            return self._insert(_divided(units), keep=keep)

    def add_sentence(self, source: str, target: str) -> None:
        """Take in what somebody says of one sentence, however many sentences it takes to say it."""
        with self._lock, self._translated():
            self._take_over()
            self._insert([(source, target)], keep=False)

    def forget_sentence(self, source: str) -> None:
        """The sentence is translated by models again."""
        with self._lock, self._translated():
            self._take_over()
            if self.path.exists():
                self._remove(source)

    @property
    def digest(self) -> str:
        """A hash of them all, since they win over the model's; "" where there are none."""
        return self._read(lambda _: self._digest, "")

    def units(self) -> Iterator[Unit]:
        """Every translation, by source."""
        rows: Iterator[tuple[str, str, str, bytes]] = self._read(
            lambda connection: connection.execute(f"SELECT {_COLUMNS} FROM translation ORDER BY key"),  # noqa: S608 - ours
            iter(()),
        )
        with self._translated():
            for row in rows:
                _whole(row)
                yield Unit(row[1], row[2])

    def count(self) -> int:
        """How many there are."""

        def read(connection: sqlite3.Connection) -> int:
            ((count,),) = connection.execute("SELECT count(*) FROM translation")
            return int(count)

        return self._read(read, 0)

    def clear(self) -> int:
        """Forget them all, also damaged ones; returns how many there were, as far as that can be told."""
        try:
            count = self.count()
        except PeopleError:
            count = 0
        self.close()
        with self._translated():
            files.remove(self.path)
            if self._old:
                files.remove(self._old)
        return count

    def repair(self) -> Repaired | None:
        """Set a damaged file aside, and keep what is whole of it; None where nothing is wrong."""
        try:
            self.count()
        except DamagedPeopleError as exc:
            damaged = exc.path
        else:
            return None
        self.close()
        was = _inode(damaged)
        kept, lost = _salvaged(damaged, is_old=damaged == self._old)
        with self._lock, self._translated():
            if damaged == self._old:  # what it held is safe before it goes
                self._insert(_divided(kept), keep=True)
                aside = files.set_aside(damaged, lambda: _inode(damaged) == was)
            else:
                aside = files.replace_damaged(damaged, lambda new: _make(new, kept), lambda: _inode(damaged) == was)
        return Repaired(len(kept), lost, aside) if aside else None  # None: another process has repaired it

    def close(self) -> None:
        """Let go of the file; it is opened again when it is used again."""
        with self._lock:
            self._let_go()

    def _read(self, work: Callable[[sqlite3.Connection], _T], nothing: _T) -> _T:
        with self._lock, self._translated():
            self._take_over()
            if not self.path.exists():
                self._let_go()
                return nothing
            return work(self._verified())

    def _insert(self, units: Iterable[tuple[str, str]], *, keep: bool) -> int:
        added = 0
        connection = self._verified()
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            ((rows, sums),) = connection.execute("SELECT rows, checksums FROM whole")
            total = int(sums)
            for source, target in units:
                if not storable(source + target):
                    continue
                key = _straight(model_text(source))
                old = connection.execute("SELECT checksum FROM translation WHERE key = ?", (key,)).fetchone()
                if old and keep:
                    continue
                checksum = files.checksum((key, source, target))
                connection.execute(
                    "INSERT OR REPLACE INTO translation VALUES (?, ?, ?, ?)", (key, source, target, checksum)
                )
                total += int.from_bytes(checksum) - (int.from_bytes(old[0]) if old else 0)
                rows += not old
                added += 1
            connection.execute("UPDATE whole SET rows = ?, checksums = ?", (rows, str(total % _MODULUS)))
        self._version = -1
        return added

    def _remove(self, source: str) -> None:
        connection = self._verified()
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            ((rows, sums),) = connection.execute("SELECT rows, checksums FROM whole")
            key = _straight(model_text(source))
            old = connection.execute("SELECT checksum FROM translation WHERE key = ?", (key,)).fetchone()
            if old:
                connection.execute("DELETE FROM translation WHERE key = ?", (key,))
                total = (int(sums) - int.from_bytes(old[0])) % _MODULUS
                connection.execute("UPDATE whole SET rows = ?, checksums = ?", (rows - 1, str(total)))
        self._version = -1

    def _verified(self) -> sqlite3.Connection:
        """The file, looked at; raises ``ValueError`` for what can't be right."""
        if self._connection is None:
            self._connection = files.opened(self.path, _prepare)
            self._version = -1
        connection = self._connection
        ((version,),) = connection.execute("PRAGMA data_version")
        if version != self._version:
            self._digest = _verify(connection)
            self._version = version
        return connection

    def _take_over(self) -> None:
        """Move what an older transum's memory holds of people into this store, and remove that memory."""
        if self._old is None or not self._old.exists():
            return
        try:
            rows = _old_rows(self._old)
        except sqlite3.Error as exc:
            if not files.is_damage(exc):
                raise
            what = (
                f"{self._old}, the memory of an older transum, is damaged, and may hold translations by people: {exc}"
            )
            raise DamagedPeopleError(self._old, what) from exc
        if rows is None:
            return
        if rows:
            self._insert(_divided(rows), keep=True)
        with suppress(OSError):  # done again by the next run, and with no other result
            files.remove(self._old)

    def _let_go(self) -> None:
        if self._connection:
            with suppress(sqlite3.Error):
                self._connection.close()
        self._connection = None

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except PeopleError:
            self._let_go()
            raise
        except (sqlite3.Error, ValueError, TypeError) as exc:
            self._let_go()
            if not isinstance(exc, sqlite3.Error) or files.is_damage(exc):
                what = f"the translations by people in {self.path} are damaged: {exc}"
                raise DamagedPeopleError(self.path, what) from exc
            raise PeopleError(f"the translations by people in {self.path} can't be used: {exc}", hint=_LOOK) from exc
        except (OutputError, OSError) as exc:
            raise PeopleError(f"the translations by people in {self.path} can't be used: {exc}", hint=_LOOK) from exc


_REPAIR: Final = "transum memory repair keeps what is whole; --no-memory translates without them."
_LOOK: Final = "Check that its folder may be written to and has room; --no-memory translates without them."


def sentence_by_sentence(source: str, target: str) -> Iterator[tuple[str, str]]:
    """A translation as those of its sentences, where both sides have as many; else as it is.

    >>> [*sentence_by_sentence("Satu. Dua tiga.", "One. Two three.")]
    [('Satu.', 'One.'), ('Dua tiga.', 'Two three.')]
    """
    sources, targets = segment(source).sentences, segment(target).sentences
    if len(sources) < 2 or len(sources) != len(targets):
        yield source, target
        return
    yield from ((one.text, other.text) for one, other in zip(sources, targets, strict=True))


def _divided(units: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return chain.from_iterable(starmap(sentence_by_sentence, units))


def _straight(text: str) -> str:
    """``text`` with the quotation marks of a typewriter: tools differ in nothing as much as in these."""
    return text.translate(_QUOTES)


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA synchronous = FULL")
    ((version,),) = connection.execute("PRAGMA user_version")
    if version == 0:
        connection.execute("BEGIN IMMEDIATE")
        with connection:
            ((version,),) = connection.execute("PRAGMA user_version")  # another process may have been faster
            if version == 0:
                for statement in _TABLES.strip().split(";\n"):
                    connection.execute(statement.rstrip(";"))
                connection.execute(f"PRAGMA user_version = {_SCHEMA}")
    elif version != _SCHEMA:
        raise PeopleError(
            f"the translations by people were written by another version of transum: schema {version}",
            hint="Use that version; --no-memory translates without them.",
        )


def _verify(connection: sqlite3.Connection) -> str:
    """The digest of all translations; raises ``ValueError`` where one isn't what it was, or their number isn't."""
    digest, rows, total = hashlib.sha256(), 0, 0
    connection.execute("BEGIN")  # rows and their sum, of one moment
    with connection:
        for row in connection.execute(f"SELECT {_COLUMNS} FROM translation ORDER BY key"):  # noqa: S608 - ours
            _whole(row)
            digest.update(json.dumps((row[0], row[2])).encode())
            rows += 1
            total += int.from_bytes(row[3])
        ((expected, sums),) = connection.execute("SELECT rows, checksums FROM whole")
    if rows != expected or total % _MODULUS != int(sums):
        raise ValueError(f"{expected:,} were written, and {rows:,} are there")
    return digest.hexdigest() if rows else ""


def _old_rows(path: Path) -> list[tuple[str, str]] | None:
    """What people translated, from an older transum's memory; None where it is none."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as connection:
        ((version,),) = connection.execute("PRAGMA user_version")
        if version not in _OLD_SCHEMAS:
            return None
        rows = connection.execute("SELECT source, target FROM human").fetchall()
        ((state,),) = connection.execute("PRAGMA quick_check(1)") if rows else (("ok",),)
        if state != "ok":
            raise sqlite3.DatabaseError(f"database disk image is malformed: {state}")
    return rows


def _inode(path: Path) -> int:
    try:
        return path.stat().st_ino
    except OSError:
        return -1


def _whole(row: tuple[str, str, str, bytes]) -> Unit:
    """Key and target of a row that is as it was written; raises ``ValueError`` for another."""
    key, source, target, checksum = row
    if checksum != files.checksum((key, source, target)):
        raise ValueError("a translation is not what was written")
    return Unit(key, target)


def _make(path: Path, units: Iterable[tuple[str, str]]) -> None:
    people = People(path)
    people.add(units)
    people.close()


def _salvaged(path: Path, *, is_old: bool) -> tuple[list[tuple[str, str]], int | None]:
    """What is whole in a damaged file, and how many translations are missing of it."""
    table, columns = ("human", "key, source, target") if is_old else ("translation", _COLUMNS)
    kept: list[tuple[str, str]] = []
    lost = None
    with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as connection:
        for row in files.readable_rows(connection, table, columns):
            with suppress(ValueError, TypeError, AttributeError):
                if not is_old:
                    _whole(row)
                kept.append((str(row[1]), str(row[2])))
        with suppress(sqlite3.Error, ValueError, TypeError):
            if not is_old:
                ((rows,),) = connection.execute("SELECT rows FROM whole")
                lost = max(0, int(rows) - len(kept))
    return kept, lost
