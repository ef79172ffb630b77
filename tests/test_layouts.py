"""Markdown and subtitles: byte for byte the same where nothing is translated, and only words changed where all is."""

import io
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import srt  # type: ignore[import-untyped]
import webvtt
from hypothesis import given, settings
from hypothesis import strategies as st

from transum.document import SentencePair, Translation
from transum.errors import InputError
from transum.inputs.decode import read
from transum.inputs.dividing import divide
from transum.inputs.layout import SlotLayout
from transum.inputs.markdown import read_markdown
from transum.inputs.subtitles import read_subtitles
from transum.segment import segment

Read = Callable[[str], tuple[str, SlotLayout] | None]


def markdown(content: str) -> tuple[str, SlotLayout] | None:
    """As ``read_markdown``, but None where there are no words: nothing else may go wrong."""
    try:
        return read_markdown(content)
    except InputError as error:
        if "has no text" in error.message:
            return None
        raise


ARTICLE = """---
title: Harga
---
# Harga *beras* naik #

Harga **beras** naik di [Bali](https://x.id/a_b "judul") kata `pip install x`. Lihat
![foto](a.png) dan <https://c.d>, atau https://e.f/g_h?i=1.

> Kata **Presiden Joko
> Widodo**: 5 \\* 3 &amp; 2.

1. Satu [rujukan] dan <b>tebal</b>.
   - Anak ~~lama~~ baru.

| Kota | Harga |
|:-----|------:|
| Bali | *naik* \\| turun |

Bagian dua
==========

    kode = 1
```py
print("halo")
```
<div>Bukan untuk diterjemahkan</div>

[rujukan]: https://a.b
Baris satu.\x20\x20
Baris dua.
"""
SUBRIP = """1
00:00:01,000 --> 00:00:02,500
<i>Presiden Joko Widodo</i> pergi ke

2
00:00:02,600 --> 00:00:04,000
Bali kemarin pagi, kata
juru bicaranya. Dia

3
00:00:04,100 --> 00:00:06,000
akan pulang hari Senin.

4
00:00:10,000 --> 00:00:12,000
{\\an8}- Halo.
- Ya, <b>apa</b> kabar?
"""
WEBVTT = """WEBVTT - Banjir

STYLE
::cue { color: red }

NOTE Jangan diterjemahkan

awal
00:01.000 --> 00:02.000 align:start position:10%
<v Budi>Air &amp; lumpur masuk.</v>

00:02.500 --> 00:04.000
<00:03.000>Kami mengungsi.
"""
SAMPLES: list[tuple[Read, str]] = [(markdown, ARTICLE), (read_subtitles, SUBRIP), (read_subtitles, WEBVTT)]
IDS = ["markdown", "subrip", "webvtt"]


def rebuilt(read_as: Read, content: str, translate: Callable[[str], str]) -> str:
    found = read_as(content)
    assert found
    words, layout = found
    document = segment(words).with_layout(layout)
    pairs = tuple(SentencePair(sentence, translate(sentence.text)) for sentence in document.sentences)
    return Translation(document, pairs).text


@pytest.mark.parametrize(("read_as", "content"), SAMPLES, ids=IDS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["unix", "windows"])
def test_what_is_not_translated_stays_byte_for_byte(read_as: Read, content: str, newline: str) -> None:
    file = content.replace("\n", newline)
    assert rebuilt(read_as, file, str) == file


@pytest.mark.parametrize(("read_as", "content"), SAMPLES, ids=IDS)
def test_only_words_change(
    read_as: Read, content: str, golden: Callable[[str, str], None], request: pytest.FixtureRequest
) -> None:
    golden(f"layout-{request.node.callspec.id}.txt", rebuilt(read_as, content, str.upper))


