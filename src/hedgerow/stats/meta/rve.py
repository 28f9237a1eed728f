"""Robust variance estimation with the weights of its inventors: correlated or hierarchical effects.

Hedges, Tipton & Johnson 2010 for the weights and the variances by moments; Tipton 2015 for the small-sample
correction, with the inverse of the weights as working variances.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError, UsageError
from hedgerow.stats.meta.sandwich import Robust, cut, sandwich
from hedgerow.stats.meta.studies import Array, Studies


@dataclass(frozen=True)
class Rve:
    """Coefficients under approximate weights with robust errors.

    Attributes
    ----------
    tau2, omega2
        Variance between clusters, and between effects within them (hierarchical weights alone).
    """

    weights: str
    tau2: float
    omega2: float | None
    robust: Robust


def robust_variance(
    data: Studies, cluster: npt.ArrayLike, *, weights: str = "CORR", r: float = 0.8, level: float = 0.95
) -> Rve:
    """Pool effects of clusters with weights CORR (several outcomes of one sample) or HIER (several samples).

    Parameters
    ----------
    r
        Correlation of the effects of a cluster, for tau2 of CORR; the errors do not rest on it.
    """
    if weights not in ("CORR", "HIER"):
        raise UsageError(f"There are no weights “{weights}”.", remedy="Use CORR or HIER.")
    rows = np.unique(np.asarray(cluster), return_inverse=True)[1]
    if rows.size != data.k or rows.max() < 1:
        raise EstimateError(
            "All effects are in 1 cluster, or not every effect has one.",
            remedy="Name the cluster of each effect; there must be two at least.",
        )
    same = (rows[:, None] == rows[None, :]).astype(float)
    if weights == "CORR":
        tau2, variance = _correlated(data, same, r)
        omega2 = None
    else:
        tau2, omega2 = _hierarchical(data, same)
        variance = data.v + tau2 + omega2
    w = 1 / variance
    bread = np.linalg.inv(data.x.T @ (w[:, None] * data.x))
    beta = bread @ (data.x.T @ (w * data.y))
    clustered = cut(rows, data.x, data.y - data.x @ beta, np.diag(variance), bread)
    return Rve(weights, tau2, omega2, sandwich(beta, clustered, level=level))


def _correlated(data: Studies, same: Array, r: float) -> tuple[float, Array]:
    """Return tau2 by moments (Hedges, Tipton & Johnson 2010, equation 15) and the working variances."""
    size = same.sum(axis=1)
    mean = same @ data.v / size
    w = 1 / (size * mean)
    x = data.x
    inner = np.linalg.inv(x.T @ (w[:, None] * x))
    gap = data.y - x @ (inner @ (x.T @ (w * data.y)))
    alone = x.T @ ((w / size)[:, None] * x)
    together = x.T @ ((w / size)[:, None] * (same @ x))
    joined = x.T @ ((w**2)[:, None] * (same @ x))
    clusters = float((1 / size).sum())
    top = (
        float(gap @ (w * gap)) - clusters + np.trace(inner @ alone) + r * np.trace(inner @ (together - alone))
    )
    tau2 = max(0.0, float(top / (w.sum() - np.trace(inner @ joined))))
    return tau2, size * (mean + tau2)


def _hierarchical(data: Studies, same: Array) -> tuple[float, float]:
    """Return the tau2 and omega2 at which weighted and summed squares meet their expectations."""
    w = 1 / data.v
    x = data.x
    inner = np.linalg.inv(x.T @ (w[:, None] * x))
    keep = np.eye(data.k) - x @ inner @ (x.T * w)
    gap = keep @ data.y
    lines, seen = [], []
    for form in (np.diag(w), same):
        carried = keep.T @ form @ keep
        lines.append([float(np.sum(carried * same)), float(np.trace(carried))])
        seen.append(float(gap @ form @ gap) - float(np.diag(carried) @ data.v))
    tau2, omega2 = np.linalg.solve(np.array(lines), np.array(seen))
    if omega2 < 0:
        omega2, tau2 = 0.0, seen[0] / lines[0][0]
    if tau2 < 0:
        tau2, omega2 = 0.0, max(0.0, seen[0] / lines[0][1])
    return float(max(tau2, 0.0)), float(omega2)
