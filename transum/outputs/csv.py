"""CSV: a row a sentence, for spreadsheets."""

import csv
import io
from collections.abc import Sequence
from typing import Final

from transum.document import Article, SentencePair
from transum.outputs.growing import begun, grown
from transum.outputs.sentence_rows import SentenceRows
from transum.outputs.view import View

# Without it, Excel takes UTF-8 for the code page of its country, and every quotation mark for three letters.
_BYTE_ORDER_MARK: Final = "\ufeff"


def render_csv(article: Article, view: View) -> str:
    """The rows of TSV as RFC 4180 has them (commas, quotation marks, CRLF), behind a byte order mark."""
    return grown(GrowingCsv(begun(article), view), article)


class GrowingCsv:
    """Meets ``Growing``."""

    def __init__(self, begun: Article, view: View) -> None:
        self._table = SentenceRows(begun.document, view)
        self._mark = _BYTE_ORDER_MARK

    def more(self, pairs: Sequence[SentencePair]) -> str:
        """See ``Growing``."""
        output = io.StringIO(newline="")
        csv.writer(output).writerows(self._table.rows(pairs))
        mark, self._mark = self._mark, ""
        return mark + output.getvalue()

    def rest(self, article: Article) -> str:  # noqa: ARG002 - a table ends with its last row
        """See ``Growing``."""
        return self.more(())
