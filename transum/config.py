"""Defaults that last: ``config.toml`` in the configuration folder, one key an option.

    format = "side-by-side"
    summary = "20%"
    only = ["translation", "summary"]

A key is the option's long name. The command line wins over ``TRANSUM_*`` variables, these over the file, the file over
transum's own defaults.
"""

import difflib
import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

from transum.errors import InputError, UsageError

# Options that make no sense as a lasting default.
ONCE: Final = frozenset({"version", "help", "install_completion", "show_completion"})


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
