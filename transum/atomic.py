"""Files that are whole or not there: written under another name in the same folder, synced, then renamed."""

import errno
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from transum.errors import OutputError

# What the operating system says when there is no room: no later file will fit either, so a batch stops at these.
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class NoSpaceError(OutputError):
    """The disk, the quota or the allowed file size is used up; what was written before stays good."""


@contextmanager
def open_atomically(path: Path, *, temporary_name: str | None = None) -> Iterator[BinaryIO]:
    """A file to write to that takes the name ``path`` when the block ends well; else ``path`` stays as it was.

    The data go to a new file in the same folder, are synced to the disk, and take the name by a rename; the folder is
    synced too, so that after a power cut the file is either the old one or the new one. A symbolic link is written
    through; an existing file keeps its permissions, and a new one gets those that ``open`` would give it. A path that
    is no regular file (a terminal, ``/dev/null``, a pipe) can't be replaced, and is written to.

    ``temporary_name`` is for a caller that holds a lock and wants the same name after a crash; by default it is
    random. Raises ``NoSpaceError`` where the disk is full and ``OutputError`` for all else; the temporary file is then
    removed.
    """
    try:
        target = path.resolve() if path.is_symlink() else path
        if target.exists() and not target.is_file():
            with target.open("wb") as file:
                yield file
            return
        temporary = target.with_name(temporary_name or f".transum-{secrets.token_hex(8)}.tmp")
        try:
            with temporary.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                temporary.chmod(target.stat().st_mode & 0o7777)
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        sync_folder(target.parent)
    except OSError as exc:
        raise output_error(path, exc) from exc


def write_atomically(path: Path, data: bytes, *, temporary_name: str | None = None) -> None:
    """Make ``path`` hold exactly ``data``, or leave it as it was, whatever happens meanwhile: see ``open_atomically``.

    >>> write_atomically(Path("/no/such/folder/a.txt"), b"data")
    Traceback (most recent call last):
    transum.errors.OutputError: /no/such/folder/a.txt can't be written: No such file or directory
    """
    with open_atomically(path, temporary_name=temporary_name) as file:
        file.write(data)


def output_error(path: Path, exc: OSError) -> OutputError:
    """The error, with a way out, for an ``exc`` met while ``path`` was written."""
    message = f"{path} can't be written: {exc.strerror or exc}"
    if exc.errno in FULL:
        return NoSpaceError(message, hint="Make room and run the same command again; what was done is kept.")
    return OutputError(message, hint="Check that the folder exists and may be written to, or give another -o.")


def make_folder(folder: Path, *, private: bool = False) -> None:
    """Make ``folder`` and those above it, so that they survive a power cut; raises ``OutputError``.

    ``private``: nobody but its owner can enter those that are made.
    """
    if folder.is_dir():
        return
    if folder.parent != folder:
        make_folder(folder.parent, private=private)
    try:
        with suppress(FileExistsError):  # made meanwhile, or a file: then writing below it says so
            folder.mkdir(mode=0o700 if private else 0o777)
        sync_folder(folder.parent)
    except OSError as exc:
        raise output_error(folder, exc) from exc


def make_private_file(path: Path) -> None:
    """Make ``path``, empty where it isn't there, a file that only its owner can read; raises ``OutputError``.

    What SQLite puts beside a file gets the permissions of that file, so it must have them before it is opened. A file
    that is there isn't opened: closing it would take SQLite's locks on it from the rest of the process.
    """
    try:
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        if os.name != "nt" and path.stat().st_mode & 0o077:
            with suppress(PermissionError):  # somebody else's, who lets us write to it
                path.chmod(0o600)
    except OSError as exc:
        raise output_error(path, exc) from exc


def sync_folder(folder: Path) -> None:
    """Make renames in ``folder`` survive a power cut, where the system can do that."""
    if os.name == "nt":  # Windows can't open a folder; NTFS journals its names by itself
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as exc:
        if exc.errno not in {errno.EINVAL, errno.ENOTSUP}:  # some network file systems sync no folders
            raise
    finally:
        os.close(descriptor)


def sha256_of(path: Path) -> str:
    """The SHA-256 of the file ``path`` in hexadecimal; raises ``OSError``, which each room says in its own words."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
