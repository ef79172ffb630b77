"""Revision: the best of the beam, second tries, repairs, and what never goes to the model."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transum.checks import Pair, check, has_errors
from transum.document import (
    Candidate,
    Document,
    Kind,
    Level,
    ModelInfo,
    Paragraph,
    Role,
    Sentence,
    SentencePair,
)
from transum.engines.ct2 import CT2Translator
from transum.engines.encoder import CT2Encoder
from transum.revise import translate_documents
from transum.revise.capitals import lowered
from transum.revise.choose import Piece, choose, is_hopeless
from transum.revise.glossary import Glossary
from transum.revise.mend import repaired
from transum.revise.repair import repair_number
from transum.revise.untranslatable import divide, is_english, says_nothing
from transum.segment import segment
from transum.shelf.manifest import embedded

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Scripted:
    """Meets ``Translator``: says what it is told to, first and when it is asked again; otherwise echoes in capitals."""

    info = ModelInfo("scripted", "1", "none", 4)
    fingerprint = "scripted"
    token_limit = 20

    def __init__(self, first: dict[str, list[str]] | None = None, again: dict[str, list[str]] | None = None) -> None:
        self.first, self.again = first or {}, again or {}
        self.calls: list[tuple[str, ...]] = []

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def translate(
        self, texts: Sequence[str], *, candidates: int = 1, beam: int | None = None, avoid_repeats: bool = False
    ) -> list[list[Candidate]]:
        del beam
        self.calls.append(tuple(texts))
        script = self.again if avoid_repeats else self.first
        return [
            [Candidate(said, -0.1 * rank) for rank, said in enumerate(script.get(text, [text.upper()])[:candidates])]
            for text in texts
        ]


class LetterCount:
    """Meets ``Encoder``: two texts with the same first letter mean the same."""

    fingerprint = "letters"

    def __init__(self) -> None:
        self.calls: list[list[str]] = []

    def encode(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        import numpy as np

        self.calls.append(list(texts))
        return np.array([[1.0, 0.0] if text[:1] in "aA" else [0.0, 1.0] for text in texts], dtype=np.float32)


def one(text: str, role: Role = Role.BODY) -> Document:
    return Document(text, (Paragraph((Sentence(text, 0, len(text), role),)),))


def translated(
    text: str, translator: Scripted, *, glossary: Glossary | None = None, repair: bool = True
) -> SentencePair:
    (translation,) = translate_documents([one(text)], translator, glossary=glossary, repair=repair)
    (pair,) = translation.pairs
    return pair


PRICE: Final = "Harga naik 12 persen."


def test_the_first_answer_without_an_error_wins() -> None:
    model = Scripted({PRICE: ["Prices rose 21 percent.", "Prices rose 12 percent.", "The price rose 12 percent."]})

    pair = translated(PRICE, model)

    assert pair.target == "Prices rose 12 percent."
    assert pair.score == pytest.approx(-0.1)
    assert pair.level is None
    assert len(model.calls) == 1


ACRONYM: Final = "DPRD menolak usulan itu."


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({PRICE: "Prices rose by a tenth."}, id="a wrong number"),
        pytest.param({PRICE: "Up. Twelve percent. Prices, that is."}, id="several sentences"),
        pytest.param({ACRONYM: "The council said no."}, id="an acronym that would be written out"),
        pytest.param({f"JAKARTA, KOMPAS.com - {PRICE}": "Prices rose."}, id="a dateline"),
        pytest.param({"HARGA NAIK 12 PERSEN": "PRICES ARE UP"}, id="capitals"),
        pytest.param({" ".join(["naik"] * 50): "Up."}, id="longer than the model takes at once"),
    ],
)
def test_what_a_person_says_stands(said: dict[str, str]) -> None:
    model = Scripted()
    ((source, target),) = said.items()

    (translation,) = translate_documents([one(source), one("Air surut.")], model, people=lambda _: said)[:1]

    (pair,) = translation.pairs
    assert (pair.target, pair.by_person, pair.score, pair.confidence) == (target, True, None, None)
    assert pair.level in {None, Level.INFO}
    assert model.calls == [("Air surut.",)]


def test_a_good_first_answer_is_kept() -> None:
    model = Scripted({PRICE: ["Prices rose 12 percent.", "Costs rose 12 percent."]})

    assert translated(PRICE, model).target == "Prices rose 12 percent."


def test_a_second_try_replaces_answers_that_all_have_an_error() -> None:
    model = Scripted({PRICE: ["Prices rose.", "Prices went up."]}, {PRICE: ["Prices rose by 12 percent."]})

    pair = translated(PRICE, model)

    assert pair.target == "Prices rose by 12 percent."
    assert len(model.calls) == 2


def test_a_second_try_that_is_no_better_is_not_taken() -> None:
    model = Scripted({PRICE: ["Prices rose."]}, {PRICE: ["Rates rose."]})

    pair = translated(PRICE, model)

    assert pair.target == "Prices rose."
    assert pair.level is Level.ERROR


def test_a_long_sentence_with_an_error_is_tried_in_parts() -> None:
    text = (
        "Warga desa itu tidak pergi ke pasar pada hari Senin, karena jalan ke kota Malang "
        "masih rusak parah setelah banjir."
    )
    model = Scripted({text: ["The villagers stayed."]}, {})
    model.token_limit = 30

    translated(text, model)

    assert len(model.calls) == 2
    assert any(len(part) < len(text) for part in model.calls[1])
    assert " ".join(model.calls[1][-2:]) == text


def test_without_repair_it_is_the_first_answer_with_its_doubts() -> None:
    model = Scripted({PRICE: ["Prices rose 21 percent.", "Prices rose 12 percent."]})

    pair = translated(PRICE, model, repair=False)

    assert pair.target == "Prices rose 21 percent."
    assert pair.level is Level.ERROR
    assert len(model.calls) == 1


def test_a_certain_number_is_put_right_and_says_so() -> None:
    model = Scripted({PRICE: ["Prices rose 21 percent."]}, {PRICE: ["Prices rose 22 percent."]})

    pair = translated(PRICE, model)

    assert pair.target == "Prices rose 12 percent."
    (repaired,) = [finding for finding in pair.findings if finding.kind is Kind.REPAIRED]
    assert repaired.level is Level.INFO
    assert "21" in repaired.message


@pytest.mark.parametrize(
    ("source", "target", "repaired"),
    [
        pytest.param("naik 1,5 juta.", "up 1.4 million.", "up 1.5 million.", id="same scale"),
        pytest.param("senilai Rp1,5 triliun.", "worth Rp 1.5 billion.", "worth Rp 1.5 trillion.", id="other scale"),
        pytest.param("sebanyak 12.500 orang", "some 1,250 people", "some 12,500 people", id="grouped"),
        pytest.param("HUT ke-79 digelar.", "The 97th anniversary", "The 79th anniversary", id="ordinal"),
        pytest.param("HUT ke-72 digelar.", "The 27th anniversary", "The 72nd anniversary", id="ordinal ending"),
        pytest.param("Pada 1998 ia lahir.", "He was born in 1989.", "He was born in 1998.", id="year, not grouped"),
        pytest.param("Pada 17 Agustus '45 ia", "On August 17, 1945, he", None, id="a whole year is no fault"),
        pytest.param("menjadi Rp1.600/kg", "to Rp 1,700/kg", "to Rp 1,600/kg", id="thousands grouped"),
        pytest.param("Ia lahir pada 2023.", "He was born in 203.", "He was born in 2023.", id="a year lost a digit"),
        pytest.param("sebanyak 2.500 orang", "some 2000 people", "some 2,500 people", id="no year"),
        pytest.param("sejauh 160 km", "for 150 km", "for 160 km", id="unit kept"),
        pytest.param("Harga naik.", "Prices rose 5 percent.", None, id="invented"),
        pytest.param("Harga naik 5 persen.", "Prices rose.", None, id="lost"),
        pytest.param("3 orang dan 7 anjing", "4 people and 8 dogs", None, id="two wrong numbers"),
        pytest.param("naik Rp 500", "up $400", None, id="another currency"),
        pytest.param("dua belas orang", "13 people", None, id="words"),
        pytest.param("naik 1,234", "up 1.3", None, id="two readings"),
    ],
)
def test_repair_of_a_number(source: str, target: str, repaired: str | None) -> None:
    outcome = repair_number(source, target, check(Pair(source, target)))

    assert (outcome[0] if outcome else None) == repaired


@pytest.mark.parametrize("answer", [pytest.param("", id="empty"), pytest.param("so so so so so so so", id="loop")])
def test_what_stays_unreadable_is_shown_in_the_original(answer: str) -> None:
    text = "Kami minta maaf sekali."
    model = Scripted({text: [answer]}, {text: [answer]})

    pair = translated(text, model)

    assert pair.target == text
    assert pair.score is None
    assert [(finding.kind, finding.level) for finding in pair.findings] == [(Kind.UNTRANSLATED, Level.ERROR)]


def test_a_loop_is_tried_again_without_repetitions() -> None:
    text = "Kami minta maaf sekali."
    model = Scripted({text: ["sorry sorry sorry sorry sorry sorry"]}, {text: ["We are very sorry."]})

    assert translated(text, model).target == "We are very sorry."


@pytest.mark.parametrize(
    ("source", "said", "expected"),
    [
        pytest.param("Bulan", "moon", "Moon", id="lost"),
        pytest.param("bulan", "moon", "moon", id="none"),
        pytest.param("Ponsel baru", "iPhone", "iPhone", id="a-name"),
        pytest.param("[1] Bulan", "moon", "[1] Moon", id="behind-the-mark-of-a-note"),
    ],
)
def test_a_capital_that_the_model_lost(source: str, said: str, expected: str) -> None:
    text = source.removeprefix("[1] ")
    assert translated(source, Scripted({text: [said]})).target == expected


def test_without_repair_a_loop_is_shown_and_an_empty_answer_is_not() -> None:
    text = "Kami minta maaf sekali."

    assert translated(text, Scripted({text: ["so so so so so so"]}), repair=False).target == "so so so so so so"
    assert translated(text, Scripted({text: [""]}), repair=False).target == text


def test_a_sentence_over_the_limit_is_translated_in_parts_and_joined() -> None:
    text = " ".join(f"kata{chr(97 + n)}" for n in range(26)) + "."
    model = Scripted()

    pair = translated(text, model, repair=False)

    assert all(model.count_tokens(part) <= model.token_limit for call in model.calls for part in call)
    assert "".join(pair.target.upper().split()) == "".join(text.upper().split())


def test_a_text_without_sentence_ends_costs_no_more_than_its_parts() -> None:
    text = "Presiden KPK datang ke 12 desa (Korut) dan " * 200

    pair = translated(text, Scripted())

    assert pair.target.startswith("PRESIDEN KPK")
    assert pair.findings


def test_all_documents_share_the_calls_and_equal_sentences_are_asked_once() -> None:
    model = Scripted({PRICE: ["Prices rose 12 percent."], "Hujan turun.": ["It rained."]})
    documents = [segment(f"{PRICE} Hujan turun."), segment(f"Hujan turun. {PRICE} Hujan turun.")]

    translations = translate_documents(documents, model)

    assert [sorted(call) for call in model.calls] == [[PRICE, "Hujan turun."]]
    assert [len(translation.pairs) for translation in translations] == [2, 3]
    assert translations[1].pairs[0].target == translations[1].pairs[2].target == "It rained."


def test_acronyms_are_written_out_before_and_more_of_them_in_a_retry() -> None:
    model = Scripted({}, {})

    translated("Pemprov Jabar dan KPK bertemu Budi Santosa.", model)

    assert model.calls[0] == ("Pemerintah Provinsi Jawa Barat dan KPK bertemu Budi Santosa.",)
    assert translated("Pemprov Jabar", Scripted(), repair=False).target == "PEMPROV JABAR"


GLOSSARY: Final = Glossary.parse("harga\tcost\nKPK\tgraft agency")


def test_a_glossary_chooses_the_answer_that_has_its_term() -> None:
    model = Scripted({PRICE: ["Prices rose 12 percent.", "Costs rose 12 percent."]})

    pair = translated(PRICE, model, glossary=GLOSSARY)

    assert pair.target == "Costs rose 12 percent."
    assert len(model.calls) == 1


def test_a_term_that_no_answer_has_is_put_into_the_source() -> None:
    model = Scripted(
        {PRICE: ["Prices rose 12 percent."]}, {"Cost naik 12 persen.": ["It saw the Cost rise 12 percent."]}
    )

    pair = translated(PRICE, model, glossary=GLOSSARY)

    assert pair.target == "It saw the cost rise 12 percent."
    assert pair.level is None


def test_a_glossary_goes_before_the_acronyms_and_holds_for_what_they_stand_for() -> None:
    glossary = Glossary.parse("Kemenkes\tHealth Office\nJawa Barat\tWestern Java")
    model = Scripted({"Kemenkes di Jawa Barat": ["Health Office in Western Java"]})

    assert translated("Kemenkes di Jabar", model, glossary=glossary).target == "Health Office in Western Java"


def test_a_term_that_the_model_refuses_is_reported() -> None:
    refused = ["Prices rose 12 percent."]
    model = Scripted({PRICE: refused}, {"Cost naik 12 persen.": refused, "cost naik 12 persen.": refused})

    pair = translated(PRICE, model, glossary=GLOSSARY)

    (finding,) = [finding for finding in pair.findings if finding.kind is Kind.GLOSSARY]
    assert (finding.level, finding.source) == (Level.WARNING, "harga")
    assert "cost" in finding.message


def test_meanings_are_compared_in_one_call_and_only_of_what_was_translated() -> None:
    encoder = LetterCount()
    model = Scripted({"Api padam.": ["A fire is out."], "Hujan turun.": ["A rain fell."]})

    (translation,) = translate_documents([segment("Api padam. Hujan turun. (021) 555.")], model, encoder=encoder)

    assert len(encoder.calls) == 1
    assert encoder.calls[0] == ["Api padam.", "A fire is out.", "Hujan turun.", "A rain fell."]
    kinds = [{finding.kind for finding in pair.findings} for pair in translation.pairs]
    assert Kind.MEANING not in kinds[0]
    assert Kind.MEANING in kinds[1]


@pytest.mark.parametrize(
    ("text", "role", "before", "rest"),
    [
        pytest.param("Baca juga: Harga Naik", Role.RELATED, "Read also: ", "Harga Naik", id="related"),
        pytest.param("Baca Juga :", Role.RELATED, "Read also:", "", id="related, nothing behind"),
        pytest.param("Penulis: Sari Dewi", Role.BYLINE, "Author: Sari Dewi", "", id="author"),
        pytest.param("Foto: Antara/Budi", Role.CAPTION, "Photo: Antara/Budi", "", id="photo credit"),
        pytest.param("Foto: warga di pasar", Role.CAPTION, "Photo: ", "warga di pasar", id="caption"),
        pytest.param("Bagikan", Role.SHARE, "Share", "", id="button"),
        pytest.param("Bagikan ke WhatsApp", Role.SHARE, "Share on WhatsApp", "", id="button with a name"),
        pytest.param("(bbn)", Role.BYLINE, "(bbn)", "", id="initials"),
        pytest.param("https://contoh.id/a", Role.BODY, "https://contoh.id/a", "", id="address"),
        pytest.param("* * *", Role.SHARE, "* * *", "", id="ornament"),
        pytest.param("12.30", Role.BODY, "12.30", "", id="digits"),
        pytest.param("We are not happy with this.", Role.BODY, "We are not happy with this.", "", id="English"),
        pytest.param("JAKARTA, KOMPAS.com - Polisi", Role.BODY, "JAKARTA, KOMPAS.com - ", "Polisi", id="dateline"),
        pytest.param("Jakarta (ANTARA) -- Polisi", Role.BODY, "Jakarta (ANTARA) -- ", "Polisi", id="agency"),
        pytest.param("Ketua DPR - Polisi bertemu", Role.BODY, "", "Ketua DPR - Polisi bertemu", id="no dateline"),
        pytest.param("Vladimir Putin", Role.BODY, "", "Vladimir Putin", id="names alone"),
        pytest.param("Sumber itu benar.", Role.BODY, "", "Sumber itu benar.", id="body that begins like a lead-in"),
    ],
)
def test_what_is_not_the_models_business(text: str, role: Role, before: str, rest: str) -> None:
    division = divide(Sentence(text, 0, len(text), role))

    assert (division.before, text[division.offset :]) == (before, rest)


def test_a_lead_in_keeps_its_english_and_its_title_is_translated() -> None:
    model = Scripted({"Harga Naik": ["Prices Rise"]})
    (translation,) = translate_documents([one("Baca juga: Harga Naik", Role.RELATED)], model)

    assert translation.pairs[0].target == "Read also: Prices Rise"


@pytest.mark.parametrize(
    ("text", "english"),
    [
        pytest.param("They said that it is not true.", True, id="English"),
        pytest.param("Far Eastern Federal University", False, id="names"),
        pytest.param("Film The Lord of the Rings tayang.", False, id="Indonesian with an English title"),
        pytest.param("Dia bilang, “I love you”.", False, id="quotation"),
        pytest.param("Di sana ada banyak orang.", False, id="Indonesian"),
        pytest.param("Thank you", False, id="too short to tell"),
    ],
)
def test_english_is_recognised_where_hardly_a_doubt_is_left(text: str, *, english: bool) -> None:
    assert is_english(text) is english


def test_a_handle_and_an_address_say_nothing() -> None:
    assert says_nothing("@budi #jakarta www.contoh.id 12/3")
    assert not says_nothing("kata @budi")


@pytest.mark.parametrize(
    ("source", "target", "hopeless"),
    [
        pytest.param("Maaf.", " ... ", True, id="no words"),
        pytest.param("Kami minta maaf.", "sorry sorry sorry sorry sorry sorry sorry", True, id="loop"),
        pytest.param("Ha ha ha ha ha ha ha", "Ha ha ha ha ha ha ha", False, id="the source repeats itself"),
        pytest.param("Ia sangat, sangat baik.", "He is very, very good.", False, id="emphasis"),
    ],
)
def test_a_hopeless_translation(source: str, target: str, *, hopeless: bool) -> None:
    assert is_hopeless(source, target) is hopeless


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.booleans())
def test_any_text_has_as_many_pairs_as_sentences(text: str, repair: bool) -> None:  # noqa: FBT001 - hypothesis gives it
    document = segment(text)

    (translation,) = translate_documents([document], Scripted(), repair=repair)

    assert [pair.source for pair in translation.pairs] == list(document.sentences)
    assert all(pair.target.strip() for pair in translation.pairs)


@pytest.fixture(scope="module")
def model() -> CT2Translator:
    return CT2Translator(embedded("translator"), name="embedded", version="test", threads=1)


ARTICLE: Final = """JAKARTA, KOMPAS.com - Vladimir Putin bertemu pemimpin Korea Utara (Korut), Selasa (5/9/2023).
Harga beras naik 12 persen menjadi Rp15.000 per kilogram.

