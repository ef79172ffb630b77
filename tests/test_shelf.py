"""The shelf: a model is there whole or not at all, wherever it comes from and whatever interrupts it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests import checkpoints
from tests.hub import COMMIT, OLDER, Hub, running
from transum.cli.doctor import examine_shelf
from transum.cli.models import app
from transum.engines import load as engines
from transum.engines.load import try_out
from transum.engines.pieces import Pieces
from transum.errors import ModelError, OutputError, TransumError, UsageError
from transum.shelf import Shelf
from transum.shelf import add as adding
from transum.shelf.add import add as add_model
from transum.shelf.add import add_folder as add_model_folder
from transum.shelf.add import model_name, select
from transum.shelf.convert import convert
from transum.shelf.hub import redact

NAME = "org/mt-id-en"
TOKEN = "hf_averysecrettokenofthetests"  # noqa: S105 - made up

add, add_folder = partial(add_model, try_out=try_out), partial(add_model_folder, try_out=try_out)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "data/models")


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    from huggingface_hub import constants

    with running() as hub:
        monkeypatch.setattr(constants, "ENDPOINT", hub.endpoint)
        monkeypatch.setattr(
            constants, "HUGGINGFACE_CO_URL_TEMPLATE", hub.endpoint + "/{repo_id}/resolve/{revision}/{filename}"
        )
        monkeypatch.setattr(constants, "DOWNLOAD_CHUNK_SIZE", 4096)
        monkeypatch.delenv("HF_TOKEN", raising=False)
        yield hub


@pytest.fixture(scope="session")
def native(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return checkpoints.native_marian(tmp_path_factory.mktemp("shelf") / "native")


@pytest.fixture(scope="session")
def ct2(native: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A CTranslate2 folder as people publish it: no torch is needed to add it."""
    folder = tmp_path_factory.mktemp("shelf") / "ct2"
    convert(native, folder)
    return folder


