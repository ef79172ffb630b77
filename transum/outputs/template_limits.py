"""What a user's template may take: so much time, and no text or number that fills all memory.

Jinja's sandbox keeps a template from the program's objects, not from two loops over ``range(99999)`` or from doubling
a text forty times. What can be done over and over, the body of a loop or a call, looks at the clock; what makes much
out of little looks at its size. What exceeds a limit is a ``ValueError`` that says which.
"""

import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from jinja2 import nodes
    from jinja2.nodes import EvalContext
    from jinja2.sandbox import SandboxedEnvironment

LONGEST: Final = 1 << 26  # characters of a page, or of a text on its way into one: a book's page takes a fifth
SECONDS: Final = 60.0  # of processor time for a page
_MOST_BITS: Final = 1 << 10  # of a whole number
_WIDE: Final = re.compile(r"%(\(.*?\))?[-+ #.\d]*?(\*|\d{5})|\{[^{}]*\d{5}")  # "%*d", "{:1000000000}"
_TOO_LONG: Final = f"a text becomes longer than {LONGEST:,} characters"
_TOO_LARGE: Final = "a number becomes too large"
# Filters of ours, whose names no template can write.
_STEP: Final = "a step"
_JOINED: Final = "joined texts"
_MEASURED: Final = "a measured text"
_SMALL: Final = "a small number"
_CLOCK: Final = threading.local()


@contextmanager
def on_the_clock() -> Iterator[None]:
    """Inside, this thread makes one page, whose time begins now."""
    _CLOCK.ends = time.thread_time() + SECONDS
    try:
        yield
    finally:
        del _CLOCK.ends


def set_limits(environment: "SandboxedEnvironment") -> None:
    """Let everything that templates of ``environment`` can do look at its size, once they are ``guarded``."""
    from jinja2 import pass_context, pass_eval_context

    environment.filters = {name: _looking(made) for name, made in environment.filters.items()}
    # Of their context, or Jinja would take what they say for a constant.
    environment.filters |= {_STEP: pass_context(_step), _SMALL: pass_context(_small), _MEASURED: _measured}
    environment.filters[_JOINED] = pass_eval_context(_joined)
    environment.intercepted_binops = frozenset(["+", "*", "**", "%"])
    for sign, require in (("+", _require_sum), ("*", _require_product), ("**", _require_power), ("%", _require_form)):
        environment.binop_table[sign] = _after(require, environment.binop_table[sign])
    del environment.globals["lipsum"]  # words without end, which mean nothing


def guarded(tree: "nodes.Template", environment: "SandboxedEnvironment") -> "nodes.Template":
    """``tree``, changed: its loops and calls look at the clock, and its texts are measured.

    ``environment`` is one whose limits are set. ``{% for a in b %}c{% endfor %}`` becomes
    ``{% for a in b %}{% do ""|step %}c{% endfor %}``.
    """
    from jinja2 import nodes

    for call in list(tree.find_all(nodes.Call)):
        call.node = _by(_STEP, call.node)
        call.args = [_by(_SMALL, one) for one in call.args]
        for pair in call.kwargs:
            pair.value = _by(_SMALL, pair.value)
    for loop in tree.find_all(nodes.For):
        step = _by(_STEP, nodes.Const("", lineno=loop.lineno))
        loop.body.insert(0, nodes.ExprStmt(step, lineno=loop.lineno))
        loop.test = nodes.Or(step, loop.test, lineno=loop.lineno) if loop.test else None
    for block in tree.find_all(nodes.AssignBlock):
        block.filter = _by(_MEASURED, block.filter, block.lineno)
    _measure_inside(tree)
    tree.set_environment(environment)
    return tree


def _by(filter_name: str, node: "nodes.Expr | None", line: int = 1) -> "nodes.Filter":
    from jinja2 import nodes

    return nodes.Filter(node, filter_name, [], [], None, None, lineno=node.lineno if node else line)


def _measure_inside(node: "nodes.Node") -> None:
    """Below ``node``, let ``_joined`` do what ``~`` does, and ``_measured`` see what calls make."""
    from jinja2 import nodes

    for name, value in list(node.iter_fields()):
        if isinstance(value, list):
            value[:] = [_measured_node(one) for one in value]
        elif isinstance(node, nodes.CallBlock) and name == "call":  # which has to stay one
            _measure_inside(value)
        else:
            setattr(node, name, _measured_node(value))


def _measured_node(node: Any) -> Any:
    from jinja2 import nodes

    if not isinstance(node, nodes.Node):
        return node
    _measure_inside(node)
    if isinstance(node, nodes.Concat):
        return _by(_JOINED, nodes.Tuple(node.nodes, "load", lineno=node.lineno))
    return _by(_MEASURED, node) if isinstance(node, nodes.Call) else node


def _look_at_the_clock() -> None:
    if time.thread_time() > _CLOCK.ends:
        raise ValueError(f"it takes more than {SECONDS:g} seconds")


def _step(_: object, passed: object) -> object:
    _look_at_the_clock()
    _require_form(getattr(getattr(passed, "__wrapped__", None), "__self__", None), ())  # of "…".format
    return passed


def _small(_: object, passed: object) -> object:
    _require_small([passed])
    return passed


def _measured(made: Any) -> Any:
    _require(_length(made) <= LONGEST, _TOO_LONG)
    return made


def _joined(context: "EvalContext", parts: tuple[Any, ...]) -> str:
    """``a ~ b ~ c``, as Jinja joins them."""
    from jinja2.runtime import markup_join, str_join

    _require(sum(map(_length, parts)) <= LONGEST, _TOO_LONG)
    return markup_join(parts) if context.autoescape else str_join(parts)


def _looking(made: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that looks at the clock, at the numbers that it is given, and at the length of what it makes."""

    @wraps(made)
    def filtered(*args: Any, **kwargs: Any) -> Any:
        _look_at_the_clock()
        _require_small(chain(args, kwargs.values()))
        if made.__name__ == "do_format":
            _require_form(args[0], ())
        return _measured(made(*args, **kwargs))

    return filtered


def _after(require: Callable[[Any, Any], None], operator: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def operated(left: Any, right: Any) -> Any:
        require(left, right)
        return _measured(operator(left, right))

    return operated


def _require_sum(left: object, right: object) -> None:
    _require(_length(left) + _length(right) <= LONGEST, _TOO_LONG)


def _require_product(left: object, right: object) -> None:
    _require(max(_length(left) * _size(right), _size(left) * _length(right)) <= LONGEST, _TOO_LONG)
    _require(_size(left).bit_length() + _size(right).bit_length() <= _MOST_BITS, _TOO_LARGE)


def _require_power(left: object, right: object) -> None:
    _require(_size(left).bit_length() * _size(right) <= _MOST_BITS, _TOO_LARGE)


def _require_form(left: object, _: object) -> None:
    _require(not (isinstance(left, str) and _WIDE.search(left)), "a format is wider than a page")


def _require_small(arguments: Iterable[object]) -> None:
    """Of widths, indents and counts: larger ones are there to fill the memory."""
    _require(all(_size(one) <= LONGEST for one in arguments), f"a number is larger than {LONGEST:,}")


def _require(is_so: bool, otherwise: str) -> None:  # noqa: FBT001 - a word would say it less well
    if not is_so:
        raise ValueError(otherwise)


def _length(value: object) -> int:
    return len(value) if isinstance(value, str | bytes | list | tuple) else 0


def _size(value: object) -> int:
    return abs(value) if isinstance(value, int) else 0
