"""Which blocks of a web page are its article: transum's reader beside the libraries that it could be.

    pip install . readability-lxml resiliparse justext
    python benchmarks/webpages.py [--real FOLDER] [--strings FOLDER] > benchmarks/webpages.md

The pages of ``webpages/`` were written for this, each in a shape that news sites, offices, shops and private people
build: the words of each block are in ``<k>`` if they belong to what a reader came for, in ``<o>`` if they are other
(menus, teasers, captions, advertisements, comments); bylines and dates are in neither and don't count. The marks are
taken out before anybody reads the page.

``--real`` is a clone of github.com/scrapinghub/article-extraction-benchmark: saved pages of real sites in many
languages, with the text of each article; they are compared by their four-grams, as there, without the title.
``--strings`` is the folder ``tests`` of a clone of github.com/adbar/trafilatura: saved pages, with a few strings each
that belong to the article and a few that don't.
"""

import argparse
import gzip
import html
import json
import logging
import platform
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from statistics import mean

from transum.errors import InputError
from transum.inputs.decode import decode
from transum.inputs.html import read_html

PAGES = Path(__file__).with_name("webpages")
_MARK = re.compile(r"</?[ko]>")
_MARKED = re.compile(r"<(k|o)>(.*?)</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_NOT_LETTERS = re.compile(r"[\W_]+")
_CELLS = re.compile(r"[\n|\t]| {2,}")
_LIST_MARK = re.compile(r"\s*(?:[-•*]|\d{1,2}[.)])\s")
_SHORT = 12  # letters: a shorter block may stand inside of another word, so it counts as a whole line only

Extract = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall of what was kept."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def extractors() -> dict[str, Extract]:
    """Each candidate as a function from a page to the text of its article."""
    # Imported by name: they are no dependencies, and the type checker must not need them.
    trafilatura, readability, justext = map(import_module, ("trafilatura", "readability", "justext"))
    resiliparse = import_module("resiliparse.extract.html2text").extract_plain_text

    stopwords = justext.get_stoplist("Indonesian") | justext.get_stoplist("English")

    def by_trafilatura(**options: bool) -> Extract:
        return lambda page: trafilatura.extract(page, include_comments=False, **options) or ""

    def by_readability(page: str) -> str:
        article = readability.Document(page)
        return f"{article.short_title()}\n{visible(article.summary())}"

    def by_justext(page: str) -> str:
        paragraphs = justext.justext(page.encode(), stopwords, length_low=40, length_high=100, encoding="utf-8")
        return "\n".join(each.text for each in paragraphs if not each.is_boilerplate)

    found = version("trafilatura")
    return {
        "everything": visible,
        "transum": by_transum,
        f"trafilatura {found}": by_trafilatura(),
        f"trafilatura {found}, recall": by_trafilatura(favor_recall=True),
        f"trafilatura {found}, precision": by_trafilatura(favor_precision=True),
        f"trafilatura {found}, fast": by_trafilatura(fast=True),
        f"readability-lxml {version('readability-lxml')}": by_readability,
        f"resiliparse {version('resiliparse')}": lambda page: resiliparse(page, main_content=True),
        f"jusText {version('justext')}": by_justext,
    }


def by_transum(page: str) -> str:
    """The article as transum reads it."""
    try:
        return read_html(page, "page.html")
    except InputError:
        return ""


def visible(page: str) -> str:
    """All text of a page, a line for each run between two tags."""
    without = re.sub(r"(?s)<(script|style|head)\b.*?</\1>|<!--.*?-->", "\n", page)
    inline = re.sub(r"</?(?:a|b|i|em|strong|span|code|sup|font)\b[^>]*>", "", without)
    return html.unescape(_TAG.sub("\n", inline))


def letters(text: str) -> str:
    """What two versions of a text have in common."""
    return _NOT_LETTERS.sub("", text).lower()


def blocks(marked: str) -> tuple[list[str], list[str]]:
    """The letters of the blocks that belong to the article, and of the others."""
    found: dict[str, list[str]] = {"k": [], "o": []}
    for kind, words in _MARKED.findall(marked):
        found[kind].append(letters(html.unescape(_TAG.sub("", words))))
    return [each for each in found["k"] if each], [each for each in found["o"] if each]


def kept(text: str, wanted: Sequence[str], others: Sequence[str]) -> tuple[int, int]:
    """How many of the blocks that belong, and of the others, are in ``text``."""
    lines = Counter(letters(_LIST_MARK.sub("", line)) for line in _CELLS.split(text))
    lines.update(letters(line) for line in _CELLS.split(text) if _LIST_MARK.match(line))
    whole = letters(text)

    def count(block: str) -> int:
        return lines[block] if len(block) < _SHORT else whole.count(block)

    right = sum(count(block) > 0 for block in wanted)
    return right, sum(count(block) > sum(each.count(block) for each in wanted) for block in others)


def own_pages(extract: Extract) -> tuple[dict[str, Score], Score, float]:
    """The scores of each page, of all their blocks together, and the seconds."""
    pages: dict[str, Score] = {}
    total: Counter[str] = Counter()
    seconds = 0.0
    for path in sorted(PAGES.glob("*.html")):
        marked = path.read_text(encoding="utf-8")
        started = time.perf_counter()
        text = extract(_MARK.sub("", marked))
        seconds += time.perf_counter() - started
        wanted, others = blocks(marked)
        right, wrong = kept(text, wanted, others)
        total.update(right=right, wrong=wrong, wanted=len(wanted))
        pages[path.stem] = Score(right / max(1, right + wrong), right / len(wanted))
    found = total["right"] + total["wrong"]
    return pages, Score(total["right"] / max(1, found), total["right"] / total["wanted"]), seconds


def four_grams(text: str) -> Counter[tuple[str, ...]]:
    """The runs of four words."""
    tokens = re.findall(r"\w+", text.lower())
    return Counter(tuple(tokens[at : at + 4]) for at in range(max(1, len(tokens) - 3)))


def real_pages(folder: Path, extract: Extract) -> Iterator[Score]:
    """The scores of each page of a clone of the public benchmark."""
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    for name, article in truth.items():
        page = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()).decode("utf-8", errors="replace")
        title = re.search(r"<title[^>]*>(.*?)</title>", page, re.DOTALL)
        text = without_title(extract(page), letters(html.unescape(title[1])) if title else "")
        wanted, found = four_grams(article["articleBody"]), four_grams(text)
        right = (wanted & found).total()
        yield Score(right / found.total(), right / wanted.total())


