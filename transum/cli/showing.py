"""An article on standard output, shown as far as it is translated."""

from collections.abc import Callable, Sequence

from transum.cli.console import Screen
from transum.document import Article, SentencePair
from transum.outputs import OUTPUTS
from transum.outputs.growing import Growing, begun
from transum.outputs.terminal import GrowingSides
from transum.outputs.view import Format, View, printable


class Showing:
    """Writes one article in a format that ``chosen_form`` gave, below ``title``: each part as soon as it is there."""

    def __init__(
        self, write: Callable[[bytes], None], form: Format, view: View, screen: Screen, title: bytes = b""
    ) -> None:
        self._write = write
        self._form = form
        self.view = view
        self.screen = screen
        self._title = title
        self._growing: Growing | None = None
        self._has_begun = False

    def begin(self, article: Article) -> None:
        """``article`` is going to be translated; see ``growing.begun``."""
        self._has_begun = True
        if self._form is Format.SIDE_BY_SIDE:
            self._growing = GrowingSides(article, self.view, self.screen.result)
        else:
            self._growing = OUTPUTS[self._form].begin(article, self.view)

    def more(self, pairs: Sequence[SentencePair]) -> None:
        """Its next sentences are translated."""
        if self._growing and (text := self._growing.more(pairs)):
            self._put(text.encode("utf-8", errors="replace"))

    def rest(self, article: Article) -> None:
        """All of it is translated; where nobody has said so before, all of it is written."""
        if not self._has_begun:
            self.begin(begun(article))
            self.more(article.translation.pairs)
        if self._growing:
            self._put(self._growing.rest(article).encode("utf-8", errors="replace"))
        else:
            self._put(OUTPUTS[self._form].render(article, self.view))

    def _put(self, data: bytes) -> None:
        if self.screen.result.file.isatty():  # which would obey control characters; our own tables have none
            is_drawn = self._form is Format.SIDE_BY_SIDE
            data = data if is_drawn else printable(data.decode("utf-8", errors="replace")).encode()
        title, self._title = self._title, b""
        self._write(title + data)
