"""``--diff``: what a second translation, another model's or somebody else's, says of each sentence."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from transum.choice import Choice
from transum.document import ENGLISH, INDONESIAN, Article, Document, Sentence
from transum.engines.alignment import paired
from transum.errors import InputError, LanguageError
from transum.indonesian.detect import judged_language
from transum.inputs import SUFFIXES
from transum.inputs.decode import read
from transum.outputs.view import Beside, displayable
from transum.pipeline import Prepared
from transum.segment import segment

if TYPE_CHECKING:
    from transum.pipeline import Pipeline

_TRANSLATION: Final = "--diff FILE is a translation of the article."


def second_translation(name: str, choice: Choice, *, quiet: bool, max_bytes: int) -> Callable[[Article], Beside]:
    """What makes the second translation of an article: the file ``name``, or else the model of this name.

    It raises ``InputError`` for a file that can't be read, and ``ModelError``.
    """
    if Path(name).suffix.lower() in SUFFIXES and not Path(name).exists():
        raise InputError(f"{displayable(name)} does not exist", hint="--diff takes a translation, or a model.")
    return _given(name, choice, max_bytes) if Path(name).is_file() else _by_model(name, choice, quiet=quiet)


def _given(path: str, choice: Choice, max_bytes: int) -> Callable[[Article], Beside]:
    from transum.assembly import embedded_encoder

    text = read(path, max_bytes=max_bytes).content
    if not text.strip():
        raise InputError(f"{displayable(path)} is empty", hint=_TRANSLATION)

    def beside(article: Article) -> Beside:
        _require_language(text, displayable(path), article.model.target_language)
        language = article.source.language
        pairs = paired(article.document.text, text, embedded_encoder(choice.threads), language)
        return Beside(displayable(path), by_sentence(article.document, pairs))

    return beside


def _require_language(text: str, name: str, language: str) -> None:
    if language in {ENGLISH, INDONESIAN}:
        try:
            judged_language(text, name, expected=language)
        except LanguageError as error:
            raise LanguageError(error.message, _TRANSLATION) from error


def _by_model(name: str, choice: Choice, *, quiet: bool) -> Callable[[Article], Beside]:
    @cache
    def pipeline() -> "Pipeline":
        from transum.assembly import assemble

        other = replace(choice, model=name, engine="auto", summary=None, quick=True)
        return replace(assemble(other, quiet=quiet), encoder=None, people=None)

    def beside(article: Article) -> Beside:
        made = pipeline().process(Prepared(article.source, article.document))
        return Beside(made.model.name, tuple(pair.target for pair in made.translation.pairs))

    return beside


def by_sentence(document: Document, pairs: Iterable[tuple[Sentence, str]]) -> tuple[str, ...]:
    """The texts of ``pairs``, whose originals may be several sentences of ``document``, by its sentences.

    Where a text has as many sentences as its original each goes to its own; else all of it to the first.

    >>> document = segment("Satu. Dua.")
    >>> by_sentence(document, [(Sentence("Satu. Dua.", 0, 10), "One and two.")])
    ('One and two.', '')
    """
    said = dict.fromkeys(range(len(document.sentences)), "")
    for original, text in pairs:
        places = [
            place
            for place, sentence in enumerate(document.sentences)
            if original.start <= sentence.start < original.end
        ]
        parts = [sentence.text for sentence in segment(text).sentences]
        texts = parts if len(parts) == len(places) else [text]
        for place, part in zip(places, texts, strict=False):  # one text may be for several places
            said[place] = f"{said[place]} {part}".strip()
    return tuple(said.values())