def string_pages(folder: Path, extract: Extract) -> Score:
    """The score over all strings of the pages that lie there."""
    total: Counter[str] = Counter()
    for page in json.loads((folder / "evaldata.json").read_text(encoding="utf-8")).values():
        path = folder / "eval" / page["file"]
        if not path.is_file():
            continue
        try:
            content = decode(path.read_bytes(), path.name)[0]
        except InputError:  # stray zeros
            content = path.read_bytes().decode("utf-8", errors="ignore").replace("\0", "")
        text = extract(content)
        total.update(right=sum(each in text for each in page["with"]), wanted=len(page["with"]))
        total.update(wrong=sum(each in text for each in page["without"]))
    return Score(total["right"] / max(1, total["right"] + total["wrong"]), total["right"] / total["wanted"])


def without_title(text: str, title: str) -> str:
    """``text`` but for its first line, if that is the title."""
    first, _, rest = text.strip().partition("\n")
    return rest if letters(first) and letters(first) in title else text


def cells(score: Score) -> str:
    """A score as three cells of a row."""
    return f"{score.precision:.3f} | {score.recall:.3f} | {score.f1:.3f}"


def report(real: Path | None, strings: Path | None) -> None:
    """Print the tables as Markdown."""
    candidates = extractors()
    own = {name: own_pages(extract) for name, extract in candidates.items()}
    sizes = [blocks(path.read_text(encoding="utf-8")) for path in PAGES.glob("*.html")]
    print(
        f"""# Articles on web pages

`python benchmarks/webpages.py --real FOLDER --strings FOLDER > benchmarks/webpages.md` (what to install, and what the
folders are, stands in the script). {datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}.

## {len(sizes)} pages of many shapes

Written for this (`benchmarks/webpages/`): {sum(len(wanted) for wanted, _ in sizes)} blocks belong to the article,
{sum(len(others) for _, others in sizes)} are other. *Worst*: the lowest F1 of a page. transum's rules were mended
while looking at what went wrong on these pages, and at some of the second set; at none of the third.

| reader | precision | recall | F1 | F1, mean of pages | worst | seconds |
|---|---|---|---|---|---|---|"""
    )
    for name, (pages, total, seconds) in own.items():
        f1 = [score.f1 for score in pages.values()]
        print(f"| {name} | {cells(total)} | {mean(f1):.3f} | {min(f1):.3f} | {seconds:.2f} |")
    shown = [name for name in own if name != "everything"]
    print("\nF1 of each page:\n\n| page | " + " | ".join(shown) + " |\n|---|" + "---|" * len(shown))
    for page in own["transum"][0]:
        print(f"| {page} | " + " | ".join(f"{own[name][0][page].f1:.2f}" for name in shown) + " |")
    if real:
        report_real(real, candidates)
    if strings:
        report_strings(strings, candidates)


def report_real(real: Path, candidates: dict[str, Extract]) -> None:
    """Print the table of the pages of real sites."""
    print(
        """
## Saved pages of real sites

The article-extraction-benchmark of Scrapinghub (now Zyte); means over its pages, of four-grams.

| reader | precision | recall | F1 | F1, mean of pages | under 0.5 | seconds |
|---|---|---|---|---|---|---|"""
    )
    for name, extract in candidates.items():
        started = time.perf_counter()
        scores = list(real_pages(real, extract))
        means = Score(mean(score.precision for score in scores), mean(score.recall for score in scores))
        f1 = [score.f1 for score in scores]
        seconds = time.perf_counter() - started
        print(f"| {name} | {cells(means)} | {mean(f1):.3f} | {sum(each < 0.5 for each in f1)} | {seconds:.0f} |")
        sys.stdout.flush()


def report_strings(folder: Path, candidates: dict[str, Extract]) -> None:
    """Print the table of strings that belong or don't."""
    count = sum(
        (folder / "eval" / page["file"]).is_file()
        for page in json.loads((folder / "evaldata.json").read_text(encoding="utf-8")).values()
    )
    print(
        f"""
## {count} pages that trafilatura is developed with

Its own evaluation, so it is at home there; strings that belong to the article, and that don't. transum leaves out
captions and lists of links, of which some belong by this gold. Most pages are German, for which jusText was given no
list of frequent words.

| reader | precision | recall | F1 | seconds |
|---|---|---|---|---|"""
    )
    for name, extract in candidates.items():
        started = time.perf_counter()
        score = string_pages(folder, extract)
        print(f"| {name} | {cells(score)} | {time.perf_counter() - started:.0f} |", flush=True)


def main() -> None:
    """Read the arguments, print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--real", type=Path, metavar="FOLDER", help="a clone of the public benchmark")
    parser.add_argument("--strings", type=Path, metavar="FOLDER", help="the tests of a clone of trafilatura")
    logging.disable()
    arguments = parser.parse_args()
    report(arguments.real, arguments.strings)


if __name__ == "__main__":
    main()
