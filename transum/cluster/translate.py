"""``transum.Translate``: a batch of texts → a batch of rows, for any engine that maps a function over batches."""

from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from transum.choice import chosen
from transum.cluster.rows import Row, rows_of, text_item
from transum.cluster.schema import ERROR, HINT, article_fields, row_schema
from transum.cluster.work import Engines
from transum.errors import InputError
from transum.inputs.decode import Text
from transum.outputs.view import View
from transum.pipeline import Pipeline
from transum.summaries.protocol import USUAL, Limit

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

THE_TEXT: Final = "the text"
"""What errors call a text that has no name, and ``source.path`` of the article that is made of it."""

_loading: Final = Lock()


class Translate:
    """Translates the texts in the column ``column`` of each batch that it is called with.

    A batch is a pandas DataFrame, an Arrow table or a mapping of columns; a frame gives a frame, all else a table.
    There is a row for each row, in the same order: the column ``id_column``, if one is named, then ``error`` and
    ``hint`` (null, or what went wrong and the way out), then the article as ``--format json`` has it. Nothing is raised
    for a text that can't be translated.

    It can be sent to other processes: the models are loaded where it is called, once in each process, on one processor,
    since these engines give a worker one. Keywords are those of ``Transum``.

    >>> translate = Translate("body", id_column="url", beam=1)
    >>> translate({"url": ["a"], "body": ["Banjir merendam 12 rumah."]}).column("translation").to_pylist()
    ['Floods hit 12 houses.']
    """

    def __init__(
        self,
        column: str = "text",
        *,
        id_column: str | None = None,
        summary: str | None = str(USUAL),
        force: bool = False,
        **choice: Any,
    ) -> None:
        self._column, self._id, self._force = column, id_column, force
        limit = None if summary is None else Limit.parse(summary)
        if id_column in {ERROR, HINT, *(field.name for field in article_fields())}:
            raise ValueError(f"id_column={id_column!r} is a column of results; rename it first")
        self._engines = Engines.of(chosen(summary=limit, memory=False, **choice))

    @property
    def schema(self) -> "pa.Schema":
        """The schema of what a call gives; Spark wants to know it beforehand."""
        return row_schema(*([self._id] if self._id else []))

    @property
    def empty(self) -> "pd.DataFrame":
        """What a call gives for a frame without rows; Dask wants to know it beforehand."""
        return self._frame([])

    def __call__(self, batch: Any) -> Any:
        """A row for each row of ``batch``.

        Raises ``InputError`` where there is no such column, and ``ModelError`` where the model is missing or fails.
        """
        import pyarrow as pa

        texts = [_read(text, self._column) for text in _values(batch, self._column)]
        ids = _values(batch, self._id) if self._id else []
        rows = rows_of(texts, _pipeline(self._engines), View(), force=self._force)
        if self._id:
            rows = [{self._id: str(name), **row} for name, row in zip(ids, rows, strict=True)]
        is_frame = type(batch).__name__ == "DataFrame"
        return self._frame(rows) if is_frame else pa.Table.from_pylist(rows, self.schema)

    def _frame(self, rows: list[Row]) -> "pd.DataFrame":
        """A frame of Python's own values, None where there is none: Spark knows no other nothing in what is nested."""
        import pandas as pd

        return pd.DataFrame({
            name: pd.Series([row.get(name) for row in rows], dtype=object) for name in self.schema.names
        })  # fmt: skip


def _values(batch: Any, column: str) -> list[Any]:
    try:
        found = batch[column]
    except KeyError as exc:
        known = getattr(batch, "column_names", None) or list(batch)  # Arrow's; of a frame and a mapping the names, too
        hint = f"There are: {', '.join(map(str, known))}." if known else "The batch has no columns at all."
        raise InputError(f"there is no column {column}", hint=hint) from exc
    for name in ("to_pylist", "tolist"):  # Arrow's, pandas' and NumPy's
        if hasattr(found, name):
            return list(getattr(found, name)())
    return list(found)


def _read(value: Any, column: str) -> Text | Exception:
    """The text in a cell, or why there is none; what frames have for nothing (NaN, NA) is none."""
    is_nothing = value is None or type(value).__name__ in {"NAType", "NaTType"} or value != value  # noqa: PLR0124 - NaN
    try:
        return text_item(THE_TEXT, None if is_nothing else value, column).text()
    except InputError as error:
        return error


@cache
def _assembled(engines: Engines) -> Pipeline:
    return engines()


def _pipeline(engines: Engines) -> Pipeline:
    with _loading:  # threads that call it first all at once load it once
        return _assembled(engines)
