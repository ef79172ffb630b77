"""What is put right besides numbers between digits: greetings, ordinals, decades, and numbers in Indonesian."""

import pytest

from transum.checks import Pair, check
from transum.checks.directions import check_into_indonesian
from transum.document import ENGLISH, INDONESIAN, Candidate, Kind, Sentence
from transum.facts.additions import without_additions
from transum.facts.ages import in_a_decade
from transum.facts.courtesies import right_courtesy
from transum.facts.greetings import greeting, mended
from transum.facts.ordinals import right_endings
from transum.lexicon import table
from transum.revise.choose import Piece, choose, examine
from transum.revise.direction import Direction
from transum.revise.glossary import Entry
from transum.revise.mend import repaired
from transum.revise.repair import about_so_many, of_24_hours, repair_number, right_half_of_day
from transum.revise.untranslatable import divide


@pytest.mark.parametrize(
    ("source", "said", "expected"),
    [
        pytest.param("“Selamat siang, semua.”", "“All afternoon, all.”", "“Good afternoon, all.”", id="taken apart"),
        pytest.param("Selamat siang, Pak.", "Hi, Sir.", "Good afternoon, Sir.", id="only an opening"),
        pytest.param("Selamat pagi, Bu.", "Good morning, Ma'am.", None, id="right"),
        pytest.param("Selamat malam, pemirsa.", "Good night, viewers.", None, id="accepted"),
        pytest.param("Selamat ulang tahun, Ibu.", "Good birthday, Mom.", "Happy birthday, Mom.", id="birthday"),
        pytest.param("Selamat Natal 2024!", "Good Christmas 2024!", "Merry Christmas 2024!", id="Christmas"),
        pytest.param("Selamat jalan, Eyang.", "Good way, Eyang.", "Farewell, Eyang.", id="farewell"),
        pytest.param("Selamat siang itu ia datang.", "He came safely that day.", None, id="nothing is certain"),
        pytest.param("Ia selamat siang itu.", "All afternoon, he was safe.", None, id="no opening"),
        pytest.param("Selamat siang, 12 orang.", "At 12, people.", None, id="a figure stands there"),
    ],
)
def test_a_greeting_is_what_english_says(source: str, said: str, expected: str | None) -> None:
    found = mended(source, said)
    assert (found[0] if found else None) == expected


@pytest.mark.parametrize("row", table("greetings"), ids=lambda row: row[0])
def test_the_english_of_a_greeting_is_accepted_as_one(row: tuple[str, ...]) -> None:
    source = f"{row[0].capitalize()}, Indonesia."
    found = greeting(source)
    assert found is not None
    assert found.english == row[1]
    assert mended(source, f"{row[1]}, Indonesia.") is None
    assert mended(source, f"{row[3].split('|')[0]}, Indonesia.") == (f"{row[1]}, Indonesia.", row[3].split("|")[0])


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("82th", "82nd"), ("101th", "101st"), ("13rd", "13th"), ("22st", "22nd"), ("1,001th", "1,001th"),
        ("4th", "4th"), ("MP4th2", "MP4th2"), ("211th", "211th"),
    ],
)  # fmt: skip
def test_ordinals_have_their_endings(wrong: str, right: str) -> None:
    assert right_endings(f"in the {wrong} minute") == f"in the {right} minute"


@pytest.mark.parametrize(
    ("source", "said", "expected"),
    [
        pytest.param("Ada 150-an warga.", "There are 150s residents.", "There are about 150 residents.", id="number"),
        pytest.param("150-an warga", "The 150s residents", "About 150 residents", id="opening"),
        pytest.param("Pada 1980-an ia lahir.", "He was born in the 1980s.", None, id="years"),
        pytest.param("Era 80-an.", "The 80s.", None, id="era"),
        pytest.param("Ia berusia 20-an tahun.", "He is in his 20s.", None, id="age"),
        pytest.param("Ada 150-an warga.", "There are 150 residents.", None, id="right"),
    ],
)
def test_a_round_number_is_no_decade(source: str, said: str, expected: str | None) -> None:
    assert about_so_many(source, said) == expected


