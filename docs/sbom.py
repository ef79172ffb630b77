"""The bill of materials of the models in the wheel, made from their manifests: CycloneDX 1.6, the same bytes always.

python docs/sbom.py           write sbom.cdx.json, which the wheel carries among its metadata
python docs/sbom.py --check   exit with 1 where it says something else
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from transum._version import __version__
from transum.shelf.manifest import MANIFEST, Manifest

REPOSITORY: Final = Path(__file__).resolve().parent.parent
BILL: Final = REPOSITORY / "sbom.cdx.json"
_SPDX: Final = frozenset({"Apache-2.0", "MIT"})


def bill() -> str:
    """The whole file."""
    package = {"type": "application", "bom-ref": "transum", "name": "transum", "version": __version__}
    content = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": package | {"licenses": [_licence("Apache-2.0")]}},
        "components": list(_models()),
        "dependencies": [{"ref": "transum", "dependsOn": [model["bom-ref"] for model in _models()]}],
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _models() -> Iterator[dict[str, Any]]:
    for path in sorted((REPOSITORY / "transum/models").glob(f"*/{MANIFEST}")):
        manifest = Manifest.read(path.parent)
        yield {
            "type": "machine-learning-model",
            "bom-ref": path.parent.name,
            "name": manifest.name,
            "version": manifest.version,
            "description": f"{manifest.raw['architecture']}. Made from: {manifest.raw['training_data']}",
            "licenses": [_licence(manifest.licence)],
            "components": [
                {
                    "type": "file",
                    "name": f"transum/models/{path.parent.name}/{name}",
                    "hashes": [{"alg": "SHA-256", "content": digest}],
                    "properties": [{"name": "transum:bytes", "value": str(size)}],
                }
                for name, (size, digest) in manifest.files.items()
            ],
        }


def _licence(said: str) -> dict[str, dict[str, str]]:
    return {"license": {"id" if said in _SPDX else "name": said}}


def main() -> None:
    """Write the file, or compare it."""
    if "--check" in sys.argv:
        same = BILL.exists() and BILL.read_text(encoding="utf-8") == bill()
        sys.exit(0 if same else f"{BILL.name} is out of date: python docs/sbom.py")
    BILL.write_text(bill(), encoding="utf-8")


if __name__ == "__main__":
    main()
