"""Options that were typed: whoever types one sees its effect, or is told why there is none."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from transum.choice import Choice
from transum.cli.options import OutputOptions
from transum.document import INDONESIAN
from transum.engines.pieces import language_code
from transum.errors import UsageError
from transum.outputs import OUTPUTS
from transum.outputs.view import Format, Part, printable
from transum.summaries import EXTRACTIVE

COMPARING: Final = (Format.SIDE_BY_SIDE, Format.TEXT, Format.JSON, Format.JSONL, Format.HTML)
_ONLY_FOR: Final = {
    "template": (Format.HTML,),
    "raw": (Format.CSV, Format.TSV),
    "bilingual": (Format.SAME,),
    "diff": COMPARING,
}
_OF_SUMMARY: Final = ("summary", "summary_language", "summarizer", "prompt", "base_url", "faithful")
_BOTH_LANGUAGES: Final = (Format.JSON, Format.JSONL)
_OWN_KIND: Final = "a file of the input's own kind"


def require_use(form: Format, asked: Format, said: Collection[str]) -> None:
    """Raise ``UsageError`` for an option that was asked for here and now, and that the format has no use for.

    ``asked`` is what ``--format`` says, ``said`` are the options of the command line.
    """
    for option, forms in _ONLY_FOR.items():
        if option in said and form not in forms:
            is_implied = form is Format.SAME and asked is not Format.SAME
            raise UsageError(
                f"--{option} is for {_any_of(forms)}, and this is {_OWN_KIND if is_implied else form}",
                hint=f"Leave it out, or say --format {forms[0]}." if is_implied else "Leave one of them out.",
            )


def _any_of(forms: Collection[Format]) -> str:
    *first, last = (_OWN_KIND if form is Format.SAME else f"--format {form}" for form in forms)
    return f"{', '.join(first)} or {last}" if first else last


def unseen(form: Format, output: OutputOptions, said: Collection[str], choice: Choice) -> Iterator[str]:
    """A line for what was asked for and has no effect; ``form`` is ``SAME`` also for texts that keep their layout.

    >>> list(unseen(Format.CSV, OutputOptions(), {"facts"}, Choice()))
    ['--facts has no effect in --format csv: --format markdown, html or json has a place for that']
    """
    where = _OWN_KIND if form is Format.SAME else f"--format {form}"
    if "facts" in said and language_code(choice.source_language) != INDONESIAN:
        yield f"{_none_of(['facts'])} here: it knows Indonesian originals only"
        said = frozenset(said) - {"facts"}
    if "diff" in said and form is Format.SAME:
        yield f"{_none_of(['diff'])} in {where}: --format side-by-side or html has a place for it"
    elif "diff" in said and output.only and Part.TRANSLATION not in output.only:
        yield f"{_none_of(['diff'])}: --only leaves the translation out"
    if "pager" in said and output.output:
        yield f"{_none_of(['pager'])}: the result goes to {printable(output.output)}"
    yield from _unseen_in_summary(form, output, said, choice, where)


def _unseen_in_summary(
    form: Format, output: OutputOptions, said: Collection[str], choice: Choice, where: str
) -> Iterator[str]:
    facts, summaries = [name for name in ("facts",) if name in said], [name for name in _OF_SUMMARY if name in said]
    if Part.SUMMARY not in OUTPUTS[form].parts:
        if facts or summaries:
            yield f"{_none_of([*facts, *summaries])} in {where}: --format markdown, html or json has a place for that"
    elif summaries and output.only and Part.SUMMARY not in output.only:
        yield f"{_none_of(summaries)}: --only leaves the summary out"
    elif summaries and choice.summary is None:
        yield f"{_none_of(summaries)}: --no-summary leaves it out"
    else:
        if "summary_language" in said and form in _BOTH_LANGUAGES:
            yield f"{_none_of(['summary_language'])} in {where}, which has both"
        if "faithful" in said and choice.summarizer == EXTRACTIVE:
            yield f"{_none_of(['faithful'])}: {EXTRACTIVE} takes the article's own sentences"


def _none_of(options: Sequence[str]) -> str:
    names = " and ".join(f"--{option.replace('_', '-')}" for option in options)
    return f"{names} {'has' if len(options) == 1 else 'have'} no effect"
