"""One sentence in doubt, with all that somebody needs to decide on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from transum.document import Article, SentencePair
from transum.outputs.differences import differences, parts
from transum.outputs.marks import Side
from transum.outputs.terminal import FAINT, MARKS, marked, said
from transum.outputs.view import printable
from transum.outputs.wording import BY_PERSON, language_name, one_line, percent, worth_reading

_NEAR: Final = 120  # characters of the sentences around it


@dataclass(frozen=True, slots=True)
class Offer:
    """What else the sentence could be; ``note`` says what there is to say instead."""

    texts: tuple[str, ...] = ()
    note: str = ""


def doubt_view(
    article: Article, number: int, pair: SentencePair, offer: Offer, *, nearby: bool = True
) -> RenderableType:
    """Sentence ``number`` of the article as ``pair`` has it; what is said of it; the offer.

    With ``nearby`` its neighbours are seen, too.
    """
    languages = article.source.language, article.model.target_language
    sides: tuple[Side, Side] = ("source", "target")
    blocks: list[RenderableType] = []
    for language, side in zip(languages, sides, strict=True):
        note = "" if side == "source" else BY_PERSON if pair.by_person else percent(pair.confidence)
        blocks += [
            _title(language_name(language), note),
            *_between(article, number, marked(pair, side), side, nearby=nearby),
            "",
        ]
    if found := worth_reading(pair.findings):
        blocks += [_table([(Text(*MARKS[finding.level]), said(finding)) for finding in found]), ""]
    if offer.texts or offer.note:
        blocks.append(_title("Or", ""))
        blocks.append(
            _table([(Text(str(n), "bold"), _other(pair.target, text)) for n, text in enumerate(offer.texts, 1)])
        )
        if offer.note:
            blocks.append(Padding(Text(printable(one_line(offer.note)), FAINT), (0, 0, 0, 2)))
    return Group(*blocks)


def _title(name: str, note: str) -> Text:
    return Text.assemble((name, FAINT), f"  {note}" if note else "")


def _between(article: Article, number: int, text: Text, side: Side, *, nearby: bool) -> list[RenderableType]:
    """The sentence, and in faint letters the end of the one before and the beginning of the one behind it."""
    pairs = article.translation.pairs
    before = _line(pairs[number - 2], side) if nearby and number > 1 else ""
    behind = _line(pairs[number], side) if nearby and number < len(pairs) else ""
    lines: list[RenderableType] = []
    if before:
        lines.append(Text(before if len(before) <= _NEAR else f"… {before[-_NEAR:].partition(' ')[2]}", FAINT))
    lines.append(text)
    if behind:
        lines.append(Text(behind if len(behind) <= _NEAR else f"{behind[:_NEAR].rpartition(' ')[0]} …", FAINT))
    return [Padding(line, (0, 0, 0, 2 if line is text else 4)) for line in lines]


def _line(pair: SentencePair, side: Side) -> str:
    return printable(one_line(pair.source.text if side == "source" else pair.target))


def _other(target: str, text: str) -> Text:
    """``text``, underlined where it says something else than ``target``."""
    target, text = printable(one_line(target)), printable(one_line(text))
    return Text.assemble(
        *((part, "underline" if changed else "") for part, changed in parts(text, differences(target, text)[1]))
    )


def _table(rows: Sequence[tuple[Text, Text]]) -> Table:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=1)
    table.add_column()
    for row in rows:
        table.add_row(*row)
    return table
