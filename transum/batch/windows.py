"""Many articles: windows of them go through the pipeline together, and each result is written as soon as it is there.

A window is bounded by the length of its texts, not by their number, so that the sentences of many short articles fill
the model's batches as those of a long one do, while memory stays flat. Windows grow from a page to many: the first
result comes at once. Nothing that is wrong with one input stops the others.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from transum.atomic import NoSpaceError
from transum.batch.destinations import Destination, NotOursError, Result
from transum.batch.discover import Found, displayable
from transum.document import Article, Document, Level, ModelInfo, Source, Summary, Translation
from transum.errors import ModelError, TransumError
from transum.inputs.decode import Text

_log = logging.getLogger(__name__)

_FIRST_WINDOW: Final = 2_000  # characters: a short article, some seconds of work at most
_LARGEST_WINDOW: Final = 128_000  # characters, about 900 sentences: larger ones fill the model's batches no better
_MOST_DOCUMENTS: Final = 256  # of one line each, say


class Engine(Protocol):
    """What a batch needs of the pipeline."""

    @property
    def model(self) -> ModelInfo:
        """The model that translates."""
        ...

    def language_of(self, text: str) -> str:
        """The language that the output names for ``text``."""
        ...

    def process_documents(self, documents: Sequence[Document]) -> Sequence[tuple[Translation, Summary | None]]:
        """Each document's translation and summary; raises ``ModelError``."""
        ...


class Status(StrEnum):
    """What became of an input."""

    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input.

    ``output`` is where its result is ("" where there is none), ``reason`` why it was skipped or failed, ``hint`` the
    way out; ``sentences`` and ``warnings`` count those of a translation that was made now. ``errors`` counts the
    sentences, of translation and summary, in which a fact is probably wrong, also those of a result of an earlier run.
    """

    path: str
    status: Status
    output: str = ""
    reason: str = ""
    hint: str = ""
    sentences: int = 0
    errors: int = 0
    warnings: int = 0


@dataclass(frozen=True, slots=True)
class Work:
    """What is done with each input: ``read`` it, ``prepare`` its text, let ``engine`` translate it, ``render`` it.

    ``read`` and ``prepare`` raise ``InputError``. ``interrupted`` is asked before each input.
    """

    read: Callable[[str], Text]
    prepare: Callable[[Text], Document]
    engine: Engine
    render: Callable[[Article], bytes]
    interrupted: Callable[[], bool] = lambda: False


class InterruptedBatchError(Exception):
    """Somebody pressed Ctrl-C, and what was in flight has been saved."""


@dataclass(frozen=True, slots=True)
class _Prepared:
    found: Found
    text: Text
    document: Document


def run(inputs: Iterable[Found], destination: Destination, work: Work) -> Iterator[Outcome]:
    """Translate what isn't translated yet, and tell of each input what became of it.

    Raises ``OutputError`` where no further result can be written (a full disk, a changed file of lines), and
    ``ModelError`` where the model fails on everything; what was done stays good. Ends with ``InterruptedBatchError``
    once ``work.interrupted()``.
    """
    window: list[_Prepared] = []
    size, limit = 0, _FIRST_WINDOW
    for found in inputs:
        if work.interrupted():
            raise InterruptedBatchError
        entered = _enter(found, destination, work)
        if isinstance(entered, Outcome):
            yield entered
            continue
        window.append(entered)
        size += len(entered.text.content)
        if size >= limit or len(window) >= _MOST_DOCUMENTS:
            yield from _complete(window, destination, work)
            window, size, limit = [], 0, min(2 * limit, _LARGEST_WINDOW)
    yield from _complete(window, destination, work)
    destination.finish()


def _enter(found: Found, destination: Destination, work: Work) -> _Prepared | Outcome:
    """The input, ready to be translated, or why it isn't going to be."""
    try:
        if found.problem:
            return _failed(found, found.problem)
        text = work.read(found.path)
        if (current := destination.current(found, text.sha256)) is not None:
            return Outcome(found.path, Status.SKIPPED, destination.place(found), "up to date", errors=current.errors)
        document = work.prepare(text)
    except (NoSpaceError, NotOursError):
        raise
    except TransumError as exc:
        return _failed(found, exc)
    except Exception as exc:  # noqa: BLE001 - a bug that one input meets must not cost the others their translation
        return _failed(found, exc)
    destination.announce(found)
    return _Prepared(found, text, document)


def _complete(window: list[_Prepared], destination: Destination, work: Work) -> Iterator[Outcome]:
    """Translate the inputs of a window and write their results."""
    if not window:
        return
    articles = _articles(window, work.engine)
    results: list[Result] = []
    outcomes: list[Outcome] = []
    for one, article in zip(window, articles, strict=True):
        if isinstance(article, Exception):
            yield _failed(one.found, article)
            continue
        try:
            data = work.render(article)
        except Exception as exc:  # noqa: BLE001 - as in _enter
            yield _failed(one.found, exc)
            continue
        outcome = _done(one.found, article, destination)
        results.append(Result(one.found, one.text.sha256, data, outcome.errors))
        outcomes.append(outcome)
    for result, outcome, error in zip(results, outcomes, destination.write(results), strict=True):
        yield _failed(result.found, error) if error else outcome


def _articles(window: Sequence[_Prepared], engine: Engine) -> list[Article | Exception]:
    """Each article, or what the engine raised on it; raises ``ModelError`` if it failed on every one of several."""
    try:
        return [*_translated(window, engine)]
    except InterruptedBatchError:
        raise
    except Exception as exc:  # noqa: BLE001 - see below
        if len(window) == 1:
            return [exc]
    articles: list[Article | Exception] = []
    for one in window:  # to find out which of them it was
        articles += _articles([one], engine)
    failures = [article for article in articles if isinstance(article, ModelError)]
    if len(failures) == len(window):
        raise failures[0]
    return articles


def _translated(window: Sequence[_Prepared], engine: Engine) -> Iterator[Article]:
    results = engine.process_documents([one.document for one in window])
    for one, (translation, summary) in zip(window, results, strict=True):
        language = engine.language_of(one.text.content)
        source = Source(displayable(one.text.path), one.text.sha256, one.text.encoding, language)
        yield Article(source, engine.model, translation, summary)


def _done(found: Found, article: Article, destination: Destination) -> Outcome:
    levels = [pair.level for pair in article.translation.pairs]
    told = article.summary.sentences if article.summary else ()
    invented = sum(any(finding.level is Level.ERROR for finding in sentence.findings) for sentence in told)
    return Outcome(
        found.path,
        Status.DONE,
        destination.place(found),
        sentences=len(levels),
        errors=levels.count(Level.ERROR) + invented,
        warnings=levels.count(Level.WARNING),
    )


def _failed(found: Found, exc: Exception) -> Outcome:
    if isinstance(exc, TransumError):
        return Outcome(found.path, Status.FAILED, reason=displayable(exc.message), hint=exc.hint)
    _log.error("A bug met %s", displayable(found.path), exc_info=exc)
    return Outcome(
        found.path,
        Status.FAILED,
        reason=displayable(f"transum has a bug that this input met: {type(exc).__name__}: {exc}"),
        hint="Please report it, with the lines above it on stderr.",
    )
