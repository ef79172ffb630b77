"""Summarization: the protocol that every summarizer meets, and how long a summary may be."""

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Protocol

from transum.errors import UsageError

if TYPE_CHECKING:
    from transum.document import Summary, Translation


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a summary may be: ``3`` sentences, ``20%`` of the sentences, or ``80w`` English words.

    >>> Limit.parse("20%")
    Limit(amount=20, unit='percent')
    """

    amount: int
    unit: Literal["sentences", "percent", "words"]

    @classmethod
    def parse(cls, text: str) -> "Limit":
        """Read ``3``, ``20%`` or ``80w``; raises ``UsageError`` for anything else, and for zero."""
        match = re.fullmatch(r"(\d{1,6})(%|w)?", text.strip())
        if not match or int(match[1]) == 0 or (match[2] == "%" and int(match[1]) > 100):
            raise UsageError(
                f"a summary can't be {text!r} long", hint="Give sentences (3), a share (20%) or words (80w)."
            )
        units: dict[str | None, Literal["sentences", "percent", "words"]] = {"%": "percent", "w": "words"}
        return cls(int(match[1]), units.get(match[2], "sentences"))

    def sentences(self, total: int) -> int:
        """How many of ``total`` sentences fit, at least one; a limit in words sets no number of sentences."""
        match self.unit:
            case "sentences":
                return min(self.amount, total)
            case "percent":
                return max(1, math.floor(total * self.amount / 100 + 0.5)) if total else 0
            case "words":
                return total

    def __str__(self) -> str:
        return str(self.amount) + {"sentences": "", "percent": "%", "words": "w"}[self.unit]


USUAL: Final = Limit(80, "words")
"""How long a summary may be where nobody says: three or four sentences of news."""


class Summarizer(Protocol):
    """Condenses a translated article.

    The summary never exceeds ``limit`` (but has at least one sentence wherever the article has one that tells
    something), and every sentence of it names its evidence. Raises ``ModelError``.
    """

    @property
    def fingerprint(self) -> str:
        """Everything that its summaries depend on besides the article: a summary of another one is out of date."""
        ...

    def summarize(self, translation: "Translation", limit: Limit) -> "Summary":
        """The summary, in English, sentences in document order where they are the article's own."""
        ...
