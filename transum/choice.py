"""What a user chose, as a value: which engines, and how they are set. Every default stands here, or where its room is.

Nothing is loaded by a choice: the command line shows these defaults in its help.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from transum.document import ENGLISH, INDONESIAN
from transum.engines.protocol import BEAM, EngineName
from transum.summaries import EXTRACTIVE
from transum.summaries.protocol import USUAL, Limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which engines, and how they are set.

    ``summary`` None: no summary; ``threads`` None: every processor; ``quick``: without the reverse model.
    """

    model: str = "default"
    engine: EngineName = "auto"
    download: bool = False
    source_language: str = INDONESIAN
    target_language: str = ENGLISH
    beam: int = BEAM
    glossary: Path | None = None
    repair: bool = True
    quick: bool = False
    summary: Limit | None = USUAL
    summarizer: str = EXTRACTIVE
    prompt: str | None = None
    base_url: str | None = None
    faithful: bool = False
    memory: bool = True
    threads: int | None = None
    jobs: int | None = None


def chosen(**words: Any) -> Choice:
    """A choice by its words, as people write them in a program; a path may be a string.

    Raises ``TypeError`` for a word that there isn't and for a value of another type, ``ValueError`` for a number below
    one and for a name that is none of several.

    >>> chosen(beam=1).beam
    1
    """
    hints = get_type_hints(Choice)
    if strange := words.keys() - hints:
        raise TypeError(f"there is no {min(strange)}=; there are {', '.join(sorted(hints))}")
    if isinstance(words.get("glossary"), str):
        words["glossary"] = Path(words["glossary"])
    for name, value in words.items():
        _require_type(name, value, hints[name])
    return Choice(**words)


def _require_type(name: str, value: object, hint: Any) -> None:
    if get_origin(hint) is Literal:
        if value not in get_args(hint):
            raise ValueError(f"{name} must be one of {', '.join(get_args(hint))}, not {value!r}")
        return
    if not isinstance(value, hint) or (isinstance(value, bool) and hint is not bool):
        kinds = [kind.__name__ for kind in get_args(hint) or (hint,)]
        expected = " or ".join(kinds).replace("NoneType", "None")
        raise TypeError(f"{name} must be {expected}, not {type(value).__name__}")
    if isinstance(value, int) and hint is not bool and value < 1:
        raise ValueError(f"{name} must be at least 1, not {value}")
