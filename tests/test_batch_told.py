"""What a person is told of a batch: where to look first, what was passed over, reports, the front page."""

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from tests.test_batch import Place
from transum.batch.groups import Outcome, Status
from transum.batch.progress import Tally, print_outcome
from transum.batch.report import REPORTS
from transum.document import Article
from transum.errors import ExitCode, UsageError
from transum.outputs.html import render_html
from transum.outputs.view import Format, View


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def _linked(article: Article, front: str) -> bytes:
    return render_html(article, replace(View(), front=front)).encode()


def _print(tally: Tally) -> str:
    out = io.StringIO()
    print_outcome(tally, Console(file=out, width=200))
    return out.getvalue()


class TestTheTerminal:
    def test_names_the_ten_articles_to_look_at_first(self) -> None:
        tally = Tally()
        for number in range(30):
            tally.count(
                Outcome(f"{number}.txt", Status.DONE, f"out/{number}.txt", errors=number % 3, warnings=number % 5)
            )
        lines = _print(tally).splitlines()
        shown = lines[1:11]
        assert lines[0] == "To look at first:"
        assert shown[0] == "  2 errors, 4 warnings: out/14.txt"
        assert shown[1] == "  2 errors, 4 warnings: out/29.txt"
        assert [line.split()[0] for line in shown] == ["2"] * 10
        assert lines[11].startswith("transum: 30 done")

    @pytest.mark.parametrize("count", [pytest.param(1, id="one-input"), pytest.param(3, id="nothing-to-check")])
    def test_says_nothing_of_them_where_it_helps_nobody(self, count: int) -> None:
        tally = Tally()
        for number in range(count):
            tally.count(Outcome(f"{number}.txt", Status.DONE, "out", errors=count == 1))
        assert "first" not in _print(tally)

    def test_the_least_sure_of_equals_comes_first(self) -> None:
        tally = Tally()
        for confidence in (0.9, 0.2, None):
            tally.count(Outcome(f"{confidence}.txt", Status.DONE, f"{confidence}", warnings=1, confidence=confidence))
        assert [outcome.confidence for outcome in tally.neediest] == [0.2, 0.9, None]

    def test_counts_what_was_passed_over(self, place: Place) -> None:
        for name in ("a.txt", "b.log", "c.jpg", "d/e.JPG", ".hidden.log", "README"):
            place.write(name)
        place.run(report=place.root / "report.json")
        assert "4 passed over (2 .jpg, 1 without an ending, 1 .log)" in place.notes.getvalue()
        report = json.loads((place.root / "report.json").read_text())
        assert report["passed_over"] == {".jpg": 2, ".log": 1, "without an ending": 1}

    def test_names_the_results_of_deleted_articles(self, place: Place) -> None:
        for number in range(13):
            place.write(f"{number:02}.txt")
        place.run()
        for number in range(12):
            (place.articles / f"{number:02}.txt").unlink()
        place.run()
        said = place.notes.getvalue()
        assert "Results whose articles are gone (12, left where they are):" in said
        assert str(place.english / "00.txt") in said
        assert "… and 2 more" in said
        assert len(place.results()) == 13

    def test_another_folder_into_the_same_results_is_nothing_deleted(self, place: Place) -> None:
        one, other = place.write("a/x.txt"), place.write("b/y.txt")
        place.run(inputs=(str(one.parent),))
        place.run(inputs=(str(other.parent),))
        assert "gone" not in place.notes.getvalue()


