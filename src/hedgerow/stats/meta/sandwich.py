"""Errors that hold though the working covariance is wrong: from the residuals of clusters.

Pustejovsky & Tipton 2018 for CR2 with the working covariance S_j of each cluster and weights S_j^-1, with
Satterthwaite's degrees of freedom; Tipton & Pustejovsky 2015 for the joint test HTZ. With a full working
covariance and M = (X'S^-1 X)^-1 the residuals of cluster j have covariance S_j - X_j M X_j', so that nothing
larger than one cluster is ever built.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from hedgerow.errors import EstimateError, UsageError
from hedgerow.stats.meta.pooled import critical
from hedgerow.stats.meta.studies import Array

KINDS = ("CR0", "CR1", "CR2")


@dataclass(frozen=True)
class Robust:
    """Robust errors: one value a coefficient; `df` is Satterthwaite's for CR2, clusters - p otherwise."""

    kind: str
    clusters: int
    beta: Array
    se: Array
    df: Array
    p_value: Array
    interval: tuple[Array, Array]
    covariance: Array
    clustered: Clustered


@dataclass(frozen=True)
class Clustered:
    """A fit cut into its clusters: design, working covariance and residuals of each, and M."""

    xs: tuple[Array, ...]
    blocks: tuple[Array, ...]
    gaps: tuple[Array, ...]
    bread: Array
    carriers: tuple[Array, ...] = ()


@dataclass(frozen=True)
class JointTest:
    """A joint robust test of several coefficients: F on two degrees of freedom."""

    f: float
    df_num: int
    df_denom: float
    p_value: float


def sandwich(beta: Array, clustered: Clustered, *, kind: str = "CR2", level: float = 0.95) -> Robust:
    """Return robust errors of `beta`; CR1 multiplies CR0 by m / (m - p) for m clusters."""
    if kind not in KINDS:
        raise UsageError(f"There is no “{kind}”.", remedy=f"Use {', '.join(KINDS)}.")
    m, p = len(clustered.xs), beta.size
    if m <= p:
        raise EstimateError(
            f"{m} clusters cannot carry robust errors of {p} coefficients.",
            cause="The errors are estimated from the spread between clusters.",
            remedy="Use fewer moderators or the errors of the model.",
        )
    carriers = tuple(
        _carrier(x, block, clustered.bread, kind)
        for x, block in zip(clustered.xs, clustered.blocks, strict=True)
    )
    held = Clustered(clustered.xs, clustered.blocks, clustered.gaps, clustered.bread, carriers)
    scores = np.array([carrier @ gap for carrier, gap in zip(carriers, held.gaps, strict=True)])
    covariance = scores.T @ scores * (m / (m - p) if kind == "CR1" else 1.0)
    se = np.sqrt(np.diag(covariance))
    df = _satterthwaite(held) if kind == "CR2" else np.full(p, float(m - p))
    reach = np.array([critical(float(one), level) for one in df]) * se
    with np.errstate(divide="ignore", invalid="ignore"):
        p_value = np.asarray(2 * stats.t.sf(np.abs(beta / se), df), dtype=float)
    return Robust(kind, m, beta, se, df, p_value, (beta - reach, beta + reach), covariance, held)


def htz(robust: Robust, tested: Sequence[int]) -> JointTest:
    """Test that the named coefficients are all nought (approximate Hotelling test, HTZ).

    Raises
    ------
    EstimateError
        When there are too few clusters for that many coefficients.
    """
    rows = np.asarray(tested, dtype=int)
    q = rows.size
    beta, covariance = robust.beta[rows], robust.covariance[np.ix_(rows, rows)]
    statistic = float(beta @ np.linalg.solve(covariance, beta))
    eta = _eta(robust.clustered, rows)
    rest = eta - q + 1
    if rest <= 0:
        raise EstimateError(
            f"{robust.clusters} clusters are too few to test {q} coefficients together.",
            remedy="Test fewer coefficients.",
        )
    f = statistic * rest / (eta * q)
    return JointTest(f, q, rest, float(stats.f.sf(f, q, rest)))


def cut(rows: npt.NDArray[np.intp], x: Array, gap: Array, working: Array, bread: Array) -> Clustered:
    """Return a fit with a whole working covariance cut into clusters, `rows` naming each row's."""
    parts = [np.flatnonzero(rows == cluster) for cluster in np.unique(rows)]
    return Clustered(
        xs=tuple(x[part] for part in parts),
        blocks=tuple(working[np.ix_(part, part)] for part in parts),
        gaps=tuple(gap[part] for part in parts),
        bread=bread,
    )


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


def _satterthwaite(held: Clustered) -> Array:
    """Return Satterthwaite's degrees of freedom of each coefficient: tr(O)^2 / tr(O^2)."""
    p = held.bread.shape[0]
    out = np.empty(p)
    for place in range(p):
        way = np.zeros((p, 1))
        way[place] = 1.0
        omega = _covariances(held, way)[0][0]
        out[place] = np.trace(omega) ** 2 / np.sum(omega**2)
    return out


def _eta(held: Clustered, rows: npt.NDArray[np.intp]) -> float:
    """Return the degrees of freedom eta of the Wishart that matches the total variance of the sandwich."""
    q = rows.size
    model = held.bread[np.ix_(rows, rows)]
    values, vectors = np.linalg.eigh(model)
    root = (vectors / np.sqrt(values)) @ vectors.T
    ways = np.zeros((held.bread.shape[0], q))
    ways[rows] = root
    p = _covariances(held, ways)
    total = sum(
        float(np.sum(p[s][s] * p[t][t]) + np.sum(p[s][t] * p[s][t].T)) for s in range(q) for t in range(q)
    )
    return q * (q + 1) / total


def _covariances(held: Clustered, ways: Array) -> list[list[Array]]:
    """Return, for each pair of directions, the m x m covariance of the clusters' scores in them."""
    own = np.array([c @ block @ c.T for c, block in zip(held.carriers, held.blocks, strict=True)])
    spread = np.array([c @ x for c, x in zip(held.carriers, held.xs, strict=True)])
    turned = np.einsum("ps,jpr->jsr", ways, spread)
    out = []
    for s in range(ways.shape[1]):
        line = []
        for t in range(ways.shape[1]):
            each = np.einsum("p,jpr,r->j", ways[:, s], own, ways[:, t])
            line.append(np.diag(each) - turned[:, s] @ held.bread @ turned[:, t].T)
        out.append(line)
    return out
