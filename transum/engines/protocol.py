"""Translation: the protocol that every engine meets."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Literal, Protocol

if TYPE_CHECKING:
    from transum.document import Candidate, ModelInfo

EngineName = Literal["auto", "ctranslate2", "transformers"]
BEAM: Final = 4
"""How many translations are weighed against each other where nobody says."""
EMBEDDED_REVERSE: Final = "embedded-reverse"
"""The embedded model from English into Indonesian, which writes Indonesian with English figures."""


class Translator(Protocol):
    """A model that translates short texts, one sentence each.

    Implementations are thread-safe, open no socket, and raise ``ModelError`` for anything that their engine raises.
    """

    @property
    def info(self) -> "ModelInfo":
        """What the output records of the model."""
        ...

    @property
    def fingerprint(self) -> str:
        """Everything that its translations depend on besides the text: a result of another one is out of date."""
        ...

    @property
    def token_limit(self) -> int:
        """The most source tokens the model takes at once."""
        ...

    def count_tokens(self, text: str) -> int:
        """How many source tokens ``text`` is, end mark not counted."""
        ...

    def translate(
        self, texts: Sequence[str], *, candidates: int = 1, beam: int | None = None, avoid_repeats: bool = False
    ) -> "list[list[Candidate]]":
        """For each text its ``candidates`` best translations, best first; same length and order as ``texts``.

        ``texts`` are normalised (see ``notation``) and within ``token_limit``. ``beam`` overrides the translator's
        own; it is raised to ``candidates`` where that is more. ``avoid_repeats`` forbids repeated n-grams: the retry
        for a loop.
        """
        ...