Baca juga: Harga beras naik

(bbn)
"""


def test_the_embedded_model_translates_an_article(model: CT2Translator) -> None:
    encoder = CT2Encoder(embedded("encoder"), threads=1)

    (translation,) = translate_documents([segment(ARTICLE)], model, encoder=encoder)

    pairs = translation.pairs
    assert pairs[0].target.startswith("JAKARTA, KOMPAS.com - ")
    assert "Putin" in pairs[0].target
    assert "12" in pairs[1].target
    assert pairs[2].target.startswith("Read also: ")
    assert (pairs[3].target, pairs[3].score) == ("(bbn)", None)
    assert all(pair.score is not None and pair.score <= 0 for pair in pairs[:3])


def test_company_changes_no_translation(model: CT2Translator) -> None:
    alone = [translate_documents([one(text)], model)[0].pairs[0].target for text in (PRICE, "Hujan turun di Bogor.")]
    together = translate_documents([one(PRICE), one("Hujan turun di Bogor.")], model)

    assert [translation.pairs[0].target for translation in together] == alone


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Persib 18 12 6 0 42", "Persib 18 12 6 0 42", id="table-row"),
        pytest.param("1.250,5", "1,250.5", id="figure-alone"),
        pytest.param("Persib 2-1 Arema", "Persib 2-1 Arema", id="score"),
    ],
)
def test_what_is_no_sentence_is_copied_in_english_notation(text: str, expected: str) -> None:
    assert divide(Sentence(text, 0, len(text))) == (expected, len(text), "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Senin, 05 Feb 2024 10:12 WIB", "Monday, 05 Feb 2024 10:12 WIB", id="a byline's date"),
        pytest.param("Jumat, 9 Agustus 2024 | 14.05 WIB", "Friday, 9 August 2024 | 14:05 WIB", id="a month, a point"),
        pytest.param("Selasa (12/3/2024)", "Tuesday (12 March 2024)", id="a month in figures"),
        pytest.param("RABU, 7 DES 2022", "WEDNESDAY, 7 DEC 2022", id="capitals"),
    ],
)
def test_a_line_of_a_date_is_notation(text: str, expected: str) -> None:
    assert divide(Sentence(text, 0, len(text))) == (expected, len(text), "")


@pytest.mark.parametrize(
    ("text", "before", "rest", "after"),
    [
        pytest.param("T: Apa kabar?", "Q: ", "Apa kabar?", "", id="question"),
        pytest.param("[1] Angka sementara.", "[1] ", "Angka sementara.", "", id="note"),
        pytest.param("J: Warga sudah pulang.", "A: ", "Warga sudah pulang.", "", id="answer"),
        pytest.param("🔥 Mantap sekali 😀", "🔥 ", "Mantap sekali", " 😀", id="pictures"),
        pytest.param("Polisi Tangkap 5 Orang", "", "Polisi Tangkap 5 Orang", "", id="headline-with-a-figure"),
        pytest.param("Suhu 5 °C.", "", "Suhu 5 °C.", "", id="a-sign-is-no-picture"),
    ],
)
def test_what_goes_around_the_model(text: str, before: str, rest: str, after: str) -> None:
    found = divide(Sentence(text, 0, len(text)))
    assert (found.before, text[found.offset : len(text) - len(found.after)], found.after) == (before, rest, after)


@given(st.text(max_size=60))
def test_a_division_loses_nothing(text: str) -> None:
    found = divide(Sentence(text, 0, len(text)))
    assert 0 <= found.offset <= len(text) - len(found.after)
    assert text.endswith(found.after)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("Kadar H₂O naik.", {"H₂O"}, id="formula"),
        pytest.param("Suhu turun menjadi −5 °C.", {"5", "egree"}, id="degrees"),
        pytest.param("Hutan seluas 12 km² terbakar.", {"12", "square"}, id="square"),
    ],
)
def test_signs_survive_the_real_model(translator: CT2Translator, source: str, expected: set[str]) -> None:
    (found,) = translate_documents([segment(source)], translator)
    assert all(part in found.text for part in expected)


def test_capitals_are_read_as_a_sentence(translator: CT2Translator) -> None:
    (found,) = translate_documents([segment("BANJIR MERENDAM RATUSAN RUMAH DI JAKARTA.")], translator)
    assert found.text == "Floods hit hundreds of houses in Jakarta."
    assert not has_errors(found.pairs[0].findings)


@given(st.text(max_size=60))
def test_a_text_in_sentence_case_is_as_long(text: str) -> None:
    assert len(lowered(text)) == len(text)


def test_a_changed_address_is_put_right() -> None:
    piece = Piece("Daftar di sscasn.bkn.go.id/daftar.", "Daftar di sscasn.bkn.go.id/daftar.")
    attempt = choose(piece, [Candidate("Register at scasn.bkn.go.id/ registration.", -0.5)])
    mended = repaired(piece, attempt)
    assert mended.target == "Register at sscasn.bkn.go.id/daftar."
    assert [finding.kind for finding in mended.repairs] == [Kind.REPAIRED]
