"""The weights that training starts from: random, a Marian checkpoint, or a multilingual BERT encoder.

From BERT (multilingual-e5-small and its like): the encoder takes the lower layers; the decoder takes self-attention
and feed-forward of some of them, its cross-attention is fresh. What Marian lacks is folded into the embedding:

- BERT normalises word + position + type embedding. Marian adds sinusoids and normalises nothing. So each row becomes
  ``norm(row + type + mean position)``.
- Those rows have unit size and the sinusoids too, which would drown them: rows are multiplied by c
  (``row_scale``), and the first layer, which knew rows of unit size, divides by c in q, k and v and multiplies its
  attention output by c, so that its own layer norm restores what the pretrained layer saw.
- The decoder's last layer norm starts with a small gain (``last_gain``), so that the tied output starts near
  uniform instead of confidently wrong.
"""

import json
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import AutoModel, MarianConfig, MarianMTModel

from training.config import Model
from training.pieces import END, Pieces
from transum.errors import ModelError, UsageError


def initial_model(shape: Model, vocabulary: Path, start: Path | None, *, dropout: float) -> MarianMTModel:
    """The model that training starts from, in float32.

    ``start`` is the folder that ``shape.start`` speaks of; a Marian start brings its own shape and needs the same
    vocabulary. Raises ``UsageError`` and ``ModelError``.
    """
    if shape.start == "random":
        model = _fresh(shape, vocabulary, dropout)
        _spread_rows(model, shape.last_gain)
    elif start is None:
        raise UsageError(f"model.start is {shape.start!r}, but no checkpoint is given", hint="Add --start FOLDER.")
    elif shape.start == "marian":
        model = _from_marian(start, vocabulary, dropout)
    else:
        model = _fresh(shape, vocabulary, dropout)
        _copy_bert(_load(AutoModel, start), _bert_rows(start), model, shape, vocabulary)
    zero_padding(model)
    return model


def zero_padding(model: MarianMTModel) -> None:
    """Make the padding row zero, which CTranslate2 starts decoding from."""
    with torch.no_grad():
        inner: Any = model.model
        inner.shared.weight[model.config.pad_token_id].zero_()


def _fresh(shape: Model, vocabulary: Path, dropout: float) -> MarianMTModel:
    pieces = Pieces(vocabulary)
    config = MarianConfig(
        vocab_size=pieces.size, decoder_vocab_size=pieces.size, d_model=shape.d_model,
        encoder_layers=shape.encoder_layers, decoder_layers=shape.decoder_layers,
        encoder_attention_heads=shape.heads, decoder_attention_heads=shape.heads,
        encoder_ffn_dim=shape.feed_forward, decoder_ffn_dim=shape.feed_forward,
        max_position_embeddings=shape.positions, activation_function=shape.activation,
        dropout=dropout, attention_dropout=0.0, activation_dropout=0.0, scale_embedding=False,
        init_std=shape.d_model**-0.5,  # as Glorot; with 0.02 a narrow model's cross-attention never wakes
        tie_word_embeddings=True, share_encoder_decoder_embeddings=True,
        pad_token_id=pieces.padding, decoder_start_token_id=pieces.padding, eos_token_id=END, forced_eos_token_id=END,
    )  # fmt: skip
    return MarianMTModel(config)


@torch.no_grad()
def _spread_rows(model: MarianMTModel, last_gain: float) -> None:
    """Rows of unit size, as large as the sinusoids that are added to them, and small first logits all the same."""
    inner: Any = model.model
    inner.shared.weight.normal_()
    inner.decoder.layers[-1].final_layer_norm.weight.mul_(last_gain)


def _from_marian(start: Path, vocabulary: Path, dropout: float) -> MarianMTModel:
    if (start / "vocab.json").read_bytes() != (vocabulary / "vocab.json").read_bytes():
        raise UsageError(
            f"{start} has another vocabulary than {vocabulary}",
            hint="Give the checkpoint's own folder as --vocabulary.",
        )
    model: MarianMTModel = _load(MarianMTModel, start, dropout=dropout)
    return model


