"""The recipe for a GPU, on a CPU: packed sentences, the network, the search, and both runs on the toy corpus."""

import copy
import json
import lzma
import math
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from transformers import MarianMTModel

from tests.toy_recipe import SMOKE, TOY, begun, in_one_thread
from training.batching import Batch as Padded
from training.batching import texts_by_source
from training.data import corpus_of
from training.gpu.beam import groups, translations
from training.gpu.fit import Watch, dev_loss, fit
from training.gpu.material import Cutter, read_distilled, read_lines, tidied, worth_distilling
from training.gpu.network import EVERYWHERE, PLAIN, Net, Regions, Shape, Ways
from training.gpu.pack import TEXT, Wanted, pack
from training.gpu.packing import FILL, SPARE, Pairs, Rows, Side
from training.gpu.recipe import Clock, Given, Run, distil
from training.gpu.ways import fastest, tried
from training.gpu.weights import read_weights, write_weights
from training.gpu.widen import widened
from training.loss import batch_loss
from training.model import initial_model
from training.parcel import pack as parcelled
from training.parcel import unpack
from training.pieces import END, Pieces
from training.train import read_report
from transum.errors import InputError, ModelError, UsageError

REPOSITORY = Path(__file__).parent.parent
CPU = torch.device("cpu")
TINY = replace(SMOKE.model, d_model=32, feed_forward=48, heads=2, encoder_layers=2, decoder_layers=2)
TRAINING = replace(SMOKE.training, batch_tokens=512, encoder_rate=3e-3, decoder_rate=3e-3, sampled_share=0.3)
CONFIG = replace(SMOKE, training=TRAINING, gpu=replace(SMOKE.gpu, segmentations=2, closing_seconds=0.0))


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    with in_one_thread():
        yield


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Steps 1 and 2, and a random checkpoint whose scores differ."""
    folder = begun(tmp_path_factory.mktemp("work"), "start")
    torch.manual_seed(5)
    model: Any = initial_model(TINY, folder / "start", None, dropout=0.0)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name.endswith(("proj.bias", "norm.bias", "fc1.bias", "fc2.bias")):
                parameter.normal_(std=0.1)
    model.save_pretrained(folder / "start")
    rows = [row.split("\t")[1:] for row in (TOY / "toy.tsv").read_text(encoding="utf-8").splitlines()]
    for name, side in zip(("dev.id", "dev.en"), zip(*rows, strict=True), strict=True):
        (folder / name).write_text("\n".join(side[:12]) + "\n", encoding="utf-8")
    return folder


def hugging_face(folder: Path) -> Any:
    model: Any = MarianMTModel.from_pretrained(folder)
    return model.eval()


@pytest.fixture(scope="module")
def model(work: Path) -> Any:
    return hugging_face(work / "start")


@pytest.fixture
def net(work: Path) -> Net:
    return Net(*read_weights(work / "start"), CPU, torch.float32)


@pytest.fixture(scope="module")
def rows(work: Path) -> tuple[Rows, Rows]:
    """The toy corpus in pieces, both sides."""
    pieces = Pieces(work / "start")
    pairs = [row.split("\t")[1:] for row in (TOY / "toy.tsv").read_text(encoding="utf-8").splitlines()]
    left, right = zip(*pairs, strict=True)
    return Rows.of(pieces.encode(left)), Rows.of(pieces.encode(right))


def pairs_of(rows: tuple[Rows, Rows], padding: int, often: float = 1.0) -> Pairs:
    return Pairs([rows[0]], rows[1], np.full(len(rows[0]), often), longest=110, padding=padding, device=CPU)


LENGTHS = st.lists(st.tuples(st.integers(1, 20), st.integers(1, 20), st.integers(0, 2)), min_size=1, max_size=60)


@given(LENGTHS, st.integers(20 + SPARE, 200), st.integers(0, 99))
def test_a_pass_has_every_pair_as_often_as_it_weighs(lengths: list[tuple[int, int, int]], size: int, seed: int) -> None:
    """Pieces of pair n are n + 1 on both sides and in both segmentations, so that whose they are is seen."""
    left, right = (Rows.of([np.full(pair[s], n + 1) for n, pair in enumerate(lengths)]) for s in (0, 1))
    pairs = Pairs([left, left], right, np.array([float(p[2]) for p in lengths]), longest=20, padding=99, device=CPU)
    seen: list[int] = []
    for draw in pairs.plan(np.random.default_rng(seed), size, 0.5):
        batch = pairs.batch(draw, size)
        assert (draw.sources % len(lengths) == draw.targets).all()
        for side, packed, which in ((0, batch.source, draw.sources), (1, batch.target, draw.targets)):
            assert len(packed.ids) == len(packed.places) == size == packed.bounds[-1]
            sizes = packed.bounds.diff()
            assert sizes[: len(which)].tolist() == [lengths[i % len(lengths)][side] for i in which]
            assert sizes.max() <= max(20, FILL)
            assert packed.places.tolist() == [place for n in sizes.tolist() for place in range(n)]
        assert len(batch.source.bounds) == len(batch.target.bounds)
        whose = [i + 1 for i in draw.targets for _ in range(lengths[i][1])]
        assert batch.labels.tolist() == whose + [99] * (size - len(whose))
        assert batch.real.tolist() == [1.0] * len(whose) + [0.0] * (size - len(whose))
        assert (batch.target.ids[batch.target.places == 0] == 99).all()
        seen += draw.targets.tolist()
    assert sorted(seen) == [n for n, pair in enumerate(lengths) for _ in range(pair[2]) if pair[1] > 1]


def test_a_batch_that_holds_no_pair_is_refused(rows: tuple[Rows, Rows]) -> None:
    with pytest.raises(UsageError, match="100 pieces are too small") as caught:
        next(pairs_of(rows, 9).plan(np.random.default_rng(0), 100, 0.0))
    assert "174" in caught.value.hint


def test_a_pair_that_is_too_long_is_never_drawn() -> None:
    left, right = (Rows.of([np.ones(n, np.int32) for n in sizes]) for sizes in ((5, 21, 3), (21, 2, 2)))
    pairs = Pairs([left], right, np.ones(3), longest=20, padding=9, device=CPU)
    assert [draw.targets.tolist() for draw in pairs.plan(np.random.default_rng(0), 90, 0.0)] == [[2]]


def padded(rows: Rows, padding: int) -> Any:
    made = np.full((len(rows), rows.sizes.max()), padding)
    for row, start, size in zip(made, rows.starts, rows.sizes, strict=True):
        row[:size] = rows.flat[start : start + size]
    return made


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_the_packed_loss_is_that_of_the_checkpoint(
    net: Net, model: Any, rows: tuple[Rows, Rows], smoothing: float
) -> None:
    padding = net.shape.padding
    (draw,) = pairs_of(rows, padding).plan(np.random.default_rng(1), 4096, 0.0)
    assert len(draw.targets) == len(rows[0])
    ours = net.loss(pairs_of(rows, padding).batch(draw, 4096), smoothing=smoothing)
    theirs, _ = batch_loss(model, Padded(padded(rows[0], padding), padded(rows[1], padding)), smoothing=smoothing)
    assert ours.item() == pytest.approx(theirs.item(), abs=1e-5)


@pytest.mark.parametrize("turned", [False, True], ids=["short sources", "short targets"])
def test_fillers_without_pieces_do_no_harm(net: Net, turned: bool) -> None:  # noqa: FBT001 -- a table's column
    """One side is full while the other has hardly anything, so that it has fewer spare pieces than fillers."""
    long, short = (Rows.of([np.full(n, 7)] * 400) for n in (40, 2))
    pairs = pairs_of((long, short) if turned else (short, long), net.shape.padding)
    draw = next(pairs.plan(np.random.default_rng(1), 10_000, 0.0))
    batch = pairs.batch(draw, 10_000)
    assert min(batch.source.bounds.diff().min(), batch.target.bounds.diff().min()) == 0
    loss = net.loss(batch)
    loss.backward()  # type: ignore[no-untyped-call]
    gradients = [weight.grad for weight in net.weights.values()]
    assert all(gradient is not None and gradient.isfinite().all() for gradient in gradients)
    assert loss.item() == pytest.approx(net.loss(pairs.batch(draw, 12_000)).item(), abs=1e-5)


def test_a_widened_model_computes_the_same_function(work: Path, net: Net, rows: tuple[Rows, Rows]) -> None:
    weights, shape = read_weights(work / "start")
    wide = Net(*widened(weights, shape, np.random.default_rng(1)), CPU, torch.float32)
    pairs = pairs_of(rows, shape.padding)
    batch = pairs.batch(next(pairs.plan(np.random.default_rng(1), 1024, 0.0)), 1024)
    before, after = (one.encode(one.cast(), batch.source) for one in (net, wide))
    assert wide.shape == Shape(2 * shape.heads, shape.padding, 2)
    assert torch.allclose(after, torch.cat([before, before], 1), atol=1e-4)
    assert wide.loss(batch).item() == pytest.approx(net.loss(batch).item(), abs=1e-4)
    fc1 = wide.weights["model.encoder.layers.0.fc1.weight"]
    left, right = fc1.chunk(2, 1)
    assert not torch.allclose(left, right)  # the halves can grow apart
    again = Net(
        *widened(*widened(weights, shape, np.random.default_rng(1)), np.random.default_rng(2)), CPU, torch.float32
    )
    assert again.loss(batch).item() == pytest.approx(net.loss(batch).item(), abs=1e-3)


def score(model: Any, source: Sequence[int], target: Sequence[int]) -> float:
    """The mean log-probability of the pieces of ``target``, padding never chosen."""
    start = torch.tensor([[model.config.pad_token_id, *target[:-1]]])
    with torch.no_grad():
        logits = model(input_ids=torch.tensor([source]), decoder_input_ids=start).logits[0]
    logits[:, model.config.pad_token_id] = -math.inf
    return float(logits.log_softmax(-1)[torch.arange(len(target)), list(target)].mean())


@pytest.fixture(scope="module")
def few(rows: tuple[Rows, Rows]) -> tuple[Rows, Rows]:
    """Of the toy corpus as much as is learnt by heart in seconds."""
    left, right = (side.taken(np.arange(0, len(side), 3)) for side in rows)
    return left, right


@pytest.fixture(scope="module")
def learnt(work: Path, few: tuple[Rows, Rows]) -> tuple[Net, Any, list[float]]:
    """A model that has learnt them, here and as Hugging Face's, and its losses before and after."""
    net = Net(*read_weights(work / "start"), CPU, torch.float32)
    pairs = pairs_of(few, net.shape.padding)
    training = replace(TRAINING, steps=200, encoder_rate=6e-3, decoder_rate=6e-3)
    losses = [dev_loss(net, pairs)]
    progress = fit(net, pairs, training, EVERYWHERE, np.random.default_rng(1), Watch("toy", pairs, lambda _: None))
    assert progress.step == 200
    losses.append(dev_loss(net, pairs))
    model = hugging_face(work / "start")
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name in net.weights:
                parameter.copy_(net.weights[name])
    return net, model, losses


