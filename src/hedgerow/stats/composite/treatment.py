"""Outliers of one indicator: winsorise point by point, logarithm, Box-Cox, the Indices' exponential.

Order is kept by every treatment; missing stays missing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import UsageError
from hedgerow.stats.composite.moments import passes, skew_kurtosis
from hedgerow.stats.composite.scaling import exponential

Array = npt.NDArray[np.float64]
TREATMENTS = ("none", "winsorise", "log", "box_cox", "imd_exponential")


@dataclass(frozen=True)
class Treated:
    """One indicator after treatment, with what was done and whether it passes now.

    Attributes
    ----------
    before, after
        Skewness and excess kurtosis; `points` is how many values were drawn in.
    """

    values: Array
    method: str
    points: int
    before: tuple[float, float]
    after: tuple[float, float]
    passed_before: bool
    passed_after: bool


def treat(
    values: npt.ArrayLike,
    method: str = "winsorise",
    *,
    max_points: int = 5,
    skew_limit: float = 2.0,
    kurtosis_limit: float = 3.5,
    then: str = "log",
) -> Treated:
    """Treat an indicator if it fails the two limits; `log`, `box_cox` and `imd_exponential` always act.

    Parameters
    ----------
    then
        What is done to the values as they were when `max_points` were drawn in and the indicator fails still.
    """
    v = np.asarray(values, dtype=float)
    before = skew_kurtosis(v)
    fine = passes(*before, skew_limit=skew_limit, kurtosis_limit=kurtosis_limit)
    limits = (skew_limit, kurtosis_limit)
    points, done, how = 0, v.copy(), "none"
    if method == "winsorise":
        if not fine:
            done, points = winsorise_points(v, max_points, limits)
            how = "winsorise"
    elif method != "none":
        done, how = transform(v, method), method
    after = skew_kurtosis(done)
    passed = passes(*after, skew_limit=skew_limit, kurtosis_limit=kurtosis_limit)
    if method == "winsorise" and not passed and then != "none":
        done, how, points = transform(v, then), then, 0
        after = skew_kurtosis(done)
        passed = passes(*after, skew_limit=skew_limit, kurtosis_limit=kurtosis_limit)
    return Treated(done, how, points, before, after, fine, passed)


def winsorise_points(
    values: npt.ArrayLike, max_points: int = 5, limits: tuple[float, float] = (2.0, 3.5)
) -> tuple[Array, int]:
    """Set the outermost value to the next one, one point at a time, until the limits are met.

    The end is the one towards which the distribution leans at that moment.
    """
    done = np.asarray(values, dtype=float).copy()
    order = np.argsort(done)[: int(np.count_nonzero(~np.isnan(done)))]
    low, high = 0, 0
    skew, kurtosis = skew_kurtosis(done)
    while (
        not passes(skew, kurtosis, skew_limit=limits[0], kurtosis_limit=limits[1]) and low + high < max_points
    ):
        if skew > 0:
            high += 1
            done[order[-high:]] = done[order[-high - 1]]
        else:
            low += 1
            done[order[:low]] = done[order[low]]
        skew, kurtosis = skew_kurtosis(done)
    return done, low + high


def transform(values: npt.ArrayLike, method: str) -> Array:
    """Return the values under a transform that keeps their order."""
    v = np.asarray(values, dtype=float)
    ways = {"log": log, "box_cox": box_cox, "imd_exponential": exponential}
    if method not in ways:
        raise UsageError(f"There is no transform “{method}”.", remedy=f"Use one of {', '.join(ways)}.")
    return ways[method](v)


def log(values: npt.ArrayLike) -> Array:
    """Logarithm of the distance from the end that is crowded, plus 1 % of the range; order is kept."""
    v = np.asarray(values, dtype=float)
    low, high = float(np.nanmin(v)), float(np.nanmax(v))
    shift = 0.01 * (high - low)
    if shift <= 0:
        return v.copy()
    if skew_kurtosis(v)[0] < 0:
        return np.asarray(-np.log(high - v + shift))
    return np.asarray(np.log(v - low + shift))


def box_cox(values: npt.ArrayLike) -> Array:
    """Power transform of most likelihood (Box and Cox 1964), after a shift that makes all values positive."""
    from scipy.stats import boxcox

    v = np.asarray(values, dtype=float)
    known = ~np.isnan(v)
    held = v[known]
    spread = float(held.max() - held.min()) if len(held) else 0.0
    if spread <= 0:
        return v.copy()
    shift = 0.0 if held.min() > 0 else 0.01 * spread - float(held.min())
    out = v.copy()
    out[known] = boxcox(held + shift)[0]
    return out
