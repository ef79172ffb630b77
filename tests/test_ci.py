"""``.ci/run`` does everything, or says what it would do: who asks for its help does not get all of it."""

import subprocess

import pytest

from tests.conftest import REPOSITORY


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param(["--help"], 0, id="help"),
        pytest.param(["-h"], 0, id="short"),
        pytest.param(["--fast"], 2, id="unknown"),
        pytest.param(["--help", "x"], 2, id="too-many"),
        pytest.param([""], 2, id="empty"),
    ],
)
def test_an_argument_starts_nothing(words: list[str], code: int) -> None:
    done = subprocess.run(
        ["bash", ".ci/run", *words], cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == code
    said, silent = (done.stdout, done.stderr) if code == 0 else (done.stderr, done.stdout)
    assert "Usage: bash .ci/run" in said
    assert not silent
