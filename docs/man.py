"""The manual page, drawn by the program's own help: its commands are asked to write roff in the place of columns.

python docs/man.py > docs/transum.1
"""

import re
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from typer.main import get_command

from transum import __version__
from transum.cli.main_job import TOOLS, app
from transum.cli.options import PANELS

REPOSITORY: Final = Path(__file__).parent.parent
_ROW: Final = re.compile(r"^\| (`.+?) \| (.+) \|$", re.MULTILINE)
_WIDTH: Final = 72  # of lines that become longer by what is escaped in them
_GENERAL: Final = "General"


class Roff:
    """Meets what a command's help is written to, and writes a manual page; ``head`` begins a section."""

    def __init__(self, head: Callable[[str], str]) -> None:
        self.lines: list[str] = []
        self._head = head

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        """Inside, what stands below a heading is written."""
        self.lines.append(self._head(name))
        yield

    def write_dl(self, rows: Iterable[tuple[str, str]], **_: Any) -> None:
        """Names and what they mean."""
        for name, meaning in rows:
            self.lines += [".TP", f".B {escaped(name)}", *prose(meaning)]

    def write_usage(self, program: str, words: str = "", **_: Any) -> None:
        """How a command is called."""
        self.lines += [".PP", f".B {escaped(program)}", escaped(words)]

    def write_text(self, text: str) -> None:
        """Paragraphs."""
        for paragraph in text.split("\n\n"):
            self.lines += [".PP", *prose(paragraph)]

    def write_paragraph(self) -> None:
        """Paragraphs begin by themselves."""

    def indentation(self) -> nullcontext[None]:
        """Nothing is indented."""
        return nullcontext()


def escaped(text: str) -> str:
    r"""``text`` as roff shows it: no backslash is a command, no hyphen a dash, no line a request.

    >>> escaped("--summary 3 \\ .")
    '\\-\\-summary 3 \\e .'
    """
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("\n", " ")
    return f"\\&{text}" if text.startswith((".", "'")) else text


def prose(text: str) -> Iterator[str]:
    """``text`` on lines of a manual page's source."""
    return map(escaped, textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False))


def page() -> str:
    """All of it."""
    lines = [
        f'.TH TRANSUM 1 {_date()} "transum {__version__}" "User Commands"',
        ".SH NAME",
        "transum \\- translate Indonesian articles and summarize them, offline",
        *_main(),
        *(line for tool in TOOLS for line in _tool(tool)),
        ".SH ENVIRONMENT",
        *prose("Every option can be set as TRANSUM_OPTION: TRANSUM_SUMMARY=20% is --summary 20%."),
        *_table("docs/reference/settings.md"),
        ".SH EXIT STATUS",
        *_table("docs/reference/exit-codes.md"),
        ".SH FILES",
        *_files(),
    ]
    written = [line for line in lines if line]
    follows_head = (line.startswith((".SH", ".SS")) for line in ["", *written])
    return "".join(
        f"{line}\n" for line, after in zip(written, follows_head, strict=False) if line != ".PP" or not after
    )


def _date() -> str:
    """That of the last version that was released, so that the page changes only with the program."""
    found = re.search(
        r"^## \[[^]]+\] - (\S+)$", (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    return found[1] if found else "-"


def _main() -> Sequence[str]:
    """Synopsis, description and options of the main job; its panels are parts of one section."""
    roff = Roff(lambda name: f".SS {escaped(name)}" if name in {*PANELS, _GENERAL} else f".SH {escaped(name.upper())}")
    command: Any = get_command(app)
    context = command.context_class(command, info_name="transum", **command.context_settings)
    roff.lines.append(".SH SYNOPSIS")
    command.format_usage(context, roff)
    roff.lines.append(".SH DESCRIPTION")
    command.format_help_text(context, roff)
    command.format_epilog(context, roff)
    command.format_options(context, roff)
    first = roff.lines.index(f".SS {PANELS[0]}")
    return [*roff.lines[:first], ".SH OPTIONS", *roff.lines[first:]]


def _tool(name: str) -> Iterator[str]:
    """A tool, then each of its commands."""
    command: Any = get_command(import_module(f"transum.cli.{name}").app)
    context = command.context_class(command, info_name=f"transum {name}", **command.context_settings)
    yield from _command(command, context)
    for called, below in getattr(command, "commands", {}).items():
        yield from _command(
            below, below.context_class(below, info_name=called, parent=context, **below.context_settings)
        )


def _command(command: Any, context: Any) -> Iterator[str]:
    roff = Roff(lambda _: "")
    command.format_help(context, roff)
    yield f".SS {escaped(context.command_path)}"
    yield from roff.lines[2:]  # the path is the heading
    yield ".sp"


def _table(path: str) -> Iterator[str]:
    """The rows of a page's table whose first cells are code."""
    for name, meaning in _ROW.findall((REPOSITORY / path).read_text(encoding="utf-8")):
        yield from (".TP", f".B {escaped(name.replace('`', ''))}", *prose(meaning.replace("`", "").replace("*", "")))


def _files() -> Iterator[str]:
    for command, what in (
        ("transum config path", "names the file of lasting settings: config.toml, a key an option"),
        ("transum memory info", "names the files of remembered sentences and of people's translations"),
        ("transum models list", "names the models, and where they lie"),
    ):
        yield from (".TP", f".B {escaped(command)}", *prose(what))


if __name__ == "__main__":
    sys.stdout.write(page())
