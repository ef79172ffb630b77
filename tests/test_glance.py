"""Facts at a glance: what an article names, in both languages, and nothing that it doesn't."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import build_translation
from transum.document import Fact, FactKind
from transum.facts.english_forms import rendered
from transum.facts.glance import MOST, facts_of_article
from transum.facts.names import names

ARTICLE = (
    (
        "Pemimpin Korea Utara, Kim Jong Un, akan bertemu Presiden Rusia Vladimir Putin di Vladivostok.",
        "North Korean leader Kim Jong Un will meet Russian President Vladimir Putin in Vladivostok.",
    ),
    (
        "Pertemuan pada 12 September 2023 itu dibiayai Rp1,5 miliar.",
        "The meeting on September 12, 2023 was financed with 1.5 billion rupiah.",
    ),
    (
        "Putin tiba di Rusia bersama 250 orang, kata Komisi Pemilihan Umum (KPU).",
        "Putin arrived in Russia with 250 people, said the General Elections Commission (KPU).",
    ),
    ("KPU menolak berkomentar.", "The KPU declined to comment."),
)


def facts() -> dict[str, Fact]:
    return {fact.source: fact for fact in facts_of_article(build_translation(ARTICLE))}


@pytest.mark.parametrize(
    ("source", "kind", "target", "sentences"),
    [
        pytest.param("Vladimir Putin", FactKind.PERSON, "Vladimir Putin", (1, 3), id="a person by short name too"),
        pytest.param("Kim Jong Un", FactKind.PERSON, "Kim Jong Un", (1,), id="a person behind an office"),
        pytest.param("Vladivostok", FactKind.PLACE, "Vladivostok", (1,), id="place"),
        pytest.param("Rusia", FactKind.PLACE, "Russia", (1, 3), id="a place that English renders otherwise"),
        pytest.param("12 September 2023", FactKind.DATE, "September 12, 2023", (2,), id="date"),
        pytest.param("Rp1,5 miliar", FactKind.AMOUNT, "1.5 billion rupiah", (2,), id="money"),
        pytest.param("250 orang", FactKind.AMOUNT, "250 people", (3,), id="a count of something"),
        pytest.param(
            "Komisi Pemilihan Umum", FactKind.ORGANISATION, "General Elections Commission", (3, 4),
            id="an organisation and its acronym",
        ),
    ],
)  # fmt: skip
def test_what_an_article_names(source: str, kind: FactKind, target: str, sentences: tuple[int, ...]) -> None:
    found = facts()
    assert source in found
    assert (found[source].kind, found[source].target, found[source].sentences) == (kind, target, sentences)


@pytest.mark.parametrize(
    ("source", "target", "named"),
    [
        pytest.param(
            "Buka 7 hingga 20 Februari.", "Open from 7 to 20 February.",
            [("7 hingga 20 Februari", "7 to 20 February")], id="hingga",
        ),
        pytest.param("Buka 1 s.d. 4 Mei.", "Open from May 1 to 4.", [("1 s.d. 4 Mei", "May 1 to 4")], id="s.d."),
        pytest.param(
            "Buka 1 sampai dengan 4 Mei.", "Open on May 1-4.", [("1 sampai dengan 4 Mei", "May 1-4")], id="sampai"
        ),
        pytest.param(
            "Buka 28 Februari hingga 2 Maret.", "Open from 28 February to 2 March.",
            [("28 Februari", "28 February"), ("2 Maret", "2 March")], id="two months",
        ),
    ],
)  # fmt: skip
def test_a_range_of_days_is_one_date(source: str, target: str, named: list[tuple[str, str]]) -> None:
    found = facts_of_article(build_translation(((source, target),)))
    assert [(fact.source, fact.target) for fact in found if fact.kind is FactKind.DATE] == named


PER, ORG, LOC, NAM = FactKind.PERSON, FactKind.ORGANISATION, FactKind.PLACE, FactKind.NAME


@pytest.mark.parametrize(
    ("source", "named"),
    [
        pytest.param("Presiden RI Prabowo Subianto tiba.", [("Prabowo Subianto", PER)], id="a country"),
        pytest.param(
            "Ketua DPR RI Puan Maharani tiba.", [("DPR RI", ORG), ("Puan Maharani", PER)], id="a body of a country"
        ),
        pytest.param(
            "Kepala BNPB Letjen TNI Suharyanto tiba.", [("BNPB", ORG), ("Suharyanto", PER)], id="whose general"
        ),
        pytest.param("Ketua DPR RI tiba.", [("DPR RI", ORG)], id="nobody"),
        pytest.param("Ketua KPU Jakarta tiba.", [("KPU Jakarta", ORG)], id="a body of a town"),
        pytest.param("Pelatih Persib Bojan Hodak puas.", [("Persib", ORG), ("Bojan Hodak", PER)], id="a club"),
        pytest.param(
            "Pelatih Persib Bandung Bojan Hodak puas.", [("Persib Bandung", ORG), ("Bojan Hodak", PER)], id="its town"
        ),
        pytest.param(
            "Pemain Timnas Brasil Roberto Carlos tiba.", [("Timnas Brasil", ORG), ("Roberto Carlos", PER)], id="a team"
        ),
        pytest.param("Kemarin Presiden Korea Utara tiba.", [("Korea Utara", LOC)], id="a country of two words"),
        pytest.param(
            "Kata Presiden Korea Utara Kim Jong Un.", [("Korea Utara", LOC), ("Kim Jong Un", PER)], id="its head"
        ),
        pytest.param(
            "Menteri Kesehatan Budi Gunadi Sadikin hadir.", [("Budi Gunadi Sadikin", PER)], id="a name that is a word"
        ),
        pytest.param(
            "Menteri Pemuda dan Olahraga Imam Nahrawi hadir.", [("Imam Nahrawi", PER)], id="a name that is an office"
        ),
        pytest.param(
            "Menteri Koordinator bidang Politik, Hukum, dan Keamanan Wiranto hadir.",
            [("Wiranto", PER)],
            id="three fields",
        ),
        pytest.param(
            "Kata Menteri Pertahanan Selandia Baru Mark Mitchell.",
            [("Selandia Baru", LOC), ("Mark Mitchell", PER)],
            id="field, country",
        ),
        pytest.param(
            "Menlu Malaysia Anifah Aman hadir.", [("Malaysia", LOC), ("Anifah Aman", PER)], id="an office in short"
        ),
        pytest.param(
            "Kata juru bicara KPK Febri Diansyah.", [("KPK", ORG), ("Febri Diansyah", PER)], id="a small office"
        ),
        pytest.param(
            "Juru bicara KPK Febri Diansyah hadir.", [("KPK", ORG), ("Febri Diansyah", PER)], id="an opening office"
        ),
        pytest.param(
            "Kata Ketua Pansus Haji DPR Nusron Wahid, Senin.",
            [("Pansus Haji DPR", ORG), ("Nusron Wahid", PER)],
            id="a weekday behind",
        ),
        pytest.param("Wali Kota Solo Gibran hadir.", [("Solo", LOC), ("Gibran", PER)], id="a town"),
        pytest.param(
            "Mantan gubernur Banten Ratu Atut hadir.", [("Banten", LOC), ("Ratu Atut", PER)], id="a former office"
        ),
        pytest.param("Bripka AS (33) dan Pak RT hadir.", [], id="initials"),
        pytest.param(
            "Kepala Dinas Kesehatan Kota Bogor Sri Retno hadir.",
            [("Dinas Kesehatan Kota Bogor", ORG), ("Sri Retno", PER)],
            id="an office of a town",
        ),
        pytest.param(
            "Kepala Badan Riset (BR) Kemenperin Haris Munandar hadir.",
            [("Badan Riset", ORG), ("Kemenperin", ORG), ("Haris Munandar", PER)],
            id="an acronym between",
        ),
        pytest.param(
            "Rektor Universitas Gadjah Mada Ova Emilia hadir.",
            [("Universitas Gadjah Mada", ORG), ("Ova Emilia", PER)],
            id="a name that a body bears",
        ),
        pytest.param(
            "Direktur Sagara Pangan, Melinda Sari, hadir.",
            [("Sagara Pangan", NAM), ("Melinda Sari", PER)],
            id="apposed",
        ),
    ],
)
def test_who_holds_an_office_is_no_part_of_it(source: str, named: list[tuple[str, FactKind]]) -> None:
    found = facts_of_article(build_translation(((source, source),)))
    assert [(fact.source, fact.kind) for fact in found] == named


@pytest.mark.parametrize(
    ("source", "named"),
    [
        pytest.param("Gol dicetak David da Silva.", [("David da Silva", PER)], id="a particle"),
        pytest.param("Ia mengutip Ali bin Abi Talib.", [("Ali bin Abi Talib", PER)], id="a father's name"),
        pytest.param(
            "Kementerian Hukum dan Hak Asasi Manusia diam.",
            [("Kementerian Hukum dan Hak Asasi Manusia", ORG)],
            id="dan",
        ),
        pytest.param("Lembaga Ketahanan Nasional diam.", [("Lembaga Ketahanan Nasional", ORG)], id="an adjective"),
        pytest.param("Kata petugas P2TP2A Kabupaten Sukabumi.", [("P2TP2A Kabupaten Sukabumi", ORG)], id="figures"),
        pytest.param("Warga bertemu di Kantor Dinas Sosial Garut.", [("Dinas Sosial Garut", ORG)], id="whose seat"),
        pytest.param(
            "Kata dokter RS Medika Permata, Bimo Sutarjo.", [("RS Medika Permata", ORG), ("Bimo Sutarjo", PER)], id="RS"
        ),
        pytest.param(
            "Warga tiba di Jalan Jenderal Sudirman.", [("Jalan Jenderal Sudirman", LOC)], id="a title in a street"
        ),
        pytest.param("Uni Emirat Arab diam.", [("Uni Emirat Arab", LOC)], id="a country that begins like a body"),
        pytest.param("Warga menonton di Liga Champions.", [("Liga Champions", NAM)], id="a contest is no place"),
        pytest.param("Mereka memuji Allah.", [], id="God"),
        pytest.param("Kementerian itu diam, kata Dinas.", [], id="a body without its name"),
        pytest.param("Nomornya S-781/MK.08/2017.", [], id="a code"),
        pytest.param("Ini dilansir Daily Warta.", [("Daily Warta", ORG)], id="who is quoted"),
        pytest.param(
            "Jakarta, CNN Indonesia -- Warga tiba di Depok.", [("Jakarta", LOC), ("Depok", LOC)], id="who reports"
        ),
        pytest.param("Batam (ANTARA News) - Warga tiba di Depok.", [("Batam", LOC), ("Depok", LOC)], id="in brackets"),
        pytest.param("Kuasa itu politikus Golkar.", [("Golkar", ORG)], id="a party is nobody"),
        pytest.param(
            "Mereka Peter Odemwingie, Fabi Beltra, dan Bouba Sanogo.",
            [("Peter Odemwingie", PER), ("Fabi Beltra", PER), ("Bouba Sanogo", PER)],
            id="a list of people",
        ),
        pytest.param(
            "Banjir di Majalaya, Andirata, dan Baleasri.",
            [("Majalaya", LOC), ("Andirata", LOC), ("Baleasri", LOC)],
            id="of places",
        ),
        pytest.param(
            "Persib: Rizky Ridho; Ciro Salves.",
            [("Persib", ORG), ("Rizky Ridho", PER), ("Ciro Salves", PER)],
            id="of people, by semicolons",
        ),
        pytest.param("Kata dr. Siti Nadia, M.Epid di Depok.", [("Siti Nadia", PER), ("Depok", LOC)], id="a degree"),
        pytest.param("Dana dari Sequoia Capital tiba.", [("Sequoia Capital", ORG)], id="a fund"),
        pytest.param(
            "Kata Direktur PDAM Tirta Kencana, Melinda Sari.",
            [("PDAM Tirta Kencana", ORG), ("Melinda Sari", PER)],
            id="a firm of a town",
        ),
        pytest.param(
            "Kepala Dinas Perdagangan Jatim Iwan S.Hut hadir.",
            [("Dinas Perdagangan Jatim", ORG), ("Iwan", PER)],
            id="a degree behind",
        ),
        pytest.param("Kata Jenderal (Purn) Wiranto.", [("Wiranto", PER)], id="a retired general"),
        pytest.param("Menko Polhukam Mahfud Jati hadir.", [("Mahfud Jati", PER)], id="a field is no body"),
        pytest.param(
            "Direktur PT Bangun Mandiri Liem Tjong Hauw hadir.",
            [("PT Bangun Mandiri", ORG), ("Liem Tjong Hauw", PER)],
            id="a family name first",
        ),
        pytest.param(
            "Persib menang di Stadion Gelora Bung Tomo (GBT).",
            [("Persib", ORG), ("Stadion Gelora Bung Tomo", LOC)],
            id="a stadium with its acronym",
        ),
    ],
)
def test_a_name_is_whole_and_of_its_kind(source: str, named: list[tuple[str, FactKind]]) -> None:
    found = facts_of_article(build_translation(((source, source),)))
    assert [(fact.source, fact.kind) for fact in found] == named


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        pytest.param(
            "Badan Pusat Statistik", "the Central Statistics Agency counted", "Central Statistics Agency", id="grown"
        ),
        pytest.param(
            "Badan Pusat Statistik", "Statistics Indonesia (BPS) counted", "Statistics Indonesia", id="its own"
        ),
        pytest.param(
            "Kementerian Sosial", "the Ministry of Social Affairs paid", "Ministry of Social Affairs", id="a ministry"
        ),
        pytest.param(
            "Kementerian Hukum dan Hak Asasi Manusia",
            "the Ministry of Law and Human Rights paid",
            "Ministry of Law and Human Rights",
            id="and",
        ),
        pytest.param(
            "Kementerian Pemuda dan Olahraga",
            "The Ministry of Youth and Sports paid",
            "Ministry of Youth and Sports",
            id="an article",
        ),
        pytest.param("Pemprov Banten", "Banten paid", "", id="the place alone is not its government"),
        pytest.param("Rusia", "Russian forces", "Russian", id="a place"),
        pytest.param(
            "DPR", "Deputy House Speaker Sufmi Dasco Ahmad came", "House", id="without the office and its holder"
        ),
        pytest.param("Fraksi PKS", "The PKS faction came", "PKS", id="without an article"),
        pytest.param(
            "Desa Sukamaju", "Residents of Sukamaju Village fled", "Sukamaju Village", id="without its people"
        ),
        pytest.param(
            "Dinas Pariwisata Gayo Lues",
            "Head of Gayo Lues Tourism Department, Budi, came",
            "Gayo Lues Tourism Department",
            id="without who heads it",
        ),
        pytest.param("Jalan Veteran", "on Veteran Road No. 12", "Veteran Road", id="without the number"),
        pytest.param("Muda Sari", "a young man", "", id="none"),
    ],
)
def test_how_the_translation_says_a_name(source: str, target: str, said: str) -> None:
    assert rendered(source, target, names(target, "en")) == said


def test_an_english_form_holds_nobody_and_nobodys_office() -> None:
    pairs = (
        (
            "Kepala Dinas Perdagangan Jatim Iwan Setiawan hadir.",
            "Head of East Java Trade Department Iwan Setiawan was there.",
        ),
        ("Kata Gubernur Khofifah Indar Parawansa.", "Khofifah Governor Indar Parawansa said."),
    )
    found = facts_of_article(build_translation(pairs))
    assert [(one.source, one.target) for one in found if one.kind in {PER, ORG}] == [
        ("Dinas Perdagangan Jatim", "East Java Trade Department"),
        ("Iwan Setiawan", "Iwan Setiawan"),
        ("Khofifah Indar Parawansa", ""),
    ]


def test_a_country_whose_acronym_the_article_defines_is_counted_everywhere() -> None:
    said = ("Pemimpin Korea Utara (Korut) Kim tiba.", "Korea Utara menolak.", "Kata Korut.")
    found = facts_of_article(build_translation(tuple((text, text) for text in said)))
    assert [(one.source, one.sentences) for one in found if one.kind is FactKind.PLACE] == [("Korea Utara", (1, 2, 3))]


@pytest.mark.parametrize(
    ("sentences", "kind", "named"),
    [
        pytest.param(
            ("Menurut Kementerian Kesehatan aman.", "Kementerian Kesehatan RI diam.", "Kata Kemenkes begitu."), ORG,
            [("Kementerian Kesehatan", (1, 2, 3))], id="a ministry",
        ),
        pytest.param(
            ("Gubernur BI diam.", "Menurut Bank Indonesia aman."), ORG, [("Bank Indonesia", (1, 2))], id="an acronym"
        ),
        pytest.param(
            ("Umpan David da Silva masuk.", "Gol dicetak Da Silva lagi."), PER, [("David da Silva", (1, 2))],
            id="the end of a person's name",
        ),
        pytest.param(
            ("Warga Kabupaten Gayo Lues menari.", "Bupati ke Gayo Lues lagi."), LOC, [("Kabupaten Gayo Lues", (1, 2))],
            id="a regency of two words",
        ),
    ],
)  # fmt: skip
def test_two_forms_of_a_name_are_one_fact(
    sentences: tuple[str, ...], kind: FactKind, named: list[tuple[str, tuple[int, ...]]]
) -> None:
    found = facts_of_article(build_translation(tuple((text, text) for text in sentences)))
    assert [(one.source, one.sentences) for one in found if one.kind is kind] == named


@pytest.mark.parametrize(
    ("source", "target", "named"),
    [
        pytest.param("Untuk 6-8 orang.", "For 6-8 people.", [("6-8 orang", "6-8 people")], id="a range"),
        pytest.param(
            "Naik 3 sampai 5 milimeter.", "Up 3 to 5 millimetres.",
            [("3 sampai 5 milimeter", "3 to 5 millimetres")], id="in words",
        ),
        pytest.param(
            "Antara 10 dan 15 orang tewas.", "Between 10 and 15 people died.",
            [("Antara 10 dan 15 orang", "Between 10 and 15 people")], id="between",
        ),
        pytest.param(
            "Harga naik Rp 5.000 menjadi Rp 1,2 juta.", "The price rose Rp 5,000 to Rp 1.2 million.",
            [("Rp 5.000", "Rp 5,000"), ("Rp 1,2 juta", "Rp 1.2 million")], id="a rise is no range",
        ),
        pytest.param(
            "Ekspor naik 5 persen menjadi 20 ton.", "Exports rose 5 percent to 20 tons.",
            [("5 persen", "5 percent"), ("20 ton", "20 tons")], id="a rise to another unit",
        ),
        pytest.param(
            "Dari 10 persen hingga 20 persen.", "From 10 percent to 20 percent.",
            [("10 persen", "10 percent"), ("20 persen", "20 percent")], id="from and to",
        ),
        pytest.param(
            "Bitcoin turun 3% ke US$ 60.000.", "Bitcoin fell 3% to US$ 60,000.",
            [("3%", "3%"), ("US$ 60.000", "US$ 60,000")], id="a share before money",
        ),
        pytest.param("Potong 4 x 4 cm.", "Cut 4 x 4 cm.", [("4 x 4 cm", "4 x 4 cm")], id="a size"),
        pytest.param(
            "Simpan di es (-18°C).", "Keep on ice (-18 degrees Celsius).", [("-18°C", "-18 degrees Celsius")],
            id="below zero",
        ),
        pytest.param(
            "Inflasi minus 0,13 persen.", "Inflation was -0.13 percent.", [("minus 0,13 persen", "-0.13 percent")],
            id="minus in words",
        ),
        pytest.param("Galat ±2,65 persen.", "An error of ±2.65 percent.", [("±2,65 persen", "±2.65 percent")],
                     id="plus and minus"),
    ],
)  # fmt: skip
def test_an_amount_has_its_sign_and_both_ends(source: str, target: str, named: list[tuple[str, str]]) -> None:
    found = facts_of_article(build_translation(((source, target),)))
    assert [(fact.source, fact.target) for fact in found if fact.kind is FactKind.AMOUNT] == named


def test_what_is_said_often_and_early_comes_first() -> None:
    assert set(list(facts())[:2]) == {"Rusia", "Vladimir Putin"}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(
            st.sampled_from(
                [
                    "Presiden",
                    "Budi",
                    "Santoso,",
                    "KPK",
                    "di",
                    "Jakarta",
                    "(45)",
                    "12",
                    "Mei",
                    "2024",
                    "Rp5",
                    "juta",
                    "kata",
                ]
            ),
            min_size=1,
            max_size=12,
        ).map(" ".join),
        min_size=1,
        max_size=6,
    )
)
def test_every_fact_stands_in_the_text_and_in_its_translation(sentences: list[str]) -> None:
    translation = build_translation(tuple((sentence, sentence) for sentence in sentences))
    found = facts_of_article(translation)
    whole = " ".join(sentences)
    assert all(fact.source in whole and fact.target in whole for fact in found)
    assert all(fact.sentences and set(fact.sentences) <= set(range(1, len(sentences) + 1)) for fact in found)
    assert all(sum(fact.kind is kind for fact in found) <= MOST for kind in FactKind)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text(min_size=1, max_size=60), st.text(max_size=60)), min_size=1, max_size=4))
def test_any_text_has_facts_or_none(sentences: list[tuple[str, str]]) -> None:
    assert all(fact.source for fact in facts_of_article(build_translation(tuple(sentences))))
