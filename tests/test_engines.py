"""The engines on small real models: same weights, same tokens, whatever runs them."""

import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ctranslate2.converters  # noqa: F401 - with torch, before a test hides that from it
import pytest

from tests import checkpoints
from transum.document import Candidate
from transum.engines import load as engines
from transum.engines.ct2 import CT2Translator
from transum.engines.pieces import Pieces
from transum.engines.transformers import TransformersTranslator
from transum.errors import ModelError, TransumError, UsageError
from transum.segment import segment
from transum.segment.chunk import model_text
from transum.shelf import Shelf
from transum.shelf import add as adding
from transum.shelf.convert import Quantization, convert
from transum.shelf.formats import Format, compute_type, format_of, recognise
from transum.shelf.manifest import embedded

if TYPE_CHECKING:
    from transum.engines.protocol import Translator

Make = Callable[[str], Path]
KINDS: dict[str, Callable[[Path], Path]] = {
    "marian": checkpoints.marian,
    "several-targets": lambda folder: checkpoints.marian(folder, steps=0, languages=[">>eng<<", ">>zsm<<"]),
    "separate-vocabularies": lambda folder: checkpoints.marian(folder, steps=0, separate=True),
    "nllb": checkpoints.nllb,
    "m2m100": checkpoints.m2m100,
    "native": checkpoints.native_marian,
    "native-spm": lambda folder: checkpoints.native_marian(folder, vocabulary_as_pieces=True),
}
HUGGING_FACE = [kind for kind in KINDS if not kind.startswith("native")]


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """The checkpoint of a kind, built once."""
    root = tmp_path_factory.mktemp("checkpoints")
    return lambda kind: root / kind if (root / kind).exists() else KINDS[kind](root / kind)


@pytest.fixture(scope="session")
def converted(checkpoint: Make, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Quantization], Path]:
    """The same, as a CTranslate2 folder."""
    root = tmp_path_factory.mktemp("converted")

    def make(kind: str, quantization: Quantization) -> Path:
        folder = root / f"{kind}-{quantization}"
        if not folder.exists():
            convert(checkpoint(kind), folder, quantization=quantization)
        return folder

    return make


def by_ctranslate2(folder: Path, **settings: Any) -> CT2Translator:
    return CT2Translator(folder, name="small", version="1", **{"beam": 1, "threads": 1, **settings})


def by_transformers(folder: Path, **settings: Any) -> TransformersTranslator:
    return TransformersTranslator(folder, name="small", version="1", **{"beam": 1, "threads": 1, **settings})


@pytest.mark.parametrize("kind", HUGGING_FACE)
def test_both_engines_give_the_same_greedy_text_and_score(kind: str, checkpoint: Make, converted: Any) -> None:
    ours = by_ctranslate2(converted(kind, "float32")).translate(checkpoints.TEXTS)
    theirs = by_transformers(checkpoint(kind)).translate(checkpoints.TEXTS)
    assert [best.text for (best,) in ours] == [best.text for (best,) in theirs]
    assert [best.score for (best,) in ours] == pytest.approx([best.score for (best,) in theirs], abs=2e-3)


def test_the_float32_conversion_is_exact_token_by_token(checkpoint: Make, converted: Any) -> None:
    """Against transformers' own tokenizer and generation, none of our code between."""
    import ctranslate2
    import torch
    import transformers

    folder = checkpoint("marian")
    with pytest.warns(UserWarning, match="sacremoses"):
        tokenizer = transformers.MarianTokenizer.from_pretrained(folder)
    model: Any = transformers.MarianMTModel.from_pretrained(folder)
    translator = ctranslate2.Translator(str(converted("marian", "float32")), intra_threads=1)
    pieces = Pieces.load(folder, tokenizer.get_vocab())
    for text in checkpoints.SOURCES:
        ids = tokenizer(text, return_tensors="pt").input_ids
        tokens = pieces.encode(text)
        assert tokens == tokenizer.convert_ids_to_tokens(ids[0])
        with torch.inference_mode():
            theirs = model.generate(
                ids, num_beams=1, do_sample=False, max_new_tokens=60, bad_words_ids=[[len(tokenizer) - 1]]
            )
        ours = translator.translate_batch([tokens], beam_size=1, max_decoding_length=60)[0].hypotheses[0]
        assert ours == [token for token in tokenizer.convert_ids_to_tokens(theirs[0]) if token not in {"<pad>", "</s>"}]


