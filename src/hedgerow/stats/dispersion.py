"""How much counts vary: within a place from month to month, and between places that look alike."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import betainc, gammaln

Array = npt.NDArray[np.float64]
BULK = (0.1, 0.9)
ALPHA_RANGE = (1e-4, 100.0)
STEP = 1.5  # of log alpha
WIDEST = 30.0  # variance of a logarithm above which nothing at all is known of a mean


def month_dispersion(cells: npt.ArrayLike, groups: npt.ArrayLike) -> float:
    """Return the month-to-month variance over the mean, pooled over areas; at least 1.

    Parameters
    ----------
    cells
        areas x months; missing (NaN) where the month is not known.
    groups
        The force of each area; months may differ in level between forces.
    """
    table, labels = np.asarray(cells, dtype=float), np.asarray(groups)
    chi, freedom = 0.0, 0.0
    for label in np.unique(labels):
        part = table[labels == label]
        part = part[:, ~np.isnan(part).all(axis=0)]
        rows, columns = np.nansum(part, axis=1), np.nansum(part, axis=0)
        total = columns.sum()
        if total == 0 or part.shape[1] < 2:
            continue
        mean = np.outer(rows, columns) / total
        used = mean > 0
        chi += float(np.sum((part[used] - mean[used]) ** 2 / mean[used]))
        freedom += (np.count_nonzero(rows) - 1) * (np.count_nonzero(columns) - 1)
    return max(1.0, float(chi / freedom)) if freedom > 0 else 1.0


def bulk_alpha(
    counts: npt.ArrayLike,
    expected: npt.ArrayLike,
    *,
    scale: float = 1.0,
    variance: npt.ArrayLike = 0.0,
    near: float | None = None,
) -> float:
    """Return the spread between ordinary places: alpha that puts four fifths of areas in the middle.

    ``variance`` is what is not known of the logarithm of each mean; it widens alpha area by area. A search
    that knows what is ``near`` starts there.

    A few true deviants inflate the maximum-likelihood alpha and so hide themselves. The middle of the
    distribution does not see them: the empirical null of Efron (2004), on probability transforms.
    """
    y, mu = np.asarray(counts, dtype=float) / scale, np.asarray(expected, dtype=float) / scale
    target = BULK[1] - BULK[0]
    unknown = np.asarray(variance, dtype=float)

    def missing(t: float) -> float:
        return _middle(y, mu, widened(float(np.exp(t)), unknown)) - target

    if near is not None:
        low, high = float(np.log(near)) - STEP / 3, float(np.log(near)) + STEP / 3
        if missing(low) < 0 <= missing(high):
            return float(np.exp(brentq(missing, low, high, xtol=1e-4)))
    # Too wide a spread puts every count above the middle again, so the first crossing is looked for.
    low = high = float(np.log(ALPHA_RANGE[0]))
    while missing(high) < 0:
        if high >= np.log(ALPHA_RANGE[1]):
            return ALPHA_RANGE[1]
        low, high = high, high + STEP
    return float(np.exp(brentq(missing, low, high, xtol=1e-4))) if high > low else ALPHA_RANGE[0]


def widened(alpha: float, variance: Array) -> Array:
    """Return alpha of a mean of which the logarithm is known up to a variance: the product of both."""
    return np.asarray((1 + alpha) * np.exp(np.minimum(variance, WIDEST)) - 1)


def _middle(y: Array, mu: Array, alpha: Array) -> float:
    """Mean probability that the randomised transform of a count (Dunn and Smyth 1996) is in the middle."""
    size, odds = 1 / alpha, alpha * mu
    p = 1 / (1 + odds)
    before = np.where(y > 0, betainc(size, np.maximum(y, 1e-300), p), 0.0)
    # I_p(a, y + 1) = I_p(a, y) + p^a (1 - p)^y / (y B(a, y)): the probability of the count itself.
    spread = np.log1p(odds)
    own = gammaln(y + size) - gammaln(size) - gammaln(y + 1) - size * spread
    upto = np.minimum(before + np.exp(own + y * (np.log(odds) - spread)), 1.0)
    width = upto - before
    inside = np.clip(np.minimum(upto, BULK[1]) - np.maximum(before, BULK[0]), 0, None)
    whole = ((upto >= BULK[0]) & (upto <= BULK[1])).astype(float)
    return float(np.mean(np.divide(inside, width, out=whole, where=width > 1e-300)))
