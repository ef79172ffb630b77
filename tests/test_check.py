"""The checks: silent on faithful translations, and outspoken, in words, on wrong ones."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases.check_faulty import FAULTY
from tests.cases.check_silent import SILENT
from transum.checks import Pair, check, has_errors
from transum.document import Finding, Kind, Level


def rows(table: Mapping[str, Mapping[str, tuple[str, ...]]]) -> list[Any]:
    return [
        pytest.param(group, *case, id=f"{group.replace(' ', '-')}-{name}")
        for group, cases in table.items()
        for name, case in cases.items()
    ]


@pytest.mark.parametrize(("group", "source", "target"), rows(SILENT))
def test_a_faithful_translation_is_left_in_peace(group: str, source: str, target: str) -> None:
    assert (group, [finding for finding in check(Pair(source, target)) if finding.level > Level.INFO]) == (group, [])


@pytest.mark.parametrize(("group", "source", "target", "named"), rows(FAULTY))
def test_a_fault_is_named_at_its_level(group: str, source: str, target: str, named: str) -> None:
    kind, level = group.split()
    found = [(finding.kind.value, finding.level.label, finding.source) for finding in check(Pair(source, target))]
    assert (kind, level, named) in found


def test_the_tables_hold_a_hundred_and_fifty_cases() -> None:
    assert sum(map(len, SILENT.values())) + sum(map(len, FAULTY.values())) >= 150


MESSAGES = [
    pytest.param(
        "naik 1,5 juta", "up 1.4 million", "“1,5 juta” is missing in the translation, which has “1.4 million”",
        id="counterpart",
    ),
    pytest.param(
        "naik 330.000", "up 330.000",
        "“330.000” is left in Indonesian notation, and reads as another number in English", id="notation",
    ),
    pytest.param("pada Senin", "on Tuesday", "“Senin” became “Tuesday” in the translation", id="weekday"),
    pytest.param("sejauh 160 km", "160 miles", "“160 km” became “160 miles”: another unit", id="unit"),
    pytest.param(
        "setinggi 378 meter", "378 meters [178 ft]", "the measure “178 ft” of the translation is not in the original",
        id="invented-unit",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("source", "target", "message"), MESSAGES)
def test_a_message_says_what_is_wrong(source: str, target: str, message: str) -> None:
    assert message in [finding.message for finding in check(Pair(source, target))]


def test_the_gravest_finding_comes_first() -> None:
    levels = [finding.level for finding in check(Pair("Ia tidak mau pada 5 Mei.", "He declined on 6 May."))]
    assert levels == sorted(levels, reverse=True)
    assert len(levels) > 1


@pytest.mark.parametrize(
    ("definitions", "expected"),
    [
        pytest.param({}, [Level.ERROR], id="unknown"),
        pytest.param({"KOU": "Korea Utara"}, [], id="defined-by-the-article"),
    ],
)
def test_the_articles_own_acronyms_are_used(definitions: dict[str, str], expected: list[Level]) -> None:
    findings = check(Pair("Pemimpin KOU hadir.", "The North Korean leader attended.", definitions=definitions))
    assert [finding.level for finding in findings] == expected


@pytest.mark.parametrize(
    ("similarity", "level"),
    [
        pytest.param(None, None, id="not-asked"),
        pytest.param(0.91, None, id="near"),
        pytest.param(0.86, Level.WARNING, id="distant"),
        pytest.param(0.78, Level.ERROR, id="unrelated"),
    ],
)
def test_vectors_far_apart_are_a_doubt_about_meaning(similarity: float | None, level: Level | None) -> None:
    source, target = "Warga di sana marah karena jalan rusak.", "Residents there are angry at the damaged road."
    findings = check(Pair(source, target, similarity=similarity))
    assert next((finding.level for finding in findings if finding.kind is Kind.MEANING), None) == level


@pytest.mark.parametrize(
    ("score", "level"),
    [
        pytest.param(None, None, id="not-asked"),
        pytest.param(-0.3, None, id="sure"),
        pytest.param(-0.9, Level.WARNING, id="hesitant"),
        pytest.param(-2.5, Level.WARNING, id="unsure"),
    ],
)
def test_a_low_score_is_a_doubt(score: float | None, level: Level | None) -> None:
    findings = check(Pair("Warga marah.", "Residents are angry.", score=score))
    assert next((finding.level for finding in findings if finding.kind is Kind.UNSURE), None) == level


def test_errors_are_told_from_lesser_doubts() -> None:
    assert has_errors(check(Pair("Ada 12.", "There are 13.")))
    assert not has_errors(check(Pair("Ia tidak bahagia.", "He is unhappy.")))
    assert not has_errors(())


SCRAPS = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(
            ["Rp", "1.234,5", "5/9/2023", "pukul", "13.00", "WIB", "dua", "belas", "ratus", "juta", "setengah", "Korut",
             "'", '"', "(", ")", "ke-", "Minggu", "September", "two", "hundred", "and", "a", "half", "million", "of",
             "tens", "$", "%", "-", ".", ",", ":", "II", "9" * 20, "1,000", "0", "00", "٣", "²", "½", "\x00"]
        ),
    ),
    max_size=14,
).map(" ".join)  # fmt: skip


@given(SCRAPS, SCRAPS)
def test_no_text_makes_it_raise(source: str, target: str) -> None:
    for finding in check(Pair(source, target, definitions={"A": target})):
        assert isinstance(finding, Finding)
        assert "\n" not in finding.message.replace(source, "").replace(target, "") or "\n" in source + target


@given(st.text(max_size=60), st.text(max_size=60))
def test_spans_stand_in_their_texts(source: str, target: str) -> None:
    for finding in check(Pair(source, target)):
        if finding.kind in {Kind.NUMBER, Kind.DATE, Kind.TIME, Kind.MONEY, Kind.NAME}:
            assert finding.source in source
            assert finding.target in target


_OF_SEVERAL_WORDS = {Kind.UNTRANSLATED, Kind.LOOP}  # their spans cover more, or less, than what they name


@given(SCRAPS, SCRAPS)
def test_offsets_lead_to_the_words_that_are_named(source: str, target: str) -> None:
    for finding in check(Pair(source, target)):
        for span, text, named in (
            (finding.source_span, source, finding.source),
            (finding.target_span, target, finding.target),
        ):
            assert span is None or 0 <= span[0] < span[1] <= len(text)
            if span and finding.kind not in _OF_SEVERAL_WORDS:
                assert text[slice(*span)] == named


@pytest.mark.parametrize(("source", "target", "named"), [
    pytest.param("Ada 12 korban.", "There are 13 victims.", ("12", "13"), id="number"),
    pytest.param("Itu pada Senin.", "It was on Tuesday.", ("Senin", "Tuesday"), id="date"),
    pytest.param("Ia bertemu Joko Widodo.", "He met him.", ("Joko Widodo", ""), id="name"),
    pytest.param("Ia tidak pergi.", "He went.", ("tidak", ""), id="negation"),
    pytest.param('Ia berkata, "Ya" dan "siap".', 'He said "Yes" and ready.', ("siap", ""), id="quote"),
    pytest.param("Bank itu (milik negara) untung.", "It made a profit.", ("(milik negara)", ""), id="bracket"),
    pytest.param("Polisi menyorot langit.", "Police lit the langit.", ("langit", "langit"), id="untranslated"),
    pytest.param("Mobil itu melaju.", "It is a car car car.", ("", "car car car"), id="loop"),
])  # fmt: skip
def test_a_finding_says_where_its_words_stand(source: str, target: str, named: tuple[str, str]) -> None:
    found = [
        tuple(text[slice(*span)] if span else "" for text, span in ((source, f.source_span), (target, f.target_span)))
        for f in check(Pair(source, target))
    ]
    assert named in found


@pytest.mark.parametrize(("similarity", "level"), [(0.85, None), (0.75, Level.WARNING)])
def test_vectors_of_a_few_words_say_little(similarity: float, level: Level | None) -> None:
    findings = check(Pair("Hujan turun.", "It rained.", similarity=similarity))
    assert next((finding.level for finding in findings if finding.kind is Kind.MEANING), None) == level


def test_a_doubt_that_two_rows_of_a_table_have_is_said_once() -> None:
    found = check(Pair("Persib kalah dari Arema.", "Persib beat Arema."))
    assert [finding.kind for finding in found] == [Kind.OPPOSITE]


@pytest.mark.parametrize(
    ("source", "target", "counted"),
    [
        pytest.param("Pemerintah daerah membangun jembatan baru.", "It was it.", "3 words for 5", id="words"),
        pytest.param(
            "Kementerian mempertanggungjawabkan penyelenggaraan keberlangsungan perekonomian.",
            "It is on us now.",
            "11 letters for 75",
            id="letters",
        ),
    ],
)
def test_what_is_short_is_counted_by_what_is_less(source: str, target: str, counted: str) -> None:
    messages = [finding.message for finding in check(Pair(source, target)) if finding.kind is Kind.LENGTH]
    assert messages == [f"the translation has {counted}: something may be left out"]
