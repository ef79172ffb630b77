"""Asking a server that runs: what ``TRANSUM_SERVER`` names, an address or a socket."""

import json
import socket
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from transum.assembly import embedded_align
from transum.choice import Choice
from transum.document import (
    Article,
    ModelInfo,
    Translation,
)
from transum.engines.pieces import language_code
from transum.errors import InputError, ModelError, UsageError
from transum.outputs.from_json import facts_from, model_from, pairs_from, summary_from
from transum.pipeline import Prepared

if TYPE_CHECKING:
    from http.client import HTTPConnection

_SECONDS: Final = 600  # a long article waits for its turn, and takes minutes
_LARGEST: Final = 1 << 28  # bytes of an answer
_INPUT: Final = 422
_DONE: Final = 200
# What a request can say, or what only the server's own start can: of the rest the server must be as we would be.
_SAID: Final = frozenset({"source_language", "target_language", "summary", "memory", "threads", "jobs"})
_WAY_OUT: Final = "Start it with transum serve, or unset TRANSUM_SERVER."


def can_serve(choice: Choice) -> bool:
    """Whether a server can do what is chosen: models and summarizers are those that it was started with.

    >>> can_serve(Choice()), can_serve(Choice(beam=1))
    (True, False)
    """
    usual = Choice()
    return all(
        getattr(choice, field.name) == getattr(usual, field.name) for field in fields(Choice) if field.name not in _SAID
    )


@dataclass(frozen=True, slots=True)
class Server:
    """A running ``transum serve``; ``place`` is ``http://127.0.0.1:5000`` or the path of a socket."""

    place: str
    choice: Choice
    token: str | None = None

    def process(self, prepared: Prepared) -> Article:
        """The article, done there; raises ``ModelError`` where nobody answers or the work failed, ``InputError``."""
        found = self._ask({
            "text": prepared.document.text,
            "name": prepared.source.path,
            "options": {
                "from": self.choice.source_language,
                "to": self.choice.target_language,
                "summary": str(self.choice.summary) if self.choice.summary else None,
                "force": True,  # its language has been judged here
            },
        })  # fmt: skip
        try:
            return _article(found, prepared, self.choice)
        except (LookupError, TypeError, ValueError, AttributeError) as exc:
            raise ModelError(f"the server at {self.place} answers something else: {exc}", hint=_WAY_OUT) from exc

    def _ask(self, order: Mapping[str, Any]) -> dict[str, Any]:
        from http.client import HTTPException

        headers = {"Content-Type": "application/json", "Host": "localhost"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            with closing(self._connection()) as connection:
                connection.request("POST", "/v1/articles", json.dumps(order).encode("ascii"), headers)
                answer = connection.getresponse()
                found = json.loads(answer.read(_LARGEST))
        except (OSError, HTTPException, ValueError, RecursionError) as exc:
            raise ModelError(f"the server at {self.place} doesn't answer: {exc}", hint=_WAY_OUT) from exc
        if not isinstance(found, dict):
            raise ModelError(f"the server at {self.place} answers something else", hint=_WAY_OUT)
        if answer.status == _DONE:
            return found
        message, hint = f"{self.place}: {found.get('error')}", str(found.get("hint") or "")
        raise InputError(message, hint) if answer.status == _INPUT else ModelError(message, hint)

    def _connection(self) -> "HTTPConnection":
        from http.client import HTTPConnection, HTTPSConnection

        address = urlsplit(self.place)
        if not address.scheme:
            connection = HTTPConnection("localhost", timeout=_SECONDS)
            connection.sock = _connected(Path(self.place).expanduser())
            return connection
        if address.scheme not in {"http", "https"} or not address.hostname:
            raise UsageError(
                f"TRANSUM_SERVER is {self.place!r}", hint="It is an address, as http://127.0.0.1:5000, or a socket."
            )
        kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
        return kind(address.hostname, address.port, timeout=_SECONDS)


def _connected(path: Path) -> socket.socket:
    connected = socket.socket(socket.AF_UNIX)
    try:
        connected.settimeout(_SECONDS)
        connected.connect(str(path))
    except OSError:
        connected.close()
        raise
    return connected


def _article(found: Mapping[str, Any], prepared: Prepared, choice: Choice) -> Article:
    """The article that the JSON ``found`` tells of our own document."""
    model = ModelInfo(
        **model_from(found["model"]),
        source_language=language_code(choice.source_language),
        target_language=language_code(choice.target_language),
    )
    pairs = pairs_from(prepared.document.sentences, found["sentences"])
    translation = Translation(prepared.document, pairs, align=embedded_align(choice))
    return Article(
        prepared.source,
        model,
        translation,
        summary_from(found.get("summary"), len(pairs)),
        facts_from(found.get("facts"), len(pairs)),
    )
