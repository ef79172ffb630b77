"""SQLite files of the user: made for their owner alone, told to be damaged or not, and set aside once.

A file that is set aside keeps its bytes under another name. Several processes may find the damage at the same moment;
the first sets the file aside, and the others have to find the new one, not take it for the damaged one.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from transum.atomic import make_folder, make_private_file, sync_folder

_PATIENCE: Final = 30.0  # seconds to wait while another process writes
_BESIDE: Final = ("-wal", "-shm", "-journal")  # what SQLite keeps beside a file


def opened(path: Path, prepare: Callable[[sqlite3.Connection], None]) -> sqlite3.Connection:
    """A connection to ``path``, made where it isn't there; ``prepare`` brings its tables up to date.

    Raises ``sqlite3.Error``, and ``OutputError`` where the file can't be made.
    """
    if path.exists():
        return _connected(path, prepare)
    make_folder(path.parent, private=True)
    with _alone(path):
        if not path.exists():  # somebody removed it, and not what SQLite keeps beside it
            _remove_beside(path)
            make_private_file(path)
        return _connected(path, prepare)


def set_aside(path: Path, is_damaged: Callable[[], bool]) -> Path | None:
    """Give ``path`` another name, which is returned, or None where ``is_damaged`` no longer says that it has to be."""
    with _alone(path):
        if not is_damaged():
            return None
        aside = _free_name(path)
        path.replace(aside)
        _remove_beside(path)
        return aside


def replace_damaged(path: Path, make: Callable[[Path], None], is_damaged: Callable[[], bool]) -> Path | None:
    """Put what ``make`` makes in the place of ``path``, whose bytes are kept under another name, which is returned.

    None where ``is_damaged`` no longer says that it has to be. There is no moment without a file at ``path``: whoever
    finds none takes it that there never was one.
    """
    with _alone(path):
        if not is_damaged():
            return None
        new = path.with_name(f".{path.name}.new")
        remove(new)
        make_private_file(new)
        make(new)
        aside = _free_name(path)
        shutil.copy2(path, aside)
        _remove_beside(path)  # a journal of the old file is none of the new one's
        new.replace(path)
        sync_folder(path.parent)
        return aside


def remove(path: Path) -> None:
    """Remove the file and what SQLite keeps beside it."""
    path.unlink(missing_ok=True)
    _remove_beside(path)


def is_damage(exc: sqlite3.Error) -> bool:
    """Whether the file itself is wrong, not merely locked, full or forbidden."""
    code = getattr(exc, "sqlite_errorcode", 0) & 0xFF
    words = ("no such table", "no such column", "Could not decode", "malformed")
    return code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB} or any(word in str(exc) for word in words)


def damage_of(path: Path, table: str) -> str:
    """What SQLite finds wrong with the file ``path``, which has that table; "" for nothing."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=_PATIENCE)) as connection:
            connection.execute(f"SELECT * FROM {table} LIMIT 1").fetchone()  # noqa: S608 - a name of ours
            (state,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as exc:
        return str(exc) if is_damage(exc) else ""
    return "" if state == "ok" else str(state)


def readable_rows(connection: sqlite3.Connection, table: str, columns: str) -> list[tuple[Any, ...]]:
    """The rows of ``table`` that can be read: from its beginning to the damage, and from its end back to it."""
    rows: dict[tuple[Any, ...], None] = {}
    connection.text_factory = lambda data: data.decode(errors="replace")
    for order in ("ASC", "DESC"):
        with suppress(sqlite3.Error):
            query = f"SELECT {columns} FROM {table} ORDER BY 1 {order}"  # noqa: S608 - names of ours
            for row in connection.execute(query):
                rows[row] = None
    return [*rows]


def checksum(values: Sequence[str]) -> bytes:
    """What tells a row that is as it was written."""
    digest = blake2b(digest_size=8)
    for value in values:
        data = value.encode()
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.digest()


def _free_name(path: Path) -> Path:
    names = (path.with_name(f"{path.name}.damaged-{number}") for number in range(1, 1_000_000))
    return next(name for name in names if not name.exists())


def _connected(path: Path, prepare: Callable[[sqlite3.Connection], None]) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_PATIENCE, check_same_thread=False)
    try:
        prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Inside, no other process makes ``path`` or sets it aside; the system ends the lock with the process."""
    lock = path.with_name(f".{path.name}.lock")
    make_private_file(lock)
    with closing(sqlite3.connect(lock, timeout=_PATIENCE, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield


def _remove_beside(path: Path) -> None:
    for suffix in _BESIDE:
        path.with_name(path.name + suffix).unlink(missing_ok=True)
