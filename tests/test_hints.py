"""The way out of a mistake is one that the command has: no hint names an option that would be the next mistake."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer

from tests.conftest import REPOSITORY
from transum import folders
from transum.cli import program as cli
from transum.cli.hints import without
from transum.errors import TransumError

OPTION = re.compile(r"(?<![\w-])(?:--[a-z][a-z-]*|-o)(?![\w-])")
LONG = re.compile(r"(?<![\w-])--[a-z][a-z-]*[a-z](?![\w-])")
KINDS = {"UsageError", "InputError", "LanguageError", "OutputError", "ModelError", "PeopleError"}
OF_OTHERS = {"--force-reinstall"}  # of pip


def command(words: Sequence[str]) -> Any:
    """The command that ``words`` are given to."""
    found: Any = typer.main.get_command(
        import_module(f"transum.cli.{words[0]}").app if words and words[0] in cli.TOOLS else cli.app
    )
    return getattr(found, "commands", {}).get(words[1] if len(words) > 1 else "", found)


def options(of: Any) -> set[str]:
    return {name for param in of.params for name in (*param.opts, *param.secondary_opts)} | {"--help"}


def commands() -> Iterator[Any]:
    yield command([])
    for tool in cli.TOOLS:
        found = command([tool])
        yield found
        yield from getattr(found, "commands", {}).values()


def require_ways_out(words: Sequence[str], told: str) -> None:
    """Every option in the hints of ``told`` is one of the command; behind ``transum …`` another command's may stand."""
    own = options(command(words))
    for line in told.splitlines():
        if line.startswith("  → "):
            assert set(OPTION.findall(re.sub(r"transum .*", "", line))) <= own, line


@pytest.mark.parametrize(
    ("hint", "rest"),
    [
        pytest.param("Check the file.", "Check the file.", id="no-option"),
        pytest.param("Leave it out, or say --beam.", "Leave it out, or say --beam.", id="one-that-is-there"),
        pytest.param("It is damaged; --gone does without.", "It is damaged.", id="behind-a-semicolon"),
        pytest.param("Is there room? -o FILE writes elsewhere.", "Is there room?", id="behind-a-question"),
        pytest.param("Raise --gone, or divide it.", "Divide it.", id="the-first"),
        pytest.param("Say --gone.", "", id="the-only-one"),
        pytest.param("transum models add x --gone, or give --gone", "transum models add x --gone", id="anothers"),
        pytest.param("pip install --force-reinstall x", "pip install --force-reinstall x", id="another-programs"),
        pytest.param("iconv -f A -t B. Or --gone-not.", "iconv -f A -t B. Or --gone-not.", id="a-longer-name"),
    ],
)
def test_a_hint_loses_what_the_command_has_not(hint: str, rest: str) -> None:
    assert without(hint, {"--gone", "-o"}) == rest


def test_every_option_that_is_named_anywhere_is_there() -> None:
    known = {name for each in commands() for name in options(each)} | OF_OTHERS
    for path in (REPOSITORY / "transum").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert set(LONG.findall(node.value)) <= known, (path, node.lineno)


ROOMS = ("cli", "batch", "cluster", "memory", "review", "serve", "shelf")


@pytest.mark.parametrize("room", ROOMS)
def test_every_error_has_a_way_out(room: str) -> None:
    for path in (REPOSITORY / "transum" / room).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS:
                assert len(node.args) > 1 or any(word.arg == "hint" for word in node.keywords), (path, node.lineno)


def _too_large(folder: Path) -> None:
    with (folder / "a.txt").open("wb") as file:
        file.truncate(50_000_001)


def _damaged(_: Path) -> None:
    folders.people().parent.mkdir(parents=True)
    folders.people().write_bytes(b"no database" * 999)


def _nowhere(_: Path) -> None:
    folders.models().parent.mkdir(parents=True, exist_ok=True)
    folders.models().write_bytes(b"a file, where a folder is made")


@pytest.fixture
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, in which the program is called."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("words", "prepare", "said", "hint"),
    [
        pytest.param("a.txt", _too_large, "larger than", "Divide the text, or raise --max-bytes.", id="large"),
        pytest.param("check --source a.txt --target a.txt", _too_large, "larger than", "Divide the text.", id="check"),
        pytest.param("models default x", None, "x is not", "transum models add x", id="default"),
        pytest.param("models default embedded", _nowhere, "", "", id="default-that-can't-be-kept"),
        pytest.param("memory info", _damaged, "are damaged", "transum memory repair keeps what is whole.", id="memory"),
        pytest.param("memory export --tmx", _damaged, "are damaged", "transum memory repair", id="export"),
    ],
)
def test_ways_out_are_those_of_the_command(
    words: str, prepare: Callable[[Path], None] | None, said: str, hint: str, in_folder: Path
) -> None:
    if prepare:
        prepare(in_folder)
    with pytest.raises(TransumError) as caught:
        cli.call(words.split())
    assert said in caught.value.message
    assert hint in caught.value.hint
    require_ways_out(words.split(), f"  → {caught.value.hint}")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("words", ["models list", "config show", "prompts list", "memory info", "doctor", "--help"])
def test_a_full_disk_has_a_way_out_of_the_command(words: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "transum", *words.split()],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False, env=dict(os.environ),
        )  # fmt: skip
    assert done.returncode == 4
    assert "  → Is there room?" in done.stderr
    require_ways_out(words.split(), done.stderr)
