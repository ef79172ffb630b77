"""Builds small, real checkpoints: the formats that people download, with a few thousand weights.

Every function fills a folder and returns it. The SentencePiece models are trained on the sentences below, the weights
are drawn from a fixed seed; ``marian`` trains them for a second, so that its greedy output is text.
"""

import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import sentencepiece

PAIRS = (
    ("Banjir merendam ratusan rumah di Jakarta Timur.", "Floods submerged hundreds of houses in East Jakarta."),
    ("Presiden membuka pameran dagang di Surabaya.", "The president opened a trade fair in Surabaya."),
    ("Harga beras naik 12 persen pada bulan Mei.", "The price of rice rose 12 percent in May."),
    ("Kereta api tiba di Bandung pukul 13:30.", "The train arrived in Bandung at 13:30."),
    ("Guru itu membaca buku tentang sejarah.", "The teacher read a book about history."),
    ("Pemerintah menutup pelabuhan selama dua hari.", "The government closed the port for two days."),
)
SOURCES = tuple(source for source, _ in PAIRS)
TARGETS = tuple(target for _, target in PAIRS)
# Besides the sentences it was trained on: unknown words, unknown characters, marks that are control tokens elsewhere.
TEXTS = (*SOURCES, "Rumah di Bandung naik.", "Zzq — 数字 🙂", "</s> dan <pad> dan >>fra<< dan <unk>", "Mei")


def marian(folder: Path, *, steps: int = 50, languages: Sequence[str] = (), separate: bool = False) -> Path:
    """A Hugging Face MarianMT checkpoint; ``languages`` such as ``>>eng<<`` make it a multi-target one."""
    import torch
    import transformers

    folder.mkdir(parents=True)
    source, target = _vocabularies(folder, languages, separate=separate)
    torch.manual_seed(7)
    config = transformers.MarianConfig(
        vocab_size=len(source), decoder_vocab_size=len(target), d_model=32, encoder_layers=1, decoder_layers=1,
        encoder_attention_heads=2, decoder_attention_heads=2, encoder_ffn_dim=48, decoder_ffn_dim=48,
        max_position_embeddings=512, pad_token_id=len(target) - 1, eos_token_id=0, forced_eos_token_id=0,
        decoder_start_token_id=len(target) - 1, bos_token_id=None, activation_function="swish", scale_embedding=True,
        share_encoder_decoder_embeddings=not separate, tie_word_embeddings=True, init_std=0.15,
    )  # fmt: skip
    model = transformers.MarianMTModel(config)
    with torch.no_grad():
        model.lm_head.weight[config.pad_token_id] = 0
    if steps:
        _train(model, _batch(folder, source, target, languages), steps)
    model.save_pretrained(folder)
    return folder


def nllb(folder: Path) -> Path:
    """A Hugging Face NLLB-200 checkpoint (the M2M-100 architecture, BPE pieces, codes such as ``eng_Latn``)."""
    import transformers

    folder.mkdir(parents=True)
    pieces = _train_pieces(folder / "sentencepiece.bpe.model", (*SOURCES, *TARGETS), 160, model_type="bpe")
    vocabulary = {token: index for index, token in enumerate(("<s>", "<pad>", "</s>", "<unk>", *pieces))}
    merges: Any = _merges(pieces)  # annotated as strings there, which it doesn't take
    tokenizer = transformers.NllbTokenizer(vocab=vocabulary, merges=merges)
    tokenizer.save_pretrained(folder)
    return _m2m100_weights(folder, len(tokenizer))


def m2m100(folder: Path) -> Path:
    """A Hugging Face M2M-100 checkpoint, codes such as ``__en__``."""
    import transformers

    folder.mkdir(parents=True)
    pieces = _train_pieces(folder / "sentencepiece.bpe.model", (*SOURCES, *TARGETS), 160)
    vocabulary = {token: index for index, token in enumerate(("<s>", "<pad>", "</s>", "<unk>", *pieces))}
    (folder / "vocab.json").write_text(json.dumps(vocabulary))
    (folder / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "M2M100Tokenizer"}))
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
    return _m2m100_weights(folder, len(vocabulary) + len(tokenizer.lang_token_to_id) + tokenizer.num_madeup_words)


