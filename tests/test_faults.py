"""A batch that dies behind any step that changes the disk, and goes on."""

from pathlib import Path

import pytest

from benchmarks.every_step import SCENES, Scene, enumerate_deaths
from transum.outputs.view import Format


@pytest.mark.parametrize("form", [Format.HTML, Format.JSONL])  # pages are files as texts are, and have a front page
@pytest.mark.parametrize("scene", [pytest.param(scene, id=scene.name.replace(" ", "-")) for scene in SCENES])
def test_no_death_loses_or_breaks_anything(
    tmp_path: Path, scene: Scene, form: Format, capsys: pytest.CaptureFixture[str]
) -> None:
    found = enumerate_deaths(tmp_path / "work", scene, form, power=True)
    with capsys.disabled():
        print(f"\n{scene.name}, {form}: {len(found.deaths)} deaths, {len(found.wrong)} wrong")  # noqa: T201 - asked for
    assert found.deaths
    assert not found.wrong
