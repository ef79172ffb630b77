"""CSV: a row a sentence, for spreadsheets."""

import csv
import io

from transum.document import Article
from transum.outputs.sentence_rows import sentence_rows
from transum.outputs.view import View

# Without it, Excel takes UTF-8 for the code page of its country, and every quotation mark for three letters.
_BYTE_ORDER_MARK = "\ufeff"


def render_csv(article: Article, view: View) -> str:
    """The rows of TSV as RFC 4180 has them (commas, quotation marks, CRLF), behind a byte order mark."""
    output = io.StringIO(newline="")
    csv.writer(output).writerows(sentence_rows(article, view))
    return _BYTE_ORDER_MARK + output.getvalue()
