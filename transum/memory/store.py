"""The translation memory: what a model once said of a sentence, kept in SQLite so that it is never asked twice.

One file serves all runs and processes (WAL). It is a cache: losing it costs time, never a result, so nothing that is
wrong with it stops a run. Every row has a checksum, and one that is not what was written is not believed; a damaged
file is set aside and named; a folder that can't be written to is said once.
"""

import json
import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Final, TypeVar

from transum.document import Candidate, ModelInfo
from transum.engines.protocol import BEAM
from transum.errors import OutputError
from transum.memory import files
from transum.memory.units import Unit, in_portions, storable

_log = logging.getLogger(__name__)

_SCHEMA: Final = 3
_TABLES: Final = """
CREATE TABLE setting (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE said (setting INTEGER NOT NULL, source TEXT NOT NULL, candidates TEXT NOT NULL, checksum BLOB NOT NULL,
                   PRIMARY KEY (setting, source)) WITHOUT ROWID;
"""
_ROWS: Final = "name, source, candidates, checksum FROM said"
_LANGUAGES: Final = ("id", "en")

_T = TypeVar("_T")
_Row = tuple[str, str, bytes]  # source, candidates, checksum
_Counts = tuple[int, tuple[str, ...]]  # sentences, names of settings


@dataclass(frozen=True, slots=True)
class MemoryInfo:
    """What a memory holds: sentences by models (each once per model and setting); bytes on disk."""

    path: Path
    sentences: int
    models: tuple[str, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Condition:
    """How many rows there are, how many of them are not what was written, and what SQLite says of the file."""

    rows: int
    wrong: int
    file: str = ""

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.wrong and not self.file


@dataclass(frozen=True, slots=True)
class Setting:
    """All that a model's answer depends on, other than the text."""

    model: ModelInfo
    candidates: int = 1
    beam: int = BEAM
    avoid_repeats: bool = False

    @property
    def name(self) -> str:
        """The key in the file: JSON, so that no two settings share one."""
        model = self.model
        parts = [model.name, model.version, model.engine, self.candidates, self.beam, self.avoid_repeats]
        parts += [model.source_language, model.target_language, model.weights]
        return json.dumps(parts, ensure_ascii=False)


class Memory:
    """The memory in the file ``path``, which is made, with its folder, where it isn't there.

    Safe between threads and processes. No method but ``clear``, ``units``, ``check`` and ``repair`` raises: a memory
    that can't be read remembers nothing, one that can't be written forgets, and either is logged once as a warning.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()
        self._said_so = False
        self._said_wrong = False
        self._connection: sqlite3.Connection | None = None
        self._guarded(lambda _: None, None)

    def look_up(self, setting: Setting, texts: Iterable[str]) -> dict[str, list[Candidate]]:
        """What is remembered of ``texts``."""
        wanted = [text for text in dict.fromkeys(texts) if storable(text)]
        nothing: dict[str, list[Candidate] | None] = {}
        found = self._guarded(lambda connection: _look_up(connection, setting.name, wanted), nothing)
        known = {text: candidates for text, candidates in found.items() if candidates is not None}
        if len(known) < len(found):
            self._say_wrong(len(found) - len(known))
        return known

    def store(self, setting: Setting, said: Mapping[str, Sequence[Candidate]]) -> None:
        """Remember what the model said; safely on disk when this returns, but for a power cut."""
        rows = [
            (text, json.dumps([[candidate.text, candidate.score] for candidate in candidates], ensure_ascii=False))
            for text, candidates in said.items()
            if storable(text) and all(storable(candidate.text) for candidate in candidates)
        ]
        name = setting.name

        def insert(connection: sqlite3.Connection) -> None:
            with connection:
                connection.execute("INSERT OR IGNORE INTO setting (name) VALUES (?)", (name,))
                connection.executemany(
                    "INSERT OR REPLACE INTO said SELECT id, ?, ?, ? FROM setting WHERE name = ?",
                    ((*row, files.checksum((name, *row)), name) for row in rows),
                )

        self._guarded(insert, None)

    def units(self) -> Iterator[Unit]:
        """What is remembered of Indonesian in English, best candidate each. Raises ``OutputError``.

        Left out are other languages, since what an export is for is a pair of them; second attempts, whose texts are
        half sentences or have English words in them; and what is not as it was written.
        """
        query = f"SELECT {_ROWS} JOIN setting ON id = setting ORDER BY setting, source"
        rows = self._required(lambda connection: connection.execute(query))
        wrong = 0
        with self._translated():
            for name, *row in rows:
                candidates, parts = _believed(name, row), _parts(name)
                wrong += candidates is None or parts is None
                if candidates and parts and tuple(parts[6:8]) == _LANGUAGES and not parts[_AVOIDING]:
                    best = candidates[0]
                    yield Unit(row[0], best.text, f"{parts[0]} {parts[1]}".strip(), best.score)
        if wrong:
            self._say_wrong(wrong)

    def clear(self) -> int:
        """Forget everything; returns how many sentences it was. Raises ``OutputError``."""
        return self._required(_clear)

    def check(self) -> Condition:
        """What is wrong with the file and its rows; raises ``OutputError`` where they can't be looked at."""
        if self.path.exists() and (damage := files.damage_of(self.path, "said")):
            return Condition(0, 0, damage)
        return self._required(lambda connection: Condition(*_counted(connection)))

    def repair(self) -> Condition:
        """Forget what is wrong, which is returned; a damaged file is set aside. Raises ``OutputError``."""
        found = self.check()
        if found.file:
            self.close()
            with self._translated():
                self._set_aside()
        elif found.wrong:
            self._required(_forget_wrong)
        return found

    def info(self) -> MemoryInfo:
        """What the memory holds now."""
        nothing: _Counts = (0, ())
        sentences, names = self._guarded(_count, nothing)
        models = dict.fromkeys(f"{parts[0]} {parts[1]}" for parts in map(_parts, names) if parts)
        files = (self.path.with_name(self.path.name + suffix) for suffix in ("", "-wal"))
        return MemoryInfo(
            self.path, sentences, tuple(models), sum(file.stat().st_size for file in files if file.exists())
        )

    def close(self) -> None:
        """Let go of the file; the memory opens it again when it is used again."""
        with self._lock:
            if self._connection:
                self._connection.close()
            self._connection = None

    def _guarded(self, work: Callable[[sqlite3.Connection], _T], otherwise: _T) -> _T:
        """``work`` done with the file, or ``otherwise``, said once, where that can't be."""
        try:
            return self._mended(work)
        except (sqlite3.Error, OSError, ValueError, OutputError) as exc:
            if not self._said_so:
                self._said_so = True
                _log.warning("The translation memory %s can't be used (%s); going on without it.", self.path, exc)
            return otherwise

    def _required(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """``work`` done with the file; raises ``OutputError``."""
        with self._translated():
            return self._mended(work)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError, ValueError) as exc:
            if isinstance(exc, sqlite3.Error) and files.is_damage(exc):
                hint = "transum memory repair forgets what is damaged."
            else:
                hint = "Check that its folder may be written to and has room."
            raise OutputError(f"the translation memory {self.path} can't be used: {exc}", hint=hint) from exc

    def _mended(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """``work`` done with the file, or with a new one where the file turns out to be damaged."""
        with self._lock:
            try:
                return work(self._open())
            except sqlite3.DatabaseError as exc:
                if not files.is_damage(exc):
                    raise
                self._set_aside()
                return work(self._open())

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = files.opened(self.path, _prepare)
        return self._connection

    def _set_aside(self) -> None:
        if self._connection:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None
        aside = files.set_aside(self.path, lambda: bool(files.damage_of(self.path, "said")))
        if aside:
            _log.warning("The translation memory was damaged; it is set aside as %s, and a new one is begun.", aside)

    def _say_wrong(self, count: int) -> None:
        if not self._said_wrong:
            self._said_wrong = True
            _log.warning(
                "%d of the memory's sentences are not what was written: they are not believed. transum memory repair "
                "forgets them.",
                count,
            )


def is_for_people(model: ModelInfo) -> bool:
    """Whether people's translations, which are all from Indonesian into English, may stand in for the model's."""
    return (model.source_language, model.target_language) == _LANGUAGES


def _prepare(connection: sqlite3.Connection) -> None:
    connection.text_factory = lambda data: data.decode(errors="replace")  # a checksum tells what isn't right
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")  # a power cut may take the last sentences, never the file
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == 0:
        connection.execute("BEGIN IMMEDIATE")
        with connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()  # another process may have been faster
            if version == 0:
                for statement in _TABLES.strip().split(";\n"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {_SCHEMA}")
    elif version != _SCHEMA:
        raise ValueError(f"it was made by another version of transum: schema {version}")


def _look_up(connection: sqlite3.Connection, name: str, texts: list[str]) -> dict[str, list[Candidate] | None]:
    """What is remembered of each text; None where that is not what was written."""
    row = connection.execute("SELECT id FROM setting WHERE name = ?", (name,)).fetchone()
    found: dict[str, list[Candidate] | None] = {}
    for some in in_portions(texts if row else []):
        marks = ",".join("?" * len(some))
        query = f"SELECT source, candidates, checksum FROM said WHERE setting = ? AND source IN ({marks})"  # noqa: S608 - only question marks
        for found_row in connection.execute(query, (*row, *some)):
            found[found_row[0]] = _believed(name, found_row)
    return found


def _believed(name: str, row: Sequence[Any]) -> list[Candidate] | None:
    """The candidates of a row that is what was written for the setting ``name``."""
    try:
        source, candidates, checksum = row
        if checksum != files.checksum((name, source, candidates)):
            return None
        return [Candidate(text, score) for text, score in json.loads(candidates)]
    except (TypeError, ValueError, AttributeError, RecursionError):
        return None


_AVOIDING: Final = 5  # where a setting's name says that repetitions are avoided: only second attempts are asked so


def _parts(name: str) -> list[Any] | None:
    """What a setting's name is made of."""
    try:
        parts = json.loads(name)
    except (TypeError, ValueError, RecursionError):
        return None
    return parts if isinstance(parts, list) and len(parts) >= 8 else None


def _count(connection: sqlite3.Connection) -> _Counts:
    ((sentences,),) = connection.execute("SELECT count(*) FROM said")
    names = tuple(name for (name,) in connection.execute("SELECT name FROM setting ORDER BY id"))
    return sentences, names


def _counted(connection: sqlite3.Connection) -> tuple[int, int]:
    rows = wrong = 0
    query = f"SELECT {_ROWS} LEFT JOIN setting ON id = setting"
    for name, *row in connection.execute(query):
        rows += 1
        wrong += _believed(name, row) is None
    return rows, wrong


def _forget_wrong(connection: sqlite3.Connection) -> None:
    query = f"SELECT setting, CAST(source AS BLOB), {_ROWS} LEFT JOIN setting ON id = setting"
    with connection:
        wrong = [
            (setting, source)
            for setting, source, name, *row in connection.execute(query)
            if _believed(name, row) is None
        ]
        connection.executemany("DELETE FROM said WHERE setting = ? AND CAST(source AS BLOB) = ?", wrong)


def _clear(connection: sqlite3.Connection) -> int:
    sentences, _ = _count(connection)
    with connection:
        for table in ("said", "setting"):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608 - names from the line above
    connection.execute("VACUUM")
    return sentences
