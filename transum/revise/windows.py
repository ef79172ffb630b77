"""A long text is translated a window at a time: what is held in memory is bounded, and the first sentences come early.

What the models say of a sentence doesn't depend on its window, and what a text says of itself (its acronyms) is known
before the first; so windows change nothing in the result.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from transum.document import Document, SentencePair
from transum.revise.draft import Draft

WINDOW: Final = 128_000  # characters, about 900 sentences: more fill the models' batches no better
WATCHED: Final = 32_000  # where somebody waits for the sentences: some seconds' work
FIRST: Final = 4_000  # a page; the windows behind it grow to ``WATCHED``, twice as long each

OnPairs = Callable[[Sequence[SentencePair]], None]
"""Is given the pairs of each window as soon as they are there, in order."""


def in_windows(drafts: Iterable[Draft], documents: Sequence[Document], *, watched: bool) -> Iterator[list[Draft]]:
    """The drafts in runs of so many sentences as are translated together; ``watched``: the first soon.

    A text of two pages is one window: its sentences fill the batches of all processors.
    """
    is_long = sum(len(document.text) for document in documents) > 2 * FIRST
    room, most = (FIRST, WATCHED) if watched and is_long else (WINDOW, WINDOW)
    window: list[Draft] = []
    size = 0
    for draft in drafts:
        window.append(draft)
        size += len(draft.sentence.text)
        if size >= room:
            yield window
            window, size, room = [], 0, min(2 * room, most)
    if window:
        yield window
