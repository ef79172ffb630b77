"""Every option, said once: its names, its help, its place in the help. The groups are what the main job is given.

An option can be set on the command line, as ``TRANSUM_OPTION``, or in ``config.toml``; see ``settings``.
"""

import inspect
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, is_dataclass
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Final, get_args, get_type_hints

import typer

from transum._version import __version__
from transum.choice import Choice
from transum.cli.console import ColorChoice
from transum.cli.settings import variable
from transum.engines.protocol import EngineName
from transum.errors import UsageError
from transum.inputs import MOST_BYTES
from transum.outputs import BY_SUFFIX
from transum.outputs.view import Format, Part, SummaryLanguage, View
from transum.summaries import forms
from transum.summaries.protocol import Limit

PANELS: Final = ("Output", "Translation", "Summary", "Many articles")
_OUTPUT, _TRANSLATION, _SUMMARY, _FOLDERS = PANELS
_MOST: Final = 512  # processors: what asks for more is a slip, and starts a thread for each
_DEFAULTS: Final = Choice()


def _option(*names: str, panel: str = _OUTPUT, help: str, **more: Any) -> Any:  # noqa: A002 - as typer calls it
    """An option of the main job; its variable, told once for all below the help, has the last of its long names."""
    name = [name for name in names if name.startswith("--")][-1].partition("/")[0].strip("-").replace("-", "_")
    return typer.Option(
        *names,
        envvar=variable(name),
        show_envvar=False,
        case_sensitive=False,
        rich_help_panel=panel,
        help=help,
        **more,
    )


def _any_of(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} or {last}"


def _limit(text: object) -> Limit:
    try:
        return Limit.parse(str(text))  # a configuration file may say 3 as well as "3"
    except UsageError as exc:
        raise typer.BadParameter(f"{exc.message}. {exc.hint}") from exc


def _say_version(*, asked: bool) -> None:
    if asked:
        typer.echo(f"transum {__version__}")
        raise typer.Exit


Inputs = Annotated[
    list[str] | None,
    typer.Argument(metavar="INPUTS", help="Files, folders, or - for standard input."),
]
Version = Annotated[
    bool,
    typer.Option(
        "--version",
        callback=lambda value: _say_version(asked=value),
        is_eager=True,
        help="Show the version and exit.",
    ),
]

FormatName = Annotated[
    Format,
    _option(
        "--format",
        "-f",
        metavar="FORMAT",
        help="How the result is written: one of the formats below. auto is side-by-side on a terminal, else text.",
    ),
]
Only = Annotated[
    list[Part] | None,
    _option(
        "--only",
        metavar="PART",
        help=f"Show this part alone: {_any_of(Part)}. Give it again for more parts.",
    ),
]
OutputPath = Annotated[
    str | None,
    _option(
        "--output",
        "-o",
        metavar="PATH",
        help=f"Write into this file, whose ending ({' '.join(BY_SUFFIX)}) says the format, or into this folder.",
    ),
]
Facts = Annotated[bool, _option("--facts", help="Show at a glance whom, where, when and how much the article names.")]
Template = Annotated[
    Path | None,
    _option(
        "--template",
        metavar="FILE",
        help="Write HTML pages by this Jinja template of yours instead of transum's own.",
    ),
]
Bilingual = Annotated[
    bool,
    _option(
        "--bilingual",
        help="In a file of the input's own kind (--format same), put each original before its translation.",
    ),
]
Diff = Annotated[
    str | None,
    _option(
        "--diff",
        metavar="MODEL|FILE",
        help="Show how another model, or a translation that you have, says each sentence otherwise.",
    ),
]
Raw = Annotated[
    bool, _option("--raw", help="Leave cells of tables as they are, even if a spreadsheet would run them as formulas.")
]
Pager = Annotated[bool, _option("--pager", help="On a terminal, show the result a page at a time: in $PAGER, or less.")]
Strict = Annotated[bool, _option("--strict", help="Exit with 6 if the checks find that a fact may be wrong.")]
Color = Annotated[
    ColorChoice,
    _option("--color", metavar="WHEN", help="auto, always or never. auto follows NO_COLOR and FORCE_COLOR."),
]
Quiet = Annotated[bool, _option("--quiet", "-q", help="Say nothing but errors on standard error.")]
Verbose = Annotated[
    int,
    _option(
        "--verbose",
        "-v",
        metavar="",
        count=True,
        show_default=False,
        help="Say more on standard error; -vv says everything.",
    ),
]

