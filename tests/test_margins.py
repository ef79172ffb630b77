"""What stands around the story of office documents: translated with them, and read nowhere else."""

import io
import re

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.test_office import ODF_NAMES, W, changed, odf_xml, run
from tests.test_own_kind import BOTH, ODT, member, members
from tests.test_refill import DOCX, EDITION, saved
from transum.document import Edition, SentencePair, Translation
from transum.errors import InputError
from transum.inputs import Input
from transum.inputs.decode import text_of
from transum.segment import segment

TAB = "<w:r><w:tab/></w:r>"


def field(code: str, result: str) -> str:
    """A field as Word writes it: five runs."""
    parts = (
        "<w:fldChar w:fldCharType='begin'/>", f"<w:instrText> {code} </w:instrText>",
        "<w:fldChar w:fldCharType='separate'/>", f"<w:t>{result}</w:t>", "<w:fldChar w:fldCharType='end'/>",
    )  # fmt: skip
    return "".join(f"<w:r>{part}</w:r>" for part in parts)


def letter(header: str, footer: str = "", *, picture: str = "") -> bytes:
    """A Word file of one paragraph, with a header and a footer of these runs."""
    document = docx.Document()
    document.add_paragraph("Warga mengungsi.")
    if picture:
        names = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
        shape = f'<wp:inline {names}><wp:docPr id="1" name="Gambar 1" descr="{picture}"/></wp:inline>'
        document.element.body[0].append(parse_xml(f"<w:r {W}><w:drawing>{shape}</w:drawing></w:r>"))
    section = document.sections[0]
    for part, inside in ((section.header, header), (section.footer, footer)):
        part.paragraphs[0].paragraph_format.element.extend(parse_xml(f"<w:p {W}>{inside}</w:p>"))
    document.core_properties.title = "Laporan banjir"
    document.core_properties.author = "Dinas Sosial"
    document.core_properties.comments = ""
    return saved(document)


def translated(row: Input, data: bytes, edition: Edition = EDITION, *, margins: bool = True) -> bytes:
    """The file with all its words in capitals."""
    document = segment(row.words(data, "a", margins=margins)[0])
    pairs = tuple(SentencePair(each, each.text.upper()) for each in document.sentences)
    return row.refilled(data, "a", Translation(document, pairs), edition)


def shown(data: bytes, part: str) -> list[str]:
    """What stands in each paragraph of a part of a Word file: tabs as they are, fields in braces."""
    root = etree.fromstring(member(data, part).encode())
    said = []
    for paragraph in root.iter(qn("w:p")):
        words = ""
        for each in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:ptab"), qn("w:fldSimple")):
            if each.tag == qn("w:fldSimple"):
                words += f"{{{str(each.get(qn('w:instr'))).strip()}}}"
            elif each.tag == qn("w:t"):
                words += each.text or ""
            else:
                words += {"tab": "\t", "br": "\n", "ptab": "\v"}[each.tag.partition("}")[2]]
        said.append(words)
    return said


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        pytest.param(run("Dinas Sosial"), "DINAS SOSIAL", id="words"),
        pytest.param(f"{run('Kiri')}{TAB}{run('kanan')}", "KIRI\tKANAN", id="tab"),
        pytest.param(f"{run('Kiri')}{TAB}{TAB}{run('kanan')}", "KIRI\t\tKANAN", id="two-tabs"),
        pytest.param(f"{TAB}{TAB}{run('Kanan')}", "\t\tKANAN", id="tabs-before-all"),
        pytest.param("<w:r><w:tab/><w:t>Kanan</w:t><w:tab/><w:t>sekali</w:t></w:r>", "\tKANAN\tSEKALI", id="one-run"),
        pytest.param(
            f"{run('Kiri')}<w:r><w:br/></w:r>{run('bawah')}{TAB}{run('sana')}", "KIRI\nBAWAH\tSANA", id="line"
        ),
        pytest.param(f"{run('Kiri')}<w:r><w:ptab/></w:r>{run('kanan')}", "KIRI\vKANAN", id="tab-by-place"),
        pytest.param(
            f"{run('Halaman ')}{field('PAGE', '1')}{run(' dari ')}{field('NUMPAGES', '3')}",
            "HALAMAN {PAGE}1 DARI {NUMPAGES}3",
            id="fields",
        ),
        pytest.param(
            f"{run('Halaman ')}<w:fldSimple w:instr=' PAGE '>{run('1')}</w:fldSimple>{TAB}{run('Rahasia')}",
            "HALAMAN {PAGE}1\tRAHASIA",
            id="simple-field",
        ),
        pytest.param(f"{run('Lihat ')}{field('REF a', 'bab satu')}.", "LIHAT BAB SATU", id="a-field-of-words"),
    ],
)
def test_headers_of_word_keep_what_is_no_words(header: str, expected: str) -> None:
    after = translated(DOCX, letter(header))
    assert shown(after, "word/header1.xml") == [expected]
    docx.Document(io.BytesIO(after))


