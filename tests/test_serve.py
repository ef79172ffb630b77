"""``transum serve``: the program with its models, asked by clients that people have; and its parts by themselves."""

import asyncio
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from libretranslatepy import LibreTranslateAPI

from tests.conftest import REPOSITORY
from transum.choice import Choice
from transum.cli.articles import server_of
from transum.cli.program import call
from transum.document import Candidate, ModelInfo
from transum.errors import InputError, ModelError, TransumError, UsageError
from transum.indonesian.detect import guessed_language
from transum.pipeline import Pipeline
from transum.serve import desk as desks
from transum.serve import libretranslate
from transum.serve.access import Access
from transum.serve.application import application
from transum.serve.desk import Desk
from transum.serve.listening import address, is_loopback, listen, listen_in
from transum.serve.orders import Order
from transum.serve.refusal import RefusedError, refusal
from transum.serve.run import Service, serve
from transum.summaries.protocol import Limit

SCHEMA = json.loads((REPOSITORY / "transum/outputs/schema-1.json").read_text(encoding="utf-8"))
ARTICLE = "Banjir merendam 12 rumah di Jakarta Timur. Warga mengungsi ke masjid, kata Budi Santoso."
TOKEN = "a secret of ours"  # noqa: S105 - of a test
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Served:
    """A running server, and how to ask it."""

    process: subprocess.Popen[bytes]
    port: int = 0
    path: Path | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
    ) -> tuple[int, Any, dict[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        if self.path:
            connection.sock = socket.socket(socket.AF_UNIX)
            connection.sock.connect(str(self.path))
        given = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else None
        with closing(connection):
            connection.request(method, path, given, {"Content-Type": "application/json"} | (headers or {}))
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read()), dict(answer.getheaders())


@contextmanager
def served(*words: str, path: Path | None = None) -> Iterator[Served]:
    command = [sys.executable, "-m", "transum", "serve", "--no-memory", *words]
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    assert process.stderr
    said = process.stderr.readline().decode()
    port = re.search(r"http://\S+:(\d+)$", said.strip())
    try:
        yield Served(process, int(port[1]) if port else 0, path)
    finally:
        process.kill()
        process.wait()
        process.stderr.close()
        assert process.stdout
        process.stdout.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The program with the embedded models, on a port of its own."""
    home = str(tmp_path_factory.mktemp("home"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", home)
        with served("--http", "127.0.0.1:0", "--max-request", "20000") as running:
            yield running


def test_an_article_comes_back_in_the_schema_of_the_json_output(server: Served) -> None:
    status, found, _ = server.ask("POST", "/v1/articles", {"text": ARTICLE, "name": "banjir.txt"})
    assert status == 200
    jsonschema.validate(found, SCHEMA)
    assert found["source"]["path"] == "banjir.txt"
    assert [sentence["source"] for sentence in found["sentences"]] == ARTICLE.replace(". W", ".\nW").split("\n")
    assert "12" in found["translation"]
    assert found["summary"]["sentences"]
    assert found["facts"]


@pytest.mark.parametrize(
    ("options", "has"),
    [
        pytest.param({"summary": None}, {"summary": False, "facts": True}, id="no-summary"),
        pytest.param({"facts": False, "summary": "1"}, {"summary": True, "facts": False}, id="no-facts"),
        pytest.param({"summary": "50%"}, {"summary": True, "facts": True}, id="share"),
    ],
)
def test_options_say_what_is_wanted(server: Served, options: dict[str, object], has: dict[str, bool]) -> None:
    _, found, _ = server.ask("POST", "/v1/articles", {"text": ARTICLE, "options": options})
    assert {part: part in found for part in has} == has


def test_the_server_goes_both_ways(server: Served) -> None:
    order = {"text": "The flood hit 1,200.5 hectares.", "options": {"from": "en", "to": "id"}}
    status, found, _ = server.ask("POST", "/v1/articles", order)
    assert status == 200
    assert "1.200,5" in found["translation"]
    assert server.ask("GET", "/v1/health")[1]["models"][-1].startswith("embedded-reverse")


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        pytest.param({}, 400, "no text", id="no-text"),
        pytest.param({"text": 1}, 400, "text must be a string", id="no-string"),
        pytest.param({"txt": "a"}, 400, "there is no 'txt' here", id="strange-key"),
        pytest.param({"text": "a", "options": {"beam": 1}}, 400, "there is no 'beam' here", id="strange-option"),
        pytest.param({"text": "a", "options": {"force": "yes"}}, 400, "force must be true or false", id="no-truth"),
        pytest.param({"text": "a", "options": {"summary": "many"}}, 400, "many", id="strange-length"),
        pytest.param({"text": "a", "options": {"to": "fr"}}, 400, "translates id into fr", id="strange-language"),
        pytest.param({"text": "  "}, 422, "no words", id="empty"),
        pytest.param({"text": "The leaders will meet in the city."}, 422, "not look Indonesian", id="english"),
        pytest.param([], 400, "no object", id="list"),
        pytest.param(b"{", 400, "can't be read", id="no-json"),
        pytest.param(b"[" * 9000, 400, "", id="deep"),
        pytest.param(b"\xff", 400, "can't be read", id="no-utf-8"),
        pytest.param(b" " * 20_001, 413, "too many", id="large"),
    ],
)  # fmt: skip
def test_what_can_t_be_done_is_told_with_a_way_out(server: Served, body: object, status: int, said: str) -> None:
    answered, found, _ = server.ask("POST", "/v1/articles", body)
    assert answered == status
    assert said in found["error"]


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        pytest.param("GET", "/", {}, 404, id="nothing"),
        pytest.param("GET", "/v1/articles", {}, 405, id="method"),
        pytest.param("POST", "/v1/articles", {"Content-Type": "text/plain"}, 415, id="type"),
        pytest.param("POST", "/v1/articles", {"Content-Type": FORM}, 415, id="form"),
        pytest.param("GET", "/v1/health", {"Host": "evil.example"}, 403, id="another-host"),
        pytest.param("GET", "/v1/health", {"Origin": "https://evil.example"}, 403, id="another-page"),
        pytest.param("GET", "/v1/health", {"Origin": "null"}, 403, id="page-without-origin"),
        pytest.param("GET", "/v1/health", {"Origin": "moz-extension://1234"}, 200, id="extension"),
        pytest.param("GET", "/v1/health", {"Origin": "http://localhost:8080"}, 200, id="page-of-this-computer"),
    ],
)
def test_who_asks_for_what(server: Served, method: str, path: str, headers: dict[str, str], status: int) -> None:
    answered, found, _ = server.ask(method, path, {} if method == "POST" else None, headers)
    assert answered == status
    assert ("error" in found) == (status != 200)


def test_a_lone_surrogate_is_no_way_to_break_it(server: Served) -> None:
    status, found, _ = server.ask(
        "POST", "/v1/articles", b'{"text": "Banjir merendam rumah warga di \\ud800 Jakarta."}'
    )
    assert status == 200
    assert "di \ufffd Jakarta" in found["sentences"][0]["source"]
    assert server.ask("POST", "/v1/articles", b'{"\\ud800": 1}')[0] == 400


def test_a_client_of_libretranslate_is_served(server: Served) -> None:
    client = LibreTranslateAPI(server.url)
    english = client.translate("Banjir merendam 12 rumah.", "id", "en")
    assert "12 houses" in english
    assert "12 rumah" in client.translate("Floods hit 12 houses.", "en", "id")
    assert client.detect("Banjir merendam rumah yang ada di Jakarta.") == [{"confidence": 100, "language": "id"}]
    assert client.languages() == [
        {"code": "id", "name": "Indonesian", "targets": ["en"]},
        {"code": "en", "name": "English", "targets": ["id"]},
    ]


def test_several_texts_keep_their_order(server: Served) -> None:
    asked = {"q": ["Harga beras naik.", "", "12:30", "Hujan turun."], "source": "auto", "target": "en"}
    status, found, _ = server.ask("POST", "/translate", asked)
    assert status == 200
    assert found["translatedText"][1:3] == ["", "12:30"]
    assert "price" in found["translatedText"][0].lower()
    assert "rain" in found["translatedText"][3].lower()
    assert found["detectedLanguage"]["language"] == "id"


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        pytest.param({"source": "id", "target": "en"}, 400, "no q", id="no-text"),
        pytest.param({"q": "a", "source": "id"}, 400, "no target", id="no-target"),
        pytest.param({"q": "<b>a</b>", "source": "id", "target": "en", "format": "html"}, 400, "only text", id="html"),
        pytest.param({"q": "a", "source": "id", "target": "fr"}, 400, "translates id into fr", id="language"),
        pytest.param({"q": ["a"] * 1001, "source": "id", "target": "en"}, 400, "1001", id="many"),
    ],
)
def test_what_libretranslate_would_do_and_we_don_t_is_told(
    server: Served, asked: dict[str, object], status: int, said: str
) -> None:
    answered, found, _ = server.ask("POST", "/translate", asked)
    assert answered == status
    assert said in found["error"]


def test_a_text_in_the_target_language_stays(server: Served) -> None:
    body = urlencode({"q": "It stays.", "source": "en", "target": "en"}).encode()
    _, found, _ = server.ask("POST", "/translate", body, {"Content-Type": FORM})
    assert found == {"translatedText": "It stays."}


def test_many_ask_at_a_time_and_each_gets_its_answer(server: Served) -> None:
    answers: dict[int, Any] = {}

    def ask(number: int) -> None:
        answers[number] = server.ask(
            "POST", "/translate", {"q": f"Ada {number} rumah.", "source": "id", "target": "en"}
        )

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(10, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(str(number) in found["translatedText"] for number, (_, found, _) in answers.items())
    assert len(answers) == 10


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="this system has no such sockets")
def test_a_socket_is_its_owner_s_and_a_signal_ends_the_program_when_the_answer_is_out(tmp_path: Path) -> None:
    path, token = tmp_path / "transum.sock", tmp_path / "token"
    token.write_text(TOKEN + "\n")
    with served("--socket", str(path), "--token-file", str(token), "--quick", path=path) as running:
        assert path.stat().st_mode & 0o777 == 0o600
        assert running.ask("GET", "/v1/health")[0] == 403
        assert running.ask("GET", "/v1/health", headers={"Authorization": "Bearer no"})[0] == 403
        allowed = {"Authorization": f"Bearer {TOKEN}"}
        assert running.ask("GET", "/v1/health", headers=allowed)[0] == 200
        asked = {"q": "Hujan turun.", "source": "id", "target": "en", "api_key": TOKEN}
        assert running.ask("POST", "/translate", asked)[0] == 200
        answers: list[Any] = []
        long = {"text": " ".join(f"Ada {number} rumah yang rusak di desa itu." for number in range(60))}
        asking = threading.Thread(target=lambda: answers.append(running.ask("POST", "/v1/articles", long, allowed)))
        asking.start()
        while not running.ask("GET", "/v1/health", headers=allowed)[1]["requests"] and not answers:
            pass
        running.process.send_signal(signal.SIGTERM)
        asking.join()
        assert running.process.wait(timeout=60) == 143
    assert answers[0][0] == 200
    assert len(answers[0][1]["sentences"]) == 60
    assert not path.exists()


NEWS = ARTICLE + " Pemerintah (Pemprov) mengirim Rp1,5 miliar pada Selasa (5/9/2023).\n\nHujan turun 😀."


@pytest.mark.parametrize("words", [pytest.param((), id="plain"), pytest.param(("--no-summary",), id="no-summary")])
def test_the_ordinary_command_says_the_same_by_a_server(
    server: Served,
    words: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    path = tmp_path / "news.txt"
    path.write_text(NEWS, encoding="utf-8")
    said = []
    for place in (None, server.url):
        if place:
            monkeypatch.setenv("TRANSUM_SERVER", place)
            monkeypatch.setattr("transum.assembly.assemble", lambda *_, **__: pytest.fail("models were loaded"))
        assert call([str(path), "--format", "json", "--no-memory", *words]) == 0
        said.append(capsysbinary.readouterr().out)
    assert said[0] == said[1]


def test_a_server_that_is_not_there_is_told_with_a_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "news.txt"
    path.write_text(NEWS, encoding="utf-8")
    with listen("127.0.0.1", 0) as gone:
        port = gone.getsockname()[1]
    for place, error in (
        (f"http://127.0.0.1:{port}", ModelError),
        (str(tmp_path / "no.sock"), ModelError),
        ("ftp://a", UsageError),
    ):
        monkeypatch.setenv("TRANSUM_SERVER", place)
        with pytest.raises(error, match=r"doesn't answer|TRANSUM_SERVER") as caught:
            call([str(path)])
        assert caught.value.hint


@pytest.mark.parametrize(
    ("status", "answer", "said"),
    [
        pytest.param(200, b"[" * 100_000, "doesn't answer", id="deep"),
        pytest.param(200, b"[]", "answers something else", id="list"),
        pytest.param(200, b'{"model": 5, "sentences": []}', "answers something else", id="model"),
        pytest.param(200, b'{"model": {}, "sentences": "abc"}', "answers something else", id="no-sentences"),
        pytest.param(500, b'{"error": ["odd"], "hint": 7}', "['odd']", id="error-that-is-no-text"),
        pytest.param(500, b"\xff\x00", "doesn't answer", id="bytes"),
    ],
)
def test_whatever_a_server_answers_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, status: int, answer: bytes, said: str
) -> None:
    class Odd(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    path = tmp_path / "news.txt"
    path.write_text(NEWS, encoding="utf-8")
    with HTTPServer(("127.0.0.1", 0), Odd) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("TRANSUM_SERVER", f"http://127.0.0.1:{server.server_port}")
        with pytest.raises(ModelError, match=re.escape(said)) as caught:
            call([str(path)])
        server.shutdown()
    assert caught.value.hint


@pytest.mark.parametrize(
    ("choice", "is_asked"),
    [
        pytest.param(Choice(source_language="en", target_language="id", summary=None, threads=1), True, id="said"),
        pytest.param(Choice(beam=1), False, id="beam"),
        pytest.param(Choice(glossary=Path("a")), False, id="glossary"),
    ],
)
def test_a_server_is_asked_for_what_a_request_can_say(choice: Choice, *, is_asked: bool) -> None:
    assert (server_of({"TRANSUM_SERVER": "a", "TRANSUM_TOKEN": TOKEN}, choice) is not None) == is_asked
    assert server_of({}, choice) is None


ECHO = ModelInfo("echo", "1", "none", 1)


class Echo:
    """A translator that says the text again, when it is let."""

    token_limit = 100
    fingerprint = "echo"

    def __init__(self, gate: Callable[[], object] = lambda: None, info: ModelInfo = ECHO) -> None:
        self._gate = gate
        self.info = info

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def translate(
        self, texts: Sequence[str], *, candidates: int = 1, beam: int | None = None, avoid_repeats: bool = False
    ) -> list[list[Candidate]]:
        assert candidates or beam or avoid_repeats
        self._gate()
        return [[Candidate(text, -0.1)] for text in texts]


@pytest.fixture
def make_desk(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Desk]:
    """A desk whose engines are fakes."""

    def make(translator: Echo, **more: Any) -> Desk:
        monkeypatch.setattr(desks, "assemble", lambda *_, **__: Pipeline(translator))
        desk = Desk(Choice(), **more)
        desk.open()
        return desk

    return make


async def never() -> bool:
    return False


async def always() -> bool:
    return True


def failing() -> None:
    raise ModelError("the model failed")


@dataclass(frozen=True, slots=True)
class Sent:
    """A request, and the desk that it comes to; ``body`` None never arrives, ``is_cut``: its sender hangs up."""

    method: str = "POST"
    path: str = "/v1/articles"
    kind: str = "application/json"
    body: bytes | None = b'{"text": "Hujan turun di Jakarta."}'
    host: str = "127.0.0.1"
    waiting: int = 16
    gate: Callable[[], object] = lambda: None
    is_stopping: bool = False
    is_cut: bool = False


DOCUMENTED = [
    (200, Sent()),
    (200, Sent(method="GET", path="/v1/health")),
    (200, Sent(method="GET", path="/languages")),
    (200, Sent(path="/detect", body=b'{"q": "Hujan turun."}')),
    (200, Sent(path="/detect", kind=FORM, body=b"q=Hujan")),
    (200, Sent(path="/translate", body=b'{"q": "Hujan turun.", "source": "id", "target": "en"}')),
    (200, Sent(path="/translate", kind=f"{FORM}; charset=utf-8", body=b"q=Hujan&source=id&target=en")),
    (400, Sent(body=b"[]")),
    (400, Sent(body=b'{"text": "Hujan.", "options": {"to": "fr"}}')),
    (403, Sent(host="evil.example")),
    (404, Sent(path="/v2/articles")),
    (405, Sent(method="GET")),
    (408, Sent(body=None)),
    (413, Sent(body=b" " * 201)),
    (415, Sent(kind="text/plain")),
    (415, Sent(kind=FORM, body=b"text=Hujan")),
    (415, Sent(kind="")),
    (415, Sent(path="/translate", kind="multipart/form-data")),
    (422, Sent(body=b'{"text": ""}')),
    (422, Sent(body=b'{"text": "The leaders will meet in the city."}')),
    (500, Sent(gate=failing)),
    (503, Sent(waiting=0)),
    (503, Sent(is_stopping=True)),
]


def answer_of(sent: Sent, desk: Desk) -> tuple[int, dict[str, str], Any]:
    """Status, headers and object that the application answers, without a network."""
    said: list[MutableMapping[str, Any]] = []
    scope = {
        "type": "http", "method": sent.method, "path": sent.path, "query_string": b"", "root_path": "",
        "headers": [(b"host", sent.host.encode()), (b"content-type", sent.kind.encode())],
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        if sent.body is None:
            await asyncio.Event().wait()
        if sent.is_cut:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": sent.body, "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        said.append(message)

    asyncio.run(application(desk, Access(), most_bytes=200)(scope, receive, send))
    headers = {name.decode(): value.decode() for name, value in said[0]["headers"]}
    return said[0]["status"], headers, json.loads(b"".join(part["body"] for part in said[1:]))


@pytest.mark.parametrize(("status", "sent"), DOCUMENTED)
def test_every_status_that_the_docs_name(
    status: int, sent: Sent, make_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("transum.serve.application._READ_SECONDS", 0 if sent.body is None else 30)
    desk = make_desk(Echo(sent.gate), waiting=sent.waiting)
    if sent.is_stopping:
        desk.stop()
    answered, headers, found = answer_of(sent, desk)
    assert answered == status, found
    assert headers["content-type"] == "application/json"
    assert ("retry-after" in headers) == (sent.waiting == 0)
    assert status == 200 or set(found) == {"error", "hint"}
    assert status == 200 or "--force" not in found["hint"]  # which nobody can say over HTTP


def test_a_caller_who_is_gone_in_the_middle_of_a_request_is_no_bug(make_desk: Callable[..., Desk]) -> None:
    status, _, found = answer_of(Sent(is_cut=True), make_desk(Echo()))
    assert (status, found["error"]) == (400, "the request ended before it was whole")


def test_no_status_of_the_docs_is_without_a_row_above() -> None:
    page = (REPOSITORY / "docs/how-to/serve.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ((?:\d{3}(?:, )?)+) \|", page, re.MULTILINE)
    named = {int(status) for row in rows for status in row.split(", ")}
    assert named == {status for status, _ in DOCUMENTED} - {200}


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        pytest.param(None, None, ("id", "en"), id="none"),
        pytest.param("en", None, ("en", "id"), id="from"),
        pytest.param(None, "id", ("en", "id"), id="to"),
        pytest.param("id", None, ("id", "en"), id="usual"),
    ],
)
def test_one_language_is_enough(
    source: str | None,
    target: str | None,
    expected: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loaded: list[tuple[str, str]] = []

    def embedded(choice: Choice, **_: object) -> Pipeline:
        languages = choice.source_language, choice.target_language
        loaded.append(languages)
        info = ModelInfo("embedded", "1", "none", 1, source_language=languages[0], target_language=languages[1])
        return Pipeline(Echo(info=info))

    monkeypatch.setattr(desks, "assemble", embedded)
    desk = Desk(Choice())
    desk.open()
    desk.article(Order(text="12 Jakarta.", source=source, target=target, force=True))
    assert loaded[-1] == expected


def test_the_row_is_bounded_and_nobody_works_for_who_has_gone(make_desk: Callable[..., Desk]) -> None:
    let = threading.Event()
    desk = make_desk(Echo(let.wait), waiting=2)
    order = Order(text="Hujan turun di Jakarta.")

    async def ask() -> None:
        first = asyncio.create_task(desk.do(lambda: desk.article(order), never))
        second = asyncio.create_task(desk.do(lambda: desk.article(order), always))
        await asyncio.sleep(0)
        with pytest.raises(RefusedError, match="2 requests are waiting") as caught:
            await desk.do(lambda: desk.article(order), never)
        assert (caught.value.status, caught.value.wait) == (503, 5)
        let.set()
        assert (await first).translation.text == order.text
        with pytest.raises(RefusedError, match="nobody waits"):
            await second

    asyncio.run(ask())
    assert desk.busy == 0


def test_a_desk_that_stops_begins_nothing(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(Echo())
    desk.stop()
    with pytest.raises(RefusedError, match="stops"):
        asyncio.run(desk.do(lambda: None, never))


def test_a_desk_with_a_model_of_one_direction_says_so(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(Echo())
    assert desk.directions == (("id", "en"),)
    assert libretranslate.languages(desk) == [{"code": "id", "name": "Indonesian", "targets": ["en"]}]
    with pytest.raises(UsageError, match="translates en into id"):
        desk.article(Order(text="a", source="en", target="id"))


def test_a_desk_can_take_any_text(make_desk: Callable[..., Desk]) -> None:
    text = "The leaders will meet in the city next week."
    assert make_desk(Echo(), force=True).article(Order(text=text)).source.language == "und"
    with pytest.raises(InputError):
        make_desk(Echo()).article(Order(text=text))


@given(st.dictionaries(st.text(max_size=8), st.none() | st.text(max_size=5) | st.booleans() | st.integers()))
def test_whatever_is_sent_is_an_order_or_is_refused(said: dict[str, object]) -> None:
    for order in (said, {"text": "a", "options": said}):
        with suppress(RefusedError):
            assert isinstance(Order.of(order), Order)


def test_an_order_says_which_summary() -> None:
    assert Order.of({"text": "a"}).as_set
    assert Order.of({"text": "a", "options": {"summary": 2}}).limit == Limit.parse("2")
    assert Order.of({"text": "a", "options": {"from": "eng_Latn"}}).source == "en"


@pytest.mark.parametrize(
    ("error", "status", "hint"),
    [
        pytest.param(UsageError("a", "the way out"), 400, "the way out", id="usage"),
        pytest.param(InputError("a", "the way out"), 422, "the way out", id="input"),
        pytest.param(ModelError("a", "the way out"), 500, "On the server: the way out", id="model"),
        pytest.param(ModelError("a"), 500, "", id="no way out"),
    ],
)
def test_errors_have_their_status(error: TransumError, status: int, hint: str) -> None:
    assert (refusal(error).status, refusal(error).hint) == (status, hint)


@pytest.mark.parametrize(
    ("headers", "said", "admitted"),
    [
        pytest.param({"authorization": f"Bearer {TOKEN}"}, {}, True, id="header"),
        pytest.param({"authorization": f"Bearer {TOKEN}", "host": "a.example"}, {}, True, id="any-host"),
        pytest.param({}, {"api_key": TOKEN}, True, id="key"),
        pytest.param({}, {"api_key": 1}, False, id="no-string"),
        pytest.param({"authorization": "Bearer ü"}, {}, False, id="no-ascii"),
        pytest.param({}, {}, False, id="nothing"),
    ],
)
def test_a_token_admits_from_anywhere(headers: dict[str, str], said: dict[str, Any], *, admitted: bool) -> None:
    access = Access(TOKEN)
    if admitted:
        access.require(headers, said)
    else:
        with pytest.raises(RefusedError, match="token"):
            access.require(headers, said)


@pytest.mark.parametrize(
    ("host", "admitted"),
    [
        pytest.param("127.0.0.1:5000", True, id="loopback"),
        pytest.param("localhost", True, id="name"),
        pytest.param("[::1]:80", True, id="ipv6"),
        pytest.param("127.0.0.1.evil.example", False, id="looks-like-it"),
        pytest.param("[", False, id="broken"),
    ],
)
def test_without_a_token_only_this_computer_is_asked(host: str, *, admitted: bool) -> None:
    if admitted:
        Access().require({"host": host}, {})
    else:
        with pytest.raises(RefusedError):
            Access().require({"host": host}, {})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("127.0.0.1:5000", ("127.0.0.1", 5000), id="v4"),
        pytest.param("[::1]:5000", ("::1", 5000), id="v6"),
        pytest.param(":80", ("127.0.0.1", 80), id="port"),
    ],
)
def test_addresses(text: str, expected: tuple[str, int]) -> None:
    assert address(text) == expected
    assert is_loopback(expected[0])


@pytest.mark.parametrize("text", ["", "5000", "a:b", "127.0.0.1:70000", "127.0.0.1:-1", "127.0.0.1:²"])
def test_what_is_no_address_is_told(text: str) -> None:
    with pytest.raises(UsageError, match="no address"):
        address(text)


SERVICE = Service(choice=Choice())


@pytest.mark.parametrize(
    ("service", "said"),
    [
        pytest.param(SERVICE, "say where to listen", id="nowhere"),
        pytest.param(replace(SERVICE, http=":0", path=Path("a")), "say where to listen", id="twice"),
        pytest.param(replace(SERVICE, http="0.0.0.0:0"), "other computers", id="open"),
        pytest.param(replace(SERVICE, http="example.org:0"), "other computers", id="name"),
        pytest.param(replace(SERVICE, path=Path("there/is/no/folder")), "can't listen in", id="no-folder"),
        pytest.param(replace(SERVICE, http="192.0.2.1:0", token=TOKEN), "can't listen at", id="not-ours"),
    ],
)
def test_places_that_can_t_be_had_are_told_before_anything_is_loaded(service: Service, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        serve(service, lambda _: None)


def test_a_port_that_is_taken_is_told() -> None:
    with listen("127.0.0.1", 0) as taken, pytest.raises(UsageError, match="can't listen"):
        listen("127.0.0.1", taken.getsockname()[1])


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="this system has no such sockets")
def test_a_socket_is_replaced_where_nobody_listens(tmp_path: Path) -> None:
    path = tmp_path / "s"
    listen_in(path).close()
    with listen_in(path), pytest.raises(UsageError, match="can't listen"):
        listen_in(path)
    (tmp_path / "file").write_text("mine")
    with pytest.raises(UsageError, match="can't listen"):
        listen_in(tmp_path / "file")
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("Banjir merendam rumah yang ada di Jakarta.", ("id", True), id="indonesian"),
        pytest.param("The flood hit the houses in Jakarta.", ("en", True), id="english"),
        pytest.param("El presidente de la República llegó ayer por la tarde.", ("es", False), id="guessed"),
        pytest.param("Selamat pagi semua", ("id", False), id="near-indonesian"),
        pytest.param("12:30", ("und", False), id="nothing"),
    ],
)
def test_languages_are_guessed(text: str, language: tuple[str, bool]) -> None:
    assert guessed_language(text) == language
