"""The README's picture, drawn by the program itself.

python docs/screenshot.py [ARTICLE] > docs/screenshot.svg
"""

import os
import re
import sys
from pathlib import Path
from typing import Final

from rich.console import Console

from transum.assembly import assemble
from transum.choice import Choice
from transum.inputs.decode import read
from transum.outputs.terminal import print_side_by_side
from transum.outputs.view import View
from transum.pipeline import prepare

PARAGRAPHS = 4
COLUMNS = 110
# rich would have the picture fetch its letters from a server.
_FROM_ELSEWHERE: Final = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)


def main() -> None:
    """Draw the first paragraphs of an article as a terminal of 110 columns shows them."""
    path = sys.argv[1] if len(sys.argv) > 1 else "seeds/000_1cb966e1a36f34cb.txt"
    text = read(path)
    beginning = "\n".join(text.content.splitlines()[:PARAGRAPHS])
    article = assemble(Choice(memory=False)).process(prepare(type(text)(path, beginning, text.encoding, text.sha256)))
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        console = Console(file=nowhere, record=True, width=COLUMNS, force_terminal=True, color_system="truecolor")
        print_side_by_side(article, View(), console)
    picture = console.export_svg(title=f"transum {path}", unique_id="transum")
    sys.stdout.write(_FROM_ELSEWHERE.sub("", picture))


if __name__ == "__main__":
    main()
