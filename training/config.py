"""One TOML file describes a run; every default stands here and nowhere else.

A key that no table knows is an error that names the nearest known one, so that a typing error can't train for a day.
"""

import difflib
import tomllib
from dataclasses import MISSING, dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, Literal, Self, TypeAlias, TypeVar, get_args, get_origin, get_type_hints

from transum.errors import InputError, UsageError

T = TypeVar("T")

Direction: TypeAlias = Literal["id-en", "en-id"]


@dataclass(frozen=True, slots=True)
class Cleaning:
    """Which pairs are kept; lengths in characters."""

    min_characters: int = 2
    max_characters: int = 700
    max_ratio: float = 3.5  # of the longer side to the shorter, where the longer has `ratio_characters` or more
    ratio_characters: int = 20
    language_characters: int = 40  # shorter text is not judged: identification guesses there
    languages: tuple[str, ...] = ("id", "ms", "jv", "en", "nl", "fr", "es", "pt", "de")  # what it may answer
    source_languages: tuple[str, ...] = ("id", "ms", "jv")  # near languages that Indonesian is mistaken for
    target_languages: tuple[str, ...] = ("en",)
    split_sentences: bool = True  # a pair of several sentences, as many on either side, becomes as many pairs


@dataclass(frozen=True, slots=True)
class Augmentation:
    """What is made from the clean pairs and from templates. Shares are of a source's clean pairs."""

    seed: int = 5
    word_dropout: float = 0.1
    frames: int = 9000
    named_frames: int = 12000
    joined: float = 0.04
    lowercased: float = 0.02
    unpunctuated: float = 0.02


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One SentencePiece unigram vocabulary for both sides."""

    size: int = 20000
    kind: Literal["train", "trim"] = "trim"
    character_coverage: float = 0.9998
    sample: int = 1_000_000  # sentences that training a vocabulary looks at


@dataclass(frozen=True, slots=True)
class Model:
    """The shape of the MarianMT model, and what its weights start from."""

    d_model: int = 384
    feed_forward: int = 1536
    heads: int = 12
    encoder_layers: int = 6
    decoder_layers: int = 3
    positions: int = 512
    activation: Literal["gelu", "relu", "swish"] = "gelu"
    start: Literal["random", "marian", "bert"] = "random"
    decoder_from: tuple[int, ...] = (1, 3, 5)  # the layers of the BERT model that the decoder's layers start from
    row_scale: float = 3.0  # embedding rows times this, undone in the first layer, or the sinusoids drown the rows
    last_gain: float = 0.08  # of the decoder's last layer norm, so that the first logits are small


@dataclass(frozen=True, slots=True)
class Training:
    """How the weights are fitted. Rates are Adam's; a step is one batch; tokens are padded ones."""

    seed: int = 1
    steps: int = 20000
    batch_tokens: int = 1600  # (source + target) / 2
    max_tokens: int = 110  # a longer pair is left out
    bucket: int = 4  # lengths are padded to multiples of this, so that few shapes occur
    round_pairs: int = 60000  # pairs drawn at a time
    sorted_together: int = 20000  # pairs of a round sorted by length at a time: a hundred batches or more, still mixed
    encoder_rate: float = 3e-4  # the encoder and the embedding
    decoder_rate: float = 8e-4
    warm_up: int = 300
    plateau: int = 4000  # from here the rate falls with the square root of the steps
    first_step: int = 0  # counted into the plateau: where the start's own training ended
    decay: float = 0.25  # the last share of the run goes linearly to zero
    decay_by_clock: bool = False  # the time limit counts as the end too; such a run can't be repeated bit for bit
    weight_decay: float = 0.01
    beta2: float = 0.98
    clip: float = 1.0
    label_smoothing: float = 0.1
    dropout: float = 0.1
    average: float = 0.9995  # of the exponential moving average, a step
    average_every: int = 4
    negatives: int = 3000  # random pieces of the sampled softmax; 0: the full one from the beginning
    frequent: int = 600  # the vocabulary's first pieces, always in the sampled softmax
    full_softmax: float = 0.25  # the last share of the run
    precision: Literal["auto", "float32", "bfloat16"] = "auto"  # auto: what is faster here
    sampled_share: float = 0.0  # of the sources that are segmented at random (subword regularisation)
    sampling_alpha: float = 0.5  # how evenly: 0 is any segmentation, large the best one
    save_minutes: float = 10.0
    report_minutes: float = 1.0
    evaluate_every: int = 500  # steps; 0: at the end only
    weights: dict[str, float] = field(default_factory=dict)  # overrides the weight of a source
    domain_weights: dict[str, float] = field(default_factory=dict)  # a factor for sources with this word in the domain


