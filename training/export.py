r"""Step 5: a checkpoint → the folder that ships in the wheel: CTranslate2 int8, manifest, model card.

    python -m training.export --config training/configs/small.toml --checkpoint work/run/checkpoint \
        --data work/data --scores work/scores/scores.json --card training/cards/translator.toml --version 1 \
        --output transum/models/translator --keep training/checkpoint

The reverse model is exported by the same command with its own card: which way a model translates is what its card says.
Without ``--output`` the model card is printed and nothing is made.

``--keep`` leaves the checkpoint in float16, of which int8 keeps no less, and converts that one, so that both folders
hold the same weights. ``training.convert`` converts, compares the result with the checkpoint, and writes the manifest;
the card's scores are replaced by those of ``training.evaluate``.
"""

import argparse
import json
import shutil
import string
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import torch
from transformers import MarianMTModel

from training.commandline import run
from training.config import Config, Direction, read_toml
from training.convert import agrees, convert, write_manifest
from training.data import REPORT, SOURCES
from training.evaluate import Scores, read_scores, table
from training.pieces import TOKENIZER_FILES
from training.readers import read_sources
from transum.errors import InputError, OutputError

TEMPLATE: Final = Path(__file__).with_name("model_card.md")
CARD: Final = "README.md"
_TITLES: Final[Mapping[Direction, tuple[str, str]]] = {
    "id-en": ("embedded translator", "Indonesian → English"),
    "en-id": ("embedded reverse model", "English → Indonesian"),
}


def model_card(
    card: Mapping[str, Any], version: str, data: Mapping[str, Any], scores: Sequence[Scores], config: Config
) -> str:
    """The model card in Markdown, from ``model_card.md``, the card's TOML and what the other steps found.

    The same for both models: what differs is what the card says, and which sources teach the card's direction.
    """
    direction = direction_of(card)
    rows = {name: row for name, row in data.items() if direction in row["directions"]}
    left_out: Counter[str] = Counter()
    for row in rows.values():
        left_out.update(row.get("left_out", {}))
    return string.Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        title=_TITLES[direction][0],
        direction=_TITLES[direction][1],
        version=version,
        **{key: card[key] for key in ("architecture", "licence", "training_data", "training", "intended_use")},
        known_faults="\n".join(f"- {fault}" for fault in card["known_faults"]),
        beam=config.evaluation.beam,
        bootstrap=f"{config.evaluation.bootstrap:,}",
        scores="\n\n".join(map(table, scores)) or _known_scores(card),
        data="\n".join(_data_row(name, row) for name, row in rows.items()),
        left_out=", ".join(f"{count:,} {reason}" for reason, count in left_out.most_common()) or "not counted",
    )


def direction_of(card: Mapping[str, Any]) -> Direction:
    """Which way the model of a card translates.

    >>> direction_of({"languages": {"source": "en", "target": "id"}})
    'en-id'
    """
    return "en-id" if card["languages"]["source"] == "en" else "id-en"


def _known_scores(card: Mapping[str, Any]) -> str:
    scores = card["scores"]
    return f"{scores['set']}: {scores['bleu']} BLEU, {scores['chrf']} chrF ({scores['settings']})."


def described(report: Path | None) -> dict[str, Any]:
    """Every source, with its counts from the ``data.json`` in ``report``; raises ``InputError``.

    Without a report there are the descriptions only: of a model that another program's corpus made.
    """
    if report is None:
        return {source.name: asdict(source) for source in read_sources(SOURCES)}
    try:
        rows: dict[str, Any] = json.loads((report / REPORT).read_text(encoding="utf-8"))
    except (OSError, ValueError) as exc:
        raise InputError(f"can't read {report / REPORT}: {exc}", hint="Make it with training.data.") from exc
    return rows


def _data_row(name: str, row: Mapping[str, Any]) -> str:
    pairs = f"{row['kept']:,}" if "kept" in row else "–"
    cells = [name, row["origin"], row["licence"], row["domain"], row["kind"], pairs, str(row["weight"])]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def scored(card: Mapping[str, Any], scores: Sequence[Scores], config: Config) -> dict[str, Any]:
    """The card with our scores on the first set, in the form that the manifest has them."""
    if not scores:
        return dict(card)
    first = scores[0]
    ours = first.systems[0]
    return {
        **card,
        "scores": {
            "set": f"{first.set}, {first.sentences} sentences",
            "settings": f"beam {config.evaluation.beam}, int8, {first.bleu_signature}",
            "bleu": round(ours.bleu, 1),
            "chrf": round(ours.chrf, 1),
        },
    }


def halved(checkpoint: Path, folder: Path) -> None:
    """The checkpoint with its tokenizer in ``folder`` (replaced whole), in float16.

    Raises ``InputError`` (no checkpoint) and ``OutputError``.
    """
    try:
        model: Any = MarianMTModel.from_pretrained(str(checkpoint), dtype=torch.float16, local_files_only=True)
    except (OSError, ValueError) as exc:
        raise InputError(f"can't read the checkpoint {checkpoint}: {exc}") from exc
    try:
        with tempfile.TemporaryDirectory() as temporary:
            fresh = Path(temporary) / "checkpoint"
            model.save_pretrained(fresh)
            for name in TOKENIZER_FILES:
                shutil.copyfile(checkpoint / name, fresh / name)
            for path in fresh.iterdir():
                path.chmod(0o644)
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(fresh, folder)
    except OSError as exc:
        raise OutputError(f"can't write {folder}: {exc.strerror or exc}") from exc


def export(checkpoint: Path, output: Path, card: Mapping[str, Any], version: str, text: str) -> dict[str, float]:
    """Make ``output`` (replaced whole) from ``checkpoint``; what the comparison of both measured.

    Raises ``OutputError``; ends the process, as ``training.convert`` does, where the two are not the same model.
    """
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=output.parent) as temporary:
            fresh = Path(temporary) / "model"
            convert("translator", checkpoint, fresh)
            measured = agrees("translator", checkpoint, fresh, card["languages"]["source"])
            (fresh / CARD).write_text(text, encoding="utf-8")
            write_manifest(fresh, version, dict(card), measured)
            for path in fresh.iterdir():
                path.chmod(0o644)
            if output.exists():
                shutil.rmtree(output)
            fresh.rename(output)
    except OSError as exc:
        raise OutputError(f"can't write {output}: {exc.strerror or exc}") from exc
    return measured


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, help="Hugging Face folder")
    parser.add_argument("--data", type=Path, help="folder of training.data, for the counts of pairs")
    parser.add_argument("--scores", type=Path, help="scores.json of training.evaluate (default: the card's)")
    parser.add_argument("--card", type=Path, required=True, help="TOML: what the manifest says of the model")
    parser.add_argument("--version", required=True)
    parser.add_argument("--output", type=Path, help="folder; replaced")
    parser.add_argument("--keep", type=Path, help="folder for the checkpoint in float16; replaced")
    options = parser.parse_args()
    config, scores = Config.read(options.config), read_scores(options.scores) if options.scores else []
    card = scored(read_toml(options.card), scores, config)
    text = model_card(card, options.version, described(options.data), scores, config)
    if not options.output:
        print(text)
        return
    if not options.checkpoint:
        parser.error("--output needs --checkpoint")
    checkpoint = options.checkpoint
    if options.keep:
        halved(checkpoint, options.keep)
        checkpoint = options.keep
    print(f"{options.output}: {export(checkpoint, options.output, card, options.version, text)}")


if __name__ == "__main__":
    run(_main)
