from pathlib import Path

import pytest

from transum.cli import settings as config
from transum.errors import InputError, TransumError, UsageError

OPTIONS = ("format", "summary", "no_summary", "beam")


def test_no_file_sets_nothing(tmp_path: Path) -> None:
    assert config.read(tmp_path / "config.toml", OPTIONS) == {}


def test_keys_are_the_long_options(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('format = "json"\nno-summary = true\nbeam = 1\n')
    assert config.read(path, OPTIONS) == {"format": "json", "no_summary": True, "beam": 1}


@pytest.mark.parametrize(
    ("content", "error", "message", "hint"),
    [
        pytest.param('formt = "json"', UsageError, "formt", "format", id="near-key"),
        pytest.param("[format]\nx = 1", UsageError, "format", "", id="table"),
        pytest.param("format =", UsageError, "not valid TOML", "config path", id="no-toml"),
        pytest.param("a = " + "[" * 100_000, UsageError, "not valid TOML", "config path", id="too-deep"),
        pytest.param("beam = " + "9" * 5_000, UsageError, "not valid TOML", "config path", id="too-long-a-number"),
        pytest.param("a = 1 \0", UsageError, "not valid TOML", "config path", id="nul"),
        pytest.param("# " + " " * (1 << 20), UsageError, "larger than", "a line an option", id="too-large"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, content: str, error: type[TransumError], message: str, hint: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(content)
    with pytest.raises(error, match=message) as caught:
        config.read(path, OPTIONS)
    assert hint in caught.value.hint


def test_an_unreadable_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't read"):
        config.read(tmp_path, OPTIONS)


def test_unknown_variables_are_named_with_the_nearest() -> None:
    environment = dict.fromkeys(("TRANSUM_BAEM", "TRANSUM_BEAM", "TRANSUM_DATA", "TRANSUM_QQQ", "OTHER"), "1")
    assert config.unknown_variables(environment, OPTIONS) == {"TRANSUM_BAEM": "TRANSUM_BEAM", "TRANSUM_QQQ": ""}
