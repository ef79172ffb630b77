"""From which language into which: what of revising holds there.

Notation, acronyms, the model-free parts of a sentence, the repairs and most checks know Indonesian and English, in this
order. From English into Indonesian the checks are turned round; between other languages hardly anything is certain.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from transum.checks import Pair
from transum.checks.directions import checking
from transum.document import ENGLISH, INDONESIAN, Finding, ModelInfo, Sentence
from transum.engines.protocol import EMBEDDED_REVERSE
from transum.indonesian.acronyms import expand
from transum.indonesian.writing import in_indonesian_notation
from transum.revise.capitals import lowered
from transum.revise.english import as_indonesian_tells
from transum.revise.untranslatable import Division, divide, divide_any
from transum.segment.chunk import reading

_CLOSING_MARK: Final = re.compile(r"(?<=[,.!?]) (?=”)")  # the model puts a space there


@dataclass(frozen=True, slots=True)
class Direction:
    """``is_in_notation``: the model reads and writes as the embedded reverse model was trained (see ``english``)."""

    source: str
    target: str
    is_in_notation: bool = False

    @classmethod
    def of(cls, model: ModelInfo) -> "Direction":
        """The direction in which ``model`` translates."""
        return cls(model.source_language, model.target_language, model.name == EMBEDDED_REVERSE)

    @property
    def is_native(self) -> bool:
        """From Indonesian into English, where every rule holds."""
        return (self.source, self.target) == (INDONESIAN, ENGLISH)

    def read(self, text: str) -> str:
        """``text`` as the model is given it."""
        read = reading(self.source)(text)
        return as_indonesian_tells(read) if self.is_in_notation else read

    def cased(self, text: str) -> str:
        """``text`` in sentence case where it is in capitals and the words of its language are known."""
        return lowered(text) if self.source == INDONESIAN else text

    def expanded(self, text: str, definitions: Mapping[str, str], *, retry: bool = False) -> str:
        """``text`` with its acronyms written out (see ``acronyms.expand``), which the tables know for English only."""
        return expand(text, definitions, retry=retry) if self.is_native else text

    def divided(self, sentence: Sentence) -> Division:
        """What of ``sentence`` is the model's business; see ``untranslatable``."""
        return divide(sentence) if self.is_native else divide_any(sentence)

    def written(self, text: str, source: str) -> str:
        """What the model says of ``source`` as the target language writes it, with a capital where that has one."""
        if not self.is_in_notation:
            return text
        text = in_indonesian_notation(_CLOSING_MARK.sub("", text))
        return text[:1].upper() + text[1:] if source[:1].isupper() else text

    def check(self, pair: Pair) -> tuple[Finding, ...]:
        """The doubts about a pair of sentences that can be told in these languages."""
        return checking(self.source, self.target)(pair)


NATIVE: Final = Direction(INDONESIAN, ENGLISH)
