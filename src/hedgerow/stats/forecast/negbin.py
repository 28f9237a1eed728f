"""Counts: quantiles of the negative binomial distribution around a forecast, never below zero.

Variance = mean + dispersion * mean². The quantiles are mid-quantiles (Ma, Genton and Parzen 2011): the
inverse of P(Y < y) + P(Y = y)/2 made continuous. Whole-number quantiles of small counts cover more than they
promise. At which level a quantile is taken is learnt from where earlier outcomes fell in their distributions
(Kuleshov, Fenner and Ermon 2018), so that intervals cover what they say over all series.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import betainc, nbdtrik, ndtri

from hedgerow.stats.forecast.combined import Points
from hedgerow.stats.forecast.history import Array, recent_mean
from hedgerow.stats.forecast.pairs import Pair, believed, growth

LEAST = 1e-3  # a dispersion as good as Poisson's
PRIOR = 24.0  # observations that the shared dispersion is worth
FLOOR = 1e-3
LARGE, STRAIGHT = 20.0, 0.8  # mean, skewness


@dataclass(frozen=True)
class CountSpread:
    """How much wider than one step ahead the distribution is by step, and where earlier outcomes fell in it.

    Attributes
    ----------
    factor
        Shape (steps,), of the dispersion.
    placed
        Mid-probabilities of earlier outcomes, in order.
    belief
        How far they are believed, 0 to 1.
    """

    factor: Array
    placed: Array
    belief: float

    def quantiles(self, points: Points, values: Array, levels: Sequence[float]) -> Array:
        """Return quantiles, shape (series, steps, levels)."""
        alpha = dispersion(points, values)[:, None] * self.factor[: points.mean.shape[1]]
        nominal = np.asarray(levels)
        if len(self.placed):
            nominal = self.belief * np.quantile(self.placed, levels) + (1 - self.belief) * nominal
        return mid_quantiles(points.mean, alpha, nominal)


def dispersion(points: Points, values: Array) -> Array:
    """Return each series' dispersion one step ahead, by moments, shrunken towards the shared one."""
    n = (~np.isnan(values)).sum(axis=1)
    mean = np.maximum(recent_mean(values, values.shape[1]), FLOOR)
    own = (points.scale**2 - mean) / mean**2
    weight = n * (mean / (1 + mean)) ** 2
    shared = max(float((weight * own).sum() / weight.sum()), 0.0)
    share = weight / (weight + PRIOR)
    return np.asarray(np.maximum(share * own + (1 - share) * shared, LEAST))


def learnt(pairs: Sequence[Pair], steps: int) -> CountSpread:
    """Return the spread that earlier forecasts show: squared errors beyond the mean, against dispersion."""
    beyond, carried = np.zeros(steps), np.zeros(steps)
    for pair in pairs:
        width = pair.truth.shape[1]
        mean = np.maximum(pair.points.mean, FLOOR)
        alpha = dispersion(pair.points, pair.values)[:, None]
        weight = np.where(np.isnan(pair.truth), 0.0, 1 / (mean + alpha * mean**2))
        missed = np.nan_to_num(pair.truth - pair.points.mean) ** 2 - mean
        beyond[:width] += (weight * missed).sum(axis=0)
        carried[:width] += (weight * alpha * mean**2).sum(axis=0)
    seen = np.where(carried > 0, np.clip(beyond / np.maximum(carried, 1e-300), 0.1, 50.0), np.nan)
    belief = believed(pairs)
    factor = growth(seen, 1 + 0.05 * np.arange(steps, dtype=np.float64), belief)
    return CountSpread(factor, placed(pairs, factor), belief)


def placed(pairs: Sequence[Pair], factor: Array) -> Array:
    """Return where outcomes fell in their distributions: P(Y < y) + P(Y = y)/2, in order."""
    parts = []
    for pair in pairs:
        mean = np.maximum(pair.points.mean, 1e-9)
        alpha = dispersion(pair.points, pair.values)[:, None] * factor[: mean.shape[1]]
        size = 1 / np.maximum(alpha, 1e-9)
        held = ~np.isnan(pair.truth)
        y = np.where(held, pair.truth, 0.0)
        chance = size / (size + mean)
        upto = betainc(size, y + 1, chance)
        below = np.where(y > 0, betainc(size, np.maximum(y, 0.5), chance), 0.0)
        parts.append(((upto + below) / 2)[held])
    return np.sort(np.concatenate(parts)) if parts else np.empty(0)


def mid_quantiles(mean: Array, alpha: Array, levels: Array) -> Array:
    """Return mid-quantiles of negative binomials, with one more axis, of the levels, at the end.

    Counts that are large and not very skewed have them by the expansion of Cornish and Fisher (1938), which
    is the same within six thousandths of a standard deviation and much quicker.
    """
    centre = np.maximum(mean, 1e-9)[..., None]
    wide = np.maximum(alpha, 1e-9)[..., None]
    skew = (1 + 2 * wide * centre) / np.sqrt(centre * (1 + wide * centre))
    large = np.broadcast_to((centre >= LARGE) & (skew < STRAIGHT), (*mean.shape, 1))[..., 0]
    wide = np.broadcast_to(wide, centre.shape)
    found = np.empty((*mean.shape, len(levels)))
    found[large] = _expanded(centre[large], wide[large], levels)
    found[~large] = _inverted(centre[~large], wide[~large], levels)
    return found


def _expanded(centre: Array, wide: Array, levels: Array) -> Array:
    z = ndtri(levels)
    power = 1 + wide * centre
    skew = (1 + 2 * wide * centre) / np.sqrt(centre * power)
    tails = 6 * wide + 1 / (centre * power)
    bent = z + (z**2 - 1) * skew / 6 + (z**3 - 3 * z) * tails / 24 - (2 * z**3 - 5 * z) * skew**2 / 36
    return np.asarray(np.maximum(centre + np.sqrt(centre * power) * bent, 0.0))


def _inverted(centre: Array, wide: Array, levels: Array) -> Array:
    size = 1 / wide
    chance = size / (size + centre)
    inverse = nbdtrik(levels, size, chance)
    nothing = np.exp(size * np.log(chance))
    low = np.clip((levels - nothing / 2) / np.maximum(nothing / 2, 1e-300), 0.0, 1.0) * 0.5
    return np.asarray(np.where(levels < nothing, low, inverse + 0.5))
