"""From English into Indonesian, and between other languages: what of the rules holds there."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transum.api import Transum, translate
from transum.checks import Pair, check
from transum.checks.directions import checking, turned_round
from transum.cli.program import call
from transum.document import Article, Candidate, Finding, Kind, Level, ModelInfo
from transum.engines.load import load
from transum.engines.reconstruction import CT2Reconstructor
from transum.errors import LanguageError, UsageError
from transum.indonesian.detect import judged_language
from transum.indonesian.notation import normalise
from transum.indonesian.writing import in_indonesian_notation
from transum.outputs.json import article_as_dict
from transum.outputs.view import View
from transum.revise import translate_documents
from transum.revise.english import as_indonesian_tells
from transum.segment import segment
from transum.segment.chunk import model_text, plain_text, reading
from transum.shelf import Shelf
from transum.shelf.manifest import embedded

ENGLISH = """North Korea fired two ballistic missiles into the sea on Tuesday (September 5, 2023) at 1:30 p.m. \
The missiles flew 1,200.5 kilometers and cost Rp 1.5 trillion.

The rupiah strengthened 2.75 percent against the dollar. More than 330,000 people did not vote. \
See kpu.go.id/hasil for more."""


@pytest.mark.parametrize(
    ("english", "indonesian"),
    [
        pytest.param("1,234,567.89", "1.234.567,89", id="groups-and-fraction"),
        pytest.param("2,500 km", "2.500 km", id="group"),
        pytest.param("1.5 triliun dan 12.75 persen", "1,5 triliun dan 12,75 persen", id="fractions"),
        pytest.param("minus -5.2 derajat", "minus -5,2 derajat", id="below-zero"),
        pytest.param("Rp 1.5 triliun, Rp 330,000.", "Rp1,5 triliun, Rp330.000.", id="rupiah"),
        pytest.param("$2.3 miliar", "$2,3 miliar", id="dollars"),
        pytest.param("pukul 13:30 WIB", "pukul 13.30 WIB", id="clock"),
        pytest.param("pukul 08:00-15:30", "pukul 08.00-15.30", id="from-to"),
        pytest.param("tiba 13:30 WIB", "tiba 13.30 WIB", id="clock-before-zone"),
        pytest.param("skor 13:30", "skor 13:30", id="score"),
        pytest.param("IP 192.168.1.1", "IP 192.168.1.1", id="address"),
        pytest.param("versi v1.5 di a.id/1.5", "versi v1.5 di a.id/1.5", id="versions-and-paths"),
        pytest.param("pada 5 September 2023", "pada 5 September 2023", id="date"),
        pytest.param("Pasal 1,2, dan 3", "Pasal 1,2, dan 3", id="list"),
        pytest.param("habis.", "habis.", id="no-figure"),
    ],
)
def test_figures_are_written_as_indonesian_writes_them(english: str, indonesian: str) -> None:
    assert in_indonesian_notation(english) == indonesian


_WHOLE = st.integers(0, 10**10)
_FRACTION = st.from_regex(r"\A,\d{1,2}\Z") | st.just("")
_NUMBERS = st.builds(lambda whole, fraction: f"{whole:,}".replace(",", ".") + fraction, _WHOLE, _FRACTION)
_CLOCK_TIMES = st.builds(lambda hour, minute: f"{hour:02}.{minute:02}", st.integers(0, 23), st.integers(0, 59))
_WRITTEN = st.one_of(
    _NUMBERS,
    _NUMBERS.map(lambda number: f"Rp{number}"),
    _NUMBERS.map(lambda number: f"Rp. {number} juta"),
    _NUMBERS.map(lambda number: f"{number}-{number} km"),
    _CLOCK_TIMES.map(lambda clock: f"pukul {clock} WIB"),
    _CLOCK_TIMES.map(lambda clock: f"{clock} waktu setempat"),
    st.builds(lambda one, two: f"jam {one}-{two}", _CLOCK_TIMES, _CLOCK_TIMES),
    st.dates().map(lambda date: f"({date.day}/{date.month}/{date.year:04})"),
    st.sampled_from(["naik", "rumah.", "(kata Budi),", "“itu”", "Pasal 1,2,3", "kpu.go.id/1.5"]),
)


@given(st.lists(_WRITTEN, max_size=6).map(" ".join))
def test_what_is_written_anew_is_read_alike(text: str) -> None:
    said = normalise(text)
    assert normalise(in_indonesian_notation(said)) == said


@given(st.text(alphabet="0123456789.,:-() RpWIBpukul$v/", max_size=40))
def test_writing_keeps_every_digit_and_is_done_once(text: str) -> None:
    written = in_indonesian_notation(text)
    assert [char for char in written if char.isdigit()] == [char for char in text if char.isdigit()]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        pytest.param("At 1:30 p.m. he left.", "At 13:30 he left.", id="afternoon"),
        pytest.param("He left at 5 p.m.", "He left at 17:00.", id="at-the-end"),
        pytest.param("At 12:05 a.m., and at 12 pm.", "At 00:05, and at 12:00.", id="midnight-and-noon"),
        pytest.param("From 1 to 3 p.m. today", "From 13:00 to 15:00 today", id="both-in-the-afternoon"),
        pytest.param("11:30–1 p.m. today", "11:30–13:00 today", id="over-noon"),
        pytest.param("On Sept. 11, 2001, it fell.", "On 11 September 2001, it fell.", id="short-month"),
        pytest.param("In May 2023, 5 amps at 3.5 MP", "In May 2023, 5 amps at 3.5 MP", id="no-clock-no-date"),
        pytest.param("±3 %, 12 km², −5°C.", "about 3 %, 12 square kilometers, minus 5 degrees Celsius.", id="signs"),
    ],
)  # fmt: skip
def test_english_is_read_as_indonesian_would_tell_it(text: str, read: str) -> None:
    assert as_indonesian_tells(text) == read
    assert as_indonesian_tells(read) == read


class Recorder:
    """A translator of other languages that says what it was given."""

    token_limit = 100
    fingerprint = "recorder"

    def __init__(self, source_language: str, target_language: str) -> None:
        self.info = ModelInfo("recorder", "1", "none", 1, source_language, target_language)
        self.given: list[str] = []

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def translate(
        self, texts: Sequence[str], *, candidates: int = 1, beam: int | None = None, avoid_repeats: bool = False
    ) -> list[list[Candidate]]:
        assert candidates or beam or avoid_repeats
        self.given += texts
        return [[Candidate(text, -0.1)] for text in texts]


@pytest.mark.parametrize(
    ("source", "target", "given"),
    [
        pytest.param("fr", "en", "Il fait 25 °C, 1.200 euros, dit la KPK.", id="french"),
        pytest.param("en", "id", "Il fait 25 °C, 1.200 euros, dit la KPK.", id="english"),
        pytest.param("id", "fr", "Il fait 25 derajat Celsius, 1,200 euros, dit la KPK.", id="indonesian"),
    ],
)
def test_only_indonesian_is_given_in_another_notation(source: str, target: str, given: str) -> None:
    recorder = Recorder(source, target)
    (translation,) = translate_documents([segment("Il fait 25 °C,\u00a0 1.200 euros, dit la KPK.")], recorder)
    assert recorder.given[0] == given
    assert translation.pairs[0].confidence is None


def test_english_is_not_passed_through_where_it_is_to_be_translated() -> None:
    recorder = Recorder("en", "id")
    translate_documents([segment("We will not be silent.\n\n12:30\n\nBaca juga: this is it 😀")], recorder)
    assert recorder.given == ["We will not be silent.", "Baca juga: this is it"]


@pytest.mark.parametrize("language", ["id", "en", "fr"])
@given(st.text(max_size=60))
def test_whatever_is_read_is_one_clean_line(language: str, text: str) -> None:
    read = reading(language)(text)
    assert read.split() == read.split(" ") if read else True
    assert reading(language) is (model_text if language == "id" else plain_text)


@pytest.mark.parametrize(
    ("english", "indonesian", "said"),
    [
        pytest.param(
            "It cost 1.4 million.", "Biayanya 1,5 juta.",
            ("number", "error", "“1.4 million” is missing in the translation, which has “1,5 juta”"), id="number",
        ),
        pytest.param(
            "It is 1.200 km.", "Jaraknya 1.200 km.",
            ("number", "error", "“1.200 km” is left in English notation, and reads as another number in Indonesian"),
            id="notation",
        ),
        pytest.param(
            "It cost $5.", "Biayanya Rp5.",
            ("money", "error", "“$5” became “Rp5”: another currency"), id="money",
        ),
        pytest.param("It is 5 km.", "Itu 5 mil.", ("unit", "error", "“5 km” became “5 mil”: another unit"), id="unit"),
        pytest.param(
            "He came on Monday.", "Ia datang pada Selasa.",
            ("date", "error", "“Monday” became “Selasa” in the translation"), id="date",
        ),
        pytest.param(
            "He came.", "Ia datang pada Selasa.",
            ("date", "error", "the weekday “Selasa” of the translation is not in the original"), id="date-added",
        ),
        pytest.param(
            "He came on Monday.", "Ia datang.",
            ("date", "error", "the weekday “Monday” is missing in the translation"), id="date-missing",
        ),
        pytest.param(
            "He met Vladimir Putin.", "Ia bertemu Putin.",
            ("name", "error", "the name “Vladimir” is missing in the translation"), id="name-missing",
        ),
        pytest.param(
            "He met the president.", "Ia bertemu presiden Vladimir Putin.",
            ("name", "error", "the name “Vladimir Putin” of the translation is not in the original"), id="name-added",
        ),
        pytest.param(
            "See kpu.go.id/hasil.", "Lihat kpu.go.id/day.",
            ("address", "error", "the address “kpu.go.id/hasil” became “kpu.go.id/day”"), id="address",
        ),
        pytest.param(
            "The rupiah weakened.", "Rupiah menguat.",
            ("opposite", "error", "“weakened” became “menguat” in the translation: the opposite"), id="opposite",
        ),
        pytest.param(
            "They did not vote in the election.", "Mereka memilih dalam pemilu.",
            ("negation", "warning", "the negation “not” may be lost in the translation"), id="negation-lost",
        ),
        pytest.param(
            "They voted in the election.", "Mereka tidak memilih dalam pemilu.",
            ("negation", "error", "the translation denies (“tidak”) what the original doesn't"), id="negation-added",
        ),
        pytest.param(
            "“Yes,” he said.", "Ya,” katanya.",
            ("quote", "error", "a quotation of the translation is not opened or not closed"), id="quote",
        ),
        pytest.param(
            "The court (in the capital) said so.", "Pengadilan berkata begitu.",
            ("bracket", "error", "“(in the capital)” is missing in the translation, or lost its brackets"),
            id="bracket",
        ),
        pytest.param(
            "They fired missiles.", "Mereka menembakkan rudal rudal rudal.",
            ("loop", "error", "the translation says “rudal” 3 times over"), id="loop",
        ),
        pytest.param(
            "The temperature is 5 degrees.", "Suhunya -5 derajat.",
            ("number", "error", "“5 degrees” has a minus in the translation: “-5”"), id="minus-added",
        ),
    ],
)  # fmt: skip
def test_doubts_about_indonesian_are_told_the_right_way_round(
    english: str, indonesian: str, said: tuple[str, str, str]
) -> None:
    found = checking("en", "id")(Pair(english, indonesian))
    assert said in [(finding.kind.value, finding.level.label, finding.message) for finding in found]
    for finding in found:
        for text, part, span in (
            (english, finding.source, finding.source_span),
            (indonesian, finding.target, finding.target_span),
        ):
            assert span is None or text[slice(*span)].startswith(part)


@pytest.mark.parametrize(
    ("english", "indonesian"),
    [
        pytest.param("The children play carefully.", "Anak-anak bermain hati-hati.", id="doubled-words"),
        pytest.param("It rose against the dollar.", "Itu naik terhadap dolar AS.", id="dollar"),
        pytest.param("Rp 1.5 trillion at 1:30 p.m.", "Rp1,5 triliun pada pukul 13.30.", id="notation"),
        pytest.param("The South Korean army left Moscow.", "Tentara Korea Selatan meninggalkan Moskow.", id="names"),
        pytest.param("It did not rain.", "Hujan tidak turun.", id="negation"),
    ],
)  # fmt: skip
def test_right_indonesian_raises_no_doubt(english: str, indonesian: str) -> None:
    assert checking("en", "id")(Pair(english, indonesian)) == ()


def test_words_of_a_user_are_no_words_of_a_message() -> None:
    found = Finding(Kind.NAME, Level.ERROR, "is missing in the translation", "", "")
    found = replace(found, message=f"the name “{found.source}” is missing in the translation")
    assert turned_round(found).message == f"the name “{found.source}” of the translation is not in the original"
    braces = Finding(Kind.NAME, Level.ERROR, "{t}", "{s}", "the name “{t}” became “{s}” in the translation")
    assert turned_round(braces).message == "the name “{s}” became “{t}” in the translation"


@given(st.text(max_size=60), st.text(max_size=60))
def test_checks_never_raise_in_any_direction(source: str, target: str) -> None:
    for languages in (("en", "id"), ("fr", "de")):
        found = checking(*languages)(Pair(source, target))
        assert list(found) == sorted(found, key=lambda finding: -finding.level)


def test_from_indonesian_into_english_all_checks_are_run() -> None:
    assert checking("id", "en") is check


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("The leaders will meet next week, and nobody knows what they will say.", "en", id="english"),
        pytest.param("Gunman kills five in Texas mall", "en", id="headline"),
        pytest.param("Jakarta", "en", id="one-name"),
    ],
)
def test_english_passes_for_english(text: str, language: str) -> None:
    assert judged_language(text, "a.txt", expected="en") == language


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Banjir merendam ratusan rumah di Jakarta, kata Gubernur pada Senin.", id="indonesian"),
        pytest.param("El presidente de la República llegó ayer por la tarde a la ciudad de Madrid.", id="spanish"),
    ],
)
def test_what_is_no_english_is_refused_with_a_way_out(text: str) -> None:
    with pytest.raises(LanguageError, match="English") as caught:
        judged_language(text, "a.txt", expected="en")
    assert "--force" in caught.value.hint
    assert judged_language(text, "a.txt", expected="en", force=True) == "und"


@pytest.fixture(scope="module")
def article() -> Article:
    """The English article in Indonesian, by the embedded models."""
    return Transum(source_language="en", target_language="id").process(ENGLISH)


def test_the_embedded_models_translate_into_indonesian(article: Article) -> None:
    text = article.translation.text
    for said in ("Korea Utara", "(5 September 2023)", "pukul 13.30", "1.200,5 kilometer", "Rp1,5 triliun"):
        assert said in text
    for said in ("menguat 2,75 persen", "330.000 orang tidak", "kpu.go.id/hasil"):
        assert said in text
    assert article.model.name == "embedded-reverse"
    assert (article.source.language, article.model.target_language) == ("en", "id")


def test_no_sentence_has_a_confidence_that_nobody_calibrated(article: Article) -> None:
    assert all(pair.confidence is None for pair in article.translation.pairs)
    assert not [finding for pair in article.translation.pairs for finding in pair.findings]
    assert article.summary
    assert article_as_dict(article, View())["source"]["language"] == "en"


def test_the_forward_model_says_which_word_is_missing() -> None:
    reads_back = CT2Reconstructor(embedded("translator"), threads=1, original="en", translation="id")
    english = "The extremists planned suicide attacks."
    whole, without = reads_back.reconstruct(
        [(english, "Para ekstremis merencanakan serangan bunuh diri."), (english, "Banjir merendam rumah warga.")]
    )
    assert sum(whole.tokens) > sum(without.tokens)
    pair = Pair(english, "Banjir merendam rumah warga.", reconstruction=without)
    kinds = {finding.kind for finding in checking("en", "id")(pair)}
    assert Kind.COVERAGE in kinds


def test_a_word_that_the_translation_misses_is_named_in_an_article() -> None:
    missing = "Since moving to the Catalan-capital, Vidal had played 49 games for the club."
    translation = translate(missing, source_language="en", target_language="id")
    named = [finding for pair in translation.pairs for finding in pair.findings if finding.kind is Kind.COVERAGE]
    assert [finding.source for finding in named] == ["Catalan-capital"]
    quick = translate(missing, source_language="en", target_language="id", quick=True)
    assert not [finding for pair in quick.pairs for finding in pair.findings if finding.kind is Kind.COVERAGE]


@pytest.mark.parametrize(
    ("source", "target"), [pytest.param("en_Latn", "ind_Latn", id="nllb"), pytest.param("eng", ">>ind<<", id="marian")]
)
def test_languages_may_be_written_in_any_way(source: str, target: str, tmp_path: Path) -> None:
    translator = load(shelf=Shelf(tmp_path), source_language=source, target_language=target, threads=1)
    assert translator.info.source_language == "en"
    assert translator.info.name == "embedded-reverse"


def test_a_direction_that_no_embedded_model_has_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not from en to fr"):
        load(shelf=Shelf(tmp_path), source_language="en", target_language="fr")


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(("--from", "--to"), id="short"),
        pytest.param(("--source-language", "--target-language"), id="long"),
    ],
)
def test_the_command_line_goes_both_ways(
    names: tuple[str, str], tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "news.txt"
    path.write_text(ENGLISH, encoding="utf-8")
    assert call([str(path), names[0], "en", names[1], "id", "-f", "json", "--quick", "--no-summary"]) == 0
    found = json.loads(capsysbinary.readouterr().out)
    assert found["source"]["language"] == "en"
    assert "Rp1,5 triliun" in found["translation"]
