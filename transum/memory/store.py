"""The translation memory: what a model once said of a sentence, kept in SQLite so that it is never asked twice.

One file serves all runs and processes (WAL). It is a cache: losing it costs time, never a result, so nothing that is
wrong with it stops a run. A damaged file is set aside and named; a folder that can't be written to is said once.
Translations by people, imported from other tools, live beside the model's and win over them where Indonesian is
translated into English, which is what they are.
"""

import hashlib
import json
import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Final, TypeVar

from transum.document import Candidate, ModelInfo
from transum.engines.protocol import BEAM
from transum.errors import OutputError
from transum.segment.chunk import model_text

_log = logging.getLogger(__name__)

_SCHEMA: Final = 2
_TABLES: Final = """
CREATE TABLE setting (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE said (setting INTEGER NOT NULL, source TEXT NOT NULL, candidates TEXT NOT NULL,
                   PRIMARY KEY (setting, source)) WITHOUT ROWID;
CREATE TABLE human (key TEXT PRIMARY KEY, source TEXT NOT NULL, target TEXT NOT NULL) WITHOUT ROWID;
"""
_LANGUAGES: Final = ("id", "en")
_PATIENCE: Final = 30.0  # seconds to wait while another process writes
_VARIABLES: Final = 500  # sentences a query: below the smallest limit that SQLite was ever built with

_T = TypeVar("_T")
_Counts = tuple[int, int, tuple[str, ...]]  # sentences, people's, names of settings


