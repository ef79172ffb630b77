"""Where the results of a batch go: ``tree`` is a folder of files, ``lines`` one file of lines, here standard output.

Each keeps the promise that a run killed at any byte and started again ends with the bytes of one that never was.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol, Self

from transum.batch.discover import Found
from transum.batch.gist import Gist
from transum.errors import OutputError
from transum.outputs.view import displayable

LEDGER: Final = ".transum.sqlite"
OVERWRITE: Final = "Move it away, or say --overwrite."


@dataclass(frozen=True, slots=True)
class Claim:
    """An input and the ``name`` that its result has in the destination, which is its alone in this run.

    ``repeated``: the input was named before, and its result is there or on its way.
    """

    found: Found
    name: str = ""
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What is to be written for a claim; ``source`` is the SHA-256 of the bytes it was made of."""

    claim: Claim
    source: str
    data: bytes
    gist: Gist = field(default_factory=Gist)


class Destination(Protocol):
    """Asked in the order of the inputs: each claims its place, is up to date or announced, and later written.

    A context manager, inside which no other run writes there.
    """

    def __enter__(self) -> Self:
        """The destination itself."""
        ...

    def __exit__(self, *_: object) -> None:
        """Let others have it."""

    def unchanged(self, found: Found) -> tuple[Claim, Gist] | None:
        """The input's claim and what is known of its result, where neither of the two was touched since it was made.

        None where that can't be told without reading them.
        """
        ...

    def claim(self, found: Found) -> Claim:
        """Give ``found`` its place; raises ``OutputError`` where another input of this run has it."""
        ...

    def up_to_date(self, claim: Claim, source: str) -> Gist | None:
        """What is known of the claim's result, if it is there, of these bytes, model and options.

        Raises ``OutputError`` if it is not and may not be written.
        """
        ...

    def announce(self, claim: Claim) -> None:
        """A result for the claim will come, unless the model fails on it."""
        ...

    def write(self, results: Sequence[Result]) -> Iterator[OutputError | None]:
        """Write them in order, and for each give None, or why it could not be.

        Raises ``NoSpaceError``, ``NotOursError`` and ``LostError``, after which nothing more can be written.
        """
        ...

    def finish(self) -> None:
        """All inputs have been seen; raises ``LostError`` where what was written is gone."""
        ...

    def orphans(self) -> Iterator[str]:
        """After ``finish``: the paths of results whose articles are no longer there."""
        ...

    def place(self, claim: Claim) -> str:
        """The path of the claim's result."""
        ...


class NotOursError(OutputError):
    """A file for all results, of lines or the front page, was changed by someone else: it can't be written."""


def not_ours(path: Path) -> str:
    """What is wrong with a file that stands where a result is to be."""
    return f"{displayable(str(path))} was not written by transum, or was changed since"


class Stream:
    """Standard output: a line a result, in the order of the inputs; nothing is known of an earlier run."""

    def __init__(self, write: Callable[[bytes], None]) -> None:
        self._write = write

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def unchanged(self, found: Found) -> None:
        """See ``Destination``."""

    def claim(self, found: Found) -> Claim:
        """See ``Destination``: there is room for all."""
        return Claim(found)

    def place(self, claim: Claim) -> str:  # noqa: ARG002 - all lines are in one place
        """Standard output's usual name."""
        return "-"

    def up_to_date(self, claim: Claim, source: str) -> Gist | None:  # noqa: ARG002 - see the class
        """Never."""
        return None

    def announce(self, claim: Claim) -> None:
        """Nothing to do."""

    def write(self, results: Sequence[Result]) -> Iterator[OutputError | None]:
        """See ``Destination``."""
        for result in results:
            self._write(result.data)
            yield None

    def finish(self) -> None:
        """Nothing to do."""

    def orphans(self) -> Iterator[str]:
        """None."""
        return iter(())
