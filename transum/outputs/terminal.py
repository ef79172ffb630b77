"""Side by side on a terminal, drawn by rich. User text is always wrapped in ``Text``: never markup."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from transum.document import Article, Finding, Level, Role, SentencePair, Summary
from transum.outputs.differences import MARKS as CHANGED
from transum.outputs.differences import changes
from transum.outputs.growing import begun, grown, places
from transum.outputs.marks import Piece, Side, evidence_pieces, pieces
from transum.outputs.view import Part, SummaryLanguage, View, printable
from transum.outputs.wording import (
    BY_PERSON,
    at_a_glance,
    doubtful,
    doubts,
    fact_forms,
    headline,
    ids,
    inherited,
    language_name,
    name_of,
    one_line,
    own_errors,
    percent,
    summary_lines,
    summary_shown,
    title,
    worth_reading,
)

_STACKED_BELOW: Final = 70  # columns: two columns of under thirty are a ribbon, not a text
_COLUMN_AT_MOST: Final = 84  # columns: the eye loses the line in anything wider
_ROWS: Final = 100  # of a table that is drawn at once
_FILE_WIDTH: Final = 100  # columns of a view that goes to a file
MARKS: Final = {Level.ERROR: ("!", "bold red"), Level.WARNING: ("?", "yellow"), Level.INFO: ("·", "cyan")}
_PERSON: Final = ("✓", "green")
_WORDS: Final = {Level.ERROR: "bold red underline", Level.WARNING: "yellow underline", Level.INFO: "cyan underline"}
_STYLES: Final = {Role.HEADING: "bold", Role.BODY: "", Role.LIST_ITEM: ""}
FAINT: Final = "bright_black"
_CHANGES: Final = {"=": FAINT, "-": "red strike", "+": "bold green"}
_LEFT_OUT: Final = "bright_black strike"


def print_side_by_side(article: Article, view: View, console: Console) -> None:
    """Print the article: originals and translations side by side, the doubts, the summary.

    Stacked on a terminal narrower than 70 columns; as one column where the view has one language only.
    """
    sides = _Sides(begun(article), view, _width(console))
    for pairs in _in_portions(article.translation.pairs):  # a table of a book would take more memory than the book
        sides.print(pairs, console)
    _print_below(article, view, console)


class GrowingSides:
    """Meets ``Growing``: what ``print_side_by_side`` prints on ``console``, which prints none of it."""

    def __init__(self, begun: Article, view: View, console: Console) -> None:
        self._view = view
        self._console = console
        self._sides = _Sides(begun, view, _width(console))

    def more(self, pairs: Sequence[SentencePair]) -> str:
        """See ``Growing``."""
        return "".join(self._captured(partial(self._sides.print, some)) for some in _in_portions(pairs))

    def rest(self, article: Article) -> str:
        """See ``Growing``."""
        return self._captured(partial(_print_below, article, self._view))

    def _captured(self, write: Callable[[Console], None]) -> str:
        with self._console.capture() as capture:
            write(self._console)
        return without_trailing_blanks(capture.get())


def render_side_by_side(article: Article, view: View) -> str:
    """The same for a file: a hundred columns wide, without colour and without blanks at the end of lines."""
    console = Console(width=_FILE_WIDTH, force_terminal=False, no_color=True)
    return grown(GrowingSides(begun(article), view, console), article)


def without_trailing_blanks(text: str) -> str:
    """Columns are filled up to the margin; no reader wants that in a file, and no terminal needs it."""
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def _width(console: Console) -> int:
    return min(console.width, 2 * _COLUMN_AT_MOST + 9)


def _has_styles(console: Console) -> bool:
    """Whether bold and struck words can be told from others: not in a pipe, nor on a terminal that knows no codes."""
    return console.is_terminal and console.color_system is not None


def _in_portions(pairs: Sequence[SentencePair]) -> Iterator[Sequence[SentencePair]]:
    return (pairs[start : start + _ROWS] for start in range(0, len(pairs), _ROWS))


def _print_below(article: Article, view: View, console: Console) -> None:
    width = _width(console)
    for part in _below(article, view, width, styled=_has_styles(console)):
        console.print(part, width=width)


def _below(article: Article, view: View, width: int, *, styled: bool) -> Iterator[RenderableType]:
    if view.shows(Part.TRANSLATION) and (legend := _legend(article, width)) is not None:
        yield from ("", legend)
    if view.shows(Part.TRANSLATION) and view.beside:
        yield from ("", _key_of_changes(view.beside.name, width, styled=styled))
    if summary := summary_shown(article, view):
        yield from ("", _summary(summary, article, view, styled=styled))
    if article.facts and view.facts:
        yield from ("", _facts(article, view))


def _stack(pair: SentencePair, *, original: bool, translation: bool) -> RenderableType:
    if not translation:
        return _source(pair)
    if not original:
        return _target(pair)
    source = _source(pair)
    source.stylize(FAINT)
    return Group(source, Padding(_target(pair), (0, 0, 0, 2)))  # told apart without colours, too


def _source(pair: SentencePair) -> Text:
    return marked(pair, "source")


def _target(pair: SentencePair) -> Text:
    return marked(pair, "target") if pair.target else Text("(no translation)", FAINT)


def marked(pair: SentencePair, side: Side) -> Text:
    """One side of the pair, the words underlined that a finding names."""
    text = Text(style=_style(pair))
    for piece in pieces(pair, side):
        text.append(printable(piece.text), style=_WORDS[piece.level] if piece.level else None)
    return text


def _other(pair: SentencePair, text: str, *, styled: bool) -> Text | None:
    """How the translation becomes a second one: words that go are struck, those that come are bold; None if alike.

    Not ``styled``: both in brackets.
    """
    one, other = one_line(pair.target), one_line(text)
    if one == other:
        return None
    told = ((printable(piece), change) for piece, change in changes(one, other))
    return Text.assemble(
        *((piece if styled else piece.join(CHANGED[change]), _CHANGES[change]) for piece, change in told)
    )


def _style(pair: SentencePair) -> str:
    return _STYLES.get(pair.source.role, FAINT)


class _Sides:
    """A row a sentence: its mark, its faint number, its texts; an empty row between paragraphs.

    No width depends on a text, so that the tables of some sentences each are, one below the other, that of all.
    """

    def __init__(self, begun: Article, view: View, width: int) -> None:
        self._original, self._translation = view.shows(Part.ORIGINAL), view.shows(Part.TRANSLATION)
        self._columns = 2 if self._original and self._translation and width >= _STACKED_BELOW else 1
        self._languages = (begun.source.language, begun.model.target_language)
        self._number_width = len(str(len(begun.document.sentences)))
        self._places = places(begun.document)
        self._width = width
        self._beside = view.beside.texts if view.beside and self._translation else ()

    def print(self, pairs: Sequence[SentencePair], console: Console) -> None:
        """Print the rows of the next sentences."""
        if not (self._original or self._translation):
            return
        table = Table.grid(padding=(0, 2, 0, 0), expand=True)
        table.add_column(width=1)
        table.add_column(justify="right", style=FAINT, width=self._number_width)
        for _ in range(self._columns):
            table.add_column(ratio=1)
        for place, pair in zip(islice(self._places, len(pairs)), pairs, strict=True):
            if place.number == 1 and self._columns == 2:
                table.add_row("", "", *(Text(language_name(code), style=FAINT) for code in self._languages))
                table.add_row(*[Rule(style=FAINT) if index > 1 else "" for index in range(4)])
            if place.opens and place.number > 1:
                table.add_row()
            table.add_row(_mark(pair), str(place.number), *self._cells(pair))
            text = self._beside[place.number - 1] if self._beside else pair.target
            if other := _other(pair, text, styled=_has_styles(console)):
                table.add_row(Text("≠", FAINT), "", *([""] if self._columns == 2 else []), other)
        console.print(table, width=self._width)

    def _cells(self, pair: SentencePair) -> tuple[RenderableType, ...]:
        if self._columns == 2:
            return _source(pair), _target(pair)
        return (_stack(pair, original=self._original, translation=self._translation),)


def _mark(pair: SentencePair) -> Text:
    gravest = next(iter(worth_reading(pair.findings)), None)
    if gravest:
        return Text(*MARKS[gravest.level])
    return Text(*_PERSON) if pair.by_person else Text()


def _legend(article: Article, width: int) -> RenderableType | None:
    """What the marks in the margin mean, sentence by sentence, and what they mean in general."""
    found = list(doubts(article.translation))
    corrected = any(pair.by_person for pair in article.translation.pairs)
    if not found:
        return fitted([(*_PERSON, BY_PERSON)], width) if corrected else None
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=1)
    table.add_column(justify="right", style=FAINT)
    rated = any(pair.confidence is not None for _, pair, _ in found)
    if rated:
        table.add_column(justify="right", style=FAINT, no_wrap=True)
    table.add_column()
    last = 0  # a sentence's number and confidence stand at its first finding
    for number, pair, finding in found:
        place = (str(number), percent(pair.confidence)) if number != last else ("", "")
        table.add_row(Text(*MARKS[finding.level]), *(place if rated else place[:1]), said(finding))
        last = number
    key = [
        (*MARKS[Level.ERROR], "a fact may be wrong"),
        (*MARKS[Level.WARNING], "worth a second look"),
        *([(*_PERSON, BY_PERSON)] if corrected else []),
        *([("%", FAINT, "how likely it isn't seriously wrong")] if rated else []),
    ]
    return Group(table, "", fitted(key, width))


def fitted(rows: Iterable[tuple[str, str, str]], width: int) -> Text:
    """Signs, their styles, and what they mean; no line ends inside of a meaning that fits on one."""
    line, lines = Text(), []
    for sign, style, meaning in rows:
        item = Text.assemble((sign, style), (f" {meaning}", FAINT))
        if line and line.cell_len + 3 + item.cell_len > width:
            lines.append(line)
            line = Text()
        line = Text("   ").join([line, item]) if line else item
    return Text("\n").join([*lines, line])


def _key_of_changes(name: str, width: int, *, styled: bool) -> Text:
    gone, come = ("struck", "bold") if styled else ("…".join(CHANGED["-"]), "…".join(CHANGED["+"]))
    examples = [(gone, _CHANGES["-"], "here alone"), (come, _CHANGES["+"], "there alone")]
    return fitted([("≠", FAINT, f"{printable(one_line(name))} says it otherwise"), *examples], width)


def said(finding: Finding) -> Text:
    """What a finding is about, and what it says."""
    return Text.assemble((f"{name_of(finding)}: ", "bold"), printable(one_line(finding.message)))


def _summary(summary: Summary, article: Article, view: View, *, styled: bool) -> Panel:
    """The sentences with their evidence and, where faint words can be told from others, what shortening left out."""
    rows = Table.grid(padding=(0, 1, 0, 0))
    rows.add_column(width=1)
    rows.add_column()
    shortened = False
    alone = not view.shows(Part.ORIGINAL) and not view.shows(Part.TRANSLATION)
    if alone and headline(article.translation):
        rows.add_row("", Text(printable(title(article, view)), style="bold"))
        rows.add_row()
    for sentence in summary.sentences:
        first, *others = summary_lines(sentence, view.language)
        text = Text.assemble(printable(first), " ", _ids(sentence.evidence, article, view))
        for other in others:
            text.append("\n" + printable(other), style="italic")
        for message in own_errors(sentence):
            text.append("\n" + printable(one_line(message)), style="red")
        for number, finding in inherited(sentence, article.translation) if alone else ():
            text.append("\n").append(f"{MARKS[finding.level][0]} {number} ", style=FAINT).append(said(finding))
        for _, found in evidence_pieces(sentence, article.translation) if styled else ():
            shortened = True
            text.append("\n").append(_shortened(found))
        level = doubtful(sentence, article.translation)
        rows.add_row(Text(*MARKS[level]) if level else Text("•", style=FAINT), text)
    if shortened:
        rows.add_row("", Text.assemble(("struck", _LEFT_OUT), (": what the summary leaves out", FAINT)))
    return _panel("Ringkasan" if view.language is SummaryLanguage.INDONESIAN else "Summary", rows)


def _shortened(found: Iterable[Piece]) -> Text:
    """The original of a shortened sentence, faint beside the summary; what is left out of it is struck."""
    text = Text()
    for piece in found:
        text.append(printable(piece.text), style=_LEFT_OUT if piece.named_by else FAINT)
    return text


def _ids(numbers: Iterable[int], article: Article, view: View) -> Text:
    """Ids of sentences, which lead to the article's file where the view has links."""
    path = article.source.path
    link = f" link {Path(path).absolute().as_uri()}" if view.links and Path(path).is_file() else ""
    return Text(ids(numbers), style=FAINT + link)


def _facts(article: Article, view: View) -> Panel:
    rows = Table.grid(padding=(0, 2, 0, 0))
    rows.add_column(style="bold", no_wrap=True)
    rows.add_column()
    for label, facts in at_a_glance(article.facts):
        named = [
            Text.assemble(printable(one_line(fact_forms(fact))), " ", _ids(fact.sentences, article, view))
            for fact in facts
        ]
        rows.add_row(label, Text("; ").join(named))
    return _panel("At a glance", rows)


def _panel(name: str, rows: Table) -> Panel:
    return Panel(rows, title=Text(name), title_align="left", border_style=FAINT, padding=(0, 1))
