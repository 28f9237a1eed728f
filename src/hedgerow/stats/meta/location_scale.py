"""A variance between studies that itself depends on moderators: ln tau2 = Z alpha.

Viechtbauer & Lopez-Lopez 2022, by REML or ML.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import optimize

from hedgerow.errors import EstimateError
from hedgerow.stats.meta.pooled import fit
from hedgerow.stats.meta.studies import Array, Studies


@dataclass(frozen=True)
class LocationScale:
    """Coefficients of the mean (`beta`) and of ln tau2 (`alpha`, the constant first)."""

    beta: Array
    se: Array
    alpha: Array
    tau2: Array
    log_likelihood: float


def location_scale(data: Studies, scale: npt.ArrayLike, *, method: str = "REML") -> LocationScale:
    """Fit effects whose variance between studies depends on the moderators `scale` (k x m, no constant)."""
    given = np.asarray(scale, dtype=float)
    z = np.column_stack([np.ones(data.k), given[:, None] if given.ndim == 1 else given])
    middle, spread = z[:, 1:].mean(axis=0), z[:, 1:].std(axis=0)
    if np.any(spread == 0):
        raise EstimateError("A moderator of the variance is constant.", remedy="Leave it out.")
    even = np.column_stack([np.ones(data.k), (z[:, 1:] - middle) / spread])
    restricted = method == "REML"
    start = np.zeros(even.shape[1])
    start[0] = np.log(max(fit(data, method=method, test="z").tau2, 1e-3 * float(data.v.min())))

    def loss(alpha: Array) -> float:
        return -_height(data, even @ alpha, restricted)[0]

    found = optimize.minimize(
        loss,
        start,
        method="Nelder-Mead",
        options={"xatol": 1e-11, "fatol": 1e-13, "maxiter": 20_000},
    )
    value, beta, covariance = _height(data, even @ found.x, restricted)
    alpha = found.x.copy()
    alpha[1:] = found.x[1:] / spread
    alpha[0] = found.x[0] - float(alpha[1:] @ middle)
    return LocationScale(beta, np.sqrt(np.diag(covariance)), alpha, np.exp(even @ found.x), value)


def _height(data: Studies, log_tau2: Array, restricted: bool) -> tuple[float, Array, Array]:
    """Return the log-likelihood with the coefficients and their covariance."""
    w = 1 / (data.v + np.exp(np.clip(log_tau2, -60, 60)))
    bread = np.linalg.inv(data.x.T @ (w[:, None] * data.x))
    beta = bread @ (data.x.T @ (w * data.y))
    gap = data.y - data.x @ beta
    n = data.k - data.p if restricted else data.k
    value = -0.5 * (n * np.log(2 * np.pi) - np.log(w).sum() + gap @ (w * gap))
    if restricted:
        value += 0.5 * (np.linalg.slogdet(bread)[1] + np.linalg.slogdet(data.x.T @ data.x)[1])
    return float(value), beta, bread
