"""What clients of LibreTranslate ask (https://docs.libretranslate.com): ``/translate``, ``/languages``, ``/detect``."""

from collections.abc import Mapping
from typing import Any, Final

from transum.engines.pieces import language_code
from transum.indonesian.detect import guessed_language
from transum.outputs.wording import language_name
from transum.serve.desk import Desk
from transum.serve.orders import whole
from transum.serve.refusal import RefusedError

_AUTO: Final = "auto"
_MOST: Final = 1000  # texts of one request


def languages(desk: Desk) -> list[dict[str, Any]]:
    """From which languages the desk translates, and into which."""
    targets: dict[str, list[str]] = {}
    for source, target in desk.directions:
        targets.setdefault(source, []).append(target)
    return [{"code": code, "name": language_name(code), "targets": known} for code, known in targets.items()]


def detected(said: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The language of ``q`` with the confidence, of a hundred, in it; raises ``RefusedError``."""
    (text, *_) = _texts(said) or [""]
    return [_detected(text)]


def _detected(text: str) -> dict[str, Any]:
    language, is_sure = guessed_language(text)
    return {"confidence": 100 if is_sure else 50, "language": language}


def translated(desk: Desk, said: Mapping[str, Any]) -> dict[str, Any]:
    """``q``, one text or a list of them, from ``source`` into ``target``; raises ``RefusedError``, ``TransumError``.

    Formatted text and alternatives are not offered: ``format`` must be ``text``.
    """
    texts = _texts(said)
    if said.get("format", "text") != "text":
        raise RefusedError(400, "only text is translated here", "Ask for format=text.")
    found: dict[str, Any] = {}
    source = str(said.get("source") or _AUTO)
    if source == _AUTO:
        found["detectedLanguage"] = _detected("\n".join(texts))
        source = found["detectedLanguage"]["language"]
        source = source if any(source == known for known, _ in desk.directions) else desk.usual[0]
    source, target = language_code(source), language_code(str(said.get("target") or ""))
    if not target:
        raise RefusedError(400, "there is no target", "Name a language: target=en.")
    said_texts = texts if source == target else _in_order(desk, texts, (source, target))
    return {"translatedText": said_texts if isinstance(said["q"], list) else said_texts[0], **found}


def _in_order(desk: Desk, texts: list[str], languages: tuple[str, str]) -> list[str]:
    """The translations; what has no word to translate stays as it is."""
    asked = [text for text in texts if text.strip()]
    answers = dict(zip(asked, desk.translations(asked, languages), strict=True)) if asked else {}
    return [answers.get(text, text) for text in texts]


def _texts(said: Mapping[str, Any]) -> list[str]:
    texts = said.get("q")
    texts = [texts] if isinstance(texts, str) else texts
    if not isinstance(texts, list) or not texts or not all(isinstance(text, str) for text in texts):
        raise RefusedError(400, "there is no q, the text", "q is a text, or a list of texts.")
    if len(texts) > _MOST:
        raise RefusedError(400, f"{len(texts)} texts are too many at once", f"Send {_MOST} or fewer.")
    return [whole(text) for text in texts]
