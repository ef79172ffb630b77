"""Where inputs and results are: local paths and whatever pyarrow has a file system for (``s3://``, ``gs://``, …)."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from transum.atomic import make_folder, write_atomically
from transum.errors import InputError, OutputError

if TYPE_CHECKING:
    from pyarrow import NativeFile
    from pyarrow.fs import FileInfo, FileSystem

TEMPORARY: Final = ".transum-"
"""What the names of files begin with that a killed run may have left."""

_LOCAL: Final = "local"
_ADDRESS: Final = "An address is as s3://bucket/folder. The how-to about clusters names what a store needs."
_WHOLE: Final = frozenset({"s3", "gcs", "abfs"})  # there an object appears when it is complete, and renaming copies it


@dataclass(frozen=True, slots=True)
class Place:
    """A file or folder, wherever it is; ``name`` is what messages and results call it."""

    name: str
    filesystem: "FileSystem"
    path: str

    @classmethod
    def parse(cls, name: str) -> "Place":
        """The place that ``name`` is: an address (``s3://bucket/articles.parquet``) or a local path.

        It is called what ``shown`` shows. Raises ``InputError`` for an address of no file system.

        >>> Place.parse("/tmp/articles.parquet").path
        '/tmp/articles.parquet'
        """
        from pyarrow.fs import FileSystem

        if "://" not in name:
            return cls(name, _local(), str(Path(name).absolute()))
        try:
            filesystem, path = FileSystem.from_uri(name)
        except (OSError, ValueError, NotImplementedError) as exc:
            told = shown(re.sub("://.*@", "://", name))  # a key with a slash in it is no address, and no less secret
            raise InputError(f"{told} is nowhere: {str(exc).replace(name, told)}", hint=_ADDRESS) from exc
        return cls(shown(name), filesystem, path)

    @property
    def suffix(self) -> str:
        """The ending of its path, in small letters."""
        return PurePosixPath(self.path).suffix.lower()

    def has(self, other: "Place") -> bool:
        """Whether ``other`` is this place or below it."""
        root = self.path.rstrip("/")
        return self.filesystem == other.filesystem and f"{other.path.rstrip('/')}/".startswith(f"{root}/")

    @property
    def is_local(self) -> bool:
        """Whether it is in the file system of this computer."""
        return bool(self.filesystem.type_name == _LOCAL)

    @property
    def is_file(self) -> bool:
        """Whether there is a file."""
        return self._is("File")

    @property
    def is_folder(self) -> bool:
        """Whether there is a folder."""
        return self._is("Directory")

    def child(self, name: str) -> "Place":
        """What is called ``name`` in this folder."""
        return replace(self, name=f"{self.name.rstrip('/')}/{name}", path=f"{self.path.rstrip('/')}/{name}")

    def names(self) -> list[str]:
        """The files in this folder, in order; none where there is no folder. Raises ``OutputError``."""
        return sorted(PurePosixPath(info.path).name for info in self._infos(recursive=False) if info.is_file)

    def files_below(self) -> list["Place"]:
        """The files in this folder and those below it, hidden ones left out, in order. Raises ``OutputError``."""
        root = self.path.rstrip("/")
        below = (info.path[len(root) + 1 :] for info in self._infos(recursive=True) if info.is_file)
        return [self.child(path) for path in sorted(below) if not any(part[0] == "." for part in path.split("/"))]

    @contextmanager
    def opened(self) -> Iterator["NativeFile"]:
        """The file, to be read; raises ``InputError``."""
        with _translated(InputError, f"can't read {self.name}"), self.filesystem.open_input_file(self.path) as stream:
            yield stream

    def read(self, most: int | None = None) -> bytes:
        """What is in the file, of a larger one than ``most`` bytes so many; raises ``InputError``."""
        if self.is_local:  # Python opens names that are not UTF-8, too
            with _translated(InputError, f"can't read {self.name}"), Path(self.path).open("rb") as file:
                return file.read(-1 if most is None else most)
        with self.opened() as stream:
            return bytes(stream.read(most))

    def write(self, data: bytes) -> None:
        """Make the file hold exactly ``data``, or leave it as it was; raises ``OutputError``."""
        if self.is_local:
            path = Path(self.path)
            make_folder(path.parent)
            write_atomically(path, data)
            return
        with _translated(OutputError, f"{self.name} can't be written"):
            folder, _, name = self.path.rpartition("/")
            is_whole = self.filesystem.type_name in _WHOLE
            written = self.path if is_whole else f"{folder}/{TEMPORARY}{uuid4().hex}-{name}"
            self.filesystem.create_dir(folder)
            with self.filesystem.open_output_stream(written) as stream:
                stream.write(data)
            if not is_whole:
                self.filesystem.move(written, self.path)

    def remove(self) -> None:
        """Remove the file; raises ``OutputError``."""
        with _translated(OutputError, f"{self.name} can't be removed"):
            self.filesystem.delete_file(self.path)

    def _is(self, kind: str) -> bool:
        with _translated(InputError, f"can't look at {self.name}"):
            return bool(self.filesystem.get_file_info(self.path).type.name == kind)

    def _infos(self, *, recursive: bool) -> "list[FileInfo]":
        from pyarrow.fs import FileSelector

        with _translated(OutputError, f"can't look into {self.name}"):
            selected = FileSelector(self.path, allow_not_found=True, recursive=recursive)
            return list(self.filesystem.get_file_info(selected))


def shown(name: str) -> str:
    """An address as it may be told: without a key or a password in it, and without the settings behind it.

    >>> shown("s3://KEY:SECRET@bucket/articles?endpoint_override=localhost:9000")
    's3://bucket/articles'
    """
    scheme, mark, rest = name.partition("://")
    if not mark:
        return name
    authority, slash, path = rest.partition("?")[0].partition("/")
    return f"{scheme}://{authority.rpartition('@')[2]}{slash}{path}"


@cache
def _local() -> "FileSystem":
    """One for all places: a million files have one."""
    from pyarrow.fs import LocalFileSystem

    return LocalFileSystem()


@contextmanager
def _translated(error: type[InputError | OutputError], what: str) -> Iterator[None]:
    """Inside, what a file system raises becomes ``error``."""
    from pyarrow import ArrowException

    try:
        yield
    except (OSError, ArrowException, NotImplementedError) as exc:
        reason = getattr(exc, "strerror", None) or str(exc).partition("\n")[0]
        raise error(f"{what}: {reason}", hint="Check the name, and that every machine may use it.") from exc
