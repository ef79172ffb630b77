"""Where the server listens: an address of this computer, or a socket in its file system."""

import ipaddress
import os
import socket
import stat
from pathlib import Path
from typing import Final

from transum.errors import UsageError

_BACKLOG: Final = 64
_LARGEST_PORT: Final = 65_535


def address(text: str) -> tuple[str, int]:
    """Host and port of ``127.0.0.1:5000``, ``[::1]:5000`` or ``:5000``; raises ``UsageError``.

    >>> address(":5000")
    ('127.0.0.1', 5000)
    """
    host, colon, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]") or "127.0.0.1"
    if not colon or not (port.isascii() and port.isdigit()) or int(port) > _LARGEST_PORT:
        raise UsageError(f"{text!r} is no address to listen at", hint="Write 127.0.0.1:5000.")
    return host, int(port)


def is_loopback(host: str) -> bool:
    """Whether only this computer can reach ``host``."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there, port 0 for any that is free; raises ``UsageError``."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError as exc:
        listener.close()
        raise UsageError(
            f"can't listen at {host}:{port}: {exc.strerror or exc}", hint="Port 0 takes any that is free."
        ) from exc
    return listener


def listen_in(path: Path) -> socket.socket:
    """A socket in the file system that its owner alone may use; one that nobody listens to any more is replaced.

    Raises ``UsageError``.
    """
    if not hasattr(socket, "AF_UNIX"):
        raise UsageError("this system has no such sockets", hint="Use --http 127.0.0.1:5000.")
    listener = socket.socket(socket.AF_UNIX)
    before = os.umask(0o177)
    try:
        if _is_left_over(path):
            path.unlink()
        listener.bind(str(path))
        listener.listen(_BACKLOG)
    except OSError as exc:
        listener.close()
        raise UsageError(f"can't listen in {path}: {exc.strerror or exc}", hint="Name a path that is free.") from exc
    finally:
        os.umask(before)
    return listener


def _is_left_over(path: Path) -> bool:
    """Whether a socket is there that nobody listens to."""
    try:
        if not stat.S_ISSOCK(path.lstat().st_mode):
            return False
        with socket.socket(socket.AF_UNIX) as other:
            other.connect(str(path))
    except ConnectionRefusedError:
        return True
    except OSError:
        return False
    return False
