"""A folder's summary: every article once, like with like, copies named."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

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
        "- **Quake hits Cianjur**: A quake killed 162 people in Cianjur. (a.txt; 1 to check; the same text: b.txt)",
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