def test_both_languages_stand_in_a_footer_each_with_the_number_of_the_page() -> None:
    footer = f"{run('Dicetak')}{TAB}{run('Halaman ')}{field('PAGE', '1')}"
    after = translated(DOCX, letter(run("1"), footer), BOTH)
    assert shown(after, "word/footer1.xml") == ["Dicetak\tHalaman {PAGE}1", "DICETAK\tHALAMAN {PAGE}1"]


def test_what_pictures_show_and_the_title_are_translated_and_names_stay() -> None:
    after = translated(DOCX, letter(run("1"), picture="Warga di perahu"))
    assert 'name="Gambar 1" descr="WARGA DI PERAHU"' in member(after, "word/document.xml")
    properties = docx.Document(io.BytesIO(after)).core_properties
    assert (properties.title, properties.author) == ("LAPORAN BANJIR", "Dinas Sosial")


def test_margins_whose_words_stay_are_the_same_byte_for_byte() -> None:
    data = letter(f"{TAB}{run('12')}{TAB}{run('34')}", f"{run('Kiri')}{TAB}{run('kanan')}")
    document = segment(DOCX.words(data, "a", margins=True)[0])
    same = Translation(document, tuple(SentencePair(each, each.text) for each in document.sentences))
    assert members(DOCX.refilled(data, "a", same, EDITION)) == members(data)
    assert members(translated(DOCX, data))["word/header1.xml"] == members(data)["word/header1.xml"]


def test_an_article_is_read_without_its_margins() -> None:
    data = letter(run("Dinas Sosial"), picture="Warga di perahu")
    assert DOCX.words(data, "a")[0] == text_of(data, "a.docx").content == "Warga mengungsi."
    assert text_of(data, "a.docx", margins=True).content.split("\n\n")[1:] == [
        "Dinas Sosial", "Laporan banjir", "Warga di perahu",
    ]  # fmt: skip
    after = translated(DOCX, data, margins=False)
    assert "Dinas Sosial" in member(after, "word/header1.xml")
    assert "WARGA MENGUNGSI" in member(after, "word/document.xml")


def test_the_story_does_not_go_on_in_a_header() -> None:
    document = docx.Document()
    document.add_paragraph("Bantuan itu diberikan kepada setiap keluarga yang memiliki")
    document.sections[0].header.paragraphs[0].text = "dinas sosial"
    after = translated(DOCX, saved(document))
    assert shown(after, "word/header1.xml") == ["DINAS SOSIAL"]


PLACED = "<w:r><w:ptab/></w:r>"
PIECES = st.lists(
    st.sampled_from([TAB, PLACED, run("kata "), run("Dua. "), "<w:r><w:br/></w:r>", field("PAGE", "1")]), max_size=7
)


