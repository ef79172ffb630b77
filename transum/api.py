"""transum as a library: the same engine as the command line; nothing is printed."""

import hashlib
from functools import cache
from threading import Lock
from typing import Any

from transum.assembly import Choice, assemble
from transum.document import Article, Document, Source, Summary, Translation
from transum.errors import InputError, LanguageError
from transum.indonesian.detect import require_indonesian
from transum.segment import segment
from transum.summaries.protocol import Limit


class Transum:
    """A translator and summarizer that keeps its models loaded; one may serve many threads.

    Keywords are those of ``assembly.Choice`` (``model``, ``beam``, ``threads``, ``glossary``, ``repair``, …);
    ``summary`` is ``"3"``, ``"20%"``, ``"80w"`` or None. The translation memory on disk is not used unless
    ``memory=True``. The constructor raises ``ModelError`` and ``UsageError``, as the command line would.

    >>> article = Transum(beam=1).process("Banjir merendam 12 rumah.")
    >>> len(article.translation.pairs)
    1
    """

    def __init__(self, *, summary: str | None = "3", memory: bool = False, **choice: Any) -> None:
        limit = None if summary is None else Limit.parse(summary)
        self._pipeline = assemble(Choice(summary=limit, memory=memory, **choice), quiet=True)
        # Engines are thread-safe one by one; the lock keeps one text's work together, since it uses every processor.
        self._lock = Lock()

    def process(self, text: str | Document, *, force: bool = False) -> Article:
        """The article whole: translation, findings, summary.

        Raises ``InputError`` for an empty text and, unless ``force``, for one that doesn't look Indonesian; its
        language is then ``und`` in ``source``.
        """
        document = segment(text) if isinstance(text, str) else text
        if not document.paragraphs:
            raise InputError("the text is empty", hint="Give a text with a sentence in it.")
        if not force and self._pipeline.model.source_language == "id":
            _require_indonesian(document.text)
        with self._lock:
            ((translation, summary),) = self._pipeline.process_documents([document])
        sha256 = hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
        source = Source("", sha256, "utf-8", self._pipeline.language_of(document.text))
        return Article(source, self._pipeline.model, translation, summary)


def _require_indonesian(text: str) -> None:
    try:
        require_indonesian(text, "the text")
    except LanguageError as error:
        raise LanguageError(error.message, hint="force=True translates it all the same.") from error


def translate(text: str, *, force: bool = False, **choice: Any) -> Translation:
    """Translate an Indonesian text; ``str()`` of the result is English, ``.pairs`` has every sentence and its doubts.

    ``force`` as in ``Transum.process``. The models stay loaded for the next call with the same other keywords (those of
    ``Transum``).
    """
    return _kept(summary=None, **choice).process(text, force=force).translation


def summarize(text: str, length: str = "3", *, force: bool = False, **choice: Any) -> Summary:
    """Summarize an Indonesian text in English, in ``length`` (``"3"``, ``"20%"``, ``"80w"``).

    Every sentence of ``.sentences`` names its evidence. Keywords and models as for ``translate``.
    """
    summary = _kept(summary=length, **choice).process(text, force=force).summary
    assert summary is not None  # noqa: S101 - a length was asked for
    return summary


# Loading takes as long as translating a page. A cache of engines is no state: no result depends on it.
_kept = cache(Transum)
