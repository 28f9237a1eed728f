"""Other values: quantiles from the errors of earlier forecasts of all series.

Errors are measured in each series' own scale, on logarithms where all values are positive. Their size grows
with the step; their shape is pooled over series, origins and steps, and mixed with the normal shape while few
were seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from hedgerow.stats.forecast.combined import Points
from hedgerow.stats.forecast.history import Array
from hedgerow.stats.forecast.pairs import Pair, believed, growth

_MEAN_SIZE = float(np.sqrt(2 / np.pi))  # of a standard normal error
LOWEST = 1e-6


@dataclass(frozen=True)
class ErrorSpread:
    """Standardised errors in order, how far they are believed, and the growth of their size by step."""

    errors: Array
    belief: float
    factor: Array
    logs: bool

    def quantiles(self, points: Points, values: Array, levels: Sequence[float]) -> Array:
        """Return quantiles, shape (series, steps, levels); not below zero where no value was."""
        shape = np.asarray(ndtri(np.asarray(levels)))
        if len(self.errors):
            shape = self.belief * np.quantile(self.errors, levels) + (1 - self.belief) * shape
        width = points.scale[:, None, None] * self.factor[None, : points.mean.shape[1], None] * shape
        if self.logs:
            return np.asarray(points.mean[:, :, None] * np.exp(np.clip(width, -30, 30)))
        floor = np.where(np.nanmin(values, axis=1) >= 0, 0.0, -np.inf)
        return np.asarray(np.maximum(points.mean[:, :, None] + width, floor[:, None, None]))


def learnt(pairs: Sequence[Pair], steps: int, *, logs: bool) -> ErrorSpread:
    """Return the spread that earlier forecasts show."""
    parts = [_standardised(pair, steps, logs) for pair in pairs]
    errors = np.concatenate(parts) if parts else np.empty((0, steps))
    held = ~np.isnan(errors)
    sizes = np.where(held, np.abs(errors), 0.0).sum(axis=0) / np.maximum(held.sum(axis=0), 1) / _MEAN_SIZE
    belief = believed(pairs)
    default: Array = 1.1 * np.arange(1.0, steps + 1) ** 0.3
    factor = growth(np.where(held.any(axis=0), sizes, np.nan), default, belief)
    shape = (errors / factor)[held]
    return ErrorSpread(np.sort(shape), belief, factor, logs)


def _standardised(pair: Pair, steps: int, logs: bool) -> Array:
    """Return errors in units of the series' scale, NaN where there is none."""
    scale = np.where(pair.points.scale > LOWEST, pair.points.scale, np.nan)[:, None]
    mean, truth = pair.points.mean, pair.truth
    apart = np.log(truth / mean) if logs else truth - mean
    wide = np.full((len(apart), steps), np.nan)
    wide[:, : apart.shape[1]] = apart / scale
    return wide
