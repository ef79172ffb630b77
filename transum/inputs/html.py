"""Web pages: only the article's own text, as trafilatura finds it; menus, comments and advertisements are left out."""

from typing import TYPE_CHECKING, Final

from transum.errors import InputError
from transum.inputs.failures import reading, require_words

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# trafilatura's time grows with the square of these; a long article has some hundred elements.
_MOST_ELEMENTS: Final = 20_000
_MOST_WORDS: Final = 500_000  # characters
_LARGEST: Final = 32 << 20  # characters, of which the scripts and styles of a page are most


def read_html(content: str, name: str) -> str:
    """The article on a page, its title first, a blank line between paragraphs; raises ``InputError``."""
    with reading(name, "a web page"):
        import trafilatura

        root = _parsed(content, name)
        if root is None:
            return require_words("", name)
        article = trafilatura.bare_extraction(root, with_metadata=True, include_comments=False)
        found = article if isinstance(article, dict) or article is None else article.as_dict()
        if not found or not found.get("text"):
            return require_words("", name, hint="No article was found on the page: save its text in a .txt file.")
        lines = found["text"].splitlines()
        title = " ".join((found.get("title") or "").split())
        if title and not any(title.startswith(line) or line.startswith(title) for line in lines[:3]):
            lines.insert(0, title)
        return require_words("\n\n".join(lines).replace("\n\n- ", "\n- "), name)


def _parsed(content: str, name: str) -> "HtmlElement | None":
    from lxml import etree
    from lxml import html as library

    if len(content) > _LARGEST:
        raise InputError(f"{name} is larger than {_LARGEST:,} characters", hint="Save the article's text instead.")
    parser = library.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    try:
        root: HtmlElement = library.document_fromstring(content.encode("utf-8", errors="replace"), parser=parser)
    except etree.ParserError:  # nothing but comments, say
        return None
    etree.strip_elements(root, "script", "style", "svg", with_tail=False)
    elements = sum(1 for _ in root.iter())
    words = sum(len(text) for text in root.itertext())
    if elements > _MOST_ELEMENTS or words > _MOST_WORDS:
        raise InputError(
            f"{name} is no article's page: it has {elements:,} elements and {words:,} characters of text",
            hint="Save the article's text in a .txt file.",
        )
    return root
