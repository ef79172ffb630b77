"""Where the results of a batch go: a tree of files, one file of lines, or standard output.

Each keeps the promise that a run killed at any byte and started again ends with the bytes of one that never was.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final, Protocol, Self

from transum.atomic import NoSpaceError, make_folder, output_error, sync_folder, write_atomically
from transum.batch.discover import Found, displayable
from transum.batch.ledger import Ledger, Line, Made, sha256_of
from transum.errors import OutputError

LEDGER: Final = ".transum.sqlite"
_FOREIGN: Final = "was not written by transum, or was changed since"
_OVERWRITE: Final = "Move it away, or say --overwrite."


@dataclass(frozen=True, slots=True)
class Result:
    """What is to be written for ``found``; ``source`` is the SHA-256 of the bytes it was made of.

    ``errors`` is how many of its sentences have a finding of level error: kept, so that a later run knows it too.
    """

    found: Found
    source: str
    data: bytes
    errors: int = 0


@dataclass(frozen=True, slots=True)
class Current:
    """A result that is there already, with the ``errors`` that were counted when it was made."""

    errors: int = 0


class Destination(Protocol):
    """Asked in the order of the inputs: is it there already; if not, a result is announced, and later written.

    A context manager, inside which no other run writes there.
    """

    def __enter__(self) -> Self:
        """The destination itself."""
        ...

    def __exit__(self, *_: object) -> None:
        """Let others have it."""

    def current(self, found: Found, source: str) -> Current | None:
        """The result for ``found``, if it is there, of these bytes, model and options.

        Raises ``OutputError`` if it is not and may not be written.
        """
        ...

    def announce(self, found: Found) -> None:
        """A result for ``found`` will come, unless the model fails on it."""
        ...

    def write(self, results: Sequence[Result]) -> Iterator[OutputError | None]:
        """Write them in order, and for each give None, or why it could not be; raises ``NoSpaceError``."""
        ...

    def finish(self) -> None:
        """All inputs have been seen."""
        ...

    def place(self, found: Found) -> str:
        """The path of the result for ``found``."""
        ...


class Tree:
    """A folder of results that mirrors the folder of inputs; the ledger lies in it."""

    def __init__(
        self,
        folder: Path,
        suffix: str,
        fingerprint: str,
        *,
        overwrite: bool = False,
        kept: frozenset[str] = frozenset(),
    ) -> None:
        make_folder(folder)
        self._folder = folder
        self._suffix = suffix
        self._kept = kept  # suffixes of inputs whose results are files of the same kind
        self._fingerprint = fingerprint
        self._overwrite = overwrite
        self._before: dict[str, str | None] = {}
        self._announced: set[str] = set()  # of the window that is being translated
        self._ledger = Ledger(folder / LEDGER)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._ledger.close()

    def place(self, found: Found) -> str:
        """``articles/a/b.txt`` → ``english/a/b.txt``, with the format's own suffix."""
        return str(self._folder / self._name(found))

    def current(self, found: Found, source: str) -> Current | None:
        """See ``Destination``; raises ``OutputError`` also where an earlier input has the same place."""
        name = self._name(found)
        rival = self._ledger.claim(name, found.path)
        path = self._folder / name
        if rival is not None and _is_same(rival, found.path) and (path.exists() or name in self._announced):
            return Current()  # named twice: it is there, or on its way, and its errors are counted there
        if rival is not None and not _is_same(rival, found.path):
            raise OutputError(
                f"{displayable(str(path))} is already the result of {displayable(rival)}",
                hint="Rename one of the two, or name them in a list: --from-file keeps the folders they lie in.",
            )
        if path.exists() and Path(found.path).exists() and path.samefile(found.path):
            raise OutputError(f"{displayable(str(path))} is the article itself", hint="Name another folder: -o FOLDER")
        present, made = sha256_of(path), self._ledger.entry(name)
        self._before[name] = present
        if made and present == made.sha256:
            is_current = (made.source, made.fingerprint) == (source, self._fingerprint)
            return Current(made.errors) if is_current else None
        if present is None or self._overwrite or (made and present == made.before):
            return None
        raise OutputError(f"{displayable(str(path))} {_FOREIGN}", hint=_OVERWRITE)

    def announce(self, found: Found) -> None:
        """Results are independent of each other; but a file may be named again while its own is on its way."""
        self._announced.add(self._name(found))

    def write(self, results: Sequence[Result]) -> Iterator[OutputError | None]:
        """See ``Destination``: entries first, all at once, then the files."""
        entries = [
            Made(
                name := self._name(result.found),
                result.source,
                self._fingerprint,
                hashlib.sha256(result.data).hexdigest(),
                self._before.get(name),
                result.errors,
            )
            for result in results
        ]
        self._before.clear()
        self._announced.clear()
        self._ledger.record(entries)
        for result, entry in zip(results, entries, strict=True):
            try:
                self._write(entry, result.data)
            except NoSpaceError:
                raise
            except OutputError as exc:
                yield exc
            else:
                yield None

    def finish(self) -> None:
        """Results of inputs that are gone are left alone."""

    def _write(self, entry: Made, data: bytes) -> None:
        path = self._folder / entry.name
        if sha256_of(path) != entry.before:  # someone was here while the model was at work
            raise OutputError(f"{displayable(str(path))} {_FOREIGN}", hint=_OVERWRITE)
        make_folder(path.parent)
        write_atomically(path, data, temporary_name=self._ledger.temporary_name)

    def _name(self, found: Found) -> str:
        place = PurePosixPath(found.relative)
        if place.suffix.lower() in self._kept:
            return str(place)
        return str(place.with_suffix(self._suffix) if place.suffix else place.with_name(place.name + self._suffix))


