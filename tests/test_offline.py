"""Offline is a promise: the whole tool, with every socket forbidden and recorded, and no variable set to help it.

The ban is an audit hook (PEP 578) that every interpreter started here installs before anything else: it sees each
socket and each look-up of a name, also those that a library makes and hides.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests import checkpoints

BAN = """
import os, sys
def _ban(event, arguments):
    if event.startswith("socket.") and event != "socket.gethostname":
        with open(os.environ["BAN_RECORD"], "a") as record:
            record.write(f"{event} {arguments}\\n")
        raise PermissionError(f"forbidden by the test: {event}")
sys.addaudithook(_ban)
"""
ARTICLE = "Banjir merendam ratusan rumah di Jakarta Timur. Warga mengungsi ke sekolah sejak Senin malam.\n"
HELPERS = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY", "HF_HOME", "HF_TOKEN", "HF_ENDPOINT")
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return tmp_path / "sockets.txt"


@pytest.fixture
def run(tmp_path: Path, record: Path, own_home: Path) -> Run:
    """Start a Python program under the ban, by its arguments, in a home of its own."""
    (tmp_path / "ban").mkdir()
    (tmp_path / "ban/sitecustomize.py").write_text(BAN)
    home = {key: value for key, value in os.environ.items() if key not in HELPERS}
    paths = os.pathsep.join([str(tmp_path / "ban"), str(Path(__file__).parent.parent)])
    environment = {**home, "PYTHONPATH": paths, "BAN_RECORD": str(record), "HOME": str(own_home)}

    def start(*words: str, text: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words], env=environment, input=text, capture_output=True, text=True, check=False
        )

    return start


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    root = tmp_path_factory.mktemp("offline")
    return {
        "HUGGING_FACE": str(checkpoints.marian(root / "marian", steps=0)),
        "NLLB": str(checkpoints.nllb(root / "nllb")),
        "NATIVE": str(checkpoints.native_marian(root / "native")),
    }


def test_the_ban_works(run: Run, record: Path) -> None:
    for attempt in ("socket.create_connection(('127.0.0.1', 9))", "socket.getaddrinfo('localhost', 80)"):
        assert "forbidden by the test" in run("-c", f"import socket; {attempt}").stderr
    assert "getaddrinfo" in record.read_text()


@pytest.mark.parametrize(
    ("words", "engine"),
    [
        pytest.param((), "ctranslate2", id="embedded"),
        pytest.param(("--model", "NATIVE"), "ctranslate2", id="a native folder, converted now"),
        pytest.param(("--model", "HUGGING_FACE"), "ctranslate2", id="a Hugging Face folder, converted now"),
        pytest.param(("--model", "HUGGING_FACE", "--engine", "transformers"), "transformers", id="transformers"),
        pytest.param(("--model", "NLLB", "--engine", "transformers"), "transformers", id="NLLB with transformers"),
    ],
)
def test_an_article_is_translated_without_a_socket(
    *, words: Sequence[str], engine: str, run: Run, record: Path, folders: dict[str, str]
) -> None:
    words = [folders.get(word, word) for word in words]
    done = run("-m", "transum", "--format", "json", "--force", *words, "-", text=ARTICLE)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["model"]["engine"] == engine
    assert len(result["sentences"]) == 2
    assert not record.exists(), record.read_text()
    # Nor does a library write to the terminal: no bar of weights, no warning of a tokenizer.
    assert "warn" not in done.stderr.lower().replace("with a warning", "")
    assert "%|" not in done.stderr


def test_the_shelf_and_the_doctor_open_no_socket(run: Run, record: Path, folders: dict[str, str]) -> None:
    for words in (
        ("models", "add", folders["NATIVE"], "--name", "mine"),
        ("models", "list"),
        ("models", "verify"),
        ("models", "default", "mine"),
        ("doctor",),
        ("models", "remove", "mine"),
    ):
        done = run("-m", "transum", *words)
        assert done.returncode == 0, (words, done.stdout, done.stderr)
    assert not record.exists(), record.read_text()


def test_a_model_that_is_not_here_is_named_with_its_command_and_not_looked_up(run: Run, record: Path) -> None:
    done = run("-m", "transum", "--model", "Helsinki-NLP/opus-mt-id-en", "-", text=ARTICLE)
    assert done.returncode == 5
    assert done.stdout == ""
    assert "transum models add Helsinki-NLP/opus-mt-id-en" in done.stderr
    assert not record.exists()


def test_only_download_reaches_for_the_network(run: Run, record: Path) -> None:
    done = run("-m", "transum", "--model", "Helsinki-NLP/opus-mt-id-en", "--download", "-", text=ARTICLE)
    assert done.returncode == 5
    assert "socket." in record.read_text()
    assert "could not be fetched" in done.stderr
    assert "Traceback" not in done.stderr
