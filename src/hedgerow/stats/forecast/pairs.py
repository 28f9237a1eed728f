"""Earlier forecasts beside what came: what the spread is learnt from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hedgerow.stats.forecast.combined import Points
from hedgerow.stats.forecast.history import Array


@dataclass(frozen=True)
class Pair:
    """Forecasts made at one origin, the values known then, and what came, shape (series, steps)."""

    points: Points
    values: Array
    truth: Array


DEFAULT_WEIGHT = 10.0  # series-origins that the default spread is worth


def believed(pairs: Sequence[Pair]) -> float:
    """Return how far the errors of earlier forecasts are believed against the default: 0 to 1."""
    held = sum(int((~np.isnan(pair.truth)).any(axis=1).sum()) for pair in pairs)
    return held / (held + DEFAULT_WEIGHT)


def growth(seen: Array, default: Array, belief: float) -> Array:
    """Return the growth with the step: what was seen, a power law through it, and the default, mixed.

    `seen` holds NaN for steps without an error. One series is believed for its power law at most, a thousand
    for each step.
    """
    steps = np.log(np.arange(1, len(default) + 1))
    held = np.isfinite(seen) & (seen > 0)
    if not held.any():
        return default
    middle = float(np.mean(seen[held]))
    logs, at = np.log(np.clip(seen[held], middle / 4, middle * 4)), steps[held]
    apart = at - at.mean()
    slope = 0.3
    if held.sum() > 2:
        slope = float(np.clip((apart * logs).sum() / (apart**2).sum(), 0.0, 1.0))
    line = logs.mean() + slope * (steps - at.mean())
    single = np.where(held, np.log(np.where(held, np.clip(seen, middle / 4, middle * 4), 1.0)), line)
    known = belief**10 * single + (1 - belief**10) * line
    return np.asarray(np.exp(belief * known + (1 - belief) * np.log(default)))
