"""What typer says of wrong words, as transum says it: which option, variable or setting, and what it takes."""

import re
from difflib import get_close_matches
from typing import Any, Final

import typer

from transum import folders
from transum.cli.settings import variable
from transum.errors import UsageError

_VALUE: Final = re.compile(r"(?s)(.+?) is not (?:a valid|one of|in the range)")
_NO_VALUE: Final = re.compile(r"Option '(\S+)' requires an argument|Option '(\S+)' does not take a value")
_NO_COMMAND: Final = re.compile(r"No such command '(.*)'\.", re.DOTALL)
_NEAR: Final = 0.7  # below it, a guess is no help


def told(error: typer.TyperException, command: str) -> UsageError:
    """The error for ``error``, which ``command`` met; its help is the way out."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else command
    message = error.format_message()
    if message.startswith("Usage: "):  # a tool without a command
        typer.echo(message, err=True)
        return UsageError(f"{command} needs one of its commands", hint=f"{command} COMMAND --help tells of one.")
    needed = _needed(context) if type(error).__name__ == "MissingParameter" else ""
    return UsageError(_said(error, context, message), hint=f"{command} {needed or '--help'}")


def _needed(context: Any) -> str:
    """What a command can't do without, as it is written: ``--source FILE --target FILE``."""
    needed = [each for each in context.command.params if each.required] if context else []
    return " ".join(
        f"{_name(each)} {each.metavar or each.name.upper()}" if each.opts[0].startswith("-") else _name(each)
        for each in needed
    )


def _said(error: typer.TyperException, context: Any, message: str) -> str:
    parameter = getattr(error, "param", None)
    kind = type(error).__name__
    if kind == "MissingParameter" and parameter:
        return f"{_name(parameter)} is missing"
    if kind == "BadParameter" and parameter:
        return _wrong_value(parameter, context, getattr(error, "message", message))
    if kind == "NoSuchOption":
        name = getattr(error, "option_name", "")
        known = [option.strip("-") for option in getattr(error, "possibilities", None) or ()]
        near = get_close_matches(name.strip("-"), known, n=1, cutoff=_NEAR)
        return f"there is no option {name}" + (f". Did you mean --{near[0]}?" if near else "")
    if found := _NO_COMMAND.match(message):
        near = get_close_matches(found[1], context.command.commands, n=1, cutoff=_NEAR) if context else []
        return f"there is no command {found[1]}" + (f". Did you mean {near[0]}?" if near else "")
    if found := _NO_VALUE.match(message):
        return f"{found[1]} needs a value" if found[1] else f"{found[2]} takes no value"
    return message


def _wrong_value(parameter: Any, context: Any, message: str) -> str:
    """``--beam 99: it takes a whole number from 1 to 32``; what a parser of ours says is said as it is."""
    takes, found = _takes(parameter.type), _VALUE.match(message)
    value = found[1].strip("'\"") if takes and found else ""
    return f"{_place(parameter, context, value)}: {f'it takes {takes}' if value else message}"


def _takes(type_: Any) -> str:
    """What values a parameter takes, in words; "" where its type doesn't say."""
    if choices := getattr(type_, "choices", None):
        *names, last = (str(getattr(choice, "value", choice)) for choice in choices)
        return f"{', '.join(names)} or {last}"
    if type_.name == "boolean":
        return "true or false"
    if not type_.name.startswith("int"):
        return ""
    least, most = getattr(type_, "min", None), getattr(type_, "max", None)
    if most is None:
        return "a whole number" if least is None else f"a whole number, {least} or more"
    return f"a whole number from {least} to {most}"


def _place(parameter: Any, context: Any, value: str) -> str:
    """Where the value stands: on the command line, in a variable, in the file of settings."""
    source = context.get_parameter_source(parameter.name) if context else None
    where = source.name if source else ""
    if where == "ENVIRONMENT":
        return f"{variable(parameter.name)}{value and f'={value}'}"
    if where == "DEFAULT_MAP":
        return f"{parameter.name.replace('_', '-')}{value and f' = {value!r}'} in {folders.settings()}"
    return f"{_name(parameter)}{value and f' {value}'}"


def _name(parameter: Any) -> str:
    """``--beam``; of an argument what help calls it."""
    long = [name for name in parameter.opts if name.startswith("--")]
    return str(long[0] if long else parameter.metavar or parameter.name.upper())