def test_int8_agrees_with_float32_on_a_measured_share_of_the_tokens(converted: Any) -> None:
    """A model of 32 dimensions loses most; benchmarks/parity.md has the share of a real one."""
    import ctranslate2

    exact = ctranslate2.Translator(str(converted("marian", "float32")), intra_threads=1)
    rounded = ctranslate2.Translator(str(converted("marian", "int8")), intra_threads=1)
    pieces = Pieces.load(converted("marian", "int8"), [])
    same = total = 0
    for text in checkpoints.TEXTS:
        expected = exact.translate_batch([pieces.encode(text)], beam_size=1)[0].hypotheses[0]
        for position in range(len(expected)):  # each token from the same beginning: one difference is counted once
            found = rounded.translate_batch(
                [pieces.encode(text)],
                target_prefix=[expected[:position]],
                beam_size=1,
                max_decoding_length=position + 1,
            )
            same += found[0].hypotheses[0][: position + 1] == expected[: position + 1]
            total += 1
    assert same / total > 0.9


@pytest.mark.parametrize("kind", ["native", "native-spm"])
def test_native_marian_models_run_without_torch(kind: str, converted: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    translator = by_ctranslate2(converted(kind, "float32"), beam=4)
    results = translator.translate(checkpoints.SOURCES)
    assert len({best.text for (best,) in results}) > 1
    assert all(best.score < 0 for (best,) in results)


def test_a_native_conversion_computes_what_marian_computes(converted: Any, checkpoint: Make) -> None:
    """The first output token, against the network written out in numpy (Vaswani et al. 2017, post-norm, swish)."""
    import ctranslate2
    import numpy as np

    weights = dict(np.load(checkpoint("native") / "opus.npz"))
    translator = ctranslate2.Translator(str(converted("native", "float32")), intra_threads=1)
    pieces = Pieces.load(checkpoint("native"), [])
    vocabulary = json.loads((converted("native", "float32") / "shared_vocabulary.json").read_text(encoding="utf-8"))
    for text in checkpoints.SOURCES:
        tokens = pieces.encode(text)
        ids = [vocabulary.index(token) if token in vocabulary else 1 for token in tokens]
        expected = vocabulary[int(np.argmax(_first_logits(weights, ids)))]
        assert translator.translate_batch([tokens[:-1]], beam_size=1)[0].hypotheses[0][0] == expected


@pytest.mark.parametrize("kind", ["marian", "nllb"])
@pytest.mark.parametrize("make", [by_ctranslate2, by_transformers])
def test_candidates_come_best_first_and_in_the_order_of_the_texts(
    kind: str, make: Any, checkpoint: Make, converted: Any
) -> None:
    translator: Translator = make(checkpoint(kind) if make is by_transformers else converted(kind, "float32"))
    texts = checkpoints.TEXTS[4:8]
    together = translator.translate(texts, candidates=3)
    assert [len(found) for found in together] == [3] * len(texts)
    for text, found in zip(texts, together, strict=True):
        scores = [candidate.score for candidate in found]
        assert scores == sorted(scores, reverse=True)
        assert max(scores) <= 0
        alone = translator.translate([text], candidates=3)[0]
        assert alone[0].score == pytest.approx(found[0].score, abs=0.2)
    assert translator.translate([]) == []


@pytest.mark.parametrize("make", [by_ctranslate2, by_transformers])
def test_avoid_repeats_ends_a_loop(make: Any, checkpoint: Make, converted: Any) -> None:
    translator = make(checkpoint("m2m100") if make is by_transformers else converted("m2m100", "float32"))
    looping, mended = (
        translator.translate(checkpoints.SOURCES[:1], avoid_repeats=flag)[0][0].text for flag in (False, True)
    )
    assert len(set(mended)) > len(set(looping))


@pytest.mark.parametrize("make", [by_ctranslate2, by_transformers])
def test_a_translator_serves_several_threads(make: Any, checkpoint: Make, converted: Any) -> None:
    translator = make(checkpoint("marian") if make is by_transformers else converted("marian", "float32"))
    expected = [translator.translate([text]) for text in checkpoints.SOURCES]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda text: translator.translate([text]), checkpoints.SOURCES)) == expected