@dataclass(frozen=True, slots=True)
class MemoryInfo:
    """What a memory holds: sentences by models (each once per model and setting) and by people; bytes on disk."""

    path: Path
    sentences: int
    human: int
    models: tuple[str, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Unit:
    """One remembered translation; ``origin`` names the model, and is "" for a person's."""

    source: str
    target: str
    origin: str = ""
    score: float | None = None


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

    Safe between threads and processes. No method but ``add``, ``clear`` and ``units`` raises: a memory that can't be
    read remembers nothing, one that can't be written forgets, and either is logged once as a warning.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()
        self._said_so = False
        self._connection: sqlite3.Connection | None = None
        self._guarded(lambda _: None, None)

    def look_up(self, setting: Setting, texts: Iterable[str]) -> dict[str, list[Candidate]]:
        """What is remembered of ``texts``; a person's translation is a single candidate with the score 0 (certain)."""
        wanted = [text for text in dict.fromkeys(texts) if _storable(text)]
        return self._guarded(lambda connection: _look_up(connection, setting, wanted), {})

    def store(self, setting: Setting, said: Mapping[str, Sequence[Candidate]]) -> None:
        """Remember what the model said; safely on disk when this returns, but for a power cut."""
        rows = [
            (text, json.dumps([[candidate.text, candidate.score] for candidate in candidates], ensure_ascii=False))
            for text, candidates in said.items()
            if _storable(text) and all(_storable(candidate.text) for candidate in candidates)
        ]

        def insert(connection: sqlite3.Connection) -> None:
            with connection:
                connection.execute("INSERT OR IGNORE INTO setting (name) VALUES (?)", (setting.name,))
                connection.executemany(
                    "INSERT OR REPLACE INTO said SELECT id, ?, ? FROM setting WHERE name = ?",
                    ((*row, setting.name) for row in rows),
                )

        self._guarded(insert, None)

    def add(self, units: Iterable[tuple[str, str]]) -> int:
        """Take in people's translations, (source, target) each; returns how many. Raises ``OutputError``.

        A source is found again however its spaces and numbers are written: by what the model would be given.
        """
        added = 0
        for some in _batched(units, 10_000):  # one transaction each: memory stays flat, whatever the file's length
            rows = [(model_text(source), source, target) for source, target in some if _storable(source + target)]
            self._required(partial(_insert_human, rows=rows))
            added += len(rows)
        return added

    def human_digest(self) -> str:
        """A hash of people's translations, since they win over the model's; "" where there are none."""

        def read(connection: sqlite3.Connection) -> str:
            digest = hashlib.sha256()
            for row in connection.execute("SELECT key, target FROM human ORDER BY key"):
                digest.update(json.dumps(row).encode())
            return "" if digest.digest() == hashlib.sha256().digest() else digest.hexdigest()

        return self._guarded(read, "")

    def units(self) -> Iterator[Unit]:
        """What is remembered of Indonesian in English, best candidate each, people's first. Raises ``OutputError``.

        Other languages are left out: what an export is for is a pair of them.
        """
        connection = self._required(lambda connection: connection)
        for source, target in connection.execute("SELECT source, target FROM human ORDER BY key"):
            yield Unit(source, target)
        query = "SELECT name, source, candidates FROM said JOIN setting ON id = setting ORDER BY setting, source"
        for name, source, candidates in connection.execute(query):
            model, version, *others = json.loads(name)
            if tuple(others[4:6]) != _LANGUAGES:
                continue
            for target, score in islice(json.loads(candidates), 1):
                yield Unit(source, target, f"{model} {version}".strip(), score)

    def clear(self) -> int:
        """Forget everything, people's translations too; returns how many sentences it was. Raises ``OutputError``."""
        return self._required(_clear)

    def info(self) -> MemoryInfo:
        """What the memory holds now."""
        nothing: _Counts = (0, 0, ())
        sentences, human, names = self._guarded(_count, nothing)
        models = dict.fromkeys(" ".join(json.loads(name)[:2]) for name in names)
        files = (self.path.with_name(self.path.name + suffix) for suffix in ("", "-wal"))
        return MemoryInfo(
            self.path, sentences, human, tuple(models), sum(file.stat().st_size for file in files if file.exists())
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
        except (sqlite3.Error, OSError, ValueError) as exc:
            if not self._said_so:
                self._said_so = True
                _log.warning("The translation memory %s can't be used (%s); going on without it.", self.path, exc)
            return otherwise

    def _required(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """``work`` done with the file; raises ``OutputError``."""
        try:
            return self._mended(work)
        except (sqlite3.Error, OSError, ValueError) as exc:
            raise OutputError(
                f"the translation memory {self.path} can't be used: {exc}",
                hint="Check that its folder may be written to and has room.",
            ) from exc

    def _mended(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """``work`` done with the file, or with a new one where the file turns out to be damaged."""
        with self._lock:
            try:
                return work(self._open())
            except sqlite3.DatabaseError as exc:
                if not _is_damage(exc):
                    raise
                self._set_aside()
                return work(self._open())

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if not self.path.exists():  # somebody removed it, and not what SQLite keeps beside it
                self._remove_journal()
            connection = sqlite3.connect(self.path, timeout=_PATIENCE, check_same_thread=False)
            try:
                _prepare(connection)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    def _set_aside(self) -> None:
        if self._connection:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None
        names = (self.path.with_name(f"{self.path.name}.damaged-{number}") for number in range(1, 1_000_000))
        aside = next(name for name in names if not name.exists())
        self.path.replace(aside)
        self._remove_journal()
        _log.warning("The translation memory was damaged; it is set aside as %s, and a new one is begun.", aside)

    def _remove_journal(self) -> None:
        for suffix in ("-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)


def is_for_people(model: ModelInfo) -> bool:
    """Whether people's translations, which are all from Indonesian into English, may stand in for the model's."""
    return (model.source_language, model.target_language) == _LANGUAGES


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")  # a power cut may take the last sentences, never the file
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version in {0, 1}:
        connection.execute("BEGIN IMMEDIATE")
        with connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()  # another process may have been faster
            if version == 0:
                for statement in _TABLES.strip().split(";\n"):
                    connection.execute(statement)
            elif version == 1:
                _forget_unnamed_languages(connection)
            connection.execute(f"PRAGMA user_version = {_SCHEMA}")
    elif version != _SCHEMA:
        raise ValueError(f"it was made by another version of transum: schema {version}")


def _forget_unnamed_languages(connection: sqlite3.Connection) -> None:
    """From schema 1: what models said had no language, and is said again; people's keys follow today's notation."""
    rows = connection.execute("SELECT source, target FROM human").fetchall()
    for table in ("said", "setting", "human"):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 - names of our own
    connection.executemany(
        "INSERT OR REPLACE INTO human VALUES (?, ?, ?)",
        ((model_text(source), source, target) for source, target in rows),
    )


def _is_damage(exc: sqlite3.DatabaseError) -> bool:
    """Whether the file itself is wrong, not merely locked, full or forbidden."""
    code = getattr(exc, "sqlite_errorcode", 0) & 0xFF
    return code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB} or "no such table" in str(exc)


def _batched(values: Iterable[_T], size: int) -> Iterator[list[_T]]:
    iterator = iter(values)
    while some := list(islice(iterator, size)):
        yield some


def _storable(text: str) -> bool:
    """Whether SQLite can hold ``text``: half of a surrogate pair has no UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _look_up(connection: sqlite3.Connection, setting: Setting, texts: list[str]) -> dict[str, list[Candidate]]:
    found: dict[str, list[Candidate]] = {}
    row = connection.execute("SELECT id FROM setting WHERE name = ?", (setting.name,)).fetchone()
    for some in _batched(texts, _VARIABLES):
        marks = ",".join("?" * len(some))
        if row:
            query = f"SELECT source, candidates FROM said WHERE setting = ? AND source IN ({marks})"  # noqa: S608 - only question marks
            for source, candidates in connection.execute(query, (*row, *some)):
                found[source] = [Candidate(text, score) for text, score in json.loads(candidates)]
        if is_for_people(setting.model):
            query = f"SELECT key, target FROM human WHERE key IN ({marks})"  # noqa: S608 - only question marks
            found |= {source: [Candidate(target, 0.0)] for source, target in connection.execute(query, some)}
    return found


def _insert_human(connection: sqlite3.Connection, rows: list[tuple[str, str, str]]) -> None:
    with connection:
        connection.executemany("INSERT OR REPLACE INTO human VALUES (?, ?, ?)", rows)


def _count(connection: sqlite3.Connection) -> _Counts:
    ((sentences,),) = connection.execute("SELECT count(*) FROM said")
    ((human,),) = connection.execute("SELECT count(*) FROM human")
    names = tuple(name for (name,) in connection.execute("SELECT name FROM setting ORDER BY id"))
    return sentences, human, names


def _clear(connection: sqlite3.Connection) -> int:
    sentences, human, _ = _count(connection)
    with connection:
        for table in ("said", "human", "setting"):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608 - names from the line above
    connection.execute("VACUUM")
    return sentences + human