def native_marian(folder: Path, *, vocabulary_as_pieces: bool = False) -> Path:
    """An OPUS-MT folder as Marian writes it: ``decoder.yml``, weights in ``.npz``, a ``.yml`` vocabulary, ``.spm``.

    With ``vocabulary_as_pieces`` the SentencePiece model itself is the vocabulary, as Marian also allows.
    """
    import numpy as np

    folder.mkdir(parents=True)
    if vocabulary_as_pieces:
        tokens = ["</s>", "<unk>", *_train_pieces(folder / "vocab.spm", (*SOURCES, *TARGETS), 150, eos_id=0, unk_id=1)]
        vocabularies = ["vocab.spm", "vocab.spm"]
    else:
        pieces = _train_pieces(folder / "source.spm", SOURCES, 120), _train_pieces(folder / "target.spm", TARGETS, 120)
        tokens = ["</s>", "<unk>", *sorted({*pieces[0], *pieces[1]})]
        lines = [f"{json.dumps(token, ensure_ascii=False)}: {index}\n" for index, token in enumerate(tokens)]
        (folder / "opus.vocab.yml").write_text("".join(lines), encoding="utf-8")
        vocabularies = ["opus.vocab.yml", "opus.vocab.yml"]
    np.savez(folder / "opus.npz", **_marian_weights(len(tokens)))
    listing = "".join(f"  - {name}\n" for name in vocabularies)
    (folder / "decoder.yml").write_text(f"models:\n  - opus.npz\nvocabs:\n{listing}beam-size: 6\n")
    return folder


def as_pickle(checkpoint: Path, folder: Path) -> Path:
    """The same checkpoint with its weights pickled, as most of Helsinki-NLP's are."""
    import safetensors.torch
    import torch

    folder.mkdir(parents=True)
    for path in checkpoint.iterdir():
        if path.suffix != ".safetensors":
            (folder / path.name).write_bytes(path.read_bytes())
    torch.save(safetensors.torch.load_file(checkpoint / "model.safetensors"), folder / "pytorch_model.bin")
    return folder


