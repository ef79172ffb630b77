"""The tables at the front of the rooms: every member has a row, and every row leads somewhere."""

from importlib import import_module

import pytest

from transum.checks import CHECKS, WORDS
from transum.document import Kind
from transum.inputs import INPUTS, LAID_OUT, PLAIN, SUFFIXES, Input, container, text_type
from transum.outputs import BY_SUFFIX, OUTPUTS, Output
from transum.outputs.view import Format
from transum.summaries import SUMMARIZERS, SummarizerRow, forms


def test_every_format_but_auto_can_be_written() -> None:
    assert set(OUTPUTS) == set(Format) - {Format.AUTO}


@pytest.mark.parametrize("row", OUTPUTS.values(), ids=lambda row: str(row.format))
def test_an_output_leads_to_its_renderer(row: Output) -> None:
    module, _, function = row.renderer.partition(":")
    assert callable(getattr(import_module(f"transum.outputs.{module}"), function))
    assert row.about


def test_no_two_outputs_have_the_same_ending() -> None:
    assert len(BY_SUFFIX) == sum(len(row.suffixes) for row in OUTPUTS.values())


def test_every_kind_of_finding_has_its_words() -> None:
    assert set(WORDS) == set(Kind)


def test_no_kind_is_named_by_two_checks() -> None:
    kinds = [kind for row in CHECKS for kind in row.kinds]
    assert len(kinds) == len(set(kinds))


@pytest.mark.parametrize("row", INPUTS, ids=lambda row: row.name)
def test_an_input_leads_to_its_reader(row: Input) -> None:
    module, _, function = row.reader.partition(":")
    assert row is PLAIN or callable(getattr(import_module(f"transum.inputs.{module}"), function))
    assert row.about
    assert row.what.split()[0] in {"a", "an"}


@pytest.mark.parametrize("row", INPUTS, ids=lambda row: row.name)
def test_an_input_is_known_by_its_bytes_or_else_by_its_name(row: Input) -> None:
    assert row.suffixes
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in row.suffixes)
    if not row.is_container:
        assert {text_type("Banjir.", f"a{suffix.upper()}").name for suffix in row.suffixes} == {row.name}
    assert not (row.is_container and row.opening)


def test_no_two_inputs_have_the_same_ending_or_name() -> None:
    assert len(SUFFIXES) == sum(len(row.suffixes) for row in INPUTS)
    assert len({row.name for row in INPUTS}) == len(INPUTS)


def test_only_texts_are_translated_into_their_own_kind() -> None:
    assert LAID_OUT < SUFFIXES
    assert not any(row.is_container for row in INPUTS if row.keeps_layout)


def test_what_is_no_input_is_plain_text() -> None:
    assert container(b"Banjir.", "-") is None
    assert text_type("Banjir.", "-") is PLAIN


@pytest.mark.parametrize("row", SUMMARIZERS.values(), ids=lambda row: row.name)
def test_a_summarizer_says_how_it_is_named_and_what_it_is(row: SummarizerRow) -> None:
    assert callable(row.make)
    assert row.form in forms()
    assert row.about
    assert row.form.endswith(":MODEL") is row.needs_model
