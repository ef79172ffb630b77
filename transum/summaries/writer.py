"""What every abstractive engine is underneath: a model that reads a text and writes one."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Draft:
    """What a model wrote; not ``finished`` where it ran into the most tokens that it may write."""

    text: str
    finished: bool = True


class Writer(Protocol):
    """A model that writes. It never reads less than it is given: what doesn't fit is an error, not cut.

    Raises ``ModelError`` for anything that its engine raises.
    """

    @property
    def name(self) -> str:
        """The engine and the model, as ``--summarizer`` names them: ``chat:SmolLM2-360M-Instruct``."""
        ...

    @property
    def fingerprint(self) -> str:
        """What its drafts depend on besides the text and ``name``: the model's bytes, or the server that has it."""
        ...

    def room(self, max_tokens: int) -> int:
        """The most tokens that a text may have if ``max_tokens`` are to be written; may be negative."""
        ...

    def count_tokens(self, text: str) -> int:
        """How many tokens ``text`` is; where that can't be known, no fewer than it is likely to be."""
        ...

    def write(self, text: str, max_tokens: int) -> Draft:
        """What the model writes on ``text``, a prompt or an article; the same text gives the same draft."""
        ...