@pytest.fixture(scope="session")
def marian(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = checkpoints.marian(tmp_path_factory.mktemp("shelf") / "marian", steps=0)
    (folder / "README.md").write_text("---\nlanguage: id\nlicense: apache-2.0\n---\n# A model\n")
    return folder


@pytest.fixture(scope="session")
def pickled(marian: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return checkpoints.as_pickle(marian, tmp_path_factory.mktemp("shelf") / "pickled")


def files(root: Path) -> set[str]:
    """Everything under ``root`` that is not the lock."""
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file() and path.name != ".lock"}


def test_a_model_of_the_hub_is_fetched_converted_and_described(hub: Hub, shelf: Shelf, marian: Path) -> None:
    hub.publish(NAME, marian)
    seen: list[tuple[int, int, str]] = []
    entry = add(shelf, NAME, on_progress=lambda *progress: seen.append(progress))
    assert set(hub.asked_for()) == {path.name for path in marian.iterdir()}
    raw = entry.manifest.raw
    assert raw["source"] == f"hub:{NAME}"
    assert raw["revision"] == COMMIT
    assert raw["licence"] == "cc-by-4.0"
    assert raw["quantization"] == "int8"
    assert raw["canary"]["target"]
    assert set(raw["files"]) == {"config.json", "model.bin", "shared_vocabulary.json", "source.spm", "target.spm"}
    assert [done for done, _, _ in seen] == sorted(done for done, _, _ in seen)
    assert seen[-1][0] == seen[-1][1] == sum(path.stat().st_size for path in marian.iterdir())
    assert files(shelf.root) == {f"org--mt-id-en@ctranslate2/{name}" for name in (*raw["files"], "manifest.json")}
    translator = engines.load(NAME, shelf=shelf, threads=1)
    assert translator.info.version == COMMIT[:12]
    assert translator.translate([adding.CANARY])[0][0].text == raw["canary"]["target"]


def test_adding_it_again_fetches_nothing_and_a_damaged_one_is_mended(hub: Hub, shelf: Shelf, ct2: Path) -> None:
    hub.publish(NAME, ct2)
    first = add(shelf, NAME)
    hub.requests.clear()
    assert add(shelf, NAME) == first
    assert hub.asked_for() == []
    (first.folder / "model.bin").write_bytes(bytes(first.manifest.files["model.bin"][0]))
    with pytest.raises(ModelError, match="sha256") as caught:
        shelf.verify(NAME, "ctranslate2")
    assert caught.value.hint == f"transum models add {NAME} --revision {COMMIT}"
    assert add(shelf, NAME, revision=COMMIT).manifest.files == first.manifest.files
    shelf.verify(NAME, "ctranslate2")


def test_a_revision_is_pinned(hub: Hub, shelf: Shelf, ct2: Path) -> None:
    hub.publish(NAME, ct2)
    assert add(shelf, NAME, revision="v1").manifest.raw["revision"] == OLDER
    assert all(OLDER in path for _, path, _ in hub.requests if "/resolve/" in path)
    assert add(shelf, NAME).manifest.raw["revision"] == COMMIT


def test_an_interrupted_download_is_no_model_and_goes_on_where_it_stopped(hub: Hub, shelf: Shelf, ct2: Path) -> None:
    hub.publish(NAME, ct2)
    arrived: list[str] = []

    def interrupt(_done: int, _total: int, name: str) -> None:
        arrived.append(name)
        if arrived.count("source.spm") == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add(shelf, NAME, on_progress=interrupt)
    assert shelf.entries() == ()
    assert shelf.find(NAME) is None
    hub.requests.clear()
    add(shelf, NAME)
    assert hub.asked_for() == ["source.spm", "target.spm"]
    ranges = [headers.get("range") for _, path, headers in hub.requests if path.endswith("source.spm")]
    assert ranges == [f"bytes={3 * 4096}-"]
    assert shelf.find(NAME)
    assert not list(shelf.root.glob(".incoming/*"))


def test_what_is_left_of_another_model_is_cleared(hub: Hub, shelf: Shelf, ct2: Path) -> None:
    for name in (NAME, "org/other"):
        hub.publish(name, ct2)
    with pytest.raises(KeyboardInterrupt):
        add(shelf, "org/other", on_progress=interrupt_at_once)
    (shelf.root / ".building/half@ctranslate2").mkdir(parents=True)
    add(shelf, NAME)
    assert not list(shelf.root.glob(".incoming/*"))
    assert not (shelf.root / ".building").exists()


@pytest.mark.parametrize("step", ["convert", "_try", "describe", "_put"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError("no space"), MemoryError])
def test_whatever_fails_the_model_that_was_there_stays(
    *, step: str, error: Any, shelf: Shelf, native: Path, ct2: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = add_folder(shelf, ct2, name="mine")
    held = files(shelf.root)

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(adding, step, fail)
    with pytest.raises((KeyboardInterrupt, ModelError, MemoryError)):
        add_folder(shelf, native, name="mine", quantization="float32")
    assert files(shelf.root) == held
    assert shelf.verify("mine", "ctranslate2") == before.manifest


def test_a_killed_run_leaves_nothing_half_usable(hub: Hub, shelf: Shelf, ct2: Path) -> None:
    """The program itself, killed while a file arrives; then again, and it goes on."""
    hub.publish(NAME, ct2)
    hub.stall.add("model.bin")
    with subprocess.Popen(command("add", NAME), env=environment(hub, shelf), stderr=subprocess.PIPE) as process:
        assert hub.stalled.wait(60), process.stderr.read() if process.stderr else ""
        process.kill()
    assert process.returncode == -9
    assert shelf.entries() == ()
    hub.stall.clear()
    done = run("add", NAME, hub=hub, shelf=shelf)
    assert (done.returncode, done.stdout) == (0, f"{NAME}\n")
    assert shelf.verify(NAME, "ctranslate2").raw["revision"] == COMMIT


def test_a_file_that_arrives_damaged_is_refused(hub: Hub, shelf: Shelf, ct2: Path) -> None:
    hub.publish(NAME, ct2)
    hub.damaged.add("model.bin")
    with pytest.raises(ModelError, match=r"model\.bin of org/mt-id-en arrived damaged"):
        add(shelf, NAME)
    assert shelf.entries() == ()
    hub.damaged.clear()
    assert add(shelf, NAME).manifest.raw["canary"]["target"]


def test_a_pickle_is_refused_with_the_reason(hub: Hub, shelf: Shelf, pickled: Path) -> None:
    hub.publish(NAME, pickled)
    with pytest.raises(ModelError, match="pickle") as caught:
        add(shelf, NAME)
    assert "--allow-pickle" in caught.value.hint
    assert hub.asked_for() == []
    with pytest.raises(ModelError, match="pickle"):
        add_folder(shelf, pickled)
    assert shelf.entries() == ()


@pytest.mark.parametrize("engine", ["ctranslate2", "transformers"])
def test_an_allowed_pickle_does_not_stay_one(engine: Any, hub: Hub, shelf: Shelf, pickled: Path, marian: Path) -> None:
    hub.publish(NAME, pickled)
    entry = add(shelf, NAME, engine=engine, allow_pickle=True)
    assert "pytorch_model.bin" not in entry.manifest.files
    hub.publish("org/safe", marian)
    safe = add(shelf, "org/safe", engine=engine)
    assert entry.manifest.raw["canary"] == safe.manifest.raw["canary"]


def test_a_pickle_that_runs_code_does_not_run_it(shelf: Shelf, pickled: Path, tmp_path: Path) -> None:
    folder = tmp_path / "evil"
    folder.mkdir()
    for path in pickled.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "pytorch_model.bin").write_bytes(b"cos\nmkdir\n(V" + str(tmp_path / "ran").encode() + b"\ntR.")
    with pytest.raises(ModelError):
        add_folder(shelf, folder, allow_pickle=True)
    assert not (tmp_path / "ran").exists()
    assert shelf.entries() == ()


def test_one_model_for_both_engines(hub: Hub, shelf: Shelf, marian: Path) -> None:
    hub.publish(NAME, marian)
    add(shelf, NAME, quantization="float32")
    with pytest.raises(ModelError, match="not on this computer") as caught:
        engines.load(NAME, engine="transformers", shelf=shelf)
    assert caught.value.hint == f"transum models add {NAME} --engine transformers, or give --download"
    theirs = engines.load(NAME, engine="transformers", shelf=shelf, download=True, threads=1, beam=1)
    ours = engines.load(NAME, shelf=shelf, threads=1, beam=1)
    assert (ours.info.engine, theirs.info.engine) == ("ctranslate2", "transformers")
    assert ours.translate([adding.CANARY])[0][0].text == theirs.translate([adding.CANARY])[0][0].text
    assert [path.name for path in shelf.remove(NAME)] == ["org--mt-id-en@ctranslate2", "org--mt-id-en@transformers"]
    assert shelf.entries() == ()


@pytest.mark.parametrize(
    ("name", "revision", "message", "hint"),
    [
        pytest.param("org/none", None, "knows no model org/none", "HF_TOKEN", id="unknown"),
        pytest.param("org/gated", None, "whom its publisher let in", "HF_TOKEN", id="gated"),
        pytest.param(NAME, "v9", "no such revision", "a branch, a tag or a commit", id="revision"),
        pytest.param("org/words", None, "no translation model", "MarianMT", id="no model"),
    ],
)
def test_what_the_hub_refuses_is_explained(
    *, name: str, revision: str | None, message: str, hint: str, hub: Hub, shelf: Shelf, ct2: Path, tmp_path: Path
) -> None:
    hub.publish(NAME, ct2)
    (tmp_path / "words").mkdir()
    (tmp_path / "words/words.txt").touch()
    hub.publish("org/words", tmp_path / "words")
    hub.gated.add("org/gated")
    with pytest.raises(ModelError, match=message) as caught:
        add(shelf, name, revision=revision)
    assert hint in caught.value.hint
    assert not shelf.root.exists()


@pytest.mark.parametrize("name", ["a--b", "../up", "a/b/c", "embedded", "", "a b", "/etc", "a/..", "x@ctranslate2"])
def test_a_name_never_leaves_the_shelf(name: str, shelf: Shelf) -> None:
    with pytest.raises(UsageError):
        shelf.folder(name, "ctranslate2")


def test_without_a_network_what_has_arrived_is_kept(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(ModelError, match=r"could not be fetched from http://127\.0\.0\.1:9") as caught:
        add(shelf, NAME)
    assert "run the same command again" in caught.value.hint


def test_a_token_is_used_and_shown_nowhere(hub: Hub, shelf: Shelf, ct2: Path, tmp_path: Path) -> None:
    """The hub here repeats the token in its error, as a proxy that logs too much would."""
    hub.publish(NAME, ct2)
    hub.token = TOKEN
    refused = run("add", NAME, hub=hub, shelf=shelf, HF_TOKEN=f"{TOKEN}2")
    assert refused.returncode == 5
    accepted = run("add", NAME, hub=hub, shelf=shelf, HF_TOKEN=TOKEN)
    assert accepted.returncode == 0, accepted.stderr
    assert any(headers.get("authorization") == f"Bearer {TOKEN}" for _, _, headers in hub.requests)
    assert TOKEN not in refused.stdout + refused.stderr + accepted.stdout + accepted.stderr
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and TOKEN.encode() in path.read_bytes()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"401 for {TOKEN}!", "401 for ***!", id="token"),
        pytest.param("Authorization: Bearer abc.def", "Authorization: Bearer ***", id="header"),
        pytest.param("https://me:pass@proxy:80/x", "https://***@proxy:80/x", id="password of a proxy"),
        pytest.param("surat@example.com", "surat@example.com", id="an address is none"),
        pytest.param("shelf_hf_model", "shelf_hf_model", id="a name is none"),
    ],
)
def test_redact(text: str, expected: str) -> None:
    assert redact(text) == expected


