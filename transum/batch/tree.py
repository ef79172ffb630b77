"""A folder of results that mirrors the folder of articles; the ledger lies in it."""

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Final, Self

from transum.atomic import NoSpaceError, make_folder, output_error, write_atomically
from transum.batch.destinations import LEDGER, OVERWRITE, Claim, NotOursError, Result, not_ours
from transum.batch.discover import Found
from transum.batch.gist import Gist
from transum.batch.ledger import Ledger, Made, result_sha256
from transum.batch.seal import is_sealed, seal
from transum.batch.stamps import Stamped, sign
from transum.errors import OutputError
from transum.outputs.view import displayable

_PLAIN: Final = re.compile(r"(?P<stem>(?:[^/.][^/]*/)*[^/.]+)(?P<suffix>\.\w+)")
_ELSEWHERE: Final = "Remove the link, or name the folder that it leads to: -o FOLDER"
_RENAME: Final = "Rename one of the two, or name them in a list: --from-file keeps the folders they lie in."


class Tree:
    """Meets ``Destination``. ``kept`` are suffixes of inputs whose results are files of the same kind.

    ``front`` is the name of a page that leads to all results, which no result may have; "" for none.
    """

    def __init__(
        self,
        folder: Path,
        suffix: str,
        fingerprint: str,
        *,
        overwrite: bool = False,
        kept: frozenset[str] = frozenset(),
        front: str = "",
    ) -> None:
        make_folder(folder)
        self._folder = folder
        self._suffix = suffix
        self._kept = kept
        self._front = front
        self._fingerprint = fingerprint
        self._overwrite = overwrite
        # Of the results that are on their way: what stands in their place now, and whether nobody knows whose it is.
        self._before: dict[str, str | None] = {}
        self._unknown: set[str] = set()
        self._announced: set[str] = set()
        self._root = str(folder)
        self._stamped = Stamped()
        self._inside = folder  # the folder in which the last result was to be, and which is no way out
        self._ledger = Ledger(folder / LEDGER)
        self._remove_temporaries()
        if front:
            self._ledger.claim(front, "")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._ledger.close()

    def place(self, claim: Claim) -> str:
        """``articles/a/b.txt`` → ``english/a/b.txt``, with the format's own suffix."""
        return os.path.join(self._root, claim.name)  # noqa: PTH118 - for every file

    def unchanged(self, found: Found) -> tuple[Claim, Gist] | None:
        """See ``Destination``."""
        if not found.stamp:
            return None
        name = self._name(found)
        known = self._ledger.untouched(name, self._fingerprint, found.stamp)
        claim = Claim(found, name)
        if known is None or known[0] != _sign(self.place(claim)) or self._ledger.claim(name, found.path) is not None:
            return None
        return claim, known[1]

    def claim(self, found: Found) -> Claim:
        """See ``Destination``. The second of two that differ only in their endings keeps its own: ``b.docx.txt``."""
        plain = self._name(found)
        rival = self._rival(plain, found)
        if rival is None:
            return Claim(found, plain)
        if _is_same(rival, found.path):
            return Claim(found, plain, repeated=self._is_there(plain))
        whole = f"{found.relative}{self._suffix}"
        if os.path.basename(rival) != os.path.basename(found.path):  # noqa: PTH119 - names may be no paths of ours
            other = self._rival(whole, found)
            if other is None:
                return Claim(found, whole)
            if _is_same(other, found.path):
                return Claim(found, whole, repeated=self._is_there(whole))
        raise OutputError(
            f"{displayable(str(self._folder / plain))} is already the result of {displayable(rival)}", hint=_RENAME
        )

    def up_to_date(self, claim: Claim, source: str) -> Gist | None:
        """See ``Destination``.

        A file that no entry knows may be written only where it turns out to be what would be written: the results of
        a run whose ledger is lost are kept so.
        """
        path = self._folder / claim.name
        try:
            self._require_free(path, claim)
        except OSError as exc:  # a name that is too long for this system
            raise output_error(path, exc) from exc
        signed = _sign(path)
        present, made = result_sha256(path), self._ledger.entry(claim.name)
        if made and present == made.sha256 and (made.source, made.fingerprint) == (source, self._fingerprint):
            self._stamped.add(claim.name, self.place(claim), claim.found.stamp, signed)
            self._note_stamps()
            return made.gist
        if made and present not in {None, made.sha256, made.before} and not self._overwrite:
            raise OutputError(not_ours(path), hint=OVERWRITE)
        if made is None and present is not None and not self._overwrite:
            self._unknown.add(claim.name)
        self._before[claim.name] = present
        return None

    def _require_free(self, path: Path, claim: Claim) -> None:
        if path.parent != self._inside or path.is_symlink():  # articles come folder by folder
            self._require_inside(path)
            self._inside = path.parent
        if path.exists() and Path(claim.found.path).exists() and path.samefile(claim.found.path):
            raise OutputError(f"{displayable(str(path))} is the article itself", hint="Name another folder: -o FOLDER")

    def announce(self, claim: Claim) -> None:
        """Results are independent of each other; but a file may be named again while its own is on its way."""
        self._announced.add(claim.name)

    def write(self, results: Sequence[Result]) -> Iterator[OutputError | None]:
        """See ``Destination``: entries first, all at once, then the files."""
        self._ledger.require_in_place()
        entries = [self._entry(result) for result in results]
        self._before.clear()
        self._unknown.clear()
        self._announced.clear()
        self._note_stamps()
        self._ledger.record(filter(None, entries))
        for result, entry in zip(results, entries, strict=True):
            try:
                self._write(result, entry)
            except NoSpaceError:
                raise
            except OutputError as exc:
                yield exc
            else:
                path = self.place(result.claim)
                self._stamped.add(result.claim.name, path, result.claim.found.stamp, _sign(path))
                yield None

    def finish(self) -> None:
        """See ``Destination``."""
        self._ledger.require_in_place()
        self._note_stamps(all_of_them=True)

    def _note_stamps(self, *, all_of_them: bool = False) -> None:
        if (all_of_them or self._stamped.are_due) and (rows := self._stamped.settled()):
            self._ledger.stamp(rows)

    def orphans(self) -> Iterator[str]:
        """See ``Destination``; they are left alone."""
        for made in self._ledger.unclaimed():
            path = self._folder / made.name
            if made.input and not os.path.lexists(made.input) and path.exists():
                yield str(path)

    def write_front(self, make: Callable[[Iterator[Made]], bytes]) -> None:
        """Write the page of that name, made from the entries whose articles and results are there.

        Raises ``OutputError`` where it can't be written, ``NotOursError`` where somebody else's stands.
        """
        data = make(self.results())
        path, made = self._folder / self._front, self._ledger.entry(self._front)
        data += seal(data)
        present, sha256 = result_sha256(path), hashlib.sha256(data).hexdigest()
        if present == sha256:
            return
        ours = {None, *((made.sha256, made.before) if made else ())}
        if present not in ours and not self._overwrite and not is_sealed(path):
            raise NotOursError(not_ours(path), hint=OVERWRITE)
        self._require_inside(path)
        self._ledger.record([Made(self._front, "", self._fingerprint, sha256, present)])
        write_atomically(path, data, temporary_name=self._ledger.temporary_name)

    def results(self) -> Iterator[Made]:
        """The entries whose articles and results are there, by name, also those that other runs made."""
        return (made for made in self._ledger.entries() if self._is_listed(made))

    def _is_listed(self, made: Made) -> bool:
        is_page = made.name != self._front and made.name.lower().endswith((self._suffix, *self._kept))
        return is_page and (self._folder / made.name).exists() and (not made.input or os.path.lexists(made.input))

    def _entry(self, result: Result) -> Made | None:
        """What is to be noted of a result; None where a file in its place is not what would be written."""
        name, sha256 = result.claim.name, hashlib.sha256(result.data).hexdigest()
        before = self._before.get(name)
        if name in self._unknown and before != sha256:
            return None
        path = os.path.abspath(result.claim.found.path)  # noqa: PTH100 - a Path would refuse what is no name
        return Made(name, result.source, self._fingerprint, sha256, before, result.gist, path)

    def _write(self, result: Result, entry: Made | None) -> None:
        path = self._folder / result.claim.name
        present = result_sha256(path)
        if entry and present == entry.sha256:
            return
        if entry is None or present != entry.before:  # someone was here while the model was at work
            raise OutputError(not_ours(path), hint=OVERWRITE)
        make_folder(path.parent)
        self._require_inside(path)
        write_atomically(path, result.data, temporary_name=self._ledger.temporary_name)

    def _require_inside(self, path: Path) -> None:
        """Raise ``OutputError`` where a symbolic link would lead a result out of the folder."""
        real, root = os.path.realpath(path), os.path.realpath(self._folder)
        if os.path.commonpath([real, root]) != root:
            raise OutputError(f"{displayable(str(path))} leads out of {self._folder}", hint=_ELSEWHERE)

    def _remove_temporaries(self) -> None:
        """Remove what a killed run was writing: it lies in the folder of a result that it noted last."""
        for folder in {(self._folder / name).parent for name in self._ledger.latest()}:
            with suppress(OSError):  # nothing may be left of the folder
                (folder / self._ledger.temporary_name).unlink()

    def _rival(self, name: str, found: Found) -> str | None:
        return self._ledger.claim(name, found.path)

    def _is_there(self, name: str) -> bool:
        return name in self._announced or (self._folder / name).exists()

    def _name(self, found: Found) -> str:
        if plain := _PLAIN.fullmatch(found.relative):  # for every file
            kept = plain["suffix"].lower() in self._kept
            return found.relative if kept else plain["stem"] + self._suffix
        place = PurePosixPath(found.relative)
        if place.suffix.lower() in self._kept:
            return str(place)
        return str(place.with_suffix(self._suffix) if place.suffix else place.with_name(place.name + self._suffix))


def _sign(path: str | Path) -> str:
    try:
        return sign(os.stat(path))  # noqa: PTH116 - for every file
    except (OSError, ValueError):
        return ""


def _is_same(one: str, other: str) -> bool:
    """Whether two names are of one file."""
    return one == other or (Path(one).exists() and Path(other).exists() and Path(one).samefile(other))
