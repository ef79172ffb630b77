"""Weights in and out: an ordinary checkpoint, or the parts of one that ``training.parcel`` made."""

import json
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor

from training import parcel
from training.gpu.network import EMBEDDING, Net, Shape
from transum.errors import ModelError

PART_SIZE: Final = 15_000_000  # bytes: a lent machine gives back a few files of at most 16 MiB
# What a checkpoint may say beside the embedding and the layers: copies of the embedding, sinusoids, a bias of zeros.
_TIED: Final = ("lm_head.weight", "model.encoder.embed_tokens.weight", "model.decoder.embed_tokens.weight")


def read_weights(folder: Path) -> tuple[dict[str, Tensor], Shape]:
    """The weights of a MarianMT checkpoint, whole or in parts; raises ``ModelError`` and ``InputError``."""
    try:
        settings: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as exc:
        raise ModelError(f"no checkpoint in {folder}: {exc}") from exc
    fitting = {
        "activation_function": "gelu", "scale_embedding": False,
        "decoder_attention_heads": settings["encoder_attention_heads"],
        "pad_token_id": settings["decoder_start_token_id"],
    }  # fmt: skip
    for key, value in fitting.items():
        if settings[key] != value:
            raise ModelError(f"{folder}: training.gpu knows models with {key} = {value}, not {settings[key]}")
    weights = {
        name: torch.from_numpy(np.ascontiguousarray(weight, dtype=np.float32))
        for name, weight in parcel.read_weights(folder).items()
        if name == EMBEDDING or (".layers." in name and name not in _TIED)
    }
    return weights, Shape(settings["encoder_attention_heads"], settings["pad_token_id"])


def write_weights(net: Net, folder: Path) -> int:
    """Write the parts of ``net`` into ``folder``; how many. ``training.parcel unpack`` makes a checkpoint of them."""
    weights = {name: weight.detach().cpu().numpy() for name, weight in net.weights.items()}
    return parcel.write_parts(weights, folder, PART_SIZE)
