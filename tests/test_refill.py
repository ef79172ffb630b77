"""Word files translated into Word files: only words change, and what was set differently goes with its words."""

import io
import random
import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_pages import ENDING, MIDDLE, OPENING
from transum.document import Edition, SentencePair, Translation
from transum.errors import InputError
from transum.inputs import INPUTS, REFILLED, Input
from transum.inputs.decode import read
from transum.segment import segment

DOCX = next(row for row in INPUTS if row.name == "docx")
Translate = Callable[[str], str]
EDITION = Edition()


def saved(document: "docx.document.Document") -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def translated(data: bytes, translate: Translate, row: Input = DOCX, edition: Edition = EDITION) -> bytes:
    document = segment(row.words(data, "a.docx")[0])
    pairs = tuple(SentencePair(each, translate(each.text)) for each in document.sentences)
    return row.refilled(data, "a.docx", Translation(document, pairs), edition)


def opened(data: bytes) -> "docx.document.Document":
    return docx.Document(io.BytesIO(data))


def article() -> "docx.document.Document":
    document = docx.Document()
    document.add_heading("Harga Beras Naik")
    paragraph = document.add_paragraph("Kata ")
    paragraph.add_run("Presiden Joko Widodo").bold = True
    paragraph.add_run(" kemarin. Warga resah.")
    document.add_paragraph("Beras", style="List Bullet")
    document.add_paragraph("Gula", style="List Number")
    document.add_table(1, 2).cell(0, 1).text = "Rp 15.000"
    document.sections[0].header.paragraphs[0].text = "Kop surat"
    return document


def test_what_is_not_translated_stays_as_it_is() -> None:
    data = saved(article())
    with ZipFile(io.BytesIO(data)) as before, ZipFile(io.BytesIO(translated(data, str))) as after:
        assert after.namelist() == before.namelist()
        assert all(after.read(name) == before.read(name) for name in before.namelist())


def test_only_words_change() -> None:
    after = opened(translated(saved(article()), str.upper))
    assert [(each.text, each.style.name if each.style else "") for each in after.paragraphs] == [
        ("HARGA BERAS NAIK", "Heading 1"),
        ("KATA PRESIDEN JOKO WIDODO KEMARIN. WARGA RESAH.", "Normal"),
        ("BERAS", "List Bullet"),
        ("GULA", "List Number"),
    ]
    assert after.tables[0].cell(0, 1).text == "RP 15.000"
    assert after.sections[0].header.paragraphs[0].text == "Kop surat"


def test_what_is_bold_goes_with_its_words() -> None:
    english = "President Joko Widodo said so yesterday."
    data = saved(article())
    after = opened(translated(data, lambda text: english if text.startswith("Kata") else text))
    runs = [(run.text, bool(run.bold)) for run in after.paragraphs[1].runs]
    assert "".join(text for text, _ in runs) == f"{english} Warga resah."
    assert sum(is_bold for _, is_bold in runs) == 1


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(["Kota", "1.234", "56", "7,5", "-"], id="figures"),
        pytest.param(["12.5", "Kota", "3.000", "+4"], id="a-word-between"),
        pytest.param(["1", "(18/12)", "2"], id="a-date"),
        pytest.param(["1 2.000", "3", "4  5"], id="several-in-a-cell"),
    ],
)
def test_the_figures_of_a_row_are_one_sentence_and_each_comes_back_into_its_cell(row: list[str]) -> None:
    document = docx.Document()
    document.add_paragraph("Penduduk.")
    cells = document.add_table(2, len(row))
    for number in range(2):
        for cell, text in zip(cells.rows[number].cells, row, strict=True):
            cell.text = text
    swapped = str.maketrans(".,", ",.")

    def english(text: str) -> str:
        return text.upper().translate(swapped).replace("(18/12)", "(18 December)")

    after = opened(translated(saved(document), english)).tables[0]
    for number in range(2):
        assert [cell.text for cell in after.rows[number].cells] == [english(text) for text in row]


