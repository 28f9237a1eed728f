"""The usual path of a series: level, trend and time of year, steadied by the path of the area above it.

A quasi-Poisson regression with log link (Farrington et al. 1996; Noufaily et al. 2013), many series at once.
The coefficients are differences from the path above and are drawn towards nought (a normal prior), so that a
short or sparse series follows its district, its force, its region. Months that lie far above what is usual
weigh less in a second fit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
OUTBREAK = 2.58  # Anscombe residual beyond which a past month weighs less (Noufaily et al. 2013)
LEVEL_SD, TREND_SD, SEASON_SD = 100.0, 0.15, 0.15  # of the logarithm; trend a year
ROUNDS = 8
WEAK = 1e-9


@dataclass(frozen=True)
class Paths:
    """Fitted paths of s series over t months.

    Attributes
    ----------
    log
        Shape (s, t): logarithm of the usual count, for every month of the design.
    variance
        Shape (s, t): variance of that logarithm.
    dispersion
        Shape (s,): phi, at least 1.
    """

    log: Array
    variance: Array
    dispersion: Array

    @property
    def mean(self) -> Array:
        """Usual counts."""
        return np.exp(self.log)


def design(months: Array, season: bool) -> Array:
    """Return one row a month: level, trend a year, and two waves a year where `season`."""
    turn = 2 * np.pi * months / 12
    columns = [np.ones(len(months)), (months - months.mean()) / 12]
    if season:
        columns += [np.cos(turn), np.sin(turn), np.cos(2 * turn), np.sin(2 * turn)]
    return np.column_stack(columns)


def fit_paths(counts: Array, x: Array, weight: Array, above: Array) -> Paths:
    """Return the paths of series.

    Parameters
    ----------
    counts
        Shape (s, t); what stands where `weight` is nought is not read.
    x
        Shape (t, p), from `design`.
    weight
        Shape (s, t): 1 where a month counts, 0 where it does not.
    above
        Shape (s, t): logarithm of the path of the area above, or noughts.
    """
    y = np.where(weight > 0, counts, 0.0)
    spread = np.array([LEVEL_SD, TREND_SD, *[SEASON_SD] * (x.shape[1] - 2)])
    phi = np.ones(len(y))
    beta, covariance = _fit(y, x, weight, above, spread)
    kept = weight.astype(float)
    for _ in range(2):
        mean = np.exp(above + beta @ x.T)
        phi = _dispersion(y, mean, kept, x.shape[1] - 1)
        kept = weight * _calm(y, mean, phi, weight)
        beta, covariance = _fit(y, x, kept / phi[:, None], above, spread)
    mean = np.exp(above + beta @ x.T)
    variance = np.einsum("tp,spq,tq->st", x, covariance, x)
    return Paths(above + beta @ x.T, variance, _dispersion(y, mean, kept, x.shape[1] - 1))


def _fit(y: Array, x: Array, weight: Array, above: Array, spread: Array) -> tuple[Array, Array]:
    """Newton steps of all series at once; return coefficients (s, p) and their covariances (s, p, p)."""
    total = np.maximum((weight * y).sum(axis=1), 0.1)
    beta = np.zeros((len(y), x.shape[1]))
    beta[:, 0] = np.log(total / np.maximum((weight * np.exp(above)).sum(axis=1), WEAK))
    prior = np.diag(spread**-2.0)
    for _ in range(ROUNDS):
        mean = np.exp(np.clip(above + beta @ x.T, -30, 30))
        slope = (weight * (y - mean)) @ x
        slope[:, 1:] -= beta[:, 1:] * spread[1:] ** -2.0
        curve = np.einsum("st,tp,tq->spq", weight * mean, x, x) + prior + WEAK * np.eye(x.shape[1])
        step = np.linalg.solve(curve, slope[:, :, None])[:, :, 0]
        beta = beta + np.clip(step, -2, 2)
    return beta, np.linalg.inv(curve)


def _dispersion(y: Array, mean: Array, weight: Array, lost: int) -> Array:
    """Pearson's statistic over its degrees of freedom, at least 1."""
    freedom = np.maximum(np.count_nonzero(weight, axis=1) - lost, 1)
    squares = (weight * (y - mean) ** 2 / np.maximum(mean, WEAK)).sum(axis=1)
    return np.asarray(np.maximum(squares / freedom, 1.0))


def _calm(y: Array, mean: Array, phi: Array, weight: Array) -> Array:
    """Weights that make months far above the usual count less, with the same sum."""
    residual = anscombe(y, mean, phi[:, None])
    with np.errstate(divide="ignore", invalid="ignore"):
        down = np.where(residual > OUTBREAK, residual**-2.0, 1.0)
    known = weight > 0
    share = np.maximum((down * known).sum(axis=1), WEAK) / np.maximum(known.sum(axis=1), 1)
    return np.asarray(down / share[:, None])


def anscombe(y: Array, mean: Array, phi: Array) -> Array:
    """Return Anscombe residuals of counts (Farrington et al. 1996)."""
    mean = np.maximum(mean, WEAK)
    return np.asarray(1.5 * (y ** (2 / 3) * mean ** (-1 / 6) - mean**0.5) / np.sqrt(phi))
