"""Help in one style for the main job and the tools: plain, since rich alone would take longer than all the rest."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

_CONTEXT: Final = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_LAST: Final = "General"
Rows = Iterable[tuple[str, str]]


def application(**settings: Any) -> typer.Typer:
    """An application whose help looks like that of all others; ``settings`` are those of ``typer.Typer``.

    Only the main job installs completion, for all of them.
    """
    defaults: dict[str, Any] = {"add_completion": False, "rich_markup_mode": None, "pretty_exceptions_enable": False}
    return typer.Typer(cls=Tool, context_settings=_CONTEXT, **(defaults | settings))


class Tool(TyperGroup):
    """A tool of several commands, whose help says of each the whole sentence."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - the parent's
        """See ``TyperGroup``."""
        said = ((name, command.help or "") for name, command in self.commands.items())
        with formatter.section("Commands"):
            formatter.write_dl([(name, text.partition("\n\n")[0]) for name, text in said])


def in_panels(
    panels: Sequence[str], *, above: Mapping[str, Rows], below: Callable[[], Mapping[str, Rows]]
) -> type[TyperCommand]:
    """A command that shows its options below the headings of ``panels``, in this order, between two sets of tables."""

    class InPanels(TyperCommand):
        def format_options(self, ctx: Any, formatter: Any) -> None:
            shown: dict[str, list[tuple[str, str]]] = {name: [] for name in (*panels, _LAST)}
            for option in self.get_params(ctx):
                if option.param_type_name == "option" and (record := option.get_help_record(ctx)):
                    shown[getattr(option, "rich_help_panel", None) or _LAST].append(record)
            for title, rows in {**above, **shown, **below()}.items():
                with formatter.section(title):
                    formatter.write_dl(list(rows))

    return InPanels
