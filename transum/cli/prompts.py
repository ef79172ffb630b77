"""``transum prompts``: which prompts there are, and what is in one."""

from pathlib import Path
from typing import Annotated

import typer

from transum import folders
from transum.cli.help import application
from transum.errors import TransumError
from transum.summaries import prompts

app = application(help="The prompts of the summarizers that follow instructions.", no_args_is_help=True)


def user_folder() -> Path:
    """Where the user's own prompts are: ``prompts`` in the configuration folder; it need not exist."""
    return folders.configuration() / "prompts"


@app.command("list")
def list_prompts() -> None:
    """Names and titles; your own come before shipped ones of the same name."""
    folder = user_folder()
    problem: TransumError | None = None
    for name, path in prompts.paths(folder).items():
        try:
            typer.echo(f"{name:<12} {prompts.read(path).title}")
        except TransumError as exc:
            problem = problem or exc
    typer.echo(f"Your own go into {folder}", err=True)
    if problem:
        raise problem


@app.command()
def show(name: Annotated[str, typer.Argument(help="A name from the list, or a file: ./my.md")]) -> None:
    """Print a prompt file as it is: front matter and template."""
    typer.echo(prompts.find(name, user_folder()).text.encode(), nl=False)
