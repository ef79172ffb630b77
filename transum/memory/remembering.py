"""A translator that asks its memory before its model."""

import logging
from collections.abc import Callable, Sequence
from typing import Final

from transum.document import Candidate, ModelInfo
from transum.engines.protocol import Translator
from transum.engines.replacement import Question, Replacement, Replacer
from transum.memory.people import People
from transum.memory.store import Memory, Setting, is_for_people

# What is lost at most when the process is killed, and what Ctrl-C waits for: a few seconds of the model's time.
_PORTION: Final = 128
_LOG: Final = logging.getLogger(__name__)


class RememberingTranslator:
    """Meets ``Translator``: a text that the memory knows, or that occurs twice, is not given to the model (again).

    What the model says is in the memory before the next portion of texts is begun. ``memory`` None remembers nothing.
    ``people``: their translations win over the model's, and where these can't be read nothing is translated.
    ``on_portion`` is called after each portion with the number of texts that are done with; what it raises ends the
    translation between two portions, with nothing lost.
    """

    def __init__(
        self,
        translator: Translator,
        memory: Memory | None,
        on_portion: Callable[[int], None] | None = None,
        people: People | None = None,
    ) -> None:
        self._translator = translator
        self._memory = memory
        self._people = people
        self.on_portion = on_portion

    @property
    def remembers(self) -> bool:
        """Whether there is a memory."""
        return self._memory is not None

    @property
    def info(self) -> ModelInfo:
        """The model's."""
        return self._translator.info

    @property
    def fingerprint(self) -> str:
        """The model's, and the translations by people; raises ``PeopleError``."""
        people = self._people.digest if self._people and is_for_people(self.info) else ""
        return f"{self._translator.fingerprint} {people}"

    @property
    def token_limit(self) -> int:
        """The model's."""
        return self._translator.token_limit

    def count_tokens(self, text: str) -> int:
        """The model's."""
        return self._translator.count_tokens(text)

    def translate(
        self, texts: Sequence[str], *, candidates: int = 1, beam: int | None = None, avoid_repeats: bool = False
    ) -> list[list[Candidate]]:
        """See ``Translator``; raises ``PeopleError`` as well.

        A person's translation is a single candidate with the score 0: certain.
        """
        model = self.info
        setting = Setting(model, candidates, max(candidates, beam or model.beam), avoid_repeats)
        known = self._memory.look_up(setting, texts) if self._memory else {}
        if self._people and is_for_people(model):
            known |= {text: [Candidate(target, 0.0)] for text, target in self._people.look_up(texts).items()}
        remembered = sum(text in known for text in texts)
        _LOG.info("%d of %d texts are in the memory", remembered, len(texts))
        self._report(remembered)
        # Texts of like length make full batches, in one portion as in the next.
        unknown = sorted(dict.fromkeys(text for text in texts if text not in known), key=len)
        for start in range(0, len(unknown), _PORTION):
            portion = unknown[start : start + _PORTION]
            answers = self._translator.translate(portion, candidates=candidates, beam=beam, avoid_repeats=avoid_repeats)
            said = dict(zip(portion, answers, strict=True))
            if self._memory:
                self._memory.store(setting, said)
            known |= said
            self._report(len(portion))
        return [known[text] for text in texts]

    def replacements(self, questions: Sequence[Question]) -> list[tuple[Replacement | None, ...]]:
        """See ``Replacer``: the model's, if it is one. They aren't remembered: they cost little, and depend on much."""
        if isinstance(self._translator, Replacer):
            return self._translator.replacements(questions)
        return [(None,) * len(question.wanted) for question in questions]

    def _report(self, done: int) -> None:
        if self.on_portion and done:
            self.on_portion(done)
