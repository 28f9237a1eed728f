"""Rows in units in clusters: sums over a three-level covariance without ever building it.

The covariance of row r is v_r + sigma2_unit (shared by a unit's rows) + sigma2_cluster (shared by a
cluster's rows).
By Woodbury's identity, twice, every product a' S^-1 b is three sums: over rows, units and clusters.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError
from hedgerow.stats.meta.studies import Array

Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Nesting:
    """Which unit each row is in, and which cluster each unit is in, as places counted from 0."""

    unit: Places
    cluster: Places

    @property
    def units(self) -> int:
        """Number of units."""
        return int(self.cluster.size)

    @property
    def clusters(self) -> int:
        """Number of clusters."""
        return int(self.cluster.max()) + 1

    @property
    def row_cluster(self) -> Places:
        """Cluster of each row."""
        return self.cluster[self.unit]


def nesting(cluster: npt.ArrayLike, nested: npt.ArrayLike | None = None) -> Nesting:
    """Return the nesting of rows; without `nested` each row is a unit of its own.

    A name of a unit is read within its cluster, so that “school 1” of two districts is two schools.
    """
    _, group = np.unique(np.asarray(cluster), return_inverse=True)
    inside = (
        np.arange(group.size) if nested is None else np.unique(np.asarray(nested), return_inverse=True)[1]
    )
    if inside.size != group.size:
        raise EstimateError(
            f"There are {group.size} clusters but {inside.size} nested names.",
            remedy="Give one of each a row.",
        )
    pairs, unit = np.unique(group * (inside.max() + 1) + inside, return_inverse=True)
    if group.max() == 0:
        raise EstimateError(
            "All effects are in 1 cluster.",
            cause="A variance between clusters needs two clusters at least.",
            remedy="Pool without --cluster, and say that the effects depend on each other.",
        )
    return Nesting(unit, pairs // (inside.max() + 1))


def summed(places: Places, count: int, values: Array) -> Array:
    """Sum the rows of `values` (n x m) that share a place."""
    out: Array = np.empty((count, values.shape[1]))
    for number in range(values.shape[1]):
        out[:, number] = np.bincount(places, values[:, number], count)
    return out


@dataclass(frozen=True)
class Solved:
    """The columns `a` (n x m) under S^-1, with the pieces that traces and gradients need."""

    product: Array
    unit_weight: Array
    unit_shrink: Array
    cluster_weight: Array
    cluster_shrink: Array
    unit_sums: Array
    cluster_sums: Array
    log_det: float


def solve(nest: Nesting, v: Array, a: Array, sigma2: tuple[float, float]) -> Solved:
    """Return S^-1 a, a' S^-1 a and log det S for sigma2 = (cluster, unit)."""
    between, within = sigma2
    scaled = a / v[:, None]
    weight = summed(nest.unit, nest.units, 1 / v[:, None])[:, 0]
    shrink = 1 / (1 + within * weight)
    part = summed(nest.unit, nest.units, scaled) * shrink[:, None]
    total = summed(nest.cluster, nest.clusters, (weight * shrink)[:, None])[:, 0]
    outer = 1 / (1 + between * total)
    whole = summed(nest.cluster, nest.clusters, part) * outer[:, None]
    taken = within * part + (between * shrink)[:, None] * whole[nest.cluster]
    inverse_a = scaled - taken[nest.unit] / v[:, None]
    unit_sums = part - (between * weight * shrink)[:, None] * whole[nest.cluster]
    log_det = float(np.log(v).sum() - np.log(shrink).sum() - np.log(outer).sum())
    return Solved(a.T @ inverse_a, weight, shrink, total, outer, unit_sums, whole, log_det)
