import pytest

from transum.errors import LanguageError
from transum.indonesian.detect import judged_language

ENGLISH = "The leaders will meet next week in Vladivostok, and nobody knows what they are going to talk about there."


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Banjir merendam ratusan rumah di Jakarta dan Bekasi.", id="sentence"),
        pytest.param("Selamat pagi", id="greeting"),
        pytest.param("Jakarta", id="one-name"),
        pytest.param("Kerajaan Malaysia telah mengumumkan bahawa beliau akan hadir di Kuala Lumpur.", id="malay"),
        pytest.param("Harga beras medium naik tajam sepekan terakhir", id="headline-without-function-words"),
        pytest.param(f"Ia mengatakan hal itu di Moskow. {ENGLISH} Namun, itu belum pasti.", id="half-english"),
    ],
)
@pytest.mark.parametrize("force", [False, True])
def test_indonesian_passes(text: str, *, force: bool) -> None:
    assert judged_language(text, "a.txt", force=force) == "id"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(ENGLISH, id="english"),
        pytest.param("Good morning", id="english-greeting"),
        pytest.param("El presidente de la República llegó ayer por la tarde a la ciudad de Madrid.", id="spanish"),
        pytest.param("今天天气很好，我们去公园散步。", id="chinese"),
        pytest.param("12.500 + 3 = ?", id="no-words"),
    ],
)
def test_other_languages_are_refused_with_a_way_out(text: str) -> None:
    with pytest.raises(LanguageError, match=r"a\.txt") as caught:
        judged_language(text, "a.txt")
    assert "--force" in caught.value.hint
    assert judged_language(text, "a.txt", force=True) == "und"
