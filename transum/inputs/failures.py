"""Where foreign libraries are called: whatever they raise on a file becomes one kind of error, with its way out."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from transum.errors import InputError

EXTRA: Final = "pip install 'transum[docs]'"
MOST_WORDS: Final = 20_000_000  # characters of text that any one file may hold: twenty long novels


@contextmanager
def reading(name: str, what: str) -> Iterator[None]:
    """Raises ``InputError``, with ``name``, for anything that goes wrong inside, which reads it as ``what`` ("a PDF").

    >>> with reading("a.pdf", "a PDF"):
    ...     raise KeyError("/Root")
    Traceback (most recent call last):
    transum.errors.InputError: a.pdf can't be read as a PDF: KeyError: '/Root'
    """
    try:
        yield
    except InputError as exc:
        if name in exc.message:
            raise
        raise InputError(f"{name}: {exc.message}", hint=exc.hint) from exc
    except ImportError as exc:
        raise InputError(f"{name} is {what}, and the library for it is not installed", hint=EXTRA) from exc
    except Exception as exc:
        said = " ".join(str(exc).split())
        reason = (said if " " in said else f"{type(exc).__name__}: {said}")[:200]
        raise InputError(
            f"{name} can't be read as {what}: {reason}", hint="It may be damaged: open and save it again, or as text."
        ) from exc


def require_words(text: str, name: str, hint: str = "Give a file with an Indonesian text in it.") -> str:
    """``text``; raises ``InputError`` where there is none, or more than any article has."""
    if not text.strip():
        raise InputError(f"{name} has no text", hint=hint)
    if len(text) > MOST_WORDS:
        raise InputError(f"{name} holds more than {MOST_WORDS:,} characters", hint="Divide it.")
    return text
