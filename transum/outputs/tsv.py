"""TSV: a row a sentence, for ``cut``, ``awk`` and spreadsheets."""

from collections.abc import Sequence

from transum.document import Article, SentencePair
from transum.outputs.growing import begun, grown
from transum.outputs.sentence_rows import SentenceRows
from transum.outputs.view import View


def render_tsv(article: Article, view: View) -> str:
    """A header and a row a sentence; nothing is quoted, since no cell holds a tab or a line break."""
    return grown(GrowingTsv(begun(article), view), article)


class GrowingTsv:
    """Meets ``Growing``."""

    def __init__(self, begun: Article, view: View) -> None:
        self._table = SentenceRows(begun.document, view)

    def more(self, pairs: Sequence[SentencePair]) -> str:
        """See ``Growing``."""
        return "".join("\t".join(row) + "\n" for row in self._table.rows(pairs))

    def rest(self, article: Article) -> str:  # noqa: ARG002 - a table ends with its last row
        """See ``Growing``."""
        return self.more(())
