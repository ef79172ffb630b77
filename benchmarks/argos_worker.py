"""Argos Translate's own pipeline around our weights, in an environment of its own; ``speed.py`` starts it.

    PYTHON benchmarks/argos_worker.py FOLDER MODEL

FOLDER becomes a package as Argos installs them: the CTranslate2 model, its SentencePiece model, and their metadata.
Every line that comes is a JSON list of texts; what goes back is their translations and the processor time they took.
Sentences are not looked for: Argos would fetch a model that finds them, and the texts are sentences already.
"""

import json
import shutil
import sys
import time
from pathlib import Path
from typing import Any

PACKAGE = {
    "package_version": "1.0", "argos_version": "1.9", "from_code": "id", "from_name": "Indonesian", "to_code": "en",
    "to_name": "English",
}  # fmt: skip


class Whole:
    """A text is one sentence."""

    def split_sentences(self, text: str) -> list[str]:
        """See Argos' ``ISentenceBoundaryDetectionModel``."""
        return [text]


def package(folder: Path, model: Path) -> None:
    """Make the folder of a package from ``model``."""
    shutil.copytree(model, folder / "model")
    shutil.move(folder / "model/source.spm", folder / "sentencepiece.model")
    settings = json.loads((folder / "model/config.json").read_text(encoding="utf-8"))
    settings["add_source_eos"] = True  # Argos gives pieces alone, and our model was trained with the end mark behind
    (folder / "model/config.json").write_text(json.dumps(settings), encoding="utf-8")
    (folder / "metadata.json").write_text(json.dumps(PACKAGE), encoding="utf-8")


def main() -> None:
    """Answer until nothing more comes."""
    folder, model = Path(sys.argv[1]), Path(sys.argv[2])
    package(folder, model)
    from argostranslate.package import Package  # type: ignore[import-not-found]
    from argostranslate.translate import Language, PackageTranslation  # type: ignore[import-not-found]

    translation: Any = PackageTranslation(Language("id", "Indonesian"), Language("en", "English"), Package(folder))
    translation.sentencizer = Whole()
    for line in sys.stdin:
        texts = json.loads(line)
        began = time.process_time()
        found = [translation.translate(text) for text in texts]
        print(json.dumps({"texts": found, "seconds": time.process_time() - began}), flush=True)


if __name__ == "__main__":
    main()
