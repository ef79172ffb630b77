"""What is to be translated: inputs → fragments, found by the driver → chunks of items, read by the workers.

``SOURCES`` says which tables can be read, by ending; every other file is an article of its own. A fragment is what one
task reads: some files, some lines, or a row group. A chunk is what a worker translates at a time and writes as a part.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

from transum.batch.discover import discover
from transum.batch.tables import table_problem
from transum.cluster.places import Place
from transum.cluster.rows import Item, text_item
from transum.errors import InputError
from transum.inputs import SUFFIXES
from transum.outputs.view import displayable

if TYPE_CHECKING:
    from pyarrow.fs import FileSystem
    from pyarrow.parquet import ParquetFile

_FILES: Final = 64  # of a fragment
_LINES: Final = 8 << 20  # bytes of a fragment of lines
_BLOCK: Final = 1 << 20
_ROWS: Final = 512  # decoded at a time
_LOOKING: Final = 16  # files that are looked at at a time: each is a round trip


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds the text, and which one names a row; ``id`` None: that called id, or else a row's place."""

    text: str = "text"
    id: str | None = None


class Fragment(Protocol):
    """What one task reads. ``place`` is the file it is in, or the first of several."""

    @property
    def place(self) -> Place:
        """The file it is in, or the first of several."""
        ...

    @property
    def rows(self) -> int:
        """How many items there are, or about that."""
        ...

    def items(self) -> Iterator[Item]:
        """The items, in order; raises ``InputError`` where nothing can be read at all."""
        ...


