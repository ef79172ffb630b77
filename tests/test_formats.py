"""Files of each format, built here with the libraries that others write them with; then damaged, renamed, inflated."""

import io
import random
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import docx
import odfdo
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate

from transum.errors import InputError
from transum.inputs import SUFFIXES, text_type
from transum.inputs import decode as reader
from transum.inputs.decode import read
from transum.inputs.pdf_paragraphs import Line, story

HEADING = "Harga Beras Naik"
FIRST = (
    "Harga beras di pasar induk naik menjadi Rp 15.000 per kilogram pada hari Senin, kata seorang pedagang di Jakarta "
    "yang sudah dua puluh tahun berjualan."
)
SECOND = "Menteri mengatakan pasokan berkurang akibat banjir, dan harga akan turun bulan depan."


# Two lines at the foot of a page that are the same on all pages would be a running foot.
ENDS = (
    ("Panen gagal lagi tahun ini.", "Petani merugi besar."),
    ("Air surut setelah tiga hari.", "Jalan masih rusak."),
    ("Warga pulang ke rumah masing-masing.", "Sekolah dibuka lagi."),
)


def build_docx() -> bytes:
    document = docx.Document()
    document.add_heading(HEADING)
    document.add_paragraph(FIRST)
    document.add_table(1, 2).cell(0, 1).text = "Rp 15.000"
    document.add_paragraph(SECOND)
    return saved(document)


def saved(document: "docx.document.Document") -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def build_pdf(*paragraphs: str) -> bytes:
    file = io.BytesIO()
    styles = getSampleStyleSheet()
    flow: list[Flowable] = [Paragraph(HEADING, styles["Title"])]
    flow += [Paragraph(text, styles["Normal"]) for text in paragraphs or (FIRST, SECOND)]

    def running(canvas: Canvas, _: object) -> None:
        canvas.drawString(50, 570, "Kabar Harian, 5 September 2023")
        canvas.drawString(200, 20, str(canvas.getPageNumber()))

    SimpleDocTemplate(file, pagesize=A5).build(flow, onFirstPage=running, onLaterPages=running)
    return file.getvalue()


def build_scan() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.rect(10, 10, 100, 100)
    canvas.save()
    return file.getvalue()


def encrypted_pdf(password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(build_pdf())))
    writer.encrypt(password, "owner", algorithm="AES-256")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
PACKAGE = (
    '<package xmlns="http://www.idpf.org/2007/opf"><manifest>'
    '<item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
    '<item id="b" href="bab%202.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="a" href="bab1.xhtml" media-type="application/xhtml+xml"/>'
    '</manifest><spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/></spine></package>'
)


def build_epub(**more: str | bytes) -> bytes:
    pages: dict[str, str | bytes] = {
        "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": PACKAGE,
        "OEBPS/nav.xhtml": "<html><body><nav>Daftar isi</nav></body></html>",
        "OEBPS/bab1.xhtml": f"<html><head><title>Buku</title></head><body><h1>{HEADING}</h1><p>{FIRST}</p>",
        "OEBPS/bab 2.xhtml": f"<html><body><p>{SECOND[:20]}<em>{SECOND[20:]}</em></p><script>x</script></body></html>",
    }
    return build_zip(pages | more)


def build_zip(members: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return file.getvalue()


def build_html() -> bytes:
    body = f"<article><h1>{HEADING}</h1><p>{FIRST}</p><p>{SECOND}</p></article>"
    menu = "<nav><a href='/'>Beranda</a><a href='/p'>Politik</a></nav>"
    foot = "<footer>Hak cipta 2023. Semua hak dilindungi.</footer><script>var a = 'skrip';</script>"
    return f"<!DOCTYPE html><html><head><title>{HEADING}</title></head><body>{menu}{body}{foot}</body></html>".encode()


def build_odt() -> bytes:
    return odt_of(FIRST, SECOND)


def odt_of(*paragraphs: str) -> bytes:
    document = odfdo.Document("text")
    document.body.clear()
    document.body.append(odfdo.Header(1, HEADING))
    for text in paragraphs:
        document.body.append(odfdo.Paragraph(text))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def build_rtf() -> bytes:
    return rf"{{\rtf1\ansi\deff0{{\fonttbl{{\f0 Arial;}}}}{HEADING}\par {FIRST}\par {SECOND}\par}}".encode()


GOOD: dict[str, Callable[[], bytes]] = {
    "docx": build_docx,
    "odt": build_odt,
    "rtf": build_rtf,
    "pdf": build_pdf,
    "epub": build_epub,
    "html": build_html,
}


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str, bytes], str]:
    def write(name: str, data: bytes) -> str:
        (tmp_path / name).write_bytes(data)
        return str(tmp_path / name)

    return write


