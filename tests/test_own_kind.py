"""OpenDocument texts and EPUB books translated into files of their own kind, and originals beside translations."""

import io
import pickle
import random
import re
import zipfile
from collections.abc import Callable

import docx
import odfdo
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.test_formats import CONTAINER, build_zip
from tests.test_office import W, changed, odf, odf_xml, opendocument, run, word
from tests.test_refill import DOCX, EDITION, HTML, article, saved
from transum.document import Edition, SentencePair, Translation
from transum.errors import InputError
from transum.inputs import INPUTS, Input
from transum.inputs.markdown import read_markdown
from transum.inputs.subtitles import read_subtitles
from transum.segment import segment

ODT, EPUB = (next(row for row in INPUTS if row.name == name) for name in ("odt", "epub"))
BOTH = Edition(is_bilingual=True)
NAMES = {
    each: f"urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"
    for each in ("text", "style", "office", "table", "drawing")
}
NAMES["fo"] = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
Translate = Callable[[str], str]


def translated(row: Input, data: bytes, translate: Translate, edition: Edition = EDITION) -> bytes:
    document = segment(row.words(data, "a")[0])
    pairs = tuple(SentencePair(each, translate(each.text)) for each in document.sentences)
    return row.refilled(data, "a", Translation(document, pairs), edition)


