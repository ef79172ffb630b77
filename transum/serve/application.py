"""The web application: routes, bounded bodies, errors as JSON. It knows HTTP and nothing of translating."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs

from transum._version import __version__
from transum.errors import TransumError
from transum.serve import articles, libretranslate
from transum.serve.access import Access
from transum.serve.desk import Desk
from transum.serve.refusal import RefusedError, refusal

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

MOST_BYTES: Final = 2_000_000
_READ_SECONDS: Final = 30
_MOST_FIELDS: Final = 20
_FAILED: Final = 400
_JSON: Final = "application/json"
_FORM: Final = "application/x-www-form-urlencoded"
_EITHER: Final = (_JSON, _FORM)
Work = Callable[[Mapping[str, Any]], Any]


def application(
    desk: Desk, access: Access, *, most_bytes: int = MOST_BYTES, on_start: Callable[[], None] = lambda: None
) -> "Starlette":
    """What answers requests with the engines of ``desk``, for those whom ``access`` admits.

    ``on_start`` is called when it begins to.
    """
    from starlette.applications import Starlette
    from starlette.exceptions import HTTPException
    from starlette.routing import Route

    door = Door(desk, access, most_bytes)
    routes = [
        Route("/v1/articles", door.working(partial(articles.article, desk)), methods=["POST"]),
        Route("/v1/health", door.answering(lambda _: health(desk)), methods=["GET"]),
        Route("/translate", door.working(partial(libretranslate.translated, desk), _EITHER), methods=["POST"]),
        Route("/detect", door.answering(libretranslate.detected, _EITHER), methods=["POST"]),
        Route("/languages", door.answering(lambda _: libretranslate.languages(desk)), methods=["GET"]),
    ]

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        on_start()
        yield
        desk.stop()

    handlers: dict[Any, Any] = {RefusedError: _refused, TransumError: _failed, HTTPException: _no_such_thing}
    return Starlette(routes=routes, exception_handlers=handlers, lifespan=lifespan)


def health(desk: Desk) -> dict[str, Any]:
    """That the server is there, with which models, and how many requests it has."""
    return {"transum": __version__, "models": list(desk.models), "requests": desk.busy}


class Door:
    """What every request goes through; its endpoints take what is sent as one of ``kinds``."""

    def __init__(self, desk: Desk, access: Access, most_bytes: int) -> None:
        self._desk = desk
        self._access = access
        self._most_bytes = most_bytes

    def working(self, work: Work, kinds: Sequence[str] = (_JSON,)) -> Callable[["Request"], Any]:
        """An endpoint that does ``work`` with what was sent, in its turn."""

        async def endpoint(request: "Request") -> "Response":
            with _told_of_the_end():
                said = await self._admitted(request, kinds)
                return _answer(await self._desk.do(partial(work, said), request.is_disconnected))

        return endpoint

    def answering(self, answer: Work, kinds: Sequence[str] = (_JSON,)) -> Callable[["Request"], Any]:
        """An endpoint that answers at once."""

        async def endpoint(request: "Request") -> "Response":
            with _told_of_the_end():
                return _answer(answer(await self._admitted(request, kinds)))

        return endpoint

    async def _admitted(self, request: "Request", kinds: Sequence[str]) -> Mapping[str, Any]:
        try:
            async with asyncio.timeout(_READ_SECONDS):
                body = await self._body(request)
        except TimeoutError as exc:
            raise RefusedError(408, "the request did not arrive in time") from exc
        kind = request.headers.get("content-type", "")
        said = _fields(body, kind, kinds) if request.method == "POST" else {}
        self._access.require(request.headers, said)
        return said

    async def _body(self, request: "Request") -> bytes:
        """What was sent, read no further than it may be long."""
        from starlette.requests import ClientDisconnect

        body = bytearray()
        try:
            async for part in request.stream():
                body += part
                if len(body) > self._most_bytes:
                    raise RefusedError(413, f"more than {self._most_bytes:,} bytes are too many", "Send it in parts.")
        except ClientDisconnect as exc:  # it is said to nobody, but no bug either, which the log would tell of
            raise RefusedError(400, "the request ended before it was whole") from exc
        return bytes(body)


@contextmanager
def _told_of_the_end() -> Iterator[None]:
    """Inside, what is given up because the server stops is answered all the same."""
    try:
        yield
    except asyncio.CancelledError as exc:  # uvicorn's way to say that the time is over
        raise RefusedError(503, "the server stops") from exc


def _fields(body: bytes, kind: str, kinds: Sequence[str]) -> dict[str, Any]:
    """The object, or the form, that was sent as one of ``kinds``."""
    sort = kind.partition(";")[0].strip().lower()
    if sort not in kinds:
        raise RefusedError(415, f"what was sent is {sort or 'of no type'}", f"Send {', or '.join(kinds)}.")
    try:
        if sort == _FORM:
            found = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
            return {key: values[0] if len(values) == 1 else values for key, values in found.items()}
        said = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as exc:
        raise RefusedError(400, f"what was sent can't be read: {exc}", "Send a JSON object in UTF-8.") from exc
    if not isinstance(said, dict):
        raise RefusedError(400, "what was sent is no object", 'Send {"text": "…"}.')
    return said


def _answer(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> "Response":
    from starlette.responses import Response

    # What a message repeats of a request may hold halves of characters: escaped, anything can be sent.
    content = json.dumps(value, ensure_ascii=status >= _FAILED).encode("utf-8")
    return Response(content, status, headers, _JSON)


async def _refused(_: "Request", error: RefusedError) -> "Response":
    headers = {} if error.wait is None else {"Retry-After": str(error.wait)}
    return _answer({"error": error.message, "hint": error.hint}, error.status, headers)


async def _failed(request: "Request", error: TransumError) -> "Response":
    return await _refused(request, refusal(error))


async def _no_such_thing(_: "Request", error: Any) -> "Response":
    hint = "POST /v1/articles, /translate, /detect; GET /languages, /v1/health."
    return _answer({"error": error.detail, "hint": hint}, error.status_code, error.headers)
