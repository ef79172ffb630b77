"""Do all machines see the same files? Where local paths are named, a cluster may have other files under these names."""

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from transum.cluster.places import TEMPORARY, Place
from transum.cluster.sources import Fragment
from transum.errors import InputError, OutputError

_SHARE: Final = (
    "A local path must lead to the same files on all machines: name a shared folder, or an address (s3://…)."
)


@dataclass(frozen=True, slots=True)
class Shared:
    """What every machine has to see where local paths are named: an input, and a mark in the folder of parts.

    Without it a machine would translate what is not meant, or write parts that nobody finds.
    """

    input: Place | None
    mark: Place | None

    def require(self) -> None:
        """Raise ``InputError`` or ``OutputError`` where this machine doesn't see it."""
        host = socket.gethostname()
        if self.mark and not self.mark.is_file:
            folder = self.mark.name.rpartition("/")[0]
            raise OutputError(f"{folder} is not the same folder on {host} as here", hint=_SHARE)
        if self.input and not self.input.is_file:
            raise InputError(f"{self.input.name} is not on {host}", hint=_SHARE)


@contextmanager
def marked(fragments: Sequence[Fragment], target: Place) -> Iterator[Shared]:
    """What has to be seen; inside, the mark is there. Raises ``OutputError``."""
    seen = next((each.place for each in fragments if each.place.is_local), None)
    if not target.is_local:
        yield Shared(seen, None)
        return
    mark = target.child(f"{TEMPORARY}{uuid4().hex}")
    mark.write(b"")
    try:
        yield Shared(seen, mark)
    finally:
        with suppress(OutputError):
            mark.remove()
