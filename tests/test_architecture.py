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

# A room imports from rooms on earlier lines, and from others on its own line where that makes no cycle.
ROOMS = (
    ("errors", "document", "lexicon", "folders"),
    ("notation", "atomic", "config"),
    ("formats", "language", "segment", "chunk", "weights", "output", "prompts", "glossary", "acronyms"),
    ("reader", "encoder", "check", "memory", "shelf", "download", "discover", "ledger"),
    ("align", "tmx", "destination", "windows"),
    ("translate",),
    ("revise",),
    ("summarize",),
    ("render",),
    ("pipeline",),
    ("assembly", "batch"),
    ("job", "library"),
    ("commands",),
    ("cli",),
    ("__main__",),
)
RANK = {room: rank for rank, rooms in enumerate(ROOMS) for room in rooms}
HEAVY = set(
    "ctranslate2 docx httpx2 huggingface_hub jinja2 lxml markdown_it numpy py3langid pypdf sentencepiece torch "
    "trafilatura transformers".split()
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
    later = {
        name
        for name in own - {room, "__version__"}
        if RANK[name] >= RANK[room] and ROOMS[RANK[room]] != ROOMS[RANK[name]]
    }
    assert not later


def rooms() -> dict[str, set[str]]:
    """The rooms that each room imports from."""
    found: dict[str, set[str]] = {}
    for path in MODULES:
        names = {name.split(".")[1] for name in imports(path, top_level=False) if name.startswith("transum.")}
        found.setdefault(room_of(path), set()).update(names - {room_of(path)})
    return found


def test_rooms_make_no_cycle() -> None:
    order = list(TopologicalSorter({room: names for room, names in rooms().items() if room in RANK}).static_order())
    assert set(RANK) <= set(order)


def test_a_cycle_within_a_line_would_be_seen() -> None:
    with pytest.raises(CycleError):
        list(TopologicalSorter(rooms() | {"errors": {"document"}, "document": {"errors"}}).static_order())


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_that_is_not_in_the_wheel_is_imported(path: Path) -> None:
    assert not {name.split(".")[0] for name in imports(path, top_level=False)} & {"training", "benchmarks", "tests"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_heavy_libraries_are_imported_where_they_are_used(path: Path) -> None:
    assert not {name.split(".")[0] for name in imports(path, top_level=True)} & HEAVY


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_our_own_modules_are_imported_at_the_top(path: Path) -> None:
    hidden = imports(path, top_level=False) - imports(path, top_level=True)
    # The command line opens the rooms only when there is work: its help must be instant.
    allowed = {"transum.assembly", "transum.job"} if room_of(path) == "cli" else set()
    assert not {name for name in hidden if name.split(".")[0] == "transum"} - allowed


def test_help_imports_nothing_heavy() -> None:
    code = "import sys; sys.argv = ['transum', '--help']\nfrom transum.cli import main\n"
    code += "try: main()\nexcept SystemExit: pass\n"
    code += f"print('HEAVY', sorted({HEAVY!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "HEAVY []"
