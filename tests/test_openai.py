"""The OpenAI protocol against a server on the loopback: what is sent, every way to fail, and where the key stays."""

import json
import logging
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from transum.errors import ModelError, TransumError, UsageError
from transum.summaries.openai import DEFAULT_URL, OpenAIWriter, key_from
from transum.summaries.writer import Draft

KEY = "sk-secret-1234567890"


def completion(content: Any = "Kim met Putin.", finish_reason: str = "stop") -> dict[str, Any]:
    message = {"role": "assistant", "content": content}
    return {
        "choices": [{"index": 0, "message": message, "finish_reason": finish_reason}],
        "usage": {"prompt_tokens": 9},
    }


@dataclass(frozen=True)
class Answer:
    status: int = 200
    body: Any = field(default_factory=completion)
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class FakeServer:
    """Gives its ``answers`` one after the other, the last one again and again; keeps what it was asked."""

    url: str
    answers: list[Answer] = field(default_factory=lambda: [Answer()])
    requests: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)

    @property
    def payload(self) -> dict[str, Any]:
        return self.requests[-1][2]


@pytest.fixture
def server() -> Iterator[FakeServer]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            fake.requests.append((self.path, headers, json.loads(body)))
            answer = fake.answers.pop(0) if len(fake.answers) > 1 else fake.answers[0]
            content = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
            self.send_response(answer.status)
            for name, value in {"content-length": str(len(content)), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        fake = FakeServer(f"http://127.0.0.1:{http.server_port}/v1")
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield fake
        http.shutdown()
        thread.join()


@dataclass
class Clock:
    waited: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)


def writer(server: FakeServer, clock: Clock | None = None, key: str | None = KEY) -> OpenAIWriter:
    return OpenAIWriter("qwen2.5:3b", base_url=server.url, api_key=key, sleep=(clock or Clock()).sleep)


def test_the_request_is_the_protocol_s(server: FakeServer) -> None:
    assert writer(server).write("Summarise: “Kim”.", 100) == Draft("Kim met Putin.")
    path, headers, payload = server.requests[0]
    assert path == "/v1/chat/completions"
    assert headers["authorization"] == f"Bearer {KEY}"
    assert payload == {
        "model": "qwen2.5:3b",
        "messages": [{"role": "user", "content": "Summarise: “Kim”."}],
        "stream": False,
        "max_tokens": 100,
        "temperature": 0,
    }


def test_without_a_key_no_authorization_is_sent(server: FakeServer) -> None:
    writer(server, key=None).write("x", 100)
    assert "authorization" not in server.requests[0][1]


@pytest.mark.parametrize(
    ("body", "draft"),
    [
        pytest.param(completion(" A. \n"), Draft("A."), id="stripped"),
        pytest.param(completion("A. B", "length"), Draft("A. B", finished=False), id="out-of-tokens"),
        pytest.param(completion(None), Draft(""), id="null-content"),
        pytest.param(completion(""), Draft(""), id="empty-content"),
    ],
)
def test_answers_become_drafts(server: FakeServer, body: dict[str, Any], draft: Draft) -> None:
    server.answers = [Answer(body=body)]
    assert writer(server).write("x", 100) == draft


