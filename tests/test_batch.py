"""Many articles: what becomes of each, and that nothing is done twice or lost."""

import errno
import io
import json
import os
import signal
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from transum.assembly import assemble
from transum.batch.groups import Outcome, Status
from transum.batch.progress import Tally, print_outcome, shown
from transum.batch.run import Batch, run_batch
from transum.choice import Choice
from transum.document import (
    Candidate,
    Finding,
    Kind,
    Level,
    ModelInfo,
    Summary,
    SummarySentence,
    Translation,
)
from transum.errors import ExitCode, InputError, ModelError, OutputError, UsageError
from transum.inputs.decode import Text
from transum.memory.people import People
from transum.memory.remembering import RememberingTranslator
from transum.memory.store import Memory
from transum.outputs.json import render_jsonl
from transum.outputs.text import render_text
from transum.outputs.view import Format, Part, View
from transum.pipeline import Pipeline, prepare
from transum.summaries.protocol import Limit, Summarizer

BAD = "rusak"
ENGLISH = {
    "Banjir merendam 12 rumah warga.": "Floods hit 12 houses of residents.",
    "Banjir merendam 14 rumah warga.": "Floods hit 13 houses of residents.",
    "Warga pergi ke pasar.": "Residents went to the market.",
}


class Fake:
    """Turns words round; counts texts; fails on one word; knows three sentences, one of them wrong."""

    info = ModelInfo("fake", "1", "none", 4)
    fingerprint = "fake"
    token_limit = 100

    def __init__(self, before: Callable[[int], None] = lambda _: None) -> None:
        self.asked = 0
        self.before = before

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def translate(
        self,
        texts: Sequence[str],
        *,
        candidates: int = 1,
        beam: int | None = None,  # noqa: ARG002 - the protocol's
        avoid_repeats: bool = False,  # noqa: ARG002 - the protocol's
    ) -> list[list[Candidate]]:
        self.asked += len(texts)
        self.before(self.asked)
        if any(BAD in text for text in texts):
            raise ModelError("the model failed")
        said = [ENGLISH.get(text, " ".join(reversed(text.split()))) for text in texts]
        return [[Candidate(text, -0.1)] * candidates for text in said]


class Inventing:
    """A summarizer that says what is nowhere in the article."""

    fingerprint = "inventing"

    def summarize(self, translation: Translation, limit: Limit) -> Summary:  # noqa: ARG002 - the protocol's
        finding = Finding(Kind.NAME, Level.ERROR, "", "Putin", "not in the article: Putin")
        return Summary("inventing", (SummarySentence("Putin came.", (1,), findings=(finding,)),))


