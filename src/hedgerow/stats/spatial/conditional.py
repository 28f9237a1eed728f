"""What a weighted sum over neighbours would be by chance: the values of all others, laid out at random.

S_i = sum_j w_ij x_j with x_i held and the n - 1 others in random order. Mean and variance as Ord and Getis
(1995) and Sokal, Oden and Thomson (1998) have them; the third moment is that of a linear permutation
statistic (Hoeffding 1951).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.stats.spatial.weights import Array, Mask, Weights


@dataclass(frozen=True)
class Moments:
    """Mean, variance and skewness of n sums; missing for islands."""

    mean: Array
    variance: Array
    skewness: Array

    def deviate(self, sums: Array) -> Array:
        """Distance of each sum from its mean, in its standard deviations."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return (sums - self.mean) / np.sqrt(self.variance)


def of_the_others(x: npt.ArrayLike, weights: Weights, kept: Mask | None = None) -> Moments:
    """Return the moments of each area's sum when its own value is held and the others are shuffled.

    Where `kept` is given, the others are those alone that it keeps.
    """
    values = np.asarray(x, dtype=float)
    inside = np.ones(len(values)) if kept is None else kept.astype(float)
    centre = float(np.average(values, weights=inside))
    z = values - centre
    size = inside.sum() - inside
    first, second, third = (((inside * z**power).sum() - inside * z**power) / size for power in (1, 2, 3))
    spread = second - first**2
    lopsided = third - 3 * first * second + 2 * first**3
    found = drawn(weights, first, spread, lopsided, size)
    return Moments(found.mean + weights.sums() * centre, found.variance, found.skewness)


def of_all(x: npt.ArrayLike, weights: Weights, kept: Mask | None = None) -> Moments:
    """Return the moments of each area's sum, itself included, when all values are shuffled."""
    values = np.asarray(x, dtype=float)
    held = values if kept is None else values[kept]
    z = held - held.mean()
    ones = np.ones(len(values))
    found = drawn(weights, 0 * ones, (z**2).mean() * ones, (z**3).mean() * ones, len(held) * ones)
    return Moments(found.mean + weights.sums() * held.mean(), found.variance, found.skewness)


def drawn(weights: Weights, mean: Array, variance: Array, third: Array, size: Array) -> Moments:
    """Return the moments of weighted sums of values drawn without return from `size` values each.

    Parameters
    ----------
    mean, variance, third
        Of the values that are drawn from, about their mean; one each an area.
    """
    w1, w2, w3 = (weights.sums(power) for power in (1, 2, 3))
    a2 = w2 - w1**2 / size
    a3 = w3 - 3 * w1 * w2 / size + 2 * w1**3 / size**2
    island = weights.islands
    var = np.where(island, np.nan, np.maximum(size / (size - 1) * variance * a2, 0.0))
    with np.errstate(invalid="ignore", divide="ignore"):
        skew = size**2 / ((size - 1) * (size - 2)) * third * a3 / var**1.5
    return Moments(np.where(island, np.nan, mean * w1), var, np.where(var > 0, skew, np.nan))
