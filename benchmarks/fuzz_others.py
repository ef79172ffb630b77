"""What comes from strangers besides articles, and how it is read: results, memories, glossaries, prompts and others."""

import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Final, NoReturn

_RESULT: Final = """{"source": {"path": "a.txt", "sha256": "0", "encoding": "utf-8", "language": "id"},
"model": {"name": "embedded", "version": "1", "engine": "ctranslate2", "beam": 4},
"sentences": [{"id": 1, "paragraph": 1, "start": 0, "end": 9, "source": "Naik 1,5.", "target": "Up 1.4.",
"role": "body", "score": -0.3, "confidence": 0.4, "by_person": false,
"findings": [{"kind": "number", "level": "error", "source": "1,5", "target": "1.4", "message": "1,5 is 1.4",
"source_span": [5, 8], "target_span": [3, 6]}]}],
"facts": [{"kind": "person", "source": "Budi", "target": "", "sentences": [1]}],
"summary": {"method": "extractive", "sentences": [{"text": "Up.", "original": "Naik.", "evidence": [1],
"findings": [], "left_out": [{"sentence": 1, "start": 4, "end": 8}]}]}}""".replace("\n", " ")
_TMX: Final = (
    '<?xml version="1.0" encoding="UTF-8"?><tmx version="1.4"><header srclang="id"/><body><tu>'
    '<prop type="x-transum-model">m</prop><tuv xml:lang="id"><seg>Satu <hi>dua</hi>.</seg></tuv>'
    '<tuv xml:lang="en-GB"><seg>One <bpt i="1"/>two.</seg></tuv></tu></body></tmx>'
)
_PROMPT: Final = (
    '+++\ntitle = "Brief"\nlanguage = "en"\nvariables = ["article", "sentences"]\nmax_tokens = 300\nlines = 3\n+++\n'
    "{% if sentences > 1 and not article == '' %}{{ '%d lines' % sentences }}{% else %}One{% endif %}\n"
    "{{ article|trim }}\n"
)
_PAGE: Final = (
    "<h1>{{ title|title }}</h1>{% for word in words %}<b>{{ loop.index }} {{ word ~ 'x' }}</b>{% endfor %}"
    "{% set a = words|length %}{% if a is even %}{{ a // 3 }}{% endif %}{% macro m(x) %}{{ x }}{% endmacro %}{{ m(1) }}"
)
_SETTINGS: Final = (
    'beam = 4\nformat = "text"\nonly = ["translation", "summary"]\nquiet = true\n# a comment\nsummary = "20%"\n'
)
_MANIFEST: Final = (
    '{"name": "m", "version": "1", "licence": "MIT", "files": {"manifest.json": {"size": 3, "sha256": "0"}}}'
)


@dataclass(frozen=True, slots=True)
class Other:
    """A reader of files: the name of one, what it begins with, and what must end in words or a ``TransumError``."""

    file: str
    seeds: Sequence[bytes]
    read: Callable[[Path], object]


def read_other(name: str, data: bytes) -> None:
    """Read ``data`` as a file for that reader; raises ``TransumError``, and what is a finding."""
    other = OTHERS[name]
    path = Path(_FOLDER.name, name, other.file)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    other.read(path)


def _result(path: Path) -> None:
    from rich.console import Console

    from transum.batch.discover import Found
    from transum.outputs.doubt import Offer, doubt_view
    from transum.review.reading import articles
    from transum.review.session import Session, needy

    found = Found(str(path), path.name)
    read = list(articles(found, _no_pipeline, lambda _: {}, force=False, max_bytes=1 << 20))
    if in_doubt := needy(read):
        session = Session(in_doubt, _NoStore(), lambda *_: None)
        doubt = doubt_view(session.article, session.number, session.pair, Offer(), nearby=True)
        Console(width=60, force_terminal=True, file=StringIO()).print(doubt)
    for article in read:
        str(article.translation)
        for told in article.summary.sentences if article.summary else ():
            _ = [article.translation.pairs[number - 1] for number in told.evidence]


def _no_pipeline() -> NoReturn:
    raise AssertionError("a result was taken for an article")


class _NoStore:
    """Meets ``Store``: keeps nothing."""

    def sentences(self, _: object, /) -> dict[str, str]:
        """Nothing."""
        return {}

    def add_sentence(self, source: str, target: str, /) -> None:
        """Forget it."""

    def forget_sentence(self, source: str, /) -> None:
        """Forget it."""


def _memory(path: Path) -> None:
    from transum.memory import tmx

    for unit in tmx.read(path, Counter()):
        f"{unit.source}{unit.target}".encode()


def _glossary(path: Path) -> None:
    from transum.revise.glossary import Glossary

    glossary = Glossary.read(path)
    for term in glossary.terms("Kebijakan moneter naik, kata BI. " + path.read_text("utf-8")[:200]):
        term.entry.is_met_by("Monetary policy rose.")


def _prompt(path: Path) -> None:
    from transum.summaries import prompts

    numbers = dict.fromkeys(("length", "sentences", "part", "parts"), 3)
    prompts.read(path).render("Floods hit 12 houses.", {**numbers, "facts": "Budi"})


def _template(path: Path) -> None:
    from transum.outputs.template import fill, require_template

    require_template(path)
    fill(path, {"title": "<b>", "words": ["a", "b"]}).encode("utf-8", errors="replace")


def _settings(path: Path) -> None:
    from transum.cli.options import option_names
    from transum.cli.settings import read

    read(path, option_names())


def _manifest(path: Path) -> None:
    from transum.shelf.manifest import check_sizes

    check_sizes(path.parent)


_FOLDER: Final = tempfile.TemporaryDirectory()
OTHERS: Final[Mapping[str, Other]] = {
    "results": Other("a.jsonl", [_RESULT.encode()], _result),
    "memory": Other("a.tmx", [_TMX.encode()], _memory),
    "glossary": Other("a.tsv", [b"# uang\nkebijakan moneter\tmonetary policy\nekspor\texport\nBI\tBI\n"], _glossary),
    "prompt": Other("a.md", [_PROMPT.encode()], _prompt),
    "template": Other("a.html", [_PAGE.encode()], _template),
    "settings": Other("config.toml", [_SETTINGS.encode()], _settings),
    "manifest": Other("manifest.json", [_MANIFEST.encode()], _manifest),
}
"""Name → reader; the names are ours alone."""