def test_training_lowers_the_loss(learnt: tuple[Net, Any, list[float]]) -> None:
    net, _, (before, after) = learnt
    assert after < 0.1 * before
    assert not net.weights["model.shared.weight"][net.shape.padding].any()


def generated(model: Any, source: Sequence[int], beam: int) -> list[int]:
    found = model.generate(
        input_ids=torch.tensor([source]), num_beams=beam, do_sample=False, max_length=60,
        bad_words_ids=[[model.config.pad_token_id]],
    )  # fmt: skip
    return list(found[0].tolist()[1:])


def test_the_search_finds_what_hugging_face_finds(learnt: tuple[Net, Any, list[float]], few: tuple[Rows, Rows]) -> None:
    net, model, _ = learnt
    side, every = Side(few[0], net.shape.padding, CPU), range(len(few[0]))
    greedy, wide = (translations(net, side, np.array(every), beam, 59) for beam in (1, 4))
    sources = [few[0].taken(np.array([index])).flat.tolist() for index in every]
    assert [greedy[index].tolist() for index in every] == [generated(model, source, 1) for source in sources]
    alike = 0
    for index, source in enumerate(sources):
        ours, narrow = (score(model, source, found[index].tolist()) for found in (wide, greedy))
        assert ours > narrow - 1e-5
        alike += ours > score(model, source, generated(model, source, 4)) - 1e-5
    assert alike >= 0.95 * len(every)  # a hypothesis that has ended may be pushed out of its beam


