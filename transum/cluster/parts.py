"""Rows as files: a folder of parts, which pandas, DuckDB, Spark, Dask and Ray read as one table.

``FORMS`` says what can be written, by the ending of the folder. A part's name is its place in the input, by which parts
are in the order of the input, and a digest of what is in it.
"""

import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final

from transum.cluster.places import Place
from transum.cluster.rows import Row
from transum.cluster.schema import ERROR, FINGERPRINT, ID, row_schema
from transum.errors import OutputError

PART: Final = re.compile(r"part-\d{6,}-\d{6,}-[0-9a-f]{16}\.(?:parquet|jsonl)")

Mark = tuple[str, str]
"""What tells a row: its id and its fingerprint, which is "" where the input failed and is to be tried again."""


@dataclass(frozen=True, slots=True)
class Form:
    """``encode`` makes a file of rows, ``decode`` gives them back; ``marks`` reads only what tells which are there."""

    suffix: str
    encode: Callable[[Sequence[Row]], bytes]
    decode: Callable[[bytes], list[Row]]
    marks: Callable[[bytes], list[Mark]]

    def read(self, part: Place) -> list[Row]:
        """The rows of a part; raises ``InputError`` and ``OutputError``."""
        return self._decoded(part, self.decode)

    def read_marks(self, part: Place) -> list[Mark]:
        """The marks of the rows of a part; raises ``InputError`` and ``OutputError``."""
        return self._decoded(part, self.marks)

    def _decoded(self, part: Place, decode: Callable[[bytes], list[Any]]) -> list[Any]:
        from pyarrow import ArrowException

        data = part.read()
        try:
            return decode(data)
        except (ArrowException, ValueError, KeyError) as exc:
            raise OutputError(f"{part.name} is damaged: {exc}", hint="Remove it: it is made anew.") from exc


def part_name(fragment: int, chunk: int, marks: Iterable[Mark], form: Form) -> str:
    """The name of the part that is made of a chunk of a fragment.

    >>> part_name(3, 12, [("a.txt", "f00")], FORMS[".parquet"])
    'part-000003-000012-43dae8f6bf63c7e3.parquet'
    """
    digest = blake2b(json.dumps([*marks]).encode(), digest_size=8).hexdigest()
    return f"part-{fragment:06}-{chunk:06}-{digest}{form.suffix}"


def mark_of(row: Mapping[str, Any]) -> Mark:
    """The mark of a row."""
    return row[ID], "" if row.get(ERROR) else row[FINGERPRINT]


def _parquet(rows: Sequence[Row]) -> bytes:
    import pyarrow as pa
    from pyarrow.parquet import write_table

    sink = io.BytesIO()
    write_table(pa.Table.from_pylist(rows, row_schema(ID, FINGERPRINT)), sink, compression="zstd")
    return sink.getvalue()


def _from_parquet(data: bytes) -> list[Row]:
    from pyarrow.parquet import read_table

    return [_without_gaps(row) for row in read_table(io.BytesIO(data)).to_pylist()]


def _without_gaps(row: Row) -> Row:
    """``row`` without the keys of an article that it hasn't: a table has them all."""
    return {key: value for key, value in row.items() if value is not None or key == ERROR}


def _parquet_marks(data: bytes) -> list[Mark]:
    from pyarrow.parquet import read_table

    return [mark_of(row) for row in read_table(io.BytesIO(data), columns=[ID, FINGERPRINT, ERROR]).to_pylist()]


def _jsonl(rows: Sequence[Row]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows).encode()


def _from_jsonl(data: bytes) -> list[Row]:
    return [json.loads(line) for line in data.splitlines()]


FORMS: Final = {
    form.suffix: form
    for form in (
        Form(".parquet", _parquet, _from_parquet, _parquet_marks),
        Form(".jsonl", _jsonl, _from_jsonl, lambda data: [mark_of(row) for row in _from_jsonl(data)]),
    )
}
"""What can be written, by the ending of the folder."""
