"""What stands before a Markdown text for programs (YAML, TOML, JSON): found, and the words in it that readers see."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

_FENCED: Final = re.compile(
    r"\A(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<inside>.*?)^(?P=fence)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
_READ: Final = frozenset({"title", "subtitle", "description", "summary", "excerpt"})
_LARGEST: Final = 20_000  # characters; what is larger is passed over as it stands
_TOML_LINE: Final = re.compile(r"""^(\w+)[ \t]*=[ \t]*("(?:[^"\\\n]|\\.)*"|'[^'\n]*')""", re.MULTILINE)
_JSON_FIELD: Final = re.compile(r'"(\w+)"\s*:\s*("(?:[^"\\\n]|\\.)*")')


@dataclass(frozen=True, slots=True)
class Field:
    """A value that is read: its words, and where in the file it stands, quotes included."""

    words: str
    start: int
    end: int
    is_plain: bool = False


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """``end`` is where the text begins."""

    end: int
    fields: tuple[Field, ...]


def front_matter(content: str) -> FrontMatter:
    r"""What is no text at the beginning: a mapping of keys in YAML, TOML or JSON, and nothing else.

    >>> front_matter("---\ntitle: Banjir\n---\nAir naik.").fields
    (Field(words='Banjir', start=11, end=17, is_plain=True),)
    >>> front_matter("---\nAir naik.\n\n---\nAir surut.").end
    0
    """
    if content.startswith("{"):
        return _json(content)
    fenced = _FENCED.match(content)
    if fenced is None:
        return FrontMatter(0, ())
    inside = fenced["inside"]
    if len(inside) > _LARGEST:
        return FrontMatter(fenced.end(), ())
    find = _yaml_fields if fenced["fence"] == "---" else _toml_fields
    fields = _found(find, inside)
    if fields is None:
        return FrontMatter(0, ())
    offset = fenced.start("inside")
    moved = (Field(each.words, each.start + offset, each.end + offset, each.is_plain) for each in fields)
    return FrontMatter(fenced.end(), tuple(moved))


def written(words: str, *, is_plain: bool) -> str:
    """Words as a value: without quotes where they stood without and read the same so, else as a JSON string.

    A JSON string is a string in YAML and TOML, too.
    """
    import yaml

    words = " ".join(words.split())
    if is_plain:
        try:
            if yaml.safe_load(f"title: {words}") == {"title": words}:
                return words
        except (yaml.YAMLError, ValueError):
            pass
    return json.dumps(words, ensure_ascii=False)


def _found(find: Callable[[str], Iterator[Field] | None], inside: str) -> list[Field] | None:
    import tomllib

    import yaml

    try:
        fields = find(inside)
        return None if fields is None else [field for field in fields if field.words]
    except (yaml.YAMLError, tomllib.TOMLDecodeError, RecursionError, ValueError):
        return None


def _yaml_fields(inside: str) -> Iterator[Field] | None:
    import yaml

    root = yaml.compose(inside, Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode):
        return None
    scalars = ((key, value) for key, value in root.value if isinstance(value, yaml.ScalarNode))
    read = (value for key, value in scalars if str(key.value) in _READ and value.tag.endswith(":str"))
    return (_yaml_field(inside, value.value, value.start_mark.index, value.end_mark.index) for value in read)


def _yaml_field(inside: str, words: str, start: int, end: int) -> Field:
    raw = inside[start:end].rstrip()
    return Field(" ".join(words.split()), start, start + len(raw), is_plain=raw[:1] not in {'"', "'", "|", ">"})


def _toml_fields(inside: str) -> Iterator[Field]:
    import tomllib

    return _quoted(inside, _TOML_LINE, tomllib.loads(inside))


def _json(content: str) -> FrontMatter:
    try:
        values, end = json.JSONDecoder().raw_decode(content[:_LARGEST])
    except (ValueError, RecursionError):
        return FrontMatter(0, ())
    return FrontMatter(end, tuple(_quoted(content[:end], _JSON_FIELD, values)))


def _quoted(inside: str, pattern: re.Pattern[str], values: Mapping[str, object]) -> Iterator[Field]:
    """The values of keys at the top, where they stand as the pattern finds them."""
    for match in pattern.finditer(inside):
        value = values.get(match[1])
        if match[1] in _READ and isinstance(value, str) and _value(match[2]) == value:
            yield Field(" ".join(value.split()), *match.span(2))


def _value(quoted: str) -> str | None:
    if quoted.startswith("'"):
        return quoted[1:-1]
    try:
        return str(json.loads(quoted))
    except ValueError:
        return None
