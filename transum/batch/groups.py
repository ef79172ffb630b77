"""Many articles: groups of them go through the pipeline together, and each result is written as soon as it is there.

A group is bounded by the length of its texts, not by their number, so that the sentences of many short articles fill
the model's batches as those of a long one do, while memory stays flat. Groups grow from a page to many: the first
result comes at once. Nothing that is wrong with one input stops the others.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from transum.atomic import NoSpaceError
from transum.batch.destinations import Claim, Destination, NotOursError, Result
from transum.batch.discover import Found
from transum.batch.gist import Gist, gist_of
from transum.batch.ledger import LostError
from transum.document import Article
from transum.errors import ModelError, TransumError
from transum.inputs.decode import Text
from transum.memory.people import PeopleError
from transum.outputs.view import displayable, on_one_line
from transum.pipeline import Prepared

_log = logging.getLogger(__name__)

_FIRST_GROUP: Final = 2_000  # characters: a short article, some seconds of work at most
_LARGEST_GROUP: Final = 128_000  # characters, about 900 sentences: larger ones fill the model's batches no better
_MOST_DOCUMENTS: Final = 256  # of one line each, say
_UP_TO_DATE: Final = "up to date"
_FINAL: Final = (NoSpaceError, NotOursError, LostError)  # what befalls one result befalls all that come


class Engine(Protocol):
    """What a batch needs of the pipeline."""

    def process_all(self, prepared: Sequence[Prepared], /) -> Sequence[Article]:
        """Each input, whole; raises ``ModelError``."""
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
    way out. The rest is the ``Gist`` of the result, also where an earlier run made it.
    """

    path: str
    status: Status
    output: str = ""
    reason: str = ""
    hint: str = ""
    sentences: int = 0
    errors: int = 0
    warnings: int = 0
    confidence: float | None = None
    title: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """What is done with each input: ``read`` it, ``prepare`` its text, let ``engine`` translate it, ``render`` it.

    ``render`` is given the name of the result as well: a page may lead to others.

    ``read`` and ``prepare`` raise ``InputError``. ``interrupted`` is asked before each input.
    """

    read: Callable[[str], Text]
    prepare: Callable[[Text], Prepared]
    engine: Engine
    render: Callable[[Article, str], bytes]
    interrupted: Callable[[], bool] = lambda: False


class InterruptedBatchError(Exception):
    """Somebody asked the run to end, and what was in flight has been saved."""


@dataclass(frozen=True, slots=True)
class _Claimed:
    claim: Claim
    prepared: Prepared


def run(inputs: Iterable[Found], destination: Destination, work: Work) -> Iterator[Outcome]:
    """Translate what isn't translated yet, and tell of each input what became of it.

    Raises ``OutputError`` where no further result can be written (a full disk, a changed or vanished file), and
    ``ModelError`` where the model fails on everything; what was done stays good. Ends with ``InterruptedBatchError``
    once ``work.interrupted()``.
    """
    group: list[_Claimed] = []
    size, limit = 0, _FIRST_GROUP
    for found in inputs:
        if work.interrupted():
            raise InterruptedBatchError
        entered = _enter(found, destination, work)
        if isinstance(entered, Outcome):
            yield entered
            continue
        group.append(entered)
        size += len(entered.prepared.document.text)
        if size >= limit or len(group) >= _MOST_DOCUMENTS:
            yield from _complete(group, destination, work)
            group, size, limit = [], 0, min(2 * limit, _LARGEST_GROUP)
    yield from _complete(group, destination, work)
    destination.finish()


def _enter(found: Found, destination: Destination, work: Work) -> _Claimed | Outcome:
    """The input, ready to be translated, or why it isn't going to be."""
    try:
        if found.problem:
            return _failed(found, found.problem)
        if (known := destination.unchanged(found)) is not None:
            return _outcome(Status.SKIPPED, *known, destination, _UP_TO_DATE)
        return _read(found, destination, work)
    except _FINAL:
        raise
    except TransumError as exc:
        return _failed(found, exc)
    except Exception as exc:  # noqa: BLE001 - a bug that one input meets must not cost the others their translation
        return _failed(found, exc)


def _read(found: Found, destination: Destination, work: Work) -> _Claimed | Outcome:
    text = work.read(found.path)
    claim = destination.claim(found)
    if claim.repeated:  # its findings are counted where it was named first
        return Outcome(found.path, Status.SKIPPED, destination.place(claim), "named before")
    if (gist := destination.up_to_date(claim, text.sha256)) is not None:
        return _outcome(Status.SKIPPED, claim, gist, destination, _UP_TO_DATE)
    prepared = work.prepare(text)
    destination.announce(claim)
    return _Claimed(claim, prepared)


def _complete(group: list[_Claimed], destination: Destination, work: Work) -> Iterator[Outcome]:
    """Translate the inputs of a group and write their results."""
    if not group:
        return
    articles = each_article([one.prepared for one in group], work.engine)
    results: list[Result] = []
    outcomes: list[Outcome] = []
    for one, article in zip(group, articles, strict=True):
        if isinstance(article, Exception):
            yield _failed(one.claim.found, article)
            continue
        try:
            data = work.render(article, one.claim.name)
        except Exception as exc:  # noqa: BLE001 - as in _enter
            yield _failed(one.claim.found, exc)
            continue
        gist = gist_of(article)
        results.append(Result(one.claim, one.prepared.source.sha256, data, gist))
        outcomes.append(_outcome(Status.DONE, one.claim, gist, destination))
    for result, outcome, error in zip(results, outcomes, destination.write(results), strict=True):
        yield _failed(result.claim.found, error) if error else outcome


def each_article(group: Sequence[Prepared], engine: Engine) -> list[Article | Exception]:
    """Each article, or what the engine raised on it; raises ``ModelError`` if it failed on every one of several."""
    try:
        return [*engine.process_all(group)]
    except (InterruptedBatchError, PeopleError):
        raise
    except Exception as exc:  # noqa: BLE001 - see below
        if len(group) == 1:
            return [exc]
    articles: list[Article | Exception] = []
    for one in group:  # to find out which of them it was
        articles += each_article([one], engine)
    failures = [article for article in articles if isinstance(article, ModelError)]
    if len(failures) == len(group):
        raise failures[0]
    return articles


def _outcome(status: Status, claim: Claim, gist: Gist, destination: Destination, reason: str = "") -> Outcome:
    return Outcome(
        claim.found.path,
        status,
        destination.place(claim),
        reason,
        sentences=gist.sentences,
        errors=gist.errors,
        warnings=gist.warnings,
        confidence=gist.confidence,
        title=gist.title,
        summary=gist.summary,
    )


def _failed(found: Found, exc: Exception) -> Outcome:
    if isinstance(exc, TransumError):
        return Outcome(found.path, Status.FAILED, reason=displayable(exc.message), hint=displayable(exc.hint))
    _log.error("A bug met %s", on_one_line(found.path), exc_info=exc)
    return Outcome(
        found.path,
        Status.FAILED,
        reason=displayable(f"transum has a bug that this input met: {type(exc).__name__}: {exc}"),
        hint="Please report it, with the lines above it on stderr.",
    )
