"""An article as a row: the object of the JSON output, or what went wrong in its place."""

import hashlib
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from transum.batch.groups import each_article
from transum.cluster.schema import ERROR, HINT
from transum.document import Article
from transum.errors import InputError, TransumError
from transum.inputs.decode import Text, text_of
from transum.outputs.json import article_as_dict
from transum.outputs.view import View, displayable
from transum.pipeline import Pipeline, Prepared, prepare

Row = dict[str, Any]

_LARGEST_GROUP: Final = 128_000  # characters: about 900 sentences fill the model's batches
_MOST_DOCUMENTS: Final = 256
_SENTENCE: Final = "Give a text with a sentence in it."
_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Item:
    """An input: ``data`` are the bytes of a file or, ``is_text``, a text in UTF-8; None: ``error`` says why not."""

    id: str
    data: bytes | None = None
    is_text: bool = True
    error: str = ""
    hint: str = ""

    def text(self, most_bytes: int | None = None, *, whole_page: bool = False) -> Text:
        """The text in it, of a web page also what is no part of its article; raises ``InputError``."""
        if self.data is None:
            raise InputError(self.error, self.hint)
        if not self.is_text:
            return text_of(self.data, self.id, max_bytes=most_bytes, whole=whole_page)
        if most_bytes is not None and len(self.data) > most_bytes:
            raise InputError(
                f"{self.id} is larger than {most_bytes:,} bytes", hint="Raise --max-bytes, or divide the text."
            )
        if not self.data.strip():
            raise InputError(f"{self.id} is empty", hint=_SENTENCE)
        return Text(self.id, self.data.decode("utf-8"), "utf-8", hashlib.sha256(self.data).hexdigest())


def text_item(name: str, value: object, column: str) -> Item:
    r"""What a column holds, as an input; halves of characters, which JSON lets in, are replaced.

    >>> text_item("a", "Hujan\ud800.", "text").data.decode()
    'Hujan�.'
    >>> text_item("a", None, "text").error
    'there is no text in the column text'
    """
    if isinstance(value, str):
        return Item(name, displayable(value).encode("utf-8"))
    what = "no text" if value is None else f"no text but {type(value).__name__}"
    return Item(name, error=f"there is {what} in the column {column}", hint="Is it another column?")


def rows_of(texts: Sequence[Text | Exception], pipeline: Pipeline, view: View, *, force: bool) -> list[Row]:
    """A row for each text, or for why there is none, in their order.

    Raises ``ModelError`` where the model fails on all of several.
    """
    rows: dict[int, Row] = {}
    prepared: list[tuple[int, Prepared]] = []
    for number, text in enumerate(texts):
        try:
            prepared.append((number, _prepared(text, pipeline, force=force)))
        except Exception as exc:  # noqa: BLE001 - what is wrong with one input must not cost the others their rows
            rows[number] = failed_row(exc)
    for group in _groups(prepared):
        articles = each_article([ready for _, ready in group], pipeline)
        rows |= {number: _row(article, view) for (number, _), article in zip(group, articles, strict=True)}
    return [rows[number] for number in range(len(texts))]


def _prepared(text: Text | Exception, pipeline: Pipeline, *, force: bool) -> Prepared:
    if isinstance(text, Exception):
        raise text
    ready = prepare(text, language=pipeline.model.source_language, force=force)
    if not ready.document.paragraphs:
        raise InputError(f"{text.path} is empty", hint=_SENTENCE)
    return ready


def failed_row(exc: Exception) -> Row:
    """What went wrong, as a row.

    >>> failed_row(InputError("a.txt is empty", hint="Write something."))
    {'error': 'a.txt is empty', 'hint': 'Write something.'}
    """
    if isinstance(exc, TransumError):
        return {ERROR: displayable(exc.message), HINT: displayable(exc.hint)}
    _log.error("A bug met an input", exc_info=exc)
    said = displayable(f"transum has a bug that this input met: {type(exc).__name__}: {exc}")
    return {ERROR: said, HINT: "Please report it."}


def errors_in(row: Mapping[str, Any]) -> int:
    """As ``Article.errors``: the sentences, of translation and summary, in which a fact is probably wrong."""
    told = [*(row.get("sentences") or ()), *((row.get("summary") or {}).get("sentences") or ())]
    return sum(any(finding["level"] == "error" for finding in sentence["findings"]) for sentence in told)


def _row(article: Article | Exception, view: View) -> Row:
    if isinstance(article, Exception):
        return failed_row(article)
    return {ERROR: None, HINT: None, **article_as_dict(article, view)}


def _groups(prepared: Iterable[tuple[int, Prepared]]) -> Iterator[list[tuple[int, Prepared]]]:
    """What shares the model's batches."""
    group: list[tuple[int, Prepared]] = []
    size = 0
    for number, ready in prepared:
        group.append((number, ready))
        size += len(ready.document.text)
        if size >= _LARGEST_GROUP or len(group) >= _MOST_DOCUMENTS:
            yield group
            group, size = [], 0
    if group:
        yield group
