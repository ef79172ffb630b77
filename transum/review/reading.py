"""What a person wants to review → articles: texts are translated, results in JSON are taken as they are."""

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Final

from transum.batch.destinations import LEDGER
from transum.batch.discover import Found, discover
from transum.document import Article
from transum.errors import InputError, UsageError
from transum.indonesian.acronyms import learn
from transum.inputs import SUFFIXES
from transum.inputs.decode import read
from transum.outputs.from_json import article_from_dict
from transum.outputs.view import displayable
from transum.pipeline import Pipeline, prepare
from transum.revise import People
from transum.revise.corrected import by_person

RESULTS: Final = frozenset({".json", ".jsonl"})
_LOG: Final = logging.getLogger(__name__)


def found(inputs: Iterable[str]) -> list[Found]:
    """The files that ``inputs`` name: texts of every kind, and results in JSON; raises ``InputError`` for none.

    A folder of results has no texts to be translated. Raises ``UsageError`` for one whose results are no JSON.
    """
    files: list[Found] = []
    for name in inputs:
        holds_results = Path(name, LEDGER).is_file()
        below = list(discover([name], suffixes=RESULTS if holds_results else SUFFIXES | RESULTS))
        if holds_results and not below:
            raise UsageError(
                f"{displayable(name)} holds results that transum can't read back",
                hint="Name the articles themselves, or results that --format json gave.",
            )
        files += below
    if not files:
        raise InputError(
            "there is nothing to review there", hint="Name articles, or results that --format json or jsonl gave."
        )
    return files


def articles(
    file: Found, pipeline: Callable[[], Pipeline], people: People, *, force: bool, max_bytes: int
) -> Iterator[Article]:
    """What the file holds; ``pipeline`` is called for a text only.

    In a folder, JSON that is no result is passed over. Raises ``InputError`` and ``ModelError``.
    """
    if file.problem:
        raise file.problem
    if PurePath(file.path).suffix.lower() not in RESULTS:
        text = read(file.path, max_bytes=max_bytes)
        yield pipeline().process(prepare(text, force=force))
        return
    yield from (_with_people(article, people) for article in _results(file, max_bytes))


def _results(file: Found, max_bytes: int) -> Iterator[Article]:
    """The articles of a result in JSON or JSON Lines."""
    content = read(file.path, max_bytes=max_bytes).content
    # Not splitlines(): JSON leaves U+2028 and U+0085 in its texts as they are.
    whole = [content] if PurePath(file.path).suffix.lower() == ".json" else content.rstrip("\n").split("\n")
    for number, text in enumerate(whole, start=1):
        try:
            yield article_from_dict(json.loads(text))
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as exc:
            place = displayable(file.path) + (f", line {number}" if len(whole) > 1 else "")
            raise InputError(
                f"{place} is no result of transum with originals and translations: {exc!r}",
                hint="transum articles/ -o results/ --format json makes such.",
            ) from exc


def _with_people(article: Article, people: People) -> Article:
    """``article`` with what people said since it was made."""
    translation = article.translation
    said = people([pair.source.text for pair in translation.pairs])
    definitions = learn(translation.document)
    pairs = tuple(
        by_person(pair.source, said[pair.source.text], definitions) if pair.source.text in said else pair
        for pair in translation.pairs
    )
    return replace(article, translation=replace(translation, pairs=pairs))
