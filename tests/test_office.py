"""Office documents: what a reader of the file sees is read, in order, and what they don't see is not."""

import io
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import docx
import odfdo
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from transum.errors import InputError
from transum.inputs.blocks import Block, Form, story
from transum.inputs.decode import read

W = nsdecls("w")


@pytest.fixture
def content(tmp_path: Path) -> Callable[[str, bytes], str]:
    def words(name: str, data: bytes) -> str:
        (tmp_path / name).write_bytes(data)
        return read(str(tmp_path / name)).content

    return words


Content = Callable[[str, bytes], str]


def saved(document: "docx.document.Document") -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def word(*paragraphs: str) -> bytes:
    """A Word file of these paragraphs, each the XML inside ``w:p``."""
    document = docx.Document()
    for position, inside in enumerate(paragraphs):
        math = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
        document.element.body.insert(position, parse_xml(f"<w:p {W} {math}>{inside}</w:p>"))
    return saved(document)


def changed(data: bytes, members: dict[str, str]) -> bytes:
    """An archive with some members replaced or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            if name not in members:
                after.writestr(name, before.read(name))
        for name, text in members.items():
            after.writestr(name, text)
    return file.getvalue()


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        pytest.param(
            f"{run('Suhu 5')}<w:r><w:sym w:font='Symbol' w:char='F0B0'/></w:r>{run('C.')}", "Suhu 5°C.", id="symbol"
        ),
        pytest.param(f"{run('Lihat')}<w:r><w:tab/></w:r>{run('ini.')}", "Lihat ini.", id="tab"),
        pytest.param(f"{run('Ada.')}{run(' Rahasia.', '<w:vanish/>')}", "Ada.", id="hidden"),
        pytest.param(run("Ada.", "<w:vanish w:val='0'/>"), "Ada.", id="not-hidden-after-all"),
        pytest.param(
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>" + run("Satu."),
            "Satu.",
            id="field",
        ),
        pytest.param(
            "<m:oMath><m:sSup><m:e><m:r><m:t>E=mc</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>"
            "</m:oMath>",
            "E=mc^2",
            id="equation",
        ),
        pytest.param(
            f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Klik')}</w:sdtContent></w:sdt>{run('Isi.')}",
            "Isi.",
            id="placeholder",
        ),
    ],
)  # fmt: skip
def test_a_paragraph_of_word_is_read_as_it_is_seen(content: Content, inside: str, words: str) -> None:
    assert content("a.docx", word(inside)) == words


def test_a_row_of_figures_is_one_sentence(content: Content) -> None:
    document = docx.Document()
    table = document.add_table(2, 5)
    for row, texts in zip(table.rows, (["Tim", "18", "35-12", "A1", "42"], ["7", "8", "9/3", "10", "-"]), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    assert content("a.docx", saved(document)) == "Tim\n\n18 35-12\n\nA1\n\n42\n\n7 8\n\n9/3\n\n10 -"


def test_lists_of_word_have_their_marks(content: Content) -> None:
    document = docx.Document()
    for text, style in (
        ("Barang:", "Normal"),
        ("Beras", "List Bullet"),
        ("Gula", "List Bullet"),
        ("Pertama", "List Number"),
        ("Kedua", "List Number"),
    ):
        document.add_paragraph(text, style=style)
    assert content("a.docx", saved(document)) == "Barang:\n\n- Beras\n- Gula\n1. Pertama\n2. Kedua"


NUMBERING = f"""<w:numbering {W}><w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="BAB %1"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2."/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>
</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="6"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>
</w:num></w:numbering>"""


def test_numbers_count_by_level_and_begin_anew(content: Content) -> None:
    def item(text: str, level: int, number: int = 5) -> str:
        return f"<w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{number}'/></w:numPr></w:pPr>{run(text)}"

    data = word(*(item(*each) for each in (("A", 0), ("B", 1), ("C", 2), ("D", 2), ("E", 0), ("F", 1), ("G", 0, 6))))
    text = content("a.docx", changed(data, {"word/numbering.xml": NUMBERING}))
    assert text.splitlines() == ["BAB I A", "I.1. B", "a) C", "b) D", "BAB II E", "II.1. F", "BAB I G"]


def test_notes_stand_at_the_end_behind_their_marks(content: Content) -> None:
    notes = f"""<w:footnotes {W}><w:footnote w:id="-1" w:type="separator"><w:p/></w:footnote>
    <w:footnote w:id="2"><w:p>{run("Isi catatan.")}</w:p></w:footnote></w:footnotes>"""
    data = word(f"{run('Harga naik.')}<w:r><w:footnoteReference w:id='2'/></w:r>{run(' Warga resah.')}", run("Akhir."))
    text = content("a.docx", changed(data, {"word/footnotes.xml": notes}))
    assert text == "Harga naik.[1] Warga resah.\n\nAkhir.\n\n[1] Isi catatan."


@pytest.mark.parametrize("suffix", ["docm", "dotx", "dotm"])
def test_macro_files_and_templates_are_read(content: Content, suffix: str) -> None:
    data = word(run("Isi."))
    types = zipfile.ZipFile(io.BytesIO(data)).read("[Content_Types].xml").decode()
    other = types.replace(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    assert content(f"a.{suffix}", changed(data, {"[Content_Types].xml": other})) == "Isi."


def test_nesting_costs_no_more_than_its_length(tmp_path: Path) -> None:
    def nested(depth: int) -> bytes:
        opened = f"<w:p><w:r><w:t>{'kata ' * 20}</w:t>" * depth
        return word(opened.replace("<w:p>", "", 1) + "</w:r></w:p>" * (depth - 1) + "</w:r>")

    def seconds(depth: int) -> float:
        path = tmp_path / "a.docx"
        path.write_bytes(nested(depth))
        started = time.process_time()
        read(str(path))
        return time.process_time() - started

    seconds(1)  # the libraries are loaded
    assert seconds(80) < 20 * max(seconds(10), 0.01)


def opendocument() -> odfdo.Document:
    document = odfdo.Document("text")
    document.body.clear()
    return document


def odf(document: odfdo.Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_an_opendocument_text_is_read_in_order(content: Content) -> None:
    document = opendocument()
    document.body.append(odfdo.Header(1, "Harga Beras Naik"))
    paragraph = odfdo.Paragraph("Harga naik.")
    paragraph.append(odfdo.Note(note_class="footnote", note_id="f1", citation="1", body="Isi catatan."))
    document.body.append(paragraph)
    document.body.append(odfdo.List(["Beras", "Gula"]))
    table = odfdo.Table("T", width=2, height=1)
    table.set_value("A1", "Kota")
    table.set_value("B1", "Harga")
    document.body.append(table)
    document.body.append(odfdo.Paragraph("Akhir  dengan\tdua\nbaris."))
    assert content("a.odt", odf(document)) == (
        "Harga Beras Naik\n\nHarga naik.[1]\n\n- Beras\n- Gula\n\nKota\n\nHarga\n\nAkhir  dengan dua\nbaris.\n\n"
        "[1] Isi catatan."
    )


ODF_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "style", "table")
)


def odf_xml(body: str, styles: str = "") -> bytes:
    content = (
        f"<office:document-content {ODF_NAMES}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:text>{body}</office:text></office:body></office:document-content>"
    )
    return changed(odf(opendocument()), {"content.xml": content})


@pytest.mark.parametrize(
    ("body", "words"),
    [
        pytest.param("<text:p>Ada<office:annotation><text:p>Komentar</text:p></office:annotation>.</text:p>", "Ada.",
                     id="comment"),
        pytest.param(
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>Lama</text:p></text:deletion>"
            "</text:changed-region></text:tracked-changes><text:p>Baru.</text:p>",
            "Baru.",
            id="deleted",
        ),
        pytest.param("<text:p>Satu\n  dua<text:s text:c='2'/>tiga<!-- x --> empat.</text:p>", "Satu dua  tiga empat.",
                     id="white-space"),
        pytest.param(
            "<text:list text:style-name='L'><text:list-item><text:p>Satu</text:p><text:list><text:list-item><text:p>a"
            "</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>Dua</text:p>"
            "</text:list-item></text:list>",
            "1. Satu\n(i) a\n2. Dua",
            id="numbers",
        ),
        pytest.param("<text:table-of-content><text:p>Isi.....3</text:p></text:table-of-content><text:p>Ada.</text:p>",
                     "Ada.", id="contents"),
        pytest.param("<text:p>Kolom<text:span> satu</text:span>.</text:p>", "Kolom satu.", id="span"),
    ],
)  # fmt: skip
def test_an_opendocument_paragraph_is_read_as_it_is_seen(content: Content, body: str, words: str) -> None:
    styles = (
        "<text:list-style style:name='L'><text:list-level-style-number text:level='1' style:num-format='1'"
        " style:num-suffix='.'/><text:list-level-style-number text:level='2' style:num-format='i'"
        " style:num-prefix='(' style:num-suffix=')'/></text:list-style>"
    )
    assert content("a.odt", odf_xml(body, styles)) == words


@pytest.mark.parametrize(
    ("members", "message"),
    [
        pytest.param({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "no OpenDocument", id="sheet"),
        pytest.param({"META-INF/manifest.xml": "<m:encryption-data/>"}, "password", id="encrypted"),
        pytest.param({"content.xml": "<a>" * 100_000 + "</a>" * 100_000}, "can't be read", id="deep"),
        pytest.param({"content.xml": '<!DOCTYPE a [<!ENTITY a "ha">]><a>&a;</a>'}, "entities", id="entities"),
        pytest.param({"content.xml": "<a/>"}, "has no text", id="nothing"),
    ],
)
def test_other_opendocument_files_say_why(content: Content, members: dict[str, str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        content("a.odt", changed(odf_xml("<text:p>Ada.</text:p>"), members))


HEAD = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fnil\fcharset2 Symbol;}}"


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        pytest.param(r"Satu.\par Dua.\par", "Satu.\n\nDua.", id="paragraphs"),
        pytest.param(r"Suhu 5\'b0C, \ldblquote ya\rdblquote\emdash \u8364?1.", "Suhu 5°C, “ya”—€1.", id="characters"),
        pytest.param(r"\uc2\u8364\'80\'80a {\uc0\u8364}b.", "€a €b.", id="replacements"),
        pytest.param(r"Tawa \u-10179?\u-8704?.", "Tawa 😀.", id="two-halves"),
        pytest.param(r"Suhu 5{\f1\'b0}C.", "Suhu 5°C.", id="symbol-font"),
        pytest.param(r"Ada{\v rahasia}. \v x\v0 Lagi.", "Ada. Lagi.", id="hidden"),
        pytest.param(r"{\header Kop\par}{\*\tak\dikenal x}Isi.", "Isi.", id="header"),
        pytest.param(r'{\field{\*\fldinst{HYPERLINK "https://a.b"}}{\fldrslt Klik}} ya.', "Klik ya.", id="link"),
        pytest.param(r"Naik.{\footnote\chftn Isi.} Turun.", "Naik.[1] Turun.\n\n[1] Isi.", id="note"),
        pytest.param(
            r"{\listtext\f1\'b7\tab}Satu\par{\listtext 2.\tab}Dua\par", "- Satu\n2. Dua", id="list"
        ),
        pytest.param(r"\trowd Kota\cell Harga\cell\row Akhir.", "Kota\n\nHarga\n\nAkhir.", id="table"),
        pytest.param(r"{\pict\bin9 }}}}}}}}}x}Isi.", "Isi.", id="picture"),
        pytest.param(r"{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt Kotak.\par}}{\shprslt Kotak.}Isi.", "Kotak.\n\nIsi.",
                     id="text-box"),
        pytest.param("Kurung \\{a\\} \\\\ dan\r\n baris.", "Kurung {a} \\ dan baris.", id="escaped"),
    ],
)  # fmt: skip
def test_rich_text_is_read_as_it_is_seen(content: Content, inside: str, words: str) -> None:
    assert content("a.txt", f"{HEAD}{inside}}}x".encode("cp1252")) == words


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param(b"{" * 100_000, id="deep"),
        pytest.param(b"{\\fonttbl" + b"{\\f1 " * 900 + b"x" * 300_000, id="fonts"),
        pytest.param(b"{\\field{\\*\\fldinst{ HYPERLINK " * 300, id="fields"),
        pytest.param(b"\\pict\\bin9999999999 a", id="picture-without-end"),
        pytest.param(b"\\uc9999999999\\u9999999999\\u-1\\ansicpg1\\'ff", id="numbers"),
    ],
)
def test_hostile_rich_text_is_refused_or_read_soon(content: Content, hostile: bytes) -> None:
    started = time.process_time()
    with suppress(InputError):
        content("a.rtf", b"{\\rtf1 " + hostile)
    assert time.process_time() - started < 5


LONG = "Bantuan itu diberikan kepada setiap keluarga yang memiliki"


@pytest.mark.parametrize(
    ("blocks", "text"),
    [
        pytest.param([Block(LONG), Block("dua anak.")], f"{LONG} dua anak.", id="cut"),
        pytest.param([Block(f"{LONG}."), Block("dua anak.")], f"{LONG}.\n\ndua anak.", id="ended"),
        pytest.param([Block(LONG), Block("Dua anak.")], f"{LONG}\n\nDua anak.", id="capital"),
        pytest.param([Block(LONG), Block("iPhone.")], f"{LONG}\n\niPhone.", id="brand"),
        pytest.param([Block(LONG), Block("e-KTP.")], f"{LONG}\n\ne-KTP.", id="hyphenated-brand"),
        pytest.param([Block(LONG), Block("a. Satu.")], f"{LONG}\n\na. Satu.", id="letter"),
        pytest.param([Block(LONG, Form.HEADING), Block("dua.")], f"{LONG}\n\ndua.", id="heading"),
        pytest.param([Block(LONG, Form.CELL), Block("dua", Form.CELL)], f"{LONG}\n\ndua", id="cells"),
        pytest.param([Block("Roti"), Block("dan mentega")], "Roti\n\ndan mentega", id="short"),
        pytest.param([Block(f"{LONG} me-"), Block("reka.")], f"{LONG} mereka.", id="hyphenated"),
    ],
)
def test_a_paragraph_cut_in_two_is_one_again(blocks: list[Block], text: str) -> None:
    assert story(blocks) == text
