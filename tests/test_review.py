"""Reviewing: what is kept, what is taken back, where one goes on; in a real terminal."""

import json
import math
import os
import re
import resource
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import LENGTH, NUMBER, REPOSITORY, build_translation
from tests.terminal import Terminal
from transum import assembly, folders
from transum.cli import program
from transum.document import Article, Candidate, Finding, Level, ModelInfo
from transum.errors import ExitCode, InputError, ModelError, UsageError
from transum.memory.people import People, PeopleError
from transum.outputs.from_json import article_from_dict
from transum.outputs.json import article_as_dict, render_json, render_jsonl
from transum.outputs.view import View
from transum.pipeline import Pipeline
from transum.review.bookmarks import Bookmarks, mark_of
from transum.review.reading import articles, found
from transum.review.session import Session, needy
from transum.revise.alternatives import alternatives
from transum.segment import segment

PROGRAM = [sys.executable, "-c", "from tests.test_review import with_a_fake; with_a_fake()", "review"]
BANJIR, HUJAN = "Banjir merendam 12 rumah.", "Hujan turun sejak Senin, kata Budi."
SURUT = ["AIR SURUT.", "Air Surut.", "air surut."]
ESCAPES = "\x1b]0;owned\x07 \x1b[31m \u202e"


class Offering:
    """Meets ``Translator``: offers a text in several cases."""

    info = ModelInfo("cases", "1", "fake", 4)
    fingerprint = "cases"
    token_limit = 12

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def translate(
        self, texts: Sequence[str], *, candidates: int = 1, beam: int | None = None, avoid_repeats: bool = False
    ) -> list[list[Candidate]]:
        del beam, avoid_repeats
        return [
            [Candidate(said, -0.1) for said in (text.upper(), text.title(), text.lower())[:candidates]]
            for text in texts
        ]


class Talkative(Offering):
    """Offers as many as it is asked for, none of which is shown already."""

    def translate(self, texts: Sequence[str], *, candidates: int = 1, **_: object) -> list[list[Candidate]]:
        return [[Candidate(f"{text} No. {n}", -0.1) for n in range(candidates)] for text in texts]


class Broken(Offering):
    """Has no answers."""

    def translate(self, *_: object, **__: object) -> list[list[Candidate]]:
        raise ModelError("the model failed") if os.environ["BROKEN"] == "model" else ValueError("a bug")


def with_a_fake() -> None:
    """The program, its models replaced."""
    model = Broken() if "BROKEN" in os.environ else Talkative() if "TALKATIVE" in os.environ else Offering()
    if "FULL" in os.environ:
        fill_the_disk_behind_the_first_decision()
    setattr(assembly, "assemble", lambda _, **__: Pipeline(model))  # noqa: B010 - mypy wants no assignment there
    program.main()


def fill_the_disk_behind_the_first_decision() -> None:
    """From then on no file can be written to."""
    keep = Session.keep

    def kept(session: Session, text: str) -> bool:
        goes_on = keep(session, text)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        return goes_on

    setattr(Session, "keep", kept)  # noqa: B010 - mypy wants no assignment there


def doubting(article: Article, path: str, *findings: Finding) -> Article:
    """``article`` at another path, its sentences with these findings, one each."""
    pairs = tuple(
        replace(pair, findings=findings[index : index + 1]) for index, pair in enumerate(article.translation.pairs)
    )
    translation = replace(article.translation, pairs=pairs)
    return replace(article, source=replace(article.source, path=path), translation=translation, summary=None)


@pytest.fixture
def people(own_home: Path) -> People:  # noqa: ARG001 - it is there that the store lies
    return People(folders.people())


@pytest.fixture
def result(article: Article, tmp_path: Path) -> str:
    """A result in JSON, with doubts about the first and the last of three sentences."""
    path = tmp_path / "banjir.json"
    path.write_text(render_json(article, View()), encoding="utf-8")
    return str(path)


