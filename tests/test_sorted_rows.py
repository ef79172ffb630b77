"""Long tables of the lexicon: what is found in the file is what a dictionary of it would have."""

from hypothesis import given
from hypothesis import strategies as st

from transum.lexicon.sorted_rows import SortedRows

_FIELDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\t\n"), max_size=6)
_KEYS = _FIELDS.filter(bool)


@given(st.dictionaries(_KEYS, st.lists(_FIELDS, max_size=3)), st.lists(_FIELDS))
def test_found_is_what_a_dictionary_has(table: dict[str, list[str]], others: list[str]) -> None:
    keys = sorted(table, key=str.encode)
    rows = SortedRows("".join("\t".join([key, *table[key]]) + "\n" for key in keys).encode())
    assert len(rows) == len(table)
    assert list(rows) == keys
    for key in (*table, *others, *(key + "a" for key in table), *(key[:-1] for key in table)):
        assert (key in rows) == (key in table)
        assert rows.get(key) == (tuple(table[key]) if key in table else None)


@given(
    st.dictionaries(st.text("ab ", min_size=1, max_size=4).map(str.strip).filter(bool), _FIELDS),
    st.text("ab", max_size=2),
)
def test_phrases_are_found_under_their_first_word(table: dict[str, str], word: str) -> None:
    keys = sorted(table, key=str.encode)
    rows = SortedRows("".join(f"{key}\t{table[key]}\n" for key in keys).encode())
    expected = [(key, (table[key],)) for key in keys if key == word or key.startswith(f"{word} ")]
    assert list(rows.opening_with(word)) == expected


def test_what_no_file_can_hold_is_not_there() -> None:
    assert "\ud800" not in SortedRows(b"a\n")
    assert "a\tb" not in SortedRows(b"a\tb\n")
    number: object = 1
    assert number not in SortedRows(b"1\n")
