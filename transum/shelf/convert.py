"""Any checkpoint → a CTranslate2 folder that ``ct2`` can run alone: weights, vocabulary, SentencePiece models."""

import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, get_args

from transum.errors import ModelError
from transum.shelf.checkpoint import load_model, load_tokenizer, target_vocabulary, translated_errors
from transum.shelf.formats import PIECE_FILES, Format, recognise

Quantization = Literal["int8", "float16", "float32"]
QUANTIZATIONS: tuple[Quantization, ...] = get_args(Quantization)


def convert(source: Path, target: Path, *, quantization: Quantization = "int8", allow_pickle: bool = False) -> None:
    """Write the model in ``source`` to the new folder ``target``, its weights in ``quantization``.

    Hugging Face checkpoints (MarianMT, NLLB-200, M2M-100) need torch; native Marian ones don't. A CTranslate2 folder is
    copied as it is. Raises ``ModelError``; ``target`` may then be half-written, so give a temporary one.
    """
    found = recognise(source)
    if found is Format.PICKLE and not allow_pickle:
        raise pickle_refused(str(source))
    if found is Format.CTRANSLATE2:
        shutil.copytree(source, target)
        return
    if found is Format.MARIAN:
        _convert_native(source, target, quantization)
    else:
        with translated_errors(f"converting {source.name}"):
            _transformers_converter(source, allow_pickle=allow_pickle).convert(str(target), quantization=quantization)
    for name in PIECE_FILES:
        if (source / name).is_file():
            shutil.copyfile(source / name, target / name)


def pickle_refused(name: str) -> ModelError:
    """The refusal of a checkpoint without safetensors."""
    return ModelError(
        f"{name} has its weights only as a Python pickle (pytorch_model.bin), a format that can carry code",
        hint="If you trust its publisher: transum models add --allow-pickle NAME (it is read as bare tensors, once).",
    )


def _convert_native(source: Path, target: Path, quantization: Quantization) -> None:
    """Marian's own format, as OPUS-MT packages it; the files that ``decoder.yml`` names must be in the folder."""
    import yaml
    from ctranslate2.converters.marian import MarianConverter

    try:
        config = yaml.safe_load((source / "decoder.yml").read_text(encoding="utf-8"))
        weights, *vocabularies = (_inside(source, name) for name in (config["models"][0], *config["vocabs"]))
        with TemporaryDirectory() as scratch:
            tables = [_as_yaml(path, Path(scratch) / f"{n}.yml") for n, path in enumerate(vocabularies)]
            MarianConverter(str(weights), [str(path) for path in tables]).convert(
                str(target), quantization=quantization
            )
    except (OSError, ValueError, KeyError, TypeError, IndexError, RuntimeError, yaml.YAMLError) as exc:
        raise ModelError(
            f"can't convert the Marian model in {source}: {exc}", hint="Is it whole? decoder.yml names its files."
        ) from exc
    if not any((source / name).is_file() for name in PIECE_FILES):
        for path in vocabularies:
            if path.suffix == ".spm":
                shutil.copyfile(path, target / "vocab.spm")


def _inside(folder: Path, name: str) -> Path:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise ValueError(f"decoder.yml names {name}, which is outside of the folder")
    return path


def _as_yaml(vocabulary: Path, target: Path) -> Path:
    """Marian may take a SentencePiece model, or a plain list, for its vocabulary; CTranslate2 reads only YAML."""
    import sentencepiece

    if vocabulary.suffix in {".yml", ".yaml"}:
        return vocabulary
    if vocabulary.suffix == ".spm":
        pieces = sentencepiece.SentencePieceProcessor(model_file=str(vocabulary))
        tokens = [pieces.id_to_piece(index) for index in range(len(pieces))]
    else:
        tokens = vocabulary.read_text(encoding="utf-8").splitlines()
    lines = (f"{json.dumps(token, ensure_ascii=False)}: {index}\n" for index, token in enumerate(tokens))
    target.write_text("".join(lines), encoding="utf-8")
    return target


def _transformers_converter(folder: Path, *, allow_pickle: bool) -> Any:
    """CTranslate2's converter, kept to local files and safetensors, and taught separate Marian vocabularies."""
    from ctranslate2.converters import TransformersConverter

    class LocalConverter(TransformersConverter):  # type: ignore[misc]
        def load_model(self, model_class: Any, path: str, **options: Any) -> Any:
            model = load_model(model_class, Path(path), allow_pickle=allow_pickle, **options)
            if model.config.model_type == "marian" and model.get_decoder().embed_tokens.weight[_start(model)].any():
                raise ModelError(
                    f"CTranslate2 would run {folder.name} differently: the embedding of its start token is not zero",
                    hint="Run it as it is: --engine transformers",
                )
            return model

        def load_tokenizer(self, _: Any, path: str, **_options: Any) -> Any:
            self.tokenizer = load_tokenizer(Path(path))
            return self.tokenizer

        def _load(self) -> Any:
            spec = super()._load()
            if getattr(self.tokenizer, "separate_vocabs", False):
                _separate_target(spec, target_vocabulary(self.tokenizer))
            return spec

    return LocalConverter(str(folder))


def _start(model: Any) -> int:
    return int(model.config.decoder_start_token_id)


def _separate_target(spec: Any, ids: dict[str, int]) -> None:
    """Give ``spec`` its own target tokens, without the padding that only transformers needs.

    CTranslate2 takes both vocabularies for one, and drops the padding of the target only where both have one size.
    """
    tokens = sorted(ids, key=ids.__getitem__)
    if tokens[-1] == "<pad>":
        tokens.pop()
    decoder = spec.decoder
    for layer in (decoder.embeddings, decoder.projection):
        layer.weight = layer.weight[: len(tokens)]
    if decoder.projection.has_bias():
        decoder.projection.bias = decoder.projection.bias[: len(tokens)]
    spec._vocabularies["target"] = [tokens]  # noqa: SLF001 registering adds to the wrong one, it doesn't replace it