@pytest.mark.parametrize(
    ("source", "said", "expected"),
    [
        pytest.param("Pria berusia 20-an itu.", "The 20-year-old man.", "The 20-something man.", id="years old"),
        pytest.param("Pria berusia 20-an itu.", "The 20-an-old man.", "The 20-something man.", id="left as it was"),
        pytest.param("Pria berusia 20-an itu.", "The man in his 20s.", None, id="right"),
        pytest.param("Pria berusia 20 tahun itu.", "The 20-year-old man.", None, id="exact"),
    ],
)
def test_a_decade_of_age_is_no_age(source: str, said: str, expected: str | None) -> None:
    assert in_a_decade(source, said) == expected


@pytest.mark.parametrize(
    ("source", "said", "expected"),
    [
        pytest.param("Bank Indonesia diam.", "Bank Indonesia BI was silent.", "Bank Indonesia was silent.", id="short"),
        pytest.param(
            "Bank Indonesia diam.", "Bank Indonesia, the central bank, was silent.", "Bank Indonesia was silent.",
            id="commas",
        ),
        pytest.param("Ini perlu.", "It is needed, he said.", "It is needed.", id="speaker"),
        pytest.param("Ini perlu.", "It is, he said, needed.", None, id="speaker inside"),
        pytest.param("Kata Marc.", "Midfielder Marc said.", "Marc said.", id="calling"),
        pytest.param("Kata Marc.", "Spanish midfielder Marc said.", None, id="calling behind an adjective"),
        pytest.param("Kata Marc itu.", "The midfielder Marc said.", "Marc said.", id="article"),
        pytest.param("Menteri AS Mundur", "US Minister Resigns · Global Voices", "US Minister Resigns", id="site"),
        pytest.param("Menteri AS Mundur | Kompas", "US Minister Resigns | Kompas", None, id="site of the original"),
    ],
)  # fmt: skip
def test_what_nobody_said_is_cut(source: str, said: str, expected: str | None) -> None:
    mended = without_additions(source, said)
    assert (mended and mended[0]) == expected


@pytest.mark.parametrize(
    ("source", "said", "expected"),
    [
        pytest.param("Bu Ningsih pergi.", "Mr Ningsih left.", "Mrs Ningsih left.", id="hers"),
        pytest.param("Pak Edwin pergi.", "Ms. Edwin left.", "Mr. Edwin left.", id="his"),
        pytest.param("Pak Edi dan Bu Edi pergi.", "Mr Edi and Mrs Edi left.", None, id="both"),
        pytest.param("Bu Ningsih bertemu Pak Edi.", "Mrs Ningsih met Mr Edi.", None, id="right"),
        pytest.param("Bu Ningsih pergi.", "Mr Edi left.", None, id="another name"),
    ],
)
def test_mr_is_no_mrs(source: str, said: str, expected: str | None) -> None:
    mended = right_courtesy(source, said)
    assert (mended and mended[0]) == expected


@pytest.mark.parametrize(
    ("source", "said", "expected"),
    [
        pytest.param("up 1.4 million.", "naik 1,5 juta.", "naik 1,4 juta.", id="same scale"),
        pytest.param("worth Rp 1.5 trillion.", "senilai Rp1,5 miliar.", "senilai Rp1,5 triliun.", id="other scale"),
        pytest.param("some 12,500 people", "sebanyak 1.250 orang", "sebanyak 12.500 orang", id="grouped"),
        pytest.param("born in 1998", "lahir pada 1989", "lahir pada 1998", id="year"),
        pytest.param("3 people and 7 dogs", "4 orang dan 8 anjing", None, id="two wrong numbers"),
        pytest.param("twelve people", "13 orang", None, id="words"),
    ],
)
def test_a_number_is_put_right_in_indonesian(source: str, said: str, expected: str | None) -> None:
    found = repair_number(source, said, check_into_indonesian(Pair(source, said)), into="id")
    assert (found[0] if found else None) == expected