def member(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def canonical(data: bytes) -> bytes:
    return etree.tostring(etree.fromstring(data), method="c14n")


class TestOpenDocument:
    """A letter of odfdo's making, and paragraphs as LibreOffice writes them."""

    @staticmethod
    def letter() -> bytes:
        document = opendocument()
        document.body.append(odfdo.Header(1, "Harga Beras Naik"))
        paragraph = odfdo.Paragraph("Harga naik.")
        paragraph.append(odfdo.Note(note_class="footnote", note_id="f1", citation="1", body="Isi catatan."))
        document.body.append(paragraph)
        document.body.append(odfdo.List(["Beras", "Gula"]))
        table = odfdo.Table("T", width=2, height=1)
        table.set_value("A1", "Kota")
        document.body.append(table)
        return odf(document)

    @staticmethod
    def paragraph(data: bytes) -> str:
        """What stands in the last paragraph of the text, names of spaces left out."""
        found = re.findall(r"<text:p\b[^>]*>(.*)</text:p>", member(data, "content.xml"))
        return re.sub(r' xmlns:\w+="[^"]*"', "", str(found[-1]))

    def test_what_is_not_translated_stays_byte_for_byte(self) -> None:
        data = self.letter()
        assert members(translated(ODT, data, str)) == members(data)

    def test_only_words_change(self) -> None:
        data = self.letter()
        after = translated(ODT, data, str.upper)
        assert ODT.words(after, "a")[0] == ODT.words(data, "a")[0].upper()
        before, now = (etree.fromstring(member(each, "content.xml").encode()) for each in (data, after))
        assert [each.tag for each in now.iter()] == [each.tag for each in before.iter()]
        unchanged = members(data).keys() - {"content.xml", "styles.xml"}
        assert {name: members(after)[name] for name in unchanged} == {name: members(data)[name] for name in unchanged}
        with zipfile.ZipFile(io.BytesIO(after)) as archive:
            first = archive.infolist()[0]
            assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)

    @pytest.mark.parametrize(
        ("inside", "target", "expected"),
        [
            pytest.param(
                "Kata <text:span text:style-name='B'>Joko Widodo</text:span> kemarin.",
                "Yesterday Joko Widodo spoke.",
                'Yesterday <text:span text:style-name="B">Joko Widodo</text:span> spoke.',
                id="span",
            ),
            pytest.param(
                "Kata <text:a text:name='x'>Budi <text:span text:style-name='B'>Santoso</text:span></text:a> tadi.",
                "So Budi Santoso said.",
                'So <text:a text:name="x">Budi <text:span text:style-name="B">Santoso</text:span></text:a> said.',
                id="link-around-a-span",
            ),
            pytest.param(
                "Naik.<text:note text:id='n'><text:note-citation>1</text:note-citation><text:note-body>"
                "<text:p>Isi.</text:p></text:note-body></text:note>",
                "Up.[1]",
                'Up.<text:note text:id="n"><text:note-citation>1</text:note-citation><text:note-body>'
                "<text:p>ISI.</text:p></text:note-body></text:note>",
                id="note",
            ),
            pytest.param(
                "Naik.<text:note><text:note-body><text:p>Isi.</text:p></text:note-body></text:note>",
                "Up.[1]",
                "Up.<text:note><text:note-body><text:p>ISI.</text:p></text:note-body></text:note>",
                id="note-whose-mark-the-model-broke",
            ),
            pytest.param(
                "Naik 6 ton<text:note><text:note-body><text:p>Isi.</text:p></text:note-body></text:note> pada Kamis.",
                "Up 6 tons[1] on Thursday.",
                "Up 6 tons<text:note><text:note-body><text:p>ISI.</text:p></text:note-body></text:note> on Thursday.",
                id="note-right-behind-a-word",
            ),
            pytest.param("Satu<text:line-break/>dua<text:tab/>tiga.", "One\ntwo three.",
                         "One<text:line-break/>two three.", id="line-break"),
            pytest.param("Air<text:bookmark text:name='m'/> naik.", "Water rises.",
                         'Water<text:bookmark text:name="m"/> rises.', id="bookmark"),
            pytest.param("Gambar <text:sequence text:name='G'>1</text:sequence>. Peta.", "Figure 1.",
                         'Figure <text:sequence text:name="G">1</text:sequence>. Figure 1.', id="field"),
            pytest.param("Ada  <text:s text:c='2'/>dua.<text:soft-page-break/>", "Two.", "Two.", id="white-space"),
        ],
    )  # fmt: skip
    def test_what_is_no_words_is_kept(self, inside: str, target: str, expected: str) -> None:
        body = f"<text:p>{inside}</text:p>"
        found = translated(ODT, odf_xml(body), lambda text: "[] ISI." if "Isi" in text else target)
        after = re.sub(r' xmlns:\w+="[^"]*"', "", member(found, "content.xml"))
        assert f">{expected}</text:p>" in after

    def test_a_text_box_is_translated_where_it_is(self) -> None:
        box = "<draw:frame xmlns:draw='d'><draw:text-box><text:p>Isi kotak.</text:p></draw:text-box></draw:frame>"
        data = translated(ODT, odf_xml(f"<text:p>Luar {box}kotak.</text:p>"), str.upper)
        assert ODT.words(data, "a")[0] == "LUAR KOTAK.\n\nISI KOTAK."

    def test_a_table_of_contents_has_the_headings(self) -> None:
        line = "<text:p>1<text:tab/><text:a>Air <text:span>Naik</text:span><text:tab/>3</text:a></text:p>"
        contents = f"<text:table-of-content><text:index-body>{line}</text:index-body></text:table-of-content>"
        data = odf_xml(f"{contents}<text:h>Air Naik</text:h>")
        after = member(translated(ODT, data, lambda _: "Water Rises"), "content.xml")
        assert "<text:p>1<text:tab/><text:a>Water Rises<text:span/><text:tab/>3</text:a></text:p>" in after

    STYLES = (
        "<style:style xmlns:fo='{fo}' style:name='P1' style:family='paragraph'><style:paragraph-properties "
        "fo:break-before='page'/><style:text-properties fo:language='id' fo:country='ID'/></style:style>"
    ).format(**NAMES)

    def test_its_language_is_said(self) -> None:
        data = odf_xml("<text:p text:style-name='P1'>Banjir.</text:p>", self.STYLES)
        after = member(translated(ODT, data, str.upper), "content.xml")
        assert 'fo:language="en" fo:country="US"' in after
        assert 'fo:language="id"' not in after

    def test_originals_stand_before_in_their_style_and_language(self) -> None:
        body = "<text:h>Judul</text:h><text:p text:style-name='P1'>Banjir.</text:p>"
        data = translated(ODT, odf_xml(body, self.STYLES), str.upper, BOTH)
        root = etree.fromstring(member(data, "content.xml").encode())
        text = root.find(".//office:text", NAMES)
        assert text is not None
        heading, original, translation = text
        assert "".join(map(str, heading.itertext())) == "JudulJUDUL"
        assert heading[1].tag.endswith("line-break")
        style, span = f"{{{NAMES['text']}}}style-name", original[0]
        assert (original.get(style), span.text, translation.text) == ("P1", "Banjir.", "BANJIR.")
        for name, language, breaks in (
            (span.get(style), "id", False),
            ("P1", "en", True),
            (translation.get(style), "en", False),
        ):
            found = root.find(f".//style:style[@style:name='{name}']", NAMES)
            assert found is not None
            said = found.find("style:text-properties", NAMES)
            assert said is not None
            assert said.get(f"{{{NAMES['fo']}}}language") == language
            assert (found.find("style:paragraph-properties[@fo:break-before]", NAMES) is not None) is breaks

    PIECES = st.lists(
        st.sampled_from([
            "kata ", "Presiden Joko ", "<text:span text:style-name='B'>lagi. </text:span>", " ", "Satu. Dua ",
            "<text:a>tautan <text:span text:style-name='C'>di sini</text:span></text:a>", "<text:s text:c='3'/>",
            "<text:tab/>", "<text:line-break/>", "<text:bookmark text:name='m'/>",
            "<text:page-number>3</text:page-number>",
            "<text:note><text:note-body><text:p>Isi.</text:p></text:note-body></text:note>", "<!-- x -->",
            "<text:date>5 Mei</text:date>", "<office:annotation><text:p>Komentar</text:p></office:annotation>",
        ]),
        max_size=8,
    ).map("".join)  # fmt: skip

    @settings(max_examples=40, deadline=None)
    @given(PIECES, st.integers(0, 9), st.booleans())
    def test_any_paragraph_takes_any_words(self, inside: str, seed: int, is_bilingual: bool) -> None:  # noqa: FBT001
        data = odf_xml(f"<text:p>Awal {inside}</text:p>")
        assert members(translated(ODT, data, str)) == members(data)
        dice = random.Random(seed)  # noqa: S311 - no secret
        english = ["the", "President", "Joko", "said."]
        edition = Edition(is_bilingual=is_bilingual)
        after = translated(ODT, data, lambda _: " ".join(dice.choices(english, k=dice.randint(1, 9))), edition)
        for name in ("note-body", "bookmark", "page-number", "date", "annotation"):
            times = 2 if is_bilingual and name in {"page-number", "date"} else 1
            assert member(after, "content.xml").count(f"<text:{name}") == times * inside.count(f"<text:{name}")
        if not is_bilingual:
            words = set(re.findall(r"\w+", ODT.words(after, "a")[0]))
            assert not {"kata", "Awal", "lagi", "tautan", "sini", "Isi"} & words

    def test_another_file_is_refused(self) -> None:
        with pytest.raises(InputError, match="not the file"):
            ODT.refilled(self.letter(), "a.odt", Translation(segment("Lain."), ()), EDITION)


PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf" xml:lang="id"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>Banjir</dc:title><dc:language>id-ID</dc:language><dc:description>%s</dc:description></metadata><manifest>
<item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>
<item id="x" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
<item id="a" href="bab1.xhtml" media-type="application/xhtml+xml"/>
<item id="b" href="bab2.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine toc="x"><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/></spine></package>"""
XHTML = '<html xmlns="http://www.w3.org/1999/xhtml" lang="id" xml:lang="id">'


def book(description: str = "Kisah sebuah kampung.", more: dict[str, str | bytes] | None = None) -> bytes:
    pages: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": PACKAGE % description,
        "OEBPS/nav.xhtml": f"{XHTML}<head><title>Isi buku</title></head>"
        '<body><nav><h1>Daftar Isi</h1><ol><li><a href="bab1.xhtml">Hujan</a></li>'
        '<li><a href="bab2.xhtml">Air surut</a></li></ol></nav></body></html>',
        "OEBPS/toc.ncx": "<ncx><docTitle><text>Banjir</text></docTitle><navMap><navPoint><navLabel><text>Hujan</text>"
        '</navLabel><content src="bab1.xhtml"/></navPoint></navMap></ncx>',
        "OEBPS/bab1.xhtml": f'{XHTML}<head><title>Hujan</title></head><body><h1 id="h">Hujan</h1>\n'
        '<p class="a" id="p">Kata <b>Budi</b> tadi.<a id="r" href="#n">1</a></p><p>Ibu pulang. Ayah juga.</p>'
        '<ul><li>Beras</li></ul><p id="n">1 Isi catatan.</p><img src="a.png" alt="x"/></body></html>',
        "OEBPS/bab2.xhtml": f"{XHTML}<head><title>Banjir</title></head>"
        "<body><h2>Air surut</h2><p>Warga &amp; petugas pulang.</p></body></html>",
        "OEBPS/a.png": b"\x89PNG",
    }
    return build_zip(pages | (more or {}))


