"""From one scale to another, and from what is printed to a variance.

The logistic scale factor sqrt(3) / pi between a log odds ratio and a standardised difference is that of
Hasselblad & Hedges 1995, the factor 1 / 1.65 that of Cox 1970. `CONVERSIONS` is the version of the formulas.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from hedgerow.errors import EstimateError, UsageError
from hedgerow.stats.meta.effect_sizes import Effects
from hedgerow.stats.meta.studies import Array, Truth, row

LOGISTIC = np.sqrt(3) / np.pi
COX = 1 / 1.65
CONVERSIONS = "1"
_SCALES = {"logistic": float(LOGISTIC), "cox": COX}


@dataclass(frozen=True)
class FromInterval:
    """Effects from printed intervals; `off_centre` where an estimate is not amid its bounds."""

    y: Array
    v: Array
    off_centre: Truth


@dataclass(frozen=True)
class Converted:
    """An effect on another scale beside the one that it was made from, with the formula and its version."""

    original: Effects
    result: Effects
    formula: str
    version: str = CONVERSIONS


def odds_ratio_to_d(y: npt.ArrayLike, v: npt.ArrayLike, *, scale: str = "logistic") -> Effects:
    """Return standardised differences from log odds ratios, by the logistic or Cox's scale."""
    factor = _factor(scale)
    return Effects("SMD", row(y) * factor, row(v) * factor**2)


def d_to_odds_ratio(y: npt.ArrayLike, v: npt.ArrayLike, *, scale: str = "logistic") -> Effects:
    """Return log odds ratios from standardised differences and their variances."""
    factor = _factor(scale)
    return Effects("OR", row(y) / factor, row(v) / factor**2)


def z_to_r(y: npt.ArrayLike, v: npt.ArrayLike) -> Effects:
    """Return correlations from Fisher's z, with the variance carried over by the delta method."""
    r = np.tanh(row(y))
    return Effects("COR", r, row(v) * (1 - r**2) ** 2)


def d_to_correlation(d: npt.ArrayLike, v: npt.ArrayLike) -> Effects:
    """Return r = d / sqrt(d^2 + 4) of groups of like size, with the variance by the delta method."""
    d, v = row(d), row(v)
    return Effects("COR", d / np.sqrt(d**2 + 4), 16 * v / (d**2 + 4) ** 3)


def converted(effects: Effects, measure: str) -> Converted:
    """Return effects on the scale of another measure, side by side with what they were.

    Raises
    ------
    UsageError
        When there is no way from the one to the other without more data.
    """
    way = _WAYS.get((effects.measure, measure))
    if way is None:
        ways = ", ".join(f"{one} to {other}" for one, other in _WAYS)
        raise UsageError(f"{measure} cannot be made from {effects.measure}.", remedy=f"There are: {ways}.")
    make, formula = way
    return Converted(effects, make(effects.y, effects.v), formula)


def _factor(scale: str) -> float:
    if scale not in _SCALES:
        raise UsageError(f"There is no scale “{scale}”.", remedy="Use logistic or cox.")
    return _SCALES[scale]


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


def _r_to_z(y: Array, v: Array) -> Effects:
    return Effects("ZCOR", np.arctanh(y), v / (1 - y**2) ** 2)


def _risk_to_percent(y: Array, v: Array) -> Effects:
    return Effects("percent", 100 * np.expm1(y), 1e4 * np.exp(2 * y) * v)


_WAYS: dict[tuple[str, str], tuple[Callable[[Array, Array], Effects], str]] = {
    ("OR", "SMD"): (odds_ratio_to_d, "d = ln OR sqrt(3) / pi, var 3 / pi^2"),
    ("SMD", "OR"): (d_to_odds_ratio, "ln OR = d pi / sqrt(3), var pi^2 / 3"),
    ("COR", "ZCOR"): (_r_to_z, "z = atanh r, var / (1 - r^2)^2"),
    ("ZCOR", "COR"): (z_to_r, "r = tanh z, var (1 - r^2)^2"),
    ("SMD", "COR"): (d_to_correlation, "r = d / sqrt(d^2 + 4), var 16 / (d^2 + 4)^3"),
    ("RR", "percent"): (_risk_to_percent, "100 (RR - 1), var 10^4 RR^2"),
    ("RIRR", "percent"): (_risk_to_percent, "100 (RIRR - 1), var 10^4 RIRR^2"),
}
