"""Fill what is missing: mean, median, by group, k nearest units, given neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Middle = Literal["mean", "median"]


def by_middle(values: npt.ArrayLike, how: Middle = "mean") -> Array:
    """Fill with the mean or median of the column; a column without a value stays as it is."""
    x = np.asarray(values, dtype=float)
    out = x.copy()
    held = ~np.isnan(x).all(axis=0)
    middle = np.nanmean(x[:, held], axis=0) if how == "mean" else np.nanmedian(x[:, held], axis=0)
    out[:, held] = np.where(np.isnan(x[:, held]), middle, x[:, held])
    return out


def by_group(values: npt.ArrayLike, groups: Sequence[object], how: Middle = "mean") -> Array:
    """Fill with the mean or median of the column within the unit's group; missing where that has no value."""
    x = np.asarray(values, dtype=float).copy()
    labels = np.array([str(group) for group in groups])
    for label in np.unique(labels):
        rows = labels == label
        x[rows] = by_middle(x[rows], how)
    return x


def by_nearest(values: npt.ArrayLike, k: int = 5) -> Array:
    """Fill with the mean of the k units that are nearest on the standardised columns that both have."""
    from sklearn.impute import KNNImputer

    x = np.asarray(values, dtype=float)
    middle, spread = np.nanmean(x, axis=0), np.nanstd(x, axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    missing = np.isnan(x)
    rows = missing.any(axis=1)
    if not rows.any():
        return x.copy()
    z = (x - middle) / spread
    filled = KNNImputer(n_neighbors=k, keep_empty_features=True).fit(z).transform(z[rows])
    out = x.copy()
    out[rows] = np.where(missing[rows], filled * spread + middle, x[rows])
    return out


def by_neighbours(values: npt.ArrayLike, links: npt.ArrayLike, k: int | None = None) -> Array:
    """Fill with the mean of the (first k) neighbours that have a value.

    A filled value is not handed on; where no neighbour has a value it stays missing.

    Parameters
    ----------
    links
        m x 2: row of a unit, row of its neighbour, the nearest first where `k` is given.
    """
    x = np.asarray(values, dtype=float)
    pairs = np.asarray(links, dtype=np.int64).reshape(-1, 2)
    order = np.argsort(pairs[:, 0], kind="stable")
    pairs = pairs[order]
    start = np.searchsorted(pairs[:, 0], np.arange(len(x) + 1))
    out = x.copy()
    for row, column in np.argwhere(np.isnan(x)):
        near = x[pairs[start[row] : start[row + 1], 1], column]
        near = near[~np.isnan(near)][:k]
        out[row, column] = near.mean() if len(near) else np.nan
    return out