@dataclass(frozen=True, slots=True)
class Back:
    """Which machine-made pairs are kept, and how they are made."""

    beam: int = 1
    max_tokens: int = 110  # a longer text is not translated
    min_ratio: float = 0.5  # words of the translation to words of the text, three added to both
    max_ratio: float = 1.8
    max_repetition: float = 2.2  # words to different words
    max_copied: float = 0.6  # the share of the translation's words that are the text's own
    min_score: float = -2.2  # the judge's mean log-probability a piece of the text, given the translation


@dataclass(frozen=True, slots=True)
class Gpu:
    """How ``training.gpu`` uses its minutes; shares are of the time behind the start-up."""

    teacher: float = 0.4
    distilling: float = 0.14
    closing_seconds: float = 14.0  # kept for writing and judging the model
    beam: int = 4
    segmentations: int = 4  # of each source: the best one, the others at random
    distilled_weight: float = 1.0  # how often a pass has a sentence with its distilled translation


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How the finished model is judged."""

    beam: int = 4
    bootstrap: int = 1000  # resamples of the paired bootstrap
    seed: int = 12345


@dataclass(frozen=True, slots=True)
class Config:
    """All of a run. ``direction`` is the one key that makes it the translator's or the reverse model's.

    >>> Config().training.label_smoothing
    0.1
    """

    direction: Direction = "id-en"
    cleaning: Cleaning = field(default_factory=Cleaning)
    augmentation: Augmentation = field(default_factory=Augmentation)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    model: Model = field(default_factory=Model)
    training: Training = field(default_factory=Training)
    back: Back = field(default_factory=Back)
    gpu: Gpu = field(default_factory=Gpu)
    evaluation: Evaluation = field(default_factory=Evaluation)

    @classmethod
    def read(cls, path: Path) -> Self:
        """The configuration in a TOML file; raises ``InputError`` (unreadable) or ``UsageError`` (what it says)."""
        return build(cls, read_toml(path), str(path))

    def turned(self, direction: Direction | None) -> Self:
        """The same run in this direction; None leaves it as it is."""
        return replace(self, direction=direction) if direction else self


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file; raises ``InputError``."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as exc:
        raise InputError(f"can't read {path}: {exc.strerror}") from exc
    except ValueError as exc:
        raise InputError(f"{path} is not TOML: {exc}") from exc


def build(kind: type[T], table: dict[str, Any], where: str) -> T:
    """The dataclass ``kind`` from a TOML table; raises ``UsageError`` for unknown and missing keys and wrong types.

    >>> build(Evaluation, {"beam": 1}, "example").beam
    1
    """
    types = get_type_hints(kind)
    for key in table:
        if key not in types:
            near = difflib.get_close_matches(key, types, n=1)
            raise UsageError(
                f"{where}: unknown key {key!r}",
                hint=f"Did you mean {near[0]!r}?" if near else f"Known keys: {', '.join(types)}.",
            )
    missing = [name for name in _required(kind) if name not in table]
    if missing:
        raise UsageError(f"{where}: the key {missing[0]!r} is missing")
    return kind(**{key: _value(types[key], value, f"{where}: {key}") for key, value in table.items()})


def _required(kind: type[Any]) -> list[str]:
    return [f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING]


def _value(kind: Any, value: Any, where: str) -> Any:
    if is_dataclass(kind) and isinstance(kind, type) and isinstance(value, dict):
        return build(kind, value, where)
    if get_origin(kind) is Literal:
        if value in get_args(kind):
            return value
        raise UsageError(f"{where}: {value!r} is none of {', '.join(map(repr, get_args(kind)))}")
    if get_origin(kind) is tuple and isinstance(value, list):
        return tuple(_value(get_args(kind)[0], item, where) for item in value)
    if get_origin(kind) is dict and isinstance(value, dict):
        return {key: _value(get_args(kind)[1], item, where) for key, item in value.items()}
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is kind:
        return value
    raise UsageError(f"{where}: {value!r} is not of type {getattr(kind, '__name__', kind)}")