def textbook(model: Any, source: Sequence[int], beam: int, most: int) -> list[int] | None:
    """The same search a hypothesis at a time, without anything kept; None where the best has not ended."""
    beams: list[tuple[float, list[int]]] = [(0.0, [])]
    for _ in range(most):
        grown = [hypothesis for hypothesis in beams if END in hypothesis[1]]
        for total, said in beams:
            if END not in said:
                start = torch.tensor([[model.config.pad_token_id, *said]])
                with torch.no_grad():
                    logits = model(input_ids=torch.tensor([source]), decoder_input_ids=start).logits[0, -1]
                logits[model.config.pad_token_id] = -math.inf
                best = logits.log_softmax(-1).topk(beam)
                pairs = zip(best.values.tolist(), best.indices.tolist(), strict=True)
                grown += [(total + value, [*said, piece]) for value, piece in pairs]
        beams = sorted(grown, reverse=True)[:beam]
    chosen = max(beams, key=lambda one: one[0] / len(one[1]) - 5 * (END not in one[1]))[1]
    return chosen if END in chosen else None


def test_the_search_is_the_textbooks(learnt: tuple[Net, Any, list[float]], few: tuple[Rows, Rows]) -> None:
    """With a model that is unsure, so that hypotheses overtake each other."""
    net, model, _ = learnt
    torch.manual_seed(2)
    unsure = Net(
        {n: w + 0.5 * w.std() * torch.randn_like(w) for n, w in net.weights.items()}, net.shape, CPU, torch.float32
    )
    twin = copy.deepcopy(model)
    with torch.no_grad():
        for name, parameter in twin.named_parameters():
            if name in unsure.weights:
                parameter.copy_(unsure.weights[name])
    which = np.arange(8)
    found = translations(unsure, Side(few[0], net.shape.padding, CPU), which, 4, 20)
    sources = [few[0].taken(which[index : index + 1]).flat.tolist() for index in range(8)]
    expected = {index: textbook(twin, source, 4, 20) for index, source in enumerate(sources)}
    assert {index: ids.tolist() for index, ids in found.items()} == {i: said for i, said in expected.items() if said}
    assert len(found) >= 4


