"""The README's reference, generated from the program: ``--help`` of the main job and of every tool.

python docs/reference.py           write it into README.md
python docs/reference.py --check   exit with 1 where README.md says something else (CI does this)
"""

import os
import subprocess
import sys
from pathlib import Path

from transum.cli import TOOLS

README = Path(__file__).parent.parent / "README.md"
BEGIN, END = "<!-- reference: made by docs/reference.py -->\n", "<!-- end of reference -->\n"


def help_of(*words: str) -> str:
    """What ``transum WORDS --help`` prints on a wide, colourless screen."""
    environment = {**os.environ, "COLUMNS": "100", "TERM": "dumb", "NO_COLOR": "1"}
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "transum", *words, "--help"], capture_output=True, text=True, check=True, env=environment
    )
    return "\n".join(line.rstrip() for line in done.stdout.strip("\n").splitlines())


def reference() -> str:
    """The section, markers included."""
    blocks = [f"```text\n$ transum --help\n{help_of()}\n```"]
    blocks += [
        f"<details><summary>transum {tool}</summary>\n\n```text\n{help_of(tool)}\n```\n</details>" for tool in TOOLS
    ]
    return BEGIN + "\n" + "\n\n".join(blocks) + "\n\n" + END


def main() -> None:
    """Write the section, or compare it."""
    readme = README.read_text(encoding="utf-8")
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    renewed = before + reference() + after
    if "--check" in sys.argv:
        sys.exit(0 if renewed == readme else "README.md is out of date: python docs/reference.py")
    README.write_text(renewed, encoding="utf-8")


if __name__ == "__main__":
    main()