class Place:
    """A folder of articles, a folder of results, and runs from the one to the other."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.articles = root / "articles"
        self.english = root / "english"
        self.articles.mkdir()
        self.notes = io.StringIO()
        self.fake = Fake()

    def write(self, name: str, text: str | bytes = "Harga beras naik di pasar itu. Warga tidak senang.") -> Path:
        path = self.articles / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def run(
        self,
        *,
        repair: bool = True,
        memory: Memory | None = None,
        summarizer: Summarizer | None = None,
        people: People | None = None,
        **options: object,
    ) -> ExitCode:
        self.fake.asked = 0
        form = options.get("format", Format.TEXT)
        render = render_jsonl if form is Format.JSONL else render_text
        defaults = {
            "inputs": (str(self.articles),),
            "format": form,
            "render": lambda article: render(article, View()).encode(),
            "output": self.lines if form is Format.JSONL else self.english,
        }
        batch = Batch(**{**defaults, **options})  # type: ignore[arg-type]
        engine = Pipeline(RememberingTranslator(self.fake, memory, people=people), summarizer, repair=repair)
        return run_batch(batch, lambda: engine, Console(file=self.notes, width=200))

    @property
    def lines(self) -> Path:
        return self.root / "english.jsonl"

    def results(self) -> dict[str, bytes]:
        return {
            str(path.relative_to(self.english)): path.read_bytes()
            for path in sorted(self.english.rglob("*"))
            if path.is_file() and not path.name.startswith(".transum.")
        }


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_the_tree_of_results_mirrors_that_of_the_articles(place: Place) -> None:
    for name in ("a.txt", "b/c.txt", "b/d.md", "e/f/g.txt", "e/Ω spasi.txt", "no-suffix/x.y.txt"):
        place.write(name)
    assert place.run() is ExitCode.DONE
    assert set(place.results()) == {"a.txt", "b/c.txt", "b/d.txt", "e/f/g.txt", "e/Ω spasi.txt", "no-suffix/x.y.txt"}
    assert b"beras Harga" in place.results()["a.txt"]
    assert "6 done" in place.notes.getvalue()


@pytest.mark.parametrize(
    ("form", "suffix"),
    [
        pytest.param(Format.JSON, ".json", id="json"),
        pytest.param(Format.TSV, ".tsv", id="tsv"),
        pytest.param(Format.MARKDOWN, ".md", id="markdown"),
        pytest.param(Format.HTML, ".html", id="html"),
    ],
)
def test_the_format_gives_the_suffix(place: Place, form: Format, suffix: str) -> None:
    place.write("a.txt")
    place.run(format=form)
    assert list(place.results()) == [f"a{suffix}"]


class TestUpToDate:
    def test_nothing_is_done_twice(self, place: Place) -> None:
        place.write("a.txt")
        place.write("b.txt")
        place.run()
        before = place.results()
        assert place.run() is ExitCode.DONE
        assert place.fake.asked == 0
        assert place.results() == before
        assert "2 skipped (up to date)" in place.notes.getvalue()

    def test_what_is_new_changed_or_gone_is_made(self, place: Place) -> None:
        for name in "abc":
            place.write(f"{name}.txt")
        place.run()
        place.write("a.txt", "Banjir merendam rumah warga di kota itu.")
        place.write("d.txt", "Jalan itu ditutup untuk umum.")
        (place.english / "b.txt").unlink()
        expected = {**place.results(), "b.txt": place.results()["c.txt"]}
        place.run()
        assert {name: data for name, data in place.results().items() if name in "b.txt c.txt"} == {
            name: expected[name] for name in ("b.txt", "c.txt")
        }
        assert b"merendam Banjir" in place.results()["a.txt"]
        assert "3 done, 1 skipped" in place.notes.getvalue()

    def test_dates_mean_nothing(self, place: Place) -> None:
        path = place.write("a.txt")
        place.run()
        os.utime(path)
        place.run()
        assert place.fake.asked == 0

    @pytest.mark.parametrize(
        "options",
        [
            pytest.param({"repair": False}, id="pipeline"),
            pytest.param({"rendering": "other"}, id="rendering"),
        ],
    )
    def test_other_options_make_it_anew(self, place: Place, options: dict[str, bool]) -> None:
        place.write("a.txt")
        place.run()
        place.run(**options)  # type: ignore[arg-type]
        assert place.fake.asked > 0

    def test_a_changed_result_is_not_overwritten(self, place: Place) -> None:
        place.write("a.txt")
        place.write("b.txt")
        place.run()
        (place.english / "a.txt").write_text("my own words")
        place.write("a.txt", "Jalan itu ditutup untuk umum.")
        assert place.run() is ExitCode.PARTIAL
        assert (place.english / "a.txt").read_text() == "my own words"
        assert "changed since" in place.notes.getvalue()
        assert place.run(overwrite=True) is ExitCode.DONE
        assert b"ditutup itu Jalan" in place.results()["a.txt"]
        assert "1 done, 1 skipped" in place.notes.getvalue()

    def test_a_file_of_someone_else_is_not_overwritten(self, place: Place) -> None:
        place.write("a.txt")
        place.english.mkdir()
        (place.english / "a.txt").write_text("someone else's")
        assert place.run() is ExitCode.PARTIAL
        assert (place.english / "a.txt").read_text() == "someone else's"

    def test_a_file_that_comes_meanwhile_is_not_overwritten(self, place: Place) -> None:
        place.write("a.txt")

        def write(_: int) -> None:
            (place.english / "a.txt").write_text("someone else's")

        place.fake.before = write
        assert place.run() is ExitCode.PARTIAL
        assert (place.english / "a.txt").read_text() == "someone else's"

    def test_a_run_that_died_between_entry_and_result_is_mended(
        self, place: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        place.write("a.txt")
        place.run()
        place.write("a.txt", "Jalan itu ditutup untuk umum.")

        def die(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr("transum.batch.tree.write_atomically", die)
            with pytest.raises(KeyboardInterrupt):
                place.run()
        assert place.run() is ExitCode.DONE
        assert b"ditutup itu Jalan" in place.results()["a.txt"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        pytest.param("bad.txt", b"", "is empty", id="empty"),
        pytest.param("bad.txt", bytes(range(256)) * 9, "bad.txt", id="binary"),
        pytest.param("bad.txt", b"%PDF-1.7", "a PDF", id="pdf"),
        pytest.param("bad.txt", b"\xff\xfe\x00\xd8\x00\x00", "bad.txt", id="undecodable"),
        pytest.param(
            "bad.txt", b"The government said that the price of rice rose this week.", "Indonesian", id="english"
        ),
        pytest.param("bad.txt", b"Harga beras naik. " * 999, "larger than 9,999", id="too-large"),
        pytest.param("bad.txt", f"Harga itu {BAD} di pasar.".encode(), "model failed", id="model"),
    ],
)
def test_one_bad_file_never_stops_the_rest(place: Place, name: str, data: bytes, reason: str) -> None:
    place.write("a.txt")
    place.write(name, data)
    place.write("c.txt")
    assert place.run(max_bytes=9_999, report=place.root / "report.json") is ExitCode.PARTIAL
    assert set(place.results()) == {"a.txt", "c.txt"}
    report = json.loads((place.root / "report.json").read_text())
    assert (report["done"], report["failed"], report["ended"]) == (2, 1, "complete")
    (failure,) = [one for one in report["inputs"] if one["status"] == "failed"]
    assert reason in failure["reason"]
    assert failure["path"].endswith("bad.txt")
    assert reason in place.notes.getvalue()
    assert place.run(max_bytes=9_999) is ExitCode.PARTIAL
    assert "2 skipped" in place.notes.getvalue()


def test_names_that_are_no_utf_8_and_loops_and_unreadable_files(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.write("a.txt")
    raw = os.fsdecode(b"\xe9.txt")
    place.write(raw)
    (place.articles / "loop").symlink_to(place.articles)
    (place.articles / "nowhere.txt").symlink_to("missing")
    place.write("secret.txt")
    real = Path.open

    def open_(self: Path, *args: object, **options: object) -> object:
        if self.name == "secret.txt":
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(self, *args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", open_)
    assert place.run(report=place.root / "report.json") is ExitCode.PARTIAL
    assert set(place.results()) == {"a.txt", raw}
    report = json.loads((place.root / "report.json").read_text(encoding="utf-8"))
    assert [Path(one["path"]).name for one in report["inputs"] if one["status"] == "failed"] == [
        "loop",
        "nowhere.txt",
        "secret.txt",
    ]
    assert any("\ufffd.txt" in one["path"] for one in report["inputs"])


def test_two_inputs_with_one_name_get_results_that_tell_them_apart(place: Place) -> None:
    place.write("a.md", "Jalan itu ditutup untuk umum.")
    place.write("a.txt")
    assert place.run() is ExitCode.DONE
    assert set(place.results()) == {"a.txt", "a.txt.txt"}
    assert b"ditutup" in place.results()["a.txt"]
    assert place.run() is ExitCode.DONE
    assert "2 skipped" in place.notes.getvalue()


def test_two_inputs_that_no_name_tells_apart(place: Place) -> None:
    one, other = place.write("a/x.txt"), place.write("b/x.txt")
    assert place.run(inputs=(str(one), str(other))) is ExitCode.PARTIAL
    assert "already the result of" in place.notes.getvalue()
    assert place.run(inputs=(str(one), str(other))) is ExitCode.PARTIAL
    assert "1 skipped" in place.notes.getvalue()


def test_a_file_that_is_named_twice_is_done_once(place: Place) -> None:
    article = place.write("a.txt")
    other = article.parent / ".." / article.parent.name / "a.txt"
    assert place.run(inputs=(str(article), str(article), str(other))) is ExitCode.DONE
    assert "1 done" in place.notes.getvalue()
    assert "2 skipped" in place.notes.getvalue()


def test_a_file_that_failed_fails_as_often_as_it_is_named(place: Place) -> None:
    article = place.write("a.txt", "The cat sat on the mat, and it was happy there for a while.")
    assert place.run(inputs=(str(article), str(article))) is ExitCode.PARTIAL
    assert "2 failed" in place.notes.getvalue()


def test_a_result_that_can_not_be_written_stops_no_other(place: Place) -> None:
    for name in ("a.txt", "b/c.txt", "d.txt"):
        place.write(name)
    place.english.mkdir()
    (place.english / "b").write_text("in the way")
    assert place.run() is ExitCode.PARTIAL
    assert set(place.results()) == {"a.txt", "b", "d.txt"}


def test_a_bug_on_one_input_stops_no_other(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "b.txt"):
        place.write(name)

    def render(article: object) -> bytes:
        if "a.txt" in repr(article):
            raise RuntimeError("oops")
        return b"fine"

    monkeypatch.setattr("transum.batch.groups._FIRST_GROUP", 10**6)
    assert place.run(render=render) is ExitCode.PARTIAL
    assert place.results() == {"b.txt": b"fine"}
    assert "bug" in place.notes.getvalue()


def test_a_model_that_fails_on_everything_ends_the_run(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transum.batch.groups._FIRST_GROUP", 10**6)
    place.write("a.txt", f"Harga {BAD} di pasar itu.")
    place.write("b.txt", f"Harga {BAD} di pasar ini.")
    with pytest.raises(ModelError):
        place.run()


def test_a_full_disk_ends_the_run_and_keeps_what_was_done(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        place.write(f"{number}.txt", f"Harga beras naik {number} di pasar itu.")
    written: list[int] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        written.append(descriptor)
        if len(written) > 7:  # the folder's own, then file and folder, file and folder, …
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        with pytest.raises(OutputError) as caught:
            place.run(report=None)
    assert caught.value.hint
    done = place.results()
    assert 0 < len(done) < 6
    assert f"{len(done)} done" in place.notes.getvalue()
    assert place.run() is ExitCode.DONE
    assert f"{len(done)} skipped" in place.notes.getvalue()
    assert done.items() <= place.results().items()
    assert len(place.results()) == 6


@pytest.mark.parametrize(
    ("options", "error"),
    [
        pytest.param({"output": None}, UsageError, id="nowhere"),
        pytest.param({"format": Format.SIDE_BY_SIDE}, UsageError, id="side-by-side"),
        pytest.param({"format": Format.TSV, "parts": frozenset({Part.SUMMARY})}, UsageError, id="tsv-summary"),
        pytest.param({"output": Path("{file}")}, UsageError, id="a-file-for-a-folder"),
        pytest.param({"format": Format.JSONL, "output": Path("{folder}")}, UsageError, id="a-folder-for-a-file"),
        pytest.param({"inputs": ("{folder}",)}, InputError, id="no-articles"),
        pytest.param({"inputs": ("{folder}",), "output": Path("{folder}")}, UsageError, id="among-the-articles"),
        pytest.param({"inputs": (), "from_file": "{folder}/missing"}, InputError, id="no-list"),
    ],
)
def test_options_that_make_no_sense(place: Place, options: dict[str, object], error: type[Exception]) -> None:
    place.write("a.txt")
    (place.root / "file").write_text("x")
    (place.root / "folder").mkdir()

    def fill(value: object) -> object:
        names = {"{file}": place.root / "file", "{folder}": place.root / "folder"}
        if isinstance(value, tuple):
            return tuple(str(place.root / "folder") for _ in value)
        if isinstance(value, str) and not isinstance(value, Format):
            return value.replace("{folder}", str(place.root / "folder"))
        return names.get(str(value), value)

    with pytest.raises(error) as caught:
        place.run(**{name: fill(value) for name, value in options.items()})  # type: ignore[arg-type]
    assert getattr(caught.value, "hint", "")


def test_lists_keep_folders(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.write("a.txt")
    place.write("b/a.txt")
    monkeypatch.chdir(place.root)
    (place.root / "list").write_text("articles/b/a.txt\narticles/a.txt\nmissing.txt\n")
    assert place.run(inputs=(), from_file="list") is ExitCode.PARTIAL
    assert set(place.results()) == {"articles/a.txt", "articles/b/a.txt"}


def test_a_list_through_a_pipe_is_read_once(place: Place) -> None:
    names = [str(place.write(f"{number}.txt")) for number in range(50)]
    os.mkfifo(place.root / "pipe")
    writer = threading.Thread(target=lambda: (place.root / "pipe").write_text("\n".join(names)))
    writer.start()
    assert place.run(inputs=(), from_file=str(place.root / "pipe")) is ExitCode.DONE
    writer.join(60)
    assert len(place.results()) == 50


def test_an_article_is_never_overwritten_by_its_own_result(place: Place) -> None:
    path = place.write("a.txt")
    before = path.read_bytes()
    assert place.run(inputs=(str(path),), output=place.articles, overwrite=True) is ExitCode.PARTIAL
    assert path.read_bytes() == before
    assert "the article itself" in place.notes.getvalue()


def test_many_small_articles_share_batches(place: Place) -> None:
    calls: list[int] = []
    place.fake.before = calls.append
    for number in range(150):
        place.write(f"{number}.txt", f"Warga nomor {number} tidak senang itu.")
    place.run()
    assert len(place.results()) == 150
    assert calls[0] < 80  # the first window is small
    assert len(calls) < 30


def test_the_embedded_model_says_the_same_in_any_company(place: Place) -> None:
    texts = (
        "Harga beras naik di pasar. Warga tidak senang dengan kenaikan harga itu.",
        "Banjir merendam ratusan rumah warga di Kabupaten Demak, Jawa Tengah, pada Selasa pagi.",
        "Presiden tiba. Ia membuka pasar itu.",
    )
    for number, text in enumerate(texts):
        place.write(f"{number}.txt", text)
    engine = assemble(Choice(memory=False, summary=None))
    batch = Batch((str(place.articles),), Format.JSONL, lambda article: f"{article.translation.pairs!r}\n".encode())
    together: list[bytes] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("transum.batch.run.write_stdout", together.append)
        assert run_batch(batch, lambda: engine, Console(file=place.notes)) is ExitCode.DONE
    articles = [engine.process(prepare(Text("", text, "utf-8", ""))) for text in texts]
    assert together == [f"{article.translation.pairs!r}\n".encode() for article in articles]


class TestLines:
    def test_results_come_in_the_order_of_the_inputs(self, place: Place) -> None:
        for name in ("b.txt", "a.txt", "c/d.txt"):
            place.write(name)
        assert place.run(format=Format.JSONL) is ExitCode.DONE
        paths = [json.loads(line)["source"]["path"] for line in place.lines.read_text().splitlines()]
        assert [Path(path).name for path in paths] == ["a.txt", "b.txt", "d.txt"]

    def test_to_standard_output(self, place: Place, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
        place.write("a.txt")
        place.run(format=Format.JSONL)
        place.run(format=Format.JSONL, output=None)
        assert capfdbinary.readouterr().out == place.lines.read_bytes()

    @pytest.mark.parametrize("cut", [0, 1, 50, -1, -200])
    def test_a_torn_tail_is_made_anew(self, place: Place, cut: int) -> None:
        for name in "abc":
            place.write(f"{name}.txt", f"Harga {name} naik di pasar itu.")
        place.run(format=Format.JSONL)
        whole = place.lines.read_bytes()
        place.lines.write_bytes(whole[:cut])
        assert place.run(format=Format.JSONL) is ExitCode.DONE
        assert place.lines.read_bytes() == whole

    @pytest.mark.parametrize(
        "change",
        [
            pytest.param(lambda place: place.write("a2.txt", "Jalan itu ditutup."), id="one-more"),
            pytest.param(lambda place: place.write("z.txt", "Jalan itu ditutup."), id="one-more-at-the-end"),
            pytest.param(lambda place: place.write("b.txt", "Jalan itu ditutup."), id="one-changed"),
            pytest.param(lambda place: (place.articles / "b.txt").unlink(), id="one-gone"),
            pytest.param(lambda place: (place.articles / "d.txt").unlink(), id="last-gone"),
            pytest.param(lambda place: place.write("b.txt", b""), id="one-now-bad"),
            pytest.param(lambda place: place.write("empty.txt", "Jalan itu ditutup."), id="bad-one-mended"),
            pytest.param(lambda _: None, id="nothing"),
        ],
    )
    def test_a_later_run_gives_what_one_run_would(self, place: Place, change: Callable[[Place], object]) -> None:
        for name in "abcd":
            place.write(f"{name}.txt", f"Harga {name} naik di pasar itu.")
        place.write("empty.txt", b"")
        place.run(format=Format.JSONL)
        change(place)
        place.run(format=Format.JSONL)
        place.run(format=Format.JSONL, output=place.root / "fresh.jsonl")
        assert place.lines.read_bytes() == (place.root / "fresh.jsonl").read_bytes()
        place.run(format=Format.JSONL)
        assert place.fake.asked == 0

    @pytest.mark.parametrize(
        "change",
        [
            pytest.param(lambda data: data + b"{}\n", id="longer"),
            pytest.param(lambda data: data.replace(b"beras", b"BERAS"), id="changed"),
        ],
    )
    def test_a_changed_file_is_not_overwritten(self, place: Place, change: Callable[[bytes], bytes]) -> None:
        for number in range(40):
            place.write(f"{number:02}.txt", f"Harga beras naik {number} di pasar itu dan di toko itu." * 3)
        place.run(format=Format.JSONL)
        whole = place.lines.read_bytes()
        place.lines.write_bytes(change(whole))
        with pytest.raises(OutputError, match="changed since"):
            place.run(format=Format.JSONL)
        assert place.lines.read_bytes() == change(whole)
        assert place.run(format=Format.JSONL, overwrite=True) is ExitCode.DONE
        assert place.lines.read_bytes() == whole

    def test_a_file_of_someone_else_is_not_overwritten(self, place: Place) -> None:
        place.write("a.txt")
        place.lines.write_text("someone else's")
        with pytest.raises(OutputError):
            place.run(format=Format.JSONL)
        assert place.lines.read_text() == "someone else's"


class DiedError(BaseException):
    """What a killed process would be, were it one: nothing catches it."""


@given(data=st.data())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("form", [Format.TEXT, Format.JSONL])
def test_dying_anywhere_any_number_of_times_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, form: Format, data: st.DataObject
) -> None:
    place = Place(tmp_path_factory.mktemp("place"))
    sizes = data.draw(st.lists(st.integers(1, 5), min_size=1, max_size=8))
    for number, size in enumerate(sizes):
        place.write(f"{number % 3}/{number}.txt", "Harga itu naik. " * size)
    place.run(format=form)
    expected = place.results() if form is Format.TEXT else {"": place.lines.read_bytes()}
    fresh = Place(tmp_path_factory.mktemp("place"))
    fresh.articles.rmdir()
    place.articles.rename(fresh.articles)
    for name in data.draw(st.lists(st.sampled_from(["fsync", "replace", "open", "mkdir"]), max_size=4)):
        with pytest.MonkeyPatch.context() as patch, suppress(DiedError):
            patch.setattr("transum.batch.groups._FIRST_GROUP", 40)
            _die_at(patch, name, data.draw(st.integers(0, 20)))
            fresh.run(format=form)
    assert fresh.run(format=form) is ExitCode.DONE
    if form is Format.TEXT:
        assert fresh.results() == expected
    else:
        old, new = (str(one.articles).encode() for one in (place, fresh))
        assert fresh.lines.read_bytes() == expected[""].replace(old, new)


def _die_at(patch: pytest.MonkeyPatch, name: str, number: int) -> None:
    owner = {"fsync": os, "replace": Path, "open": Path, "mkdir": Path}[name]
    real = getattr(owner, name)
    left = [number]

    def die(*args: object, **options: object) -> object:
        left[0] -= 1
        if left[0] < 0:
            raise DiedError
        return real(*args, **options)

    patch.setattr(owner, name, die)


def _word(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


class TestInterruption:
    def test_ctrl_c_saves_and_says_how_to_go_on(self, place: Place, tmp_path: Path) -> None:
        for number in range(8):
            place.write(f"{number:02}.txt", " ".join(f"Harga {_word(number)} {_word(n)} itu naik." for n in range(60)))
        place.fake.before = lambda _: os.kill(os.getpid(), signal.SIGINT) if place.results() else None
        memory = Memory(tmp_path / "memory.sqlite")
        assert place.run(memory=memory, report=place.root / "report.json") is ExitCode.INTERRUPTED
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
        assert "Run the same command again" in place.notes.getvalue()
        done = place.results()
        assert 0 < len(done) < 8
        assert json.loads((place.root / "report.json").read_text())["done"] == len(done)
        remembered = memory.info().sentences
        assert remembered > 100
        place.fake.before = lambda _: None
        assert place.run(memory=memory) is ExitCode.DONE
        assert place.fake.asked <= 8 * 60 * 2 - remembered
        assert len(place.results()) == 8

    def test_without_a_memory_the_window_is_finished(self, place: Place) -> None:
        for number in range(8):
            place.write(f"{number:02}.txt", " ".join(f"Harga {_word(number)} {_word(n)} itu naik." for n in range(60)))
        fired: list[int] = []

        def once(asked: int) -> None:
            if place.results() and not fired:
                fired.append(asked)
                os.kill(os.getpid(), signal.SIGINT)

        place.fake.before = once
        assert place.run() is ExitCode.INTERRUPTED
        assert 1 < len(place.results()) < 8

    def test_elsewhere_than_the_main_thread_it_works_too(self, place: Place) -> None:
        place.write("a.txt")
        codes: list[ExitCode] = []
        thread = threading.Thread(target=lambda: codes.append(place.run()))
        thread.start()
        thread.join(60)
        assert codes == [ExitCode.DONE]


def test_a_second_run_on_the_same_folder_is_told_so(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transum.batch.ledger._PATIENCE", 0.1)
    place.write("a.txt")
    messages: list[str] = []
    other = Place.__new__(Place)
    other.__dict__ |= {**place.__dict__, "fake": Fake(), "notes": io.StringIO()}

    def second(_: int) -> None:
        if not messages:
            messages.append("")
            with pytest.raises(OutputError) as caught:
                other.run()
            messages.append(caught.value.message)

    place.fake.before = second
    assert place.run() is ExitCode.DONE
    assert "another run" in messages[1]


class TestStrict:
    def test_an_error_in_a_translation_is_an_exit_code(self, place: Place) -> None:
        place.write("a.txt")
        outcome = Outcome("a.txt", Status.DONE, errors=1)
        tally = Tally()
        tally.count(outcome)
        assert (tally.errors, tally.done) == (1, 1)

    @pytest.mark.parametrize("form", [Format.TEXT, Format.JSONL])
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            pytest.param("Banjir merendam 12 rumah warga.", ExitCode.DONE, id="good"),
            pytest.param("Banjir merendam 14 rumah warga.", ExitCode.FINDINGS, id="wrong"),
        ],
    )
    def test_a_repeated_command_ends_as_the_first(
        self, place: Place, form: Format, text: str, expected: ExitCode
    ) -> None:
        place.write("a.txt", text)
        place.write("b.txt", "Warga pergi ke pasar.")
        assert [place.run(format=form, strict=True, repair=False) for _ in range(3)] == [expected] * 3
        assert place.fake.asked == 0
        place.write("a.txt", "Banjir merendam 12 rumah warga.")
        assert place.run(format=form, strict=True, repair=False) is ExitCode.DONE

    def test_an_invented_fact_in_a_summary_is_an_error(self, place: Place) -> None:
        place.write("a.txt", "Warga pergi ke pasar.")
        codes = [place.run(strict=True, summarizer=Inventing()) for _ in range(2)]
        assert codes == [ExitCode.FINDINGS] * 2


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        pytest.param("Warga tidak senang dengan harga itu.", "id", "id", id="indonesian"),
        pytest.param("The price of rice rose this week in the city.", "id", "und", id="english"),
        pytest.param("Le prix du riz a augmenté cette semaine.", "fr", "fr", id="french-was-asked-for"),
    ],
)
def test_the_language_is_the_one_that_was_asked_for(place: Place, text: str, asked: str, expected: str) -> None:
    place.write("a.txt", text)
    place.fake.info = replace(Fake.info, source_language=asked)
    assert place.run(format=Format.JSONL, force=True) is ExitCode.DONE
    assert json.loads(place.lines.read_text())["source"]["language"] == expected
    one = Pipeline(place.fake).process(prepare(Text("a.txt", text, "utf-8", "0" * 64), language=asked, force=True))
    assert one.source.language == expected


class TestProgress:
    def test_plain_lines_every_ten_seconds(self) -> None:
        now = iter([0.0, 5.0, 10.0, 12.0, 30.0])
        out = io.StringIO()
        tally = Tally(total=10)
        with shown(tally, Console(file=out, width=20), quiet=False, clock=lambda: next(now)) as display:
            for number in range(4):
                tally.count(Outcome(f"[b]{number}[/b].txt", Status.DONE))
                tally.sentences += 50
                display.refresh()
        assert out.getvalue().splitlines() == [
            "transum: 2 of 10 files, 10.0 sentences/s, 0:00:40 left, [b]1[/b].txt",
            "transum: 4 of 10 files, 6.7 sentences/s, 0:00:45 left, [b]3[/b].txt",
        ]

    def test_live_on_a_terminal(self) -> None:
        out = io.StringIO()
        tally = Tally(total=2)
        with shown(tally, Console(file=out, force_terminal=True, width=160), quiet=False) as display:
            tally.count(Outcome("[red]a\x1b[31m.txt", Status.DONE))
            display.refresh()
        assert "[red]a\ufffd[31m.txt" in out.getvalue()

    def test_quiet_is_silent(self) -> None:
        out = io.StringIO()
        with shown(Tally(), Console(file=out), quiet=True) as display:
            display.refresh()
        assert out.getvalue() == ""

    @pytest.mark.parametrize("terminal", [True, False])
    def test_failures_are_named_with_their_reasons(self, *, terminal: bool) -> None:
        out = io.StringIO()
        tally = Tally()
        for number in range(25):
            tally.count(Outcome(f"{number}[i].txt", Status.FAILED, reason=f"reason [b]{number}", hint="way out"))
        print_outcome(tally, Console(file=out, width=200, force_terminal=terminal, no_color=True))
        assert "19[i].txt" in out.getvalue()
        assert "reason [b]19" in out.getvalue()
        assert "5 more" in out.getvalue()
        assert "25 failed" in out.getvalue()