class TestSession:
    def session(self, people: People, *chosen: Article) -> Session:
        return Session(needy(chosen), people, lambda *_: None)

    def test_what_is_most_in_need_comes_first(self, article: Article, people: People) -> None:
        calm, warned, wrong = doubting(article, "a"), doubting(article, "b", LENGTH), doubting(article, "c", NUMBER)
        session = self.session(people, calm, warned, wrong)
        assert [one.source.path for one in session.articles] == ["c", "b"]
        assert session.standing == "1 of 2 doubts, 1 of 2 articles"

    def test_what_is_kept_is_in_the_store_at_once_and_the_next_doubt_is_shown(
        self, article: Article, people: People
    ) -> None:
        session = self.session(people, article)
        assert session.keep("Floods hit 12 houses.")
        assert people.sentences(["Banjir merendam 12 rumah."]) == {"Banjir merendam 12 rumah.": "Floods hit 12 houses."}
        assert session.standing == "2 of 2 doubts, 1 of 1 article"
        assert not session.keep(session.pair.target)
        assert (session.accepted, session.corrected, session.left) == (1, 1, 0)

    def test_a_sentence_that_was_decided_on_is_by_a_person(self, article: Article, people: People) -> None:
        session = self.session(people, article)
        session.keep("Floods hit 21 houses.")
        session.go_to(0)
        assert (session.pair.by_person, session.pair.target) == (True, "Floods hit 21 houses.")
        assert session.pair.level is Level.INFO
        assert session.original.level is Level.ERROR

    def test_what_the_store_refuses_changes_nothing(self, article: Article, people: People) -> None:
        session = self.session(people, article)
        session.keep("Floods.")
        assert people._connection  # noqa: SLF001 - so that it can be written to no more
        people._connection.execute("PRAGMA query_only = 1")  # noqa: SLF001 - likewise
        for attempt in (session.take_back, lambda: session.keep("Rain.")):
            with pytest.raises(PeopleError, match="can't be used"):
                attempt()
            assert (session.accepted, session.corrected, session.left) == (0, 1, 1)
            assert people._connection is None  # noqa: SLF001 - it was let go of
            assert list(people.sentences(["Banjir merendam 12 rumah."]).values()) == ["Floods."]
            people._connection.execute("PRAGMA query_only = 1")  # noqa: SLF001 - likewise

    def test_the_same_words_are_decided_on_once(self, article: Article, people: People) -> None:
        session = self.session(people, doubting(article, "a", NUMBER), doubting(article, "b", NUMBER))
        assert not session.keep("Floods.")
        assert session.left == 0

    def test_a_decision_is_taken_back(self, article: Article, people: People) -> None:
        people.add_sentence("Banjir merendam 12 rumah.", "As it was.")
        session = self.session(people, article)
        assert not session.take_back()
        for text in ("One.", "Two."):
            session.go_to(0)
            session.keep(text)
        for text in ("One.", "As it was."):
            assert session.take_back()
            assert list(people.sentences(["Banjir merendam 12 rumah."]).values()) == [text]
        assert session.pair == session.original
        session.go_to(1)
        session.keep("Three.")
        session.take_back()
        assert people.count() == 1

    def test_there_is_nothing_beyond_the_ends(self, article: Article, people: People) -> None:
        session = self.session(people, article)
        assert not session.go_to(-1)
        assert not session.go_to(2)
        assert session.place == 0


