"""What makes training fast changes nothing of what is learnt: processes, segmentation, the choice of precision."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from tests.toy_recipe import SMOKE, begun, in_one_thread
from training import optimisation, snapshot, speed
from training.batching import in_batches, read_corpus, round_batches, shared
from training.config import Config, Training
from training.loss import batch_loss
from training.optimisation import begin, precision, step
from training.pieces import Pieces
from training.processes import ALONE, Team, launch
from training.train import SNAPSHOT, Material, Session, source_weights, train
from transum.errors import UsageError

TRAINING = Path(__file__).parent.parent / "training"


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    with in_one_thread():
        yield


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return begun(tmp_path_factory.mktemp("work"))


def material_of(work: Path) -> Material:
    pieces = Pieces(work / "vocabulary")
    corpus = read_corpus(work / "data/corpus.tsv", pieces, SMOKE.training.max_tokens)
    return Material(corpus, source_weights(work / "data", SMOKE.training), corpus.examples[:20], pieces)


@pytest.fixture(scope="module")
def material(work: Path) -> Material:
    return material_of(work)


@pytest.fixture
def batch(work: Path, material: Material) -> Any:
    padding = Pieces(work / "vocabulary").padding
    return in_batches(material.corpus.examples, tokens=400, bucket=4, padding=padding)[-1]


def noisy(**changes: Any) -> Config:
    return replace(SMOKE, training=replace(SMOKE.training, dropout=0.1, round_pairs=30, evaluate_every=0, **changes))


PROCESSES = noisy(steps=6, sampled_share=0.5)


def run_in_two(team: Team, work: Path, output: Path) -> None:
    """What both processes do: a run in one go, and the same run stopped in the middle."""
    torch.set_num_threads(1)
    material = material_of(work)
    for name, sessions in {"whole": [6], "pieces": [2, 6]}.items():
        for end in sessions:
            (output / name).mkdir(exist_ok=True)
            state = begin(PROCESSES, work / "vocabulary", None, team=team)
            if (output / name / SNAPSHOT).exists():
                state.position = snapshot.restore(
                    output / name / SNAPSHOT, state.model, state.optimiser, state.average, team
                )
            session = Session(stop=lambda s=state, e=end: s.position.step >= e, say=lambda _: None)  # type: ignore[misc]
            train(PROCESSES, material, state, output / name, session)
        torch.save({n: p.detach() for n, p in state.model.named_parameters()}, output / f"{name}.{team.rank}")


def test_two_processes_train_one_model_and_resume_bit_for_bit(work: Path, tmp_path: Path) -> None:
    launch(run_in_two, 2, tmp_path, work, tmp_path)
    whole, other, pieces = (torch.load(tmp_path / name) for name in ("whole.0", "whole.1", "pieces.0"))
    for name, tensor in whole.items():
        assert torch.equal(tensor, other[name]), name
        assert torch.equal(tensor, pieces[name]), name
    first, second = (snapshot.load(tmp_path / name / SNAPSHOT) for name in ("whole", "pieces"))
    assert all(torch.equal(a, b) for a, b in zip(first["random"], second["random"], strict=True))
    assert not torch.equal(*first["random"])  # each process drops other values
    assert first["position"]["step"] == 6
    state = begin(PROCESSES, work / "vocabulary", None)
    with pytest.raises(UsageError, match="of 2 processes, not of 1") as caught:
        snapshot.restore(tmp_path / "whole" / SNAPSHOT, state.model, state.optimiser, state.average)
    assert "--processes 2" in caught.value.hint


def test_gradients_averaged_over_two_processes_are_those_of_all_their_pairs(work: Path, material: Material) -> None:
    """What each of two processes would add, computed here one after the other."""
    padding = Pieces(work / "vocabulary").padding
    batches = in_batches(material.corpus.examples, tokens=400, bucket=4, padding=padding)
    halves = [shared(batches, rank, 2, padding)[0] for rank in (0, 1)]
    assert halves[0].together == sum(int((half.target != padding).sum()) for half in halves)
    state = begin(SMOKE, work / "vocabulary", None)
    total = 0.0
    for half in halves:
        loss, tokens = batch_loss(state.model, half)
        total += loss.item() * tokens / half.together
    whole = sum(loss.item() * n for loss, n in (batch_loss(state.model, half) for half in halves))
    assert total == pytest.approx(whole / halves[0].together)


def test_processes_share_a_round_out(material: Material) -> None:
    made = round_batches(material.corpus, {}, SMOKE.training, 0, padding=240)
    shares = [shared(made, rank, 3, 240) for rank in range(3)]
    assert [len(share) for share in shares] == [len(made) // 3] * 3
    for place, (one, two, three) in enumerate(zip(*shares, strict=True)):
        assert [b.source.shape for b in (one, two, three)] == [b.source.shape for b in made[3 * place : 3 * place + 3]]
    assert shared(made, 0, 1, 240) == made


def test_sources_are_segmented_anew_in_every_round(work: Path, material: Material) -> None:
    pieces = Pieces(work / "vocabulary")
    training = replace(SMOKE.training, sampled_share=0.5, sampling_alpha=0.1)
    padding = pieces.padding

    def sides(number: int, changed: Training = training) -> list[tuple[str, str, int]]:
        made = round_batches(material.corpus, {}, changed, number, padding=padding, pieces=pieces)
        rows = [row for batch in made for row in zip(batch.source, batch.target, strict=True)]
        return sorted(
            (pieces.decode(source), pieces.decode(target), int((source != padding).sum())) for source, target in rows
        )

    plain = sides(0, SMOKE.training)
    assert sides(0) == sides(0)
    assert [row[:2] for row in sides(0)] == [row[:2] for row in plain]
    longer = sum(a[2] != b[2] for a, b in zip(sides(0), plain, strict=True))
    assert 0.2 * len(plain) < longer < 0.6 * len(plain)  # nearly all of the sampled half
    assert sides(0) != sides(1)


SAMPLE = """
import numpy, pathlib, sys, training.pieces
pieces = training.pieces.Pieces(pathlib.Path(sys.argv[1]))
print([ids.tolist() for ids in pieces.sampled(sys.argv[2:], 0.2, numpy.random.default_rng(3))])
"""


def test_a_seed_segments_alike_in_every_process(work: Path) -> None:
    words = ["Menteri Perdagangan mengatakan harga beras naik."]
    here = Pieces(work / "vocabulary").sampled(words, 0.2, np.random.default_rng(3))
    command = [sys.executable, "-c", SAMPLE, str(work / "vocabulary"), *words]
    other = subprocess.run(command, capture_output=True, check=True, text=True, cwd=TRAINING.parent).stdout
    assert json.loads(other) == [ids.tolist() for ids in here]


def test_likely_segmentations_are_drawn_more_often_the_larger_alpha_is(work: Path) -> None:
    pieces = Pieces(work / "vocabulary")
    (best,) = pieces.encode(["pemerintah"])
    shares = []
    for alpha in (0.0, 0.5, 20.0):
        drawn = pieces.sampled(["pemerintah"] * 400, alpha, np.random.default_rng(1))
        shares.append(sum(np.array_equal(ids, best) for ids in drawn) / 400)
    assert shares == sorted(shares)
    assert shares[0] < 0.2
    assert shares[-1] > 0.95


def test_nothing_is_sampled_that_has_no_pieces(work: Path) -> None:
    pieces = Pieces(work / "vocabulary")
    for text in ("", " ", "\u4e2d", "a \u4e2d b"):
        (ids,) = pieces.sampled([text], 0.5, np.random.default_rng(1))
        (plain,) = pieces.encode([text])
        assert pieces.decode(ids) == pieces.decode(plain)


@pytest.mark.parametrize(
    ("configured", "kept", "measured", "expected"),
    [
        pytest.param("auto", "", "bfloat16", "bfloat16", id="a processor that is faster with it"),
        pytest.param("auto", "", "float32", "float32", id="a processor that is not"),
        pytest.param("auto", "bfloat16", "float32", "bfloat16", id="a run that began with it"),
        pytest.param("float32", "bfloat16", "bfloat16", "float32", id="as configured"),
    ],
)
def test_the_precision(
    configured: Any, kept: str, measured: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(optimisation, "half_is_faster", lambda: measured == "bfloat16")
    assert precision(Training(precision=configured), ALONE, kept) is getattr(torch, expected)


def test_a_run_keeps_the_precision_it_began_with(work: Path, material: Material, tmp_path: Path) -> None:
    config = noisy(steps=1)
    state = begin(config, work / "vocabulary", None)
    assert not snapshot.precision_of(tmp_path / SNAPSHOT)
    train(config, material, state, tmp_path)
    assert snapshot.precision_of(tmp_path / SNAPSHOT) == "float32"


def test_the_measurement_measures(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = {torch.bfloat16: 0.7, torch.float32: 1.0}
    monkeypatch.setattr(speed, "_product_seconds", seconds.get)
    assert speed.half_is_faster()
    seconds[torch.bfloat16] = 0.9
    assert not speed.half_is_faster()


def test_the_step_counts_what_all_processes_saw(work: Path, batch: Any) -> None:
    state = begin(SMOKE, work / "vocabulary", None)
    step(state, replace(batch, together=5000), SMOKE.training, 0.0)
    assert state.position.tokens == 5000


def test_the_start_up_counts_into_the_time_limit(work: Path, material: Material, tmp_path: Path) -> None:
    state = begin(SMOKE, work / "vocabulary", None)
    train(SMOKE, material, state, tmp_path, Session(limit=60.0, began=-1e6))
    assert state.position.step == 0
    assert json.dumps(state.position.history[0].step) == "0"


@pytest.mark.parametrize("module", ["training.train", "training.gpu.__main__"])
def test_training_needs_torch_and_little_else(module: str) -> None:
    """A lent machine has torch, transformers and sentencepiece, and often no way to install more."""
    code = f"import sys, {module}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    command = [sys.executable, "-c", code]
    found = subprocess.run(command, capture_output=True, check=True, text=True, cwd=TRAINING.parent).stdout.split()
    assert not {"py3langid", "ctranslate2", "sacrebleu", "typer", "rich"} & set(found)
