"""Cluster-robust errors of multilevel fits: CR0, CR1 and CR2, with the fitted covariance as working model."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hedgerow.stats.meta.components import Components
from hedgerow.stats.meta.multilevel import ThreeLevel
from hedgerow.stats.meta.nesting import Places
from hedgerow.stats.meta.sandwich import Clustered, Robust, cut, sandwich
from hedgerow.stats.meta.studies import Array

__all__ = ["Robust", "cluster_robust", "robust_components"]


def cluster_robust(fitted: ThreeLevel, *, kind: str = "CR2") -> Robust:
    """Return the errors of a three-level fit that hold even where its covariance is wrong."""
    gap = fitted.data.y - fitted.data.x @ fitted.beta
    rows = [np.flatnonzero(fitted.nest.row_cluster == cluster) for cluster in range(fitted.nest.clusters)]
    clustered = Clustered(
        xs=tuple(fitted.data.x[part] for part in rows),
        blocks=tuple(_block(fitted, part) for part in rows),
        gaps=tuple(gap[part] for part in rows),
        bread=fitted.covariance,
    )
    return sandwich(fitted.beta, clustered, kind=kind, level=fitted.level)


def robust_components(fitted: Components, cluster: npt.ArrayLike, *, kind: str = "CR2") -> Robust:
    """Return the errors of a fit of components that hold even where its covariance within clusters is wrong.

    The clusters must hold whole levels of every factor: effects of two clusters are taken as independent.
    """
    rows = np.unique(np.asarray(cluster), return_inverse=True)[1]
    gap = fitted.data.y - fitted.data.x @ fitted.beta
    clustered = cut(rows, fitted.data.x, gap, fitted.working, fitted.covariance)
    return sandwich(fitted.beta, clustered, kind=kind, level=fitted.level)


def _block(fitted: ThreeLevel, rows: Places) -> Array:
    """Return the working covariance of one cluster."""
    between, within = fitted.sigma2
    unit = fitted.nest.unit[rows]
    return np.asarray(np.diag(fitted.data.v[rows]) + between + within * (unit[:, None] == unit))