@pytest.mark.parametrize(
    ("source", "said", "expected", "direction"),
    [
        pytest.param(
            "Gol pada menit ke-82.", "A goal in the 82th minute.", "A goal in the 82nd minute.",
            Direction(INDONESIAN, ENGLISH), id="ordinal",
        ),
        pytest.param(
            "“Selamat sore, kawan,” katanya.", "“All afternoon, friend,” he said.",
            "“Good afternoon, friend,” he said.", Direction(INDONESIAN, ENGLISH), id="greeting",
        ),
        pytest.param(
            "Prices rose 1.4 percent.", "Harga naik 1,5 persen.", "Harga naik 1,4 persen.",
            Direction(ENGLISH, INDONESIAN), id="into Indonesian",
        ),
    ],
)  # fmt: skip
def test_what_was_put_right_is_said(source: str, said: str, expected: str, direction: Direction) -> None:
    piece = Piece(source, source, direction=direction)
    found = repaired(piece, choose(piece, [Candidate(said, -0.5)]))
    assert found.target == expected
    assert [finding.kind for finding in found.repairs] == [Kind.REPAIRED]


@pytest.mark.parametrize(
    ("source", "target", "entry"),
    [
        pytest.param("Satpam itu datang.", "The satpam came.", Entry("satpam", "satpam", 1), id="untranslated"),
        pytest.param("Itu obat baru.", "It is a new plenany.", Entry("obat", "plenany", 1), id="no English word"),
        pytest.param("Ibuprofennya aman.", "The pill is safe.", Entry("ibuprofen", "pill", 1), id="left out"),
    ],
)
def test_what_the_glossary_wants_is_no_doubt(source: str, target: str, entry: Entry) -> None:
    assert not examine(Pair(source, target), [entry])
    assert examine(Pair(source, target), [Entry("lain", "other", 1)])


@pytest.mark.parametrize(
    ("source", "before", "rest"),
    [
        pytest.param("Selamat sore!", "Good afternoon!", "", id="whole"),
        pytest.param("“Selamat datang.”", "“Welcome.”", "", id="quoted"),
        pytest.param("Selamat sore, Pak.", "", "Selamat sore, Pak.", id="somebody-is-greeted"),
        pytest.param("Selamat Hari Raya!", "", "Selamat Hari Raya!", id="no-whole-greeting"),
    ],
)
def test_a_mere_greeting_needs_no_model(source: str, before: str, rest: str) -> None:
    division = divide(Sentence(source, 0, len(source)))
    assert (division.before, source[division.offset :]) == (before, rest)


def test_a_wrong_ordinal_is_no_word() -> None:
    found = check(Pair("Gol pada menit ke-82.", "A goal in the 82th minute."))
    assert [(one.kind, one.target, one.target_span) for one in found] == [(Kind.NONWORD, "82th", (14, 18))]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        pytest.param("hingga pukul 11.00 WIB", "until 11:00 p.m.", "until 11:00 a.m.", id="zone"),
        pytest.param("sejak pukul 08.30", "since 8.30PM", "since 8.30AM", id="leading-zero"),
        pytest.param("pukul 20.15 WIB", "at 8:15 a.m.", "at 8:15 p.m.", id="evening"),
        pytest.param("pukul 7 malam", "at 7 am", "at 7 pm", id="said"),
        pytest.param("pukul 00.15 WIB", "at 12:15 p.m.", "at 12:15 a.m.", id="midnight"),
        pytest.param("jam 8.30", "8:30 p.m.", None, id="nobody-knows"),
        pytest.param("pukul 11.00 WIB", "at 11:00", None, id="no-half"),
        pytest.param("pukul 11.00 WIB", "at 11:00 a.m.", None, id="right"),
        pytest.param("pukul 09.20 sampai 21.20 WIB", "from 9:20 p.m. to 9:20 p.m.", None, id="both-halves"),
    ],
)
def test_a_time_of_day_is_put_into_its_half(source: str, target: str, expected: str | None) -> None:
    mended = right_half_of_day(source, target)
    assert (mended[0] if mended else None) == expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        pytest.param("It rained at 18:00 p.m. on Monday.", "It rained at 18:00 on Monday.", id="inside"),
        pytest.param("It rained at 18:00 p.m.", "It rained at 18:00.", id="at-the-end"),
        pytest.param("At 18.30PM, he left.", "At 18.30, he left.", id="capitals"),
        pytest.param("It rained at 6:00 p.m.", None, id="right"),
        pytest.param("It rained at 18:00.", None, id="no-half"),
    ],
)
def test_an_hour_of_24_has_no_half(target: str, expected: str | None) -> None:
    assert of_24_hours(target) == expected