Write = Callable[[str, bytes], str]


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("form", GOOD)
@pytest.mark.parametrize("suffix", ["", ".txt"], ids=["its-own-name", "named-txt"])
def test_the_words_of_each_format_are_read_whatever_its_name(file: Write, form: str, suffix: str) -> None:
    text = read(file(f"artikel.{form}{suffix}", GOOD[form]()))
    for part in (HEADING, FIRST, SECOND):
        assert part in words(text.content)
    assert text.content.index(HEADING) < text.content.index(FIRST[:30]) < text.content.index(SECOND[:30])
    assert "\n\n" in text.content
    assert text.encoding == ("utf-8" if form == "html" else form)


@pytest.mark.parametrize("suffix", sorted(SUFFIXES - {".html", ".htm", ".xhtml", ".md", ".markdown"}))
def test_text_under_any_name_is_text(file: Write, suffix: str) -> None:
    assert read(file(f"a{suffix}", FIRST.encode())).content == FIRST


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
def test_nothing_is_an_input_error(file: Write, suffix: str) -> None:
    with pytest.raises(InputError, match="is empty"):
        read(file(f"a{suffix}", b""))


@pytest.mark.parametrize("form", ["docx", "odt", "rtf", "pdf", "epub"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_what_is_cut_off_is_text_or_an_input_error(file: Write, form: str, share: float) -> None:
    data = GOOD[form]()
    text_or_input_error(Path(file(f"a.{form}", data[: int(share * len(data))])), data[: int(share * len(data))])


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        pytest.param("a.docx", lambda: saved(docx.Document()), "has no text", id="docx-without-words"),
        pytest.param("a.pdf", build_scan, "has no text", id="scan"),
        pytest.param(
            "a.html", lambda: b"<html><body><script>x</script></body></html>", "has no text", id="page-of-code"
        ),
        pytest.param("a.html", lambda: b"<!-- nothing -->", "has no text", id="page-of-comments"),
        pytest.param("a.md", lambda: b"```\nprint()\n```\n", "has no text", id="markdown-of-code"),
        pytest.param("a.pdf", lambda: encrypted_pdf("rahasia"), "password", id="encrypted-pdf"),
        pytest.param("a.pdf", lambda: b"%PDF-1.7\n%%EOF", "can't be read as a PDF", id="hollow-pdf"),
        pytest.param("a.docx", lambda: b"PK\x03\x04x", "a ZIP container: File is not a zip file", id="hollow-zip"),
        pytest.param(
            "a.docx",
            lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "password",
            id="encrypted-docx",
        ),
        pytest.param("a.zip", lambda: build_zip({"a.txt": FIRST}), "no EPUB book or Word file", id="zip"),
        pytest.param(
            "a.epub",
            lambda: build_epub(**{"META-INF/encryption.xml": '<e><CipherReference URI="OEBPS/bab1.xhtml"/></e>'}),
            "DRM",
            id="epub-with-drm",
        ),
        pytest.param(
            "a.epub",
            lambda: build_epub(**{"META-INF/container.xml": "<container/>"}),
            "names no book",
            id="epub-without-a-package",
        ),
    ],
)
def test_what_has_no_words_for_us_says_why(file: Write, name: str, data: Callable[[], bytes], message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read(file(name, data()))
    assert name in caught.value.message
    assert caught.value.hint


def test_a_pdf_that_anyone_may_open_is_read(file: Write) -> None:
    assert FIRST in words(read(file("a.pdf", encrypted_pdf(""))).content)


def test_a_missing_library_is_named_with_the_way_out(file: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    page = build_html().decode()
    monkeypatch.setitem(sys.modules, "lxml", None)
    with pytest.raises(InputError, match="not installed") as caught:
        read(file("a.html", page.encode()))
    assert caught.value.hint == "pip install 'transum[docs]'"


def test_tracked_changes_count_and_text_boxes_are_read_once(file: Write) -> None:
    document = docx.Document()
    changed = (
        f"<w:p {nsdecls('w')}><w:pPr><w:tabs><w:tab w:val='left' w:pos='9'/></w:tabs></w:pPr>"
        "<w:del><w:r><w:delText>Lama.</w:delText></w:r></w:del><w:ins><w:r><w:t>Baru.</w:t></w:r></w:ins></w:p>"
    )
    box = "<w:txbxContent><w:p><w:r><w:t>Kotak.</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    boxed = (
        f"<w:p {nsdecls('w')} {mc}><w:r><w:t>Luar.</w:t><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    for xml in (changed, boxed):
        document.element.body.insert(0, parse_xml(xml))
    assert read(file("a.docx", saved(document))).content == "Luar.\n\nKotak.\n\nBaru."


HALVES = (FIRST[: FIRST.index(" yang ")], FIRST[FIRST.index("yang ") :])
CUT: dict[str, Callable[[], bytes]] = {
    "docx": lambda: saved(docx_of(*HALVES)),
    "odt": lambda: odt_of(*HALVES),
    "rtf": lambda: "\\par ".join(["{\\rtf1 ", *HALVES, "}"]).encode(),
    "epub": lambda: build_epub(**{"OEBPS/bab1.xhtml": "".join(f"<p>{half}</p>" for half in HALVES)}),
    "html": f"<html><body><article><p>{HALVES[0]}</p><img src=a><p>{HALVES[1]}</p><p>{SECOND}</p>".encode,
    "pdf": lambda: build_pdf(*HALVES),
}


def docx_of(*paragraphs: str) -> "docx.document.Document":
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return document


@pytest.mark.parametrize("form", CUT)
def test_a_paragraph_that_was_cut_in_two_is_one_again_in_every_format(file: Write, form: str) -> None:
    paragraphs = read(file(f"a.{form}", CUT[form]())).content.split("\n\n")
    assert FIRST in map(words, paragraphs)


def test_only_the_article_of_a_page_is_read(file: Write) -> None:
    content = read(file("a.html", build_html())).content
    for other in ("Beranda", "Hak cipta", "skrip"):
        assert other not in content


def test_headers_and_page_numbers_of_a_pdf_are_left_out(file: Write) -> None:
    vocabulary = FIRST.removesuffix(".").split()
    dice = random.Random(1)  # noqa: S311 - no secret
    paragraphs = [f"{n} {' '.join(dice.sample(vocabulary, 20))}." for n in range(40)]
    content = read(file("a.pdf", build_pdf(*paragraphs))).content
    assert words(content) == " ".join([HEADING, *paragraphs])
    assert content.count("\n\n") >= 38


def build_report() -> bytes:
    """A title over three lines, Roman numbers, contents with leaders, and running heads that differ on every page."""
    file = io.BytesIO()
    styles = getSampleStyleSheet()
    title = "LAPORAN AKHIR<br/>KESIAPSIAGAAN BENCANA<br/>KABUPATEN DEMAK"
    flow: list[Flowable] = [Paragraph(title, styles["Title"]), PageBreak(), Paragraph("DAFTAR ISI", styles["Heading1"])]
    entries = (("Kata Pengantar", "iii"), ("Bab I Pendahuluan", "1"), ("Bab II Hasil", "5"))
    flow += [Paragraph(f"{entry} {'.' * 60} {number}", styles["Normal"]) for entry, number in entries]
    for chapter in (1, 2, 3):
        flow += [PageBreak(), Paragraph(f"BAB {chapter} HASIL", styles["Heading1"])]
        flow += [Paragraph(text, styles["BodyText"]) for text in (FIRST, SECOND, *ENDS[chapter - 1])]

    def running(canvas: Canvas, _: object) -> None:
        page = canvas.getPageNumber()
        canvas.setFont("Helvetica", 8)
        canvas.drawString(200, 20, ["i", "ii", "- 1 -", "- 2 -", "- 3 -"][page - 1])
        if page > 2:
            canvas.drawString(50, 570, f"Bab {page - 2}" if page % 2 else "Laporan Akhir")

    SimpleDocTemplate(file, pagesize=A5).build(flow, onFirstPage=running, onLaterPages=running)
    return file.getvalue()


def test_of_a_printed_report_the_story_is_read(file: Write) -> None:
    title = "LAPORAN AKHIR KESIAPSIAGAAN BENCANA KABUPATEN DEMAK"
    chapters = [part for n in (1, 2, 3) for part in (f"BAB {n} HASIL", FIRST, SECOND, *ENDS[n - 1])]
    assert read(file("a.pdf", build_report())).content.split("\n\n") == [title, *chapters]


@pytest.mark.parametrize(
    ("pages", "text"),
    [
        pytest.param(["Harga me-\nningkat."], "Harga meningkat.", id="hyphenated"),
        pytest.param(["Untuk anak-\nanak itu."], "Untuk anak-anak itu.", id="reduplicated"),
        pytest.param(["Kota Jakarta-\nBogor."], "Kota Jakarta-Bogor.", id="before-a-name"),
        pytest.param(["Kereta Jakarta–\nBogor ke-\n20."], "Kereta Jakarta–Bogor ke-20.", id="dash-and-figure"),
        pytest.param(["Nasib itu meng\u00ad\nubah."], "Nasib itu mengubah.", id="soft-hyphen"),
        pytest.param(["Harga naik -\nPasar sepi."], "Harga naik - Pasar sepi.", id="dash-between-words"),
        pytest.param(
            ["Judul\nSebuah baris yang panjang sekali dan\nterus."],
            "Judul\n\nSebuah baris yang panjang sekali dan terus.",
            id="heading",
        ),
        pytest.param(["Satu kata.\n- beras\n- gula"], "Satu kata.\n\n- beras\n\n- gula", id="list"),
        pytest.param(["Ia pergi ke\n1", "pasar.\n2"], "Ia pergi ke pasar.", id="over-a-page"),
        pytest.param([""], "", id="nothing"),
        pytest.param(["xii\nIa pergi."], "Ia pergi.", id="roman-page-number"),
        pytest.param(["Bab II\nIa pergi."], "Bab II\n\nIa pergi.", id="number-of-a-chapter"),
        pytest.param(["Halaman 3 dari 9\nIa pergi."], "Ia pergi.", id="page-of-pages"),
        pytest.param(
            ["Daftar Isi\nPendahuluan ........ 3\nPenutup . . . . . . . xi\nIa pergi."], "Ia pergi.", id="contents"
        ),
        pytest.param(
            ["DAFTAR ISI\nBab I Pendahuluan 1\nBab II Isi 5\nBab III Penutup ix\nIa pergi."],
            "Ia pergi.",
            id="contents-without-leaders",
        ),
        pytest.param(
            ["Contents\nIa lahir pada 1990\nIa pergi."], "Contents\n\nIa lahir pada 1990 Ia pergi.", id="no-contents"
        ),
        pytest.param(
            ["12 | Laporan\nIa pergi ke pasar.", "13 | Laporan\nIa pulang.", "14 | Laporan\nIa tidur."],
            "Ia pergi ke pasar. Ia pulang.\n\nIa tidur.",
            id="number-in-the-running-head",
        ),
        pytest.param(
            [f"{'Judul Buku' if n % 2 else 'Nama Bab'}\nKalimat {'abcdef'[n] * 3} selesai.\n{n}" for n in range(6)],
            " ".join(f"Kalimat {letter * 3} selesai." for letter in "abcdef"),
            id="running-heads-left-and-right",
        ),
    ],
)
def test_printed_lines_become_paragraphs(pages: list[str], text: str) -> None:
    assert story([[Line(line) for line in page.splitlines()] for page in pages]) == text


def test_a_title_over_several_lines_is_one() -> None:
    page = [Line("Harga Beras", size=18), Line("Naik Lagi", size=18), Line(FIRST, size=10)]
    assert story([page]) == f"Harga Beras Naik Lagi\n\n{FIRST}"


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [f"kata kiri nomor {n} yang panjang" for n in "abcdef"]
    right = [f"kata kanan nomor {n} yang panjang" for n in "abcdef"]
    rows = zip(left, right, range(700, 628, -12), strict=True)
    page = [line for one, other, y in rows for line in (Line(one, 50, y, 10), Line(other, 300, y, 10))]
    assert story([page]) == " ".join([*left, *right])


def test_a_year_in_the_last_row_of_a_table_is_no_page_number() -> None:
    page = [Line(FIRST, 50, 700, 10), Line("2022", 50, 600, 10), Line("Rp 2", 300, 600, 10), Line("7", 200, 20, 10)]
    assert story([page]).split()[-3:] == ["2022", "Rp", "2"]


def test_a_table_is_not_taken_for_columns() -> None:
    page = [Line(text, x, 700 - 12 * n, 10) for n in range(8) for text, x in ((f"Kota {n}", 50), (f"Rp {n}", 300))]
    assert story([page]).split() == [word for n in range(8) for word in ("Kota", str(n), "Rp", str(n))]


@pytest.mark.parametrize(
    ("content", "path", "file_type"),
    [
        pytest.param("\ufeff".strip("\ufeff") + "<!-- a -->\n<!DOCTYPE HTML><p>", "-", "html", id="html-in-a-pipe"),
        pytest.param("WEBVTT - x\n", "a.txt", "subtitles", id="vtt"),
        pytest.param("1\n00:00:01,000 --> 00:00:02,000\nA", "-", "subtitles", id="srt"),
        pytest.param("# Judul", "A.MD", "markdown", id="markdown"),
        pytest.param("# Judul", "-", "text", id="plain"),
        pytest.param("<!-- -->" * 5000, "-", "text", id="comments"),
    ],
)
def test_texts_are_told_apart(content: str, path: str, file_type: str) -> None:
    assert text_type(content, path).name == file_type


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(10))
    + ']><html xmlns="http://www.w3.org/1999/xhtml"><body><p>&k;</p></body></html>'
)
XXE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><html><body><p>&e;</p></body></html>'


