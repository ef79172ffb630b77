"""One file with a line a result, in the order of the inputs; the ledger lies beside it.

As far as the inputs are those of the run before, the lines stay; from the first that isn't, they are made anew: the
file is cut there, then the ledger says what comes, then it is appended. So a killed run leaves

    a line's end, and less than the ledger says    lines are missing
    a part of what the ledger noted last           lines are torn, and made anew

and anything else is someone else's, unless it turns out to be what would be written.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self

from transum.atomic import make_folder, output_error, sync_folder
from transum.batch.destinations import LEDGER, OVERWRITE, Claim, NotOursError, Result, not_ours
from transum.batch.discover import Found
from transum.batch.gist import Gist
from transum.batch.ledger import Ledger, Line, LostError, identity
from transum.errors import OutputError

_CHUNK = 1 << 20
_STAMPS = 1000  # noted at once


class Lines:
    """Meets ``Destination``."""

    def __init__(self, path: Path, fingerprint: str, *, overwrite: bool = False) -> None:
        self._path = path
        self._fingerprint = fingerprint
        self._number = 0  # of the next line
        self._end = 0  # of the lines that are good
        self._overwrite = overwrite
        self._rewriting = overwrite
        # Of inputs that were read to be known, with the numbers of their lines.
        self._stamps: list[tuple[str, int]] = []
        self._is_cut = False  # nothing stands behind the end of the good lines
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

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # what is still to be flushed has failed before
            self._file.close()
        self._ledger.close()

    def unchanged(self, found: Found) -> tuple[Claim, Gist] | None:
        """See ``Destination``; of the two only the line is read. Raises as ``up_to_date``."""
        line = self._line_of(found)
        if line is None or not found.stamp or line.input_stamp != found.stamp or not self._taken(line):
            return None
        return Claim(found), line.gist

    def claim(self, found: Found) -> Claim:
        """See ``Destination``: there is room for all."""
        return Claim(found)

    def place(self, claim: Claim) -> str:  # noqa: ARG002 - all lines are in one place
        """The file."""
        return str(self._path)

    def up_to_date(self, claim: Claim, source: str) -> Gist | None:
        """See ``Destination``; raises ``NotOursError`` where someone else changed a line."""
        line = self._line_of(claim.found)
        if line is None or line.source != source or not self._taken(line):
            return None
        if claim.found.stamp:
            self._stamps.append((claim.found.stamp, self._number - 1))
            if len(self._stamps) >= _STAMPS:
                self._note_stamps()
        return line.gist

    def _line_of(self, found: Found) -> Line | None:
        """The next line as it was recorded, where that was for this input, and for options as they are."""
        line = None if self._rewriting else self._ledger.line(self._number)
        return line if line and (line.name, line.fingerprint) == (found.path, self._fingerprint) else None

    def _taken(self, line: Line) -> bool:
        """Whether it is there, the next line: then it stays."""
        if not self._is_whole(self._number, line, self._end):
            return False
        self._number += 1
        self._end = line.end
        return True

    def _note_stamps(self) -> None:
        if self._stamps:
            self._ledger.stamp_lines(self._stamps)
        self._stamps = []

    def announce(self, claim: Claim) -> None:  # noqa: ARG002 - whatever it is, the order is now another
        """From here on every line is new."""
        self._rewriting = True

    def write(self, results: Sequence[Result]) -> Iterator[OutputError | None]:
        """See ``Destination``: all or none of ``results``."""
        if not results:
            return
        self._require_in_place()
        data = b"".join(result.data for result in results)
        is_there = not self._cut(data)
        lines, end = [], self._end
        for result in results:
            end += len(result.data)
            sha256 = hashlib.sha256(result.data).hexdigest()
            found = result.claim.found
            lines.append(Line(found.path, result.source, self._fingerprint, sha256, end, found.stamp, result.gist))
        self._ledger.record_lines(self._number, lines)
        if not is_there:
            self._append(data)
        self._number += len(lines)
        self._end = end
        for _ in results:
            yield None

    def finish(self) -> None:
        """See ``Destination``; lines of inputs that are no longer there go."""
        self._require_in_place()
        if self._size() > self._end and not self._cut(b""):
            raise NotOursError(not_ours(self._path), hint=OVERWRITE)
        if self._ledger.lines_end() > self._end:
            self._ledger.record_lines(self._number, [])
        self._note_stamps()

    def orphans(self) -> Iterator[str]:
        """None: their lines are gone."""
        return iter(())

    def _cut(self, data: bytes) -> bool:
        """Have the file end where the good lines do, or give False where ``data``, to be written there, is there.

        Raises ``NotOursError`` where there is something else that nobody knows.
        """
        if not self._is_cut and not self._overwrite and not self._rest_is_ours():
            there = self._read(self._end, len(data))
            if there == data and self._size() > self._end:
                return False
            if not data.startswith(there) or self._size() > self._end + len(there):
                raise NotOursError(not_ours(self._path), hint=OVERWRITE)
        if not self._is_cut:
            try:
                self._file.truncate(self._end)
                os.fsync(self._file.fileno())
            except OSError as exc:
                raise output_error(self._path, exc) from exc
            self._is_cut = True
        return True

    def _rest_is_ours(self) -> bool:
        """Whether all that stands behind the good lines was written by an earlier run."""
        number, end, size = self._number, self._end, self._size()
        while end < size and (line := self._ledger.line(number)):
            try:
                if not self._is_whole(number, line, end):
                    return self._ledger.may_be_torn(number) and size <= self._ledger.lines_end()
            except NotOursError:
                return False
            number, end = number + 1, line.end
        return end >= size

    def _is_whole(self, number: int, line: Line, start: int) -> bool:
        """Whether a line is there; raises ``NotOursError`` where something else is that no killed run has left."""
        digest, left = hashlib.sha256(), line.end - start
        self._file.seek(start)
        while data := self._file.read(min(left, _CHUNK)):
            digest.update(data)
            left -= len(data)
        if left == 0 and digest.hexdigest() == line.sha256:
            return True
        if left == 0 and not self._ledger.may_be_torn(number):
            raise NotOursError(not_ours(self._path), hint=OVERWRITE)
        return False

    def _append(self, data: bytes) -> None:
        try:
            self._file.seek(self._end)
            self._file.write(data)
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as exc:
            with suppress(OSError):
                self._file.truncate(self._end)
            raise output_error(self._path, exc) from exc
        sync_folder(self._path.parent)

    def _require_in_place(self) -> None:
        status = os.fstat(self._file.fileno())
        if identity(self._path) != (status.st_dev, status.st_ino):
            raise LostError(self._path)
        self._ledger.require_in_place()

    def _read(self, start: int, length: int) -> bytes:
        self._file.seek(start)
        return self._file.read(length)

    def _size(self) -> int:
        return os.fstat(self._file.fileno()).st_size
