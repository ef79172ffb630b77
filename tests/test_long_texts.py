"""A long text goes through the models in portions, which nobody can tell from the result."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from itertools import chain, pairwise, product
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, SEEDS
from tests.test_batch import Fake
from transum import assembly, folders
from transum.cli import program
from transum.document import Candidate, SentencePair
from transum.engines.ct2 import CT2Translator
from transum.engines.encoder import CT2Encoder
from transum.engines.reconstruction import CT2Reconstructor
from transum.memory.remembering import _PORTION as PORTION
from transum.memory.remembering import RememberingTranslator
from transum.memory.store import Memory
from transum.pipeline import Pipeline
from transum.revise import translate_documents
from transum.revise.draft import _Learned
from transum.revise.windows import FIRST, WATCHED
from transum.segment import segment
from transum.shelf.manifest import embedded

TEXTS = (
    " ".join(f"Banjir merendam {number % 7 + 10} rumah warga." for number in range(300)),
    "Warga pergi ke pasar.",
    "\n\n".join(f"Harga beras naik {number} persen di pasar itu." for number in range(50)),
)


class Counting(Fake):
    def __init__(self) -> None:
        super().__init__()
        self.most = 0

    def translate(self, texts: Sequence[str], **options: object) -> list[list[Candidate]]:
        self.most = max(self.most, len(texts))
        return super().translate(texts, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("portion", [1, 100, 5_000])
@pytest.mark.parametrize("repair", [True, False])
def test_portions_change_nothing(monkeypatch: pytest.MonkeyPatch, portion: int, *, repair: bool) -> None:
    documents = [segment(text) for text in TEXTS]
    whole = translate_documents(documents, Counting(), repair=repair)
    monkeypatch.setattr("transum.revise.windows.WINDOW", portion)
    assert translate_documents(documents, Counting(), repair=repair) == whole


def test_windows_change_nothing_that_real_models_say(
    monkeypatch: pytest.MonkeyPatch, translator: CT2Translator, encoder: CT2Encoder
) -> None:
    reconstructor = CT2Reconstructor(embedded("reverse"), threads=2)
    document = segment(SEEDS[0].read_text(encoding="utf-8"))
    whole = translate_documents([document], translator, encoder=encoder, reconstructor=reconstructor)
    monkeypatch.setattr("transum.revise.windows.WINDOW", 300)
    assert translate_documents([document], translator, encoder=encoder, reconstructor=reconstructor) == whole


def test_what_the_model_is_given_at_once_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transum.revise.windows.WINDOW", 2_000)
    counting = Counting()
    text = " ".join(f"Warga nomor {number} pergi ke pasar." for number in range(2_000))
    (translation,) = translate_documents([segment(text)], counting)
    assert len(translation.pairs) == 2_000
    assert counting.most <= 100


def test_whoever_watches_is_told_of_all_sentences_in_order_and_early() -> None:
    documents = [segment(" ".join(f"Warga nomor {number} pergi ke pasar." for number in range(1_500)))]
    told: list[list[SentencePair]] = []
    counting = Counting()
    (translation,) = translate_documents(documents, counting, on_pairs=lambda pairs: told.append(list(pairs)))
    assert tuple(chain.from_iterable(told)) == translation.pairs
    sizes = [sum(len(pair.source.text) for pair in pairs) for pairs in told]
    assert FIRST <= sizes[0] < 1.1 * FIRST
    assert max(sizes) < 1.1 * WATCHED
    assert [translation] == translate_documents(documents, Counting())


def test_a_text_that_was_given_up_goes_on_where_it_was(tmp_path: Path) -> None:
    memory, fake = Memory(tmp_path / "memory.sqlite"), Fake()
    documents = [segment(" ".join(f"Warga nomor {number} pergi ke pasar." for number in range(1_500)))]
    seen: list[int] = []

    def stop(pairs: Sequence[SentencePair]) -> None:
        seen.append(len(pairs))
        if len(seen) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        translate_documents(documents, RememberingTranslator(fake, memory), on_pairs=stop, repair=False)
    asked, fake.asked = fake.asked, 0
    assert asked == sum(seen)
    (translation,) = translate_documents(documents, RememberingTranslator(fake, memory), repair=False)
    assert fake.asked == 1_500 - asked
    assert [translation] == translate_documents(documents, Fake(), repair=False)


def test_a_text_of_two_pages_is_one_window() -> None:
    told: list[int] = []
    text = " ".join(f"Warga nomor {number} pergi ke pasar." for number in range(200))
    translate_documents([segment(text)], Counting(), on_pairs=lambda pairs: told.append(len(pairs)))
    assert told == [200]


def test_acronyms_that_a_book_defines_are_found_where_they_stand() -> None:
    letters = "ABCDEFGHIJ"
    shorts = [f"{a}{b}{c}" for a, b, c in product(letters, repeat=3)]
    text = " ".join(f"{short} datang, kata {other} dan e{short}." for short, other in pairwise(shorts))
    learned = {short: f"Long {short}" for short in shorts}
    for sentence in segment(text).sentences[::97]:
        expected = {short: long for short, long in learned.items() if short in sentence.text}
        assert list(_Learned(learned).of(sentence.text).items()) == list(expected.items())


def test_no_sentences_are_no_pairs() -> None:
    documents = [segment(""), segment(" ")]
    assert [translation.pairs for translation in translate_documents(documents, Counting())] == [(), ()]


SENTENCES = 400
DYING = [
    sys.executable,
    "-c",
    "from tests.test_long_texts import with_a_fake; with_a_fake()",
    "book.txt",
    "-o",
    "out/book.en.txt",
]


def with_a_fake() -> None:
    """The program, its model replaced by one that notes what it is asked, and dies rather than answer too much."""

    def answer(asked: int) -> None:
        if asked > int(os.environ["DIES_AT"]):
            os.kill(os.getpid(), signal.SIGKILL)
        Path("asked").write_text(str(asked), encoding="utf-8")

    remembering = RememberingTranslator(Fake(answer), Memory(folders.memory()))
    setattr(assembly, "assemble", lambda _, **__: Pipeline(remembering, repair=False))  # noqa: B010 - for mypy
    program.main()


@pytest.mark.parametrize("older", [pytest.param(b"Older.\n", id="again"), pytest.param(None, id="first")])
@pytest.mark.parametrize("dies_at", [0, 128, 300])
def test_a_killed_run_leaves_nothing_wrong_and_the_next_one_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dies_at: int, older: bytes | None
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(REPOSITORY))
    Path("book.txt").write_text(" ".join(f"Warga nomor {number} pergi ke pasar." for number in range(SENTENCES)))
    result = Path("out/book.en.txt")
    result.parent.mkdir()
    if older:
        result.write_bytes(older)
    before = sorted(result.parent.iterdir())

    def run(dies_at: int) -> int:
        return subprocess.run(DYING, check=False, env={**os.environ, "DIES_AT": str(dies_at)}).returncode

    assert run(dies_at) == -signal.SIGKILL
    assert sorted(result.parent.iterdir()) == before
    assert not older or result.read_bytes() == older
    assert run(SENTENCES) == 0
    assert int(Path("asked").read_text()) == SENTENCES - dies_at // PORTION * PORTION
    assert sorted(result.parent.iterdir()) == [result]
    continued = result.read_bytes()
    folders.memory().unlink()
    assert run(SENTENCES) == 0
    assert int(Path("asked").read_text()) == SENTENCES
    assert result.read_bytes() == continued
