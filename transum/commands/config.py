"""``transum config``: which settings hold, and where each comes from."""

import os
from typing import Any

import typer

from transum import folders
from transum.config import ONCE

app = typer.Typer(name="config", help="Which settings hold, and where each comes from.", no_args_is_help=True)


@app.command()
def path() -> None:
    """The file to write your defaults into; it need not exist."""
    typer.echo(folders.configuration() / "config.toml")


@app.command()
def show(context: typer.Context) -> None:
    """Every option with its value: from the variable, the file, or transum's own default."""
    root: Any = context.find_root()
    from_file = root.default_map or {}
    for parameter in root.command.params:
        variable = f"TRANSUM_{(parameter.name or '').upper()}"
        if parameter.name in ONCE:
            continue
        if variable in os.environ:
            value, origin = os.environ[variable], variable
        elif parameter.name in from_file:
            value, origin = from_file[parameter.name], "config.toml"
        else:
            value, origin = parameter.get_default(root, call=True), "default"
        name = (parameter.name or "").replace("_", "-")
        typer.echo(f"{name:<18} {_toml(value):<24} {origin}")


def _toml(value: object) -> str:
    """``value`` as it would stand in the file; an option without one has none."""
    if value is None or value == []:
        return "-"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_toml(item) for item in value)}]"
    return f'"{value}"'
