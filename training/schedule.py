"""How the run changes over time: pure functions of the step and of how much of the run is over."""

import math

from training.config import Training
from training.loss import FULL, Sample


def over(step: int, seconds: float, limit: float, training: Training) -> float:
    """How much of the run is over, 0 to 1: by its steps, or by its time limit too where the configuration says so.

    >>> over(5000, 0.0, float("inf"), Training(steps=20000))
    0.25
    """
    by_steps = step / training.steps
    return min(1.0, max(by_steps, seconds / limit) if training.decay_by_clock else by_steps)


def rate_factor(step: int, share: float, training: Training) -> float:
    """What the learning rates are multiplied by at ``step`` (from 1), of a run of which ``share`` is over.

    Warm-up, then a plateau, then a fall with the square root of the steps; the last ``decay`` goes linearly to zero.

    >>> rate_factor(150, 0.0, Training(warm_up=300)), rate_factor(16000, 0.5, Training(plateau=4000))
    (0.5, 0.5)
    """
    warmed = min(1.0, step / max(1, training.warm_up))
    fallen = math.sqrt(training.plateau / max(training.plateau, training.first_step + step))
    decayed = min(1.0, (1.0 - share) / training.decay) if training.decay else 1.0
    return warmed * fallen * decayed


def softmax_sample(share: float, training: Training) -> Sample:
    """The sampled softmax early, the full one for the last ``full_softmax`` of the run."""
    if share >= 1.0 - training.full_softmax:
        return FULL
    return Sample(training.negatives, training.frequent)
