"""From one scale to another, and from what is printed to a variance.

The logistic scale factor sqrt(3) / pi between a log odds ratio and a standardised difference is that of
Hasselblad & Hedges 1995.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from hedgerow.errors import EstimateError
from hedgerow.stats.meta.effect_sizes import Effects
from hedgerow.stats.meta.studies import Array, Truth, row

LOGISTIC = np.sqrt(3) / np.pi


@dataclass(frozen=True)
class FromInterval:
    """Effects from printed intervals; `off_centre` where an estimate is not amid its bounds."""

    y: Array
    v: Array
    off_centre: Truth


def odds_ratio_to_d(y: npt.ArrayLike, v: npt.ArrayLike) -> Effects:
    """Return standardised differences from log odds ratios and their variances."""
    return Effects("SMD", row(y) * LOGISTIC, row(v) * LOGISTIC**2)


def d_to_odds_ratio(y: npt.ArrayLike, v: npt.ArrayLike) -> Effects:
    """Return log odds ratios from standardised differences and their variances."""
    return Effects("OR", row(y) / LOGISTIC, row(v) / LOGISTIC**2)


def correlation_to_d(r: npt.ArrayLike, n: npt.ArrayLike) -> Effects:
    """Return d = 2r / sqrt(1 - r^2), with the variance of r carried over by the delta method."""
    r, n = row(r), row(n)
    return Effects("SMD", 2 * r / np.sqrt(1 - r**2), 4 / ((n - 1) * (1 - r**2)))


def t_to_d(t: npt.ArrayLike, n1: npt.ArrayLike, n2: npt.ArrayLike) -> Effects:
    """Return d (uncorrected) from a t statistic of two independent groups."""
    t, n1, n2 = row(t), row(n1), row(n2)
    d = t * np.sqrt(1 / n1 + 1 / n2)
    return Effects("SMD", d, 1 / n1 + 1 / n2 + d**2 / (2 * (n1 + n2)))


def p_to_d(p: npt.ArrayLike, n1: npt.ArrayLike, n2: npt.ArrayLike, sign: npt.ArrayLike) -> Effects:
    """Return d from an exact two-sided p of a t test, with the sign of the effect (1 or -1)."""
    p, n1, n2 = row(p), row(n1), row(n2)
    _within(p)
    return t_to_d(np.sign(row(sign)) * stats.t.isf(p / 2, n1 + n2 - 2), n1, n2)


def variance_from_p(y: npt.ArrayLike, p: npt.ArrayLike) -> Array:
    """Return the variance that gives effect `y` the exact two-sided p of a z test."""
    y, p = row(y), row(p)
    _within(p)
    if np.any(y == 0):
        raise EstimateError(
            "An effect of exactly 0 has no variance that a p could give.", remedy="Use its interval."
        )
    return np.asarray((y / stats.norm.isf(p / 2)) ** 2, dtype=float)


def from_interval(
    estimate: npt.ArrayLike,
    lower: npt.ArrayLike,
    upper: npt.ArrayLike,
    *,
    ratio: bool,
    level: float = 0.95,
    decimals: int = 2,
) -> FromInterval:
    """Return effects and variances from printed estimates with their confidence bounds.

    Parameters
    ----------
    ratio
        Whether the numbers are ratios, to be taken to the log scale.
    decimals
        Digits that were printed; an estimate further from the middle than rounding allows is flagged
        as a misprint.
    """
    raw = np.array([row(lower), row(estimate), row(upper)])
    wrong = (raw[0] >= raw[2]) | (ratio & (raw <= 0).any(axis=0)) | ~np.isfinite(raw).all(axis=0)
    if wrong.any():
        rows = ", ".join(map(str, np.flatnonzero(wrong) + 1))
        raise EstimateError(
            f"The interval of row {rows} cannot be one.",
            cause="A bound is missing, not above zero for a ratio, or the lower is not below the upper.",
            remedy="Check it against the publication.",
        )
    low, middle, high = np.log(raw) if ratio else raw
    half = 0.5 * 10.0**-decimals
    slack = half / raw if ratio else np.full_like(raw, half)
    off = np.abs((low + high) / 2 - middle) > slack[1] + (slack[0] + slack[2]) / 2
    se = (high - low) / (2 * stats.norm.ppf(0.5 + level / 2))
    return FromInterval(middle, se**2, off)


def relative_incidence(
    treated_before: npt.ArrayLike,
    treated_after: npt.ArrayLike,
    control_before: npt.ArrayLike,
    control_after: npt.ArrayLike,
    *,
    dispersion: npt.ArrayLike = 1.0,
) -> Effects:
    """Return the log relative incidence rate ratio of counts in places; below 0 the treated fell more.

    Older reviews of crime print the inverse as an “odds ratio”: ask which way round it is before using one.
    """
    parts = [row(part) for part in (treated_before, treated_after, control_before, control_after)]
    if any((part <= 0).any() for part in parts):
        raise EstimateError("A count of 0 gives no relative incidence.", remedy="Use a model of the counts.")
    before, after, other_before, other_after = parts
    y = np.log(after / before) - np.log(other_after / other_before)
    return Effects("RIRR", y, np.asarray(dispersion, float) * np.asarray(sum(1 / part for part in parts)))


def effective_size(n: npt.ArrayLike, cluster_size: npt.ArrayLike, icc: npt.ArrayLike) -> Array:
    """Return the effective number of people when clusters were allocated: n / (1 + (m - 1) ICC)."""
    return np.asarray(row(n) / (1 + (row(cluster_size) - 1) * row(icc)), dtype=float)


def _within(p: Array) -> None:
    if not np.all((p > 0) & (p < 1)):
        raise EstimateError(
            "A p value is not between 0 and 1.", remedy="Give the exact p; “p < .05” gives no variance."
        )
