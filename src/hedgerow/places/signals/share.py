"""The level of a small area: its share of its district's usual count, steadied by its neighbours there.

Linear empirical Bayes (Bühlmann 1967; for rates Marshall 1991): the share seen in the baseline months is
drawn towards the district's middle by as much as its own noise is large beside the spread between areas. The
month-to-month spread of an area is likewise drawn towards that of areas of its size (Smyth 2004).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.places.signals.path import anscombe

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]
OUTBREAK = 3.0  # Anscombe residual beyond which a past month weighs less
ENOUGH = 3.0  # usual count a month from which an area's own spread says something about spreads
LEAST_PRIOR, MOST_PRIOR = 4.0, 200.0
SMALL = 1e-9


@dataclass(frozen=True)
class Shares:
    """Of n areas: share of the district's path, its relative variance, and the dispersion of a month."""

    share: Array
    relative: Array
    dispersion: Array


def fit_shares(counts: Array, usual: Array, district: Rows, months: Rows) -> Shares:
    """Return the shares.

    Parameters
    ----------
    counts
        Shape (n, b): months of the baseline, NaN where not known.
    usual
        Shape (n, b): the path of each area's district.
    district
        Shape (n,): number of the district.
    months
        Shape (n,): months that are known.
    """
    known = ~np.isnan(counts)
    y, h = np.where(known, counts, 0.0), np.where(known, usual, 0.0)
    weight = known.astype(float)
    phi = np.ones(len(y))
    share, precision = _share(y, h, weight, district, phi)
    for _ in range(2):
        mean = np.maximum(share[:, None] * h, SMALL)
        phi = _spread(y, mean, weight, months)
        residual = anscombe(y, mean, phi[:, None])
        weight = known * np.where(residual > OUTBREAK, (OUTBREAK / np.maximum(residual, OUTBREAK)) ** 2, 1.0)
        share, precision = _share(y, h, weight, district, phi)
    mean = np.maximum(share[:, None] * h, SMALL)
    phi = _spread(y, mean, known.astype(float), months)
    relative = phi / np.maximum(share * precision, SMALL)
    return Shares(share, np.minimum(relative, 1.0), phi)


def _share(y: Array, h: Array, weight: Array, district: Rows, phi: Array) -> tuple[Array, Array]:
    """Return steadied shares, and what they rest on in units of the path (own months and the district)."""
    base = (weight * h).sum(axis=1)
    found = (weight * y).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        raw = np.where(base > 0, found / base, np.nan)
    seen = np.isfinite(raw)
    n = np.maximum(np.bincount(district, seen), 1)
    middle = np.bincount(district, np.where(seen, raw, 0)) / n
    between = np.bincount(district, np.where(seen, (raw - middle[district]) ** 2, 0)) / np.maximum(n - 1, 1)
    noise = np.where(seen, phi * middle[district] / np.maximum(base, SMALL), 0)
    between = np.maximum(between - np.bincount(district, noise) / n, 0.0)
    prior = phi * middle[district] / np.maximum(between[district], SMALL**2)
    prior = np.where(between[district] > 0, np.minimum(prior, 1e12), 1e12)
    steady = np.where(seen, (found + prior * middle[district]) / (base + prior), middle[district])
    return np.maximum(steady, SMALL), base + np.minimum(prior, 1e9)


def _spread(y: Array, mean: Array, weight: Array, months: Rows) -> Array:
    """Return the dispersion of each area, drawn towards that of areas of its size; at least 1."""
    freedom = np.maximum(months - 1, 1).astype(float)
    own = (weight * (y - mean) ** 2 / mean).sum(axis=1) / freedom
    size = (weight * mean).sum(axis=1) / np.maximum(weight.sum(axis=1), 1)
    usual = _usual_spread(own, size, freedom)
    large = size >= ENOUGH
    ratio = (own / usual)[large]
    prior = MOST_PRIOR
    if len(ratio) >= 20:
        middle = ratio[ratio <= np.quantile(ratio, 0.99)]
        extra = float(middle.var() - (2 / freedom[large]).mean())
        prior = float(np.clip(2 / max(extra, 2 / MOST_PRIOR), LEAST_PRIOR, MOST_PRIOR))
    # Below a few crimes a month a spread is mostly one crime more or less: the middle counts for more.
    trust = freedom * np.minimum(size / ENOUGH, 1.0)
    return np.asarray(np.maximum((trust * own + prior * usual) / (trust + prior), 1.0))


def _usual_spread(own: Array, size: Array, freedom: Array) -> Array:
    """Return the dispersion usual for an area's size: one plus a part that grows with the count."""
    some = freedom >= 5
    if np.count_nonzero(some) < 10:
        return np.ones(len(own))
    trimmed = np.minimum(own, np.quantile(own[some], 0.99))
    weight = np.where(some, freedom * np.minimum(size, ENOUGH), 0.0)
    x = np.column_stack([np.ones(len(own)), size])
    gram = (x * weight[:, None]).T @ x + SMALL * np.eye(2)
    level, slope = np.linalg.solve(gram, (x * weight[:, None]).T @ trimmed)
    if slope < 0:
        level, slope = float((weight * trimmed).sum() / max(weight.sum(), SMALL)), 0.0
    return np.asarray(np.maximum(level + slope * size, 1.0))
