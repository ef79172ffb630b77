"""Where the fuzzer begins: small files of every kind, made by the libraries that others write them with."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

_TITLE: Final = "Harga Beras Naik"
_FIRST: Final = "Harga beras di pasar induk naik menjadi Rp 15.000 per kilogram, kata seorang pedagang."
_SECOND: Final = "Menteri mengatakan pasokan berkurang akibat banjir, dan harga akan turun bulan depan."
_SEEDS_FOLDER: Final = Path(__file__).parent.parent / "seeds"

_ARTICLE: Final = (
    f"---\ntitle: {_TITLE}\n---\n\n# {_TITLE}\n\n{_FIRST} **Tebal**, *miring*, [tautan](https://a.b 'judul').[^1]\n\n"
    f"- [ ] Beli beras\n- Jual padi\n  1. Satu\n  2. Dua\n\n| a | b |\n|---|:-:|\n| Satu | Dua |\n\n> {_SECOND}\n\n"
    "```python\nx = 1\n```\n\n![gambar](a.png)\n\n[^1]: Catatan kaki.\n\nIstilah\n: Arti istilah\n"
)
_DIALECTS: Final = (
    f'+++\ntitle = "{_TITLE}"\n+++\n\n{{{{< note >}}}}{_FIRST}{{{{< /note >}}}}\n\n:::tip\n{_SECOND}\n:::\n\n'
    "!!! warning\n    Awas banjir.\n\nRumus $a \\cdot b$ dan\n\n$$\nx^2\n$$\n\n<div>Warga mengungsi.</div>\n\n"
    "[[Peta|peta]] ![[foto.png]] {: .kecil }\n\n\\1.250,5 &#9;foo &amp; bar  \nBaris dua.\n"
)
_SUBRIP: Final = (
    "1\n00:00:01,000 --> 00:00:02,500\n<i>Presiden</i> pergi ke\n\n2\n00:00:02,600 --> 00:00:04,000\nBali kemarin.\n\n"
    "3\n00:00:10,000 --> 00:00:12,000\n{\\an8}- Halo.\n- Ya, <b>apa</b> kabar?\n"
)
_WEBVTT: Final = (
    "WEBVTT - Banjir\n\nSTYLE\n::cue { color: red }\n\nNOTE Jangan\n\nawal\n00:01.000 --> 00:02.000 align:start\n"
    "<v Budi>Air &amp; lumpur masuk.</v>\n \n00:02.500 --> 00:04.000\n<00:03.000>Kami mengungsi.\n"
)
_RTF: Final = (
    "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}}{\\colortbl;\\red0;}{\\*\\generator x;}\\pard\\b "
    + _TITLE
    + "\\b0\\par\n\\pard caf\\'e9 \\u8364? \\bullet "
    + _FIRST
    + "\\par\\trowd\\cellx1000\\intbl Satu\\cell Dua\\cell\\row{\\footnote catatan}{\\pict\\bin4 abcd}\\par}"
)
_PAGE: Final = (
    f"<!DOCTYPE html><html lang=id><head><title>{_TITLE}</title></head><body><nav><a href=/>A</a></nav>"
    f"<article><h1>{_TITLE}</h1><p>{_FIRST}</p><ul><li>Satu<li>Dua</ul><table><tr><th>a<td>b</table><p>{_SECOND}</p>"
    "<figure><img alt=foto><figcaption>Foto: Antara</figcaption></figure></article><footer>Hak cipta</footer></body>"
)


def archive(members: Mapping[str, str | bytes]) -> bytes:
    """A ZIP container of ``members``."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return file.getvalue()


def _docx() -> list[bytes]:
    """Without the parts that hold no words, which would be most of it."""
    import docx

    document = docx.Document()
    document.add_heading(_TITLE)
    document.add_paragraph(_FIRST).add_run(" Tebal.").bold = True
    document.add_paragraph("Satu", style="List Number")
    document.add_table(1, 2).cell(0, 1).text = "Rp 15.000"
    document.sections[0].header.paragraphs[0].text = "Kabar Harian"
    file = io.BytesIO()
    document.save(file)
    needed = ("[Content_Types].xml", "_rels/.rels", "document.xml", "document.xml.rels", "numbering.xml", "header1.xml")
    with zipfile.ZipFile(file) as made:
        kept = {name: made.read(name) for name in made.namelist() if name.endswith(needed)}
        return [archive(kept | {"word/styles.xml": _few_styles(made.read("word/styles.xml"))})]


def _few_styles(styles: bytes) -> bytes:
    """Without the hundreds that no paragraph has: they would be most of the file."""
    from lxml import etree

    root = etree.fromstring(styles)
    for style in root.findall("{*}style") + root.findall("{*}latentStyles"):
        if not {"Normal", "Heading1", "ListNumber"} & set(style.attrib.values()):
            root.remove(style)
    return etree.tostring(root)


def _odt() -> list[bytes]:
    import odfdo

    document = odfdo.Document("text")
    document.body.clear()
    document.body.append(odfdo.Header(1, _TITLE))
    document.body.append(odfdo.Paragraph(_FIRST))
    document.body.append(odfdo.List(["Satu", "Dua"]))
    document.body.append(odfdo.Table("Tabel", width=2, height=2))
    file = io.BytesIO()
    document.save(file)
    with zipfile.ZipFile(file) as made:
        kept = {
            name: made.read(name)
            for name in made.namelist()
            if name.endswith(("content.xml", "mimetype", "manifest.xml"))
        }
    return [archive(kept)]


def _epub() -> list[bytes]:
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="b.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="n" href="n.xhtml" properties="nav" '
        'media-type="application/xhtml+xml"/><item id="a" href="a%201.xhtml" media-type="application/xhtml+xml"/>'
        '</manifest><spine><itemref idref="n"/><itemref idref="a"/></spine></package>'
    )
    page = f"<?xml version='1.0' encoding='utf-8'?><html><body><h1>{_TITLE}</h1><p>{_FIRST}</p></body></html>"
    return [archive({"META-INF/container.xml": container, "b.opf": package, "n.xhtml": page, "a 1.xhtml": page})]


def _pdf() -> list[bytes]:
    from reportlab.lib.pagesizes import A5
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate

    styles = getSampleStyleSheet()
    made = []
    for compressed in (0, 1):
        file = io.BytesIO()
        flow: list[Flowable] = [Paragraph(_TITLE, styles["Title"])]
        flow += [Paragraph(text, styles["Normal"]) for text in (_FIRST, _SECOND)]
        SimpleDocTemplate(file, pagesize=A5, pageCompression=compressed).build(flow)
        made.append(file.getvalue())
    return made


def _texts() -> list[bytes]:
    plain = [path.read_bytes()[:3000] for path in sorted(_SEEDS_FOLDER.glob("*.txt"))]
    return [*plain, "naik 5 °C".encode("cp1252"), _FIRST.encode("utf-16"), f"\ufeff{_FIRST}".encode()]


def _encoded(*texts: str) -> Callable[[], Sequence[bytes]]:
    return lambda: [text.encode() for text in texts]


SEEDS: Final[Mapping[str, Callable[[], Sequence[bytes]]]] = {
    "text": _texts,
    "markdown": _encoded(_ARTICLE, _DIALECTS),
    "subtitles": _encoded(_SUBRIP, _WEBVTT),
    "html": _encoded(_PAGE),
    "rtf": _encoded(_RTF),
    "docx": _docx,
    "odt": _odt,
    "epub": _epub,
    "pdf": _pdf,
}
"""Reader → its seeds; the names are those of ``transum.inputs.INPUTS``."""
