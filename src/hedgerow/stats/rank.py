"""Ranks, deciles and weighted quantiles."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def from_most(values: npt.ArrayLike) -> Array:
    """Rank 1 is the highest value; ties share the best rank; missing stays missing."""
    v = np.asarray(values, dtype=float)
    known = ~np.isnan(v)
    ranks = np.full(len(v), np.nan)
    ordered = np.sort(-v[known])
    ranks[known] = np.searchsorted(ordered, -v[known], side="left") + 1
    return ranks


def decile(ranks: npt.ArrayLike) -> Array:
    """Tenths by rank, 1 to 10: ceil(10 rank / n), as the English Indices of Deprivation publish them."""
    r = np.asarray(ranks, dtype=float)
    return np.asarray(np.ceil(10 * r / max(np.count_nonzero(~np.isnan(r)), 1)))


def weighted_rank(values: npt.ArrayLike, weights: npt.ArrayLike) -> Array:
    """Share of the total weight that lies below each value, counting half of its equals; 0 to 1."""
    v, w = np.asarray(values, dtype=float), np.asarray(weights, dtype=float)
    known = ~np.isnan(v)
    out = np.full(len(v), np.nan)
    unique, place = np.unique(v[known], return_inverse=True)
    mass = np.bincount(place, weights=w[known], minlength=len(unique))
    middle = np.cumsum(mass) - mass / 2
    out[known] = (middle / mass.sum())[place] if len(unique) else np.nan
    return out


def quantile_group(ranks: npt.ArrayLike, groups: int) -> Array:
    """Return equal groups by rank, 1 to `groups`: floor((rank - 1) x groups / n) + 1."""
    r = np.asarray(ranks, dtype=float)
    return np.asarray(np.floor((r - 1) * groups / max(np.count_nonzero(~np.isnan(r)), 1)) + 1)
