"""Web pages, written here as sites write them: what is read, in which order, and what is said to be left out."""

import logging
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.webpages import by_transum, own_pages
from transum.document import Edition, SentencePair, Translation
from transum.errors import InputError
from transum.inputs import INPUTS
from transum.inputs.decode import read
from transum.inputs.html import read_html
from transum.segment import segment

OPENING = (
    "Kami menghargai privasi Anda dan menjelaskan di sini bagaimana data Anda dikumpulkan, disimpan dan dipakai oleh "
    "situs ini."
)
MIDDLE = (
    "Data dipakai untuk mengirim pesanan, menjawab pertanyaan, dan memperbaiki layanan kami dari waktu ke waktu sesuai "
    "dengan aturan."
)
ENDING = (
    "Kami dapat mengubah kebijakan ini sewaktu-waktu, dan perubahan itu akan diumumkan di halaman ini seminggu "
    "sebelumnya."
)
MENU = "<nav><a href=/>Beranda</a> <a href=/p>Politik</a></nav>"
RELATED = (
    "<h2>Berita terkait</h2><ul><li><a href=1>Harga Gula Turun di Pasar Induk Jakarta</a></li>"
    "<li><a href=2>Banjir Melanda Tiga Kota di Jawa</a></li></ul>"
)

Content = Callable[[str], str]


@pytest.fixture
def content(tmp_path: Path) -> Content:
    def words(inside: str) -> str:
        page = f"<!DOCTYPE html><html><head><title>Kebijakan</title></head><body>{MENU}{inside}</body></html>"
        path = tmp_path / "a.html"
        path.write_text(page, encoding="utf-8")
        return read(str(path)).content

    return words


def test_headings_and_lists_between_the_paragraphs_are_kept_without_an_article_element(content: Content) -> None:
    text = content(
        f"<div><h1>Kebijakan</h1><p>{OPENING}</p><h2>Data kami</h2><ul><li>Nama</li><li>Surel</li></ul>"
        f"<h2>Cara kami</h2><p>{MIDDLE}</p><ol start=3><li>Kirim</li><li>Jawab</li></ol><p>{ENDING}</p>{RELATED}</div>"
    )
    lists = ("- Nama\n- Surel", "3. Kirim\n4. Jawab")
    assert text == "\n\n".join(["Kebijakan", OPENING, "Data kami", lists[0], "Cara kami", MIDDLE, lists[1], ENDING])


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("<p><a href=/y>Presiden Lantik Menteri Baru di Istana Negara Pagi Ini</a></p>", id="teaser"),
        pytest.param("<p>ADVERTISEMENT</p>", id="advertisement"),
        pytest.param("<figure><img src=a><figcaption>Foto: Antara/Budi</figcaption></figure>", id="caption"),
        pytest.param("<aside><p>Ikuti kami di media sosial.</p></aside>", id="aside"),
        pytest.param("<div class='berita-terkait'><p>Gula turun lagi di pasar.</p></div>", id="related"),
        pytest.param("<form><p>Tulis surel Anda.</p><button>Kirim</button></form>", id="form"),
        pytest.param("<p hidden>Tersembunyi.</p><p style='display: none'>Juga.</p>", id="hidden"),
        pytest.param("<ul><li><a href=1>Satu Berita Lain</a></li><li><a href=2>Dua Berita</a></li></ul>", id="links"),
        pytest.param("<p>Baca juga: <a href=1>Harga Gula Turun</a></p>", id="read-also"),
        pytest.param("<p>Pasar induk pada Senin pagi (Foto: Antara/Budi)</p>", id="caption-in-a-paragraph"),
        pytest.param("<div><p class=caption>Pasar induk pada Senin pagi.</p></div>", id="caption-by-its-name"),
        pytest.param("<p>© 2024 Kabar Kota. Semua hak dilindungi.</p>", id="copyright"),
        pytest.param("<div class='Toc_box__1'><p>Daftar isi</p><ul><li>Data kami</li></ul></div>", id="contents"),
    ],
)
def test_what_is_no_part_of_the_story_is_left_out(content: Content, other: str) -> None:
    text = content(f"<main><h1>Kebijakan</h1><p>{OPENING}</p>{other}<p>{MIDDLE}</p><p>{ENDING}</p></main>")
    assert text == f"Kebijakan\n\n{OPENING}\n\n{MIDDLE}\n\n{ENDING}"


def test_a_list_of_links_that_the_story_introduces_is_of_the_story(content: Content) -> None:
    links = (
        "<p>Dua buku menemani saya:</p><ul><li><a href=1>Bumi Manusia</a></li><li><a href=2>Rumah Kaca</a></li></ul>"
    )
    text = content(f"<main><h1>Kebijakan</h1><p>{OPENING}</p>{links}<p>{MIDDLE}</p><p>{ENDING}</p></main>")
    assert "Dua buku menemani saya:\n\n- Bumi Manusia\n- Rumah Kaca\n\n" in text


def test_the_name_of_the_site_is_no_title(content: Content) -> None:
    text = content(f"<h1><a href=/>Kabar Kota</a></h1><article><h2>Judul</h2><p>{OPENING}</p><p>{MIDDLE}</p></article>")
    assert text == f"Judul\n\n{OPENING}\n\n{MIDDLE}"


def test_pages_of_many_shapes_are_read_as_they_were_measured() -> None:
    pages, total, _ = own_pages(by_transum)
    assert len(pages) >= 20
    assert total.f1 > 0.96
    assert min(score.f1 for score in pages.values()) > 0.7


