"""Counts round a mean that is itself known only up to a variance, such as the level of a smooth field.

A count y has mean theta exp(eta): theta from a gamma distribution of mean one and variance alpha is the
place's own departure, eta is normal and not known exactly. Two things are asked: what is known of theta, and
how probable so small or large a count is. Integrals over eta are taken by Gauss and Hermite's rule.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from hedgerow.stats.dispersion import widened
from hedgerow.stats.shrinkage import Posterior, lower_tail, posterior, upper_tail

Array = npt.NDArray[np.float64]
NODES = 9  # of the posterior: as a function of eta it is smooth
FINE = 21  # of small tail probabilities, to which the far ends of eta add
SMALL = 0.02  # tail probabilities below which the near formula is made exact


def posterior_of(
    counts: npt.ArrayLike, expected: npt.ArrayLike, alpha: float, variance: npt.ArrayLike, scale: float = 1.0
) -> Posterior:
    """Return what is known of theta: the gamma distribution of the mixture's mean and variance.

    Parameters
    ----------
    expected
        Mean of exp(eta).
    variance
        Of eta; where it is nought the answer is the exact one of `posterior`.
    scale
        phi, variance of a place's own noise over its mean.
    """
    known = np.asarray(variance, dtype=float)
    if not np.any(known > 0):
        return posterior(counts, expected, alpha, scale)
    y = np.asarray(counts, dtype=float) / scale
    shape = 1 / alpha + y
    points, weights = np.polynomial.hermite_e.hermegauss(NODES)
    base = np.log(np.asarray(expected, dtype=float) / scale) - known / 2
    logs = np.empty((NODES, len(y)))
    inverse = np.empty((NODES, len(y)))
    for number, (point, weight) in enumerate(zip(points, weights, strict=True)):
        line = base + np.sqrt(known) * point
        rate = 1 / alpha + np.exp(line)
        logs[number] = np.log(weight) + y * line - shape * np.log(rate)
        inverse[number] = 1 / rate
    share = np.exp(logs - logs.max(axis=0))
    share /= share.sum(axis=0)
    first = shape * np.sum(share * inverse, axis=0)
    second = shape * (shape + 1) * np.sum(share * inverse**2, axis=0)
    spread = np.maximum(second - first**2, 1e-12 * first**2)
    return Posterior(first**2 / spread, first / spread)


def lower_tail_of(
    counts: npt.ArrayLike, expected: npt.ArrayLike, alpha: float, variance: npt.ArrayLike, scale: float = 1.0
) -> Array:
    """P(so little or less), theta and eta both counting as noise."""
    return _tail(lower_tail, (counts, expected, variance), alpha, scale)


def upper_tail_of(
    counts: npt.ArrayLike, expected: npt.ArrayLike, alpha: float, variance: npt.ArrayLike, scale: float = 1.0
) -> Array:
    """P(so much or more)."""
    return _tail(upper_tail, (counts, expected, variance), alpha, scale)


def _tail(
    tail: Callable[..., Array],
    given: tuple[npt.ArrayLike, npt.ArrayLike, npt.ArrayLike],
    alpha: float,
    scale: float,
) -> Array:
    """One gamma spread of the whole variance first; where that is small, the integral over eta."""
    y, mean, known = np.broadcast_arrays(*(np.asarray(part, dtype=float) for part in given))
    out = np.array(tail(y, mean, widened(alpha, known), scale))
    rows = np.flatnonzero((out < SMALL) & (known > 0))
    if len(rows):
        points, weights = np.polynomial.hermite_e.hermegauss(FINE)
        root = np.sqrt(known[rows])
        means = mean[rows] * np.exp(root * points[:, None] - known[rows] / 2)
        parts = tail(np.broadcast_to(y[rows], means.shape), means, alpha, scale)
        out[rows] = np.minimum(weights @ parts / weights.sum(), 1.0)
    return out