def test_the_token_of_the_environment_is_redacted_whatever_its_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "0ddl00king")
    assert redact("key=0ddl00king") == "key=***"


@pytest.mark.parametrize(
    ("offered", "expected"),
    [
        pytest.param(
            ["config.json", "model.safetensors", "pytorch_model.bin", "tf_model.h5", "source.spm", "x/vocab.json"],
            ["config.json", "model.safetensors", "source.spm"],
            id="safetensors before pickle",
        ),
        pytest.param(
            [
                "config.json",
                "model-00001-of-00002.safetensors",
                "model-00002-of-00002.safetensors",
                "a.safetensors",
                "model.safetensors.index.json",
                "../../.bashrc",
                "training_args.bin",
            ],
            [
                "config.json",
                "model-00001-of-00002.safetensors",
                "model-00002-of-00002.safetensors",
                "model.safetensors.index.json",
            ],
            id="shards",
        ),
        pytest.param(
            ["config.json", "model.bin", "shared_vocabulary.json", "source.spm", "run.py"],
            ["config.json", "model.bin", "shared_vocabulary.json", "source.spm"],
            id="CTranslate2",
        ),
    ],
)
def test_only_what_is_needed_is_fetched(offered: list[str], expected: list[str]) -> None:
    assert select("a/b", offered, allow_pickle=False) == expected


