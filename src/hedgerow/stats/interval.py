"""Intervals of counts, rates, proportions and means.

Exact Poisson limits below ten events and Byar's approximation from ten up (Breslow and Day 1987, page 69);
Wilson's score interval for proportions (Wilson 1927).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import gammainccinv, gammaincinv, ndtri, stdtrit

from hedgerow.errors import UsageError

Array = npt.NDArray[np.float64]
Limits = tuple[Array, Array]
EXACT_BELOW = 10


def exact_poisson(count: npt.ArrayLike, level: float = 0.95) -> Limits:
    """Return exact Poisson limits: chi²(a/2; 2O)/2 and chi²(1 - a/2; 2O + 2)/2.

    Half a chi² with 2k degrees is a gamma with shape k, whose inverse needs no distribution object.
    """
    events, tail = _counts(count), _tail(level)
    with np.errstate(invalid="ignore"):
        lower = np.where(events == 0, 0.0, gammaincinv(np.maximum(events, 0.25), tail))
    return lower, np.asarray(gammainccinv(events + 1, tail))


def byar(count: npt.ArrayLike, level: float = 0.95) -> Limits:
    """Return Byar's limits; the lower one is missing (NaN) where the formula gives a negative number."""
    events, z = _counts(count), float(ndtri(1 - _tail(level)))
    safe = np.maximum(events, 1e-12)
    root = 1 - 1 / (9 * safe) - z / (3 * np.sqrt(safe))
    lower = np.where(events == 0, 0.0, events * root**3)
    above = events + 1
    upper = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    return np.where(lower < 0, np.nan, lower), upper


def poisson_interval(count: npt.ArrayLike, level: float = 0.95) -> Limits:
    """Return limits of a count: exact below ten events, Byar's from ten up."""
    events = _counts(count)
    few = events < EXACT_BELOW
    small, large = exact_poisson(events, level), byar(np.maximum(events, 1), level)
    return np.where(few, small[0], large[0]), np.where(few, small[1], large[1])


def wilson(count: npt.ArrayLike, total: npt.ArrayLike, level: float = 0.95) -> Limits:
    """Return Wilson's limits of the proportion count / total; missing where the total is zero.

    Raises
    ------
    UsageError
        When a count exceeds its total.
    """
    x, n = np.broadcast_arrays(_counts(count), _counts(total))
    if np.any(x > n):
        raise UsageError("A count is larger than its total, so it is no proportion.")
    z = float(ndtri(1 - _tail(level)))
    safe = np.where(n > 0, n, np.nan)
    centre, spread = 2 * x + z**2, z * np.sqrt(z**2 + 4 * x * (1 - x / safe))
    width = 2 * (safe + z**2)
    return (centre - spread) / width, (centre + spread) / width


def _counts(values: npt.ArrayLike) -> Array:
    array = np.asarray(values, dtype=float)
    if np.any(array < 0):
        raise UsageError(f"{np.nanmin(array):g} is negative and cannot be a count.")
    return array


def _tail(level: float) -> float:
    if not 0 < level < 1:
        raise UsageError(f"An interval level of {level:g} is not between 0 and 1.", remedy="Give 0.95.")
    return (1 - level) / 2


def rate_interval(
    count: npt.ArrayLike, denominator: npt.ArrayLike, *, multiplier: float = 100_000, level: float = 0.95
) -> tuple[Array, Array, Array]:
    """Return a rate with its limits: exact below ten events; missing where there is nothing to divide by."""
    x, n = np.broadcast_arrays(_counts(count), _counts(denominator))
    scale = multiplier / np.where(n > 0, n, np.nan)
    lower, upper = poisson_interval(x, level)
    return x * scale, lower * scale, upper * scale


def mean_interval(values: npt.ArrayLike, level: float = 0.95) -> tuple[float, float, float]:
    """Return a mean with Student's limits; these are missing for fewer than two values."""
    tail, held = _tail(level), np.asarray(values, dtype=float)
    held = held[~np.isnan(held)]
    if not len(held):
        raise UsageError("No value is known, so there is no mean.")
    mean = float(held.mean())
    if len(held) < 2:
        return mean, float("nan"), float("nan")
    reach = float(stdtrit(len(held) - 1, 1 - tail)) * float(held.std(ddof=1)) / np.sqrt(len(held))
    return mean, mean - reach, mean + reach