class TestBook:
    """An EPUB book with both kinds of tables of contents."""

    def test_what_is_not_translated_stays_but_for_the_language(self) -> None:
        data = book()
        before, after = members(data), members(translated(EPUB, data, str))
        assert list(before) == list(after)
        for name in before.keys() - {"OEBPS/book.opf", "OEBPS/toc.ncx"}:
            assert after[name] == before[name].replace(b'lang="id"', b'lang="en"')
        for name in ("OEBPS/book.opf", "OEBPS/toc.ncx"):
            expected = before[name].replace(b'"id"', b'"en"').replace(b">id-ID<", b">en<")
            assert canonical(after[name]) == canonical(expected)

    def test_only_words_change(self) -> None:
        data = translated(EPUB, book(), str.upper)
        for name, part in {
            "book.opf": "<dc:title>BANJIR</dc:title><dc:language>en</dc:language>"
            "<dc:description>KISAH SEBUAH KAMPUNG.</dc:description>",
            "nav.xhtml": "<head><title>ISI BUKU</title></head>"
            '<body><nav><h1>DAFTAR ISI</h1><ol><li><a href="bab1.xhtml">HUJAN</a></li>'
            '<li><a href="bab2.xhtml">AIR SURUT</a></li></ol>',
            "toc.ncx": "<docTitle><text>BANJIR</text></docTitle><navMap><navPoint><navLabel><text>HUJAN</text>",
            "bab1.xhtml": '<head><title>HUJAN</title></head><body><h1 id="h">HUJAN</h1>\n'
            '<p class="a" id="p">KATA <b>BUDI</b> TADI.<a id="r" href="#n">1</a></p><p>IBU PULANG. AYAH JUGA.</p>'
            '<ul><li>BERAS</li></ul><p id="n">1 ISI CATATAN.</p><img src="a.png" alt="x"/></body></html>',
            "bab2.xhtml": "<head><title>BANJIR</title></head>"
            "<body><h2>AIR SURUT</h2><p>WARGA &amp; PETUGAS PULANG.</p>",
        }.items():
            assert part in member(data, f"OEBPS/{name}").replace("\n<dc:", "<dc:")
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            first = archive.infolist()[0]
            assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")

    def test_it_is_read_as_what_was_written(self) -> None:
        data = book()
        assert EPUB.words(translated(EPUB, data, str.upper), "a")[0] == EPUB.words(data, "a")[0].upper()

    @pytest.mark.parametrize(
        ("description", "expected"),
        [
            pytest.param("&lt;p&gt;Kisah &lt;b&gt;air&lt;/b&gt;.&lt;/p&gt;", "<p>KISAH <b>AIR</b>.</p>", id="markup"),
            pytest.param("Air &amp; api &lt; 5.", "AIR & API < 5.", id="signs"),
            pytest.param("Ibu pulang. Ayah juga.", "IBU PULANG. AYAH JUGA.", id="said-in-the-book-too"),
        ],
    )
    def test_descriptions(self, description: str, expected: str) -> None:
        root = etree.fromstring(member(translated(EPUB, book(description), str.upper), "OEBPS/book.opf").encode())
        assert root.findtext(".//{http://purl.org/dc/elements/1.1/}description") == expected

    def test_originals_stand_before_and_names_once(self) -> None:
        data = translated(EPUB, book(), str.upper, BOTH)
        page = member(data, "OEBPS/bab1.xhtml")
        language = '<span lang="id" xml:lang="id">'
        assert f'<h1 id="h">{language}Hujan</span><br/>HUJAN</h1>' in page
        assert (
            f'<p class="a" id="p">{language}Kata <b>Budi</b> tadi.<a id="r" href="#n">1</a></span></p>\n'
            '<p class="a">KATA <b>BUDI</b> TADI.<a href="#n">1</a></p>'
        ) in page
        assert f"<li>{language}Beras</span><br/>BERAS</li>" in page
        names = re.findall(r'\bid="(\w+)"', page)
        assert sorted(names) == sorted(set(names)) == ["h", "n", "p", "r"]
        etree.fromstring(page.encode())
        assert "<dc:language>en</dc:language><dc:language>id-ID</dc:language>" in member(
            data, "OEBPS/book.opf"
        ).replace("\n", "")

    def test_pages_keep_their_encoding(self) -> None:
        page = f'<?xml version="1.0" encoding="cp1252"?>{XHTML}<body><p>Suhu 5°.</p></body></html>'.encode("cp1252")
        data = translated(EPUB, book(more={"OEBPS/bab2.xhtml": page}), lambda text: f"{text} →")
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert "Suhu 5°. &#8594;" in archive.read("OEBPS/bab2.xhtml").decode("cp1252")

    def test_another_book_is_refused(self) -> None:
        with pytest.raises(InputError, match="not the file"):
            EPUB.refilled(book(), "a.epub", Translation(segment("Lain."), ()), EDITION)


