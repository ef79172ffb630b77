"""``transum config``: which settings hold, and where each comes from."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import typer

from transum import folders
from transum.cli.help import application
from transum.cli.main_job import app as main_app
from transum.cli.options import option_names
from transum.cli.settings import read, unknown_variables, variable
from transum.errors import UsageError
from transum.outputs.view import printable

app = application(help="Which settings hold, and where each comes from.", no_args_is_help=True)


_PASSWORD: Final = re.compile(r"(?<=://)[^/@\s]+@")  # of a server's address


@dataclass(frozen=True, slots=True)
class Setting:
    """One option as it holds now. ``wrong``: why its value can't be used, or nothing."""

    name: str
    value: Any
    origin: str
    wrong: str = ""


def settings() -> list[Setting]:
    """Every option of the main job; raises what ``read`` raises."""
    command = typer.main.get_command(main_app)
    options = {parameter.name: parameter for parameter in command.params}
    from_file = read(folders.settings(), option_names())
    return [_setting(typer.Context(command), options[name], from_file) for name in option_names()]


def _setting(context: typer.Context, option: Any, from_file: dict[str, Any]) -> Setting:
    name = variable(option.name)
    if said := os.environ.get(name):  # an empty one sets nothing
        value, origin = (said.split() if option.multiple else said), name
    elif option.name in from_file:
        value, origin = from_file[option.name], "config.toml"
    else:
        return Setting(option.name, option.get_default(context, call=True), "default")
    try:
        option.process_value(context, value)
    except typer.BadParameter as exc:
        return Setting(option.name, value, origin, exc.message)
    except (TypeError, ValueError, ArithmeticError):  # a date, a list, an endless number: the command line has none
        return Setting(option.name, value, origin, f"{value!r} is of another kind than it takes.")
    return Setting(option.name, value, origin)


def require_good(held: Iterable[Setting]) -> None:
    """Raise ``UsageError`` where an option can't have its value."""
    wrong = [setting for setting in held if setting.wrong]
    if wrong:
        said = "; ".join(f"{each.name.replace('_', '-')} from {each.origin}: {each.wrong}" for each in wrong)
        raise UsageError(said, hint="Mend it where it comes from; transum config path names the file.")


def strange_variables(names: Iterable[str]) -> Iterator[str]:
    """A sentence for each variable that looks like one of ours and is none."""
    for name, near in unknown_variables(os.environ, list(names)).items():
        yield f"{name} sets nothing{f'; did you mean {near}?' if near else ''}"


@app.command()
def path() -> None:
    """The file to write your defaults into; it need not exist."""
    typer.echo(os.fsencode(folders.settings()))  # whatever the locale has letters for


@app.command()
def show() -> None:
    """Every option with its value: from the variable, the file, or transum's own default."""
    held = settings()
    for setting in held:
        typer.echo(f"{setting.name.replace('_', '-'):<18} {printable(_toml(setting.value)):<24} {setting.origin}")
    for sentence in strange_variables(setting.name for setting in held):
        typer.echo(f"transum: {printable(sentence)}", err=True)
    require_good(held)


def _toml(value: object) -> str:
    """``value`` as it would stand in the file, but for passwords; an option without one has none."""
    if value is None or value == []:
        return "-"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_toml(item) for item in value)}]"
    return f'"{_PASSWORD.sub("***@", str(value))}"'
