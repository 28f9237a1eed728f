"""Weights that the data give: principal component, entropy, and equal influence on the parent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Components:
    """Principal components of standardised complete rows: standard deviations and loadings by column."""

    sd: Array
    loadings: Array
    rows: int


def principal_components(values: npt.ArrayLike) -> Components:
    """Return the principal components of complete rows, each column standardised.

    Raises
    ------
    EstimateError
        When fewer than three rows are complete or a column does not vary.
    """
    x = np.asarray(values, dtype=float)
    x = x[~np.isnan(x).any(axis=1)]
    if len(x) < 3 or (x.std(axis=0) == 0).any():
        raise EstimateError(
            f"Principal components need complete rows that vary; {len(x)} rows are complete.",
            remedy="Impute first, or leave out the indicators that do not vary.",
        )
    z = (x - x.mean(axis=0)) / x.std(axis=0, ddof=1)
    values_, vectors = np.linalg.eigh(z.T @ z / (len(z) - 1))
    order = np.argsort(-values_, kind="stable")
    vectors = vectors[:, order]
    vectors = vectors * np.where(vectors.sum(axis=0) < 0, -1, 1)
    return Components(np.sqrt(np.maximum(values_[order], 0)), vectors, len(z))


def pca_weights(values: npt.ArrayLike) -> Array:
    """Squared loadings on the first component; they sum to 1 (OECD/JRC 2008, step 6, one factor)."""
    return np.asarray(principal_components(values).loadings[:, 0] ** 2)


def entropy_weights(values: npt.ArrayLike) -> Array:
    """Shannon: the more unequal the shares of a column, the more it weighs; they sum to 1.

    Values are moved so that the lowest of each column is zero.
    """
    x = np.asarray(values, dtype=float)
    x = x - np.nanmin(x, axis=0)
    n = np.count_nonzero(~np.isnan(x), axis=0)
    total = np.nansum(x, axis=0)
    if (total <= 0).any():
        raise EstimateError("Entropy weights need columns that vary.", remedy="Use weight.method = “equal”.")
    share = x / total
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = 1 + np.nansum(np.where(share > 0, share * np.log(share), 0.0), axis=0) / np.log(n)
    return np.asarray(spread / spread.sum())


def equal_influence(values: npt.ArrayLike, given: npt.ArrayLike | None = None) -> Array:
    """Return weights under which correlations with the weighted mean stand as `given` (Becker et al. 2017).

    Found by least squares over positive weights; they sum to 1.
    """
    from scipy.optimize import minimize

    x = np.asarray(values, dtype=float)
    x = x[~np.isnan(x).any(axis=1)]
    c = x.shape[1]
    wanted = np.ones(c) if given is None else np.asarray(given, dtype=float)
    wanted = wanted / wanted.sum()
    cov = np.cov(x, rowvar=False)
    sd = np.sqrt(np.diag(cov))
    if len(x) < 3 or (sd == 0).any():
        raise EstimateError(
            "Optimised weights need columns that vary.", remedy="Use weight.method = “equal”."
        )

    def miss(raw: Array) -> float:
        w = np.exp(raw - raw.max())
        w = w / w.sum()
        influence = (cov @ w) / sd / np.sqrt(w @ cov @ w)
        share = influence / np.abs(influence).sum()
        return float(((share - wanted) ** 2).sum())

    start = np.log(wanted / sd)
    found = minimize(miss, start, method="BFGS", options={"gtol": 1e-12, "maxiter": 2000})
    w = np.exp(found.x - found.x.max())
    return np.asarray(w / w.sum())
