"""The way out, as far as the command has it: a hint is written where a mistake is met, whichever command met it."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final

import typer

from transum.cli.main_job import app

_OPTION: Final = re.compile(r"(?<![\w-])(?:--[a-z][a-z-]*|-o)(?![\w-])")
_BETWEEN: Final = re.compile(r"(; |, or |(?<=[.?]) )")  # two ways out
_REFUSED: Final[dict[str, frozenset[str]]] = {"review": frozenset({"--no-memory", "--from", "--to"})}
"""Options that a tool knows, and that are no way out of anything there."""


def fitting(hint: str, tool: typer.Typer, words: Sequence[str]) -> str:
    """``hint`` for whoever typed ``words``, which ``tool`` was given: without the articles' options that it hasn't."""
    name, second, *_ = [*words, "", ""]
    command: Any = typer.main.get_command(tool)
    command = getattr(command, "commands", {}).get(second, command)
    missing = _options(typer.main.get_command(app)) - _options(command)
    return without(hint, missing | _REFUSED.get(name, frozenset()))


def _options(command: Any) -> frozenset[str]:
    return frozenset(name for each in command.params for name in (*each.opts, *each.secondary_opts))


def without(hint: str, missing: AbstractSet[str]) -> str:
    """``hint`` but for those of its ways out that name a ``missing`` option; a whole ``transum …`` names its own.

    >>> without("Divide the text, or raise --max-bytes.", {"--max-bytes"})
    'Divide the text.'
    >>> without("Raise --max-bytes, or divide the text.", {"--max-bytes"})
    'Divide the text.'
    """
    pieces = ["", *_BETWEEN.split(hint)]
    ways = list(zip(pieces[::2], pieces[1::2], strict=True))
    kept = [way for way in ways if "transum " in way[1] or missing.isdisjoint(_OPTION.findall(way[1]))]
    if len(kept) == len(ways) or not kept:
        return hint if kept else ""
    text = kept[0][1] + "".join(between + way for between, way in kept[1:])
    text = text if kept[0] is ways[0] else text[:1].upper() + text[1:]
    return text if text.endswith((".", "?")) or not hint.endswith(".") else f"{text}."
