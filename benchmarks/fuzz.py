"""Coverage-guided fuzzing of every reader: does any file, however odd, end in anything but words or a ``TransumError``?

    pip install atheris
    python -m benchmarks.fuzz --minutes 15 --keep FOLDER          every reader, one after the other; prints a table
    python -m benchmarks.fuzz --minutes 15 --keep FOLDER epub     one of them
    python -m benchmarks.fuzz --again FILE --reader epub          one input that was kept, with its traceback

Minutes are those of the processor. FOLDER keeps the corpus, so that the next run goes on from it, and the findings:

- an exception that is no ``TransumError``;
- "can't be read as …" for what our own code raised, and no library: a reader that trusted the file;
- a segmentation that loses a character, a file of its own kind that doesn't come out as it went in;
- an input of at most 64 KiB that takes more than ten seconds.

The engine is libFuzzer by way of atheris (https://github.com/google/atheris). Archives are opened, one member is
mutated, and they are closed again: bytes of a deflated stream would seldom get past the checksum.
"""

import argparse
import hashlib
import io
import random
import re
import resource
import subprocess
import sys
import time
import traceback
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final

from benchmarks.fuzz_others import OTHERS, read_other
from benchmarks.fuzz_seeds import SEEDS
from transum.errors import TransumError

LARGEST: Final = 64 << 10  # bytes
_SECONDS: Final = 10
_MEMORY: Final = 3_000  # MB
_ALL: Final = (*SEEDS, *OTHERS)
_WORDS: Final = {
    "results": ('"sentences":', '"findings":', "null", "1e999", "\\ud800", "[[", '"source_span":', "NaN", "-1"),
    "memory": ("<tu>", "<tuv ", 'xml:lang="id"', "<seg>", "</seg>", "<hi>", "<!DOCTYPE", "&#0;", "<![CDATA["),
    "glossary": ("\t", "#", "\n", "\u2028"),
    "prompt": ("+++", "{{", "}}", "{% if ", "{% endif %}", "|upper", " not ", "'%s' % ", "[", "=", '"', "{#"),
    "template": ("{{", "}}", "{% for ", "{% endfor %}", "{% set ", "{% macro ", "|join", "|sort", "{% include "),
    "settings": ("=", "[", "]", '"""', "1979-05-27", "inf", "0x", "true", "[[", "{"),
    "manifest": ('"files":', '"size":', '"sha256":', "null", "1e999", "[[", ".."),
    "markdown": ("```", "~~~", "---", "===", "[^1]", "[a]: b", "{{<", ">}}", "$$", "|---|", "- [ ] ", "<div>", ":::"),
    "subtitles": ("WEBVTT", "-->", "00:00:01,000", "NOTE", "STYLE", "<v A>", "{\\an8}", "<i>", "&amp;", "\\n\\n"),
    "rtf": ("{\\rtf1", "\\par", "\\'e9", "\\u233?", "{\\*", "\\bin4 ", "\\fonttbl", "\\uc1", "\\trowd", "\\cell"),
    "html": ("<article>", "<p>", "</p>", "<!--", "-->", "<table>", "&#x", "<![CDATA[", "<script>", "<template>"),
    "pdf": ("obj", "endobj", "stream", "endstream", "/Page", "/Kids", "xref", "trailer", "/Length", "/FlateDecode"),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One reader's row: what was tried, how long, and what was found."""

    reader: str
    minutes: float
    inputs: int
    edges: int
    findings: int
    slowest: float


def read_once(reader: str, data: bytes) -> None:
    """Reads ``data`` as the command line would, without a process around it, and asks for what always holds.

    Raises what is a finding.
    """
    if reader in OTHERS:
        with suppress(TransumError):
            read_other(reader, data)
        return
    from transum.document import Edition, SentencePair, Translation
    from transum.inputs import INPUTS, container
    from transum.inputs.decode import decode
    from transum.segment import segment

    row = next(row for row in INPUTS if row.name == reader)
    name = f"a{row.suffixes[0]}"
    try:
        if row.is_container and container(data, name) is not row:
            return
        source = data if row.is_container else decode(data, name)[0]
        words, layout = row.words(source, name)
        document = segment(words).with_layout(layout)
        pairs = tuple(SentencePair(sentence, sentence.text) for sentence in document.sentences)
        unchanged = Translation(document, pairs)
        if row.refiller:
            row.refilled(data, name, unchanged, Edition())
    except TransumError as error:
        cause = error.__cause__
        if cause and "can't be read as" in error.message and _is_ours(cause.__traceback__):
            raise cause from None
        return
    for sentence in document.sentences:
        if document.text[sentence.start : sentence.end] != sentence.text:
            raise AssertionError("a sentence is not where it says")
    if layout and unchanged.text != source:
        raise AssertionError("the file doesn't come out as it went in")


def _is_ours(trace: TracebackType | None) -> bool:
    """Whether our own code raised it, and no library."""
    frames = traceback.extract_tb(trace)
    return bool(frames) and "/transum/" in frames[-1].filename and "/site-packages/" not in frames[-1].filename


def mutate_archive(data: bytes, largest: int, seed: int) -> bytes:
    """An archive with one member changed; bytes that are no archive are changed as they are."""
    import atheris

    chance = random.Random(seed)  # noqa: S311 - no secret
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # noqa: BLE001 - whatever zipfile thinks of it
        members = {}
    if not members or chance.random() < 0.05:
        return bytes(atheris.Mutate(data, len(data) or 1))
    name = chance.choice(list(members))
    text = members[name]
    changed = _nested(text, chance) if chance.random() < 0.3 else bytes(atheris.Mutate(text, len(text) + 64))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in (members | {name: changed}).items():
            archive.writestr(each, content)
    made = file.getvalue()
    return made if len(made) <= largest else data


def _nested(text: bytes, chance: random.Random) -> bytes:
    """XML with one element taken out, said twice, put into itself, or put elsewhere."""
    from lxml import etree

    try:
        root = etree.fromstring(text, etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError:
        return text
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    one, other = chance.choice(elements), chance.choice(elements)
    copy = etree.fromstring(etree.tostring(one))
    with suppress(ValueError, TypeError):  # an element that has no parent, or would be inside itself
        match chance.randrange(4):
            case 0 if (parent := one.getparent()) is not None:
                parent.remove(one)
            case 1:
                one.append(copy)
            case 2:
                other.insert(0, copy)
            case _:
                keys = sorted(one.attrib)
                if keys:
                    one.set(chance.choice(keys), chance.choice(["", "0", "-1", "99999999999", "x", "é", "../../x"]))
    return etree.tostring(root)


def fuzz(reader: str, seconds: int, folder: Path) -> None:
    """The child: fuzzes until the time is over. Findings are files in ``folder/findings``; never returns."""
    import logging

    import atheris

    logging.disable()
    ours = ["transum.inputs", "transum.segment", "transum.document"]
    if reader in OTHERS:
        ours = ["transum.outputs", "transum.review", "transum.memory", "transum.revise", "transum.summaries"]
        ours += ["transum.cli.settings", "transum.shelf.manifest", "json", "tomllib", "jinja2"]
    with atheris.instrument_imports(include=[*ours, "pypdf", "markdown_it", "mdit_py_plugins", "docx"]):
        import transum.inputs.decode
        import transum.segment  # noqa: F401
    with atheris.instrument_imports(include=ours):  # what readers import when they are used
        for data in _seeds(reader):
            with suppress(Exception):
                read_once(reader, data)
    findings, corpus = folder / "findings", folder / "corpus"
    for place in (findings, corpus):
        place.mkdir(parents=True, exist_ok=True)
    for data in _seeds(reader):
        (corpus / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    words = folder / "words"
    words.write_text("".join(f'"{_quoted(word)}"\n' for word in _WORDS.get(reader, ("e",))), encoding="utf-8")
    slowest = 0.0

    def target(data: bytes) -> None:
        nonlocal slowest
        began = time.process_time()
        try:
            read_once(reader, data)
        except BaseException as exc:  # noqa: BLE001 - that is what is looked for
            keep_finding(exc, data, findings)
        took = time.process_time() - began
        if took > slowest:
            slowest = took
            (folder / "slowest").write_text(f"{took:.2f}", encoding="utf-8")
            (folder / "slowest.input").write_bytes(data)

    options = [
        sys.argv[0],
        f"-max_total_time={seconds}",
        f"-max_len={LARGEST}",
        f"-timeout={_SECONDS}",
        f"-rss_limit_mb={_MEMORY}",
        f"-artifact_prefix={findings}/",
        f"-dict={words}",
        "-print_final_stats=1",
        str(corpus),
    ]
    mutator = {"custom_mutator": mutate_archive} if _seeds(reader)[0].startswith(b"PK") else {}
    atheris.Setup(options, target, **mutator)
    atheris.Fuzz()


def _seeds(reader: str) -> Sequence[bytes]:
    return OTHERS[reader].seeds if reader in OTHERS else SEEDS[reader]()


def _quoted(word: str) -> str:
    """A word as libFuzzer's dictionaries have it: what is no plain letter by its number."""
    return "".join(chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\x{byte:02x}" for byte in word.encode())


def keep_finding(exc: BaseException, data: bytes, folder: Path) -> None:
    """One file for each place where something is raised, and the traceback beside it."""
    frames = traceback.extract_tb(exc.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    name = hashlib.sha256(f"{type(exc).__name__} {place}".encode()).hexdigest()[:16]
    if not (folder / f"raised-{name}").exists():
        (folder / f"raised-{name}").write_bytes(data)
        (folder / f"raised-{name}.txt").write_text("".join(traceback.format_exception(exc)), encoding="utf-8")


def run(reader: str, minutes: float, folder: Path) -> Outcome:
    """Fuzzes in a child, and again after each input that took its life, until the processor's time is over."""
    used, inputs, edges = 0.0, 0, 0
    folder.mkdir(parents=True, exist_ok=True)
    while used < minutes * 60 - 1:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [
            sys.executable,
            "-m",
            "benchmarks.fuzz",
            "--child",
            f"{minutes * 60 - used:.0f}",
            "--keep",
            str(folder),
        ]
        done = subprocess.run([*command, reader], capture_output=True, text=True, errors="replace", check=False)  # noqa: S603
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used += (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)
        (folder / "log").write_text(done.stderr, encoding="utf-8")
        tried = re.findall(r"^#(\d+)\s", done.stderr, re.MULTILINE)
        if not tried:
            raise SystemExit(f"the fuzzer of {reader} didn't start:\n{done.stderr[-3000:]}")
        inputs += int(tried[-1])
        edges = max([edges, *map(int, re.findall(r" cov: (\d+)", done.stderr))])
    found = [path for path in (folder / "findings").iterdir() if path.suffix != ".txt"]
    slowest = float((folder / "slowest").read_text(encoding="utf-8"))
    return Outcome(reader, used / 60, inputs, edges, len(found), slowest)


def table(outcomes: Sequence[Outcome]) -> str:
    """The rows as Markdown."""
    rows = [
        f"| {one.reader} | {one.minutes:.1f} | {one.inputs:,} | {one.edges:,} | {one.slowest:.1f} | {one.findings} |"
        for one in outcomes
    ]
    head = "| reader | processor minutes | inputs | branches reached | slowest input, s | findings |"
    return "\n".join([head, "|---|---|---|---|---|---|", *rows])


def main() -> None:
    """See the module's words."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("readers", nargs="*", metavar="READER", help=", ".join(_ALL))
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--keep", type=Path, default=Path("fuzz"))
    parser.add_argument("--again", type=Path)
    parser.add_argument("--reader", choices=_ALL)
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child:
        fuzz(chosen.readers[0], chosen.child, chosen.keep)
    elif chosen.again:
        read_once(chosen.reader, chosen.again.read_bytes())
    else:
        outcomes = [run(reader, chosen.minutes, chosen.keep / reader) for reader in chosen.readers or _ALL]
        sys.stdout.write(table(outcomes) + "\n")


if __name__ == "__main__":
    main()
