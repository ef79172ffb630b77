"""A file's words as *slots*: what of a heading, a list item, a cue is translated, and the markup in it."""

from collections.abc import Callable
from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Aside:
    """Words inside markup (what a picture shows): ``slot`` is for ``[start, end)`` of the markup, before or after."""

    start: int
    end: int
    slot: "Slot"
    is_after: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """Markup in a slot: ``before`` and ``after`` stand around ``[start, end)`` of the slot's words.

    ``is_kept``: the words themselves are not translated (code, an address); ``before`` then holds them with their
    markup. ``is_essential``: more than looks are lost without it (a link). An empty span is a thing between words.
    ``asides`` are in the order of their places.
    """

    start: int
    end: int
    before: str
    after: str = ""
    is_kept: bool = False
    is_essential: bool = False
    asides: tuple[Aside, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """``text`` are the words at ``start`` in the document; ``raw`` is what stands in the file for them.

    ``dialect`` is there where it differs from the file's. Slots that begin at the same place are for the same words:
    what the file says twice and the document once. ``lead`` stands before the words in the document, and in the file
    only as what it means (the number of an item): it is taken from the translation.
    """

    start: int
    text: str
    raw: str
    marks: tuple[Mark, ...] = ()
    dialect: "Dialect | None" = None
    lead: str = ""

    @property
    def end(self) -> int:
        """The offset behind the words, in the document."""
        return self.start + len(self.text)


def _beside(original: str, translated: str, _: Slot) -> str:
    return f"{original} {translated}"


@dataclass(frozen=True, slots=True)
class Dialect:
    """What differs between file types: ``fold`` puts line breaks for spaces, ``escape`` guards translated words.

    ``both`` joins what stands in the file for the original and for its translation, where both are to be shown. All
    are given the slot that the words are for.
    """

    fold: Callable[[str, Slot], str]
    escape: Callable[[str, Slot], str]
    both: Callable[[str, str, Slot], str] = _beside


Carry = Callable[[int, int], Span | None]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words for ``[start, end)`` of a slot's words; ``is_same`` if the sentence was left as it was.

    ``carry`` tells where in ``target`` the words of a part of the slot's words are, None where it can't be told; it is
    there where models are asked for that.
    """

    start: int
    end: int
    target: str
    is_same: bool
    carry: Carry | None = None