class TestBilingual:
    """Originals before translations, in each kind."""

    def test_word(self) -> None:
        after = docx.Document(io.BytesIO(translated(DOCX, saved(article()), str.upper, BOTH)))
        assert [(each.text, each.style.name if each.style else "") for each in after.paragraphs] == [
            ("Harga Beras Naik\nHARGA BERAS NAIK", "Heading 1"),
            ("Kata Presiden Joko Widodo kemarin. Warga resah.", "Normal"),
            ("KATA PRESIDEN JOKO WIDODO KEMARIN. WARGA RESAH.", "Normal"),
            ("Beras\nBERAS", "List Bullet"),
            ("Gula\nGULA", "List Number"),
        ]
        assert after.tables[0].cell(0, 1).text == "Rp 15.000\nRP 15.000"
        assert [run.bold for run in after.paragraphs[1].runs] == [None, True, None]
        languages = [
            {each.get(qn("w:val")) for each in after.paragraphs[index]._p.iter(qn("w:lang"))}  # noqa: SLF001
            for index in (1, 2)
        ]
        assert languages == [{"id-ID"}, {"en-US"}]

    @pytest.mark.parametrize(
        ("edition", "shown"),
        [pytest.param(EDITION, " ISI.", id="alone"), pytest.param(BOTH, " Isi.ISI.", id="both")],
    )
    def test_a_space_stays_behind_the_number_of_a_note(self, edition: Edition, shown: str) -> None:
        inside = f"{run('Naik.')}<w:r><w:footnoteReference w:id='2'/></w:r>"
        note = f"<w:r><w:footnoteRef/></w:r>{run(' Isi.')}"
        notes = f"<w:footnotes {W}><w:footnote w:id='2'><w:p>{note}</w:p></w:footnote></w:footnotes>"
        data = changed(word(inside), {"word/footnotes.xml": notes})
        after = etree.fromstring(member(translated(DOCX, data, str.upper, edition), "word/footnotes.xml").encode())
        assert "".join(each.text or "" for each in after.iter(qn("w:t"))) == shown

    def test_a_table_of_contents_has_the_headings(self) -> None:
        document = docx.Document()
        document.styles.add_style("TOC 1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)  # type: ignore[attr-defined]
        line = document.add_paragraph("1\tAir Naik\t", style="TOC 1")
        line.add_run("3")
        line.add_run()._r.append(parse_xml(f"<w:instrText {nsdecls('w')}>PAGEREF _Toc1</w:instrText>"))  # noqa: SLF001
        document.add_heading("Air Naik")
        after = docx.Document(io.BytesIO(translated(DOCX, saved(document), lambda _: "Water Rises")))
        assert [each.text for each in after.paragraphs] == ["1\tWater Rises\t3", "Water Rises"]

    def test_a_new_page_is_opened_once(self) -> None:
        document = docx.Document()
        paragraph = document.add_paragraph()
        paragraph.add_run().add_break(docx.enum.text.WD_BREAK.PAGE)  # type: ignore[attr-defined]
        paragraph.add_run("Banjir.")
        after = docx.Document(io.BytesIO(translated(DOCX, saved(document), str.upper, BOTH)))
        breaks = [len(list(each._p.iter(qn("w:br")))) for each in after.paragraphs]  # noqa: SLF001
        assert breaks == [1, 0]
        assert [each.text.strip() for each in after.paragraphs] == ["Banjir.", "BANJIR."]

    def test_a_web_page(self) -> None:
        story = " ".join(["Banjir merendam rumah, dan warga mengungsi ke gedung sekolah di Jakarta."] * 5)
        head = "<head><title>Banjir</title></head>"
        text = f'<article><h1>Banjir</h1><p id="a" lang="id">{story}</p></article>'
        page = f'<html lang="id">{head}<body><nav>Beranda</nav>{text}</body></html>'
        found = translated_page(page)
        assert f'<p id="a" lang="en"><span lang="id">{story}</span></p>\n<p lang="en">{story.upper()}</p>' in found
        assert '<h1><span lang="id">Banjir</span><br/>BANJIR</h1>' in found
        assert "<title>BANJIR</title>" in found
        assert "<nav>Beranda</nav>" in found

    @pytest.mark.parametrize(
        "tail", [" - detikNews", " Halaman all - Kompas.com", " | Tribunnews", " &mdash; Tempo", " page 2"]
    )
    def test_the_name_of_a_site_stays_behind_the_title(self, tail: str) -> None:
        story = " ".join(["Banjir merendam rumah, dan warga mengungsi ke gedung sekolah di Jakarta."] * 5)
        page = f"<html><head><title>Air naik{tail}</title></head><body><h1>Air naik</h1><p>{story}</p></body></html>"
        assert f"<title>AIR NAIK{tail}</title>" in translated_page(page)

    def test_a_whole_page(self) -> None:
        page = "<html><head><title>%s</title></head><body><nav>%s</nav><h1>%s</h1><p>%s</p></body></html>"
        words = ("Air naik", "Menu", "Air naik", "Ia pergi.")
        translation = upper(HTML.words(page % words, "a.html", whole=True)[0])
        found = HTML.refilled((page % words).encode(), "a.html", translation, EDITION).decode()
        assert found == page % tuple(each.upper() for each in words)

    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            pytest.param("Air *naik*.\n", "Air *naik*.\n\nAIR *NAIK*.\n", id="paragraph"),
            pytest.param("Air\nnaik.\r\n\r\nIa.", "Air\nnaik.\r\n\r\nAIR NAIK.\r\n\r\nIa.\r\n\r\nIA.", id="line-ends"),
            pytest.param("# Air {#a}\n", "# Air {#a}\n\n# AIR\n", id="heading"),
            pytest.param("Air\n===\n", "Air\\\nAIR\n===\n", id="heading-with-a-line-below"),
            pytest.param("> # Air\n", "> # Air\n>\n> # AIR\n", id="heading-in-a-quotation"),
            pytest.param("> Air.\n", "> Air.\n>\n> AIR.\n", id="quotation"),
            pytest.param("- Air\n- Api\n", "- Air\\\n  AIR\n- Api\\\n  API\n", id="items"),
            pytest.param("1. Air\n\n   Api\n", "1. Air\\\n   AIR\n\n   Api\n\n   API\n", id="paragraphs-of-an-item"),
            pytest.param("- [x] Air\n", "- [x] Air\\\n  AIR\n", id="task"),
            pytest.param("| Air |\n|---|\n| Api |\n", "| Air<br>AIR |\n|---|\n| Api<br>API |\n", id="table"),
            pytest.param('![Air](a.png "Api")\n', '![Air / AIR](a.png "Api / API")\n', id="picture"),
            pytest.param("<div>Air.</div>\n", "<div>Air.<br>AIR.</div>\n", id="html"),
            pytest.param("Air.[^1]\n\n[^1]: Api.\n", "Air.[^1]\n\nAIR.[^1]\n\n[^1]: Api.\\\n      API.\n", id="note"),
            pytest.param("---\ntitle: Air\n---\nApi.\n", "---\ntitle: AIR\n---\nApi.\n\nAPI.\n", id="front-matter"),
            pytest.param(
                "`x = 1`\n\n```\nkode\n```\n\nAir.\n", "`x = 1`\n\n```\nkode\n```\n\nAir.\n\nAIR.\n", id="code"
            ),
        ],
    )
    def test_markdown(self, content: str, expected: str) -> None:
        words, layout = read_markdown(content)
        assert layout.rebuild(upper(words), BOTH) == expected

    @pytest.mark.parametrize(
        ("cue", "expected"),
        [
            pytest.param("Air naik\nlagi.", "Air naik lagi.\nAIR NAIK LAGI.", id="two-lines"),
            pytest.param("<i>Air</i> naik.", "<i>Air</i> naik.\n<i>AIR</i> NAIK.", id="tags"),
            pytest.param("- Air?\n- Api.", "- Air?\n- Api.\n- AIR?\n- API.", id="turns"),
        ],
    )
    def test_subtitles(self, cue: str, expected: str) -> None:
        before = "1\n00:00:01,000 --> 00:00:02,000\n"
        read = read_subtitles(f"{before}{cue}\n")
        assert read
        assert read[1].rebuild(upper(read[0]), BOTH) == f"{before}{expected}\n"