FAILURES = [
    pytest.param(
        Answer(401, {"error": {"message": f"bad key {KEY}"}}), "doesn't accept the key", "TRANSUM_API_KEY", id="401"
    ),
    pytest.param(Answer(403, {"error": f"no {KEY}"}), "doesn't accept the key", "TRANSUM_API_KEY", id="403"),
    pytest.param(
        Answer(404, {"error": {"message": "model not found"}}), "model not found", "ollama pull", id="404-model"
    ),
    pytest.param(Answer(404, b"404 page not found"), "404 page not found", "--base-url", id="404-path"),
    pytest.param(Answer(400, {"error": {"message": f"{KEY} context"}}), "answered 400: [key] context", "log", id="400"),
    pytest.param(Answer(429, {"error": {"message": "quota"}}), "no more requests now: quota", "later", id="429"),
    pytest.param(Answer(503, b""), "answered 503: nothing", "log", id="503"),
    pytest.param(Answer(500, f"boom {KEY} \x1b[31m".encode()), "answered 500: boom [key] [31m", "log", id="500"),
    pytest.param(Answer(200, b"<html>"), "no chat completion: <html>", DEFAULT_URL, id="html"),
    pytest.param(Answer(200, b"\xff\xfe"), "no chat completion", DEFAULT_URL, id="not-text"),
    pytest.param(Answer(200, {"choices": []}), "no chat completion", DEFAULT_URL, id="no-choices"),
    pytest.param(Answer(200, []), "no chat completion", DEFAULT_URL, id="a-list"),
    pytest.param(Answer(200, {"choices": [None]}), "no chat completion", DEFAULT_URL, id="null-choice"),
    pytest.param(Answer(200, completion([{"text": "A"}])), "no chat completion", DEFAULT_URL, id="content-parts"),
    pytest.param(Answer(200, {"error": {"message": KEY}}), "no chat completion: [key]", DEFAULT_URL, id="error-in-200"),
    pytest.param(Answer(302, b"", {"location": "http://evil.example/?a"}), "evil.example", "--base-url", id="redirect"),
    pytest.param(Answer(307, b"", {"location": "/v2"}), "points to itself", "--base-url", id="redirect-same-host"),
]


@pytest.mark.parametrize(("answer", "problem", "hint"), FAILURES)
def test_failures_are_named_and_never_with_the_key(
    server: FakeServer, caplog: pytest.LogCaptureFixture, answer: Answer, problem: str, hint: str
) -> None:
    server.answers = [answer]
    model = writer(server)
    with caplog.at_level(logging.DEBUG), pytest.raises(ModelError) as caught:
        model.write("x", 100)
    assert problem in caught.value.message
    assert hint in caught.value.hint
    shown = f"{caught.value!r} {caught.value} {caught.value.hint} {caught.value.__cause__!r} {caplog.text} {model!r}"
    assert KEY not in shown
    assert "\x1b" not in caught.value.message


def test_a_server_without_a_key_says_that_it_wants_one(server: FakeServer) -> None:
    server.answers = [Answer(401, {})]
    with pytest.raises(ModelError, match="wants a key"):
        writer(server, key=None).write("x", 100)


@pytest.mark.parametrize(
    ("answers", "waited"),
    [
        pytest.param([Answer(503, b""), Answer()], [1], id="once"),
        pytest.param([Answer(429, b""), Answer(500, b""), Answer(502, b""), Answer()], [1, 2, 4], id="thrice"),
        pytest.param([Answer(429, b"", {"retry-after": "7"}), Answer()], [7], id="as-the-server-says"),
        pytest.param([Answer(429, b"", {"retry-after": "Mon, 1 Jan 2024 00:00:00 GMT"}), Answer()], [1], id="a-date"),
    ],
)
def test_a_busy_server_is_asked_again(server: FakeServer, answers: list[Answer], waited: list[float]) -> None:
    server.answers = answers
    clock = Clock()
    assert writer(server, clock).write("x", 100) == Draft("Kim met Putin.")
    assert clock.waited == waited


@pytest.mark.parametrize(
    ("answer", "requests"),
    [
        pytest.param(Answer(503, b""), 4, id="bounded"),
        pytest.param(Answer(429, b"", {"retry-after": "3600"}), 1, id="an-hour-is-not-waited"),
        pytest.param(Answer(401, b""), 1, id="a-refusal-is-final"),
    ],
)
def test_retries_end(server: FakeServer, answer: Answer, requests: int) -> None:
    server.answers = [answer]
    clock = Clock()
    with pytest.raises(ModelError):
        writer(server, clock).write("x", 100)
    assert len(server.requests) == requests
    assert len(clock.waited) == requests - 1


def test_a_reasoning_model_s_other_option_names_are_learned(server: FakeServer) -> None:
    refusal = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead. 'temperature' must be 1."
    server.answers = [Answer(400, {"error": {"message": refusal}}), Answer(), Answer()]
    model = writer(server)
    model.write("x", 100)
    model.write("x", 100)
    assert len(server.requests) == 3
    assert server.payload["max_completion_tokens"] == 100
    assert not {"max_tokens", "temperature"} & set(server.payload)