def test_two_do_not_add_at_once(shelf: Shelf, ct2: Path) -> None:
    import filelock

    shelf.root.mkdir(parents=True)
    with filelock.FileLock(shelf.root / ".lock"), pytest.raises(ModelError, match="another transum"):
        add_folder(shelf, ct2)


def test_a_model_that_translates_to_nothing_is_not_put_on_the_shelf(
    shelf: Shelf, ct2: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Pieces, "decode", lambda *_: "")
    with pytest.raises(ModelError, match="to nothing"):
        add_folder(shelf, ct2)
    assert files(shelf.root) == set()


def test_a_folder_keeps_its_licence_and_shows_no_path(shelf: Shelf, marian: Path) -> None:
    raw = add_folder(shelf, marian, engine="transformers").manifest.raw
    assert raw["licence"] == "apache-2.0"
    assert raw["source"] == "folder:marian"
    assert str(marian.parent) not in json.dumps(raw)
    assert {"model.safetensors", "config.json", "source.spm"} <= raw["files"].keys()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("opus-2020", "opus-2020"),
        ("my model (new)", "my-model-new"),
        ("a--b", "a-b"),
        ("…", "model"),
        ("embedded", "model"),
    ],
)
def test_any_folder_gives_a_name(text: str, expected: str) -> None:
    assert model_name(text) == expected


def manifest_with(key: str, value: str) -> bytes:
    """A manifest with ``value`` as it would stand in the file."""
    facts = {"name": '"bad"', "version": '"1"', "licence": '"MIT"', "files": "{}"} | {key: value}
    return f"{{{', '.join(f'{json.dumps(name)}: {said}' for name, said in facts.items())}}}".encode()


