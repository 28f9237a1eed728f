"""What a count may be, given what was expected: bounds and probabilities of Poisson-like counts.

Alpha is one-sided. Counts have mean mu and variance phi mu: a negative binomial of size mu / (phi - 1), a
Poisson where phi is 1 (Noufaily et al. 2013, section 3.3). The power transforms are those of Farrington et
al. (1996, section 3.6).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import betainc, gammainc, gammaincc, nbdtrik, ndtr, ndtri, pdtrik

from hedgerow.errors import EstimateError
from hedgerow.stats.surveillance.window import Array

Power = Literal["none", "1/2", "2/3"]
POWERS: dict[str, float] = {"none": 1.0, "1/2": 0.5, "2/3": 2 / 3}
POISSON = 1 + 1e-9


@dataclass(frozen=True)
class Bounds:
    """Limits of a count and how unlikely the count that was seen is.

    Attributes
    ----------
    lower, upper
        Limits at one-sided alpha each.
    p_upper, p_lower
        Chance of a count at least as high, and at most as high, as the one that was seen.
    """

    lower: Array
    upper: Array
    p_upper: Array
    p_lower: Array


def count_bounds(
    seen: npt.ArrayLike, mean: npt.ArrayLike, dispersion: npt.ArrayLike, *, alpha: float
) -> Bounds:
    """Return whole-number bounds and exact tail probabilities of counts."""
    check_alpha(alpha)
    y, mu, phi = np.broadcast_arrays(*(np.asarray(v, dtype=float) for v in (seen, mean, dispersion)))
    return Bounds(
        quantile(alpha, mu, phi),
        quantile(1 - alpha, mu, phi),
        at_least(y, mu, phi),
        below(y, mu, phi),
    )


def below(count: Array, mean: Array, dispersion: Array) -> Array:
    """Return P(Y <= count) of counts with this mean and this variance over mean."""
    mu, phi = np.maximum(mean, 1e-12), np.asarray(dispersion, dtype=float)
    plain = phi <= POISSON
    y = np.maximum(np.floor(count), 0.0)
    size = mu / np.where(plain, 1.0, phi - 1)
    with np.errstate(invalid="ignore"):
        chance = np.where(plain, gammaincc(y + 1, mu), betainc(size, y + 1, 1 / np.where(plain, 2.0, phi)))
    chance = np.where(np.asarray(count) < 0, 0.0, chance)
    return np.asarray(np.where(np.isnan(count) | np.isnan(mu) | np.isnan(phi), np.nan, chance))


def at_least(count: Array, mean: Array, dispersion: Array) -> Array:
    """Return P(Y >= count), without the loss of figures that one minus the rest has."""
    mu, phi = np.maximum(mean, 1e-12), np.asarray(dispersion, dtype=float)
    plain = phi <= POISSON
    y = np.maximum(np.ceil(count), 1.0)
    size = mu / np.where(plain, 1.0, phi - 1)
    with np.errstate(invalid="ignore"):
        chance = np.where(plain, gammainc(y, mu), betainc(y, size, 1 - 1 / np.where(plain, 2.0, phi)))
    chance = np.where(np.asarray(count) <= 0, 1.0, chance)
    return np.asarray(np.where(np.isnan(count) | np.isnan(mu) | np.isnan(phi), np.nan, chance))


def quantile(level: float, mean: Array, dispersion: Array) -> Array:
    """Return the smallest count whose chance of not being exceeded is at least the level."""
    mu, phi = np.maximum(mean, 1e-12), np.asarray(dispersion, dtype=float)
    plain = phi <= POISSON
    size = mu / np.where(plain, 1.0, phi - 1)
    with np.errstate(invalid="ignore", over="ignore"):
        real = np.where(plain, pdtrik(level, mu), nbdtrik(level, size, 1 / np.where(plain, 2.0, phi)))
    found = np.maximum(np.ceil(np.where(np.isfinite(real), real, 0.0)), 0.0)
    enough = level * (1 - 64 * np.finfo(float).eps)
    for _ in range(3):  # the continuous inverse can be one off on either side
        found = np.where(below(found, mu, phi) < enough, found + 1, found)
        found = np.where((found > 0) & (below(found - 1, mu, phi) >= enough), found - 1, found)
    return np.asarray(np.where(np.isnan(mu) | np.isnan(phi), np.nan, found))


def power_bounds(
    seen: npt.ArrayLike,
    mean: npt.ArrayLike,
    error: npt.ArrayLike,
    dispersion: npt.ArrayLike,
    *,
    alpha: float,
    power: Power = "2/3",
) -> Bounds:
    """Return the bounds of 1996: normal on the scale of a power of the count.

    ``error`` is the standard error of the expected count itself; the variance of the difference is
    phi mu + error².
    """
    check_alpha(alpha)
    if power not in POWERS:
        raise EstimateError(
            f"The transform {power!r} is not known.", remedy=f"Take one of {', '.join(POWERS)}."
        )
    y, mu, se, phi = (np.asarray(v, dtype=float) for v in (seen, mean, error, dispersion))
    root, z = POWERS[power], ndtri(1 - alpha)
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = root * np.sqrt(phi * mu + se**2) / mu
        upper = mu * np.maximum(1 + z * spread, 0.0) ** (1 / root)
        lower = mu * np.maximum(1 - z * spread, 0.0) ** (1 / root)
        distance = ((y / mu) ** root - 1) / spread
    return Bounds(lower, upper, ndtr(-distance), ndtr(distance))


def highest_mean(log_mean: npt.ArrayLike, log_error: npt.ArrayLike, *, alpha: float) -> Array:
    """Return the upper limit of the expected count itself, from its logarithm and standard error.

    Bounds of a count around it are those of the methods ``muan`` and ``delta`` of Salmon et al. (2016): they
    allow for what is not known of the mean, and are wider than the ones around the mean itself.
    """
    check_alpha(alpha)
    return np.asarray(np.exp(np.asarray(log_mean) + ndtri(1 - alpha) * np.asarray(log_error)))


def score(seen: npt.ArrayLike, expected: npt.ArrayLike, upper: npt.ArrayLike) -> Array:
    """Return how far a count is on the way from what was expected (0) to the upper bound (1)."""
    y, mu, top = (np.asarray(v, dtype=float) for v in (seen, expected, upper))
    with np.errstate(invalid="ignore", divide="ignore"):
        way = (y - mu) / (top - mu)
    return np.asarray(np.where(top > mu, way, np.nan))


def check_alpha(alpha: float) -> None:
    """Refuse an alpha that is not a one-sided chance."""
    if not 0 < alpha < 0.5:
        raise EstimateError(
            f"An alpha of {alpha} is not possible.",
            remedy="Alpha is one-sided and lies between 0 and 0.5, such as 0.01.",
        )