def test_the_whole_page_is_read_in_its_order_where_that_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<html><body>{MENU}<article><p>{OPENING}</p><p>{MIDDLE}</p></article>{RELATED}", encoding="utf-8")
    whole = read(str(path), whole=True).content
    links = "- Harga Gula Turun di Pasar Induk Jakarta\n- Banjir Melanda Tiga Kota di Jawa"
    assert whole == f"Beranda Politik\n\n{OPENING}\n\n{MIDDLE}\n\nBerita terkait\n\n{links}"
    assert read(str(path)).content == f"{OPENING}\n\n{MIDDLE}"
    path.write_text("<html><script>x</script></html>", encoding="utf-8")
    with pytest.raises(InputError, match="no text"):
        read(str(path), whole=True)


def test_the_whole_page_comes_out_as_a_page() -> None:
    page = f"<html lang=id><body>{MENU}<article><p>{OPENING}</p><p>{MIDDLE}</p></article>{RELATED}</body></html>"
    row = next(row for row in INPUTS if row.name == "html")
    document = segment(row.words(page, "a.html", whole=True)[0])
    pairs = tuple(SentencePair(each, each.text.upper()) for each in document.sentences)
    made = row.refilled(page.encode(), "a.html", Translation(document, pairs), Edition()).decode()
    for part in (">BERANDA</a>", f"<p>{MIDDLE.upper()}</p>", "<h2>BERITA TERKAIT</h2>", ">BANJIR MELANDA"):
        assert part in made


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("Harga Beras Naik Halaman all - Kompas.com", "Harga Beras Naik", id="number-and-address"),
        pytest.param("Harga Beras Naik - Koran Kita", "Harga Beras Naik", id="name"),
        pytest.param("Beras Naik Rp1.500 - Koran Kita", "Beras Naik Rp1.500", id="name-behind-a-dot"),
        pytest.param("Kompas.com - Harga Beras Naik", "Harga Beras Naik", id="address-before"),
        pytest.param("Harga Beras Naik - Halaman 2", "Harga Beras Naik", id="number"),
        pytest.param("Harga Beras Naik Halaman 2 | Koran Kita", "Harga Beras Naik", id="number-and-name"),
        pytest.param("Halaman 2", "Halaman 2", id="nothing-else"),
        pytest.param("Isi Halaman Dua", "Isi Halaman Dua", id="words"),
    ],
)
def test_a_title_is_read_without_what_the_site_writes_behind_it(title: str, expected: str) -> None:
    story = f"<article><p>{OPENING}</p><p>{MIDDLE}</p></article>"
    page = f"<html><head><title>{title}</title></head><body>{story}</body></html>"
    assert read_html(page, "a.html") == f"{expected}\n\n{OPENING}\n\n{MIDDLE}"


def test_a_table_has_no_rules(content: Content) -> None:
    table = "<table><tr><th>Kota</th><th>Harga</th></tr><tr><td>Bali</td><td>Rp 10.000</td></tr></table>"
    text = content(f"<article><h1>Kebijakan</h1><p>{OPENING}</p>{table}<p>{MIDDLE}</p><p>{ENDING}</p></article>")
    assert "|" not in text
    assert text.index("Kota") < text.index("Harga") < text.index("Bali") < text.index("Rp 10.000")


def test_a_paragraph_cut_by_a_picture_is_one(content: Content) -> None:
    half = OPENING.index(" disimpan")
    text = content(
        f"<article><h1>Kebijakan</h1><p>{OPENING[:half]}</p><figure><img src=a></figure><p>{OPENING[half:]}</p>"
        f"<p>{MIDDLE}</p></article>"
    )
    assert text == f"Kebijakan\n\n{OPENING}\n\n{MIDDLE}"


def test_prose_that_was_left_out_is_counted(content: Content, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    content(f"<article><h1>Kebijakan</h1><p>{OPENING}</p><p>{MIDDLE}</p><p>{ENDING}</p></article>")
    assert not caplog.records
    aside = f"<section><p>{'Catatan lain tentang hal yang sama sekali berbeda. ' * 3}</p></section>"
    content(f"<article><h1>Kebijakan</h1><p>{OPENING}</p><p>{MIDDLE}</p><p>{ENDING}</p></article>{aside}")
    assert "1 of 5 paragraphs" in caplog.text


def test_a_story_in_a_place_with_the_name_of_another_is_read(content: Content) -> None:
    text = content(f"<div class=widget><h1>Kebijakan</h1><p>{OPENING}</p><p>{MIDDLE}</p><p>{ENDING}</p></div>")
    assert text == f"Kebijakan\n\n{OPENING}\n\n{MIDDLE}\n\n{ENDING}"


def test_reading_a_page_opens_no_socket(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<html><body><article><p>{OPENING}</p><p>{MIDDLE}</p></article></body></html>", encoding="utf-8")
    script = (
        "import socket, sys\n"
        "class Refused(socket.socket):\n"
        "    def __init__(self, *_, **__): raise SystemExit('a socket was opened')\n"
        "socket.socket = Refused\n"
        "from transum.inputs.decode import read\n"
        "assert read(sys.argv[1]).content\n"
        "assert socket.has_ipv6 in {True, False}\n"
        "assert 'dateparser' not in sys.modules, 'ten seconds for a date that nobody asked for'\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
