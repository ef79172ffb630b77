"""Which rows an earlier run has made, and where they are: the row of an input that didn't change is taken from there.

A run knows an old row by its mark, wherever it is: inputs that moved, because others came before them, are not
translated again. Twelve bytes a row, sorted; on a cluster in memory that the workers of a machine share.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from transum.cluster.parts import Form, Mark
from transum.cluster.places import Place

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Done:
    """``parts`` are their names, ``keys`` the digests of marks in order, ``part`` the number of the part of each."""

    parts: "tuple[str, ...]"
    keys: "NDArray[np.uint64]"
    part: "NDArray[np.int32]"

    @classmethod
    def of(cls, parts: Sequence[str], marks: Sequence["NDArray[np.uint64]"]) -> "Done":
        """What is known of ``parts``, each with the keys of its rows."""
        import numpy as np

        keys = np.concatenate([np.empty(0, np.uint64), *marks])
        numbers = np.repeat(np.arange(len(parts), dtype=np.int32), [len(each) for each in marks])
        order = np.argsort(keys, kind="stable")
        return cls(tuple(parts), keys[order], numbers[order])

    def part_with(self, mark: Mark) -> str | None:
        """The part that may have the row of ``mark``: it has one of the same digest. None: no part has it."""
        import numpy as np

        key = _key(mark)
        place = int(np.searchsorted(self.keys, key))
        return self.parts[self.part[place]] if place < len(self.keys) and self.keys[place] == key else None


def keys_of(folder: Place, part: str, form: Form) -> "NDArray[np.uint64]":
    """The keys of the rows of a part that needn't be made again; raises ``InputError`` and ``OutputError``."""
    import numpy as np

    marks = form.read_marks(folder.child(part))
    return np.array([_key(mark) for mark in marks if mark[1]], np.uint64)


def _key(mark: Mark) -> int:
    digest = blake2b("\x1f".join(mark).encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest(), "big")
