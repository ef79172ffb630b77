"""The engines, and whose turn it is: one text at a time, since each uses every processor; a bounded row waits."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final, TypeVar

from transum.assembly import assemble
from transum.choice import Choice
from transum.document import ENGLISH, INDONESIAN, Article
from transum.engines.protocol import EMBEDDED_REVERSE
from transum.errors import InputError, LanguageError, UsageError
from transum.memory.remembering import RememberingTranslator
from transum.pipeline import Pipeline, prepare
from transum.serve.orders import Order
from transum.serve.refusal import RefusedError
from transum.shelf import EMBEDDED

_WAITING: Final = 16
_SOON: Final = 5  # seconds
Done = TypeVar("Done")
Languages = tuple[str, str]


class Desk:
    """Does one piece of work after the other with engines that stay loaded.

    ``choice`` says which; its languages are those of a request that names none. The embedded models go both ways: the
    second is loaded when it is asked for. Of ``waiting`` requests at a time none is refused; ``force``: no text is, for
    its language.
    """

    def __init__(self, choice: Choice, *, force: bool = False, waiting: int = _WAITING) -> None:
        self._choice = choice
        self._force = force
        self._most = waiting
        self._pipelines: dict[Languages, Pipeline] = {}
        self._turn = asyncio.Lock()
        self._stopping = threading.Event()
        self.busy = 0

    def open(self) -> None:
        """Load the engines; raises ``ModelError`` and ``UsageError``."""
        self._pipeline(self.usual)

    @property
    def usual(self) -> Languages:
        """From which language into which, where nobody says."""
        model = next((pipeline.model for pipeline in self._pipelines.values()), None)
        chosen = self._choice.source_language, self._choice.target_language
        return (model.source_language, model.target_language) if model else chosen

    @property
    def directions(self) -> tuple[Languages, ...]:
        """From which languages into which."""
        names = {pipeline.model.name for pipeline in self._pipelines.values()}
        both = names <= {EMBEDDED, EMBEDDED_REVERSE}
        return ((INDONESIAN, ENGLISH), (ENGLISH, INDONESIAN)) if both else tuple(self._pipelines)

    @property
    def models(self) -> tuple[str, ...]:
        """The models that are loaded, with their versions."""
        infos = [pipeline.model for pipeline in self._pipelines.values()]
        return tuple(f"{info.name} {info.version}" for info in infos)

    def stop(self) -> None:
        """Begin nothing any more, and end what goes on, between two portions of sentences."""
        self._stopping.set()

    async def do(self, work: Callable[[], Done], is_gone: Callable[[], Awaitable[bool]]) -> Done:
        """The result of ``work`` when its turn has come; nobody works for a caller who ``is_gone``.

        Raises ``RefusedError`` where too many wait and when the server stops, and whatever ``work`` raises.
        """
        from anyio import to_thread

        if self.busy >= self._most:
            raise RefusedError(503, f"{self.busy} requests are waiting already", "Come back soon.", wait=_SOON)
        self.busy += 1
        try:
            async with self._turn:
                if self._stopping.is_set() or await is_gone():
                    raise RefusedError(503, "the server stops, or nobody waits for the answer")
                return await to_thread.run_sync(work, abandon_on_cancel=True)
        finally:
            self.busy -= 1

    def article(self, order: Order) -> Article:
        """The article that is ordered; raises ``TransumError``."""
        pipeline = self._pipeline(self._languages(order))
        limit = pipeline.limit if order.as_set else order.limit
        if limit is None or (order.as_set and self._choice.summary is None):
            pipeline = replace(pipeline, summarizer=None)
        else:
            pipeline = replace(pipeline, limit=limit)
        try:
            prepared = prepare(
                order.content,
                language=pipeline.model.source_language,
                force=order.force or self._force,
                name=order.name or "the text",
            )
        except LanguageError as error:
            raise InputError(error.message, hint='"options": {"force": true} takes it all the same.') from error
        if not prepared.document.paragraphs:
            raise InputError("the text is empty", hint="Give a text with a sentence in it.")
        return pipeline.process(prepared)

    def translations(self, texts: list[str], languages: Languages) -> list[str]:
        """Each text in the other language, whatever language it looks like; raises ``TransumError``."""
        pipeline = replace(self._pipeline(languages), summarizer=None)
        orders = [Order(text=text, force=True) for text in texts]
        prepared = [prepare(order.content, language=languages[0], force=True) for order in orders]
        return [article.translation.text for article in pipeline.process_all(prepared)]

    def _languages(self, order: Order) -> Languages:
        """Those that are named; with one that isn't goes what can go with the other."""
        usual = self.usual
        fitting = [
            each for each in self.directions if order.source in {None, each[0]} and order.target in {None, each[1]}
        ]
        if usual in fitting or len(set(fitting)) != 1:
            return order.source or usual[0], order.target or usual[1]
        return fitting[0]

    def _pipeline(self, languages: Languages) -> Pipeline:
        if languages not in self._pipelines:
            if self._pipelines and languages not in self.directions:
                known = ", ".join(f"{source} into {target}" for source, target in self.directions)
                raise UsageError(
                    f"nothing here translates {languages[0]} into {languages[1]}", hint=f"There is: {known}."
                )
            self._load(languages)
        return self._pipelines[languages]

    def _load(self, languages: Languages) -> None:
        pipeline = assemble(
            replace(self._choice, source_language=languages[0], target_language=languages[1]), quiet=True
        )
        if isinstance(pipeline.translator, RememberingTranslator):
            pipeline.translator.on_portion = self._on_portion
        self._pipelines[pipeline.model.source_language, pipeline.model.target_language] = pipeline
        self._pipelines[languages] = pipeline

    def _on_portion(self, _: int) -> None:
        if self._stopping.is_set():
            raise RefusedError(503, "the server stops")
