"""The schema of rows, for Arrow: made from that of the JSON, so that the two can't part."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pyarrow as pa

ERROR: Final = "error"
HINT: Final = "hint"
FINGERPRINT: Final = "fingerprint"
ID: Final = "id"


@cache
def article_fields() -> "tuple[pa.Field, ...]":
    """A field for each key of an article's JSON object."""
    import pyarrow as pa

    schema = json.loads(files("transum.outputs").joinpath("schema-1.json").read_text(encoding="utf-8"))
    return tuple(pa.field(name, _type(node, schema["$defs"])) for name, node in schema["properties"].items())


def row_schema(*first: str) -> "pa.Schema":
    """The schema of rows: ``first``, which are texts, then what went wrong, then the article.

    >>> row_schema("id").names[:4]
    ['id', 'error', 'hint', 'schema']
    """
    import pyarrow as pa

    return pa.schema([*((name, pa.string()) for name in (*first, ERROR, HINT)), *article_fields()])


def _type(node: Mapping[str, Any], named: Mapping[str, Any]) -> "pa.DataType":
    """The type of what ``node`` of a JSON schema describes; ``named`` are those that it refers to."""
    import pyarrow as pa

    node = _whole(node, named)
    if "enum" in node:
        return pa.string()
    if "const" in node:
        return pa.int64()
    kinds = node["type"] if isinstance(node["type"], list) else [node["type"]]
    (kind,) = (each for each in kinds if each != "null")
    if kind == "object":
        return pa.struct([pa.field(name, _type(below, named)) for name, below in node["properties"].items()])
    if kind == "array":
        return pa.list_(_type(node["items"], named))
    return {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}[kind]


def _whole(node: Mapping[str, Any], named: Mapping[str, Any]) -> dict[str, Any]:
    """``node`` with what it refers to put in its place."""
    found = dict(node)
    parts = [*found.pop("allOf", ())]
    if "$ref" in found:
        parts.append(named[found.pop("$ref").rpartition("/")[2]])
    for part in parts:
        whole = _whole(part, named)
        found = whole | found | {"properties": whole.get("properties", {}) | found.get("properties", {})}
    return found
