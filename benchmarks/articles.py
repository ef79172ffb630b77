"""Folders of made-up articles, and a translator that takes no time: what the batch benchmarks are made of."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from transum.document import Article, Candidate, ModelInfo, SentencePair, Translation
from transum.memory.remembering import RememberingTranslator
from transum.memory.store import Memory
from transum.outputs.json import render_jsonl
from transum.outputs.text import render_text
from transum.outputs.view import View
from transum.pipeline import Pipeline

if TYPE_CHECKING:
    from transum.pipeline import Prepared
    from transum.revise.windows import OnPairs


class Instant:
    """Meets ``Translator``: the words of the text in their reverse order."""

    info = ModelInfo("instant", "1", "none", 4)
    fingerprint = "instant"
    token_limit = 200

    def count_tokens(self, text: str) -> int:
        """Words."""
        return text.count(" ") + 1

    def translate(
        self,
        texts: Sequence[str],
        *,
        candidates: int = 1,
        beam: int | None = None,  # noqa: ARG002 - the protocol's
        avoid_repeats: bool = False,  # noqa: ARG002 - likewise
    ) -> list[list[Candidate]]:
        """See ``Translator``."""
        return [[Candidate(" ".join(reversed(text.split())), -0.5)] * candidates for text in texts]


class Unchecked(Pipeline):
    """The pipeline without its checks, so that a batch spends its time writing."""

    def process_all(
        self,
        prepared: Sequence["Prepared"],
        on_pairs: "OnPairs | None" = None,  # noqa: ARG002 - nobody watches
    ) -> list[Article]:
        """See ``Pipeline``."""
        texts = [sentence.text for one in prepared for sentence in one.document.sentences]
        answers = iter(self.translator.translate(texts))
        articles = []
        for one in prepared:
            pairs = tuple(SentencePair(sentence, next(answers)[0].text, -0.5) for sentence in one.document.sentences)
            articles.append(Article(one.source, self.model, Translation(one.document, pairs)))
        return articles


def instant_pipeline(memory: Path | None = None, *, checks: bool = True) -> Pipeline:
    """All rooms but the model: what a batch costs beside it."""
    translator = RememberingTranslator(Instant(), Memory(memory) if memory else None)
    return (Pipeline if checks else Unchecked)(translator, repair=False)


def sentences_of(path: Path) -> list[str]:
    """The lines of a text with a sentence a line."""
    return [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def write_articles(folder: Path, sentences: Sequence[str], *, files: int, length: int) -> None:
    """``files`` articles of ``length`` sentences in folders of a hundred, no two sentences alike."""
    drawn = _numbered(sentences)
    for number in range(files):
        path = folder / f"{number // 100:04}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(next(drawn) for _ in range(length)) + "\n", encoding="utf-8")


def _numbered(sentences: Sequence[str]) -> Iterator[str]:
    """The sentences over and over, each time with other words at the end, so that no memory knows them."""
    turn = 0
    while True:
        for sentence in sentences:
            yield sentence if not turn else f"{sentence.rstrip('.')} kata {_letters(turn)}."
        turn += 1


def _letters(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


def text_of(article: Article) -> bytes:
    """The article as plain text."""
    return render_text(article, View()).encode()


def line_of(article: Article) -> bytes:
    """The article as a line of JSON."""
    return render_jsonl(article, View()).encode()


def tree(folder: Path) -> dict[str, str]:
    """The files below ``folder`` but transum's own, each with the hash of its bytes."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith((".transum.sqlite", "-wal", "-shm"))
    }