def test_a_page_of_a_book_may_be_empty_or_deep(file: Write) -> None:
    deep = "<div>" * 500 + FIRST
    book = build_epub(**{"OEBPS/bab1.xhtml": "<!-- kosong -->", "OEBPS/bab 2.xhtml": f"<html><body>{deep}"})
    assert FIRST in read(file("a.epub", book)).content


@pytest.mark.parametrize("page", [LAUGHS, XXE], ids=["laughs", "foreign-entity"])
def test_entities_in_a_book_are_not_expanded(file: Write, page: str) -> None:
    content = read(file("a.epub", build_epub(**{"OEBPS/bab1.xhtml": page}))).content
    assert "haha" not in content
    assert "root:" not in content


@pytest.mark.parametrize(
    ("declaration", "encoding"),
    [
        pytest.param('<?xml version="1.0" encoding="windows-1252"?>', "cp1252", id="windows-1252"),
        pytest.param('<?xml version="1.0" encoding="iso-8859-1"?>', "cp1252", id="latin-1-as-the-web-has-it"),
        pytest.param('<?xml version="1.0" encoding="hex"?>', "cp1252", id="no-encoding-of-text"),
        pytest.param("", "cp1252", id="undeclared"),
        pytest.param("", "utf-16", id="utf-16"),
        pytest.param('<?xml version="1.0" encoding="windows-1252"?>', "utf-8", id="declared-wrongly"),
    ],
)
def test_a_page_of_a_book_is_read_in_its_encoding(file: Write, declaration: str, encoding: str) -> None:
    page = f"{declaration}<html><body><p>“Suhu naik 5° – kata dia.”</p></body></html>".encode(encoding)
    assert "“Suhu naik 5° – kata dia.”" in read(file("a.epub", build_epub(**{"OEBPS/bab1.xhtml": page}))).content


