"""The README's reference, generated from the program: ``--help`` of the main job, of every tool and all their commands.

python docs/reference.py           write it into README.md
python docs/reference.py --check   exit with 1 where README.md says something else (CI does this)
"""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout, suppress
from importlib import import_module
from pathlib import Path

from typer.main import get_command

from transum.cli.program import TOOLS, app

README = Path(__file__).parent.parent / "README.md"
BEGIN, END = "<!-- reference: made by docs/reference.py -->\n", "<!-- end of reference -->\n"
# A wide, colourless screen, and nobody's settings.
_SCREEN = {
    "COLUMNS": "100", "TERM": "dumb", "NO_COLOR": "1", "FORCE_COLOR": "", "PY_COLORS": "", "GITHUB_ACTIONS": "",
    "_TYPER_FORCE_DISABLE_TERMINAL": "1", "XDG_CONFIG_HOME": os.devnull,
}  # fmt: skip


def help_of(*words: str) -> str:
    """The command, and what it prints: ``transum WORDS --help``."""
    os.environ.update(_SCREEN)
    with redirect_stdout(io.StringIO()) as printed, suppress(SystemExit):
        app([*words, "--help"], prog_name="transum")
    lines = "\n".join(line.rstrip() for line in printed.getvalue().strip("\n").splitlines())
    return f"$ {' '.join(['transum', *words, '--help'])}\n{lines}\n"


def commands_of(tool: str) -> Iterator[tuple[str, ...]]:
    """The words that call a tool, then those of each of its commands."""
    yield (tool,)
    for name in getattr(get_command(import_module(f"transum.commands.{tool}").app), "commands", {}):
        yield tool, name


def reference() -> str:
    """The section, markers included."""
    blocks = [f"```text\n{help_of()}```"]
    for tool in TOOLS:
        text = "\n".join(help_of(*words) for words in commands_of(tool))
        blocks.append(f"<details><summary>transum {tool}</summary>\n\n```text\n{text}```\n</details>")
    return BEGIN + "\n" + "\n\n".join(blocks) + "\n\n" + END


def main() -> None:
    """Write the section, or compare it."""
    readme = README.read_text(encoding="utf-8")
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    renewed = before + reference() + after
    if "--check" in sys.argv:
        sys.exit(0 if renewed == readme else "README.md is out of date: python docs/reference.py")
    README.write_text(renewed, encoding="utf-8")


if __name__ == "__main__":
    main()
