"""Funnel plots: how far from the common value a place may lie by chance (Spiegelhalter 2005).

Limits are one-sided, .025 and .001 on each side. Small areas vary by more than chance: *over-dispersion* is
estimated from the winsorised deviates and, where there is any, widens the limits; the plain ones stay beside
them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from hedgerow.errors import EstimateError, UsageError
from hedgerow.stats.interval import exact_poisson

Array = npt.NDArray[np.float64]
TAILS = (0.025, 0.001)
WINSORISED = 0.1
NOT_SIGNIFICANT = "Not significant"


@dataclass(frozen=True)
class Limits:
    """Lower and upper limits, one pair for each of `TAILS`."""

    lower: tuple[Array, ...]
    upper: tuple[Array, ...]


@dataclass(frozen=True)
class Funnel:
    """n places against a common value.

    Attributes
    ----------
    estimate
        Value of each place; `baseline` is the common one.
    plain, widened
        Limits at each place, without and with over-dispersion.
    words, plain_words
        High or Low with the tail, or not significant, by each of them.
    dispersion
        Variance over what chance gives, of winsorised deviates; never below 1 in the limits.
    """

    estimate: Array
    baseline: float
    plain: Limits
    widened: Limits
    words: tuple[str, ...]
    plain_words: tuple[str, ...]
    dispersion: float


def proportion_limits(baseline: float, totals: npt.ArrayLike, dispersion: float = 1.0) -> Limits:
    """Return p -+ z sqrt(phi p (1 - p) / n), kept within 0 and 1."""
    n = np.asarray(totals, dtype=float)
    if not 0 <= baseline <= 1:
        raise UsageError(f"A proportion of {baseline:g} is not between 0 and 1.")
    error = np.sqrt(max(dispersion, 1.0) * baseline * (1 - baseline) / n)
    reach = [float(ndtri(1 - tail)) * error for tail in TAILS]
    return Limits(
        tuple(np.clip(baseline - one, 0, 1) for one in reach),
        tuple(np.clip(baseline + one, 0, 1) for one in reach),
    )


def rate_limits(events: npt.ArrayLike, baseline: float = 1.0) -> Limits:
    """Return baseline x O / (exact Poisson limits of O): the rates at which O events are just not surprising.

    With a baseline of 1 they are limits of observed over expected.
    """
    observed = np.asarray(events, dtype=float)
    lower, upper = [], []
    for tail in TAILS:
        low, high = exact_poisson(observed, 1 - 2 * tail)
        lower.append(baseline * observed / high)
        with np.errstate(divide="ignore", invalid="ignore"):
            upper.append(np.where(observed > 0, baseline * observed / low, np.nan))
    return Limits(tuple(lower), tuple(upper))


def proportions(counts: npt.ArrayLike, totals: npt.ArrayLike) -> Funnel:
    """Return the funnel of proportions around their pooled value."""
    x, n = _pair(counts, totals)
    if np.any(x > n):
        raise UsageError("A count is larger than its total, so it is no proportion.")
    baseline = float(x.sum() / n.sum())
    if not 0 < baseline < 1:
        raise EstimateError(f"The pooled proportion is {baseline:g}: there is nothing to compare.")
    deviate = (x / n - baseline) / np.sqrt(baseline * (1 - baseline) / n)
    phi = dispersion(deviate)
    plain, wide = proportion_limits(baseline, n), proportion_limits(baseline, n, phi)
    return Funnel(x / n, baseline, plain, wide, words(x / n, wide), words(x / n, plain), phi)


def ratios(observed: npt.ArrayLike, expected: npt.ArrayLike) -> Funnel:
    """Return the funnel of observed over expected events around 1."""
    return _counts(*_pair(observed, expected), 1.0)


def rates(events: npt.ArrayLike, population: npt.ArrayLike, *, multiplier: float = 100_000) -> Funnel:
    """Return the funnel of rates around the pooled one, or one that lies by the standardised rates.

    For directly standardised rates give as `population` events over rate, which is what the rates stand for.
    """
    x, n = _pair(events, population)
    return _counts(x, n / multiplier, float(x.sum() / n.sum() * multiplier))


def dispersion(deviates: npt.ArrayLike, winsorised: float = WINSORISED) -> float:
    """Return the mean square of standardised deviates, their outer tenths pulled in (Spiegelhalter 2005).

    Of pure chance it is .68, not 1, as the tenths are pulled in there too; the limits take at least 1.
    """
    z = np.asarray(deviates, dtype=float)
    z = z[~np.isnan(z)]
    if not len(z):
        raise UsageError("No deviate is known, so there is no dispersion.")
    low, high = np.quantile(z, (winsorised, 1 - winsorised))
    return float((np.clip(z, low, high) ** 2).mean())


def words(estimate: Array, limits: Limits) -> tuple[str, ...]:
    """Return High or Low with the narrowest tail that is passed, or not significant."""
    found = np.full(len(estimate), NOT_SIGNIFICANT, dtype=object)
    for tail, lower, upper in zip(TAILS, limits.lower, limits.upper, strict=True):
        found[estimate < lower] = f"Low ({tail:g})"
        found[estimate > upper] = f"High ({tail:g})"
    return tuple(found)


def _counts(events: Array, scale: Array, baseline: float) -> Funnel:
    """Return the funnel of events / scale around the baseline, with exact plain limits."""
    expected = baseline * scale
    phi = dispersion(2 * (np.sqrt(events) - np.sqrt(expected)))
    estimate = events / scale
    around = rate_limits(events, baseline)
    plain_words = _exact_words(events, expected)
    wide = _widened(expected, scale, phi)
    judged = plain_words if phi <= 1 else words(estimate, wide)
    return Funnel(estimate, baseline, around, around if phi <= 1 else wide, judged, plain_words, phi)


def _exact_words(events: Array, expected: Array) -> tuple[str, ...]:
    """Return in words whether the exact limits of a count leave out what was expected."""
    limits = [exact_poisson(events, 1 - 2 * tail) for tail in TAILS]
    turned = Limits(tuple(-high for _, high in limits), tuple(-low for low, _ in limits))
    return words(-expected, turned)


def _widened(expected: Array, scale: Array, phi: float) -> Limits:
    """Return limits of the rate on the scale of the square root, whose error is sqrt(phi) / 2."""
    reach = [float(ndtri(1 - tail)) * np.sqrt(max(phi, 1.0)) / 2 for tail in TAILS]
    root = np.sqrt(expected)
    return Limits(
        tuple(np.maximum(root - one, 0) ** 2 / scale for one in reach),
        tuple((root + one) ** 2 / scale for one in reach),
    )


def _pair(counts: npt.ArrayLike, totals: npt.ArrayLike) -> tuple[Array, Array]:
    x, n = np.asarray(counts, dtype=float), np.asarray(totals, dtype=float)
    if x.shape != n.shape or x.ndim != 1 or not len(x):
        raise UsageError(f"{x.size} counts and {n.size} totals do not fit.")
    if np.any(~np.isfinite(x)) or np.any(~np.isfinite(n)) or np.any(x < 0) or np.any(n <= 0):
        raise UsageError(
            "A count is missing or negative, or a total is missing or not above nought.",
            remedy="Leave such places out of the funnel and name them.",
        )
    return x, n
