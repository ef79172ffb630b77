"""Pages are Jinja templates: ours, in ``pages/`` beside this file, or one of the user's own."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from transum.errors import InputError, UsageError
from transum.outputs.template_limits import LONGEST, guarded, on_the_clock, set_limits
from transum.outputs.view import printable
from transum.summaries.prompt_language import bounded, nodes_of

if TYPE_CHECKING:
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

_PAGES: Final = Path(__file__).parent / "pages"
_AT_MOST: Final = 1 << 20  # bytes of a user's template: a page's frame, not a book
_DEEPEST: Final = 40  # twice as deep takes Jinja ten times as long, and then Python doesn't compile what it made
_HINT: Final = f"The template that transum uses itself is an example: {_PAGES / 'article.html'}"


def fill(template: Path | str, values: Mapping[str, Any]) -> str:
    """The page: ``template`` is the name of one of ours, or the path of a user's own, which may include ours.

    Whatever stands in ``values`` is escaped, its control characters made visible. Raises ``InputError`` for a template
    that can't be read and ``UsageError`` for one that can't be filled in, or not in a minute.
    """
    import jinja2

    try:
        if isinstance(template, str):
            return bounded(_environment().get_template(template).generate(values), LONGEST)
        with on_the_clock():
            return bounded(_own(template).generate(values), LONGEST)
    except (
        jinja2.TemplateError,
        AttributeError,
        TypeError,
        ValueError,
        ArithmeticError,
        LookupError,
        RuntimeError,  # a recursion that doesn't end is one
        MemoryError,
    ) as exc:
        reason = str(exc) or "it takes too much memory"
        raise UsageError(f"the template {template} can't be filled in: {reason}", hint=_HINT) from exc


def require_template(path: Path) -> None:
    """Raise ``InputError`` or ``UsageError`` for a template that can't be read or isn't one: before the work."""
    _own(path)


def _own(path: Path) -> "jinja2.Template":
    """The user's template; raises as ``require_template``."""
    import jinja2

    source = _read(path)
    try:
        environment = _limited_environment()
        tree = environment.parse(source)
        if any(depth > _DEEPEST for _, depth in nodes_of(tree)):
            raise _no_template(path, None, f"more than {_DEEPEST} things are inside one another")
        return environment.from_string(guarded(tree, environment))
    except jinja2.TemplateSyntaxError as exc:
        raise _no_template(path, exc.lineno, exc.message) from exc
    except (SyntaxError, ValueError, RecursionError) as exc:  # of what Jinja makes of it: too deep, too long a number
        raise _no_template(path, None, str(exc)) from exc


def _no_template(template: Path, line: int | None, reason: str | None) -> UsageError:
    place = f", line {line}," if line else ""
    return UsageError(f"{template}{place} is no good template: {reason}", hint=_HINT)


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_AT_MOST + 1)
        if len(data) > _AT_MOST:
            raise InputError(f"the template {path} is over a megabyte", hint=_HINT)
        return data.decode("utf-8")
    except OSError as exc:
        raise InputError(f"can't read the template {path}: {exc.strerror}", hint=_HINT) from exc
    except UnicodeDecodeError as exc:
        raise InputError(f"the template {path} is not in UTF-8", hint=_HINT) from exc


@cache
def _environment() -> "ImmutableSandboxedEnvironment":
    """That of our own templates."""
    return _sandbox()


@cache
def _limited_environment() -> "ImmutableSandboxedEnvironment":
    """That of users' templates: one that somebody sent is a page's frame, and no program."""
    environment = _sandbox()
    set_limits(environment)
    return environment


def _sandbox() -> "ImmutableSandboxedEnvironment":
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    def visible(value: object) -> object:
        return printable(value) if isinstance(value, str) and not hasattr(value, "__html__") else value

    return ImmutableSandboxedEnvironment(
        finalize=visible,
        loader=jinja2.FileSystemLoader(_PAGES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
