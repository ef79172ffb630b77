"""The recipe's configuration and its descriptions of sources: what they say is taken, what they misspell is refused."""

from pathlib import Path

import pytest

from training.config import Config, Evaluation, Training, build
from training.readers import read_pairs, read_sources
from transum.errors import InputError, UsageError

TRAINING = Path(__file__).parent.parent / "training"


@pytest.mark.parametrize("path", sorted((TRAINING / "configs").glob("*.toml")), ids=lambda path: path.stem)
def test_every_configuration_of_the_repository_is_read(path: Path) -> None:
    assert Config.read(path) != Config()


def test_every_source_of_the_repository_is_described() -> None:
    sources = read_sources(TRAINING / "sources")
    assert len(sources) == 88
    assert {source.name for source in sources if source.made} == {"back", "distilled", "forth"}
    assert {source.name for source in sources if source.in_notation} == {"back"}  # whose Indonesian a model wrote
    assert {source.name for source in sources if len(source.directions) == 1} == {
        "back",
        "copies",
        "forth",
    }
    assert all(source.licence and source.origin and source.domain and source.weight > 0 for source in sources)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        pytest.param("[training]\nstep = 3", "unknown key 'step'", "Did you mean 'steps'?", id="misspelt key"),
        pytest.param("[trainig]\nsteps = 3", "unknown key 'trainig'", "Did you mean 'training'?", id="misspelt table"),
        pytest.param("[model]\nzzz = 3", "unknown key 'zzz'", "Known keys: d_model", id="nothing near"),
        pytest.param("[model]\nstart = 'gpt'", "'gpt' is none of", "", id="no such choice"),
        pytest.param("[model]\nheads = 'many'", "'many' is not of type int", "", id="wrong type"),
        pytest.param("direction = 'id-nl'", "'id-nl' is none of", "", id="no such direction"),
        pytest.param("[model]\nheads = true", "True is not of type int", "", id="a truth value is no number"),
    ],
)
def test_what_a_configuration_can_get_wrong(tmp_path: Path, text: str, message: str, hint: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text)
    with pytest.raises(UsageError) as caught:
        Config.read(path)
    assert message in caught.value.message
    assert str(path) in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize("text", [None, "no = [toml"], ids=["missing", "not TOML"])
def test_a_configuration_that_cannot_be_read(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "config.toml"
    if text is not None:
        path.write_text(text)
    with pytest.raises(InputError, match=r"config\.toml"):
        Config.read(path)


def test_values_are_converted_where_nothing_is_lost() -> None:
    training = build(Training, {"clip": 2, "weights": {"news": 3}}, "here")
    assert (training.clip, training.weights) == (2.0, {"news": 3.0})
    assert build(Evaluation, {}, "here") == Evaluation()


def test_the_direction_is_one_key_and_can_be_said_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("direction = 'en-id'")
    config = Config.read(tmp_path / "config.toml")
    assert config == Config(direction="en-id")
    assert config.turned("id-en") == Config()
    assert config.turned(None) is config


SOURCE = """
name = "{name}"
reader = "{reader}"
input = "text"
licence = "CC0"
origin = "here"
domain = "news"
kind = "human"
weight = 1
"""


@pytest.mark.parametrize(
    ("reader", "files"),
    [
        pytest.param("tsv-column", {"text": "other\tx\ty\nmine\tsatu\tone\nmine\tdua\ttwo\n"}, id="tsv-column"),
        pytest.param("tsv", {"text": "satu\tone\ndua\ttwo\n"}, id="tsv"),
        pytest.param("moses", {"text.id": "satu\ndua\n", "text.en": "one\ntwo\n"}, id="moses"),
    ],
)
def test_readers_give_pairs_in_order(tmp_path: Path, reader: str, files: dict[str, str]) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/mine.toml").write_text(SOURCE.format(name="mine", reader=reader))
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    (source,) = read_sources(tmp_path / "sources")
    assert list(read_pairs(source, {"text": tmp_path / "text"})) == [("satu", "one"), ("dua", "two")]


@pytest.mark.parametrize(
    ("name", "reader", "message"),
    [
        pytest.param("mine", "csv", "no reader 'csv'", id="no such reader"),
        pytest.param("yours", "tsv", "describes 'yours'", id="another name than the file's"),
    ],
)
def test_a_source_that_says_nothing_sensible(tmp_path: Path, name: str, reader: str, message: str) -> None:
    (tmp_path / "mine.toml").write_text(SOURCE.format(name=name, reader=reader))
    with pytest.raises(UsageError, match=message):
        read_sources(tmp_path)


@pytest.mark.parametrize("text", [None, "satu\tone\tuno\n"], ids=["missing", "three fields"])
def test_a_source_that_cannot_be_read_names_itself(tmp_path: Path, text: str | None) -> None:
    (tmp_path / "mine.toml").write_text(SOURCE.format(name="mine", reader="tsv"))
    (source,) = read_sources(tmp_path)
    if text is not None:
        (tmp_path / "text").write_text(text)
    with pytest.raises(InputError, match="'mine'"):
        list(read_pairs(source, {"text": tmp_path / "text"}))
