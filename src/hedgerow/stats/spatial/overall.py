"""One number for the whole map: Moran's I, Geary's c, Getis and Ord's G, with the moments of a shuffle.

Cliff and Ord 1981 (Moran, Geary), Getis and Ord 1992 (G), Assuncao and Reis 1999 (Moran of rates).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from hedgerow.errors import UsageError
from hedgerow.stats.spatial.significance import array_of
from hedgerow.stats.spatial.steadied import pooled
from hedgerow.stats.spatial.weights import Array, Weights


@dataclass(frozen=True)
class Overall:
    """One statistic with its mean and variance under a shuffle of the values.

    Attributes
    ----------
    p_alike
        One-sided, normal: how often chance gives as much likeness of neighbours or more.
    """

    name: str
    estimate: float
    mean: float
    variance: float
    p_alike: float
    areas: int

    @property
    def deviate(self) -> float:
        """Distance from the mean in standard deviations."""
        return (self.estimate - self.mean) / float(np.sqrt(self.variance))


def moran(x: npt.ArrayLike, weights: Weights) -> Overall:
    """Return I = (n / S0) sum w_ij z_i z_j / sum z²; it tends to -1/(n - 1) without a pattern."""
    values, n = _checked(x, weights), weights.n
    z = values - values.mean()
    estimate = n / weights.s0 * float(z @ weights.lag(z)) / float(z @ z)
    mean = -1 / (n - 1)
    s0, s1, s2 = weights.s0, weights.s1, weights.s2
    k = _kurtosis(z)
    first = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
    second = k * ((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    variance = (first - second) / ((n - 1) * (n - 2) * (n - 3) * s0**2) - mean**2
    return _overall("moran", estimate, mean, variance, n)


def geary(x: npt.ArrayLike, weights: Weights) -> Overall:
    """Return c = (n - 1) sum w_ij (x_i - x_j)² / (2 S0 sum z²); below 1 neighbours are alike."""
    values, n = _checked(x, weights), weights.n
    z = values - values.mean()
    gaps = weights.values * (z[weights.rows] - z[weights.others]) ** 2
    estimate = (n - 1) * float(gaps.sum()) / (2 * weights.s0 * float(z @ z))
    s0, s1, s2 = weights.s0, weights.s1, weights.s2
    k = _kurtosis(z)
    top = (n - 1) * s1 * (n**2 - 3 * n + 3 - (n - 1) * k)
    top -= (n - 1) * s2 * (n**2 + 3 * n - 6 - (n**2 - n + 2) * k) / 4
    top += s0**2 * (n**2 - 3 - (n - 1) ** 2 * k)
    return _overall("geary", estimate, 1.0, top / (n * (n - 2) * (n - 3) * s0**2), n, less=True)


def general_g(x: npt.ArrayLike, weights: Weights) -> Overall:
    """Return G = sum w_ij x_i x_j / sum x_i x_j over all pairs, for values that are not negative.

    Raises
    ------
    UsageError
        When a value is negative.
    """
    values, n = _checked(x, weights), weights.n
    if np.any(values < 0):
        raise UsageError("Getis and Ord's G needs values that are not negative.")
    m1, m2, m3, m4 = (float((values**power).sum()) for power in (1, 2, 3, 4))
    estimate = float(values @ weights.lag(values)) / (m1**2 - m2)
    s0, s1, s2 = weights.s0, weights.s1, weights.s2
    mean = s0 / (n * (n - 1))
    b0 = (n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2
    b1 = -((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    b2 = -(2 * n * s1 - (n + 3) * s2 + 6 * s0**2)
    b3 = 4 * (n - 1) * s1 - 2 * (n + 1) * s2 + 8 * s0**2
    b4 = s1 - s2 + s0**2
    top = b0 * m2**2 + b1 * m4 + b2 * m1**2 * m2 + b3 * m1 * m3 + b4 * m1**4
    variance = top / ((m1**2 - m2) ** 2 * n * (n - 1) * (n - 2) * (n - 3)) - mean**2
    return _overall("g", estimate, mean, variance, n)


def rate_moran(events: npt.ArrayLike, population: npt.ArrayLike, weights: Weights) -> Overall:
    """Return Moran's I of rates whose own noise is taken out (Assuncao and Reis 1999)."""
    x, n, found = pooled(events, population)
    variance = found.between + found.rate / n
    variance = np.where(variance > 0, variance, found.rate / n)
    return moran((x / n - found.rate) / np.sqrt(variance), weights)


def join_counts(marked: npt.ArrayLike, weights: Weights) -> tuple[float, float, float]:
    """Return joins of two marked areas, of a marked and an unmarked one, and of two unmarked ones."""
    b = np.asarray(marked, dtype=float)
    if b.shape != (weights.n,) or not np.all((b == 0) | (b == 1)):
        raise UsageError("Join counts need one yes or no (1 or 0) for each area.")
    both = float(b @ weights.lag(b)) / 2
    neither = float((1 - b) @ weights.lag(1 - b)) / 2
    return both, weights.s0 / 2 - both - neither, neither


def _checked(x: npt.ArrayLike, weights: Weights) -> Array:
    values = array_of(x, weights)
    if weights.s0 <= 0:
        raise UsageError("No area has a neighbour, so there is no pattern to look for.")
    return values


def _kurtosis(z: Array) -> float:
    return float((z**4).mean() / (z**2).mean() ** 2)


def _overall(
    name: str, estimate: float, mean: float, variance: float, areas: int, *, less: bool = False
) -> Overall:
    z = (estimate - mean) / float(np.sqrt(variance))
    return Overall(name, estimate, mean, variance, float(ndtr(z if less else -z)), areas)
