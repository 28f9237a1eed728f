"""Fill from a multivariate normal fitted by expectation and maximisation (Dempster et al. 1977).

Columns are standardised and the covariance is drawn a little towards its diagonal, so that few units with
many columns do not make it singular. `draws` add the residual, for multiple imputation.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
RIDGE = 1e-3


def em_fill(values: npt.ArrayLike, *, tolerance: float = 1e-6, rounds: int = 500) -> Array:
    """Fill each missing value with its mean given the unit's other values."""
    x = np.asarray(values, dtype=float)
    z, middle, spread = _standard(x)
    centre, cov = _fit(z, tolerance, rounds)
    filled, _ = _expect(z, centre, cov)
    return np.where(np.isnan(x), filled * spread + middle, x)


def em_draws(values: npt.ArrayLike, draws: int, seed: int) -> list[Array]:
    """Return fillings that differ as the data leave them open (the fitted normal taken as known)."""
    x = np.asarray(values, dtype=float)
    z, middle, spread = _standard(x)
    centre, cov = _fit(z, 1e-6, 500)
    filled, _ = _expect(z, centre, cov)
    rng = np.random.default_rng(seed)
    noise = [np.zeros_like(z) for _ in range(draws)]
    for missing, rows in _patterns(z):
        residual = _residual(cov, missing)
        root = np.linalg.cholesky(residual + 1e-12 * np.eye(len(residual)))
        for one in noise:
            one[np.ix_(rows, missing)] = rng.standard_normal((len(rows), len(residual))) @ root.T
    return [np.where(np.isnan(x), (filled + one) * spread + middle, x) for one in noise]


def _standard(x: Array) -> tuple[Array, Array, Array]:
    middle, spread = np.nanmean(x, axis=0), np.nanstd(x, axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    return (x - middle) / spread, middle, spread


def _fit(z: Array, tolerance: float, rounds: int) -> tuple[Array, Array]:
    c = z.shape[1]
    centre, cov = np.zeros(c), np.eye(c)
    for _ in range(rounds):
        filled, extra = _expect(z, centre, cov)
        fresh = filled.mean(axis=0)
        moved = filled - fresh
        spread = (moved.T @ moved + extra) / len(z)
        spread = (1 - RIDGE) * spread + RIDGE * np.diag(np.diag(spread))
        change = max(float(np.abs(fresh - centre).max()), float(np.abs(spread - cov).max()))
        centre, cov = fresh, spread
        if change < tolerance:
            break
    return centre, cov


def _expect(z: Array, centre: Array, cov: Array) -> tuple[Array, Array]:
    filled = z.copy()
    extra = np.zeros_like(cov)
    for missing, rows in _patterns(z):
        slopes = _slopes(cov, missing)
        held = z[np.ix_(rows, ~missing)] - centre[~missing]
        filled[np.ix_(rows, missing)] = centre[missing] + held @ slopes.T
        extra[np.ix_(missing, missing)] += len(rows) * _residual(cov, missing)
    return filled, extra


def _patterns(z: Array) -> list[tuple[npt.NDArray[np.bool_], npt.NDArray[np.intp]]]:
    gaps = np.isnan(z)
    patterns, which = np.unique(gaps, axis=0, return_inverse=True)
    which = which.reshape(-1)
    return [(pattern, np.flatnonzero(which == i)) for i, pattern in enumerate(patterns) if pattern.any()]


def _slopes(cov: Array, missing: npt.NDArray[np.bool_]) -> Array:
    if missing.all():
        return np.zeros((len(cov), 0))
    inner = cov[np.ix_(~missing, ~missing)]
    return np.asarray(np.linalg.solve(inner, cov[np.ix_(~missing, missing)]).T)


def _residual(cov: Array, missing: npt.NDArray[np.bool_]) -> Array:
    across = cov[np.ix_(~missing, missing)]
    left = cov[np.ix_(missing, missing)] - _slopes(cov, missing) @ across
    return np.asarray((left + left.T) / 2)
