"""What the site says of transum that transum knows itself: its tables, command line, settings and models.

A hook of mkdocs (see ``mkdocs.yml``). A line ``<!-- made: NAME -->`` of a page becomes what ``MADE`` makes of the name,
``<!-- include: FILE#HEADING -->`` a section of a file of the repository: nothing that is copied can be out of date.
Besides, what lies elsewhere in the repository is put onto the site: the benchmarks, CONTRIBUTING and others. Nothing
here loads a model, or a library that runs one.
"""

import io
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import redirect_stdout, suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from typer.main import get_command

from transum.checks import CHECKS, WORDS
from transum.cli.options import option_names
from transum.cli.program import TOOLS, app
from transum.cli.settings import variable
from transum.inputs import INPUTS
from transum.outputs import OUTPUTS
from transum.shelf.manifest import MANIFEST, Manifest
from transum.summaries import SUMMARIZERS

REPOSITORY: Final = Path(__file__).resolve().parent.parent
ELSEWHERE: Final = {
    "CHANGELOG.md": "CHANGELOG.md",
    "CONTRIBUTING.md": "CONTRIBUTING.md",
    "SECURITY.md": "SECURITY.md",
    "prompts/README.md": "prompts.md",
}
"""What lies elsewhere in the repository, and where it stands on the site; the benchmarks come in addition."""

_LINE: Final = re.compile(r"^<!-- (made|include): (.+?) -->$", re.MULTILINE)
# A wide, colourless screen, and nobody's settings.
_SCREEN: Final = {
    "COLUMNS": "100", "TERM": "dumb", "NO_COLOR": "1", "FORCE_COLOR": "", "PY_COLORS": "", "GITHUB_ACTIONS": "",
    "_TYPER_FORCE_DISABLE_TERMINAL": "1", "XDG_CONFIG_HOME": os.devnull,
}  # fmt: skip


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """``FOLDER/*`` in the navigation becomes the pages of that folder of the repository, README aside."""
    config.nav = [_expanded(entry) for entry in config.nav or []]
    return config


def _expanded(entry: Any) -> Any:
    if not isinstance(entry, dict):
        return entry
    return {title: list(_pages(below)) if isinstance(below, list) else below for title, below in entry.items()}


def _pages(below: Iterable[Any]) -> Iterator[Any]:
    for page in below:
        folder, star, _ = str(page).partition("/*")
        found = sorted((REPOSITORY / folder).glob("[a-z]*.md")) if star else ()
        yield from (f"{folder}/{path.name}" for path in found) if star else (_expanded(page),)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """What lies elsewhere in the repository."""
    benchmarks = (str(path.relative_to(REPOSITORY)) for path in sorted((REPOSITORY / "benchmarks").glob("*.md")))
    for origin, place in (ELSEWHERE | {path: path for path in benchmarks}).items():
        files.append(File.generated(config, place, content=(REPOSITORY / origin).read_text(encoding="utf-8")))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """The page with what its marks stand for; raises ``PluginError`` for a mark that means nothing."""
    return _LINE.sub(lambda mark: _made(mark[2]) if mark[1] == "made" else _included(mark[2]), markdown)


def _made(name: str) -> str:
    if name not in MADE:
        raise PluginError(f"docs/reference.py makes no {name!r}; it makes {', '.join(MADE)}")
    return MADE[name]().strip()


def _included(place: str) -> str:
    path, _, heading = place.partition("#")
    return section((REPOSITORY / path).read_text(encoding="utf-8"), heading)


def section(text: str, heading: str) -> str:
    r"""What stands below a heading of the second rank; raises ``PluginError`` where there is none of this name.

    >>> section("# Title\n## Speed\n\nFast.\n\n## Size\n", "Speed")
    'Fast.'
    """
    _, found, rest = text.partition(f"\n## {heading}\n")
    if not found:
        raise PluginError(f"there is no section {heading!r} to include")
    return rest.partition("\n## ")[0].strip()


def help_of(*words: str) -> str:
    """What is printed by ``transum WORDS --help``."""
    kept = dict(os.environ)
    os.environ.update(_SCREEN)
    try:
        with redirect_stdout(io.StringIO()) as printed, suppress(SystemExit):
            called = import_module(f"transum.cli.{words[0]}").app if words else app
            called([*words[1:], "--help"], prog_name=" ".join(["transum", *words[:1]]))
    finally:
        os.environ.clear()
        os.environ.update(kept)
    return "\n".join(line.rstrip() for line in printed.getvalue().strip("\n").splitlines())