def test_a_search_that_has_no_time_finds_nothing(net: Net, rows: tuple[Rows, Rows]) -> None:
    side = Side(rows[0], net.shape.padding, CPU)
    assert translations(net, side, np.arange(9), 2, 20, until=-math.inf) == {}


@given(st.lists(st.integers(1, 110), min_size=1, max_size=200), st.integers(1, 9))
def test_groups_of_like_length_hold_every_sentence_once(sizes: list[int], step: int) -> None:
    which = np.arange(0, len(sizes), step)
    made = list(groups(np.array(sizes * 50), which))
    assert sorted(index for group in made for index in group.tolist()) == which.tolist()


def test_weights_survive_out_and_in(net: Net, work: Path, tmp_path: Path) -> None:
    assert write_weights(net, tmp_path / "parts") == 1
    unpack(tmp_path / "parts", tmp_path / "checkpoint", like=work / "start")
    model: Any = MarianMTModel.from_pretrained(tmp_path / "checkpoint")
    named = dict(model.named_parameters())
    weights, shape = read_weights(tmp_path / "checkpoint")
    parcelled(tmp_path / "checkpoint", tmp_path / "again", 10_000)
    (again, _) = read_weights(tmp_path / "again")
    assert shape == net.shape
    assert set(weights) == set(again) == set(net.weights)
    for name, weight in net.weights.items():
        near = weight.detach().abs().max().item() / 127 + 1e-3
        assert torch.allclose(weights[name], weight.detach(), atol=near), name
        assert torch.equal(named[name], weights[name]), name
        assert torch.allclose(again[name], weights[name], atol=1e-5), name


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        pytest.param(None, "no checkpoint in", id="none"),
        pytest.param('"activation_function": "relu"', "activation_function = gelu, not relu", id="another activation"),
        pytest.param('"scale_embedding": true', "scale_embedding = False, not True", id="scaled"),
    ],
)
def test_checkpoints_that_are_not_ours(work: Path, tmp_path: Path, settings: str | None, message: str) -> None:
    if settings:
        known = json.loads((work / "start/config.json").read_text(encoding="utf-8"))
        (tmp_path / "config.json").write_text(json.dumps(known | json.loads(f"{{{settings}}}")))
    with pytest.raises(ModelError, match=message):
        read_weights(tmp_path)


