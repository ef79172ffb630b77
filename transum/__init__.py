"""Indonesian–English translation and summarization, offline, with its doubts shown.

>>> import transum
>>> translation = transum.translate("Banjir merendam ratusan rumah di Jakarta.")
>>> summary = transum.summarize("Banjir merendam ratusan rumah. Warga mengungsi.", "1")
>>> checked = transum.check_translation("Banjir merendam 12 rumah.", "Floods hit 13 houses.")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from transum._version import __version__

if TYPE_CHECKING:
    from transum.api import Transum
    from transum.cluster.translate import Translate
    from transum.document import Article, Document, Summary, Translation
    from transum.errors import TransumError

__all__ = [
    "Article",
    "Document",
    "Summary",
    "Translate",
    "Translation",
    "Transum",
    "TransumError",
    "__version__",
    "check_translation",
    "summarize",
    "translate",
]

_HOMES = {
    "Article": "document",
    "Document": "document",
    "Summary": "document",
    "Translation": "document",
    "TransumError": "errors",
    "Translate": "cluster.translate",
    "Transum": "api",
}


def __getattr__(name: str) -> Any:
    """Import a public name where it is first used: ``import transum`` alone loads no model library."""
    if name in _HOMES:
        return getattr(import_module(f"transum.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'transum' has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names, those not yet imported as well."""
    return sorted(__all__)


def check_translation(source: str, target: str, **choice: Any) -> "Translation":
    """Check a translation that someone else made; see ``transum.api.check_translation``."""
    found: Translation = import_module("transum.api").check_translation(source, target, **choice)
    return found


def translate(text: str, **choice: Any) -> "Translation":
    """Translate an Indonesian text; see ``transum.api.translate``."""
    found: Translation = import_module("transum.api").translate(text, **choice)
    return found


def summarize(text: str, *length: str, **choice: Any) -> "Summary":
    """Summarize an Indonesian text in English; see ``transum.api.summarize``."""
    found: Summary = import_module("transum.api").summarize(text, *length, **choice)
    return found
