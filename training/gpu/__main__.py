r"""Both models on one GPU lent for a quarter of an hour; see ``training/README.md``.

    python -m training.gpu pack --data work/data --start training/checkpoint --dev flores-dev.id flores-dev.en \
        --text news.id.xz --output work/lent
    python -m training.gpu translator --data data --start start --dev dev.id dev.en --text alone.txt.xz \
        --distilled distilled.tsv.gz --output parts --seconds 570
    python -m training.gpu reverse --data data --start start --dev dev.id dev.en \
        --distilled distilled.tsv.gz --output parts --seconds 200

``pack`` makes the folder that is sent; the other two run in it, on a machine that has torch, transformers and
sentencepiece. They also run without a GPU, slowly, for trying out.
"""

import argparse
import os
import time
from pathlib import Path
from typing import Final

import numpy as np
import torch

from training.commandline import available_processors, run
from training.config import Config
from training.gpu.material import Cutter
from training.gpu.pack import Wanted, pack
from training.gpu.recipe import Clock, Given, Run, train_reverse, train_translator

_CONFIGS: Final = Path(__file__).parent.parent / "configs"
# Memory in pieces that grow: a teacher, a search and a student after each other leave no gaps that fit none of them.
_GROWING_SEGMENTS: Final = ("PYTORCH_ALLOC_CONF", "expandable_segments:True")
_MOST_PROCESSES: Final = 14


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    stages = parser.add_subparsers(dest="stage", required=True)
    for name in ("pack", "translator", "reverse"):
        stage = stages.add_parser(name)
        stage.add_argument("--data", type=Path, required=True, help="folder of training.data")
        stage.add_argument("--start", type=Path, required=True, help="checkpoint, or its parts (training.parcel)")
        stage.add_argument("--dev", type=Path, nargs=2, required=True, metavar=("ID", "EN"), help="development set")
        stage.add_argument("--output", type=Path, required=True, help="folder")
        if name != "reverse":
            stage.add_argument("--text", type=Path, required=name == "translator", help="Indonesian, a sentence a line")
        if name == "pack":
            stage.add_argument("--least-weight", type=float, default=0.0, help="leave lighter sources out (default 0)")
        else:
            stage.add_argument("--distilled", type=Path, required=True, help="written by translator, read by reverse")
            stage.add_argument("--seconds", type=float, required=True, help="time limit, start-up included")
            stage.add_argument("--processes", type=int, default=-1, help="that cut text (default: all but two)")
        if name != "pack":
            config = "gpu.toml" if name == "translator" else "gpu-reverse.toml"
            stage.add_argument("--config", type=Path, default=_CONFIGS / config)
        if name == "translator":
            stage.add_argument("--teacher", type=Path, default=_CONFIGS / "gpu-teacher.toml", help="its configuration")
    return parser.parse_args()


def _main() -> None:
    began = time.monotonic()
    options = _options()
    if options.stage == "pack":
        wanted = Wanted(options.data, options.start, options.dev, options.text, options.least_weight)
        megabytes = pack(wanted, options.output) / 2**20
        print(f"{megabytes:.1f} MiB in {options.output}")
        return
    os.environ.setdefault(*_GROWING_SEGMENTS)
    config = Config.read(options.config)
    given = Given(options.data, options.start, options.dev, options.distilled, options.output)
    processes = max(0, min(_MOST_PROCESSES, available_processors() - 2)) if options.processes < 0 else options.processes
    with Cutter(options.start, processes) as cutter:
        device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        # cuDNN plans its attention anew for every shape, and a search has another one at every step.
        torch.backends.cuda.enable_cudnn_sdp(enabled=False)
        torch.manual_seed(config.training.seed)
        random = np.random.default_rng(config.training.seed)

        def say(text: str) -> None:
            print(f"{time.monotonic() - began:6.1f} s  {text}", flush=True)

        state = Run(config, given, cutter, Clock(began, options.seconds), device, random, say)
        if options.stage == "translator":
            train_translator(state, Config.read(options.teacher), options.text)
        else:
            train_reverse(state)
        say("done")


if __name__ == "__main__":
    run(_main)
