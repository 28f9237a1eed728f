"""Shrink the ratio of recorded to expected: gamma prior, Poisson noise (Clayton and Kaldor 1987).

A count y with mean mu theta, theta from a gamma distribution of mean 1 and variance alpha, leaves
theta ~ Gamma(1/alpha + y/phi, rate 1/alpha + mu/phi). phi >= 1 widens a place's own noise.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import betainc, gammainc, gammaincc, gammaincinv

from hedgerow.errors import UsageError

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Posterior:
    """Gamma posteriors of n ratios: `shape` and `rate`, each of length n."""

    shape: Array
    rate: Array

    @property
    def mean(self) -> Array:
        """Shrunken ratios."""
        return self.shape / self.rate

    def interval(self, level: float = 0.9) -> tuple[Array, Array]:
        """Limits of the central interval."""
        tail = (1 - level) / 2
        return (
            np.asarray(gammaincinv(self.shape, tail) / self.rate),
            np.asarray(gammaincinv(self.shape, 1 - tail) / self.rate),
        )

    def below(self, cut: float) -> Array:
        """P(ratio < cut)."""
        return np.asarray(gammainc(self.shape, self.rate * cut))

    def above(self, cut: float) -> Array:
        """P(ratio > cut)."""
        return np.asarray(gammaincc(self.shape, self.rate * cut))


def posterior(
    counts: npt.ArrayLike, expected: npt.ArrayLike, alpha: float | Array, scale: float = 1.0
) -> Posterior:
    """Return what is known of each place's own ratio, given its count and what was expected.

    alpha is one number, or one for each place.

    Raises
    ------
    UsageError
        When alpha is not positive or the scale is below one.
    """
    if np.any(np.asarray(alpha) <= 0) or scale < 1:
        raise UsageError(f"alpha ({np.min(alpha):g}) must be positive and the scale ({scale:g}) at least 1.")
    y, mu = np.asarray(counts, dtype=float), np.asarray(expected, dtype=float)
    return Posterior(1 / alpha + y / scale, 1 / alpha + mu / scale)


def lower_tail(
    counts: npt.ArrayLike, expected: npt.ArrayLike, alpha: float | Array, scale: float = 1.0
) -> Array:
    """P(a place like this records so little or less): the spread between places counts as noise."""
    y, mu = np.asarray(counts, dtype=float) / scale, np.asarray(expected, dtype=float) / scale
    return np.asarray(betainc(1 / alpha, y + 1, 1 / (1 + alpha * mu)))


def upper_tail(
    counts: npt.ArrayLike, expected: npt.ArrayLike, alpha: float | Array, scale: float = 1.0
) -> Array:
    """P(a place like this records so much or more)."""
    y, mu = np.asarray(counts, dtype=float) / scale, np.asarray(expected, dtype=float) / scale
    tail = betainc(np.maximum(y, 1e-300), 1 / alpha, alpha * mu / (1 + alpha * mu))
    return np.asarray(np.where(y > 0, tail, 1.0))