class TestCommand:
    """``transum models …``; standard output carries the result and nothing else."""

    @pytest.fixture(autouse=True)
    def data(self, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TRANSUM_DATA", str(shelf.root.parent))

    @staticmethod
    def call(*words: str) -> str:
        result = CliRunner().invoke(app, words, catch_exceptions=False)
        assert result.exit_code == 0, result.stderr
        return result.stdout

    def test_list_at_first(self) -> None:
        lines = self.call("list").splitlines()
        assert lines[0].split() == ["NAME", "ENGINE", "SIZE", "WEIGHTS", "LICENCE", "REVISION", "USED"]
        assert lines[1].split()[:3] == ["*", "embedded", "ctranslate2"]
        assert len(lines) == 2

    def test_the_life_of_a_model(self, ct2: Path, shelf: Shelf) -> None:
        assert self.call("add", str(ct2), "--name", "mine") == "mine\n"
        assert self.call("default") == "embedded\n"
        assert self.call("default", "mine") == "mine\n"
        embedded, mine = json.loads(self.call("list", "--json"))
        assert (embedded["default"], mine["default"]) == (False, True)
        assert mine["quantization"] == "int8"
        assert mine["used"] is None
        assert engines.load(shelf=shelf, threads=1).info.name == "mine"
        (facts,) = json.loads(self.call("info", "mine", "--json"))
        assert facts["used"] is not None
        assert facts["files"]["model.bin"]["size"] == (ct2 / "model.bin").stat().st_size
        assert "whole    mine (ctranslate2)" in self.call("verify")
        assert self.call("remove", "mine") == f"{shelf.root / 'mine@ctranslate2'}\n"
        assert self.call("default") == "embedded\n"

    def test_info_for_people(self, ct2: Path) -> None:
        self.call("add", str(ct2), "--name", "mine")
        text = self.call("info", "mine")
        assert "source         folder:ct2" in text
        assert "canary" in text
        assert "model.bin" in text
        assert "MarianMT" in self.call("info", "embedded")

    @pytest.mark.parametrize(
        "harm",
        [
            pytest.param(lambda folder: (folder / "model.bin").write_bytes(b"short"), id="size"),
            pytest.param(lambda folder: (folder / "source.spm").unlink(), id="missing"),
            pytest.param(lambda folder: flip(folder / "model.bin"), id="one bit"),
            pytest.param(lambda folder: (folder / "manifest.json").write_text("{"), id="manifest"),
        ],
    )
    @pytest.mark.parametrize("words", [("verify",), ("verify", "mine")])
    def test_verify_finds_damage_and_says_how_to_mend_it(
        self, words: tuple[str, ...], harm: Callable[[Path], None], ct2: Path, shelf: Shelf
    ) -> None:
        self.call("add", str(ct2), "--name", "mine")
        harm(shelf.root / "mine@ctranslate2")
        with pytest.raises(ModelError) as caught:
            self.call(*words)
        assert caught.value.exit_code == 5
        assert "add" in caught.value.hint

    def test_a_damaged_model_is_not_run(self, ct2: Path, shelf: Shelf) -> None:
        self.call("add", str(ct2), "--name", "mine")
        (shelf.root / "mine@ctranslate2/model.bin").write_bytes(b"short")
        with pytest.raises(ModelError, match="damaged") as caught:
            engines.load("mine", shelf=shelf)
        assert caught.value.hint == "transum models add <the folder it came from> --name mine"

    def test_verify_names_every_model(self, ct2: Path) -> None:
        self.call("add", str(ct2), "--name", "mine")
        assert self.call("verify").splitlines() == [
            "whole    embedded translator",
            "whole    embedded reverse",
            "whole    embedded encoder",
            "whole    embedded summarizer",
            "whole    mine (ctranslate2)",
        ]
        assert self.call("verify", "mine") == "whole    mine (ctranslate2)\n"

    def test_doctor_tries_every_model(self, ct2: Path, shelf: Shelf) -> None:
        self.call("add", str(ct2), "--name", "mine")
        assert examine_shelf() == ("mine; default: embedded", "")
        manifest = shelf.root / "mine@ctranslate2/manifest.json"
        raw = json.loads(manifest.read_text())
        manifest.write_text(json.dumps(raw | {"canary": {**raw["canary"], "target": "Another thing."}}))
        detail, hint = examine_shelf()
        assert "mine says" in detail
        assert "not 'Another thing.'" in detail
        assert hint
        flip(manifest.parent / "model.bin")
        with pytest.raises(ModelError, match="sha256"):
            examine_shelf()

    @pytest.mark.parametrize(
        "words",
        [
            pytest.param(("info", "none"), id="info"),
            pytest.param(("verify", "none"), id="verify"),
            pytest.param(("default", "none"), id="default"),
            pytest.param(("remove", "none"), id="remove"),
            pytest.param(("remove", "embedded"), id="remove the embedded"),
            pytest.param(("add", "a/b", "--name", "c"), id="a name for a hub model"),
            pytest.param(("add", ".", "--revision", "c"), id="a revision for a folder"),
            pytest.param(("add", "no/such/folder"), id="no folder"),
        ],
    )
    def test_what_cannot_be_done_says_so(self, words: tuple[str, ...]) -> None:
        with pytest.raises(TransumError) as caught:
            self.call(*words)
        assert caught.value.message

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param(b"", id="empty"),
            pytest.param(b"\xff\xfe{}", id="no UTF-8"),
            pytest.param(b"{" * 100_000, id="no end"),
            pytest.param(b'{"a":' * 90_000 + b"1" + b"}" * 90_000, id="too deep to read"),
            pytest.param(manifest_with("added", "[" * 200 + "]" * 200), id="too deep to show"),
            pytest.param(manifest_with("files", '{"a\\u0000b": {"size": 1, "sha256": ""}}'), id="NUL in a file's name"),
            pytest.param(manifest_with("files", '{"../../x": {"size": 1, "sha256": ""}}'), id="a file outside"),
            pytest.param(manifest_with("files", '{"a": {"size": 1e400, "sha256": ""}}'), id="an endless file"),
            pytest.param(manifest_with("files", "[1]"), id="files that are none"),
            pytest.param(manifest_with("licence", "[1, 2]"), id="a licence that is a list"),
            pytest.param(manifest_with("name", '"\\ud800\\u0000\\u001b[31m"'), id="a name that no terminal shows"),
            pytest.param(manifest_with("quantization", "7"), id="weights that are a number"),
        ],
    )
    def test_one_bad_manifest_breaks_nothing(self, text: bytes, shelf: Shelf) -> None:
        folder = shelf.root / "bad@ctranslate2"
        folder.mkdir(parents=True)
        (folder / "manifest.json").write_bytes(text)
        assert "embedded" in self.call("list")
        assert json.loads(self.call("list", "--json"))[0]["name"] == "embedded"
        assert self.call("default") == "embedded\n"

    @pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root writes anywhere")
    def test_a_shelf_that_can_not_be_written(self, shelf: Shelf) -> None:
        shelf.root.mkdir(parents=True)
        shelf.root.chmod(0o500)
        with pytest.raises(OutputError, match="can't be written"):
            self.call("default", "embedded")

    def test_a_shelf_that_is_a_file(self, shelf: Shelf) -> None:
        shelf.root.parent.mkdir(parents=True, exist_ok=True)
        shelf.root.write_text("")
        assert "embedded" in self.call("list")
        with pytest.raises(OutputError, match="can't be written"):
            self.call("default", "embedded")


def interrupt_at_once(*_: object) -> None:
    raise KeyboardInterrupt


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


PROGRAM = """
import sys
from transum.cli.doctor import examine_shelf
from transum.cli.models import app
from transum.errors import TransumError
try:
    app(sys.argv[1:])
except TransumError as error:
    import traceback
    traceback.print_exc()  # as -v does: the whole chain
    sys.exit(error.exit_code)
"""


def command(*words: str) -> list[str]:
    return [sys.executable, "-c", PROGRAM, *words]


def environment(hub: Hub, shelf: Shelf, **more: str) -> dict[str, str]:
    return {**os.environ, "HF_ENDPOINT": hub.endpoint, "TRANSUM_DATA": str(shelf.root.parent), **more}


def run(*words: str, hub: Hub, shelf: Shelf, **more: str) -> subprocess.CompletedProcess[str]:
    variables = environment(hub, shelf, **more)
    return subprocess.run(command(*words), env=variables, capture_output=True, text=True, check=False)
