"""The server from its start to its end."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from transum.choice import Choice
from transum.errors import UsageError
from transum.serve.access import Access
from transum.serve.application import MOST_BYTES, application
from transum.serve.desk import Desk
from transum.serve.listening import address, is_loopback, listen, listen_in

if TYPE_CHECKING:
    import socket

_GRACE: Final = 10  # seconds in which what goes on may be finished
_CONNECTIONS: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Where to listen (``http`` or ``path``), for whom, and how much is taken at once."""

    choice: Choice
    force: bool = False
    http: str | None = None
    path: Path | None = None
    token: str | None = None
    most_bytes: int = MOST_BYTES


def serve(service: Service, say: Callable[[str], None]) -> None:
    """Answer requests until a signal ends the program; ``say`` is told where, when the models are loaded.

    What goes on then is finished, for ten seconds at most. Raises ``UsageError`` for an address that can't be had, or
    that others can reach without a token, and where the libraries are not installed; ``ModelError``.
    """
    try:
        import uvicorn
    except ImportError as exc:
        raise UsageError("transum serve needs Starlette and uvicorn", hint="pip install 'transum[serve]'") from exc
    listener, where = _listening(service)
    try:
        desk = Desk(service.choice, force=service.force)
        desk.open()
        made = application(
            desk,
            Access(service.token),
            most_bytes=service.most_bytes,
            on_start=lambda: say(f"listening at {where}"),  # from here on a signal ends it in peace
        )
        config = uvicorn.Config(
            made,
            lifespan="on",
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=_CONNECTIONS,
            timeout_keep_alive=5,
            timeout_graceful_shutdown=_GRACE,
        )
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        listener.close()
        if service.path:
            service.path.unlink(missing_ok=True)


def _listening(service: Service) -> "tuple[socket.socket, str]":
    if (service.http is None) == (service.path is None):
        raise UsageError("say where to listen", hint="--http 127.0.0.1:5000, or --socket PATH")
    if service.path is not None:
        return listen_in(service.path), str(service.path)
    host, port = address(service.http or "")
    if not is_loopback(host) and not service.token:
        raise UsageError(
            f"{host} can be reached from other computers",
            hint="Write a token of your own into a file, and name it: --token-file FILE",
        )
    listener = listen(host, port)
    shown = f"[{host}]" if ":" in host else host
    return listener, f"http://{shown}:{listener.getsockname()[1]}"