class TestReports:
    @pytest.fixture
    def reported(self, place: Place) -> Place:
        place.write("a.txt", "Banjir merendam 14 rumah warga.")
        place.write("=b<i>|.txt", "")
        return place

    @pytest.mark.parametrize("suffix", list(REPORTS))
    def test_have_a_row_an_input(self, reported: Place, suffix: str) -> None:
        path = reported.root / f"report{suffix}"
        assert reported.run(report=path, repair=False) is ExitCode.PARTIAL
        text = path.read_text()
        assert "a.txt" in text
        assert "is empty" in text
        if suffix in {".json", ""}:
            inputs = {Path(one["path"]).name: one for one in json.loads(text)["inputs"]}
            assert inputs["a.txt"]["errors"] == 1
            assert inputs["a.txt"]["title"] == "Floods hit 13 houses of residents."

    def test_as_csv_is_read_by_a_spreadsheet(self, reported: Place) -> None:
        path = reported.root / "report.csv"
        reported.run(report=path, inputs=("=b<i>|.txt",))
        (row,) = csv.DictReader(io.StringIO(path.read_text()))
        assert row["path"] == "'=b<i>|.txt"

    def test_as_a_page_or_markdown_has_no_markup_of_a_name(self, reported: Place) -> None:
        reported.run(report=reported.root / "report.html")
        reported.run(report=reported.root / "report.md")
        assert "<i>" not in (reported.root / "report.html").read_text()
        assert r"\|.txt" in (reported.root / "report.md").read_text()

    def test_of_another_ending_is_refused_before_the_work(self, reported: Place) -> None:
        with pytest.raises(UsageError, match="xlsx") as caught:
            reported.run(report=reported.root / "report.xlsx")
        assert ".csv" in caught.value.hint
        assert reported.fake.asked == 0


class TestTheFrontPage:
    def run(self, place: Place, **options: object) -> ExitCode:
        return place.run(format=Format.HTML, linked=_linked, render=lambda article: _linked(article, ""), **options)  # type: ignore[arg-type]

    def page(self, place: Place) -> str:
        return (place.english / "index.html").read_text()

    def test_leads_to_every_page_and_back(self, place: Place) -> None:
        place.write("a.txt", "Banjir merendam 14 rumah warga.")
        place.write("b/100% aman?.txt", "Warga pergi ke pasar.")
        place.write("bad.txt", b"")
        assert self.run(place, repair=False) is ExitCode.PARTIAL
        page = self.page(place)
        assert 'href="a.html"' in page
        assert 'href="b/100%25%20aman%3F.html"' in page
        assert "Floods hit 13 houses of residents." in page
        assert "bad.txt is empty" in page
        assert str(place.root) not in page
        assert 'href="../index.html"' in (place.english / "b" / "100% aman?.html").read_text()

    def test_is_made_anew_by_a_run_that_does_nothing_else(self, place: Place) -> None:
        place.write("a.txt")
        place.write("b.txt")
        self.run(place)
        before = self.page(place)
        (place.english / "index.html").unlink()
        self.run(place)
        assert place.fake.asked == 0
        assert self.page(place) == before
        (place.articles / "b.txt").unlink()
        self.run(place)
        assert "b.html" not in self.page(place)

    def test_is_made_of_the_ledger_also_where_a_run_was_asked_to_end(self, place: Place) -> None:
        for number in range(4):
            place.write(f"{number}.txt", f"Banjir merendam {number} rumah.")
        self.run(place, inputs=(str(place.articles / "0.txt"),))
        self.run(place, inputs=(str(place.articles / "1.txt"),))
        assert len(re.findall(r'href="\d\.html"', self.page(place))) == 2

    def test_takes_no_article_s_name(self, place: Place) -> None:
        place.write("index.txt")
        assert self.run(place) is ExitCode.DONE
        assert set(place.results()) == {"index.html", "index.txt.html"}
        assert 'href="index.txt.html"' in self.page(place)

    def test_is_known_without_a_ledger_as_long_as_nobody_changed_it(self, place: Place) -> None:
        place.write("a.txt")
        self.run(place)
        (place.english / ".transum.sqlite").unlink()
        place.write("b.txt")
        self.run(place)
        assert 'href="b.html"' in self.page(place)
        (place.english / ".transum.sqlite").unlink()
        changed = self.page(place).replace("<body", "<!-- mine --><body")
        (place.english / "index.html").write_text(changed)
        self.run(place)
        assert self.page(place) == changed

    def test_of_somebody_else_stays(self, place: Place, caplog: pytest.LogCaptureFixture) -> None:
        place.write("a.txt")
        place.english.mkdir()
        (place.english / "index.html").write_text("my own")
        assert self.run(place) is ExitCode.DONE
        assert self.page(place) == "my own"
        assert "index.html" in caplog.text
        assert self.run(place, overwrite=True) is ExitCode.DONE
        assert 'href="a.html"' in self.page(place)

    @pytest.mark.parametrize("form", [Format.TEXT, Format.MARKDOWN])
    def test_is_for_pages_only(self, place: Place, form: Format) -> None:
        place.write("a.txt")
        place.run(format=form)
        assert not (place.english / "index.html").exists()
