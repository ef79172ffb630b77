"""What of Jinja a prompt may use: enough to fill in words, and nothing that can take all memory or never end.

Jinja's sandbox keeps a template from the program's objects, not from ``'%1000000000d' % 1`` or from doubling a text
forty times. Prompts are small, and come from other people; so they get a small part of the language.
"""

import re
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from transum.errors import UsageError

if TYPE_CHECKING:
    from jinja2 import nodes

FILTERS: Final = ("capitalize", "length", "lower", "title", "trim", "upper")
_DEEPEST: Final = 20  # a template that is deeper takes Jinja minutes, and then Python doesn't compile what it made
_MOST_WRITTEN: Final = 4_000_000  # characters: more than the longest article that a model takes
_NODES: Final = frozenset(
    "Template Output TemplateData Name Const If CondExpr Compare Operand And Or Not Filter Mod Tuple".split()
)
_HINT: Final = "A prompt has variables, if, comparisons, '%d' % sentences, and the filters " + ", ".join(FILTERS) + "."
_WORDS: Final = dict.fromkeys("Add Sub Mul Div FloorDiv Pow Concat Neg Pos".split(), "arithmetic") | {
    "For": "a loop",
    "Call": "a call",
    "Getattr": "an attribute",
    "Getitem": "an index",
    "Assign": "set",
    "AssignBlock": "set",
    "Macro": "a macro",
    "Include": "another template",
    "Import": "another template",
    "FromImport": "another template",
    "Extends": "another template",
}


def require_small(tree: "nodes.Template", path: Path) -> None:
    """Raises ``UsageError``, with the line, where a template uses more of Jinja than prompts have."""
    from jinja2 import nodes

    for node, depth in nodes_of(tree):
        kind = type(node).__name__
        problem = ""
        if depth > _DEEPEST:
            problem = f"more than {_DEEPEST} things inside one another"
        elif kind not in _NODES:
            problem = _WORDS.get(kind, kind.lower())
        elif isinstance(node, nodes.Filter) and node.name not in FILTERS:
            problem = f"the filter {node.name!r}"
        elif isinstance(node, nodes.Mod) and not _is_plain(node.left):
            problem = "a % whose format isn't plain (%d, %s)"
        if problem:
            raise UsageError(
                f"the prompt {path}, line {node.lineno}, uses {problem}, which prompts don't have", hint=_HINT
            )


def nodes_of(tree: "nodes.Template") -> "Iterator[tuple[nodes.Node, int]]":
    """What a template is made of, each with how deep it lies; no recursion, which a template could exhaust."""
    waiting: list[tuple[nodes.Node, int]] = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        waiting += [(child, depth + 1) for child in reversed([*node.iter_child_nodes()])]


def _is_plain(format_: "nodes.Expr") -> bool:
    """Whether it is a text in which values only take the place of ``%d`` and ``%s``."""
    from jinja2 import nodes

    value = format_.value if isinstance(format_, nodes.Const) else None
    return isinstance(value, str) and "%" not in re.sub("%[ds%]", "", value)


def bounded(parts: Iterable[str], most: int = _MOST_WRITTEN) -> str:
    """``parts`` as one text; raises ``ValueError`` where it is longer than ``most``, by default than any prompt."""
    written, size = StringIO(), 0
    for part in parts:
        written.write(part)
        size += len(part)
        if size > most:
            raise ValueError(f"it becomes longer than {most:,} characters")
    return written.getvalue()
