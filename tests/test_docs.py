"""What the documentation says is there, is there: paths, options, exit codes, rooms, pins, the tutorial's commands."""

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer

import transum.document
import transum.errors
from tests.conftest import REPOSITORY
from tests.test_architecture import HEAVY, ROOMS
from transum.cli.program import TOOLS, app
from transum.cli.settings import _OTHER_VARIABLES
from transum.errors import ExitCode
from transum.inputs import INPUTS, Input

PAGES = sorted(
    [*REPOSITORY.glob("docs/**/*.md"), *(REPOSITORY / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md"))]
)
# Options of other programs that the pages name: pip, uv, pytest, ruff, ray, and the repository's own scripts.
FOREIGN = frozenset(
    "--address --check --exclude-editable --extra --generate-hashes --head --help --no-annotate --no-build-isolation "
    "--no-deps --no-header --overrides --python-version --renew --require-hashes --universal --wheel-dir".split()
)
OURS = re.compile(r"(?:transum|training|benchmarks|docs|tests|prompts|seeds|\.ci)/[\w./-]*\w")


def page_id(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))


def text_of(name: str) -> str:
    return (REPOSITORY / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def reference() -> dict[str, Any]:
    """What the hook of the site defines."""
    return runpy.run_path(str(REPOSITORY / "docs/reference.py"))


def options() -> Iterator[str]:
    commands = [typer.main.get_command(app)]
    commands += [typer.main.get_command(import_module(f"transum.cli.{tool}").app) for tool in TOOLS]
    for command in [*commands, *(below for each in commands for below in getattr(each, "commands", {}).values())]:
        for parameter in command.params:
            yield from (*parameter.opts, *parameter.secondary_opts)


def test_the_reading_order_is_the_order_of_the_rooms() -> None:
    table = text_of("CONTRIBUTING.md").partition("## Reading order")[2].partition("\n## ")[0]
    assert tuple(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == ROOMS


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_every_path_that_is_named_is_there(page: Path) -> None:
    named = re.findall(r"`([^`\n]+)`", page.read_text(encoding="utf-8"))
    paths = {name for name in named if OURS.fullmatch(name)}
    assert not {path for path in paths if not (REPOSITORY / path).exists()}


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_every_option_that_is_named_is_one(page: Path) -> None:
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+\b", page.read_text(encoding="utf-8")))
    assert not named - set(options()) - FOREIGN


def test_every_exit_code_is_told() -> None:
    table = text_of("docs/reference/exit-codes.md").partition("|---|---|")[2].partition("\n\n")[0]
    told = {int(number) for number in re.findall(r"`(\d+)`", table)}
    assert told == {code.value for code in ExitCode}


def test_the_readme_is_short_and_gives_two_commands() -> None:
    lines = text_of("README.md").splitlines()
    assert len(lines) < 200
    assert len([line for line in lines if line.startswith("pip install")]) == 2


def test_the_readme_says_what_was_measured() -> None:
    readme = " ".join(text_of("README.md").split())
    page = text_of("benchmarks/judged.md")
    judged = re.search(r"(\d+) sentences: (\d+) serious", page)
    marked = re.search(r"\*\*anything above info\*\* \| \d+ \| (\d+)% \| (\d+)% \|", page)
    assert judged
    assert marked
    assert f"of {judged[1]} sentences of news, careful readers called {judged[2]} seriously wrong" in readme
    assert f"marks {marked[2]}% of these, and {marked[1]}% of its marks are right" in readme
    scores = json.loads(text_of("transum/models/translator/manifest.json"))["scores"]
    assert f"| **transum, embedded** | **{scores['bleu']}** |" in readme


def test_the_reference_names_every_option(reference: dict[str, Any]) -> None:
    made = reference["command_line"]()
    assert not {option for option in options() if option.startswith("--") and option not in made}


def test_the_api_page_has_every_name_that_is_exported() -> None:
    shown = set(
        re.findall(r"^::: transum\.(?:api|cluster\.translate)\.(\w+)$", text_of("docs/reference/api.md"), re.MULTILINE)
    )
    values = {name for name in transum.__all__ if hasattr(transum.document, name) or hasattr(transum.errors, name)}
    assert shown == set(transum.__all__) - values - {"__version__"}


def test_everything_that_the_site_asks_for_is_made(reference: dict[str, Any]) -> None:
    marks = re.compile(r"^<!-- made: (.+?) -->$", re.MULTILINE)
    asked = {name for page in PAGES for name in marks.findall(page.read_text(encoding="utf-8"))}
    assert asked == set(reference["MADE"])
    assert all(make().count("\n") > 2 for make in reference["MADE"].values())


def test_the_reference_loads_no_model_library() -> None:
    # Jinja is mkdocs' own.
    code = "import runpy, sys; made = runpy.run_path('docs/reference.py')['MADE']; [make() for make in made.values()]\n"
    code += f"print('HEAVY', sorted({HEAVY - {'jinja2'}!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPOSITORY)
    assert done.stdout.splitlines()[-1] == "HEAVY []"


def test_the_bill_of_materials_is_that_of_the_models() -> None:
    bill = runpy.run_path(str(REPOSITORY / "docs/sbom.py"))["bill"]
    assert text_of("sbom.cdx.json") == bill(), "python docs/sbom.py"


MANUAL = "docs/transum.1"


def test_the_manual_page_is_that_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    page = runpy.run_path(str(REPOSITORY / "docs/man.py"))["page"]
    assert text_of(MANUAL) == page(), "python docs/man.py > docs/transum.1"


def test_the_manual_page_names_every_option_tool_variable_and_exit_code() -> None:
    page = text_of(MANUAL).replace("\\-", "-")
    assert not {option for option in options() if option.startswith("--") and option not in page}
    assert all(f".SS transum {tool}\n" in page for tool in TOOLS)
    assert all(name in page for name in _OTHER_VARIABLES)
    assert all(re.search(rf"^\.B .*\b{code}\b", page, re.MULTILINE) for code in ExitCode)


def test_the_manual_page_is_well_formed() -> None:
    """By what holds of every page; ``mandoc -Tlint``, where it is, says the rest."""
    lines = text_of(MANUAL).splitlines()
    assert lines[0].startswith(".TH TRANSUM 1 ")
    assert {line.split()[0] for line in lines if line.startswith(".")} <= {
        ".TH",
        ".SH",
        ".SS",
        ".TP",
        ".PP",
        ".B",
        ".sp",
    }
    assert not [line for line in lines if line.startswith("'") or not line.strip()]
    if mandoc := shutil.which("mandoc"):
        done = subprocess.run(
            [mandoc, "-Tlint", "-Wwarning", MANUAL], capture_output=True, text=True, check=False, cwd=REPOSITORY
        )
        assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("row", INPUTS, ids=lambda row: row.name)
def test_every_reader_says_what_it_keeps_leaves_out_and_ignores(row: Input) -> None:
    sections = re.split(r"^## ", text_of("docs/inputs.md"), flags=re.MULTILINE)
    endings = " ".join(f"`{suffix}`" for suffix in row.suffixes)
    (section,) = (section for section in sections if section.partition("\n")[0].endswith(f" — {endings}"))
    said = set(re.findall(r"\*(Keeps|Leaves out|Ignores)\*", section))
    assert said == {"Keeps", "Leaves out", "Ignores"}


@pytest.mark.parametrize("row", [row for row in INPUTS if row.refiller or row.keeps_layout], ids=lambda row: row.name)
def test_every_kind_that_comes_out_as_it_went_in_says_what_becomes_of_it(row: Input) -> None:
    table = text_of("docs/inputs.md").partition("## The same kind out")[2]
    named = {"docx": "Word", "odt": "OpenDocument", "epub": "EPUB", "html": "Web page"}
    assert f"| {named.get(row.name, row.name.capitalize())} |" in table


def test_every_library_that_the_project_names_is_pinned() -> None:
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    named = [*project["dependencies"], *(each for extra in project["optional-dependencies"].values() for each in extra)]
    names = {re.split(r"[\[<>=]", name)[0].lower().replace("_", "-") for name in named} - {"transum"}
    pinned = {line.partition("==")[0].lower().replace("_", "-") for line in text_of("constraints.txt").splitlines()}
    assert not names - pinned


_OF_TORCH = {"torch", "sympy", "networkx", "mpmath", "setuptools"}


def test_what_is_pinned_is_locked_with_hashes() -> None:
    """Torch apart, with what only it needs; and what only other systems need is locked as well."""
    lock = text_of("requirements-dev.lock")
    lines = [line.lower().replace("_", "-").split("==") for line in text_of("constraints.txt").splitlines()]
    pinned = {pair[0]: pair[1] for pair in lines if pair[1:] and pair[0] not in _OF_TORCH}
    entry = r"^([a-z\d.-]+)==(\S+)(?: ;[^\\\n]*)? \\\n    --hash=sha256:[\da-f]{64}"
    locked = dict(re.findall(entry, lock, re.MULTILINE))
    assert {name: locked.get(name) for name in pinned} == pinned
    assert len(locked) == len(re.findall(r"^[a-z].*==", lock, re.MULTILINE))


def tutorial_commands() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", text_of("docs/tutorial.md"), re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if not line.startswith("pip ")]


def test_the_tutorial_runs_from_top_to_bottom(tmp_path: Path) -> None:
    (tmp_path / "seeds").symlink_to(REPOSITORY / "seeds")
    program = f'transum() {{ "{sys.executable}" -m transum "$@"; }}'
    script = "\n".join(["set -euo pipefail", program, *tutorial_commands()])
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "armoured train" in done.stdout
    assert "5 September 2023" in done.stdout
    assert (tmp_path / "berita.html").exists()
    assert (tmp_path / "english/berita.txt").exists()