@pytest.mark.parametrize(
    ("said", "expected"), [("id", "en"), ("id-ID", "en"), ("jv", "jv")], ids=["its-own", "of-a-country", "another"]
)
def test_subtitles_say_their_language(said: str, expected: str) -> None:
    content = "WEBVTT\nKind: captions\nLanguage: {}\n\n00:01.000 --> 00:02.000\n{}\n"
    read = read_subtitles(content.format(said, "Air."))
    assert read
    assert read[1].rebuild(upper(read[0])) == content.format(expected, "AIR.")


def upper(words: str) -> Translation:
    document = segment(words)
    return Translation(document, tuple(SentencePair(each, each.text.upper()) for each in document.sentences))


def translated_page(page: str) -> str:
    translation = upper(HTML.words(page, "a.html")[0])
    return HTML.refilled(page.encode(), "a.html", translation, BOTH).decode()


def test_layouts_go_from_one_process_to_another() -> None:
    content = '---\ntitle: Air\n---\n# Air\n\n- [Kata](a "judul kita") ![gambar kita](b "judul")\n\n<p>Air.</p>\n'
    words, layout = read_markdown(content)
    assert pickle.loads(pickle.dumps(layout)).rebuild(upper(words)) == layout.rebuild(upper(words))  # noqa: S301