class TestBookmarks:
    def test_a_mark_is_found_by_the_same_inputs(self, article: Article, tmp_path: Path) -> None:
        marks = Bookmarks(tmp_path / "state" / "review.json")
        marks.put([str(tmp_path / "a")], mark_of(article, 1))
        assert marks.find([str(tmp_path / "b" / ".." / "a")]) == mark_of(article, 1)
        assert marks.find([str(tmp_path)]) == ""
        marks.put([str(tmp_path / "a")], "")
        assert marks.find([str(tmp_path / "a")]) == ""

    def test_the_file_names_nothing_and_stays_small(self, article: Article, tmp_path: Path) -> None:
        marks = Bookmarks(tmp_path / "review.json")
        for number in range(210):
            marks.put([f"secret-{number}"], mark_of(article, 1))
        written = (tmp_path / "review.json").read_text()
        assert "secret" not in written
        assert "Banjir" not in written
        assert len(json.loads(written)) == 200

    @pytest.mark.parametrize("content", ["", "[1]", "{", '{"a": 1}', "[" * 100_000])
    def test_a_damaged_file_is_as_good_as_none(self, tmp_path: Path, content: str) -> None:
        (tmp_path / "review.json").write_text(content)
        assert Bookmarks(tmp_path / "review.json").find(["a"]) == ""

    def test_where_none_can_be_kept_it_is_told_later(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        marks = Bookmarks(tmp_path / "file" / "review.json")
        marks.put(["a"], "mark")
        assert marks.problem is not None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param([], "transum: interrupted before the first doubt. What was translated is remembered", id="told"),
        pytest.param(["-q"], "", id="quiet"),
    ],
)
def test_an_interruption_before_the_first_doubt_says_what_is_kept(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    words: list[str],
    said: str,
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    (tmp_path / "a.txt").write_text("Banjir merendam 12 rumah di Jakarta.")
    monkeypatch.setattr("transum.cli.review._require_sense", lambda *_: None)
    monkeypatch.setattr(assembly, "assemble", lambda *_, **__: Pipeline(Offering()))
    monkeypatch.setattr(Pipeline, "process", interrupt)
    assert program.call(["review", str(tmp_path / "a.txt"), *words]) == ExitCode.INTERRUPTED
    err = capsys.readouterr().err.strip()
    assert err.startswith(said)
    assert bool(err) == bool(said)


class TestReading:
    def read(self, path: Path, people: People, *, name: str = "") -> list[Article]:
        chosen = [file for file in found([str(path)]) if name in file.path]
        made = [
            articles(file, lambda: Pipeline(Offering()), people.sentences, force=True, max_bytes=10**6)
            for file in chosen
        ]
        return [article for some in made for article in some]

    def test_results_are_taken_as_they_are(self, telling: Article, tmp_path: Path, people: People) -> None:
        (tmp_path / "a.json").write_text(render_json(telling, View()))
        (tmp_path / "b.jsonl").write_text(render_jsonl(telling, View()) * 2)
        read = self.read(tmp_path, people)
        assert len(read) == 3
        assert {one.translation.pairs for one in read} == {telling.translation.pairs}
        assert (read[0].summary, read[0].facts) == (telling.summary, telling.facts)

    def test_lines_of_results_end_with_a_line_feed_alone(
        self, article: Article, tmp_path: Path, people: People
    ) -> None:
        source = replace(article.source, path="pasal\u2028satu\x85.txt")
        (tmp_path / "a.jsonl").write_text(render_jsonl(replace(article, source=source), View()) * 2)
        assert [one.source.path for one in self.read(tmp_path, people)] == [source.path] * 2

    def test_what_a_person_said_meanwhile_is_no_doubt(self, article: Article, tmp_path: Path, people: People) -> None:
        (tmp_path / "a.json").write_text(render_json(article, View()))
        people.add_sentence("Banjir merendam 12 rumah.", "Floods.")
        (read,) = self.read(tmp_path, people)
        first = read.translation.pairs[0]
        assert (first.target, first.by_person, first.level) == ("Floods.", True, Level.INFO)

    def test_texts_are_translated(self, tmp_path: Path, people: People) -> None:
        (tmp_path / "a.txt").write_text("Banjir.")
        (tmp_path / "a.xyz").write_text("Banjir.")
        assert [one.translation.text for one in self.read(tmp_path, people)] == ["BANJIR."]

    @pytest.mark.parametrize(
        "content",
        ["{}", "[]", "1", "{", '{"sentences": [{"paragraph": 1}]}', "[" * 100_000],
        ids=["object", "list", "number", "broken", "other", "deep"],
    )
    def test_what_is_no_result_says_so(self, tmp_path: Path, people: People, content: str) -> None:
        (tmp_path / "a.json").write_text(content)
        with pytest.raises(InputError, match="no result of transum"):
            self.read(tmp_path, people)

    @pytest.mark.parametrize(
        ("place", "value"),
        [
            pytest.param("sentences/0/target", None, id="no-translation"),
            pytest.param("sentences/0/target", ["Floods."], id="translations"),
            pytest.param("sentences/0/confidence", math.nan, id="confidence-that-is-none"),
            pytest.param("sentences/0/confidence", 7, id="confidence-of-seven"),
            pytest.param("sentences/0/score", "0.5", id="score-in-words"),
            pytest.param("sentences/0/start", 0.5, id="half-a-character"),
            pytest.param("sentences/0/paragraph", [1], id="paragraphs"),
            pytest.param("sentences/0/role", "king", id="role"),
            pytest.param("sentences/0/findings/0/message", 5, id="message"),
            pytest.param("sentences/0/findings/0/kind", "odd", id="kind"),
            pytest.param("sentences/0/findings/0/source_span", [1], id="half-a-span"),
            pytest.param("sentences/0/findings/0/source_span", "ab", id="span-in-words"),
            pytest.param("sentences/0/findings/0/source_span", [3, 1], id="span-that-ends-before"),
            pytest.param("sentences/0/findings/0/target_span", [0.5, 1.5], id="span-of-halves"),
            pytest.param("model/beam", "4", id="beam"),
            pytest.param("source/path", 4, id="path"),
            pytest.param("summary/sentences/0/evidence", [99], id="evidence-that-there-is-not"),
            pytest.param("summary/sentences/0/text", 1, id="summary"),
            pytest.param("facts/0/sentences", [0], id="fact-of-no-sentence"),
        ],
    )
    def test_a_result_has_the_types_and_bounds_of_one(
        self, telling: Article, tmp_path: Path, people: People, *, place: str, value: object
    ) -> None:
        told: Any = json.loads(render_json(telling, View()))
        *way, last = [int(step) if step.isdigit() else step for step in place.split("/")]
        inside = told
        for step in way:
            inside = inside[step]
        assert last in inside
        inside[last] = value
        (tmp_path / "a.json").write_text(json.dumps(told))
        with pytest.raises(InputError, match="no result of transum"):
            self.read(tmp_path, people)

    def test_places_are_claims(self, article: Article) -> None:
        told = article_as_dict(article, View())
        told["sentences"][-1]["start"] += 10**12
        told["sentences"][-1]["end"] += 10**12
        with pytest.raises(ValueError, match="too far apart"):
            article_from_dict(told)

    def test_half_a_character_can_be_kept(self, article: Article, tmp_path: Path, people: People) -> None:
        told = article_as_dict(article, View())
        told["sentences"][0]["target"] = "Floods \ud800."
        (tmp_path / "a.json").write_text(json.dumps(told))
        (read,) = self.read(tmp_path, people)
        pair = read.translation.pairs[0]
        people.add_sentence(pair.source.text, pair.target)
        assert people.sentences([pair.source.text]) == {pair.source.text: "Floods \ufffd."}

    def test_texts_that_lie_upon_each_other_are_no_result(self, article: Article) -> None:
        told = article_as_dict(article, View())
        told["sentences"][1]["start"] -= 5
        with pytest.raises(ValueError, match="overlap"):
            article_from_dict(told)

    def test_a_folder_of_results_has_no_articles(self, tmp_path: Path) -> None:
        (tmp_path / ".transum.sqlite").touch()
        (tmp_path / "a.txt").write_text("Floods.")
        with pytest.raises(UsageError, match="can't read back"):
            found([str(tmp_path)])
        (tmp_path / "a.json").write_text("{}")
        assert [file.relative for file in found([str(tmp_path)])] == ["a.json"]

    def test_an_empty_folder_says_what_belongs_there(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="nothing to review"):
            found([str(tmp_path)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("air surut.", SURUT, id="one piece"),
        pytest.param("SOLO, ANTARA - air surut.", [f"SOLO, ANTARA - {said}" for said in SURUT], id="dateline"),
        pytest.param("https://contoh.id", [], id="not the model's business"),
    ],
)  # fmt: skip
def test_alternatives(text: str, expected: list[str]) -> None:
    document = segment(text)
    assert alternatives(document, document.sentences[0], Offering(), most=3) == expected


def test_an_alternative_with_a_wrong_figure_comes_last(monkeypatch: pytest.MonkeyPatch) -> None:
    said = [Candidate(text, score) for text, score in (("13 houses.", -0.1), ("12 homes.", -0.2), ("12 huts.", -0.3))]
    monkeypatch.setattr(Offering, "translate", lambda _, texts, **__: [said for _ in texts])
    document = segment("12 rumah.")
    found = alternatives(document, document.sentences[0], Offering(), most=3)
    assert found == ["12 homes.", "12 huts.", "13 houses."]


def test_alternatives_of_a_sentence_in_pieces_are_whole() -> None:
    document = segment("air " * 30 + "surut")
    first, *_ = alternatives(document, document.sentences[0], Offering(), most=3)
    assert first.lower().split() == document.text.split()


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        pytest.param(["a.txt"], "review needs a terminal", id="no terminal"),
    ],
)
def test_without_a_terminal_there_is_a_way_out(
    argv: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["transum", "review", *argv])
    with pytest.raises(SystemExit) as caught:
        program.main()
    assert caught.value.code == 2
    assert said in (err := capsys.readouterr().err)
    assert "memory import" in err


