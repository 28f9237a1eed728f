"""Effects that depend on each other: covariances from a correlation, and how much that guess matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError
from hedgerow.stats.meta.components import Components, fit_components
from hedgerow.stats.meta.studies import Array, Studies


@dataclass(frozen=True)
class CorrelationGrid:
    """The first coefficient under each correlation that was tried."""

    r: tuple[float, ...]
    fits: tuple[Components, ...]

    @property
    def estimate(self) -> Array:
        """Pooled effects."""
        return np.array([fit.beta[0] for fit in self.fits])

    @property
    def se(self) -> Array:
        """Their standard errors."""
        return np.array([fit.se[0] for fit in self.fits])


def correlated(v: npt.ArrayLike, cluster: npt.ArrayLike, r: float) -> Array:
    """Return the k x k sampling covariance of effects that correlate by `r` within a cluster.

    Raises
    ------
    EstimateError
        When `r` makes no covariance: of 1 or above, or too far below zero for the largest cluster.
    """
    variance, names = np.asarray(v, dtype=float), np.asarray(cluster)
    largest = int(np.unique(names, return_counts=True)[1].max())
    if not (-1 / max(largest - 1, 1) < r < 1):
        raise EstimateError(
            f"A correlation of {r:g} makes no covariance of {largest} effects.",
            remedy="Give one between 0 and 1, below 1.",
        )
    same = names[:, None] == names[None, :]
    error = np.sqrt(variance)
    return np.asarray(np.where(same, r * np.outer(error, error), 0.0) + np.diag((1 - r) * variance))


def correlation_grid(
    data: Studies,
    cluster: npt.ArrayLike,
    factors: Sequence[npt.ArrayLike],
    *,
    grid: Sequence[float] = (0.0, 0.2, 0.4, 0.6, 0.8),
    method: str = "REML",
) -> CorrelationGrid:
    """Fit the same model under each correlation, to see how much the guess matters."""
    fits = [
        fit_components(data, factors, covariance=correlated(data.v, cluster, r), method=method) for r in grid
    ]
    return CorrelationGrid(tuple(grid), tuple(fits))