@dataclass(frozen=True, slots=True)
class Files:
    """Articles in files of their own, all in one file system: the name of each, and its path there."""

    filesystem: "FileSystem"
    files: tuple[tuple[str, str], ...]
    most_bytes: int

    @property
    def place(self) -> Place:
        """See ``Fragment``."""
        name, path = self.files[0]
        return Place(name, self.filesystem, path)

    @property
    def rows(self) -> int:
        """See ``Fragment``."""
        return len(self.files)

    def items(self) -> Iterator[Item]:
        """See ``Fragment``."""
        for name, path in self.files:
            try:
                data = Place(name, self.filesystem, path).read(self.most_bytes + 1)
                yield Item(displayable(name), data, is_text=False)
            except InputError as error:
                yield Item(displayable(name), error=error.message, hint=error.hint)


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of a file of JSON Lines: ``length`` bytes from ``start`` on, the first of them number ``first``."""

    place: Place
    columns: Columns
    start: int
    length: int
    first: int
    rows: int

    def items(self) -> Iterator[Item]:
        """See ``Fragment``; blank lines are no items."""
        with self.place.opened() as stream:
            stream.seek(self.start)
            data = stream.read(self.length)
        for number, line in enumerate(data.split(b"\n"), start=self.first):
            if line.strip():
                yield self._item(line, f"{self.place.name}:{number}")

    def _item(self, line: bytes, name: str) -> Item:
        try:
            found = json.loads(line.decode("utf-8-sig"))
        except ValueError as exc:
            return Item(name, error=f"{name} is no JSON: {exc}", hint="Write an object a line.")
        if not isinstance(found, dict):
            return Item(name, error=f"{name} is no object", hint="Write an object a line.")
        given = found.get(self.columns.id or "id")
        return text_item(name if given is None else str(given), found.get(self.columns.text), self.columns.text)


@dataclass(frozen=True, slots=True)
class RowGroup:
    """A row group of a Parquet file, whose first row is number ``first`` of the file."""

    place: Place
    columns: Columns
    group: int
    first: int
    rows: int

    def items(self) -> Iterator[Item]:
        """See ``Fragment``."""
        with self.place.opened() as stream, _parquet(stream, self.place) as file:
            names = [name for name in (self.columns.text, self.columns.id) if name]
            number = self.first
            for batch in file.iter_batches(_ROWS, row_groups=[self.group], columns=names):
                texts = batch.column(self.columns.text).to_pylist()
                ids = batch.column(self.columns.id).to_pylist() if self.columns.id else [None] * len(texts)
                for given, text in zip(ids, texts, strict=True):
                    name = f"{self.place.name}:{number}" if given is None else str(given)
                    yield text_item(name, text, self.columns.text)
                    number += 1


def _lines(place: Place, columns: Columns) -> Iterator[Fragment]:
    """The fragments of a file of JSON Lines, cut at ends of lines."""
    start, end, first, rows = 0, 0, 1, 0
    with place.opened() as stream:
        while block := stream.read(_BLOCK):
            cut = block.rfind(b"\n") + 1 if end + len(block) - start >= _LINES else 0
            if not cut:
                end, rows = end + len(block), rows + block.count(b"\n")
                continue
            rows += block.count(b"\n", 0, cut)
            yield Lines(place, columns, start, end + cut - start, first, rows)
            start, first, rows = end + cut, first + rows, block.count(b"\n", cut)
            end += len(block)
    if end > start:
        yield Lines(place, columns, start, end - start, first, max(rows, 1))


def _row_groups(place: Place, columns: Columns) -> Iterator[Fragment]:
    """The row groups of a Parquet file; raises ``InputError`` where it has no such columns."""
    with place.opened() as stream, _parquet(stream, place) as file:
        known = file.schema_arrow.names
        for name in filter(None, (columns.text, columns.id)):
            if name not in known:
                option = "--column" if name == columns.text else "--id-column"
                raise InputError(f"{place.name} has no column {name}", hint=f"{option}: one of {', '.join(known)}")
        named = Columns(columns.text, columns.id or ("id" if "id" in known else None))
        first = 1
        for group in range(file.num_row_groups):
            rows = file.metadata.row_group(group).num_rows
            if rows:
                yield RowGroup(place, named, group, first, rows)
            first += rows


def _parquet(stream: Any, place: Place) -> "ParquetFile":
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    try:
        return ParquetFile(stream, buffer_size=_BLOCK, pre_buffer=False)  # a row group may be larger than the memory
    except ArrowException as exc:
        raise InputError(f"{place.name} is no Parquet: {exc}", hint="Is it whole?") from exc


SOURCES: Final[dict[str, Callable[[Place, Columns], Iterator[Fragment]]]] = {
    ".parquet": _row_groups,
    ".jsonl": _lines,
    ".ndjson": _lines,
}
"""What finds the fragments of a table, by the ending of its name."""


def fragments(
    inputs: Iterable[str],
    columns: Columns,
    *,
    most_bytes: int,
    leave_out: Place | None = None,
    passed_over: Counter[str] | None = None,
) -> Iterator[Fragment]:
    """The fragments of ``inputs``: files, folders and addresses, in their order.

    What of folders isn't taken is counted in ``passed_over``; the folder ``leave_out`` isn't entered. Raises
    ``InputError`` for a table that can't be read, or has no such columns.
    """
    alone: list[Place] = []
    for place, table in _looked_at(_places(inputs, leave_out, passed_over), columns):
        if alone and (table is not None or len(alone) == _FILES or place.filesystem != alone[0].filesystem):
            yield _files(alone, most_bytes)
            alone = []
        if table is None:
            alone.append(place)
        else:
            yield from table
    if alone:
        yield _files(alone, most_bytes)


def _files(places: Sequence[Place], most_bytes: int) -> Files:
    return Files(places[0].filesystem, tuple((place.name, place.path) for place in places), most_bytes)


def _looked_at(places: Iterable[Place], columns: Columns) -> Iterator[tuple[Place, list[Fragment] | None]]:
    """Each place with its fragments, None where it is an article; several are looked at at a time."""

    def look(place: Place) -> tuple[Place, list[Fragment] | None]:
        source = SOURCES.get(place.suffix)
        return place, [*source(place, columns)] if source else None

    with ThreadPoolExecutor(_LOOKING) as beside:
        for group in _in_groups(places):
            yield from beside.map(look, group)


def _places(inputs: Iterable[str], leave_out: Place | None, passed_over: Counter[str] | None) -> Iterator[Place]:
    known = SUFFIXES | SOURCES.keys()
    barred = leave_out.path if leave_out and leave_out.is_local else ""
    for name in inputs:
        if name == "-":
            raise InputError("--on takes no standard input", hint="Name a file, a folder or an address.")
        if "://" in name:
            below = _below(Place.parse(name), known)
            yield from (place for place in below if leave_out is None or not leave_out.has(place))
            continue
        for found in discover([name], suffixes=known, leave_out=barred, passed_over=passed_over):
            if found.problem and found.path == name:
                raise found.problem
            yield Place.parse(found.path)


def _below(place: Place, known: frozenset[str]) -> Iterator[Place]:
    """The files of a remote folder, or the file itself; raises ``InputError`` where there is nothing."""
    if place.is_file:
        if problem := table_problem(place.name, known):
            raise problem
        yield place
        return
    if not place.is_folder:
        raise InputError(f"{place.name} is not there", hint="Check the address: a folder's is whole, without * or ?.")
    yield from (file for file in place.files_below() if file.suffix in known)


def _in_groups(places: Iterable[Place]) -> Iterator[Sequence[Place]]:
    group: list[Place] = []
    for place in places:
        group.append(place)
        if len(group) == _FILES:
            yield group
            group = []
    yield group


def chunks(
    items: Iterable[Item], *, most_bytes: int, first_bytes: int | None = None, most_items: int = 2000
) -> Iterator[tuple[Item, ...]]:
    """The items in order, as many together as a worker translates at a time: never more, if there are two, than that.

    The first may have ``first_bytes``, and each twice as many as the one before: the first results come early, and what
    is little is shared by many workers.

    >>> [len(chunk) for chunk in chunks([Item("a", b"1234"), Item("b", b"12"), Item("c", b"1")], most_bytes=4)]
    [1, 2]
    """
    chunk: list[Item] = []
    size, limit = 0, min(first_bytes or most_bytes, most_bytes)
    for item in items:
        more = len(item.data or b"")
        if chunk and (size + more > limit or len(chunk) == most_items):
            yield tuple(chunk)
            chunk, size, limit = [], 0, min(2 * limit, most_bytes)
        chunk.append(item)
        size += more
    if chunk:
        yield tuple(chunk)