def rendered(text: str) -> str:
    """The kinds of the Markdown blocks and what must not change in them, without the words."""
    from markdown_it import MarkdownIt

    kept = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        code = token.content if token.type in {"fence", "code_block"} else ""
        kept.append(
            token.type + code + "".join(re.findall("<.*?>", token.content if token.type == "html_block" else ""))
        )
        for child in token.children or []:  # what a picture shows and titles are words, too
            child.attrs.pop("title", None)
            child.content = "" if child.type == "image" else child.content
        inline = [child for child in token.children or [] if child.type not in {"text", "softbreak"}]
        kept += sorted(
            f"{child.type} {child.attrs} {child.content}" for child in inline if child.type != "text_special"
        )
    return "\n".join(kept)


@pytest.mark.parametrize(
    "translate",
    [
        pytest.param(str.upper, id="upper-case"),
        pytest.param(lambda text: " ".join(reversed(text.split())), id="words-reversed"),
        pytest.param(lambda text: f"Kata lain sama sekali, {len(text)} huruf.", id="other-words"),
        pytest.param(lambda text: f"1. *a* _b_ [c](d) <e> `f` {text}", id="words-like-markup"),
    ],
)
def test_markdown_keeps_its_structure_whatever_the_words(translate: Callable[[str], str]) -> None:
    without_pipes = ARTICLE.replace("\\| ", "").partition("\n---\n")[2]
    assert rendered(rebuilt(markdown, without_pipes, translate)) == rendered(without_pipes)


def cues(content: str) -> list[tuple[object, ...]]:
    if content.startswith("WEBVTT"):
        return [(cue.identifier, cue.start, cue.end) for cue in webvtt.from_buffer(io.StringIO(content)).captions]
    return [(cue.index, cue.start, cue.end) for cue in srt.parse(content)]


@pytest.mark.parametrize("content", [SUBRIP, WEBVTT], ids=["subrip", "webvtt"])
@pytest.mark.parametrize(
    "translate",
    [
        pytest.param(str.upper, id="upper-case"),
        pytest.param(lambda _: "Ya", id="fewer-words-than-cues"),
        pytest.param(lambda text: text * 5, id="much-longer"),
        pytest.param(lambda _: "a --> b <c> & d", id="words-like-timings"),
    ],
)
def test_subtitles_keep_their_cues_and_times(content: str, translate: Callable[[str], str]) -> None:
    assert cues(rebuilt(read_subtitles, content, translate)) == cues(content)


def test_a_sentence_over_several_cues_is_one_and_is_divided_by_length() -> None:
    words, layout = read_subtitles(SUBRIP) or ("", None)
    assert layout
    assert [sentence.text for sentence in segment(words).sentences][:2] == [
        "Presiden Joko Widodo pergi ke Bali kemarin pagi, kata juru bicaranya.",
        "Dia akan pulang hari Senin.",
    ]
    english = {
        "Presiden": "President Joko Widodo went to Bali yesterday morning, his spokesman said.",
        "Dia": "He returns on Monday.",
    }
    text = rebuilt(read_subtitles, SUBRIP, lambda source: english.get(source.split()[0], source))
    contents = [cue.content for cue in srt.parse(text)]
    assert contents[:3] == [
        "<i>President Joko Widodo</i> went to",
        "Bali yesterday morning,\nhis spokesman said. He",
        "returns on Monday.",
    ]


def test_cues_without_full_stops_are_each_their_own() -> None:
    cue = "{}\n00:00:{:02},000 --> 00:00:{:02},900\nkata tanpa titik\n\n"
    words, _ = read_subtitles("".join(cue.format(n, n, n) for n in range(1, 20))) or ("", None)
    assert len(segment(words).sentences) == 19


def test_a_pause_or_another_speaker_ends_a_run() -> None:
    words, _ = read_subtitles(
        "1\n00:01,0 --> 00:02,0\nsatu\n\n2\n00:09,0 --> 00:10,0\ndua\n\n3\n00:10,0 --> 00:11,0\n- tiga\n"
    ) or ("", None)
    assert words == "satu\n\ndua\n\n- tiga"


