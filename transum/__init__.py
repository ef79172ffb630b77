"""Indonesian–English translation and summarization, offline, with its doubts shown.

>>> import transum
>>> translation = transum.translate("Banjir merendam ratusan rumah di Jakarta.")
>>> summary = transum.summarize("Banjir merendam ratusan rumah. Warga mengungsi.", "1")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from transum.document import Article, Document, Summary, Translation
    from transum.errors import TransumError
    from transum.library import Transum

__version__ = "0.1.0"

__all__ = ["Article", "Document", "Summary", "Translation", "Transum", "TransumError", "summarize", "translate"]

# The two rooms that are named like the functions below: imported first, since importing a room later would put the
# room in the function's place.
for _room in ("translate", "summarize"):
    import_module(f"transum.{_room}")

_HOMES = {
    "Article": "document",
    "Document": "document",
    "Summary": "document",
    "Translation": "document",
    "TransumError": "errors",
    "Transum": "library",
}


def __getattr__(name: str) -> Any:
    """Import a public name where it is first used: ``import transum`` alone loads no model library."""
    if name in _HOMES:
        return getattr(import_module(f"transum.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'transum' has no attribute {name!r}")


def translate(text: str, **choice: Any) -> "Translation":
    """Translate an Indonesian text; see ``transum.library.translate``."""
    found: Translation = import_module("transum.library").translate(text, **choice)
    return found


def summarize(text: str, length: str = "3", **choice: Any) -> "Summary":
    """Summarize an Indonesian text in English; see ``transum.library.summarize``."""
    found: Summary = import_module("transum.library").summarize(text, length, **choice)
    return found
