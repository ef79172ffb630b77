"""transum as a library: the same engine as the command line; nothing is printed."""

import hashlib
from dataclasses import replace
from functools import cache
from threading import Lock
from typing import Any

from transum.assembly import assemble, embedded_encoder, embedded_witnesses
from transum.choice import chosen
from transum.document import Article, Document, Summary, Translation
from transum.errors import InputError, LanguageError
from transum.inputs.decode import Text
from transum.outputs.notebook import article_fragment, summary_fragment, translation_fragment
from transum.pipeline import Prepared, checked, prepare
from transum.summaries.protocol import USUAL, Limit


class Transum:
    """A translator and summarizer that keeps its models loaded; one may serve many threads.

    Keywords are those of ``choice.Choice`` (``model``, ``beam``, ``threads``, ``glossary``, ``repair``, …); ``summary``
    is ``"3"``, ``"20%"``, ``"80w"`` or None. The translation memory on disk is not used unless ``memory=True``.

    The constructor raises ``ModelError`` and ``UsageError``, as the command line would, and ``TypeError`` or
    ``ValueError`` for what ``choice.chosen`` doesn't take.

    >>> article = Transum(beam=1).process("Banjir merendam 12 rumah.")
    >>> len(article.translation.pairs)
    1
    """

    def __init__(self, *, summary: str | None = str(USUAL), memory: bool = False, **choice: Any) -> None:
        limit = None if summary is None else Limit.parse(_a_string(summary, "summary"))
        self._pipeline = assemble(chosen(summary=limit, memory=memory, **choice), quiet=True)
        # Engines are thread-safe one by one; the lock keeps one text's work together, since it uses every processor.
        self._lock = Lock()

    def process(self, text: str | Document, *, force: bool = False) -> Article:
        """The article whole: translation, findings, summary.

        Raises ``InputError`` for an empty text and, unless ``force``, for one that doesn't look Indonesian; its
        language is then ``und`` in ``source``. Raises ``TypeError`` for what is no text.
        """
        language = self._pipeline.model.source_language
        content = text.text if isinstance(text, Document) else _a_string(text, "text")
        prepared = _prepared(content, language=language, force=force)
        if isinstance(text, Document):
            prepared = replace(prepared, document=text)
        if not prepared.document.paragraphs:
            raise InputError("the text is empty", hint="Give a text with a sentence in it.")
        with self._lock:
            return self._pipeline.process(prepared)


def translate(text: str, *, force: bool = False, **choice: Any) -> Translation:
    """Translate an Indonesian text; ``str()`` of the result is English, ``.pairs`` has every sentence and its doubts.

    ``force`` as in ``Transum.process``. The models stay loaded for the next call with the same other keywords (those of
    ``Transum``).
    """
    return _kept(summary=None, **choice).process(text, force=force).translation


def summarize(text: str, length: str = str(USUAL), *, force: bool = False, **choice: Any) -> Summary:
    """Summarize an Indonesian text in English, in ``length`` (``"3"``, ``"20%"``, ``"80w"``).

    Every sentence of ``.sentences`` names its evidence. Keywords and models as for ``translate``.
    """
    summary = _kept(summary=_a_string(length, "length"), **choice).process(text, force=force).summary
    assert summary is not None  # noqa: S101 - a length was asked for
    return summary


def check_translation(source: str, target: str, *, force: bool = False, quick: bool = False) -> Translation:
    """Check a translation that someone else made: ``target`` as the English of ``source``.

    The two are aligned, sentence by sentence; ``.pairs`` has every sentence of the original with what translates it
    ("" where nothing does) and its doubts; unless ``quick``, the embedded models say which words one of the two has and
    the other hasn't. ``force`` and errors as in ``Transum.process``.
    """
    original = _prepared(_a_string(source, "source"), force=force)
    witnesses = None if quick else _kept_witnesses()
    return checked(original, _text(_a_string(target, "target")), _kept_encoder(), witnesses).translation


def _text(content: str) -> Text:
    return Text("", content, "utf-8", hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest())


def _prepared(content: str, *, force: bool, **more: str) -> Prepared:
    if not content.strip():
        raise InputError("the text is empty", hint="Give a text with a sentence in it.")
    try:
        return prepare(_text(content), force=force, name="the text", **more)
    except LanguageError as error:
        raise LanguageError(error.message, hint="force=True lets it through.") from error


def _a_string(value: object, name: str) -> str:
    if not isinstance(value, str):
        way_out = f"; decode it: {name}.decode()" if isinstance(value, bytes) else ""
        raise TypeError(f"{name} must be a str, not {type(value).__name__}{way_out}")
    return value


def _shown_in_notebooks() -> None:
    """Have articles, translations and summaries drawn where a notebook shows them: the nouns know no outputs."""
    Article._repr_html_ = article_fragment  # type: ignore[attr-defined]
    Translation._repr_html_ = translation_fragment  # type: ignore[attr-defined]
    Summary._repr_html_ = summary_fragment  # type: ignore[attr-defined]


_shown_in_notebooks()
# Loading takes as long as translating a page. A cache of engines is no state: no result depends on it.
_kept = cache(Transum)
_kept_encoder = cache(embedded_encoder)
_kept_witnesses = cache(embedded_witnesses)