class TestInATerminal:
    @pytest.fixture(autouse=True)
    def _here(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(REPOSITORY)

    def test_doubts_are_decided_on_one_by_one(self, result: str, people: People) -> None:
        with Terminal([*PROGRAM, result]) as terminal:
            shown = terminal.wait_for("1 of 2 doubts, 1 of 1 article", "2 Banjir Merendam 12 Rumah.")
            assert "! number: “12” is missing" in shown
            terminal.press("e")
            terminal.wait_for("› Floods hit 13 houses.", "Esc give up")
            terminal.press("\x7f, they say.\r")
            terminal.wait_for("2 of 2 doubts", "1 HUJAN TURUN")
            terminal.press("2")
            assert terminal.end() == 0
        assert "1 accepted" not in terminal.text
        assert "0 accepted, 2 corrected, 0 doubts left" in terminal.text
        assert people.sentences(["Banjir merendam 12 rumah.", "Hujan turun sejak Senin, kata Budi."]) == {
            "Banjir merendam 12 rumah.": "Floods hit 13 houses, they say.",
            "Hujan turun sejak Senin, kata Budi.": "Hujan Turun Sejak Senin, Kata Budi.",
        }

    def test_keys_that_do_nothing_say_so_and_what_was_kept_is_taken_back(self, result: str, people: People) -> None:
        with Terminal([*PROGRAM, result]) as terminal:
            for keys, said in (
                ("p", "This is the first doubt."),
                ("5", "There is no translation 5."),
                ("u", "There is nothing to take back."),
                ("a", "Kept."),
                ("n", "This is the last doubt."),
                ("u", "Taken back."),
                ("e" + "\x7f" * 30 + "\r", "A translation without words is not kept."),
                ("e\x1b", "a accept"),
            ):
                terminal.wait_for("1 BANJIR" if "1 of 2" in terminal.text else "")
                terminal.press(keys)
                terminal.wait_for(said)
            terminal.press("q")
            assert terminal.end() == 0
        assert people.count() == 0
        assert "2 doubts left. The same command goes on here." in terminal.text

    @pytest.mark.parametrize(
        ("number", "code"),
        [
            pytest.param(signal.SIGKILL, -signal.SIGKILL, id="killed"),
            pytest.param(signal.SIGTERM, 143, id="terminated"),
            pytest.param(signal.SIGHUP, 129, id="hung-up"),
        ],
    )
    def test_whatever_ends_it_nothing_is_lost_and_it_goes_on_there(
        self, article: Article, tmp_path: Path, people: People, number: int, code: int
    ) -> None:
        for name in "abc":
            pairs = build_translation(*[((f"Banjir {name} {n} merendam.", "Floods."),) for n in range(3)])
            told = doubting(replace(article, translation=pairs), name, LENGTH, LENGTH, LENGTH)
            (tmp_path / f"{name}.json").write_text(render_json(told, View()))
        with Terminal([*PROGRAM, str(tmp_path)]) as terminal:
            terminal.wait_for("1 of 9 doubts, 1 of 3 articles")
            terminal.press("nnna")
            terminal.wait_for("5 of 9 doubts, 2 of 3 articles")
            terminal.send(number)
            assert terminal.end() == code
        assert people.sentences(["Banjir b 0 merendam."])
        if number != signal.SIGKILL:
            assert terminal.raw.rindex(b"\x1b[?1049l") > terminal.raw.rindex(b"\x1b[?1049h")
        with Terminal([*PROGRAM, str(tmp_path)]) as terminal:
            terminal.wait_for(
                "1 of 8 doubts, 1 of 3 articles", "b, sentence 2"
            )  # of a screen that is drawn line by line

    def test_ctrl_c_leaves_the_screen_as_it_was(self, result: str) -> None:
        with Terminal([*PROGRAM, result]) as terminal:
            terminal.wait_for("1 of 2 doubts")
            terminal.press("e\x03")
            assert terminal.end() == 130
        assert "Traceback" not in terminal.text
        assert "2 doubts left" in terminal.text
        assert terminal.raw.endswith(b"\n")

    def test_a_narrow_low_screen_shows_all_of_it(self, result: str) -> None:
        with Terminal([*PROGRAM, result]) as terminal:
            terminal.wait_for("1 of 2 doubts", "2 Banjir Merendam", "p previous")
            terminal.resize(40, 12)
            shown = terminal.wait_for("1 of 2 doubts", "q quit   ↑ ↓ scroll", "Banjir merendam 12 rumah.")
            assert "Banjir Merendam" not in shown
            terminal.press("\x1b[6~")
            terminal.wait_for("2 Banjir Merendam 12 Rumah.")
            terminal.resize(100, 40)
            terminal.wait_for("1 of 2 doubts", "2 Banjir Merendam 12 Rumah.", "Residents fled.")

    def test_no_more_are_offered_than_there_are_keys_for(self, result: str) -> None:
        with Terminal([*PROGRAM, result], TALKATIVE="1") as terminal:
            shown = terminal.wait_for("5 Banjir merendam", "1-5 take")
            assert re.findall(r"^(\d) Banjir merendam", shown, re.MULTILINE) == [*"12345"]

    def test_without_colour_there_is_none(self, result: str) -> None:
        with Terminal([*PROGRAM, result], NO_COLOR="1") as terminal:
            terminal.wait_for("1 of 2 doubts", "! number")
            terminal.press("q")
            assert terminal.end() == 0
        colours = {b"\x1b[%d" % number for number in (*range(30, 39), *range(40, 49), *range(90, 98))}
        assert not [one for one in colours if one in terminal.raw]

    def test_user_text_is_never_obeyed(self, article: Article, tmp_path: Path, people: People) -> None:
        translation = build_translation(((f"Banjir {ESCAPES}.", f"Floods {ESCAPES}."),))
        bad = replace(NUMBER, message=f"said {ESCAPES}", target="")
        told = doubting(replace(article, translation=translation), f"a{ESCAPES}", bad)
        (tmp_path / "a.json").write_text(render_json(told, View()))
        with Terminal([*PROGRAM, str(tmp_path / "a.json")]) as terminal:
            terminal.wait_for("1 of 1 doubt", " BANJIR")
            terminal.press("e")
            terminal.wait_for("› Floods")
            terminal.press("\r")
            assert terminal.end() == 0
        assert b"owned\x07" not in terminal.raw
        assert b"\x1b]0" not in terminal.raw
        assert "\u202e".encode() not in terminal.raw
        assert list(people.sentences([f"Banjir {ESCAPES}."]).values()) == ["Floods ]0;owned [31m ."]

    def test_a_model_that_fails_costs_the_other_translations_only(self, result: str) -> None:
        with Terminal([*PROGRAM, result], BROKEN="model") as terminal:
            terminal.wait_for("1 of 2 doubts", "the model failed")
            terminal.press("a")
            terminal.wait_for("2 of 2 doubts")
            terminal.press("q")
            assert terminal.end() == 0

    @pytest.mark.parametrize(
        ("keys", "unkept"),
        [
            pytest.param("eIt rained for days, says Budi.\r", "It rained for days, says Budi.", id="corrected"),
            pytest.param("a", "It rained.", id="accepted"),
            pytest.param("u", "", id="taken-back"),
        ],
    )
    def test_a_full_disk_loses_no_decision_silently(self, result: str, people: People, keys: str, unkept: str) -> None:
        with Terminal([*PROGRAM, result], FULL="1") as terminal:
            terminal.wait_for("1 of 2 doubts")
            terminal.press("a")
            terminal.wait_for("2 of 2 doubts", "Kept.")
            if keys.startswith("e"):
                terminal.press("e\x01\x0b")
                terminal.wait_for("›\n")
            terminal.press(keys.removeprefix("e"))
            assert terminal.end() == ExitCode.OUTPUT
        said = " ".join(terminal.text.split())
        assert "the translations by people in" in said
        assert "has room" in said
        assert "--no-memory" not in said  # which a review refuses
        assert "1 accepted, 0 corrected, 1 doubt left" in said
        assert (f"sentence 3, is not kept: {unkept}" in said) if unkept else ("is not kept" not in said)
        assert list(people.sentences([BANJIR, HUJAN])) == [BANJIR]
        with Terminal([*PROGRAM, result]) as terminal:
            terminal.wait_for("1 of 1 doubt", "sentence 3")

    @pytest.mark.parametrize(
        ("words", "hint"),
        [
            pytest.param("--from en", "→ Leave out both languages.", id="language"),
            pytest.param("--no-memory", "→ Leave it out, or say --memory.", id="no place"),
        ],
    )
    def test_what_it_refuses_is_told_before_the_work(self, result: str, words: str, hint: str) -> None:
        with Terminal([*PROGRAM, result, *words.split()]) as terminal:
            assert terminal.end() == ExitCode.USAGE
        assert hint in terminal.text

    def test_where_no_mark_can_be_kept_the_way_out_is_its_own(self, result: str) -> None:
        with Terminal([*PROGRAM, result], XDG_STATE_HOME="/dev/null/nowhere") as terminal:
            terminal.wait_for("1 of 2 doubts")
            terminal.press("q")
            assert terminal.end() == 0
        said = " ".join(terminal.text.split())
        assert "Check that the folder exists and may be written to." in said
        assert "another -o" not in said

    def test_a_bug_asks_for_a_report(self, result: str) -> None:
        with Terminal([*PROGRAM, result], BROKEN="bug") as terminal:
            assert terminal.end() == 1
        assert "Please report it" in " ".join(terminal.text.split())

    def test_an_editor_of_ones_own(self, result: str, tmp_path: Path, people: People) -> None:
        editor = tmp_path / "editor"
        editor.write_text("#!/bin/sh\nprintf 'From elsewhere,\\nin two lines.\\n' > \"$1\"\n")
        editor.chmod(0o755)
        with Terminal([*PROGRAM, result], EDITOR=str(editor), VISUAL="") as terminal:
            terminal.wait_for("1 of 2 doubts")
            terminal.press("E")
            terminal.wait_for("From elsewhere")
            terminal.press("\r")
            terminal.wait_for("2 of 2 doubts")
            terminal.press("q")
            assert terminal.end() == 0
        assert list(people.sentences(["Banjir merendam 12 rumah."]).values()) == ["From elsewhere, in two lines."]

    def test_an_article_loses_its_doubts(self, tmp_path: Path) -> None:
        """From a text by the way of a review to what the main job says of it, with the embedded models."""
        path = tmp_path / "a.txt"
        path.write_text("Polisi Sikat Preman Pasar Kembang\n\nPemerintah menaikkan harga beras sejak Senin lalu.\n")
        with Terminal(["transum", "review", str(path)]) as terminal:
            terminal.wait_for("1 of 1 doubt", "1 ")
            terminal.press("e\x01\x0bPolice Go After Market Thugs\r")
            assert terminal.end() == 0
        with Terminal(["transum", str(path)], columns=120) as terminal:
            assert terminal.end() == 0
        assert "Police Go After Market Thugs" in terminal.text
        assert "1 by a person, the checks found no doubts" in terminal.text