def test_ways_that_do_not_work_are_left_out(net: Net, rows: tuple[Rows, Rows]) -> None:
    pairs = pairs_of(rows, net.shape.padding)
    batch = pairs.batch(next(pairs.plan(np.random.default_rng(1), 512, 0.0)), 512)
    nets, said = [(net, TRAINING)], list[str]()
    assert fastest(nets, batch, said.append) is EVERYWHERE  # on a CPU nothing is tried
    assert not said

    def broken(*_: Any) -> Any:
        raise RuntimeError("no kernel")

    plain = EVERYWHERE.regions
    same = Ways(Regions(*plain))
    wrong = Ways(Regions(ends_of=lambda *inputs: 1.1 * plain.ends_of(*inputs)))
    never = Ways(Regions(ends_of=lambda *inputs: plain.ends_of(*inputs) * (inputs[0] * 0).sum().log()))
    for name, candidate, expected in [
        ("same", same, same), ("wrong", wrong, EVERYWHERE), ("not finite", never, EVERYWHERE),
        ("broken", Ways(Regions(broken)), EVERYWHERE),
    ]:  # fmt: skip
        assert tried(name, lambda c=candidate: c, EVERYWHERE, nets, batch, said.append) is expected, name  # type: ignore[misc]
    assert said[-1] == "broken: not used, RuntimeError: no kernel"
    assert all(weight.grad is None for weight in net.weights.values())


@pytest.mark.filterwarnings("ignore:The .grad attribute:UserWarning")
def test_each_region_is_one_graph(net: Net, rows: tuple[Rows, Rows]) -> None:
    """Nothing in them stops the compiler half-way; what it would make of them needs a GPU."""
    pairs = pairs_of(rows, net.shape.padding)
    batch = pairs.batch(next(pairs.plan(np.random.default_rng(1), 512, 0.0)), 512)
    regions: Any = [torch.compile(region, backend="eager", fullgraph=True, dynamic=False) for region in PLAIN]
    whole = Ways(Regions(*regions))
    assert net.loss(batch, whole).item() == pytest.approx(net.loss(batch).item(), abs=1e-6)
    torch.manual_seed(1)
    net.loss(batch, whole, dropout=0.1, smoothing=0.1).backward()  # type: ignore[no-untyped-call]


def test_text_that_is_worth_distilling(tmp_path: Path, work: Path) -> None:
    path = tmp_path / "text.xz"
    twice = "Harga beras naik 1,5\t persen ."
    with lzma.open(path, "wt", encoding="utf-8") as stream:
        for line in (twice, twice, "Pendek .", 'Kata dia hari ini , " ya " .', "Ini yang diuji nanti."):
            stream.write(f"{line}\n")
    written = [tidied(line) for line in read_lines(path)]
    with Cutter(work / "start", 0) as cutter:
        read = cutter.in_notation(written)
    assert worth_distilling(written, read, ["Ini yang diuji nanti."]) == {
        "Harga beras naik 1.5 persen.": "Harga beras naik 1,5 persen.",
        'Kata dia hari ini, "ya".': 'Kata dia hari ini, "ya".',
    }
    with pytest.raises(InputError, match="gone"):
        read_lines(tmp_path / "gone")


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_processes_cut_as_one_does(work: Path) -> None:
    lines = ["Harga beras naik.", "", "Menteri Perdagangan mengatakan harga beras naik."] * 3000
    with Cutter(work / "start", 0) as here, Cutter(work / "start", 2) as there:
        for one, other in zip(here.segmentations(lines, CONFIG), there.segmentations(lines, CONFIG), strict=True):
            assert np.array_equal(one().flat, other().flat)
            assert np.array_equal(one().sizes, other().sizes)
        best, sampled = (made() for made in here.segmentations(lines, CONFIG))
        assert len(best) == len(sampled) == len(lines)
        assert not np.array_equal(best.sizes, sampled.sizes)
        rows = [sampled.taken(np.array([n])).flat for n in range(9)]
        assert here.texts(rows) == there.texts(rows)
        assert here.in_notation(lines) == there.in_notation(lines)
        assert here.texts(rows)[::3] == lines[:9:3]