@pytest.mark.parametrize(
    ("kind", "language", "source", "prefix"),
    [
        pytest.param("marian", "en", ["…", "</s>"], (), id="one pair has no token"),
        pytest.param("several-targets", "en", [">>eng<<", "…", "</s>"], (), id="ISO 639-1"),
        pytest.param("several-targets", "ms", [">>zsm<<", "…", "</s>"], (), id="Malay"),
        pytest.param("several-targets", ">>zsm<<", [">>zsm<<", "…", "</s>"], (), id="the token itself"),
        pytest.param("nllb", "en", ["ind_Latn", "…", "</s>"], ("eng_Latn",), id="NLLB"),
        pytest.param("nllb", "jav_Latn", ["ind_Latn", "…", "</s>"], ("jav_Latn",), id="NLLB, its code"),
        pytest.param("m2m100", "en", ["__id__", "…", "</s>"], ("__en__",), id="M2M-100"),
    ],
)
def test_a_model_gets_its_language_tokens(
    *, kind: str, language: str, source: list[str], prefix: tuple[str, ...], checkpoint: Make, converted: Any
) -> None:
    for translator in (
        by_ctranslate2(converted(kind, "float32"), target_language=language),
        by_transformers(checkpoint(kind), target_language=language),
    ):
        pieces = translator._pieces  # noqa: SLF001 - what a model is given shows nowhere else
        before, after = source[: source.index("…")], source[source.index("…") + 1 :]
        tokens = pieces.encode("Mei")
        assert tokens[: len(before)] == before
        assert tokens[-len(after) :] == after
        assert pieces.prefix == prefix


def test_the_language_changes_the_output(converted: Any) -> None:
    folder = converted("nllb", "float32")
    english, javanese = (
        by_ctranslate2(folder, target_language=code).translate(checkpoints.SOURCES) for code in ("en", "jv")
    )
    assert english != javanese


@pytest.mark.parametrize("kind", ["several-targets", "nllb", "m2m100"])
def test_an_unknown_language_names_those_that_are_known(kind: str, converted: Any) -> None:
    with pytest.raises(UsageError, match="'tlh'") as caught:
        by_ctranslate2(converted(kind, "float32"), target_language="tlh")
    assert "It knows" in caught.value.hint


@pytest.mark.parametrize("kind", HUGGING_FACE)
def test_control_tokens_in_an_article_are_plain_text(kind: str, converted: Any) -> None:
    pieces = Pieces.load(converted(kind, "float32"), vocabulary(converted(kind, "float32")))
    tokens = pieces.encode("</s> <pad> >>zsm<< eng_Latn __en__ <unk>")
    inner = tokens[len(pieces.before) : -1]
    assert not {"</s>", "<pad>", "<unk>", ">>zsm<<", "eng_Latn", "__en__"} & set(inner)
    assert pieces.count("</s>") > 0


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        pytest.param(["config.json", "model.safetensors"], Format.HUGGING_FACE, id="safetensors"),
        pytest.param(["config.json", "model-00001-of-00002.safetensors"], Format.HUGGING_FACE, id="shards"),
        pytest.param(["config.json", "pytorch_model.bin", "model.safetensors"], Format.HUGGING_FACE, id="both"),
        pytest.param(["config.json", "pytorch_model.bin", "tf_model.h5"], Format.PICKLE, id="pickle"),
        pytest.param(["config.json", "model.bin", "shared_vocabulary.json"], Format.CTRANSLATE2, id="CTranslate2"),
        pytest.param(["model.bin", "source_vocabulary.txt"], Format.CTRANSLATE2, id="old CTranslate2"),
        pytest.param(["decoder.yml", "opus.npz", "source.spm"], Format.MARIAN, id="Marian"),
        pytest.param(["config.json"], None, id="no weights"),
        pytest.param(["adapter.safetensors"], None, id="no configuration"),
        pytest.param([], None, id="empty"),
    ],
)
def test_formats(names: list[str], expected: Format | None) -> None:
    assert format_of(names) is expected


@pytest.mark.parametrize("quantization", ["int8", "float16", "float32"])
def test_weights_of_any_precision_run_without_a_word(
    quantization: Quantization, converted: Any, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = copy(converted("native", quantization), tmp_path / "copy")
    (folder / "manifest.json").unlink(missing_ok=True)
    assert compute_type(folder) == "default"
    plain = by_ctranslate2(folder).translate(["Mei"])[0][0].text
    (folder / "manifest.json").write_text(json.dumps({"quantization": quantization}))
    assert compute_type(folder) == ("int8" if quantization == "int8" else "float32")
    assert by_ctranslate2(folder).translate(["Mei"])[0][0].text == plain
    assert capfd.readouterr().err == ""


def test_other_models_are_named(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "bert"}')
    (tmp_path / "model.safetensors").touch()
    with pytest.raises(ModelError, match="'bert'"):
        recognise(tmp_path)


def test_a_start_token_that_is_not_nothing_is_refused(checkpoint: Make, tmp_path: Path) -> None:
    """CTranslate2 starts a Marian target from nothing; weights that don't would be run differently, silently."""
    import safetensors.torch

    folder = copy(checkpoint("marian"), tmp_path / "copy")
    weights = safetensors.torch.load_file(folder / "model.safetensors")
    weights["model.shared.weight"][-1] = 1.0
    safetensors.torch.save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelError, match="start token") as caught:
        convert(folder, tmp_path / "converted")
    assert "--engine transformers" in caught.value.hint


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


