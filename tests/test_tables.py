"""The tables at the front of the rooms: every member has a row, and every row leads somewhere."""

from importlib import import_module

import pytest

from transum.checks import CHECKS, WORDS
from transum.document import Kind
from transum.outputs import BY_SUFFIX, OUTPUTS, Output
from transum.outputs.view import Format


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