@pytest.fixture(scope="module")
def lent(work: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is sent to a lent machine."""
    folder = tmp_path_factory.mktemp("lent")
    alone = work / "alone.txt"
    rows = [row.split("\t")[1] for row in (TOY / "toy.tsv").read_text(encoding="utf-8").splitlines()]
    alone.write_text("\n".join(rows[12:]) + "\n", encoding="utf-8")
    dev = work / "dev.id", work / "dev.en"
    assert pack(Wanted(work / "data", work / "start", dev, alone), folder) < 4e6
    return folder


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"dev": (Path("gone.id"), Path("gone.en"))}, r"can't read gone\.id", id="development set"),
        pytest.param({"text": Path("gone.txt")}, r"can't read gone\.txt", id="text"),
        pytest.param({"data": Path("gone")}, r"can't read gone/data\.json", id="data"),
        pytest.param({"start": Path("gone")}, "can't read the checkpoint gone", id="start"),
    ],
)
def test_what_cannot_be_packed_is_named(work: Path, tmp_path: Path, changes: Any, message: str) -> None:
    wanted = Wanted(work / "data", work / "start", (work / "dev.id", work / "dev.en"))
    with pytest.raises(InputError, match=message):
        pack(replace(wanted, **changes), tmp_path)


def test_light_sources_stay_at_home(work: Path, tmp_path: Path) -> None:
    pack(Wanted(work / "data", work / "start", (work / "dev.id", work / "dev.en"), least_weight=1.5), tmp_path)
    assert list(read_report(tmp_path / "data")) == ["toy_news"]
    assert list(texts_by_source(corpus_of(tmp_path / "data"))) == ["toy_news"]


CONFIGS = """
direction = "{direction}"
[training]
batch_tokens = 512
encoder_rate = 8e-3
decoder_rate = 8e-3
warm_up = 20
steps = {steps}
[gpu]
segmentations = 2
closing_seconds = 0.0
"""


def test_a_teacher_without_time_distils_nothing(work: Path, net: Net) -> None:
    given = Given(work / "data", work / "start", (work / "dev.id", work / "dev.en"), work / "none.gz", work / "none")
    said: list[str] = []
    with Cutter(work / "start", 0) as cutter:
        run = Run(CONFIG, given, cutter, Clock(0.0, 1.0), CPU, np.random.default_rng(1), said.append)
        alone = {"Harga beras naik.": "Harga beras naik."}
        which, pairs = distil(run, net, alone, cutter.rows(list(alone))(), EVERYWHERE, run.end)
        assert (len(which), pairs, cutter.texts([]), len(cutter.rows([])())) == (0, [], [], 0)
    assert said == ["distilled 0 of 1 sentences, 0 kept"]


def test_both_runs_in_the_folder_that_is_sent(lent: Path, work: Path, tmp_path: Path) -> None:
    """The folder needs nothing beside it, and what comes out is an ordinary checkpoint."""
    for name, direction, steps in (("teacher", "id-en", 30), ("student", "id-en", 3), ("reverse", "en-id", 2)):
        (tmp_path / f"{name}.toml").write_text(CONFIGS.format(direction=direction, steps=steps))
    distilled = tmp_path / "distilled.tsv.gz"
    common = "--data data --start start --dev dev.id dev.en --seconds 600 --processes 0".split()
    stages: dict[str, list[str | Path]] = {
        "translator": ["--text", TEXT, "--teacher", tmp_path / "teacher.toml", "--config", tmp_path / "student.toml"],
        "reverse": ["--config", tmp_path / "reverse.toml"],
    }
    said = ""
    for stage, own in stages.items():
        files = ["--distilled", distilled, "--output", tmp_path / stage]
        arguments = [str(argument) for argument in (*common, *own, *files)]
        done = subprocess.run(
            [sys.executable, "-m", "training.gpu", stage, *arguments], capture_output=True, text=True,
            cwd=lent, env=os.environ | {"OMP_NUM_THREADS": "1"}, check=False,
        )  # fmt: skip
        assert not done.returncode, done.stderr
        said += done.stdout
        unpack(tmp_path / stage, tmp_path / f"{stage}-checkpoint", like=work / "start")
        MarianMTModel.from_pretrained(tmp_path / f"{stage}-checkpoint")
    made = read_distilled(distilled)
    alone = {tidied(line) for line in read_lines(lent / TEXT)}
    assert len(made) > 0
    assert {indonesian for indonesian, _ in made} <= alone
    assert "60 pairs, 40 sentences alone, on cpu" in said
    assert "translator: 3 steps" in said
    assert f"60 pairs, {len(made)} distilled, on cpu" in said
    assert "reverse model: 2 steps" in said