@pytest.mark.parametrize(
    ("kind", "make", "name", "harm"),
    [
        pytest.param("marian", by_transformers, "model.safetensors", truncate, id="safetensors cut off"),
        pytest.param("marian", by_transformers, "source.spm", Path.unlink, id="no SentencePiece"),
        pytest.param("marian", by_transformers, "vocab.json", truncate, id="vocabulary cut off"),
        pytest.param("marian", by_transformers, "config.json", truncate, id="configuration cut off"),
        pytest.param("native", by_ctranslate2, "model.bin", truncate, id="model.bin cut off"),
        pytest.param("native", by_ctranslate2, "model.bin", lambda p: p.write_bytes(b"x"), id="model.bin replaced"),
        pytest.param("native", by_ctranslate2, "model.bin", Path.unlink, id="no model.bin"),
        pytest.param("native", by_ctranslate2, "shared_vocabulary.json", Path.unlink, id="no vocabulary"),
        pytest.param("native", by_ctranslate2, "shared_vocabulary.json", truncate, id="CTranslate2 vocabulary cut off"),
        pytest.param("native", by_ctranslate2, "source.spm", truncate, id="SentencePiece cut off"),
    ],
)
def test_what_a_library_raises_is_translated_once(
    *, kind: str, make: Any, name: str, harm: Callable[[Path], None], checkpoint: Make, converted: Any, tmp_path: Path
) -> None:
    folder = copy(checkpoint(kind) if make is by_transformers else converted(kind, "int8"), tmp_path / "copy")
    for path in [folder / name] + [folder / "target.spm"] * (name == "source.spm" and harm is Path.unlink):
        harm(path)
    with pytest.raises(TransumError) as caught:
        make(folder).translate(["Mei"])
    assert isinstance(caught.value, ModelError)
    assert "\n" not in caught.value.message


@pytest.mark.parametrize("engine", ["auto", "transformers"])
def test_without_torch_the_way_out_is_an_extra(
    engine: Any, checkpoint: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = checkpoint("marian")
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ModelError, match="torch") as caught:
        engines.load(str(folder), engine=engine, shelf=Shelf(tmp_path))
    assert caught.value.hint == "pip install 'transum[hub]'"


@pytest.mark.parametrize(
    ("name", "engine", "message", "hint"),
    [
        pytest.param("org/mt-id-en", "auto", "not on this", "models add org/mt-id-en, or give --download", id="hub id"),
        pytest.param("a/b", "transformers", "not on this", "models add a/b --engine transformers", id="its engine"),
        pytest.param("./no/such/folder", "auto", "no model folder", "transum models list", id="folder"),
        pytest.param("embedded", "transformers", "CTranslate2 only", "--engine transformers", id="embedded"),
    ],
)
def test_a_model_that_is_not_there_comes_with_the_command_that_gets_it(
    name: str, engine: Any, message: str, hint: str, tmp_path: Path
) -> None:
    with pytest.raises(ModelError, match=message) as caught:
        engines.load(name, engine=engine, shelf=Shelf(tmp_path / "shelf"))
    assert hint in caught.value.hint
    assert not (tmp_path / "shelf").exists()


def test_the_embedded_model_is_what_default_means(tmp_path: Path) -> None:
    translator = engines.load(shelf=Shelf(tmp_path), threads=1)
    assert translator.info.name == "embedded"
    assert "Jakarta" in translator.translate(["Banjir merendam ratusan rumah di Jakarta Timur."])[0][0].text