Model = Annotated[
    str,
    _option(
        "--model",
        "-m",
        metavar="MODEL",
        panel=_TRANSLATION,
        show_default="see transum models default",
        help="The model that translates: a name from transum models list, a folder, or a Hugging Face id.",
    ),
]
Engine = Annotated[
    EngineName,
    _option(
        "--engine",
        metavar="ENGINE",
        panel=_TRANSLATION,
        help=f"The library that runs the model: {_any_of(get_args(EngineName))}.",
    ),
]
Download = Annotated[
    bool,
    _option(
        "--download", panel=_TRANSLATION, help="Fetch a model that is not on this computer. Nothing is fetched unasked."
    ),
]
SourceLanguage = Annotated[
    str,
    _option(
        "--from",
        "--source-language",
        metavar="CODE",
        panel=_TRANSLATION,
        help="The language of the articles: id, or en with --to id; what a model of yours knows (ind_Latn).",
    ),
]
TargetLanguage = Annotated[
    str,
    _option(
        "--to",
        "--target-language",
        metavar="CODE",
        panel=_TRANSLATION,
        help="The language to translate into: en, or id with --from en; what a model knows (eng_Latn, >>eng<<).",
    ),
]
Beam = Annotated[
    int,
    _option(
        "--beam",
        metavar="N",
        min=1,
        max=32,
        panel=_TRANSLATION,
        help="How many translations of a sentence are weighed against each other; 1 is fastest.",
    ),
]
Glossary = Annotated[
    Path | None,
    _option(
        "--glossary",
        metavar="FILE",
        panel=_TRANSLATION,
        help="How to translate terms of yours: one a line, the Indonesian, a tab, the English.",
    ),
]
Repair = Annotated[
    bool,
    _option(
        "--repair/--no-repair",
        panel=_TRANSLATION,
        help="Correct what is certainly wrong, such as a figure; --no-repair shows what the model said.",
    ),
]
Quick = Annotated[
    bool,
    _option(
        "--quick",
        panel=_TRANSLATION,
        help="Leave out the reverse model: a fifth faster, and few of the mistranslated words are named.",
    ),
]
Force = Annotated[bool, _option("--force", panel=_TRANSLATION, help="Take texts that don't look Indonesian as well.")]

Length = Annotated[
    Limit,
    _option(
        "--summary",
        "-s",
        parser=_limit,
        metavar="3|20%|80w",
        panel=_SUMMARY,
        help="How long the summary may be: 3 sentences, 20% of the sentences, or 80 words of the translation.",
    ),
]
NoSummary = Annotated[bool, _option("--no-summary", panel=_SUMMARY, help="Translate only, without a summary.")]
SummaryIn = Annotated[
    SummaryLanguage,
    _option(
        "--summary-language",
        metavar="en|id|both",
        panel=_SUMMARY,
        help="The language that the summary is shown in: English, Indonesian or both.",
    ),
]
SummarizerName = Annotated[
    str,
    _option("--summarizer", metavar="NAME", panel=_SUMMARY, help="What summarizes: one of the summarizers below."),
]
PromptName = Annotated[
    str | None,
    _option(
        "--prompt",
        metavar="NAME|FILE",
        panel=_SUMMARY,
        help=f"What {forms(takes='prompt')} are told to do: a name from transum prompts list, or a file.",
    ),
]
BaseUrl = Annotated[
    str | None,
    _option(
        "--base-url",
        metavar="URL",
        panel=_SUMMARY,
        help=f"The OpenAI-compatible server of {forms(takes='base_url')}. Default: Ollama on this computer.",
    ),
]
Faithful = Annotated[
    bool,
    _option("--faithful", panel=_SUMMARY, help="Leave out summary sentences that state what the article doesn't."),
]

