"""Where a person stopped reviewing: a small file, which may be lost."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from transum.atomic import make_folder, write_atomically
from transum.document import Article
from transum.errors import OutputError

_MOST: Final = 200  # what was not opened for so many others is forgotten
_LARGEST: Final = 1 << 20  # bytes


class Bookmarks:
    """The file ``path``: of what was reviewed, where its person stopped; of no text more than hashes.

    ``problem`` is the last reason why it couldn't be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.problem: OutputError | None = None

    def find(self, inputs: Iterable[str]) -> str:
        """The mark of these inputs, "" where there is none."""
        return self._read().get(_name(inputs), "")

    def put(self, inputs: Iterable[str], mark: str) -> None:
        """Remember where it is; "" forgets it."""
        marks = self._read()
        name = _name(inputs)
        marks.pop(name, None)
        if mark:
            marks[name] = mark
        data = json.dumps(dict(list(marks.items())[-_MOST:]), indent=0).encode()
        try:
            make_folder(self._path.parent, private=True)
            write_atomically(self._path, data)
        except OutputError as exc:
            self.problem = exc

    def _read(self) -> dict[str, str]:
        try:
            with self._path.open("rb") as file:
                found: Any = json.loads(file.read(_LARGEST))
        except (OSError, ValueError, RecursionError):
            return {}
        return {str(name): str(mark) for name, mark in found.items()} if isinstance(found, dict) else {}


def mark_of(article: Article, number: int) -> str:
    """What a sentence of an article is found again by, wherever it then stands."""
    return _hash(article.source.path, article.translation.pairs[number - 1].source.text)


def place_of(mark: str, article: Article) -> int | None:
    """The number of the sentence that ``mark`` was made of, where the article has it."""
    numbers = range(1, len(article.translation.pairs) + 1) if mark else range(0)
    return next((number for number in numbers if mark_of(article, number) == mark), None)


def _name(inputs: Iterable[str]) -> str:
    return _hash(*(str(Path(name).resolve()) for name in inputs))


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", errors="surrogatepass")).hexdigest()[:32]
