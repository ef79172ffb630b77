"""Hugging Face checkpoints, read from the disk: the only door to torch and transformers.

``from_pretrained`` is given a folder and ``local_files_only``, and weights as safetensors, so that it neither calls
home nor runs what it reads. A pickle is read only where the user allowed it, and then as bare tensors.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from pickle import PickleError
from typing import Any, Final

from transum.errors import ModelError

MISSING_HUB: Final = "pip install 'transum[hub]'"
_FOREIGN: Final = (
    OSError, ValueError, RuntimeError, KeyError, TypeError, AttributeError, IndexError, AssertionError, PickleError
)  # fmt: skip


@contextmanager
def translated_errors(doing: str) -> Iterator[None]:
    """Run a block of torch and transformers silently; whatever they raise becomes a ``ModelError``."""
    try:
        import torch  # noqa: F401 transformers imports without it, and fails later with less of an explanation
        from safetensors import SafetensorError
        from transformers.utils import logging
    except ImportError as exc:
        raise ModelError(f"{doing} needs torch, which is not installed", hint=MISSING_HUB) from exc
    drawn, verbosity = logging.is_progress_bar_enabled(), logging.get_verbosity()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except ImportError as exc:
        raise ModelError(f"{doing} failed: {exc}", hint=MISSING_HUB) from exc
    except (*_FOREIGN, SafetensorError) as exc:
        raise ModelError(
            f"{doing} failed: {_first_line(exc)}", hint="Is the model whole, and is there memory for it?"
        ) from exc
    finally:
        logging.set_verbosity(verbosity)
        if drawn:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]


def load_model(model_class: Any, folder: Path, *, allow_pickle: bool = False, **options: Any) -> Any:
    """The model in ``folder``; ``options`` go to ``from_pretrained``."""
    safe = None if allow_pickle else True
    return model_class.from_pretrained(str(folder), local_files_only=True, use_safetensors=safe, **options)


def load_tokenizer(folder: Path) -> Any:
    """The tokenizer in ``folder``; transum uses its vocabulary and tokenizes itself (see ``pieces``)."""
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
    # M2M-100's knows its language tokens, but transformers 5 counts them only where the checkpoint lists them again.
    languages = getattr(tokenizer, "lang_token_to_id", {})
    if not languages.keys() <= tokenizer.get_vocab().keys():
        tokenizer.add_tokens(list(languages), special_tokens=True)
    return tokenizer


def target_vocabulary(tokenizer: Any) -> dict[str, int]:
    """The ids of the target tokens; a Marian tokenizer may have other ones for the source."""
    separate = getattr(tokenizer, "separate_vocabs", False)
    return dict(tokenizer.target_encoder if separate else tokenizer.get_vocab())


def _first_line(exc: BaseException) -> str:
    return (str(exc).strip() or type(exc).__name__).splitlines()[0]
