"""The import directions of the rooms, read from the source: a cycle or a heavy import at the top is a failure."""

import ast
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "transum"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "models" not in path.parts[-2:-1])

# One line of rooms: each imports from those before it. Inside a room, modules make no cycle either.
ROOMS = (
    "_version",
    "errors",
    "document",
    "lexicon",
    "folders",
    "atomic",
    "indonesian",
    "inputs",
    "segment",
    "facts",
    "shelf",
    "engines",
    "memory",
    "checks",
    "revise",
    "summaries",
    "outputs",
    "choice",
    "pipeline",
    "batch",
    "review",
    "assembly",
    "api",
    "serve",
    "cluster",
    "cli",
    "__main__",
)
RANK = {room: rank for rank, room in enumerate(ROOMS)}
HEAVY = set(
    "ctranslate2 docx httpx2 huggingface_hub jinja2 lxml markdown_it numpy pandas py3langid pyarrow pypdf ray "
    "sentencepiece starlette torch trafilatura transformers uvicorn".split()
)


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path, *, top_level: bool) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for statement in tree.body:
        if isinstance(statement, ast.If) and ast.unparse(statement.test) == "TYPE_CHECKING":
            statement.body = []  # seen by type checkers only
    nodes = tree.body if top_level else list(ast.walk(tree))
    found = [[alias.name for alias in node.names] for node in nodes if isinstance(node, ast.Import)]
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module:
            whole = node.module == "transum"
            found.append([f"transum.{alias.name}" for alias in node.names] if whole else [node.module])
    return set(chain.from_iterable(found))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_one_way(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        return
    own = {name.split(".")[1] for name in imports(path, top_level=False) if name.startswith("transum.")}
    assert own <= {other for other in ROOMS if RANK[other] <= RANK[room]} | {"__version__"}


def modules() -> dict[str, set[str]]:
    """The modules that each module imports from."""
    names = {path: ".".join(("transum", *path.relative_to(PACKAGE).with_suffix("").parts)) for path in MODULES}
    names = {path: name.removesuffix(".__init__") for path, name in names.items()}
    known = set(names.values())
    found: dict[str, set[str]] = {}
    for path, name in names.items():
        found[name] = {other for other in imports(path, top_level=False) if other in known} - {name, "transum"}
    return found


def test_modules_make_no_cycle() -> None:
    assert list(TopologicalSorter(modules()).static_order())


def test_a_cycle_would_be_seen() -> None:
    with pytest.raises(CycleError):
        list(
            TopologicalSorter(
                modules() | {"transum.errors": {"transum.document"}, "transum.document": {"transum.errors"}}
            ).static_order()
        )


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_that_is_not_in_the_wheel_is_imported(path: Path) -> None:
    assert not {name.split(".")[0] for name in imports(path, top_level=False)} & {"training", "benchmarks", "tests"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_heavy_libraries_are_imported_where_they_are_used(path: Path) -> None:
    assert not {name.split(".")[0] for name in imports(path, top_level=True)} & HEAVY


# By room or file: what is opened only when there is work for it, since help, and one article, must not wait for it.
OPENED_LATE = {
    "cli": {"transum.assembly", "transum.cli.articles"},
    "cli/articles.py": {"transum.batch.run", "transum.cli.cluster", "transum.cluster.run"},
    "summaries/makers.py": {f"transum.summaries.{name}" for name in ("abstractive", "chat", "openai", "seq2seq")},
}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_our_own_modules_are_imported_at_the_top(path: Path) -> None:
    hidden = imports(path, top_level=False) - imports(path, top_level=True)
    ours = {name for name in hidden if name.split(".")[0] == "transum"}
    assert not ours - OPENED_LATE.get(str(path.relative_to(PACKAGE)), OPENED_LATE.get(room_of(path), set()))


def test_help_imports_nothing_heavy() -> None:
    code = "import sys; sys.argv = ['transum', '--help']\nfrom transum.cli.program import main\n"
    code += "try: main()\nexcept SystemExit: pass\n"
    code += f"print('HEAVY', sorted({HEAVY!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "HEAVY []"
