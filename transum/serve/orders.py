"""What can be asked of an article, as a value: JSON → ``Order``."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from transum.engines.pieces import language_code
from transum.errors import UsageError
from transum.inputs.decode import Text
from transum.serve.refusal import RefusedError
from transum.summaries.protocol import Limit

_KEYS: Final = ("text", "name", "options")
_OPTIONS: Final = ("from", "to", "summary", "facts", "force")
_TYPES: Final[Mapping[type, str]] = {str: "a string", bool: "true or false", dict: "an object"}
_EXAMPLES: Final[Mapping[type, str]] = {str: '"…"', bool: "true", dict: "{…}"}
_SENT: Final[Mapping[type, str]] = {**_TYPES, list: "a list", int: "a number", float: "a number"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A text and what is wanted of it; None: as the server is set. ``limit`` None: no summary."""

    text: str
    name: str = ""
    source: str | None = None
    target: str | None = None
    limit: Limit | None = None
    as_set: bool = True
    facts: bool = True
    force: bool = False

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> "Order":
        """The order that a JSON object states; raises ``RefusedError`` for what it can't mean.

        >>> Order.of({"text": "Hujan.", "options": {"summary": None}}).as_set
        False
        """
        options = _typed(said, "options", dict, _KEYS) or {}
        text = _typed(said, "text", str, _KEYS)
        if text is None:
            raise RefusedError(400, "there is no text", 'Send {"text": "…"}.')
        source, target = (_typed(options, key, str, _OPTIONS) for key in ("from", "to"))
        facts, force = (_typed(options, key, bool, _OPTIONS) for key in ("facts", "force"))
        return cls(
            text=whole(text),
            name=whole(_typed(said, "name", str, _KEYS) or ""),
            source=language_code(source) if source else None,
            target=language_code(target) if target else None,
            limit=_limit(options.get("summary")),
            as_set="summary" not in options,
            facts=facts is not False,
            force=bool(force),
        )

    @property
    def content(self) -> Text:
        """The text as if it had been read from a file."""
        sha256 = hashlib.sha256(self.text.encode("utf-8")).hexdigest()
        return Text(self.name or "-", self.text, "utf-8", sha256)


def whole(text: str) -> str:
    r"""``text`` with halves of characters, which JSON lets in, replaced: no encoding could write them.

    >>> whole("a\ud800b")
    'a�b'
    """
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _limit(said: object) -> Limit | None:
    if said is None:
        return None
    try:
        return Limit.parse(str(said))
    except UsageError as error:
        raise RefusedError(400, error.message, error.hint) from error


def _typed(said: Mapping[str, Any], key: str, kind: type, known: tuple[str, ...]) -> Any:
    """What ``said`` has at ``key``, None where nothing; raises ``RefusedError`` for another type and strange keys."""
    if strange := sorted(said.keys() - set(known)):
        raise RefusedError(400, f"there is no {strange[0]!r} here", f"There are: {', '.join(known)}.")
    value = said.get(key)
    if value is not None and not isinstance(value, kind):
        raise RefusedError(400, f"{key} must be {_TYPES[kind]}, not {_SENT[type(value)]}", f"Send {_EXAMPLES[kind]}.")
    return value
