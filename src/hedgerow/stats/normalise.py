"""Bring indicators of different units to one scale from 0 to 100; missing stays missing."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hedgerow.stats.rank import from_most

Array = npt.NDArray[np.float64]


def winsorise(values: npt.ArrayLike, share: float = 0.01) -> Array:
    """Set the lowest and highest `share` of values to the value at that share."""
    v = np.asarray(values, dtype=float)
    if np.isnan(v).all():
        return v.copy()
    low, high = np.nanquantile(v, [share, 1 - share])
    return np.asarray(np.clip(v, low, high))


def min_max(values: npt.ArrayLike) -> Array:
    """0 at the lowest and 100 at the highest value; a constant gives 50 everywhere."""
    v = np.asarray(values, dtype=float)
    if np.isnan(v).all():
        return v.copy()
    low, high = float(np.nanmin(v)), float(np.nanmax(v))
    return np.where(np.isnan(v), np.nan, 50.0) if high == low else 100 * (v - low) / (high - low)


def percentile(values: npt.ArrayLike) -> Array:
    """100 at the highest, 100/n at the lowest: the share of areas at or below it; ties share the middle."""
    share = _share(values)
    return 100 * share


def exponential(values: npt.ArrayLike) -> Array:
    """Return the English Indices' transform: E = -23 ln(1 - R (1 - e^(-100/23))), R = (N - rank + 1) / N."""
    share = _share(values)
    return np.asarray(-23 * np.log(1 - share * (1 - np.exp(-100 / 23))))


def z_score(values: npt.ArrayLike) -> Array:
    """50 at the mean and 10 points a standard deviation, cut at 0 and 100."""
    v = np.asarray(values, dtype=float)
    if np.isnan(v).all():
        return v.copy()
    spread = np.nanstd(v)
    z = (v - np.nanmean(v)) / spread if spread > 0 else np.where(np.isnan(v), np.nan, 0.0)
    return np.asarray(np.clip(50 + 10 * z, 0, 100))


def _share(values: npt.ArrayLike) -> Array:
    v = np.asarray(values, dtype=float)
    n = max(int(np.count_nonzero(~np.isnan(v))), 1)
    best = from_most(v)
    worst = n + 1 - from_most(-v)  # equals share the middle of their ranks
    return np.asarray((n - (best + worst) / 2 + 1) / n)
