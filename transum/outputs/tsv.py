"""TSV: a row a sentence, for ``cut``, ``awk`` and spreadsheets."""

from transum.document import Article
from transum.outputs.sentence_rows import sentence_rows
from transum.outputs.view import View


def render_tsv(article: Article, view: View) -> str:
    """A header and a row a sentence; nothing is quoted, since no cell holds a tab or a line break."""
    return "".join("\t".join(row) + "\n" for row in sentence_rows(article, view))
