"""Defaults that last: ``config.toml`` in the configuration folder, one key an option.

    format = "side-by-side"
    summary = "20%"
    only = ["translation", "summary"]

A key is the option's long name. The command line wins over ``TRANSUM_*`` variables, these over the file, the file over
transum's own defaults.
"""

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import typer

from transum.errors import InputError, TransumError, UsageError

# Variables that are no options: ``folders``, ``summaries.openai`` and ``articles`` read them.
_OTHER_VARIABLES: Final = frozenset({"TRANSUM_DATA", "TRANSUM_API_KEY", "TRANSUM_SERVER", "TRANSUM_TOKEN"})
_LARGEST: Final = 1 << 20  # bytes of a file that people write by hand


@dataclass(frozen=True, slots=True)
class Settings:
    """What the file sets, or nothing and a ``problem``.

    It is told where settings are needed, so that help still works, and so do the tools that find it.
    """

    values: Mapping[str, Any]
    problem: TransumError | None = None

    @classmethod
    def found(cls, path: Path, options: Collection[str]) -> "Settings":
        """Those of the file at ``path``; see ``read``."""
        try:
            return cls(read(path, options))
        except TransumError as error:
            return cls({}, error)

    @property
    def defaults(self) -> Mapping[str, Any]:
        """The values as variables would have them: a number may be the name of a file."""
        return {name: str(value) if type(value) is int else value for name, value in self.values.items()}

    def require(self) -> None:
        """Raise ``problem`` if there is one."""
        if self.problem:
            raise self.problem


def said(context: typer.Context) -> frozenset[str]:
    """The options that stand on the command line itself, and in no variable or file."""
    sources = {name: context.get_parameter_source(name) for name in context.params}
    return frozenset(name for name, source in sources.items() if source and source.name == "COMMANDLINE")


def variable(option: str) -> str:
    """The environment variable of an option.

    >>> variable("no_summary")
    'TRANSUM_NO_SUMMARY'
    """
    return f"TRANSUM_{option.upper()}"


def unknown_variables(environment: Mapping[str, str], options: Collection[str]) -> dict[str, str]:
    """The ``TRANSUM_*`` variables that nothing reads, each with the nearest that is one (or nothing).

    >>> unknown_variables({"TRANSUM_BAEM": "1", "TRANSUM_BEAM": "2"}, ["beam", "force"])
    {'TRANSUM_BAEM': 'TRANSUM_BEAM'}
    """
    prefix = variable("")
    known = {name.removeprefix(prefix) for name in (*map(variable, options), *_OTHER_VARIABLES)}
    names = sorted(name.removeprefix(prefix) for name in environment if name.startswith(prefix))
    return {
        prefix + name: next((prefix + near for near in difflib.get_close_matches(name, known, n=1)), "")
        for name in names
        if name not in known
    }


def read(path: Path, options: Collection[str]) -> dict[str, Any]:
    """The file's settings by option name (``-`` as ``_``); nothing where there is no file.

    ``options`` are the names that exist. Raises ``UsageError`` for an unknown key or a table, ``InputError`` where the
    file can't be read or is no TOML.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise UsageError(f"{path} is larger than {_LARGEST:,} bytes", hint="It holds a line an option.")
        import tomllib

        found = tomllib.loads(data.decode("utf-8"))
    except FileNotFoundError:
        return {}
    except (ValueError, RecursionError) as exc:  # whatever is no TOML, no UTF-8, too deep, or too long a number
        raise UsageError(f"{path} is not valid TOML: {exc}", hint="transum config path names the file.") from exc
    except OSError as exc:
        raise InputError(f"can't read {path}: {exc.strerror}", hint="Check its permissions.") from exc
    settings = {}
    for key, value in found.items():
        name = key.replace("-", "_")
        if name not in options or isinstance(value, dict):
            near = difflib.get_close_matches(name, options, n=1)
            known = f"Did you mean {near[0].replace('_', '-')}?" if near else "transum --help lists the options."
            raise UsageError(f"{path}: there is no option {key!r}", hint=known)
        if any("\0" in text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)):
            raise UsageError(f"{path}: {key} has a NUL, which no option takes", hint="Write it anew.")
        settings[name] = value
    return settings