def with_paragraph(inside: str) -> bytes:
    document = docx.Document()
    names = nsdecls("w", "r")
    document.element.body.insert(0, parse_xml(f"<w:p {names}>{inside}</w:p>"))
    return saved(document)


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


LINK = f"<w:hyperlink r:id='rId9'>{run('tautan')}</w:hyperlink>"


@pytest.mark.parametrize(
    ("inside", "target", "tags"),
    [
        pytest.param(f"{run('Lihat ')}{LINK}{run(' ini.')}", "See this.", ["r", "hyperlink"], id="link"),
        pytest.param(f"{LINK}{LINK}{run('.')}", "See.", ["hyperlink", "hyperlink"], id="more-links-than-words"),
        pytest.param(
            f"{run('Naik.')}<w:r><w:footnoteReference w:id='2'/></w:r>", "Up.[1]", ["r", "r"], id="mark-of-a-note"
        ),
        pytest.param(
            f"{run('Naik.')}<w:r><w:footnoteReference w:id='2'/></w:r>", "Up.", ["r", "r"], id="mark-that-was-lost"
        ),
        pytest.param(f"<w:bookmarkStart w:id='1' w:name='a'/>{run('Ya.')}<w:bookmarkEnd w:id='1'/>", "Yes.",
                     ["bookmarkStart", "bookmarkEnd", "r"], id="bookmark"),
        pytest.param(f"<w:del>{run('x')}</w:del><w:ins>{run('Ya.')}</w:ins>", "Yes.", ["r"], id="tracked"),
    ],
)  # fmt: skip
def test_what_is_no_words_is_kept(inside: str, target: str, tags: list[str]) -> None:
    after = opened(translated(with_paragraph(inside), lambda _: target)).element.body[0]
    found = [child.tag.rpartition("}")[2] for child in after]
    assert found == tags
    assert "".join(each.text or "" for each in after.iter(qn("w:t"))) in {target.replace("[1]", ""), f"{target}…"}


def test_lines_broken_by_hand_stay_so() -> None:
    data = with_paragraph(f"{run('Satu')}<w:r><w:br/></w:r>{run('dua.')}")
    after = opened(translated(data, str.upper))
    assert after.paragraphs[0].text == "SATU\nDUA."


def test_a_file_that_has_changed_is_refused() -> None:
    with pytest.raises(InputError, match="not the file"):
        DOCX.refilled(saved(article()), "a.docx", Translation(segment("Lain."), ()), EDITION)


def test_a_text_box_is_translated_where_it_is(tmp_path: Path) -> None:
    box = f"<w:r><w:pict><w:txbxContent><w:p>{run('Isi kotak.')}</w:p></w:txbxContent></w:pict></w:r>"
    data = translated(with_paragraph(f"{run('Luar.')}{box}"), str.upper)
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    assert read(str(path)).content == "LUAR.\n\nISI KOTAK."


def test_the_kinds_that_can_be_written_are_listed() -> None:
    assert ".docx" in REFILLED
    assert not any(row.keeps_layout for row in INPUTS if row.refiller)


PIECES = st.lists(
    st.sampled_from(
        [
            *(run("kata "), run("Presiden Joko ", "<w:b/>"), run("lagi. ", "<w:i/>"), run("  "), run("Satu. Dua ")),
            *(LINK, "<w:r><w:tab/></w:r>", "<w:r><w:br/></w:r>", "<w:r><w:footnoteReference w:id='2'/></w:r>"),
            *(
                "<w:bookmarkStart w:id='1' w:name='a'/>",
                run("rahasia", "<w:vanish/>"),
                f"<w:ins>{run('baru ')}</w:ins>",
            ),
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>",
            "<w:r><w:sym w:font='Symbol' w:char='F0B0'/></w:r>",
        ]
    ),
    max_size=8,
).map("".join)


