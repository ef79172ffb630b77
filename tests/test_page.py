"""The pages in Debian's Chromium, by Playwright. Without a browser these tests are skipped; in CI they fail."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import LENGTH, NUMBER, build_translation
from transum.document import Article, Role
from transum.memory.tmx import read
from transum.memory.units import Unit
from transum.outputs.html import render_html
from transum.outputs.index_page import IndexRow, index_page
from transum.outputs.view import Beside, Part, View

Open = Callable[..., Page]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDTHS = [1400, 1000, 800, 390]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not program:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("needs a browser: apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def long_article(telling: Article) -> Article:
    """A headline, then twelve sentences: a warning about one, errors about three."""
    sentences = [
        ("Banjir Lagi", "Floods Again"),
        *((f"Kalimat {n} di sini.", f"Sentence 12 here, {n}.") for n in range(12)),
    ]
    translation = build_translation(*((pair,) for pair in sentences))
    pairs = [
        replace(pair, findings=(replace(NUMBER, target="12"),) if n in {3, 8, 11} else (LENGTH,) if n == 6 else ())
        for n, pair in enumerate(translation.pairs)
    ]
    pairs[0] = replace(pairs[0], source=replace(pairs[0].source, role=Role.HEADING))
    return replace(telling, translation=replace(translation, pairs=tuple(pairs)))


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """``opened(article, width=…)``: its page (or one that is given) from disk; asking the network is a fault."""
    pages = []

    def open_page(shown: Article | str, view: View = View(), **settings: Any) -> Page:  # noqa: B008 - frozen
        size = {"width": settings.pop("width", 1400), "height": 900}
        page = browser.new_page(viewport=size, **settings)  # type: ignore[arg-type]
        page.set_default_timeout(20_000)
        pages.append(page)
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: faults.append(request.url) if not request.url.startswith("file:") else None)
        place = tmp_path / "page.html"
        place.write_text(shown if isinstance(shown, str) else render_html(shown, view), encoding="utf-8")
        page.goto(place.as_uri())
        assert not faults
        return page

    yield open_page
    for page in pages:
        page.close()


def focused(page: Page) -> str:
    found: str = page.evaluate("document.activeElement.id")
    return found


def test_keys_go_from_doubt_to_doubt(opened: Open, long_article: Article) -> None:
    page = opened(long_article)
    seen = []
    for key in "jjjkk":
        page.keyboard.press(key)
        seen.append(focused(page))
    assert seen == ["s4", "s7", "s9", "s7", "s4"]
    page.keyboard.press("k")
    assert page.get_by_role("status").inner_text() == "That was the first doubt"
    assert page.locator("#s4").evaluate("row => row.getBoundingClientRect().top < innerHeight")


def test_filters_hide_what_is_not_asked_for(opened: Open, long_article: Article) -> None:
    page = opened(long_article)
    rows = page.locator("tbody tr:visible")
    assert rows.count() == 13
    page.get_by_label("only doubtful (4)").check()
    assert rows.count() == 4
    page.get_by_label("only errors (3)").check()
    assert rows.count() == 3
    page.evaluate("location.hash = '#s2'")  # as a link of the summary does
    page.wait_for_function("document.getElementById('s2').offsetParent !== null")
    assert rows.count() == 13


def test_filters_need_no_script(opened: Open, long_article: Article) -> None:
    page = opened(long_article, java_script_enabled=False)
    page.get_by_label("only errors (3)").check()
    assert page.locator("tbody tr:visible").count() == 3
    assert not page.get_by_text("or a click copies").is_visible()


def test_a_click_and_a_key_copy_a_sentence(opened: Open, long_article: Article) -> None:
    page = opened(long_article, permissions=["clipboard-read", "clipboard-write"])
    page.locator("#s2 .source .text").click()
    page.wait_for_function("document.querySelector('[role=status]').textContent !== ''")
    assert page.evaluate("navigator.clipboard.readText()") == "Kalimat 0 di sini."
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.get_by_text("Copied: sentence 4, English").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "Sentence 12 here, 2."
    page.locator("#s3 th a").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Copied: sentence 3, Indonesian").wait_for()


def test_pointing_at_a_finding_shows_its_words(opened: Open, long_article: Article) -> None:
    page = opened(long_article)
    page.locator("#s4 .findings li").hover()
    assert page.locator("mark.named").all_inner_texts() == ["12"]
    page.locator("#s5 .target").hover()
    assert page.locator("mark.named").count() == 0


def test_a_person_corrects_and_takes_the_corrections_along(opened: Open, long_article: Article, tmp_path: Path) -> None:
    page = opened(long_article)
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Dogs & <cats>.")
    page.keyboard.press("Enter")
    assert focused(page) == "s4"
    assert "by a person" in page.locator("#s4 th").inner_text()
    assert not page.locator("#s4.doubt").count()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save 1 correction").click()
    download.value.save_as(tmp_path / "made.tmx")
    assert download.value.suggested_filename == "banjir.tmx"
    assert list(read(tmp_path / "made.tmx")) == [Unit("Kalimat 2 di sini.", "Dogs & <cats>.")]
    assert page.get_by_text("transum memory import banjir.tmx").is_visible()


def test_a_correction_is_given_up(opened: Open, long_article: Article) -> None:
    page = opened(long_article)
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.keyboard.type("x")
    page.keyboard.press("Escape")
    assert page.locator("#s4 .target mark").inner_text() == "12"
    assert page.locator("#s4.doubt.error").count() == 1
    assert not page.get_by_role("button", name="Save").is_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_wider_than_the_screen(opened: Open, long_article: Article, width: int) -> None:
    pair = replace(long_article.translation.pairs[3], target="W" * 300)
    pairs = (*long_article.translation.pairs[:3], pair, *long_article.translation.pairs[4:])
    page = opened(replace(long_article, translation=replace(long_article.translation, pairs=pairs)), width=width)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_phone_stacks_the_languages_and_names_them(opened: Open, long_article: Article) -> None:
    page = opened(long_article, width=390)
    source, target = (page.locator(f"#s4 .{side}").bounding_box() for side in ("source", "target"))
    note = page.locator("#s4 .findings").bounding_box()
    assert source
    assert target
    assert note
    assert source["y"] + source["height"] <= target["y"] < note["y"]
    label = page.locator("#s4 .target").evaluate("cell => getComputedStyle(cell, '::before').content")
    assert label == '"English"'


def test_paper_has_the_article_and_no_buttons(opened: Open, long_article: Article) -> None:
    page = opened(long_article)
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.emulate_media(media="print")
    assert not page.get_by_label("only errors").is_visible()
    assert page.locator("#s4 .findings").is_visible()
    assert page.get_by_text("a fact may be wrong").is_visible()


@pytest.mark.parametrize(("width", "scheme"), [pytest.param(1400, "light"), pytest.param(390, "dark")])
def test_the_page_is_accessible(opened: Open, long_article: Article, width: int, scheme: str) -> None:
    found = Axe().run(opened(long_article, width=width, color_scheme=scheme))
    assert found.violations_count == 0, found.generate_report()


@pytest.fixture
def corrected(long_article: Article) -> Article:
    """A person has decided on every doubt."""
    pairs = tuple(replace(pair, findings=(), by_person=bool(pair.findings)) for pair in long_article.translation.pairs)
    return replace(long_article, translation=replace(long_article.translation, pairs=pairs), summary=None)


@pytest.mark.parametrize(("width", "scheme"), [pytest.param(1400, "dark"), pytest.param(390, "light")])
def test_a_comparison_and_a_persons_words_are_accessible_and_fit(
    opened: Open, corrected: Article, width: int, scheme: str
) -> None:
    others = ("Something else.", *(pair.target for pair in corrected.translation.pairs[1:]))
    page = opened(corrected, View(beside=Beside("other", others)), width=width, color_scheme=scheme)
    assert page.locator("p.beside").count() == 1
    assert page.locator("tbody .person").all_inner_texts() == ["by a person"] * 4
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_without_doubts_the_texts_have_the_room(opened: Open, corrected: Article) -> None:
    page = opened(corrected, width=1400)
    assert page.locator("#s4 th").evaluate("cell => cell.getBoundingClientRect().width") < 100


def test_a_persons_sentence_can_be_corrected_again_and_stays_theirs(opened: Open, corrected: Article) -> None:
    page = opened(corrected)
    page.locator("#s4").focus()
    for keys in ("x", "Escape"):
        page.keyboard.press("e")
        page.keyboard.press(keys)
        page.keyboard.press("Escape" if keys == "Escape" else "Enter")
        assert page.locator("#s4 .person").count() == 1


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param({Part.SUMMARY}, id="summary"),
        pytest.param({Part.TRANSLATION}, id="translation"),
        pytest.param({Part.ORIGINAL}, id="original"),
    ],
)
def test_parts_of_an_article_are_pages_too(opened: Open, long_article: Article, parts: set[Part]) -> None:
    page = opened(long_article, View(frozenset(parts)))
    assert page.locator("table").count() == int(parts != {Part.SUMMARY})
    assert page.locator("section.summary").count() == int(parts == {Part.SUMMARY})


FRONT = index_page(
    [
        IndexRow("a.txt", "a.html", "Rice is dear", "Prices rose.", 12, 0, 2, 0.9),
        IndexRow("b.txt", "b.html", "Floods again", "Water rose.", 30, 3, 0, 0.4),
        IndexRow("c.txt", "c.html", "Budi wins", "He won.", 5, 0, 0, 0.99),
        IndexRow("d.pdf", problem="d.pdf can't be read as a PDF"),
    ],
    title="articles",
)


def names(page: Page) -> list[str]:
    return [text.splitlines()[0] for text in page.locator("tbody tr:visible th").all_inner_texts()]


def test_the_front_page_is_sorted_by_need_and_sortable(opened: Open) -> None:
    page = opened(FRONT)
    assert names(page) == ["d.pdf", "Floods again", "Rice is dear", "Budi wins"]
    page.get_by_role("button", name="Sentences").click()
    assert names(page) == ["Floods again", "Rice is dear", "Budi wins", "d.pdf"]
    page.get_by_role("button", name="Sentences").click()
    assert names(page) == ["d.pdf", "Budi wins", "Rice is dear", "Floods again"]
    page.get_by_role("button", name="Article").click()
    assert names(page) == ["Budi wins", "d.pdf", "Floods again", "Rice is dear"]


def test_the_front_page_is_searched_and_filtered(opened: Open) -> None:
    page = opened(FRONT)
    page.get_by_label("Search titles").fill("ROSE rice")
    assert names(page) == ["Rice is dear"]
    assert page.get_by_role("status").inner_text() == "1 of 4 shown"
    page.get_by_label("Search titles").fill("")
    page.get_by_label("only errors (2)").check()
    assert names(page) == ["d.pdf", "Floods again"]


@pytest.mark.parametrize(("width", "scheme"), [pytest.param(1000, "dark"), pytest.param(390, "light")])
def test_the_front_page_is_accessible(opened: Open, width: int, scheme: str) -> None:
    page = opened(FRONT, width=width, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
