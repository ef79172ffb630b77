"""Files that keep their structure: what is translated, what stays, and how the one goes back into the other.

A file is read as *slots* (the words of a heading, a list item, a cue) with the file's own bytes between them, verbatim.
The words of all slots, without markup, are the document; its translation is laid into the slots again.

Reading order: ``slots``, ``dividing`` (which words belong into each), ``placing`` (where the markup goes), then here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from transum.document import Edition, Translation
from transum.inputs.dividing import pieces_of
from transum.inputs.placing import EMPTY, Filled, filled
from transum.inputs.slots import Dialect, Mark, Piece, Slot

Head = Callable[[str, Edition], str]
_PLAIN = Edition()


@dataclass(frozen=True, slots=True)
class SlotLayout:
    """A file: ``verbatim[0]``, the first slot, ``verbatim[1]``, the second slot, … ``verbatim[-1]``.

    ``head`` makes of the first of them what it is in another language, where a file says its own there.
    """

    verbatim: tuple[str, ...]
    slots: tuple[Slot, ...]
    dialect: Dialect
    head: Head | None = None

    def rebuild(self, translation: Translation, edition: Edition = _PLAIN) -> str:
        """The file with its words translated; a slot whose sentences are all as they were stays byte for byte."""
        asides = (aside.slot for slot in self.slots for mark in slot.marks for aside in mark.asides)
        return self.holding(pieces_of(translation, [*self.slots, *asides]), edition)

    def holding(self, pieces: Mapping[int, Sequence[Piece]], edition: Edition = _PLAIN) -> str:
        """The file with pieces of a translation in its slots, which may be of several files."""
        parts = [self.head(self.verbatim[0], edition) if self.head else self.verbatim[0]]
        for slot, verbatim in zip(self.slots, self.verbatim[1:], strict=True):
            words = self._filled(slot, pieces)
            if edition.is_bilingual and words != slot.raw:
                words = (slot.dialect or self.dialect).both(slot.raw, words, slot)
            parts += [words, verbatim]
        return "".join(parts)

    def _filled(self, slot: Slot, pieces: Mapping[int, Sequence[Piece]]) -> str:
        marks = tuple(self._with_asides(mark, pieces) for mark in slot.marks)
        found = pieces[slot.start]
        if all(piece.is_same for piece in found) and marks == slot.marks:
            return slot.raw
        slot = replace(slot, marks=marks)
        dialect = slot.dialect or self.dialect
        filling = filled(slot, found)
        return "".join(_marked(dialect.fold(filling.text, slot), filling, slot, dialect.escape))

    def _with_asides(self, mark: Mark, pieces: Mapping[int, Sequence[Piece]]) -> Mark:
        for aside in reversed(mark.asides):
            markup = mark.after if aside.is_after else mark.before
            markup = markup[: aside.start] + self._filled(aside.slot, pieces) + markup[aside.end :]
            mark = replace(mark, after=markup) if aside.is_after else replace(mark, before=markup)
        return mark


def _marked(words: str, filling: Filled, slot: Slot, escape: Callable[[str, Slot], str]) -> Iterator[str]:
    """The words with their markup, in order."""
    events = sorted(
        [(end, 0, -n, mark.after) for n, (mark, (start, end)) in enumerate(filling.placed) if start < end]
        + [(start, 1, n, mark.before) for n, (mark, (start, end)) in enumerate(filling.placed)]
    )
    kept = [span for mark, span in filling.placed if mark.is_kept]
    done = 0
    for position, *_, markup in events:
        if position > done and not any(start <= done < end for start, end in kept):
            yield escape(words[done:position], slot)
        yield markup
        done = max(done, position)
    yield escape(words[done:], slot)
    for mark in filling.homeless:
        yield f" ({mark.before}{'' if mark.is_kept else EMPTY}{mark.after})"
