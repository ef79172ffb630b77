from dataclasses import replace

import pytest
from lxml import html

from tests.conftest import INVENTED, build_translation
from transum.document import Article, Summary, SummarySentence
from transum.outputs.notebook import article_fragment, summary_fragment, translation_fragment

HOSTILE = "<script>alert(1)</script>"


def test_an_article(telling: Article) -> None:
    part = html.fragment_fromstring(article_fragment(telling))
    assert part.xpath("string(h3)") == "banjir.txt"
    assert part.xpath("//td//mark/text()") == ["12", "13"]
    assert part.xpath("string(ul/li)").split() == ["!", *"It has rained since Monday. [1, 3]".split()]
    assert len(part.xpath("//tr")) == 4


def test_a_translation(headlined: Article) -> None:
    part = html.fragment_fromstring(translation_fragment(headlined.translation))
    assert part.xpath("string(h3)") == "Floods Again"
    assert part.xpath("//td[2]/text()") == ["Banjir Lagi", "Air surut."]


def test_a_summary() -> None:
    summary = Summary("chat", (SummarySentence("Putin fled.", (2,), "", (INVENTED,)),))
    part = html.fragment_fromstring(summary_fragment(summary))
    assert part.xpath("//li/span[@class='error']/text()") == [INVENTED.message]
    assert "[2]" in part.text_content()


def test_a_long_text_is_cut() -> None:
    part = html.fragment_fromstring(translation_fragment(build_translation((("Satu.", "One."),) * 250)))
    assert len(part.xpath("//tr")) == 201
    assert "and 50 more sentences" in part.text_content()


@pytest.mark.parametrize("text", [HOSTILE, "{{ title }}", "\x1b"])
def test_user_text_is_never_markup(article: Article, text: str) -> None:
    hostile = replace(article, translation=build_translation(((text, text),)), summary=None)
    part = html.fragment_fromstring(article_fragment(replace(hostile, source=replace(article.source, path=text))))
    assert not part.xpath("//script")
    assert part.xpath("//td[2]/text()") == [text.replace("\x1b", "\ufffd")]
