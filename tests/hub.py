"""A small Hugging Face hub on loopback: what ``huggingface_hub`` asks for, and the ways in which a real one fails."""

import hashlib
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

COMMIT = "0123456789abcdef0123456789abcdef01234567"
OLDER = "fedcba9876543210fedcba9876543210fedcba98"


@dataclass
class Hub:
    """Models by name, and what was asked. ``stall`` holds names of files of which only half arrives."""

    endpoint: str = ""
    models: dict[str, dict[str, bytes]] = field(default_factory=dict)
    licence: str = "cc-by-4.0"
    requests: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    gated: set[str] = field(default_factory=set)
    stall: set[str] = field(default_factory=set)
    stalled: threading.Event = field(default_factory=threading.Event)
    damaged: set[str] = field(default_factory=set)
    token: str = ""
    closing: threading.Event = field(default_factory=threading.Event)

    def publish(self, name: str, folder: Path) -> None:
        """Offer the files of ``folder`` as the model ``name``, and a picture that nobody needs."""
        files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
        self.models[name] = {**files, "picture.png": b"no", ".gitattributes": b"no", "onnx/model.onnx": b"no"}

    def asked_for(self) -> list[str]:
        """The names of the files that were downloaded, in order."""
        return [path.rpartition("/")[2] for method, path, _ in self.requests if method == "GET" and "/resolve/" in path]


class _Handler(BaseHTTPRequestHandler):
    hub: Hub
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing: stderr belongs to the program under test."""

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        self.hub.requests.append((self.command, path, {key.lower(): value for key, value in self.headers.items()}))
        if self.hub.token and self.headers.get("Authorization") != f"Bearer {self.hub.token}":
            echo = f"you sent {self.headers.get('Authorization')}"
            self._answer(401, b"{}", {"X-Error-Message": echo})
        elif match := re.fullmatch(r"/api/models/(.+?)(?:/revision/(.+))?", path):
            self._describe(match[1], match[2] or "main")
        elif match := re.fullmatch(r"/(.+)/resolve/([^/]+)/(.+)", path):
            self._send(match[1], match[3])
        else:
            self._answer(404, b"{}", {})

    do_HEAD = do_GET  # noqa: N815 - likewise

    def _describe(self, name: str, revision: str) -> None:
        if name in self.hub.gated:
            self._answer(403, b"{}", {"X-Error-Code": "GatedRepo"})
        elif name not in self.hub.models:
            self._answer(404, b"{}", {"X-Error-Code": "RepoNotFound"})
        elif revision not in {"main", "v1", COMMIT, OLDER}:
            self._answer(404, b"{}", {"X-Error-Code": "RevisionNotFound"})
        else:
            commit = OLDER if revision in {"v1", OLDER} else COMMIT
            files = [_sibling(file, content) for file, content in self.hub.models[name].items()]
            card = {"license": self.hub.licence}
            self._answer(200, json.dumps({"id": name, "sha": commit, "siblings": files, "cardData": card}).encode(), {})

    def _send(self, name: str, file: str) -> None:
        content = self.hub.models[name][file]
        if file in self.hub.damaged:
            content = bytes(len(content))
        begin = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        start = int(begin[1]) if begin else 0
        extent = {"Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}"} if begin else {}
        if file in self.hub.stall:
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2])
            self.wfile.flush()
            self.hub.stalled.set()
            self.hub.closing.wait()
            return
        self._answer(206 if begin else 200, content[start:], extent)

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for key, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(key, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A client that goes away is what some tests are about."""


def _sibling(name: str, content: bytes) -> dict[str, object]:
    """A file as the hub lists it: large ones with their sha256, small ones with git's sum."""
    blob = hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
    facts: dict[str, object] = {"rfilename": name, "size": len(content), "blobId": blob}
    if name.endswith((".bin", ".safetensors", ".spm")):
        facts["lfs"] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content), "pointerSize": 134}
    return facts


@contextmanager
def running() -> Iterator[Hub]:
    """A hub that serves until the block ends."""
    hub = Hub()
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"hub": hub}))
    hub.endpoint = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        hub.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