def commands_of(tool: str) -> Iterator[tuple[str, ...]]:
    """The words that call a tool, then those of each of its commands."""
    yield (tool,)
    for name in getattr(get_command(import_module(f"transum.cli.{tool}").app), "commands", {}):
        yield tool, name


def command_line() -> str:
    """Everything that can be written behind ``transum``."""
    made = _help_block()
    for tool in TOOLS:
        made += f"\n## transum {tool}\n\n" + "\n".join(_help_block(*words) for words in commands_of(tool))
    return made


def _help_block(*words: str) -> str:
    return f"```text\n$ {' '.join(['transum', *words, '--help'])}\n{help_of(*words)}\n```\n"


def settings() -> str:
    """Every option by the names that the file and the variables use."""
    options = {each.name: each for each in get_command(app).params}
    keys = ((name.replace("_", "-"), name) for name in option_names())
    rows = ((f"`--{key}`", f"`{key}`", f"`{variable(name)}`", _default(options[name].default)) for key, name in keys)
    return _table(("option", "key in config.toml", "variable", "default"), rows)


def _default(default: object) -> str:
    if default is None or callable(default):
        return ""
    return {"True": "yes", "False": "no"}.get(str(default), f"`{default}`")


def inputs() -> str:
    """The rows of ``INPUTS``."""
    rows = ((row.about, _code(row.suffixes), "a file of its kind" if row.keeps_layout else "text") for row in INPUTS)
    return _table(("what", "endings", "becomes"), rows)


def outputs() -> str:
    """The rows of ``OUTPUTS``."""
    rows = (
        (
            _code([row.format]),
            row.about,
            _code(row.suffixes),
            ", ".join(sorted(row.parts)),
            "yes" if row.joins else "no",
        )
        for row in OUTPUTS.values()
    )
    return _table(("`--format`", "what", "endings", "parts", "joins"), rows)


def checks() -> str:
    """The rows of ``CHECKS``, each with the question that its file begins with."""
    rows = []
    for row in CHECKS:
        module = sys.modules[row.run.__module__]
        asks = (module.__doc__ or "").split("\n\n")[0].replace("\n", " ")
        rows.append((_code(row.kinds), asks, _code([Path(str(module.__file__)).name])))
    return _table(("kinds", "asks", "in transum/checks"), rows)


def revised() -> str:
    """The kinds of findings that no check makes."""
    checked = {kind for row in CHECKS for kind in row.kinds}
    return _table(
        ("kind", "several are called"), ((_code([kind]), WORDS[kind][1]) for kind in WORDS if kind not in checked)
    )


def summarizers() -> str:
    """The rows of ``SUMMARIZERS``."""
    rows = (
        (_code([row.form]), row.about, "yes" if row.takes_prompt else "no", "yes" if row.takes_base_url else "no")
        for row in SUMMARIZERS.values()
    )
    return _table(("`--summarizer`", "what", "`--prompt`", "`--base-url`"), rows)


def schema() -> str:
    """The schema of JSON results."""
    text = (REPOSITORY / "transum/outputs/schema-1.json").read_text(encoding="utf-8")
    return f"```json\n{text.strip()}\n```"


def models() -> str:
    """What the manifests say of the models in the package."""
    made = ""
    for path in sorted((REPOSITORY / "transum/models").glob(f"*/{MANIFEST}")):
        manifest = Manifest.read(path.parent)
        made += f"\n## {path.parent.name}: {manifest.name}, version {manifest.version}\n\n"
        said = [(key, manifest.raw.get(key)) for key in ("licence", "architecture", "training_data", "training")]
        made += _table(("what", "said"), ((key.replace("_", " "), str(text)) for key, text in said if text))
        files = ((_code([name]), f"{size:,}", _code([digest])) for name, (size, digest) in manifest.files.items())
        made += "\n" + _table(("file", "bytes", "sha256"), files)
    return made


def _code(words: Iterable[str]) -> str:
    return " ".join(f"`{word}`" for word in words)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |\n" for line in lines)


MADE: Final[Mapping[str, Callable[[], str]]] = {
    "command line": command_line,
    "settings": settings,
    "inputs": inputs,
    "outputs": outputs,
    "checks": checks,
    "revised": revised,
    "summarizers": summarizers,
    "schema": schema,
    "models": models,
}
"""What a page can ask for."""
