"""A document translated into a file of its own kind: its structure is kept, and only its words are others."""

import hashlib
from pathlib import Path

from transum.document import Article, Edition
from transum.errors import InputError, UsageError
from transum.inputs import INPUTS, Input, container, text_type
from transum.inputs.decode import STDIN, decode
from transum.outputs.view import View, displayable


def render_same(article: Article, view: View) -> bytes:
    """The article's file with its translation in it; the file is read again, and has to be what it was.

    Raises what ``require_own_kind`` raises, and ``InputError`` for a file that was changed meanwhile.
    """
    source = article.source
    edition = Edition(article.model.source_language, article.model.target_language, view.bilingual)
    if layout := article.document.layout:
        return layout.rebuild(article.translation, edition).encode("utf-8", errors="replace")
    data, kind = _original(source.path)
    if hashlib.sha256(data).hexdigest() != source.sha256:
        raise InputError(f"{displayable(source.path)} was changed while it was translated", hint="Run it again.")
    if not kind.refiller:
        return article.translation.text.encode("utf-8", errors="replace")
    return kind.refilled(data, source.path, article.translation, edition)


def require_own_kind(path: str) -> Input:
    """The kind of a file that can be translated into its own kind.

    Raises ``UsageError`` for other kinds, and for what can be read only once, such as a pipe; ``InputError`` where it
    can't be read.
    """
    return _original(path)[1]


def _original(path: str) -> tuple[bytes, Input]:
    name = "standard input" if path == STDIN else displayable(path)
    try:
        if path == STDIN or not Path(path).is_file():
            raise UsageError(
                f"a file of the input's own kind is made by reading it twice, and {name} can't be",
                hint="Save it in a file first.",
            )
        data = Path(path).read_bytes()
    except OSError as exc:
        raise InputError(f"can't read {name} again: {exc.strerror}", hint="Was it moved? Run it again.") from exc
    kind = container(data, path) or text_type(decode(data, path)[0], path)
    if not (kind.refiller or kind.keeps_layout):
        *others, last = (row.what for row in INPUTS if row.refiller or row.keeps_layout)
        raise UsageError(
            f"{name} is {kind.what}, and only {', '.join(others)} or {last} becomes a file of its own kind",
            hint="Say another format: --format text, docx or html.",
        )
    return data, kind
