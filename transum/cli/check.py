"""``transum check``: someone else's translation, checked by the same engine."""

import logging
from collections.abc import Iterator
from typing import Annotated

import typer

from transum.checks import Pair, check
from transum.cli.articles import has_error, show
from transum.cli.console import ColorChoice, Screen, choose_color
from transum.cli.settings import PROBLEM
from transum.document import Article, Document, ModelInfo, Paragraph, Sentence, SentencePair, Source, Translation
from transum.engines.alignment import align
from transum.engines.ct2 import default_threads
from transum.engines.encoder import CT2Encoder, Encoder
from transum.errors import ExitCode
from transum.indonesian.acronyms import learn
from transum.indonesian.detect import require_indonesian
from transum.inputs.decode import Text, read
from transum.outputs.view import Format, View
from transum.outputs.wording import verdict
from transum.segment import segment
from transum.shelf.manifest import embedded

app = typer.Typer(name="check", add_completion=False)


@app.command()
def check_translation(
    context: typer.Context,
    *,
    source: Annotated[str, typer.Option("--source", help="The Indonesian original; - for standard input.")],
    target: Annotated[str, typer.Option("--target", help="Its English translation; - for standard input.")],
    format: Annotated[  # noqa: A002 - the option's name in the configuration file
        Format, typer.Option("--format", "-f", envvar="TRANSUM_FORMAT", help="As for articles.")
    ] = Format.AUTO,
    strict: Annotated[
        bool, typer.Option("--strict", envvar="TRANSUM_STRICT", help="Exit with 6 where a fact may be wrong.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", envvar="TRANSUM_FORCE", help="Check what doesn't look Indonesian.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", envvar="TRANSUM_QUIET", help="Only errors on stderr.")
    ] = False,
    color: Annotated[
        ColorChoice,
        typer.Option("--color", metavar="WHEN", envvar="TRANSUM_COLOR", help="auto, always or never."),
    ] = "auto",
) -> None:
    """Check a translation that someone else made, sentence by sentence. Settings are those of articles."""
    if problem := context.meta.get(PROBLEM):
        raise problem
    if quiet:
        logging.getLogger("transum").setLevel(logging.ERROR)
    choose_color(color)
    screen = Screen.standard()
    original, translated = read(source), read(target)
    if not force:
        require_indonesian(original.content, source)
    with screen.busy(f"Checking {target}", quiet=quiet):
        encoder = CT2Encoder(embedded("encoder"), threads=default_threads())
        article = checked(original, translated, encoder)
    auto = Format.SIDE_BY_SIDE if screen.result.file.isatty() else Format.TEXT
    show(article, auto if format is Format.AUTO else format, View(), screen)
    if not quiet:
        screen.say(verdict([article.translation]))
    if strict and has_error(article):
        raise typer.Exit(ExitCode.FINDINGS)


def checked(original: Text, translated: Text, encoder: Encoder) -> Article:
    """The two texts as an article whose sentences are aligned and checked.

    Texts of as many lines belong together line by line, as in translators' files, and inside a line sentence by
    sentence; others, and hard-wrapped ones, are aligned as a whole.
    """
    pairs = _pairs_by_line(original.content, translated.content, encoder) or _pairs_by_meaning(
        original.content, translated.content, encoder
    )
    definitions = learn(segment(original.content))
    vectors = encoder.encode([text for source, target in pairs for text in (source.text, target)])
    judged = tuple(
        SentencePair(
            source,
            target,
            findings=check(
                Pair(source.text, target, definitions, similarity=float(vectors[2 * i] @ vectors[2 * i + 1]))
            ),
        )
        for i, (source, target) in enumerate(pairs)
    )
    document = Document(original.content, tuple(Paragraph((pair.source,)) for pair in judged))
    return Article(
        Source(original.path, original.sha256, original.encoding, "id"),
        ModelInfo(name=translated.path, version="", engine="given", beam=1),
        Translation(document, judged),
    )


def _pairs_by_line(source: str, target: str, encoder: Encoder) -> list[tuple[Sentence, str]] | None:
    """The pairs of each two lines, or None where the texts have other numbers of lines or sentences run over them."""
    targets = [line for line in target.splitlines() if line.strip()]
    lines = [(start, line) for start, line in _lines(source) if line.strip()]
    wrapped = any("\n" in sentence.text for text in (source, target) for sentence in segment(text).sentences)
    if wrapped or len(lines) != len(targets):
        return None
    return [
        (Sentence(sentence.text, start + sentence.start, start + sentence.end, sentence.role), text)
        for (start, line), translated in zip(lines, targets, strict=True)
        for sentence, text in _pairs_by_meaning(line, translated, encoder)
    ]


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line with the offset where it begins."""
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, line
        start += len(line)


def _pairs_by_meaning(source: str, target: str, encoder: Encoder) -> list[tuple[Sentence, str]]:
    """Aligned sentences; a source sentence that nothing translates is paired with an empty text."""
    document = segment(source)
    sentences, targets = document.sentences, [sentence.text for sentence in segment(target).sentences]
    if len(sentences) == len(targets) == 1:
        return [(sentences[0], targets[0])]
    pairs: list[tuple[Sentence, str]] = []
    added: list[str] = []  # what the translation says before it says anything of the original
    for source_range, target_range in align([sentence.text for sentence in sentences], targets, encoder):
        text = " ".join(targets[index] for index in target_range)
        if not source_range:  # said by the translation alone: it goes with the sentence before, or with the first
            if pairs:
                pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]} {text}".strip())
            else:
                added.append(text)
            continue
        start, end = sentences[source_range[0]].start, sentences[source_range[-1]].end
        pairs.append((Sentence(source[start:end], start, end), " ".join([*added, text]).strip()))
        added.clear()
    return pairs
