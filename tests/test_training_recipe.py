"""The recipe as a whole on a toy corpus: it learns by heart, resumes bit for bit, and exports what it trained."""

import json
import math
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import ctranslate2
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from transformers import BertConfig, BertModel, MarianMTModel

from tests.toy_recipe import SMOKE, TOY, begun, in_one_thread
from training import convert as conversion
from training import dropout, snapshot
from training.batching import Corpus, Example, draw, in_batches, read_corpus
from training.config import Model, Training, read_toml
from training.curve import loss_curve
from training.dropout import byte_dropout, use_byte_dropout
from training.evaluate import Scores, TestSet, evaluate, read_scores, read_set, score, table
from training.export import described, export, halved, model_card, scored
from training.judge import figures_right, names_kept
from training.loss import FULL, Sample, batch_loss, scores
from training.model import initial_model
from training.optimisation import Run, begin, dev_loss
from training.pieces import Pieces
from training.schedule import over, rate_factor, softmax_sample
from training.snapshot import Progress
from training.train import SNAPSHOT, Material, Session, source_weights, train, write_checkpoint
from transum.engines.ct2 import CT2Translator
from transum.errors import InputError, ModelError, OutputError, UsageError
from transum.shelf.convert import convert

TRAINING = Path(__file__).parent.parent / "training"


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    with in_one_thread():
        yield


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Steps 1 and 2: a folder with ``data`` and ``vocabulary``."""
    return begun(tmp_path_factory.mktemp("work"))


@pytest.fixture(scope="module")
def material(work: Path) -> Material:
    corpus = read_corpus(work / "data/corpus.tsv", Pieces(work / "vocabulary"), SMOKE.training.max_tokens)
    return Material(corpus, source_weights(work / "data", SMOKE.training), corpus.examples[:20])


@pytest.fixture(scope="module")
def checkpoint(work: Path, material: Material) -> Path:
    """Step 3: the toy corpus learnt by heart."""
    state = begin(SMOKE, work / "vocabulary", None)
    (work / "run").mkdir()
    train(SMOKE, material, state, work / "run")
    assert [row.dev for row in state.position.history[:3]] == sorted(
        (row.dev for row in state.position.history[:3]), reverse=True
    )
    write_checkpoint(state, work / "vocabulary", work / "run/checkpoint")
    return work / "run/checkpoint"


def toy_set() -> TestSet:
    rows = [row.split("\t") for row in (TOY / "toy.tsv").read_text(encoding="utf-8").splitlines()]
    return TestSet("toy", [row[1] for row in rows], [row[2] for row in rows], {"echo": [row[1] for row in rows]})


@pytest.fixture(scope="module")
def judged(checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Scores]]:
    """Step 4: the scores of the toy model on its own corpus."""
    folder = tmp_path_factory.mktemp("scores")
    convert(checkpoint, folder / "model")
    translator = CT2Translator(folder / "model", name="toy", version="0", threads=1)
    return folder, evaluate(translator, [toy_set()], SMOKE.evaluation, folder)


def test_the_toy_corpus_is_learnt_by_heart(judged: tuple[Path, list[Scores]]) -> None:
    folder, _ = judged
    translations = (folder / "toy.en").read_text(encoding="utf-8").splitlines()
    right = sum(ours == theirs for ours, theirs in zip(translations, toy_set().reference, strict=True))
    assert right >= 48, translations  # of 60


def test_the_checkpoint_and_its_conversion_choose_the_same_tokens(checkpoint: Path, tmp_path: Path) -> None:
    pieces = Pieces(checkpoint)
    convert(checkpoint, tmp_path / "model", quantization="float32")
    converted = ctranslate2.Translator(str(tmp_path / "model"), compute_type="float32", intra_threads=1)
    model: Any = MarianMTModel.from_pretrained(checkpoint)
    model.eval()
    names = list(json.loads((checkpoint / "vocab.json").read_text(encoding="utf-8")))
    for ids in pieces.encode(toy_set().source[::3]):
        source = torch.tensor(ids[None], dtype=torch.long)
        theirs = model.generate(input_ids=source, num_beams=1, do_sample=False, max_new_tokens=40)[0].tolist()[1:-1]
        found = converted.translate_batch([[names[row] for row in ids]], beam_size=1, max_decoding_length=40)
        assert found[0].hypotheses[0] == [names[row] for row in theirs]


def test_the_padding_row_is_zero_and_never_chosen(checkpoint: Path) -> None:
    model: Any = MarianMTModel.from_pretrained(checkpoint)
    rows = model.get_input_embeddings().weight
    assert not rows[-1].any()
    assert model.config.pad_token_id == len(rows) - 1
    output, _ = scores(model, torch.ones(1, SMOKE.model.d_model), torch.tensor([2]), FULL)
    assert output.shape == (1, len(rows) - 1)


NOISY = replace(
    SMOKE,
    training=replace(
        SMOKE.training, dropout=0.1, steps=16, round_pairs=30, label_smoothing=0.1, evaluate_every=5, negatives=40
    ),
)


def trained_in(sessions: Sequence[int], work: Path, material: Material, output: Path) -> Run:
    """A run that is stopped at each of these steps and begun anew from its snapshot."""
    output.mkdir()
    for end in sessions:
        state = begin(NOISY, work / "vocabulary", None)
        if (output / SNAPSHOT).exists():
            state.position = snapshot.restore(output / SNAPSHOT, state.model, state.optimiser, state.average)
        train(NOISY, material, state, output, Session(stop=lambda s=state, e=end: s.position.step >= e))  # type: ignore[misc]
    return state


def test_resuming_in_the_middle_equals_not_stopping(work: Path, material: Material, tmp_path: Path) -> None:
    whole = trained_in([16], work, material, tmp_path / "whole")
    pieces = trained_in([3, 9, 16], work, material, tmp_path / "pieces")
    assert whole.position.step == pieces.position.step == 16
    assert whole.position.round > 1
    assert (whole.position.tokens, whole.position.round) == (pieces.position.tokens, pieces.position.round)
    first, second = (snapshot.load(tmp_path / name / SNAPSHOT) for name in ("whole", "pieces"))
    for part in ("model", "average"):
        for name, tensor in first[part].items():
            assert torch.equal(tensor, second[part][name]), (part, name)
    for index, moments in first["optimiser"]["state"].items():
        for name, tensor in moments.items():
            assert torch.equal(tensor, second["optimiser"]["state"][index][name]), name
    assert torch.equal(first["random"][0], second["random"][0])


@pytest.mark.parametrize("kind", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("rate", [0.1, 0.5])
def test_dropout_by_bytes_drops_its_share_and_keeps_the_mean(rate: float, kind: torch.dtype) -> None:
    torch.manual_seed(3)
    dropped = byte_dropout(torch.ones(301, 333, dtype=kind), rate).float()
    assert (dropped == 0).float().mean().item() == pytest.approx(rate, abs=0.005)
    assert dropped.mean().item() == pytest.approx(1.0, abs=0.01)
    assert len(set(dropped.flatten().tolist())) == 2
    values = torch.ones(5, requires_grad=True)
    byte_dropout(values, rate).sum().backward()  # type: ignore[no-untyped-call]
    assert set(values.grad.tolist()) <= {0.0, byte_dropout(torch.ones(999), rate).max().item()}  # type: ignore[union-attr]


def test_dropout_by_bytes_stands_wherever_marian_drops(checkpoint: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places: dict[str, list[torch.Size]] = {"marian": [], "bytes": []}

    def theirs(states: torch.Tensor, p: float = 0.5, training: bool = True) -> torch.Tensor:  # noqa: FBT001, FBT002 - torch's own signature
        if p and training:
            places["marian"].append(states.shape)
        return states

    def ours(states: torch.Tensor, rate: float) -> torch.Tensor:
        assert rate == 0.1
        places["bytes"].append(states.shape)
        return states

    monkeypatch.setattr(torch.nn.functional, "dropout", theirs)
    monkeypatch.setattr(dropout, "byte_dropout", ours)
    model: Any = MarianMTModel.from_pretrained(checkpoint, dropout=0.1)
    ids = {"input_ids": torch.tensor([[5, 6, 0]]), "decoder_input_ids": torch.tensor([[7, 8]])}
    with torch.no_grad():
        plain = model.train()(**ids).logits
        use_byte_dropout(model)
        assert torch.equal(model(**ids).logits, plain)
        assert places["bytes"] == places["marian"] != []
        model.eval()(**ids)
        assert places["bytes"] == places["marian"]


def test_a_snapshot_is_whole_or_the_one_before(work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = begin(SMOKE, work / "vocabulary", None)
    path = tmp_path / SNAPSHOT
    snapshot.save(path, state.model, state.optimiser, state.average, state.position)
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(torch, "save", full)
    with pytest.raises(OutputError, match="No space left"):
        snapshot.save(path, state.model, state.optimiser, state.average, state.position)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_damaged_snapshot_is_named(tmp_path: Path) -> None:
    path = tmp_path / SNAPSHOT
    path.write_bytes(b"no snapshot")
    with pytest.raises(InputError, match="snapshot"):
        snapshot.load(path)


def test_the_time_limit_ends_a_run(work: Path, material: Material, tmp_path: Path) -> None:
    state = begin(SMOKE, work / "vocabulary", None)
    train(SMOKE, material, state, tmp_path, Session(limit=0.0))
    assert state.position.step == 0
    assert (tmp_path / SNAPSHOT).exists()


def test_watching_the_development_set_changes_nothing(work: Path, material: Material) -> None:
    state = begin(NOISY, work / "vocabulary", None)
    before = {name: parameter.clone() for name, parameter in state.model.named_parameters()}
    random_state = torch.get_rng_state()
    assert math.isfinite(dev_loss(state, material.dev))
    assert all(torch.equal(parameter, before[name]) for name, parameter in state.model.named_parameters())
    assert torch.equal(torch.get_rng_state(), random_state)
    assert state.model.training


def test_a_sample_of_all_pieces_is_the_full_softmax(work: Path, material: Material) -> None:
    state = begin(SMOKE, work / "vocabulary", None)
    batch = in_batches(material.dev, tokens=1000, bucket=1, padding=state.padding)[0]
    full, count = batch_loss(state.model, batch)
    every, _ = batch_loss(state.model, batch, Sample(1, state.padding - 1))
    some, _ = batch_loss(state.model, batch, Sample(5, 5))
    assert torch.allclose(every, full, atol=1e-5)
    assert some < full  # fewer rivals
    assert count == sum(len(example.target) for example in material.dev)


LENGTHS = st.lists(st.tuples(st.integers(1, 40), st.integers(1, 40)), min_size=1, max_size=60)


@given(LENGTHS, st.integers(20, 200), st.integers(1, 8))
def test_batches_hold_every_example_once_and_keep_the_budget(
    lengths: list[tuple[int, int]], tokens: int, bucket: int
) -> None:
    examples = [Example(np.full(a, 1, np.int32), np.full(b, 1, np.int32)) for a, b in lengths]
    made = in_batches(examples, tokens=tokens, bucket=bucket, padding=9)
    seen = [
        (int((source != 9).sum()), int((target != 9).sum()))
        for batch in made
        for source, target in zip(batch.source, batch.target, strict=True)
    ]
    assert sorted(seen) == sorted(lengths)
    for batch in made:
        assert batch.source.shape[1] % bucket == batch.target.shape[1] % bucket == 0
        assert len(batch.source) == 1 or batch.source.size + batch.target.size <= 2 * tokens


def test_a_round_draws_by_weight_and_by_its_number() -> None:
    corpus = Corpus([], {"rare": (0, 1000), "half": (1000, 2000), "often": (2000, 3000), "never": (3000, 4000)})
    weights = {"half": 0.5, "often": 2.25, "never": 0.0}
    drawn = draw(corpus, weights, 1, 0, 100_000)
    counts = np.histogram(drawn, bins=[0, 1000, 2000, 3000, 4001])[0]
    assert counts[0] == 1000
    assert 430 < counts[1] < 570
    assert 2180 < counts[2] < 2320
    assert counts[3] == 0
    assert np.array_equal(drawn, draw(corpus, weights, 1, 0, 100_000))
    assert not np.array_equal(drawn, draw(corpus, weights, 1, 1, 100_000)[: len(drawn)])
    assert len(draw(corpus, weights, 1, 0, 10)) == 10


@pytest.mark.parametrize(
    ("step", "share", "factor"),
    [
        pytest.param(1, 0.0, 0.01, id="warm-up begins"),
        pytest.param(100, 0.1, 1.0, id="plateau"),
        pytest.param(1600, 0.5, 0.5, id="square root"),
        pytest.param(400, 0.9, 0.5, id="decay"),
        pytest.param(400, 1.0, 0.0, id="end"),
    ],
)
def test_the_rate_over_the_run(step: int, share: float, factor: float) -> None:
    assert rate_factor(step, share, Training(warm_up=100, plateau=400, decay=0.2)) == pytest.approx(factor)


@pytest.mark.parametrize(
    ("by_clock", "expected"), [pytest.param(False, 0.1, id="steps"), pytest.param(True, 0.75, id="clock")]
)
def test_how_much_of_a_run_is_over(by_clock: bool, expected: float) -> None:  # noqa: FBT001 -- a table's column
    training = Training(steps=1000, decay_by_clock=by_clock, full_softmax=0.3)
    share = over(100, 75.0, 100.0, training)
    assert share == expected
    assert (softmax_sample(share, training) == FULL) is by_clock


def test_the_curve_is_a_picture() -> None:
    history = [Progress(1, 10, 1.0, 5.0, math.nan), Progress(2, 20, 2.0, 4.0, 4.5), Progress(3, 30, 3.0, math.nan, 4.1)]
    picture = ET.fromstring(loss_curve(history))  # noqa: S314 -- our own
    assert len(picture.findall("{http://www.w3.org/2000/svg}polyline")) == 2
    assert not loss_curve([])


SHAPE = Model(
    d_model=32, feed_forward=64, heads=4, encoder_layers=2, decoder_layers=2, start="bert", decoder_from=(0, 2)
)


def bert(work: Path, folder: Path) -> Any:
    """A BERT model without position embeddings, and the list of its pieces."""
    torch.manual_seed(3)
    names = list(json.loads((work / "vocabulary/vocab.json").read_text(encoding="utf-8")))
    pieces = ["[PAD]", *reversed(names[:-1])]
    model: Any = BertModel(
        BertConfig(
            vocab_size=len(pieces), hidden_size=32, num_hidden_layers=3, num_attention_heads=4, intermediate_size=64,
            hidden_act="gelu", initializer_range=0.2,
        )
    )  # fmt: skip
    torch.nn.init.zeros_(model.embeddings.position_embeddings.weight)
    model.save_pretrained(folder)
    table_of_pieces = {"model": {"vocab": [[name, 0.0] for name in pieces]}}
    (folder / "tokenizer.json").write_text(json.dumps(table_of_pieces), encoding="utf-8")
    return model.eval(), {name: row for row, name in enumerate(pieces)}


@torch.no_grad()
def test_an_encoder_from_bert_computes_what_bert_computed(work: Path, tmp_path: Path) -> None:
    original, rows = bert(work, tmp_path)
    model: Any = initial_model(SHAPE, work / "vocabulary", tmp_path, dropout=0.0)
    model.eval()
    model.model.encoder.embed_positions.weight.zero_()
    pieces = json.loads((work / "vocabulary/vocab.json").read_text(encoding="utf-8"))
    names = list(pieces)[5:25]
    theirs = original(torch.tensor([[rows[name] for name in names]]), output_hidden_states=True).hidden_states[2]
    ours = model.model.encoder(torch.tensor([[pieces[name] for name in names]])).last_hidden_state
    assert torch.allclose(ours, theirs, atol=1e-3)
    decoder = model.model.decoder.layers
    assert torch.equal(decoder[1].fc1.weight, original.encoder.layer[2].intermediate.dense.weight)
    gain = original.encoder.layer[2].output.LayerNorm.weight * SHAPE.last_gain
    assert torch.equal(decoder[1].final_layer_norm.weight, gain)
    assert not model.model.shared.weight[-1].any()


def test_a_start_from_a_marian_checkpoint_has_its_weights(checkpoint: Path, work: Path) -> None:
    model = initial_model(Model(start="marian"), work / "vocabulary", checkpoint, dropout=0.3)
    trained_model: Any = MarianMTModel.from_pretrained(checkpoint)
    theirs = dict(trained_model.named_parameters())
    assert all(torch.equal(parameter, theirs[name]) for name, parameter in model.named_parameters())
    assert model.config.dropout == 0.3


def test_starts_that_cannot_be(work: Path, checkpoint: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        initial_model(Model(start="bert"), work / "vocabulary", None, dropout=0.0)
    assert "--start" in caught.value.hint
    other = shutil.copytree(work / "vocabulary", tmp_path / "other")
    (other / "vocab.json").write_text("{}")
    with pytest.raises(UsageError, match="another vocabulary"):
        initial_model(Model(start="marian"), other, checkpoint, dropout=0.0)
    with pytest.raises(ModelError, match="can't load the checkpoint"):
        initial_model(Model(start="bert"), work / "vocabulary", tmp_path, dropout=0.0)
    bert(work, tmp_path / "bert")
    with pytest.raises(UsageError) as caught:
        initial_model(Model(start="bert"), work / "vocabulary", tmp_path / "bert", dropout=0.0)
    assert "d_model = 32" in caught.value.hint


def test_scores_stand_beside_those_of_other_systems(judged: tuple[Path, list[Scores]]) -> None:
    folder, (found,) = judged
    ours, echo = found.systems
    assert (ours.system, echo.system, echo.copies) == ("transum", "echo", 60)
    assert ours.bleu > 60 > echo.bleu
    assert ours.chrf > echo.chrf
    assert ours.bleu_p is None
    assert echo.bleu_p is not None
    assert echo.bleu_p < 0.05
    assert "nrefs:1" in found.bleu_signature
    assert read_scores(folder / "scores.json") == [found]
    assert "| echo |" in table(found)


def test_a_perfect_translation_scores_full_marks() -> None:
    test = replace(toy_set(), published={})
    found = score(test, test.reference, SMOKE.evaluation).systems
    assert [(round(s.bleu, 6), round(s.chrf, 6), s.figures, s.length, s.copies) for s in found] == [(100, 100, 1, 1, 0)]


def test_a_system_with_lines_missing_is_named() -> None:
    with pytest.raises(InputError, match="echo has 1 lines"):
        score(replace(toy_set(), published={"echo": ["x"]}), toy_set().reference, SMOKE.evaluation)


def test_a_reverse_model_is_judged_the_other_way_round_and_by_genre(tmp_path: Path) -> None:
    (tmp_path / "id").write_text("Harganya 1,5 juta.\nKata Budi ya.\nTidak.\n")
    (tmp_path / "en").write_text("It costs 1.5 million.\nBudi said yes.\nNo.\n")
    (tmp_path / "genres").write_text("gun_news\nours\ngun_news\n")
    test = read_set("set", tmp_path / "id", tmp_path / "en", {}, direction="en-id", genres=tmp_path / "genres")
    assert test.source[0] == "It costs 1.5 million."
    assert test.reference[0] == "Harganya 1.5 juta."  # in the model's notation
    assert test.genres == ["news", "ours", "news"]
    found = score(test, ["Harganya 2.5 juta.", "Kata Budi ya.", "Tidak."], SMOKE.evaluation)
    assert found.systems[0].figures == 0.0
    rows = [(row.genre, row.sentences, row.figures, round(row.chrf)) for row in found.genres]
    assert rows[1] == ("ours", 1, 1.0, 100)
    assert rows[0][:3] == ("news", 2, 0.0)
    assert "| ours | 1 |" in table(found)
    (tmp_path / "genres").write_text("gun_news\n")
    with pytest.raises(InputError, match="genres 1"):
        read_set("set", tmp_path / "id", tmp_path / "en", {}, genres=tmp_path / "genres")


def test_names_are_judged_by_transums_own_checks() -> None:
    source = ["Menteri Susi berkata ya.", "Kata Budi ya.", "Tidak ada."]
    assert names_kept(source, ["The minister said yes.", "Budi said yes.", "None."]) == 0.5
    assert names_kept(["Tidak ada."], ["None."]) == 1.0


def test_figures_are_judged_by_transums_own_checks() -> None:
    source = ["Harganya Rp1,5 triliun.", "Ada 12 rumah.", "Tidak ada."]
    assert figures_right(source, ["It costs Rp 1.5 billion.", "There are 12 houses.", "None."]) == 0.5
    assert figures_right(["Tidak ada."], ["None."]) == 1.0


@pytest.mark.parametrize("name", ["translator", "reverse"])
def test_both_models_have_a_card_of_what_taught_them(name: str) -> None:
    card = read_toml(TRAINING / f"cards/{name}.toml")
    text = model_card(card, "3", described(None), [], SMOKE)
    assert ("| back |" in text) is ("| copies |" in text) is (name == "translator")
    assert ("| forth |" in text) is (name == "reverse")
    assert f"{card['scores']['bleu']} BLEU" in text
    assert card["known_faults"][0] in text
    assert "$" not in text.replace("$1", "")


@pytest.mark.filterwarnings("ignore:Recommended. pip install sacremoses")
def test_the_export_has_a_manifest_and_a_model_card(
    checkpoint: Path, work: Path, judged: tuple[Path, list[Scores]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(conversion.PROBES, "id", tuple(toy_set().source[:5]))  # what this model has learnt
    _, found = judged
    card = scored(read_toml(TRAINING / "cards/translator.toml"), found, SMOKE)
    data = json.loads((work / "data/data.json").read_text(encoding="utf-8"))
    text = model_card(card, "7", data, found, SMOKE)
    output = work / "export"
    output.mkdir()
    (output / "old").touch()
    halved(checkpoint, work / "kept")
    measured = export(work / "kept", output, card, "7", text)
    manifest = json.loads((output / "manifest.json").read_text(encoding="utf-8"))
    assert measured["greedy_token_agreement"] > 0.9
    assert manifest["version"] == "7"
    assert manifest["scores"]["bleu"] == round(found[0].systems[0].bleu, 1)
    assert {"model.bin", "source.spm", "README.md"} <= set(manifest["files"])
    assert not (output / "old").exists()
    kept: Any = MarianMTModel.from_pretrained(work / "kept")
    assert kept.dtype is torch.float16
    initial_model(Model(start="marian"), work / "vocabulary", work / "kept", dropout=0.0)
    assert "| toy_news | written for the tests | Apache-2.0 | news | human | 30 | 2.0 |" in text
    assert "$" not in text