def _load(kind: Any, folder: Path, **options: Any) -> Any:
    try:
        return kind.from_pretrained(str(folder), dtype=torch.float32, local_files_only=True, **options)
    except (OSError, ValueError, RuntimeError) as exc:
        raise ModelError(f"can't load the checkpoint in {folder}: {exc}") from exc


def _bert_rows(folder: Path) -> dict[str, int]:
    """The embedding row of every piece, from the tokenizer beside the BERT model (``tokenizer.json``)."""
    try:
        pieces = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    except (OSError, ValueError, KeyError) as exc:
        raise ModelError(f"can't read the pieces of {folder / 'tokenizer.json'}: {exc}") from exc
    return {name: row for row, (name, _) in enumerate(pieces)}


@torch.no_grad()
def _copy_bert(bert: Any, bert_rows: dict[str, int], model: MarianMTModel, shape: Model, vocabulary: Path) -> None:
    if bert.config.hidden_size != shape.d_model or bert.config.intermediate_size != shape.feed_forward:
        raise UsageError(
            "the BERT model has another width than [model] in the configuration",
            hint=f"Set d_model = {bert.config.hidden_size} and feed_forward = {bert.config.intermediate_size}.",
        )
    rows: dict[str, int] = json.loads((vocabulary / "vocab.json").read_text(encoding="utf-8"))
    inner: Any = model.model
    _copy_embedding(bert, bert_rows, inner.shared.weight, rows, shape.row_scale)
    for index, layer in enumerate(inner.encoder.layers):
        _copy_layer(bert.encoder.layer[index], layer)
    for index, layer in zip(shape.decoder_from, inner.decoder.layers, strict=True):
        _copy_layer(bert.encoder.layer[index], layer)
    for first in (inner.encoder.layers[0], inner.decoder.layers[0]):
        _scale_first_layer(first, shape.row_scale)
    inner.decoder.layers[-1].final_layer_norm.weight.mul_(shape.last_gain)


def _copy_embedding(bert: Any, bert_rows: dict[str, int], weight: Tensor, rows: dict[str, int], scale: float) -> None:
    """Rows of shared pieces, the embedding layer norm folded in; other pieces get the mean row."""
    embeddings = bert.embeddings
    constant = embeddings.token_type_embeddings.weight[0] + embeddings.position_embeddings.weight[2:130].mean(0)
    folded = embeddings.LayerNorm(embeddings.word_embeddings.weight + constant)
    weight.copy_((folded.mean(0) * scale).expand_as(weight))
    for name, row in rows.items():
        if name in bert_rows:
            weight[row] = folded[bert_rows[name]] * scale


def _copy_layer(bert: Any, marian: Any) -> None:
    """Self-attention and feed-forward of one layer; both architectures normalise behind the addition."""
    pairs: list[tuple[nn.Module, nn.Module]] = [
        (bert.attention.self.query, marian.self_attn.q_proj),
        (bert.attention.self.key, marian.self_attn.k_proj),
        (bert.attention.self.value, marian.self_attn.v_proj),
        (bert.attention.output.dense, marian.self_attn.out_proj),
        (bert.attention.output.LayerNorm, marian.self_attn_layer_norm),
        (bert.intermediate.dense, marian.fc1),
        (bert.output.dense, marian.fc2),
        (bert.output.LayerNorm, marian.final_layer_norm),
    ]
    for ours, theirs in pairs:
        theirs.load_state_dict(ours.state_dict())


def _scale_first_layer(layer: Any, scale: float) -> None:
    """Make a layer that knew rows of unit size work on rows ``scale`` times as large; biases stay as they are."""
    for projection in (layer.self_attn.q_proj, layer.self_attn.k_proj, layer.self_attn.v_proj):
        projection.weight.div_(scale)
    layer.self_attn.out_proj.weight.mul_(scale)
    layer.self_attn.out_proj.bias.mul_(scale)
