"""From what a user chose to the engines that do it. Nothing is loaded before ``assemble`` is called."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from functools import cache
from typing import Final

from transum import folders
from transum.choice import Choice
from transum.document import ENGLISH, INDONESIAN, Align
from transum.engines.ct2 import default_threads
from transum.engines.encoder import CT2Encoder, Encoder, RememberingEncoder
from transum.engines.load import load, require_languages
from transum.engines.pieces import language_code
from transum.engines.protocol import Translator
from transum.engines.reconstruction import CT2Reconstructor, Witnesses
from transum.engines.words import WordAligner
from transum.memory.people import People
from transum.memory.remembering import RememberingTranslator
from transum.memory.store import Memory, is_for_people
from transum.pipeline import Pipeline
from transum.revise.glossary import Glossary
from transum.shelf import Shelf
from transum.shelf.manifest import embedded
from transum.shelf.progress import DownloadBar
from transum.summaries import prompts, summarizer
from transum.summaries.anew import Anew
from transum.summaries.openai import key_from
from transum.summaries.protocol import USUAL


def _translator(choice: Choice, *, quiet: bool) -> Translator:
    with DownloadBar() if choice.download and not quiet else nullcontext() as bar:
        return load(
            choice.model,
            engine=choice.engine,
            beam=choice.beam,
            threads=choice.threads,
            jobs=choice.jobs,
            source_language=choice.source_language,
            target_language=choice.target_language,
            shelf=Shelf(folders.models()),
            download=choice.download,
            on_progress=bar.report if bar else None,
        )


@contextmanager
def _silent_hub() -> Iterator[None]:
    """The hub's own library, where it is installed, draws no bars meanwhile: it would, also into a file or a pipe."""
    try:
        from huggingface_hub.utils.tqdm import are_progress_bars_disabled, disable_progress_bars, enable_progress_bars
    except ImportError:
        yield
        return
    drawn = not are_progress_bars_disabled()
    disable_progress_bars()
    try:
        yield
    finally:
        if drawn:
            enable_progress_bars()


def assemble(choice: Choice, *, quiet: bool = False) -> Pipeline:
    """The pipeline for a choice; ``quiet``: nothing is drawn while a model is fetched.

    Raises ``ModelError`` for a model that is missing or damaged, ``UsageError`` for names that mean nothing, and
    ``InputError`` for a glossary or a prompt that can't be read.
    """
    with _silent_hub() if choice.download and quiet else nullcontext():
        return _assembled(choice, quiet=quiet)


def require_direction(choice: Choice) -> None:
    """Raise ``UsageError`` where the model is an embedded one and there is none for these languages."""
    shelf = Shelf(folders.models())
    source, target = choice.source_language, choice.target_language
    require_languages(choice.model, shelf=shelf, source_language=source, target_language=target)


def embedded_encoder(threads: int | None = None) -> Encoder:
    """The embedded sentence encoder, on so many processors or all of them; raises ``ModelError``."""
    return RememberingEncoder(CT2Encoder(embedded("encoder"), threads=threads or default_threads()))


def embedded_reconstructor(
    threads: int | None = None, *, original: str = INDONESIAN, translation: str = ENGLISH
) -> CT2Reconstructor:
    """The embedded model that reads translations back into the language of the originals; raises ``ModelError``.

    On so many processors, or all of them. There is one for Indonesian originals in English and one the other way round.
    """
    return CT2Reconstructor(
        embedded(_READS_BACK[original, translation]),
        threads=threads or default_threads(),
        original=original,
        translation=translation,
    )


def embedded_witnesses(threads: int | None = None) -> Witnesses:
    """Both embedded models, asked about translations that someone else made; raises ``ModelError``."""
    return Witnesses(
        embedded_reconstructor(threads), embedded_reconstructor(threads, original=ENGLISH, translation=INDONESIAN)
    )


def embedded_align(choice: Choice) -> Align:
    """What aligns words, of models that are loaded when it is first asked; it raises ``ModelError``."""

    @cache
    def aligner() -> WordAligner:
        encoder = CT2Encoder(embedded("encoder"), threads=choice.threads or default_threads())
        return WordAligner(encoder, _reconstructor(choice))

    return lambda pairs: aligner().align(pairs)


def _reconstructor(choice: Choice) -> CT2Reconstructor | None:
    """What reads translations back, where it is wanted and there is a model for it."""
    languages = language_code(choice.source_language), language_code(choice.target_language)
    if choice.quick or languages not in _READS_BACK:
        return None
    return embedded_reconstructor(choice.threads, original=languages[0], translation=languages[1])


_READS_BACK: Final = {(INDONESIAN, ENGLISH): "reverse", (ENGLISH, INDONESIAN): "translator"}


def _assembled(choice: Choice, *, quiet: bool) -> Pipeline:
    glossary = Glossary.read(choice.glossary) if choice.glossary else None
    prompt = prompts.find(choice.prompt, folders.configuration() / "prompts") if choice.prompt else None
    # Most of loading is done outside Python's lock: models that are loaded at once take the time of the largest.
    with ThreadPoolExecutor(2) as beside:
        encoding = beside.submit(CT2Encoder, embedded("encoder"), threads=choice.threads or default_threads())
        reading_back = beside.submit(_reconstructor, choice)
        translator = _translator(choice, quiet=quiet)
    words, reconstructor = encoding.result(), reading_back.result()
    encoder = RememberingEncoder(words)
    is_native = (translator.info.source_language, translator.info.target_language) == (INDONESIAN, ENGLISH)
    people = People(folders.people(), folders.old_memory()) if choice.memory else None
    remembering = RememberingTranslator(translator, Memory(folders.memory()) if choice.memory else None, people=people)
    return Pipeline(
        translator=remembering,
        summarizer=summarizer(
            choice.summarizer,
            encoder=encoder,
            retranslate=Anew(remembering, encoder, reconstructor, glossary, choice.repair) if is_native else None,
            prompt=prompt,
            base_url=choice.base_url,
            api_key=key_from(os.environ),
            faithful=choice.faithful,
            download=choice.download,
        )
        if choice.summary
        else None,
        encoder=encoder,
        reconstructor=reconstructor,
        limit=choice.summary or USUAL,
        glossary=glossary,
        repair=choice.repair,
        people=people.sentences if people and is_for_people(translator.info) else None,
        align=WordAligner(words, reconstructor).align,
    )