@settings(max_examples=30, deadline=None)
@given(PIECES, st.integers(0, 9))
def test_any_paragraph_takes_any_words(inside: str, seed: int) -> None:
    data = with_paragraph(f"{run('Awal ')}{inside}")
    assert opened(translated(data, str)).element.xml == opened(data).element.xml
    dice = random.Random(seed)  # noqa: S311 - no secret
    english = ["the", "President", "Joko", "said."]
    after = opened(translated(data, lambda _: " ".join(dice.choices(english, k=dice.randint(1, 9)))))
    text = "".join(each.text or "" for each in after.element.body.iter(qn("w:t")))
    assert not {"kata", "Awal", "lagi", "tautan", "rahasia"} & set(re.findall(r"\w+", text))
    assert len(after.element.body[0].findall(f".//{qn('w:footnoteReference')}")) == inside.count("footnoteReference")


PAGE = f"""<!DOCTYPE html>
<html lang="id"><head><title>Kebijakan</title><script>var a = "Nama";</script></head>
<body><nav><a href=/>Beranda</a></nav>
<div class="isi"><h1>Kebijakan</h1>
  <p>{OPENING.replace("data Anda", "<b>data Anda</b>", 1)}</p>
<ul>
  <li>Nama &amp; <a href="x">alamat</a></li>
  <li>Surel</li></ul>
<ol><li>Kirim</li></ol><p>{MIDDLE}</p><!-- catatan --><p>{ENDING}</p></div></body></html>
"""
HTML = next(row for row in INPUTS if row.name == "html")


def refilled_page(page: str, translate: Translate, encoding: str = "utf-8") -> str:
    document = segment(HTML.words(page, "a.html")[0])
    pairs = tuple(SentencePair(each, translate(each.text)) for each in document.sentences)
    return HTML.refilled(page.encode(encoding), "a.html", Translation(document, pairs), EDITION).decode(encoding)


def test_a_page_that_is_not_translated_stays_as_it_is() -> None:
    assert refilled_page(PAGE, str) == PAGE.replace('lang="id"', 'lang="en"')


def test_only_the_words_of_the_article_change() -> None:
    page = refilled_page(PAGE, str.upper)
    for part in (
        "<title>KEBIJAKAN</title>",
        '<script>var a = "Nama";</script>',
        "<nav><a href=/>Beranda</a></nav>",
        "<b>DATA ANDA</b>",
        '<li>NAMA &amp; <a href="x">ALAMAT</a></li>\n  <li>SUREL</li></ul>',
        "<ol><li>KIRIM</li></ol>",
        f"<p>{MIDDLE.upper()}</p><!-- catatan --><p>{ENDING.upper()}</p></div></body></html>\n",
    ):
        assert part in page


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("Kebijakan - detikNews", "KEBIJAKAN - detikNews", id="hyphen"),
        pytest.param("Kebijakan  |  Situs | Koran", "KEBIJAKAN  |  Situs | Koran", id="bars"),
        pytest.param("Kebijakan &mdash; Situs", "KEBIJAKAN &mdash; Situs", id="entity"),
        pytest.param("Kebijakan lama - Situs", "Kebijakan lama - Situs", id="another-title"),
        pytest.param("Kebijakan-Situs", "Kebijakan-Situs", id="one-word"),
    ],
)
def test_the_title_of_the_window_keeps_the_name_of_its_site(title: str, expected: str) -> None:
    page = PAGE.replace("<title>Kebijakan</title>", f"<title>{title}</title>")
    assert f"<title>{expected}</title>" in refilled_page(page, str.upper)


def test_a_head_that_is_not_closed_hides_nothing() -> None:
    page = PAGE.replace("</head>", "").replace("<body>", "")
    assert f"<p>{MIDDLE.upper()}</p>" in refilled_page(page, str.upper)


def test_what_an_old_encoding_lacks_is_written_as_an_entity() -> None:
    page = PAGE.replace("Surel", "Suhu 5°")
    assert "&#8594;" in refilled_page(page, lambda text: f"{text} →", "cp1252")


def test_another_page_is_refused() -> None:
    with pytest.raises(InputError, match="not the file"):
        HTML.refilled(PAGE.encode(), "a.html", Translation(segment("Lain."), ()), EDITION)
