"""Text to tokens and back, as every engine does it: SentencePiece, language tokens, the end mark.

One rule for all engines, so that the same weights see the same tokens whichever engine runs them. The text of a user
never becomes a control token: ``</s>`` or ``>>fra<<`` in an article are five and seven ordinary characters.

    Marian, one target language     pieces </s>
    Marian, several                 >>eng<< pieces </s>
    NLLB-200                        ind_Latn pieces </s>   →   eng_Latn pieces
    M2M-100                         __id__ pieces </s>     →   __en__ pieces
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

from transum.document import ENGLISH, INDONESIAN
from transum.errors import ModelError, UsageError
from transum.shelf.formats import PIECE_FILES

END: Final = "</s>"
REINSTALL: Final = "Reinstall transum: pip install --force-reinstall transum"
_CONTROL: Final = frozenset({END, "<pad>", "<unk>", "<s>"})
_ISO_639_3: Final = {
    "id": "ind", "en": "eng", "ms": "zsm", "jv": "jav", "su": "sun", "tl": "tgl", "vi": "vie", "th": "tha", "km": "khm",
    "zh": "zho", "ja": "jpn", "ko": "kor", "hi": "hin", "ar": "arb", "tr": "tur", "nl": "nld", "de": "deu", "fr": "fra",
    "es": "spa", "pt": "por", "it": "ita", "pl": "pol", "ru": "rus", "uk": "ukr",
}  # fmt: skip
_ISO_639_1: Final = {three: two for two, three in _ISO_639_3.items()}
_WRITTEN: Final = re.compile(r"(?:>>|__)?([a-z]{2,3})(?:[_-]([A-Z][a-z]{3}))?(?:<<|__)?")
_NEAR: Final = 8  # characters between two pieces: white space, and what has no piece
_MARIAN, _NLLB, _M2M100 = (re.compile(code) for code in (r">>\S+<<", r"[a-z]{3}_[A-Z][a-z]{3}", r"__[a-z]{2,3}__"))


@dataclass(frozen=True, slots=True)
class Pieces:
    """Encodes sources and decodes targets; ``prefix`` is what every target begins with."""

    source: Any
    target: Any
    before: tuple[str, ...]
    prefix: tuple[str, ...]
    silent: frozenset[str]
    end: tuple[str, ...]

    @classmethod
    def load(
        cls,
        folder: Path,
        vocabulary: Collection[str],
        *,
        source_language: str = INDONESIAN,
        target_language: str = ENGLISH,
        adds_end: bool = False,
    ) -> "Pieces":
        """The pieces of the model in ``folder``, which knows the tokens of ``vocabulary``.

        ``adds_end``: the engine appends the end mark by itself. Raises ``ModelError`` where the SentencePiece files are
        missing or broken, ``UsageError`` where the model doesn't know a language.
        """
        paths = [folder / name for name in PIECE_FILES if (folder / name).is_file()]
        if not paths:
            hint = f"Put its SentencePiece files there: {', '.join(PIECE_FILES[:3])}."
            raise ModelError(f"the model in {folder} has no SentencePiece model", hint=hint)
        first, last = (sentence_pieces(path) for path in (paths[0], paths[:2][-1]))
        codes, form, is_both = _language_codes(vocabulary)
        before = _choose(codes, source_language if is_both else target_language, form) if codes else ()
        prefix = _choose(codes, target_language, form) if is_both else ()
        return cls(first, last, before, prefix, _CONTROL | codes, () if adds_end else (END,))

    def encode(self, text: str) -> list[str]:
        """The source tokens of ``text``, language token and end mark included."""
        return [*self.before, *self.source.encode(text, out_type=str), *self.end]

    def count(self, text: str) -> int:
        """How many tokens ``text`` itself is."""
        return len(self.source.encode(text))

    def decode(self, tokens: Sequence[str]) -> str:
        """The text of a target; control tokens leave no trace."""
        text = str(self.target.decode([token for token in tokens if token not in self.silent]))
        # A piece of the source side that the target's SentencePiece doesn't know comes out as it is.
        return text.replace("▁", " ").strip()


_READING: Final = Lock()  # models are loaded side by side, and would each read the same file


def sentence_pieces(path: Path) -> Any:
    """The SentencePiece model in a file; files with the same content share one. Raises ``ModelError``."""
    try:
        from sentencepiece import SentencePieceProcessor

        with _READING:
            return _processor(SentencePieceProcessor, path.read_bytes())
    except ImportError as exc:
        raise ModelError(f"SentencePiece can't be loaded: {exc}", hint=REINSTALL) from exc
    except (RuntimeError, OSError) as exc:
        raise ModelError(f"can't read the SentencePiece model {path}: {exc}") from exc


@lru_cache(maxsize=4)
def _processor(kind: Any, model: bytes) -> Any:
    processor = kind()
    processor.LoadFromSerializedProto(model)
    return processor


def language_code(language: str) -> str:
    """A language as its shortest code, and its script where that is not Latin; what is no code stays as it is.

    ISO 639-1 for what transum knows, else what was given: two ways to ask for one language are one.

    >>> language_code("ind_Latn"), language_code(">>eng<<"), language_code("__fr__"), language_code("zho_Hant")
    ('id', 'en', 'fr', 'zh-Hant')
    """
    match = _WRITTEN.fullmatch(language.strip())
    if match is None:
        return language
    code = _ISO_639_1.get(match[1], match[1])
    return f"{code}-{match[2]}" if match[2] not in {None, "Latn"} else code


def words_of_pieces(pieces: Sequence[str], text: str, words: Sequence[tuple[int, int]]) -> list[int | None]:
    """For each piece of ``text`` the index of the word that it is of; None for those of no word.

    >>> words_of_pieces(["▁Be", "ras", "▁naik", "."], "Beras naik.", [(0, 5), (6, 10)])
    [0, 0, 1, None]
    """
    found: list[int | None] = []
    at = word = 0
    for piece in pieces:
        letters = piece.replace("▁", "")
        start = text.find(letters, at, at + len(letters) + _NEAR) if letters else -1
        if start < 0:  # SentencePiece writes some characters otherwise
            found.append(None)
            continue
        at = start + len(letters)
        while word < len(words) and words[word][1] <= start:
            word += 1
        found.append(word if word < len(words) and words[word][0] < at else None)
    return found


def _language_codes(vocabulary: Collection[str]) -> tuple[frozenset[str], str, bool]:
    """The language tokens among ``vocabulary``, how one is formed, and whether source and target both carry one."""
    marked = [token for token in vocabulary if "_" in token or token.startswith(">>")]
    for pattern, form, is_both in ((_NLLB, "{}", True), (_M2M100, "__{}__", True), (_MARIAN, ">>{}<<", False)):
        codes = frozenset(token for token in marked if pattern.fullmatch(token))
        if len(codes) > is_both:  # one lone ``abc_Latn`` may be an ordinary word; one lone ``>>eng<<`` is none
            return codes, form, is_both
    return frozenset(), "", False


def _choose(codes: frozenset[str], language: str, form: str) -> tuple[str]:
    """The token of ``language``, which may be given as ``en``, ``eng``, ``eng_Latn`` or as the token itself."""
    wanted = (language, _ISO_639_3.get(language, language))
    names = [name for code in wanted for name in (code, form.format(code), f"{code}_Latn", form.format(f"{code}_Latn"))]
    for name in names:
        if name in codes:
            return (name,)
    near = get_close_matches(form.format(language), sorted(codes), n=8, cutoff=0.3) or sorted(codes)[:8]
    raise UsageError(
        f"the model doesn't know the language {language!r}",
        hint=f"It knows {len(codes)}, for example: {', '.join(near)}",
    )