class Lines:
    """One file with a line a result, in the order of the inputs; the ledger lies beside it.

    As far as the inputs are those of the run before, the lines stay; from the first that isn't, they are made anew.
    """

    def __init__(self, path: Path, fingerprint: str, *, overwrite: bool = False) -> None:
        self._path = path
        self._fingerprint = fingerprint
        self._number = 0  # of the next line
        self._end = 0  # of the lines that are good
        self._rewriting = overwrite
        self._begun = False
        make_folder(path.parent)
        try:
            self._file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o666), "r+b")
        except OSError as exc:
            raise output_error(path, exc) from exc
        try:
            self._ledger = Ledger(path.with_name(f".{path.name}{LEDGER}"))
        except BaseException:
            self._file.close()
            raise
        if not overwrite and self._size() > self._ledger.lines_end():
            self.__exit__()
            raise NotOursError(f"{displayable(str(path))} {_FOREIGN}", hint=_OVERWRITE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._ledger.close()

    def place(self, found: Found) -> str:  # noqa: ARG002 - all lines are in one place
        """The file."""
        return str(self._path)

    def current(self, found: Found, source: str) -> Current | None:
        """See ``Destination``; raises ``OutputError`` where someone else changed a line."""
        if self._rewriting:
            return None
        line = self._ledger.line(self._number)
        if line is None or (line.name, line.source, line.fingerprint) != (found.path, source, self._fingerprint):
            return None
        data = self._read(line.end)
        if hashlib.sha256(data).hexdigest() != line.sha256:
            if not self._ledger.may_be_torn(self._number):
                raise NotOursError(f"{displayable(str(self._path))} {_FOREIGN}", hint=_OVERWRITE)
            return None
        self._number += 1
        self._end = line.end
        return Current(line.errors)

    def announce(self, found: Found) -> None:  # noqa: ARG002 - whatever it is, the order is now another
        """From here on every line is new."""
        self._rewriting = True

    def write(self, results: Sequence[Result]) -> Iterator[OutputError | None]:
        """See ``Destination``: entries first, then the lines, synced; all or none of ``results``."""
        lines, end = [], self._end
        for result in results:
            end += len(result.data)
            sha256 = hashlib.sha256(result.data).hexdigest()
            lines.append(Line(result.found.path, result.source, self._fingerprint, sha256, end, result.errors))
        self._ledger.record_lines(self._number, lines)
        self._append(b"".join(result.data for result in results))
        self._number += len(lines)
        self._end = end
        for _ in results:
            yield None

    def finish(self) -> None:
        """Lines of inputs that are no longer there go."""
        if self._size() > self._end:
            self._ledger.record_lines(self._number, [])
            self._append(b"")

    def _append(self, data: bytes) -> None:
        try:
            if not self._begun:
                self._file.truncate(self._end)
                self._begun = True
            self._file.seek(self._end)
            self._file.write(data)
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as exc:
            with suppress(OSError):
                self._file.truncate(self._end)
            raise output_error(self._path, exc) from exc
        sync_folder(self._path.parent)

    def _read(self, end: int) -> bytes:
        self._file.seek(self._end)
        return self._file.read(end - self._end)

    def _size(self) -> int:
        return os.fstat(self._file.fileno()).st_size


def _is_same(one: str, other: str) -> bool:
    """Whether two names are of one file."""
    return one == other or (Path(one).exists() and Path(other).exists() and Path(one).samefile(other))


class NotOursError(OutputError):
    """The one file of results was changed by someone else: no line of it can be written."""


class Stream:
    """Standard output: a line a result, in the order of the inputs; nothing is known of an earlier run."""

    def __init__(self, write: Callable[[bytes], None]) -> None:
        self._write = write

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def place(self, found: Found) -> str:  # noqa: ARG002 - all lines are in one place
        """Standard output's usual name."""
        return "-"

    def current(self, found: Found, source: str) -> Current | None:  # noqa: ARG002 - see the class
        """Never."""
        return None

    def announce(self, found: Found) -> None:
        """Nothing to do."""

    def write(self, results: Sequence[Result]) -> Iterator[OutputError | None]:
        """See ``Destination``."""
        for result in results:
            self._write(result.data)
            yield None

    def finish(self) -> None:
        """Nothing to do."""
