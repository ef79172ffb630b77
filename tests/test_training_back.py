"""Text that a model makes: what is kept of it, how a run goes on, how it travels, and which model learns from it."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from training.back import BATCH, bring_up, line, made, read_texts
from training.batching import is_worn, read_corpus
from training.config import Back, Cleaning, Config, Training
from training.data import prepare
from training.distill import whole_lines
from training.engine import Engine
from training.faults import Fault, keeps_figures, obvious_fault
from training.parcel import WEIGHTS, pack, restored, rounded, unpack
from training.pieces import TOKENIZER_FILES, Pieces
from training.readers import Source
from training.train import domain_factor, read_dev, source_weights
from training.vocabulary import trained, write_vocabulary
from transum.document import Candidate
from transum.engines.ct2 import CT2Translator
from transum.errors import InputError, ModelError, OutputError
from transum.shelf.manifest import embedded

TOY = Path(__file__).parent / "toy"
RULES = Back(max_tokens=12)


class Fake:
    """Translates by a table, and finds likely what the table says."""

    def __init__(self, table: dict[str, str]) -> None:
        self.table = table
        self.read: list[str] = []

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def translate(self, texts: Sequence[str], *, candidates: int = 1) -> list[list[Candidate]]:
        assert candidates == 1
        self.read += texts
        return [[Candidate(self.table.get(text, ""), 0.0)] for text in texts]

    def scores(self, texts: Sequence[str], translations: Sequence[str]) -> list[float]:
        return [-5.0 if "salah" in text else -1.0 for text, _ in zip(texts, translations, strict=True)]


ENGLISH = {
    "Prices rose in Jakarta.": "Harga naik di Jakarta.",
    "Residents fled the flood.": "Warga salah banjir itu.",
    "He said nothing.": "",
    "The city is old.": "The city is tua.",
    "It rained.": "Hujan turun semalam di kota itu dan di desa juga.",
}


@pytest.mark.parametrize(
    ("text", "translation", "fault"),
    [
        pytest.param("Prices rose in Jakarta.", "Harga naik di Jakarta.", None, id="a name is copied rightly"),
        pytest.param("He said nothing.", "…", Fault.EMPTY, id="no word"),
        pytest.param("It rained.", "Hujan turun semalam di kota itu dan di desa juga.", Fault.LENGTH, id="too long"),
        pytest.param(
            "The prime ministers of seven countries met there twice.", "Kata.", Fault.LENGTH, id="too short"
        ),
        pytest.param(
            "Some of the countries of the region met again.", "negara-negara-negara-negara-negara-negara itu",
            Fault.REPETITION, id="round in circles, behind hyphens",
        ),
        pytest.param("The city is old.", "The city is tua.", Fault.COPY, id="copied"),
    ],
)  # fmt: skip
def test_what_is_wrong_without_asking_a_model(text: str, translation: str, fault: Fault | None) -> None:
    assert obvious_fault(text, translation, RULES) == fault


@pytest.mark.parametrize(
    ("text", "translation", "kept"),
    [
        pytest.param("Ada 12 rumah.", "There are 12 houses.", "yes", id="kept"),
        pytest.param("Ada 12 rumah.", "There are 13 houses.", "", id="another"),
        pytest.param("Ada 3 rumah.", "There are three houses.", "yes", id="a digit may be a word"),
    ],
)
def test_figures_that_a_translation_must_keep(text: str, translation: str, kept: str) -> None:
    assert keeps_figures(text, translation) is bool(kept)


def test_every_text_has_a_line_and_every_fault_is_counted(tmp_path: Path) -> None:
    texts = [*ENGLISH, "word " * 13 + "end."]
    output = tmp_path / "back.tsv"
    pairs = made(texts, "en", Fake(ENGLISH), Fake({}), RULES)
    counts = bring_up(output, "mine", texts, "en", pairs)
    assert dict(counts) == {"kept": 1, "score": 1, "empty": 1, "copy": 1, "length": 1, "text too long": 1}
    rows = [row.split("\t") for row in output.read_text(encoding="utf-8").splitlines()]
    assert [row[2] for row in rows] == texts
    assert [row[:2] for row in rows if row[1]] == [["mine", "Harga naik di Jakarta."]]


def test_a_run_that_was_killed_goes_on_where_it_stopped(tmp_path: Path) -> None:
    texts = list(ENGLISH)
    whole, pieces = tmp_path / "whole.tsv", tmp_path / "pieces.tsv"
    for output, ends in {whole: [5], pieces: [2, 5]}.items():
        for end in ends:
            rest = texts[whole_lines(output) : end]
            bring_up(output, "mine", rest, "en", made(rest, "en", Fake(ENGLISH), Fake({}), RULES))
            if end < 5:
                with output.open("a", encoding="utf-8") as stream:
                    stream.write("mine\tHarga na")
    assert pieces.read_bytes() == whole.read_bytes()


def test_indonesian_is_read_in_the_models_notation_and_written_as_it_was(tmp_path: Path) -> None:
    table = {"Harga naik 1.5 persen.": "Prices rose 1.5 percent."}
    translator = Fake(table)
    texts = ["Harga naik 1,5 persen."]
    bring_up(tmp_path / "out", "forth", texts, "id", made(texts, "id", translator, Fake({}), RULES))
    assert translator.read == list(table)
    assert (tmp_path / "out").read_text() == "forth\tHarga naik 1,5 persen.\tPrices rose 1.5 percent.\n"


def test_texts_beyond_a_batch_keep_their_order() -> None:
    texts = [f"text {number} is here" for number in range(BATCH + 3)]
    fake = Fake({text: f"teks {number} ada di sini" for number, text in enumerate(texts)})
    lines = [line("n", pair, "en") for pair in made(texts, "en", fake, Fake({}), RULES)]
    assert [row.rstrip("\n").split("\t")[2] for row in lines] == texts
    assert all(row.split("\t")[1] for row in lines)


def test_articles_are_read_sentence_by_sentence(tmp_path: Path) -> None:
    articles = tmp_path / "news.jsonl"
    articles.write_text(json.dumps({"article": ["It rained.  He left.", "They stayed."]}) + "\n")
    (tmp_path / "news.txt").write_text("It rained.  He left.\n\nThey stayed.\n")
    assert read_texts(articles) == ["It rained.", "He left.", "They stayed."]
    assert read_texts(tmp_path / "news.txt") == ["It rained. He left.", "They stayed."]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="nowhere"):
        bring_up(tmp_path / "nowhere/out", "n", [], "en", iter(()))


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(embedded("translator"), threads=1)


SENTENCES = ["Polisi menahan dua orang.", "Banjir merendam ratusan rumah di Jakarta Timur."]


def test_the_engine_translates_as_transum_does(engine: Engine, translator: CT2Translator) -> None:
    ours = [candidates[0].text for candidates in engine.translate(SENTENCES)]
    assert ours == [candidates[0].text for candidates in translator.translate(SENTENCES, beam=1)]
    assert engine.translate([]) == []
    assert len(engine.translate(SENTENCES[:1], candidates=3)[0]) == 3


def test_the_reverse_model_finds_the_right_original_likelier(engine: Engine) -> None:
    reverse = Engine(embedded("reverse"), threads=1)
    english = [candidates[0].text for candidates in engine.translate(SENTENCES)]
    right, wrong = reverse.scores(english, SENTENCES), reverse.scores(english[::-1], SENTENCES)
    assert all(a > -2.2 > b for a, b in zip(right, wrong, strict=True)), (right, wrong)
    assert reverse.count_tokens(["", "a"])[0] == 1


def test_a_folder_that_is_no_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="can't load the translator"):
        Engine(tmp_path)


def source(name: str, **changes: object) -> Source:
    described = {"reader": "tsv-column", "licence": "CC0", "origin": "here", "domain": "news", "kind": "machine"}
    return Source(**{"name": name, "weight": 1.0, "input": "text", **described, **changes})  # type: ignore[arg-type]


def test_what_a_model_wrote_is_in_its_notation_already(tmp_path: Path) -> None:
    pair = "Jaraknya 1.500 meter.\tIt is 1.500 metres away.\n"
    (tmp_path / "text.tsv").write_text(f"people\t{pair}model\t{pair}")
    config = Config(cleaning=Cleaning(language_characters=10_000))
    sources = [source("people"), source("model", in_notation=True)]
    prepare(config, sources[1:], {"text": tmp_path / "text.tsv"}, [], tmp_path / "a")
    prepare(config, sources[:1], {"text": tmp_path / "text.tsv"}, [], tmp_path / "b")
    corpora = [(tmp_path / name / "corpus.tsv").read_text(encoding="utf-8").split("\t")[1] for name in "ab"]
    assert corpora == ["Jaraknya 1.500 meter.", "Jaraknya 1,500 meter."]


def test_a_source_that_a_later_step_makes_is_left_out_until_then(tmp_path: Path) -> None:
    (tmp_path / "text.tsv").write_text("people\tsatu\tone\n")
    sources = [source("people"), source("back", input="back", made=True)]
    assert list(prepare(Config(), sources, {"text": tmp_path / "text.tsv"}, [], tmp_path / "data")) == ["people"]
    both = {"text": tmp_path / "text.tsv", "back": tmp_path / "text.tsv"}
    assert list(prepare(Config(), sources, both, [], tmp_path / "data")) == ["people", "back"]


def test_weights_by_direction_source_and_domain(tmp_path: Path) -> None:
    rows = {
        "both": {"weight": 2.0, "domain": "policy/news", "directions": ["id-en", "en-id"]},
        "back": {"weight": 0.6, "domain": "news", "directions": ["id-en"]},
        "docs": {"weight": 1.0, "domain": "tech docs", "directions": ["id-en", "en-id"]},
    }
    (tmp_path / "data.json").write_text(json.dumps(rows))
    training = Training(weights={"back": 1.0}, domain_weights={"news": 1.5, "tech": 0.5})
    assert source_weights(tmp_path, training) == {"both": 3.0, "back": 1.5, "docs": 0.5}
    assert source_weights(tmp_path, training, "en-id") == {"both": 3.0, "back": 0.0, "docs": 0.5}
    assert domain_factor("newsletter", {"news": 2.0}) == 1.0


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("vocabulary")
    rows = [side for row in (TOY / "toy.tsv").read_text(encoding="utf-8").splitlines() for side in row.split("\t")[1:]]
    write_vocabulary(trained(rows, Config.read(TOY.parent.parent / "training/configs/smoke.toml").vocabulary), folder)
    return folder


def test_the_other_direction_has_the_sides_changed(tmp_path: Path, vocabulary: Path) -> None:
    pieces = Pieces(vocabulary)
    corpus = tmp_path / "corpus.tsv"
    corpus.write_text("a\tHarga naik.\tPrices rose.\na\tharga naik.\tPrices rose.\na\tHarga naik\tPrices rose.\n")
    forward, reverse = (read_corpus(corpus, pieces, 110, direction) for direction in ("id-en", "en-id"))
    assert [len(side.examples) for side in (forward, reverse)] == [3, 1]  # variants teach one direction only
    assert pieces.decode(forward.examples[0].source) == pieces.decode(reverse.examples[0].target)
    assert (forward.texts[0], list(reverse.texts)) == ("Harga naik.", ["Prices rose."])
    (tmp_path / "id").write_text("Harga naik 1,5 kali.\n")
    (tmp_path / "en").write_text("Prices rose.\n")
    (pair,) = read_dev([tmp_path / "id", tmp_path / "en"], pieces, 1, 110, "en-id")
    assert [pieces.decode(side) for side in pair] == ["Prices rose.", "Harga naik 1.5 kali."]


@pytest.mark.parametrize(
    ("english", "indonesian", "worn"),
    [
        pytest.param("Prices rose.", "Harga naik.", "", id="as people write"),
        pytest.param("Prices rose.", "harga naik.", "worn", id="without capitals"),
        pytest.param("Prices rose.", "Harga naik", "worn", id="without its mark"),
        pytest.param("open file", "buka berkas", "", id="as little as the source has"),
        pytest.param("He said “yes.”", "Dia berkata “ya”", "", id="another mark"),
    ],
)
def test_worn_targets(english: str, indonesian: str, worn: str) -> None:
    assert is_worn(english, indonesian) is bool(worn)


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    folder = tmp_path / "checkpoint"
    folder.mkdir()
    random = np.random.default_rng(1)
    weights = {"matrix": random.normal(size=(50, 64)), "bias": random.normal(size=64), "zero": np.zeros((3, 4))}
    save_file({name: value.astype(np.float32) for name, value in weights.items()}, folder / WEIGHTS)
    for name in (*TOKENIZER_FILES, "config.json", "generation_config.json"):
        (folder / name).write_text(name)
    return folder


def test_a_checkpoint_comes_back_from_its_parts(packed: Path, tmp_path: Path) -> None:
    assert pack(packed, tmp_path / "parts", 1500) > 2
    sizes = [path.stat().st_size for path in (tmp_path / "parts").glob("weights.npz.*")]
    assert max(sizes) == 1500
    unpack(tmp_path / "parts", tmp_path / "back")
    before, after = load_file(packed / WEIGHTS), load_file(tmp_path / "back" / WEIGHTS)
    assert set(before) == set(after)
    for name, value in before.items():
        step = np.abs(value).max(axis=-1, keepdims=True) / 127
        assert (np.abs(after[name] - value) <= 0.51 * step + 1e-3 * (value.ndim < 2)).all(), name
    assert (tmp_path / "back/vocab.json").read_text() == "vocab.json"
    again = restored(rounded(after))
    assert all(np.allclose(again[name], after[name], atol=1e-6) for name in after)


def test_a_part_that_is_missing_is_noticed(packed: Path, tmp_path: Path) -> None:
    pack(packed, tmp_path / "parts", 1500)
    (tmp_path / "parts/weights.npz.01").unlink()
    with pytest.raises(InputError, match="make no weights"):
        unpack(tmp_path / "parts", tmp_path / "back")
    with pytest.raises(InputError, match="can't read the checkpoint"):
        pack(tmp_path, tmp_path / "parts", 1500)
    shutil.rmtree(tmp_path / "parts")
    with pytest.raises(InputError, match="can't read the checkpoint"):
        unpack(tmp_path / "parts", tmp_path / "back")
