import json
from pathlib import Path

import pytest

from transum.errors import ModelError
from transum.shelf import manifest as weights


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "model.bin").write_bytes(b"weights")
    manifest = {"name": "m", "version": "1", "licence": "MIT", "files": weights.describe(tmp_path)}
    (tmp_path / weights.MANIFEST).write_text(json.dumps(manifest))
    return tmp_path


@pytest.mark.parametrize("name", ["translator", "encoder"])
def test_embedded_models_are_whole(name: str) -> None:
    manifest = weights.verify(weights.embedded(name))
    assert manifest.licence
    assert manifest.raw["training_data"]


def test_a_whole_folder_verifies(folder: Path) -> None:
    assert weights.verify(folder).version == "1"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(None, "missing", id="missing"),
        pytest.param(b"weight", "damaged: 6 bytes, not 7", id="cut"),
        pytest.param(b"weighty", "sha256 differs", id="changed"),
    ],
)
def test_damage_is_named_with_the_way_out(folder: Path, content: bytes | None, message: str) -> None:
    path = folder / "model.bin"
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(ModelError, match=message) as caught:
        weights.verify(folder)
    assert "pip install" in caught.value.hint


@pytest.mark.parametrize(
    "manifest",
    [
        pytest.param("", id="empty"),
        pytest.param("[]", id="list"),
        pytest.param('{"name": "m"}', id="incomplete"),
        pytest.param('{"name": "m", "version": 1, "licence": "", "files": {"a": {}}}', id="file-without-size"),
    ],
)
def test_a_manifest_that_is_none_is_a_model_error(folder: Path, manifest: str) -> None:
    (folder / weights.MANIFEST).write_text(manifest)
    with pytest.raises(ModelError, match="no readable manifest"):
        weights.check_sizes(folder)