@given(st.text("ab ,.", max_size=60), st.lists(st.integers(0, 30), min_size=1, max_size=6))
def test_nothing_is_lost_when_words_are_divided(text: str, weights: list[int]) -> None:
    parts = divide(text, weights)
    assert len(parts) == len(weights)
    assert " ".join(parts).split() == text.split()
    if len(text.split()) >= len(weights):
        assert all(parts)


SYNTAX = st.lists(
    st.one_of(
        st.sampled_from(["# ", "- ", "> ", "1. ", "*", "**", "_", "~~", "`", "```\n", "[a](b)", "![i](j)", "[", "]("]),
        st.sampled_from(
            [
                "[^1]",
                "[^1]: ",
                "$a$",
                "{{< x >}}",
                "{% y %}\n",
                "[[a|b]]",
                "- [ ] ",
                ":::",
                "!!! note\n",
                "{: .k}\n",
                ": ",
            ]
        ),
        st.sampled_from(
            ["![x y](z 'judul')", "<div>\n", "<p>kata</p>", "+++\n", "title: Kata\n", "{", "}", "&#9;", "\\!"]
        ),
        st.sampled_from(
            ["<b>", "</b>", "<i>", "|", "|-|\n", "\\", "&amp;", "\n\n", "  \n", "\t", "    ", "---\n", "==="]
        ),
        st.sampled_from(["kata ", "Dua kata. ", "https://a.b/c_d ", "\n", "\r\n", "\u2028", "\x0b"]),
        st.sampled_from(["1\n00:00:01,000 --> 00:00:02,000\n", "{\\an8}", "<v B>"]),
    ),
    max_size=25,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(SYNTAX, st.sampled_from([markdown, read_subtitles]))
def test_any_syntax_comes_back_byte_for_byte(content: str, read_as: Read) -> None:
    if read_as(content):
        assert rebuilt(read_as, content, str) == content


@settings(max_examples=300, deadline=None)
@given(SYNTAX, st.sampled_from([markdown, read_subtitles]), st.integers(0, 9))
def test_any_syntax_takes_any_words(content: str, read_as: Read, seed: int) -> None:
    found = read_as(content)
    if not found:
        return
    dice = random.Random(seed)  # noqa: S311 - no secret
    vocabulary = re.findall(r"\S+", found[0]) or ["x"]
    text = rebuilt(read_as, content, lambda _: " ".join(dice.choices([*vocabulary, "the"], k=dice.randint(0, 9))))
    for verbatim in found[1].verbatim:
        assert verbatim in text


@pytest.mark.parametrize(("name", "content"), [("a.md", ARTICLE), ("a.srt", SUBRIP), ("a.vtt", WEBVTT)], ids=IDS)
def test_the_reader_gives_the_layout(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_bytes(content.encode())
    text = read(str(path))
    assert text.layout
    assert "-->" not in text.content
    assert "**" not in text.content


@pytest.mark.parametrize(
    ("source", "target", "result"),
    [
        pytest.param("Lihat https://a.b/c_d.", "See https://a.b/c_d_d.", "See https://a.b/c_d.", id="damaged-address"),
        pytest.param("Pakai `pip`.", "Use it.", "Use it. (`pip`)", id="lost-code"),
        pytest.param("Kata [Bali](x) lagi.", "Say Bali again.", "Say [Bali](x) again.", id="name-in-a-link"),
        pytest.param("Di <b>Bali</b> lagi.", "Again in Bali.", "Again in <b>Bali</b>.", id="html-pair"),
        pytest.param("Satu [dua][r].\n\n[r]: x", "One.", "[One.][r]\n\n[r]: x", id="link-of-other-words"),
        pytest.param("Sore ![i](j) ini.", "This evening.", "This ![i](j) evening.", id="picture"),
        pytest.param("Ini [r].\n\n[r]: x", "This r.", "This [r][r].\n\n[r]: x", id="reference"),
        pytest.param(
            "Kata **Presiden Joko Widodo** di Bali.",
            "In Bali, President Joko Widodo said so.",
            "In Bali, **President Joko Widodo** said so.",
            id="words-around-a-name",
        ),
        pytest.param("Satu [dua](x) [tiga](y).", "One.", "[One.](x) ([…](y))", id="more-links-than-words"),
        pytest.param("Naik[^1] lagi.", "Rise again.", "Rise[^1] again.", id="mark-of-a-note-behind-its-word"),
    ],
)
def test_markup_goes_where_its_words_went(source: str, target: str, result: str) -> None:
    assert rebuilt(markdown, source, lambda _: target) == result


EXTENDED = [
    pytest.param("Catatan[^1].\n\n[^1]: Isi\n    lanjut.\n", "CATATAN.[^1]\n\n[^1]: ISI LANJUT.\n", id="footnote"),
    pytest.param("Rumus $a \\cdot b$ ini.", "RUMUS $a \\cdot b$ INI.", id="formula"),
    pytest.param("$$\na + b\n$$\n\nYa.", "$$\na + b\n$$\n\nYA.", id="formula-block"),
    pytest.param("US$5 juta dan S$ 6 juta.", "US$5 JUTA DAN S$ 6 JUTA.", id="dollars"),
    pytest.param("{{< note >}}\nIsi.\n{{< /note >}}", "{{< note >}}\nISI.\n{{< /note >}}", id="shortcode"),
    pytest.param("{% if a %}Ada {{ b }} di sini.{% endif %}", "{% if a %}ADA {{ b }} DI SINI.{% endif %}", id="liquid"),
    pytest.param("- [ ] Beli beras\n- [x] Jual", "- [ ] BELI BERAS\n- [x] JUAL", id="tasks"),
    pytest.param("Isi.\n{: .kecil }", "ISI.\n{: .kecil }", id="kramdown"),
    pytest.param("# Judul {#id .x}", "# JUDUL {#id .x}", id="attributes"),
    pytest.param(":::tip\nIsi.\n:::", ":::tip\nISI.\n:::", id="container"),
    pytest.param('!!! warning "Awas"\n    Isi.', '!!! warning "AWAS"\n    ISI.', id="admonition"),
    pytest.param("!!! warning\n    Isi.", "!!! warning\n    ISI.", id="admonition-without-title"),
    pytest.param("> [!NOTE]\n> Isi.", "> [!NOTE]\n> ISI.", id="alert"),
    pytest.param("Lihat [[Peta|peta]].", "LIHAT [[Peta|PETA]].", id="wiki-link"),
    pytest.param("Lihat [[Peta]].", "LIHAT [[Peta|PETA]].", id="wiki-link-without-label"),
    pytest.param("Lihat ![[foto.png]].", "LIHAT ![[foto.png]].", id="wiki-picture"),
    pytest.param("Istilah\n: Artinya", "ISTILAH\n: ARTINYA", id="definition"),
    pytest.param("<div>Warga <b>diminta</b> pergi.</div>", "<div>WARGA <b>DIMINTA</b> PERGI.</div>", id="html-block"),
    pytest.param("<p>A &lt; b</p>\n<pre>x</pre>", "<p>A &lt; B</p>\n<pre>x</pre>", id="html-entities-and-code"),
    pytest.param("---\ntitle: Air naik\ntags: [a]\n---\nIsi.", "---\ntitle: AIR NAIK\ntags: [a]\n---\nISI.", id="yaml"),
    pytest.param('---\ntitle: "Air: naik"\n---\nIsi.', '---\ntitle: "AIR: NAIK"\n---\nISI.', id="yaml-quoted"),
    pytest.param(
        "---\ndescription: >\n  Air\n  naik\n---\nIsi.", '---\ndescription: "AIR NAIK"\n---\nISI.', id="yaml-folded"
    ),
    pytest.param(
        '+++\ntitle = "Air"\ndraft = true\n+++\nIsi.', '+++\ntitle = "AIR"\ndraft = true\n+++\nISI.', id="toml"
    ),
    pytest.param('{\n"title": "Air", "a": 1\n}\n\nIsi.', '{\n"title": "AIR", "a": 1\n}\n\nISI.', id="json"),
    pytest.param("---\nAir naik.\n\n---\nIsi.", "---\nAIR NAIK.\n\n---\nISI.", id="rule-and-no-front-matter"),
    pytest.param('![Foto banjir](a.png "Judul")', '![FOTO BANJIR](a.png "JUDUL")', id="picture"),
    pytest.param("Ini ![foto a](a.png) ada.", "INI ![FOTO A](a.png) ADA.", id="picture-in-words"),
    pytest.param("[![foto a](a.png)](b)", "[![FOTO A](a.png)](b)", id="picture-as-link"),
    pytest.param("![foto_1](a.png) Ya.", "![foto_1](a.png) YA.", id="picture-with-the-name-of-a-file"),
    pytest.param("![foto] Ya.\n\n[foto]: a.png", "![foto] YA.\n\n[foto]: a.png", id="picture-by-its-name"),
    pytest.param("[Kata](a 'judul') lagi.", '[KATA](a "JUDUL") LAGI.', id="title-of-a-link"),
    pytest.param("\\![foto] ya.\n\n[foto]: a", "\\![FOTO][foto] YA.\n\n[foto]: a", id="link-and-no-picture"),
    pytest.param("&#9;kata ini", "&#9;KATA INI", id="tab"),
    pytest.param("\\1.250,5 kata", "\\1.250,5 KATA", id="backslash-before-a-figure"),
    pytest.param("|A|\n|-|\n|naik \\| turun|", "|A|\n|-|\n|NAIK \\| TURUN|", id="bar-in-a-cell"),
    pytest.param("\\begin{align}\nx\n\\end{align}\n\nYa.", "\\begin{align}\nx\n\\end{align}\n\nYA.", id="latex"),
    pytest.param("*[AC]: alat\n\nAC itu.", "*[AC]: alat\n\nAC ITU.", id="abbreviation"),
    pytest.param("import X from 'x'\n\nYa <X/>.", "import X from 'x'\n\nYA <X/>.", id="mdx"),
    pytest.param("Benar [@doe20, hlm. 5].", "BENAR [@doe20, hlm. 5].", id="source-that-is-cited"),
    pytest.param("Kata [dari @budi] ini.", "KATA \\[DARI @BUDI\\] INI.", id="account-in-brackets"),
    pytest.param("Ya %%komentar%% lagi.", "YA %%komentar%% LAGI.", id="comment-of-obsidian"),
    pytest.param("Kata^[Isi catatan.] lagi.", "KATA^[ISI CATATAN.] LAGI.", id="note-in-the-line"),
    pytest.param("Isi paragraf. ^blok-1", "ISI PARAGRAF. ^blok-1", id="name-of-a-block"),
    pytest.param("{{< x >}}Isi.{{< /x >}}", "{{< x >}}ISI.{{< /x >}}", id="shortcode-in-a-line"),
    pytest.param(":::tip\n\n- Isi.\n\n:::", ":::tip\n\n- ISI.\n\n:::", id="list-in-a-container"),
    pytest.param('??? note "Rinci"\n    Isi.', '??? note "RINCI"\n    ISI.', id="admonition-that-folds"),
]


@pytest.mark.parametrize(("content", "result"), EXTENDED)
def test_markdown_of_site_generators_and_note_books_keeps_its_markup(content: str, result: str) -> None:
    assert rebuilt(markdown, content, str) == content
    assert rebuilt(markdown, content, str.upper) == result


ROLLING = """WEBVTT

00:00:00.000 --> 00:00:02.000 align:start position:0%
\x20
halo<00:00:00.500><c> semua</c>

00:00:02.000 --> 00:00:02.010 align:start position:0%
halo semua
\x20

00:00:02.010 --> 00:00:04.000 align:start position:0%
halo semua
selamat<00:00:03.000><c> datang</c>

00:00:04.000 --> 00:00:04.010 align:start position:0%
selamat datang
\x20

00:00:04.010 --> 00:00:06.000 align:start position:0%
selamat datang
di<00:00:05.000><c> Bali</c>
"""


def test_rolling_captions_are_read_once_and_put_where_they_repeat() -> None:
    words, _ = read_subtitles(ROLLING) or ("", None)
    assert words.split() == "halo semua selamat datang di Bali".split()
    assert rebuilt(read_subtitles, ROLLING, str) == ROLLING
    lines = [re.sub("<.*?>", "", line) for line in rebuilt(read_subtitles, ROLLING, str.upper).splitlines()]
    spoken = [line for line in lines[2:] if line.strip() and "-->" not in line]
    assert spoken == [
        *("HALO SEMUA", "HALO SEMUA", "HALO SEMUA", "SELAMAT DATANG", "SELAMAT DATANG", "SELAMAT DATANG", "DI BALI"),
    ]


def test_a_cue_of_subrip_goes_on_behind_blank_lines() -> None:
    content = "1\n00:00:01,000 --> 00:00:02,000\nSatu\n\ndua.\n\n2\n00:00:02,000 --> 00:00:03,000\nTiga.\n"
    words, _ = read_subtitles(content) or ("", None)
    assert words == "Satu dua.\n\nTiga."
    assert rebuilt(read_subtitles, content, str) == content


def test_a_line_of_one_space_is_not_the_end_of_a_cue_of_webvtt() -> None:
    content = "WEBVTT\n\n00:01.000 --> 00:02.000\nSatu\n \ndua.\n\nNOTE tidak\n"
    words, _ = read_subtitles(content) or ("", None)
    assert words == "Satu dua."


@pytest.mark.parametrize(
    ("cue", "result"),
    [
        pytest.param("BUDI: Halo.\nANI: Ya.", "BUDI: HALO.\nANI: YA.", id="labels"),
        pytest.param("- Halo.\n- Ya.", "- HALO.\n- YA.", id="dashes"),
        pytest.param(">> Halo.\n>> Ya.", ">> HALO.\n>> YA.", id="arrows"),
        pytest.param("Satu\ndua.", "SATU DUA.", id="short-lines-are-one"),
    ],
)
def test_each_speaker_keeps_a_line(cue: str, result: str) -> None:
    head = "1\n00:00:01,000 --> 00:00:02,000\n"
    assert rebuilt(read_subtitles, head + cue, str.upper) == head + result


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        pytest.param("Short.", ["Short."], id="one"),
        pytest.param("x" * 20 + " " + "y" * 20, ["x" * 20 + " " + "y" * 20], id="just-fits"),
        pytest.param("The president left for Bali, she said on Monday.", ["The president left for Bali,",
                     "she said on Monday."], id="at-a-comma"),
        pytest.param("one two three four five six seven eight nine ten eleven", ["one two three four five six",
                     "seven eight nine ten eleven"], id="in-the-middle"),
        pytest.param("kata " * 30, 2, id="too-long-for-two"),
    ],
)  # fmt: skip
def test_lines_are_wrapped_as_players_expect(words: str, lines: list[str] | int) -> None:
    head = "1\n00:00:01,000 --> 00:00:02,000\n"
    text = rebuilt(read_subtitles, f"{head}Satu kalimat.", lambda _: words).removeprefix(head)
    assert len(text.splitlines()) == lines if isinstance(lines, int) else text.splitlines() == lines


def test_figures_of_a_row_are_one_sentence_and_each_comes_back_into_its_cell() -> None:
    words, layout = read_markdown("| Tim | Main |\n|---|---|\n| Persib | 1.800 |\n| 1.500 | **35-12** |\n")
    assert words == "Tim\n\nMain\n\nPersib\n\n1.800\n\n1.500 35-12"
    document = segment(words)
    pairs = tuple(SentencePair(each, each.text.upper().replace(".", ",")) for each in document.sentences)
    made = layout.rebuild(Translation(document, pairs))
    assert made == "| TIM | MAIN |\n|---|---|\n| PERSIB | 1,800 |\n| 1,500 | **35-12** |\n"
