"""The distribution of the next count when neither its mean nor its spread is known for sure.

A mixture of three negative binomials. Their spread phi lies at its estimate and at sqrt(3) standard errors
of its logarithm to either side (weights 2/3, 1/6, 1/6: Gauss-Hermite), never below Poisson; the error of the
mean adds mean² x error² to the variance. The standard error of phi is that of Pearson's statistic, with the
excess kurtosis of the negative binomial: (2 + 6 (phi - 1)/mu + 1/(phi mu)) / degrees of freedom.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.stats.surveillance.bounds import Bounds, at_least, below, quantile
from hedgerow.stats.surveillance.window import Array

NODES = ((2 / 3, 0.0), (1 / 6, 3**0.5), (1 / 6, -(3**0.5)))
LEAST_MEAN = 0.02
MOST_ERROR = 1.0
STEPS = 60


@dataclass(frozen=True)
class Predictive:
    """Predictive distributions, one a series.

    Attributes
    ----------
    mean
        Expected counts.
    spreads
        (weight, variance over mean) of the parts.
    """

    mean: Array
    spreads: tuple[tuple[float, Array], ...]

    def at_least(self, count: Array) -> Array:
        """Return P(Y >= count)."""
        return sum((w * at_least(count, self.mean, phi) for w, phi in self.spreads), np.zeros(len(self.mean)))

    def at_most(self, count: Array) -> Array:
        """Return P(Y <= count)."""
        return sum((w * below(count, self.mean, phi) for w, phi in self.spreads), np.zeros(len(self.mean)))

    def upper(self, alpha: float) -> Array:
        """Return the smallest count that is exceeded with a chance of at most alpha."""
        found = quantile(1 - alpha, self.mean, self.spreads[0][1])
        return _walked(found, lambda count: self.at_least(count + 1) <= alpha)

    def lower(self, alpha: float) -> Array:
        """Return the smallest count with at least a chance of alpha at or below it."""
        found = quantile(alpha, self.mean, self.spreads[0][1])
        return _walked(found, lambda count: self.at_most(count) >= alpha)

    def bounds(self, seen: Array, alpha: float) -> Bounds:
        """Return bounds and tail probabilities of the counts that were seen."""
        return Bounds(self.lower(alpha), self.upper(alpha), self.at_least(seen), self.at_most(seen))


def predictive(mean: Array, log_error: Array, dispersion: Array, freedom: Array) -> Predictive:
    """Return the distribution of the next count.

    Parameters
    ----------
    mean, log_error
        Expected count and the standard error of its logarithm.
    dispersion
        Pearson's variance over mean, as found: below 1 is kept, since it says how far from 1 it may be.
    freedom
        Degrees of freedom of the dispersion.
    """
    phi, mu = np.maximum(dispersion, 1.0), np.maximum(mean, LEAST_MEAN)
    kurtosis = 6 * (phi - 1) / mu + 1 / (phi * mu)
    error = np.sqrt(np.minimum((2 + kurtosis) / np.maximum(freedom, 1.0), MOST_ERROR))
    mean_part = np.minimum(mean * log_error**2, 1e6)
    spreads = tuple((w, np.maximum(dispersion * np.exp(node * error), 1.0) + mean_part) for w, node in NODES)
    return Predictive(mean, spreads)


def _walked(start: Array, holds: Callable[[Array], npt.NDArray[np.bool_]]) -> Array:
    """Walk each count up to where the condition holds first, or down while it still does; steps double."""
    low, high = np.full_like(start, -1.0), np.where(np.isnan(start), 0.0, start)
    reach = np.ones_like(high)
    for _ in range(STEPS):
        short = ~holds(high) & ~np.isnan(start)
        if not short.any():
            break
        low, high = np.where(short, high, low), np.where(short, high + reach, high)
        reach = np.where(short, reach * 2, reach)
    while (high - low > 1).any():
        middle = np.floor((low + high) / 2)
        true = holds(middle) | (high - low <= 1)
        inside = high - low > 1
        low, high = np.where(inside & ~true, middle, low), np.where(inside & true, middle, high)
    return np.asarray(np.where(np.isnan(start), np.nan, high))