def test_a_folder_is_converted_once_and_again_when_its_weights_change(
    checkpoint: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, shelf = copy(checkpoint("native"), tmp_path / "my model"), Shelf(tmp_path / "shelf")
    first = engines.load(str(folder), shelf=shelf, threads=1)
    with monkeypatch.context() as patch:
        patch.setattr(adding, "convert", lambda *_, **__: pytest.fail("converted again"))
        again = engines.load(str(folder), shelf=shelf, threads=1)
    assert again.info == first.info
    assert again.translate(["Mei"]) == first.translate(["Mei"])
    (folder / "opus.npz").write_bytes((checkpoint("native-spm") / "opus.npz").read_bytes())
    with pytest.raises(ModelError):  # these weights have another vocabulary
        engines.load(str(folder), shelf=shelf, threads=1)


@pytest.mark.parametrize(
    ("kind", "engine"),
    [("marian", "transformers"), ("native", "auto"), ("native", "ctranslate2"), ("marian", "auto")],
)
def test_a_local_folder_runs(kind: str, engine: Any, checkpoint: Make, tmp_path: Path) -> None:
    translator = engines.load(str(checkpoint(kind)), engine=engine, shelf=Shelf(tmp_path), threads=1, beam=2)
    assert translator.info.engine == ("transformers" if engine == "transformers" else "ctranslate2")
    assert translator.info.beam == 2
    assert translator.count_tokens("Mei") > 0
    assert translator.token_limit == 200
    assert translator.translate(["Mei"])[0][0].text


def vocabulary(folder: Path) -> list[str]:
    path = next(folder.glob("*_vocabulary.json"))
    return list(json.loads(path.read_text(encoding="utf-8")))


def copy(source: Path, target: Path) -> Path:
    target.mkdir()
    for path in source.iterdir():
        (target / path.name).write_bytes(path.read_bytes())
    return target


def _first_logits(weights: dict[str, Any], ids: list[int]) -> Any:
    """One layer a side, sines before cosines, no start embedding: up to the scores of the first target token."""
    import numpy as np

    width = weights["Wemb"].shape[1]

    def linear(name: str, suffix: str, x: Any) -> Any:
        return x @ weights[f"{name}_W{suffix}"] + weights[f"{name}_b{suffix}"]

    def norm(name: str, x: Any) -> Any:
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-5)
        return scaled * weights[f"{name}_ln_scale"] + weights[f"{name}_ln_bias"]

    def attention(name: str, x: Any, memory: Any) -> Any:
        parts = [np.split(linear(name, s, m), 2, axis=-1) for s, m in (("q", x), ("k", memory), ("v", memory))]
        heads = []
        for q, k, v in zip(*parts, strict=True):
            scores = np.exp(q @ k.T / np.sqrt(width // 2))
            heads.append(scores / scores.sum(-1, keepdims=True) @ v)
        return norm(f"{name}_Wo", x + linear(name, "o", np.concatenate(heads, -1)))

    def feed_forward(name: str, x: Any) -> Any:
        hidden = linear(name, "1", x)
        return norm(f"{name}_ffn", x + linear(name, "2", hidden / (1 + np.exp(-hidden))))

    positions = np.arange(len(ids))[:, None] / 10000 ** (np.arange(width // 2) / (width // 2))
    positions = np.concatenate([np.sin(positions), np.cos(positions)], -1)
    x = weights["Wemb"][ids] * np.sqrt(width) + positions
    memory = feed_forward("encoder_l1_ffn", attention("encoder_l1_self", x, x))
    y = positions[:1]
    y = attention("decoder_l1_context", attention("decoder_l1_self", y, y), memory)
    return feed_forward("decoder_l1_ffn", y)[0] @ weights["Wemb"].T + weights["decoder_ff_logit_out_b"][0]


CHECKPOINT = Path(__file__).parent.parent / "training" / "checkpoint"  # of the embedded model; training goes on from it


@pytest.fixture(scope="module")
def article() -> list[str]:
    seed = (Path(__file__).parent.parent / "seeds/000_1cb966e1a36f34cb.txt").read_text(encoding="utf-8")
    return [model_text(sentence.text) for sentence in segment(seed).sentences[:8]]


@pytest.fixture(scope="module")
def by_checkpoint(article: list[str]) -> list[Candidate]:
    """The article by transformers."""
    return [best for (best,) in by_transformers(CHECKPOINT).translate(article)]


def test_both_engines_translate_alike_with_the_embedded_model(
    article: list[str], by_checkpoint: list[Candidate], tmp_path: Path
) -> None:
    convert(CHECKPOINT, tmp_path / "float32", quantization="float32")
    ours = [best for (best,) in by_ctranslate2(tmp_path / "float32").translate(article)]
    assert [best.text for best in ours] == [best.text for best in by_checkpoint]
    assert [best.score for best in ours] == pytest.approx([best.score for best in by_checkpoint], abs=2e-3)


def test_the_package_holds_that_checkpoint_in_int8(tmp_path: Path) -> None:
    convert(CHECKPOINT, tmp_path / "int8", quantization="int8")
    assert (tmp_path / "int8/model.bin").read_bytes() == (embedded("translator") / "model.bin").read_bytes()
