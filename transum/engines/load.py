"""From the name of a model to a translator: embedded, on the shelf, a folder, or an id of the hub."""

from pathlib import Path
from typing import Any, Final

from transum.document import ENGLISH, INDONESIAN, Candidate
from transum.engines.ct2 import CT2Translator
from transum.engines.pieces import language_code
from transum.engines.protocol import BEAM, EngineName, Translator
from transum.engines.transformers import TransformersTranslator
from transum.errors import ModelError, UsageError
from transum.shelf import EMBEDDED, Engine, Entry, Shelf, is_name, missing
from transum.shelf.add import add, add_folder, fingerprint, model_name
from transum.shelf.formats import Format, recognise
from transum.shelf.hub import OnProgress
from transum.shelf.manifest import Manifest, embedded

DEFAULT: Final = "default"
_HALF_SAID: Final = {(INDONESIAN, INDONESIAN), (ENGLISH, ENGLISH)}
_EMBEDDED: Final = {(INDONESIAN, ENGLISH): "translator", (ENGLISH, INDONESIAN): "reverse"}


def load(
    name: str = DEFAULT,
    *,
    shelf: Shelf,
    engine: EngineName = "auto",
    beam: int = BEAM,
    threads: int | None = None,
    jobs: int | None = None,
    source_language: str = INDONESIAN,
    target_language: str = ENGLISH,
    download: bool = False,
    on_progress: OnProgress | None = None,
) -> Translator:
    """The translator that ``name`` means, ready to run, without a socket unless ``download``.

    ``name`` is ``default`` (what the shelf says, at first the embedded model), ``embedded``, a name on the shelf, a
    folder (any format of ``formats``; it is converted once and kept on the shelf), or a Hugging Face id. A language is
    asked for only of models that know several: ``en``, ``eng``, ``eng_Latn``, ``>>eng<<``.

    Raises ``ModelError`` for a model that is not on the disk (naming the command that gets it), damaged, or not
    runnable by ``engine``; ``UsageError`` for a language that it doesn't know.
    """
    name = shelf.default() if name == DEFAULT else name
    settings: dict[str, Any] = {
        "beam": beam, "threads": threads, "jobs": jobs,
        "source_language": source_language, "target_language": target_language,
    }  # fmt: skip
    if name == EMBEDDED:
        return _embedded(engine, settings)
    kind: Engine | None = None if engine == "auto" else engine
    entry = shelf.find(name, kind) if is_name(name) else None
    if entry is None and Path(name).expanduser().is_dir():
        return _from_folder(Path(name).expanduser(), engine, shelf, settings)
    if entry is None and not is_name(name):
        raise ModelError(f"there is no model folder {name}", hint="transum models list")
    if entry is None:
        entry = _fetch(name, kind, shelf, on_progress) if download else None
    if entry is None:
        raise missing(name, kind or "ctranslate2")
    entry.mark_used()
    return _run(entry, settings)


def require_languages(name: str, *, shelf: Shelf, source_language: str, target_language: str) -> None:
    """Raise ``UsageError`` where ``load`` would for the languages, as far as that is known without loading."""
    if (shelf.default() if name == DEFAULT else name) == EMBEDDED:
        _embedded_languages(source_language, target_language)


def _embedded_languages(source_language: str, target_language: str) -> tuple[str, str]:
    """However the languages were written, their codes."""
    languages = language_code(source_language), language_code(target_language)
    if languages not in _EMBEDDED:
        raise UsageError(
            f"the embedded models translate between id and en, not from {languages[0]} to {languages[1]}",
            hint="Say both languages: --from en --to id"
            if languages in _HALF_SAID
            else "Name a model of those languages: --model MODEL",
        )
    return languages


def _embedded(engine: EngineName, settings: dict[str, Any]) -> Translator:
    if engine == "transformers":
        raise ModelError(
            "the embedded model ships for CTranslate2 only",
            hint="Give the folder of its checkpoint: --model FOLDER --engine transformers",
        )
    languages = _embedded_languages(settings["source_language"], settings["target_language"])
    folder = embedded(_EMBEDDED[languages])
    manifest = Manifest.read(folder)
    settings = settings | dict(zip(("source_language", "target_language"), languages, strict=True))
    return CT2Translator(folder, name=manifest.name, version=manifest.version, **settings)


def _from_folder(folder: Path, engine: EngineName, shelf: Shelf, settings: dict[str, Any]) -> Translator:
    """Run a folder where it is if its format allows; else convert it once, under a name that tells its weights."""
    found = recognise(folder)
    title = folder.resolve().name
    if engine == "transformers":
        if found is not Format.HUGGING_FACE:
            raise ModelError(
                f"{folder} is a {found} model; transformers runs Hugging Face checkpoints with safetensors",
                hint=f"transum models add --allow-pickle --engine transformers {folder}"
                if found is Format.PICKLE
                else "Leave --engine out: CTranslate2 runs it.",
            )
        return TransformersTranslator(folder, name=title, version=fingerprint(folder), **_for_torch(settings))
    if found is Format.CTRANSLATE2:
        return CT2Translator(folder, name=title, version=fingerprint(folder), **settings)
    name = f"{model_name(title)}-{fingerprint(folder)}"
    entry = shelf.find(name, "ctranslate2") or add_folder(shelf, folder, name=name, try_out=try_out)
    entry.mark_used()
    return _run(entry, settings)


def _fetch(name: str, kind: Engine | None, shelf: Shelf, on_progress: OnProgress | None) -> Entry:
    if not is_name(name):
        raise UsageError(f"{name!r} is no Hugging Face id", hint="It looks like Helsinki-NLP/opus-mt-id-en.")
    return add(shelf, name, engine=kind or "ctranslate2", on_progress=on_progress, try_out=try_out)


def _run(entry: Entry, settings: dict[str, Any]) -> Translator:
    version = entry.manifest.version
    if entry.engine == "transformers":
        return TransformersTranslator(entry.folder, name=entry.name, version=version, **_for_torch(settings))
    return CT2Translator(entry.folder, name=entry.name, version=version, **settings)


def _for_torch(settings: dict[str, Any]) -> dict[str, Any]:
    """The settings without ``jobs``: torch works on one batch at a time."""
    return {key: value for key, value in settings.items() if key != "jobs"}


def try_out(folder: Path, engine: Engine, text: str) -> Candidate:
    """``text``, translated by the model in ``folder``: a trial before it is put on the shelf.

    Raises ``ModelError``, and ``UsageError`` where the model asks which languages are meant.
    """
    runs = TransformersTranslator if engine == "transformers" else CT2Translator
    return runs(folder, name=folder.name, version="").translate([text])[0][0]