FromFile = Annotated[
    str | None,
    _option(
        "--from-file",
        metavar="FILE",
        panel=_FOLDERS,
        help="Take the names of the inputs from this file, one a line; - is standard input.",
    ),
]
Overwrite = Annotated[
    bool,
    _option(
        "--overwrite",
        panel=_FOLDERS,
        help="Replace files in the folder of results even if transum didn't write them.",
    ),
]
Report = Annotated[
    Path | None,
    _option("--report", metavar="FILE", panel=_FOLDERS, help="What became of each input: .json, .csv, .md or .html."),
]
Digest = Annotated[
    Path | None,
    _option(
        "--digest", metavar="FILE", panel=_FOLDERS, help="All results of the folder in brief, like with like: Markdown."
    ),
]
On = Annotated[
    str | None,
    _option(
        "--on",
        metavar="CLUSTER",
        panel=_FOLDERS,
        help="Work on a cluster: ray, or ray://HOST:PORT. Reads JSON Lines and Parquet as well, and writes them.",
    ),
]
Column = Annotated[
    str, _option("--column", metavar="NAME", panel=_FOLDERS, help="With --on: the column of a table that holds texts.")
]
IdColumn = Annotated[
    str | None,
    _option(
        "--id-column",
        metavar="NAME",
        panel=_FOLDERS,
        help="With --on: the column that names a row. Default: id where there is one, else FILE:ROW.",
    ),
]
MaxBytes = Annotated[
    int,
    _option("--max-bytes", metavar="N", min=1, panel=_FOLDERS, help="Refuse inputs that are larger than this."),
]
WholePage = Annotated[
    bool,
    _option(
        "--whole-page",
        panel=_TRANSLATION,
        help="Of web pages take everything, menus and teasers too, not only the article.",
    ),
]
Memory = Annotated[
    bool,
    _option(
        "--memory/--no-memory",
        panel=_FOLDERS,
        help="Remember translated sentences on this computer, so that none is translated twice.",
    ),
]
Threads = Annotated[
    int | None,
    _option(
        "--threads",
        metavar="N",
        min=1,
        max=_MOST,
        panel=_FOLDERS,
        help="How many processors to use. Default: all of them.",
    ),
]
Jobs = Annotated[
    int | None,
    _option(
        "--jobs",
        "-j",
        metavar="N",
        min=1,
        max=_MOST,
        panel=_FOLDERS,
        help="How many batches of sentences are translated at a time. Default: as many as processors.",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputOptions:
    """What is shown, where, and what is said meanwhile."""

    format: FormatName = Format.AUTO
    only: Only = None
    output: OutputPath = None
    facts: Facts = False
    template: Template = None
    bilingual: Bilingual = False
    diff: Diff = None
    raw: Raw = False
    pager: Pager = False
    strict: Strict = False
    color: Color = "auto"
    quiet: Quiet = False
    verbose: Verbose = 0
    summary_language: SummaryIn = SummaryLanguage.ENGLISH

    @property
    def view(self) -> View:
        """What of an article is shown."""
        return View(
            frozenset(self.only or ()),
            self.summary_language,
            self.facts,
            template=self.template,
            raw=self.raw,
            bilingual=self.bilingual,
        )

    @property
    def path(self) -> Path | None:
        """Where results go; None is standard output."""
        return Path(self.output) if self.output else None

    @property
    def is_folder(self) -> bool:
        """Whether ``path`` is said to be a folder, though it may not be there yet."""
        return (self.output or "").endswith(("/", os.sep))


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationOptions:
    """Which model translates what, and how."""

    model: Model = _DEFAULTS.model
    engine: Engine = _DEFAULTS.engine
    download: Download = _DEFAULTS.download
    source_language: SourceLanguage = _DEFAULTS.source_language
    target_language: TargetLanguage = _DEFAULTS.target_language
    beam: Beam = _DEFAULTS.beam
    glossary: Glossary = _DEFAULTS.glossary
    repair: Repair = _DEFAULTS.repair
    quick: Quick = _DEFAULTS.quick
    force: Force = False
    memory: Memory = _DEFAULTS.memory
    threads: Threads = _DEFAULTS.threads
    jobs: Jobs = _DEFAULTS.jobs


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryOptions:
    """What summarizes, and how."""

    summary: Length = str(_DEFAULTS.summary)  # type: ignore[assignment]  # the parser makes a Limit of it
    no_summary: NoSummary = False
    summarizer: SummarizerName = _DEFAULTS.summarizer
    prompt: PromptName = _DEFAULTS.prompt
    base_url: BaseUrl = _DEFAULTS.base_url
    faithful: Faithful = _DEFAULTS.faithful


@dataclass(frozen=True, slots=True, kw_only=True)
class InputOptions:
    """Where many inputs come from, and what is told of them."""

    from_file: FromFile = None
    overwrite: Overwrite = False
    report: Report = None
    digest: Digest = None
    on: On = None
    column: Column = "text"
    id_column: IdColumn = None
    max_bytes: MaxBytes = MOST_BYTES
    whole_page: WholePage = False

    @property
    def most_bytes(self) -> int:
        """``max_bytes``, as far as there is memory to read so much at once."""
        return min(self.max_bytes, 1 << 32)


GROUPS: Final = (TranslationOptions, SummaryOptions, OutputOptions, InputOptions)


def option_names() -> tuple[str, ...]:
    """What can be set, by the names that ``config.toml`` and the variables use."""
    return tuple(field.name for group in GROUPS for field in fields(group))


def choice(translation: TranslationOptions, summary: SummaryOptions, *, is_summarized: bool) -> Choice:
    """The engines that these options ask for; ``is_summarized``: whether anybody wants a summary."""
    chosen: dict[str, Any] = {
        field.name: getattr(translation if hasattr(translation, field.name) else summary, field.name)
        for field in fields(Choice)
    }
    return Choice(**chosen) if is_summarized and not summary.no_summary else Choice(**chosen | {"summary": None})


def in_groups(job: Callable[..., None]) -> Callable[..., None]:
    """``job`` as a command: for each of its parameters that is a group of options, these options themselves."""
    hints = get_type_hints(job, include_extras=True)
    groups = {name: hint for name, hint in hints.items() if is_dataclass(hint)}
    own = [parameter for name, parameter in inspect.signature(job).parameters.items() if name not in groups]
    options = [
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=field.default,
            annotation=annotations[field.name],
        )
        for group in groups.values()
        for annotations in [get_type_hints(group, include_extras=True)]
        for field in fields(group)
    ]

    @wraps(job)
    def command(**given: Any) -> None:
        made = {
            name: group(**{field.name: given.pop(field.name) for field in fields(group)})  # type: ignore[operator]
            for name, group in groups.items()
        }
        job(**given, **made)

    command.__signature__ = inspect.Signature([*own, *options])  # type: ignore[attr-defined]
    return command
