"""Defaults that last: ``config.toml`` in the configuration folder, one key an option.

    format = "side-by-side"
    summary = "20%"
    only = ["translation", "summary"]

A key is the option's long name. The command line wins over ``TRANSUM_*`` variables, these over the file, the file over
transum's own defaults.
"""

import difflib
import tomllib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from transum.errors import InputError, UsageError

# Options that make no sense as a lasting default.
ONCE: Final = frozenset({"version", "help", "install_completion", "show_completion"})


# Variables that are no options: folders.py and summarize/openai.py read them.
_OTHER_VARIABLES: Final = frozenset({"TRANSUM_DATA", "TRANSUM_API_KEY"})
# Where the command line keeps, in the context's ``meta``, what is wrong with the file, for whoever needs the settings.
PROBLEM: Final = "transum.configuration"


def settable(names: Iterable[str | None]) -> list[str]:
    """Those of an application's parameters that may stand in the file."""
    return [name for name in names if name and name not in ONCE]


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
            found = tomllib.load(stream)
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
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
        settings[name] = value
    return settings
