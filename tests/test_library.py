import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from huggingface_hub.utils.tqdm import are_progress_bars_disabled

import transum
from transum.api import Transum
from transum.assembly import assemble
from transum.choice import Choice
from transum.document import Article, Level
from transum.errors import InputError, LanguageError, ModelError
from transum.segment import segment

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


def test_no_room_is_named_like_a_public_function() -> None:
    code = "import transum as t, transum.engines.ct2 as m, transum.summaries; print(callable(t.translate), m.__name__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True transum.engines.ct2\n"


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


def test_dir_shows_the_public_names() -> None:
    assert [name for name in dir(transum) if not name.startswith("_")] == sorted(transum.__all__[:-4]) + sorted(
        ["check_translation", "summarize", "translate"]
    )


library: Any = transum  # which takes anything, and says what is wrong with it


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        pytest.param(
            lambda: library.translate(b"Banjir."), TypeError, "text must be a str, not bytes; decode it", id="bytes"
        ),
        pytest.param(lambda: library.translate(None), TypeError, "text must be a str, not NoneType", id="none"),
        pytest.param(lambda: library.translate(Path("a.txt")), TypeError, "not PosixPath", id="path"),
        pytest.param(lambda: library.summarize("Banjir.", 3), TypeError, "length must be a str, not int", id="length"),
        pytest.param(lambda: library.check_translation("Banjir.", 3), TypeError, "target must be a str", id="target"),
        pytest.param(
            lambda: library.Transum(beem=1), TypeError, "there is no beem=; there are base_url, beam,", id="keyword"
        ),
        pytest.param(lambda: library.Transum(beam="1"), TypeError, "beam must be int, not str", id="beam"),
        pytest.param(lambda: library.Transum(beam=True), TypeError, "beam must be int, not bool", id="bool"),
        pytest.param(
            lambda: library.Transum(threads=1.5), TypeError, "threads must be int or None, not float", id="threads"
        ),
        pytest.param(lambda: library.Transum(beam=0), ValueError, "beam must be at least 1", id="zero"),
        pytest.param(
            lambda: library.Transum(engine="fast"), ValueError, "one of auto, ctranslate2, transformers", id="engine"
        ),
        pytest.param(lambda: library.Transum(glossary="no.tsv"), InputError, "no.tsv", id="glossary"),
    ],
)
def test_mistakes_are_named(call: Callable[[], object], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        call()


def test_a_translation_by_someone_else_is_checked() -> None:
    source = "Banjir merendam 12 rumah di Jakarta Timur. Warga mengungsi ke gedung sekolah."
    checked = transum.check_translation(source, "Floods hit 13 houses in East Jakarta. Residents fled to a school.")
    assert [pair.source.text for pair in checked.pairs] == [sentence.text for sentence in segment(source).sentences]
    assert [pair.level for pair in checked.pairs] == [Level.ERROR, None]
    assert [pair.target for pair in transum.check_translation(source, "Residents fled to a school.").pairs] == [
        "",
        "Residents fled to a school.",
    ]


def test_notebooks_show_a_part_of_a_page(article: Article) -> None:
    for shown in (article, article.translation, article.summary):
        assert "<" in shown._repr_html_()  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["translate", "summarize", "process"])
def test_what_is_not_indonesian_is_refused_unless_forced(name: str) -> None:
    function = Transum(beam=1, summary=None).process if name == "process" else partial(getattr(transum, name), beam=1)
    text = "The price of rice rose this week in the city."
    with pytest.raises(LanguageError) as caught:
        function(text)
    assert "force=True" in caught.value.hint
    assert function(text, force=True)


def test_a_download_draws_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fake stands for the hub: where a bar is drawn, ``on_progress`` feeds it."""
    asked: list[tuple[object, bool]] = []

    def load(*_: object, on_progress: object, **__: object) -> object:
        asked.append((on_progress, are_progress_bars_disabled()))
        raise ModelError("no hub here")

    monkeypatch.setattr("transum.assembly.load", load)
    with pytest.raises(ModelError):
        Transum(model="a/b", download=True)
    with pytest.raises(ModelError):
        assemble(Choice(model="a/b", download=True, memory=False))
    (in_a_library, is_silent), (on_the_command_line, is_silent_there) = asked
    assert in_a_library is None
    assert on_the_command_line is not None
    assert (is_silent, is_silent_there, are_progress_bars_disabled()) == (True, False, False)