def test_no_server_is_said_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    clock = Clock()
    model = OpenAIWriter("m", base_url=f"http://127.0.0.1:{port}/v1", api_key=KEY, sleep=clock.sleep)
    with pytest.raises(ModelError, match=r"no server answers at http://127\.0\.0\.1") as caught:
        model.write("x", 100)
    assert "ollama serve" in caught.value.hint
    assert clock.waited == []


def test_a_connection_that_breaks_off_is_an_error_of_the_model() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def hang_up() -> None:
            connection, _ = listener.accept()
            connection.recv(100)
            connection.close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
        with pytest.raises(ModelError, match=r"connection to .* failed"):
            OpenAIWriter("m", base_url=url, api_key=KEY).write("x", 100)
        thread.join()


def test_proxies_of_the_environment_are_not_asked_for_this_computer(
    server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert writer(server).write("x", 100) == Draft("Kim met Putin.")


def test_proxies_of_the_environment_are_asked_for_other_hosts(
    server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.url.removesuffix("/v1"))
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    OpenAIWriter("m", base_url="http://models.example/v1").write("x", 100)
    assert server.requests[0][0] == "http://models.example/v1/chat/completions"


@pytest.mark.parametrize(
    ("given", "path"),
    [
        pytest.param("", "/v1/chat/completions", id="no-path"),
        pytest.param("/", "/v1/chat/completions", id="slash"),
        pytest.param("/v1/", "/v1/chat/completions", id="v1-slash"),
        pytest.param("/api/openai", "/api/openai/chat/completions", id="other"),
        pytest.param("/v1/chat/completions", "/v1/chat/completions", id="whole"),
    ],
)
def test_the_address_is_understood_as_users_write_it(server: FakeServer, given: str, path: str) -> None:
    OpenAIWriter("m", base_url=server.url.removesuffix("/v1") + given).write("x", 100)
    assert server.requests[0][0] == path


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"base_url": "localhost:11434"}, id="no-scheme"),
        pytest.param({"base_url": "ftp://localhost/v1"}, id="other-scheme"),
        pytest.param({"base_url": "http://"}, id="no-host"),
        pytest.param({"base_url": "http://[::1/v1"}, id="half-an-ipv6"),
        pytest.param({"base_url": "http://localhost:99999/v1"}, id="port"),
        pytest.param({"base_url": f"http://user:{KEY}@localhost/v1"}, id="password-in-address"),
        pytest.param({"base_url": f"http://localhost/v1?key={KEY}"}, id="key-in-address"),
        pytest.param({"api_key": f"{KEY}\nX-Other: 1"}, id="line-break-in-key"),
        pytest.param({"api_key": f"{KEY}…"}, id="key-not-ascii"),
        pytest.param({"api_key": f"Bearer {KEY}"}, id="key-with-space"),
    ],
)
def test_an_address_or_a_key_that_can_t_be_one_is_refused_without_showing_it(options: dict[str, str]) -> None:
    with pytest.raises(UsageError) as caught:
        OpenAIWriter("m", **options)  # type: ignore[arg-type]
    assert caught.value.hint
    assert KEY not in f"{caught.value!r}{caught.value.hint}{caught.value.__cause__!r}"


@pytest.mark.parametrize(
    ("environment", "key"),
    [
        pytest.param({}, None, id="none"),
        pytest.param({"OPENAI_API_KEY": "b"}, "b", id="openai"),
        pytest.param({"OPENAI_API_KEY": "b", "TRANSUM_API_KEY": "a"}, "a", id="ours-first"),
        pytest.param({"OPENAI_API_KEY": "b", "TRANSUM_API_KEY": " "}, "b", id="empty-is-none"),
    ],
)
def test_the_key_comes_from_the_environment(environment: dict[str, str], key: str | None) -> None:
    assert key_from(environment) == key


def test_tokens_are_rather_overestimated_and_leave_room_in_ollama_s_default_context() -> None:
    model = OpenAIWriter("m")
    assert model.count_tokens("Kim bertemu Putin di Vladivostok.") >= 11
    assert 3000 < model.room(512) < 4096 - 512


def test_every_error_is_one_of_ours(server: FakeServer) -> None:
    for status in (300, 304, 402, 409, 413, 418, 422, 501, 507, 599):
        server.answers = [Answer(status, b"")]
        with pytest.raises(TransumError):
            writer(server).write("x", 100)
