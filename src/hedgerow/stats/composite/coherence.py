"""Do the children of a node belong together? Sampling adequacy, reliability, correlations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def pairwise_covariance(values: npt.ArrayLike) -> Array:
    """Covariance of each pair of columns over the rows where both are there (divisor n - 1)."""
    x = np.asarray(values, dtype=float)
    present = ~np.isnan(x)
    centre = np.zeros(x.shape[1]) if not present.any() else np.nan_to_num(np.nanmean(x, axis=0))
    f = np.where(present, x - centre, 0.0)
    p = present.astype(float)
    n = p.T @ p
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((f.T @ f - (f.T @ p) * (p.T @ f) / n) / (n - 1))


def cronbach_alpha(values: npt.ArrayLike, *, pairwise: bool = True) -> float:
    """Cronbach's alpha (1951) with pairwise-complete covariances, or over complete rows only."""
    x = np.asarray(values, dtype=float)
    if not pairwise:
        x = x[~np.isnan(x).any(axis=1)]
    c = x.shape[1]
    if c < 2 or len(x) < 3:
        return float("nan")
    cov = pairwise_covariance(x)
    return float(c / (c - 1) * (1 - np.trace(cov) / cov.sum()))


def kmo(values: npt.ArrayLike) -> tuple[float, Array]:
    """Kaiser-Meyer-Olkin measure of complete rows: overall, and by column (Kaiser 1974).

    NaN where the correlations cannot be inverted.
    """
    x = np.asarray(values, dtype=float)
    x = x[~np.isnan(x).any(axis=1)]
    c = x.shape[1]
    none = float("nan"), np.full(c, np.nan)
    if c < 2 or len(x) <= c or (x.std(axis=0) == 0).any():
        return none
    r = np.corrcoef(x, rowvar=False)
    if np.linalg.cond(r) > 1e12:
        return none
    inverse = np.linalg.inv(r)
    scale = np.sqrt(np.outer(np.diag(inverse), np.diag(inverse)))
    partial = -inverse / scale
    np.fill_diagonal(partial, 0)
    np.fill_diagonal(r, 0)
    own, other = (r**2).sum(axis=0), (partial**2).sum(axis=0)
    return float(own.sum() / (own.sum() + other.sum())), np.asarray(own / (own + other))


@dataclass(frozen=True)
class Coherence:
    """Of one node: its children, and how far they agree.

    Attributes
    ----------
    item_total, item_rest
        Correlation of each child with the sum of all, and with the sum of the others.
    """

    node: str
    children: tuple[str, ...]
    kmo: float
    alpha_pairwise: float
    alpha_complete: float
    item_total: Array
    item_rest: Array
    kmo_items: Array


def coherence(node: str, children: tuple[str, ...], values: npt.ArrayLike) -> Coherence:
    """Return the coherence of one node's children, columns of `values`."""
    x = np.asarray(values, dtype=float)
    whole = x[~np.isnan(x).any(axis=1)]
    overall, items = kmo(x)
    total = whole.sum(axis=1)
    return Coherence(
        node=node,
        children=children,
        kmo=overall,
        alpha_pairwise=cronbach_alpha(x),
        alpha_complete=cronbach_alpha(x, pairwise=False),
        item_total=np.array([correlation(whole[:, i], total) for i in range(x.shape[1])]),
        item_rest=np.array([correlation(whole[:, i], total - whole[:, i]) for i in range(x.shape[1])]),
        kmo_items=items,
    )


def correlation(one: Array, other: Array) -> float:
    """Pearson's correlation of the rows where both are there; NaN where one does not vary."""
    known = ~(np.isnan(one) | np.isnan(other))
    a, b = one[known], other[known]
    if len(a) < 3 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return float("nan")
    return float(np.corrcoef(a, b)[0, 1])
