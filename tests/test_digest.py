"""A folder's summary: every article once, like with like, copies named."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transum.batch.digest_page import MOST_COMPARED, digest_page
from transum.batch.gist import Gist
from transum.batch.ledger import Made
from transum.engines.encoder import Encoder
from transum.summaries.digest import Entry, digest

QUAKE = Entry("a.txt", "Quake hits Cianjur", "A quake killed 162 people in Cianjur.", errors=1)
AGAIN = Entry("b.txt", "Quake hits Cianjur", "A quake killed 162 people in Cianjur on Monday.")
AFTER = Entry("c.txt", "Aid reaches Cianjur", "Trucks with rice arrived in Cianjur.", warnings=2)
RICE = Entry("d.txt", "Rice is dearer", "Prices rose by 12 per cent.")


def test_articles_on_one_matter_stand_together_and_copies_are_named() -> None:
    vectors = np.array([[1, 0], [1, 0.01], [0.95, 0.31], [0, 1]], dtype=np.float32)
    assert digest([QUAKE, AGAIN, AFTER, RICE], vectors) == [
        "## Cianjur",
        "",
        (
            "- **Quake hits Cianjur**: A quake killed 162 people in Cianjur. "
            "(a.txt; 1 to check; nearly the same text: b.txt)"
        ),
        "- **Aid reaches Cianjur**: Trucks with rice arrived in Cianjur. (c.txt; 2 with a warning)",
        "",
        "## Other articles",
        "",
        "- **Rice is dearer**: Prices rose by 12 per cent. (d.txt)",
    ]


def test_without_the_encoder_it_is_one_list() -> None:
    assert digest([QUAKE, RICE])[1:] == ["- **Rice is dearer**: Prices rose by 12 per cent. (d.txt)"]


def test_text_of_an_article_is_escaped() -> None:
    (line,) = digest([Entry("x_y.txt", "*Up*", "a")], escape=lambda text: text.replace("*", r"\*").replace("_", r"\_"))
    assert line == r"- **\*Up\***: a (x\_y.txt)"


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.integers(0, 3)), max_size=12))
def test_every_article_is_named_exactly_once(drawn: list[tuple[str, int]]) -> None:
    entries = [Entry(f"<{n}>", f"Title {word}", f"Sentence {word} {kind}.") for n, (word, kind) in enumerate(drawn)]
    vectors = np.array([np.eye(12)[(ord(word) - 65) * 4 + kind] for word, kind in drawn], dtype=np.float32)
    whole = "\n".join(digest(entries, vectors if drawn else None))
    assert all(whole.count(entry.path) == 1 for entry in entries)


def made(name: str, title: str, summary: str) -> Made:
    return Made(name, "", "", "", gist=Gist(title=title, summary=summary))


def test_a_folder_is_compared_by_what_its_articles_mean(encoder: Encoder) -> None:
    results = [
        made("a.txt", QUAKE.title, QUAKE.sentence),
        made("b.txt", RICE.title, RICE.sentence),
        made("c.txt", QUAKE.title, QUAKE.sentence),
    ]
    page = digest_page(results, encoder, title="out")
    assert page.startswith("# out: 3 articles\n\n")
    assert "(a.txt; nearly the same text: c.txt)" in page


def test_more_articles_than_can_be_compared_are_a_list(caplog: pytest.LogCaptureFixture, encoder: Encoder) -> None:
    results = [made(f"{number}.txt", "Title", "Sentence.") for number in range(MOST_COMPARED + 1)]
    page = digest_page(results, encoder, title="out")
    assert page.count("\n- ") == len(results)
    assert "plain list" in caplog.text


def test_an_empty_folder_has_an_empty_digest() -> None:
    assert digest_page([], None, title="a\nb*").startswith("# a b\\*: 0 articles\n")
