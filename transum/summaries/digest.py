"""A folder in brief: one line an article, articles on the same matter together, copies of one text named as such."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from transum.summaries.features import words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TOGETHER: Final = 0.88  # cosine; what has nothing in common is near 0.78
COPY: Final = 0.96  # cosine, of texts that also share nearly all their words
SHARED: Final = 0.75  # of the shorter one's words
REST: Final = "Other articles"


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in a digest: where it is, its title, one sentence of its summary, and how many doubts it has."""

    path: str
    title: str
    sentence: str
    errors: int = 0
    warnings: int = 0

    @property
    def text(self) -> str:
        """What the article is compared by."""
        return f"{self.title.rstrip('.')}. {self.sentence}"


def digest(
    entries: Sequence[Entry], vectors: "NDArray[np.float32] | None" = None, *, escape: Callable[[str], str] = str
) -> list[str]:
    r"""The lines of a Markdown document on ``entries``: groups of what belongs together, the largest first.

    ``vectors`` are the embeddings of the entries' ``text``; without them there is one group and no copy is found.
    ``escape`` makes text of an article safe for Markdown. Every entry is named exactly once.

    >>> digest([Entry("a.txt", "Rice is dearer", "Prices rose by 12 per cent.", errors=1)])
    ['- **Rice is dearer**: Prices rose by 12 per cent. (a.txt; 1 to check)']
    """
    copies = _copies(entries, vectors) if vectors is not None else {}
    firsts = [index for index in range(len(entries)) if index not in copies]
    groups = _groups(firsts, vectors) if vectors is not None else [firsts]
    together = sorted((group for group in groups if len(group) > 1), key=lambda group: (-len(group), group))
    rest = [group[0] for group in groups if len(group) == 1]
    if vectors is None or not together:
        return [_line(entries, index, copies, escape) for index in firsts]
    lines: list[str] = []
    for heading, group in [*((_heading(entries, group), group) for group in together), (REST, rest)]:
        if group:
            lines += [f"## {escape(heading)}", "", *(_line(entries, index, copies, escape) for index in group), ""]
    return lines[:-1]


def _line(entries: Sequence[Entry], index: int, copies: dict[int, int], escape: Callable[[str], str]) -> str:
    entry = entries[index]
    doubts = f"{entry.errors} to check" if entry.errors else ""
    doubts = doubts or (f"{entry.warnings} with a warning" if entry.warnings else "")
    same = [entries[copy].path for copy, original in copies.items() if original == index]
    also = f"nearly the same text: {', '.join(same)}" if same else ""
    details = "; ".join(escape(part) for part in (entry.path, doubts, also) if part)
    title = entry.title or entry.path
    told = f": {escape(entry.sentence)}" if entry.sentence and entry.sentence != entry.title else ""
    return f"- **{escape(title)}**{told} ({details})"


def _copies(entries: Sequence[Entry], vectors: "NDArray[np.float32]") -> dict[int, int]:
    """For each article that is another's text again, the first such one."""
    bags = [frozenset(words(entry.text)) for entry in entries]
    found: dict[int, int] = {}
    for index in range(len(entries)):
        near = (vectors[:index] @ vectors[index] >= COPY).nonzero()[0].tolist() if index else []
        for other in near:
            size = min(len(bags[index]), len(bags[other]))
            if other not in found and size and len(bags[index] & bags[other]) >= SHARED * size:
                found[index] = other
                break
    return found


def _groups(firsts: Sequence[int], vectors: "NDArray[np.float32]") -> list[list[int]]:
    """Articles with their like: each joins the group whose first article is nearest, if that is near enough."""
    groups: list[list[int]] = []
    for index in firsts:
        nearness = [float(vectors[group[0]] @ vectors[index]) for group in groups]
        best = max(range(len(groups)), key=nearness.__getitem__, default=None)
        if best is not None and nearness[best] >= TOGETHER:
            groups[best].append(index)
        else:
            groups.append([index])
    return groups


def _heading(entries: Sequence[Entry], group: Sequence[int]) -> str:
    """The names that most of a group's articles have, or the title of the first."""
    named = Counter(
        word
        for index in group
        for word in {token.strip(".,:;()\"'“”") for token in entries[index].text.split()[1:]}
        if word[:1].isupper() and len(word) > 2
    )
    shared = [word for word, count in named.most_common(3) if count > len(group) / 2]
    return ", ".join(shared) or entries[group[0]].title
