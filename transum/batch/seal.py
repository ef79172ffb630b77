"""A seal at the end of a page that lies among files of others: it is known to be as it was written, by nothing else."""

import hashlib
from pathlib import Path


def seal(data: bytes) -> bytes:
    """What a page says of itself at its end, in HTML or Markdown."""
    return b"<!-- transum: %s -->\n" % hashlib.sha256(data).hexdigest().encode()


def is_sealed(path: Path) -> bool:
    """Whether the file is a page with its seal, and was not changed since."""
    try:
        data = path.read_bytes()
    except OSError:
        return False
    end = data.rfind(b"<!-- transum: ")
    return end >= 0 and data[end:] == seal(data[:end])
