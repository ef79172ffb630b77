"""``transum memory``: what is remembered, and how it travels between tools."""

import sys
from collections import Counter
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from transum import folders
from transum.atomic import open_atomically
from transum.cli.help import application
from transum.errors import ExitCode, InputError, UsageError
from transum.memory import tmx
from transum.memory.people import People
from transum.memory.store import Memory
from transum.outputs.view import printable

app = application(help="The translation memory: sentences that need no model any more.", no_args_is_help=True)


def memory_path() -> Path:
    """Where the memory of this user is; the file need not exist."""
    return folders.memory()


def people_store() -> People:
    """The translations by people that this user has taken in."""
    return People(folders.people(), folders.old_memory())


@app.command()
def info() -> None:
    """Where the memory is, and how much it holds."""
    memory = Memory(memory_path())
    held = memory.info()
    typer.echo(f"file       {held.path}")
    typer.echo(f"size       {held.size / 1_000_000:,.1f} MB")
    people = people_store()
    typer.echo(f"people     {people.path}")
    typer.echo(f"sentences  {held.sentences:,} by models, {people.count():,} by people")
    for model in held.models:
        typer.echo(f"model      {model}")
    memory.close()


@app.command()
def clear(
    *, yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,
) -> None:  # fmt: skip
    """Forget everything, imported translations too. Results on disk stay."""
    memory = Memory(memory_path())
    people = people_store()
    held = memory.info().sentences + people.count()
    if not yes and not sys.stdin.isatty():
        raise UsageError("nobody is there to ask", hint="Say it now: transum memory clear --yes")
    if not yes and not typer.confirm(f"Forget {held:,} sentences?", err=True):
        typer.echo("Nothing is forgotten.", err=True)
    else:
        typer.echo(f"{memory.clear() + people.clear():,} sentences forgotten.", err=True)
    memory.close()


@app.command()
def export(
    *,
    as_tmx: Annotated[
        bool, typer.Option("--tmx", help="As TMX 1.4; originals as the model read them, with English figures.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="A file; standard output by default.")
    ] = None,
) -> None:
    """Write what is remembered, the best translation of each sentence."""
    if not as_tmx:
        raise UsageError("the memory is exported in one format so far", hint="Say --tmx.")
    memory = Memory(memory_path())
    lines = tmx.write(chain(people_store().units(), memory.units()), datetime.now(UTC))
    if output is None:
        for line in lines:
            typer.echo(line.encode(), nl=False)  # the file says that it is UTF-8, whatever the locale
    else:
        with open_atomically(output) as file:
            file.writelines(line.encode() for line in lines)
    memory.close()


@app.command("import")
def import_(file: Annotated[Path, typer.Argument(help="A TMX file with Indonesian and English.")]) -> None:
    """Take in a TMX file: people's translations win over the model, for exactly these sentences."""
    people = people_store()
    skipped: Counter[str] = Counter()
    added = people.add((unit.source, unit.target) for unit in tmx.read(file, skipped) if not unit.origin)
    people.close()
    if not added:
        raise InputError(
            f"{file} holds no translation by a person from Indonesian into English",
            hint="Its languages must be id and en; what transum itself exported of a model is not taken in.",
        )
    why = ", ".join(f"{count:,} of {languages}" for languages, count in skipped.most_common(5))
    left_out = f" {skipped.total():,} skipped, which have not both languages ({printable(why)})." if skipped else ""
    typer.echo(f"{added:,} sentence{'s' * (added != 1)} taken in.{left_out}", err=True)


@app.command()
def check() -> None:
    """Look at every row: is it what was written? Exit code 4 where not."""
    memory, people = Memory(memory_path()), people_store()
    found = memory.check()
    typer.echo(f"by models  {found.rows:,} sentences, {found.wrong:,} damaged{found.file and f'; {found.file}'}")
    typer.echo(f"by people  {people.count():,} sentences, all as they were written")
    memory.close()
    if not found.is_good:
        raise typer.Exit(ExitCode.OUTPUT)


@app.command()
def repair() -> None:
    """Forget damaged sentences of models; keep what is whole of people's, and set their damaged file aside."""
    memory, people = Memory(memory_path()), people_store()
    found = memory.repair()
    typer.echo(f"by models  {found.wrong:,} sentences forgotten{found.file and ', and a damaged file set aside'}")
    while (repaired := people.repair()) is not None:
        lost = "nobody can tell how many are lost" if repaired.lost is None else f"{repaired.lost:,} are lost"
        typer.echo(f"by people  {repaired.kept:,} kept, {lost}; the damaged file is {repaired.aside}")
    typer.echo(f"by people  {people.count():,} sentences, all as they were written")
    memory.close()
