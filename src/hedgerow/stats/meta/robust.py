"""Cluster-robust errors of a three-level fit: CR0, CR1 and CR2 with Satterthwaite degrees of freedom.

Pustejovsky & Tipton 2018, with the fitted covariance as working model and its inverse as weights. With
a full working covariance S and M = (X'S^-1 X)^-1, the residuals of cluster j have covariance
S_j - X_j M X_j', so that nothing larger than one cluster is ever built.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from hedgerow.errors import EstimateError, UsageError
from hedgerow.stats.meta.multilevel import ThreeLevel
from hedgerow.stats.meta.nesting import Places
from hedgerow.stats.meta.pooled import critical
from hedgerow.stats.meta.studies import Array


@dataclass(frozen=True)
class Robust:
    """Robust errors: one value a coefficient; `df` is Satterthwaite's for CR2, clusters - p otherwise."""

    kind: str
    clusters: int
    se: Array
    df: Array
    p_value: Array
    interval: tuple[Array, Array]
    covariance: Array


def cluster_robust(fitted: ThreeLevel, *, kind: str = "CR2") -> Robust:
    """Return the errors of a three-level fit that hold even where its covariance is wrong.

    CR1 multiplies CR0 by m / (m - p) for m clusters.
    """
    if kind not in ("CR0", "CR1", "CR2"):
        raise UsageError(f"There is no “{kind}”.", remedy="Use CR0, CR1 or CR2.")
    m, p = fitted.nest.clusters, fitted.data.p
    if m <= p:
        raise EstimateError(
            f"{m} clusters cannot carry robust errors of {p} coefficients.",
            cause="The errors are estimated from the spread between clusters.",
            remedy="Use fewer moderators or the errors of the model.",
        )
    bread = fitted.covariance
    gap = fitted.data.y - fitted.data.x @ fitted.beta
    rows = [np.flatnonzero(fitted.nest.row_cluster == cluster) for cluster in range(m)]
    blocks = [_block(fitted, part) for part in rows]
    carriers = [
        _carrier(fitted.data.x[part], block, bread, kind) for part, block in zip(rows, blocks, strict=True)
    ]
    scores = np.array([carrier @ gap[part] for carrier, part in zip(carriers, rows, strict=True)])
    covariance = scores.T @ scores * (m / (m - p) if kind == "CR1" else 1.0)
    se = np.sqrt(np.diag(covariance))
    df = np.full(p, float(m - p))
    if kind == "CR2":
        df = _satterthwaite([fitted.data.x[part] for part in rows], blocks, carriers, bread)
    return _finished(fitted, kind, se, df, covariance)


def _finished(fitted: ThreeLevel, kind: str, se: Array, df: Array, covariance: Array) -> Robust:
    reach = np.array([critical(float(one), fitted.level) for one in df]) * se
    with np.errstate(divide="ignore", invalid="ignore"):
        p_value = np.asarray(2 * stats.t.sf(np.abs(fitted.beta / se), df), dtype=float)
    bounds = (fitted.beta - reach, fitted.beta + reach)
    return Robust(kind, fitted.nest.clusters, se, df, p_value, bounds, covariance)


def _block(fitted: ThreeLevel, rows: Places) -> Array:
    """Return the working covariance of one cluster."""
    between, within = fitted.sigma2
    unit = fitted.nest.unit[rows]
    return np.asarray(np.diag(fitted.data.v[rows]) + between + within * (unit[:, None] == unit))


def _carrier(x: Array, block: Array, bread: Array, kind: str) -> Array:
    """Return M X_j' S_j^-1 A_j, p x n_j: from the residuals of a cluster to its part of the coefficients."""
    weighted = np.linalg.solve(block, x)
    if kind != "CR2":
        return np.asarray(bread @ weighted.T)
    root = np.linalg.cholesky(block).T
    middle = root @ (block - x @ bread @ x.T) @ root.T
    values, vectors = np.linalg.eigh(middle)
    keep = values > 1e-10 * values.max()
    half = (vectors[:, keep] / np.sqrt(values[keep])) @ vectors[:, keep].T
    return np.asarray(bread @ weighted.T @ (root.T @ half @ root))


def _satterthwaite(xs: list[Array], blocks: list[Array], carriers: list[Array], bread: Array) -> Array:
    """Return Satterthwaite's degrees of freedom of each coefficient: tr(O)^2 / tr(O^2)."""
    own = np.array(
        [np.diag(carrier @ block @ carrier.T) for carrier, block in zip(carriers, blocks, strict=True)]
    )
    spread = np.array([carrier @ x for carrier, x in zip(carriers, xs, strict=True)])
    out = np.empty(own.shape[1])
    for place in range(out.size):
        part = spread[:, place, :]
        omega = np.diag(own[:, place]) - part @ bread @ part.T
        out[place] = np.trace(omega) ** 2 / np.sum(omega**2)
    return out
