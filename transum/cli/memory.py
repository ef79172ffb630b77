"""``transum memory``: what is remembered, and how it travels between tools."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from transum import folders
from transum.atomic import open_atomically
from transum.errors import InputError, UsageError
from transum.memory import tmx
from transum.memory.store import Memory

app = typer.Typer(
    name="memory",
    help="The translation memory: sentences that need no model any more.",
    no_args_is_help=True,
    add_completion=False,
)


def memory_path() -> Path:
    """Where the memory of this user is; the file need not exist."""
    return folders.memory()


@app.command()
def info() -> None:
    """Where the memory is, and how much it holds."""
    memory = Memory(memory_path())
    held = memory.info()
    typer.echo(f"file       {held.path}")
    typer.echo(f"size       {held.size / 1_000_000:,.1f} MB")
    typer.echo(f"sentences  {held.sentences:,} by models, {held.human:,} by people")
    for model in held.models:
        typer.echo(f"model      {model}")
    memory.close()


@app.command()
def clear(
    *, yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,
) -> None:  # fmt: skip
    """Forget everything, imported translations too. Results on disk stay."""
    memory = Memory(memory_path())
    held = memory.info()
    if not yes and not sys.stdin.isatty():
        raise UsageError("nobody is there to ask", hint="Say it now: transum memory clear --yes")
    if not yes and not typer.confirm(f"Forget {held.sentences + held.human:,} sentences?", err=True):
        typer.echo("Nothing is forgotten.", err=True)
    else:
        typer.echo(f"{memory.clear():,} sentences forgotten.", err=True)
    memory.close()


@app.command()
def export(
    *,
    as_tmx: Annotated[
        bool, typer.Option("--tmx", help="As TMX 1.4; originals as the model read them, with English figures.")
    ] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file; standard output by default.")] = None,
) -> None:
    """Write what is remembered, the best translation of each sentence."""
    if not as_tmx:
        raise UsageError("the memory is exported in one format so far", hint="Say --tmx.")
    memory = Memory(memory_path())
    lines = tmx.write(memory.units(), datetime.now(UTC))
    if output is None:
        for line in lines:
            typer.echo(line, nl=False)
    else:
        with open_atomically(output) as file:
            file.writelines(line.encode() for line in lines)
    memory.close()


@app.command("import")
def import_(file: Annotated[Path, typer.Argument(help="A TMX file with Indonesian and English.")]) -> None:
    """Take in a TMX file: people's translations win over the model, for exactly these sentences."""
    memory = Memory(memory_path())
    added = memory.add((unit.source, unit.target) for unit in tmx.read(file) if not unit.origin)
    memory.close()
    if not added:
        raise InputError(
            f"{file} holds no translation by a person from Indonesian into English",
            hint="Its languages must be id and en; what transum itself exported of a model is not taken in.",
        )
    typer.echo(f"{added:,} translations taken in.", err=True)