def _train_pieces(path: Path, lines: Iterable[str], size: int, **options: Any) -> list[str]:
    """Write a SentencePiece model; returns its pieces without the control tokens."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines), model_writer=model, vocab_size=size, hard_vocab_limit=False,
        character_coverage=1.0, bos_id=options.pop("bos_id", -1), minloglevel=2, **options,
    )  # fmt: skip
    path.write_bytes(model.getvalue())
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(path))
    return [
        pieces.id_to_piece(index)
        for index in range(len(pieces))
        if not pieces.is_control(index) and not pieces.is_unknown(index)
    ]


def _merges(pieces: Sequence[str]) -> list[tuple[str, str]]:
    """How BPE arrives at its pieces, the first first: each from every two others that it can be put together from."""
    known = set(pieces)
    halves = [[(piece[:cut], piece[cut:]) for cut in reversed(range(1, len(piece)))] for piece in pieces]
    return [(left, right) for pairs in halves for left, right in pairs if left in known and right in known]


def _vocabularies(folder: Path, languages: Sequence[str], *, separate: bool) -> tuple[dict[str, int], dict[str, int]]:
    source = _train_pieces(folder / "source.spm", SOURCES, 120)
    target = _train_pieces(folder / "target.spm", TARGETS, 100)
    settings: dict[str, Any] = {"tokenizer_class": "MarianTokenizer", "source_lang": "id", "target_lang": "en"}
    if separate:
        tables = [_table([*languages, *source]), _table(target)]
        (folder / "target_vocab.json").write_text(json.dumps(tables[1], ensure_ascii=False), encoding="utf-8")
        settings["separate_vocabs"] = True
    else:
        tables = [_table([*languages, *sorted({*source, *target})])] * 2
    (folder / "vocab.json").write_text(json.dumps(tables[0], ensure_ascii=False), encoding="utf-8")
    (folder / "tokenizer_config.json").write_text(json.dumps(settings))
    return tables[0], tables[1]


def _table(pieces: Sequence[str]) -> dict[str, int]:
    return {token: index for index, token in enumerate(("</s>", "<unk>", *pieces, "<pad>"))}


def _batch(folder: Path, source: dict[str, int], target: dict[str, int], languages: Sequence[str]) -> dict[str, Any]:
    """The sentence pairs as padded tensors; every language is taught the same English."""
    import torch

    pieces = [
        sentencepiece.SentencePieceProcessor(model_file=str(folder / f"{side}.spm")) for side in ("source", "target")
    ]
    rows, labels = [], []
    for language in languages or [""]:
        for text, translation in PAIRS:
            tokens = [language] * bool(language) + pieces[0].encode(text, out_type=str) + ["</s>"]
            rows.append(torch.tensor([source[token] for token in tokens]))
            labels.append(
                torch.tensor([target[token] for token in [*pieces[1].encode(translation, out_type=str), "</s>"]])
            )
    padded = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=source["<pad>"])
    return {
        "input_ids": padded,
        "attention_mask": (padded != source["<pad>"]).long(),
        "labels": torch.nn.utils.rnn.pad_sequence(labels, batch_first=True, padding_value=-100),
    }


def _train(model: Any, batch: dict[str, Any], steps: int) -> None:
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # for so few weights, threads only wait for each other
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(steps):
        optimizer.zero_grad()
        model(**batch).loss.backward()
        optimizer.step()
        with torch.no_grad():  # Marian starts a target from nothing: the padding's embedding stays zero
            model.lm_head.weight[model.config.pad_token_id] = 0
    torch.set_num_threads(threads)


def _m2m100_weights(folder: Path, size: int) -> Path:
    import torch
    import transformers

    torch.manual_seed(7)
    config = transformers.M2M100Config(
        vocab_size=size, d_model=16, encoder_layers=1, decoder_layers=1, encoder_attention_heads=2,
        decoder_attention_heads=2, encoder_ffn_dim=24, decoder_ffn_dim=24, max_position_embeddings=256, init_std=0.4,
    )  # fmt: skip
    transformers.M2M100ForConditionalGeneration(config).save_pretrained(folder)
    return folder


def _marian_weights(size: int, width: int = 16) -> dict[str, Any]:
    """Arrays by the names that Marian gives them, one layer a side, and its settings as it stores them."""
    import numpy as np

    random = np.random.default_rng(7)
    weights: dict[str, Any] = {"Wemb": random.normal(0, 0.5, (size, width)).astype("float32")}

    def linear(name: str, suffix: str, rows: int, columns: int) -> None:
        weights[f"{name}_W{suffix}"] = random.normal(0, 0.4, (rows, columns)).astype("float32")
        weights[f"{name}_b{suffix}"] = np.zeros((1, columns), "float32")

    def norm(name: str) -> None:
        weights[f"{name}_ln_scale"] = np.ones((1, width), "float32")
        weights[f"{name}_ln_bias"] = np.zeros((1, width), "float32")

    for side, attentions in (("encoder", ["self"]), ("decoder", ["self", "context"])):
        for attention in attentions:
            for suffix in "qkvo":
                linear(f"{side}_l1_{attention}", suffix, width, width)
            norm(f"{side}_l1_{attention}_Wo")
        linear(f"{side}_l1_ffn", "1", width, 24)
        linear(f"{side}_l1_ffn", "2", 24, width)
        norm(f"{side}_l1_ffn_ffn")
    weights["decoder_ff_logit_out_b"] = random.normal(0, 0.1, (1, size)).astype("float32")
    settings = {
        "type": "transformer", "enc-depth": 1, "dec-depth": 1, "transformer-heads": 2,
        "transformer-decoder-autoreg": "self-attention", "transformer-no-projection": False,
        "transformer-ffn-activation": "swish", "transformer-preprocess": "", "transformer-postprocess": "dan",
        "transformer-postprocess-emb": "d", "transformer-guided-alignment-layer": "last",
    }  # fmt: skip
    text = "".join(f"{name}: {json.dumps(value)}\n" for name, value in settings.items())
    weights["special:model.yml"] = np.frombuffer(text.encode() + b"\0", dtype="int8")
    return weights