def damaged(form: str) -> st.SearchStrategy[bytes]:
    """A good file with some bytes replaced, which gets farther into the libraries than noise does."""
    good = GOOD[form]()

    def damage(seed: int) -> bytes:
        dice = random.Random(seed)  # noqa: S311 - no secret
        data = bytearray(good)
        for _ in range(dice.randint(1, 20)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        return bytes(data[: dice.randint(len(data) // 2, len(data))])

    return st.integers(0, 10**9).map(damage)


NOISE = st.tuples(
    st.sampled_from(
        [b"", b"%PDF-1.4\n", b"PK\x03\x04", b"WEBVTT\n\n", b"<html>", b"1\n00:00:01,000 --> 00:00:02,000\n"]
    ),
    st.binary(max_size=300),
).map(b"".join)
RELAXED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)


def text_or_input_error(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    try:
        text = read(str(path))
    except InputError:
        return
    assert text.content.strip()


@RELAXED
@given(NOISE.filter(lambda data: not data.lstrip().startswith(b"%PDF")), st.sampled_from(sorted(SUFFIXES)))
def test_any_bytes_under_any_name_are_text_or_an_input_error(tmp_path: Path, data: bytes, suffix: str) -> None:
    text_or_input_error(tmp_path / f"a{suffix}", data)


@RELAXED
@given(st.sampled_from(["docx", "odt", "rtf", "epub", "html"]).flatmap(damaged))
def test_damaged_files_are_text_or_an_input_error(tmp_path: Path, data: bytes) -> None:
    text_or_input_error(tmp_path / "a.html", data)


@settings(RELAXED, max_examples=4)
@given(st.one_of(damaged("pdf"), NOISE.map(b"%PDF-1.4\n".__add__)))
def test_damaged_pdfs_are_text_or_an_input_error(tmp_path: Path, data: bytes) -> None:
    text_or_input_error(tmp_path / "a.pdf", data)


def test_the_reader_knows_all_formats_from_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(build_docx())))
    assert FIRST in reader.read("-").content


def test_a_pdf_is_read_by_our_libraries_whatever_lies_beside_it(
    file: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pypdf.py").write_text("raise SystemExit('run!')")
    monkeypatch.chdir(tmp_path)
    assert FIRST in words(read(file("a.pdf", build_pdf())).content)