@settings(max_examples=60, deadline=None)
@given(PIECES, st.booleans())
def test_any_header_keeps_its_tabs_and_fields(pieces: list[str], is_bilingual: bool) -> None:  # noqa: FBT001
    data = letter("".join([run("Awal "), *pieces, run(" akhir")]))
    after = translated(DOCX, data, BOTH if is_bilingual else EDITION)
    for said in shown(after, "word/header1.xml"):
        assert said.count("\t") == pieces.count(TAB)
        assert said.count("\v") == pieces.count(PLACED)
        assert said.count("{PAGE}1") == pieces.count(field("PAGE", "1"))
    *_, last = shown(after, "word/header1.xml")
    assert not re.search("[a-z]", last.replace("{PAGE}", ""))


HEADER = (
    "<office:document-styles {names} xmlns:fo='urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0'>"
    "<office:styles><style:default-style style:family='paragraph'><style:text-properties fo:language='de'/>"
    "</style:default-style><style:style style:name='Standard' style:family='paragraph'/>"
    "<style:style style:name='Quote' style:family='paragraph' style:parent-style-name='Standard'>"
    "<style:text-properties fo:language='ar'/></style:style></office:styles><office:master-styles>"
    "<style:master-page style:name='M'><style:header><text:p text:style-name='Standard'>{inside}</text:p>"
    "</style:header></style:master-page></office:master-styles></office:document-styles>"
)


def odt(inside: str, body: str = "<text:p text:style-name='Standard'>Warga mengungsi.</text:p>") -> bytes:
    """An OpenDocument text with this header, in German by its styles."""
    return changed(odf_xml(body), {"styles.xml": HEADER.format(names=ODF_NAMES, inside=inside)})


def header_of(data: bytes) -> str:
    found = re.search(r"<style:header>(.*)</style:header>", member(data, "styles.xml"))
    return re.sub(r' xmlns:\w+="[^"]*"', "", found[1]) if found else ""


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        pytest.param("Kiri<text:tab/><text:tab/>kanan", "KIRI<text:tab/><text:tab/>KANAN", id="tabs"),
        pytest.param("<text:tab/>Kanan", "<text:tab/>KANAN", id="tab-before-all"),
        pytest.param("<text:tab/><text:span>Kanan</text:span>", "<text:tab/>KANAN", id="tab-before-a-span"),
        pytest.param(
            "Halaman <text:page-number>2</text:page-number> dari <text:page-count>3</text:page-count>",
            "HALAMAN <text:page-number>2</text:page-number> DARI <text:page-count>3</text:page-count>",
            id="fields",
        ),
    ],
)
def test_headers_of_opendocument_keep_what_is_no_words(header: str, expected: str) -> None:
    after = re.sub(r"</?text:(?:p|span)(?=[ >])[^>]*>", "", header_of(translated(ODT, odt(header))))
    assert after == expected


def test_what_pictures_show_in_opendocument_is_translated() -> None:
    frame = (
        "<text:p>Air.<draw:frame xmlns:draw='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0' "
        "xmlns:svg='urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0' draw:name='Gambar'>"
        "<svg:title>Banjir</svg:title><svg:desc>Warga di perahu</svg:desc></draw:frame></text:p>"
    )
    after = member(translated(ODT, odt("1", frame)), "content.xml")
    assert "<svg:title>BANJIR</svg:title><svg:desc>WARGA DI PERAHU</svg:desc>" in after
    assert 'draw:name="Gambar"' in after


def test_a_style_names_the_language_of_what_was_translated_in_it() -> None:
    body = "<text:p text:style-name='Standard'>Air.</text:p><text:p text:style-name='Quote'>12</text:p>"
    data = odt("Dinas", body)
    said = re.findall('fo:language="(..)"', member(translated(ODT, data), "styles.xml"))
    assert said == ["en", "ar"]


def test_headers_that_stay_are_what_they_were() -> None:
    data = odt("Kiri<text:tab/>kanan")
    after = translated(ODT, data, margins=False)
    assert re.sub("<text:p[^>]*>", "", header_of(after)) == "Kiri<text:tab/>kanan</text:p>"
    assert "WARGA" in member(after, "content.xml")


def test_another_file_is_refused() -> None:
    with pytest.raises(InputError, match="not the file"):
        DOCX.refilled(letter(run("Dinas")), "a.docx", Translation(segment("Lain."), ()), EDITION)
