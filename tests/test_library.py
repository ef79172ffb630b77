import subprocess
import sys
import threading
from pathlib import Path

import pytest

import transum
from transum.library import Transum

PAGE = Path(__file__).parent.parent / "docs/library.md"


def test_the_page_runs_from_top_to_bottom() -> None:
    blocks = [part.split("```")[0] for part in PAGE.read_text(encoding="utf-8").split("```python\n")[1:]]
    exec(compile("\n".join(blocks), str(PAGE), "exec"), {})  # noqa: S102 - our own page


def test_importing_transum_loads_no_model_library() -> None:
    code = "import sys, transum; print(sorted({'ctranslate2', 'numpy', 'rich', 'transformers'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_public_names_are_sorted_and_there() -> None:
    assert transum.__all__ == sorted(transum.__all__, key=lambda name: (name[0].islower(), name))
    assert all(hasattr(transum, name) for name in transum.__all__)


def test_the_functions_are_not_hidden_by_the_rooms_of_the_same_name() -> None:
    code = "import transum, transum.translate.ct2, transum.summarize.extractive; print(callable(transum.translate))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"


def test_one_engine_serves_many_threads(capfd: pytest.CaptureFixture[str]) -> None:
    engine = Transum(beam=1, summary=None)
    texts = [f"Sebanyak {number} rumah terendam banjir di Jakarta." for number in range(12, 18)]
    alone = [str(engine.process(text).translation) for text in texts]
    found: dict[str, str] = {}
    threads = [
        threading.Thread(target=lambda text=text: found.update({text: str(engine.process(text).translation)}))
        for text in texts
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[text] for text in texts] == alone
    assert capfd.readouterr() == ("", "")
