"""Quasi-Poisson regression of many series on one design, by iteratively reweighted least squares.

McCullagh and Nelder (1989, section 2.5): start at counts plus a tenth, stop when the deviance moves by less
than one part in 1e8. The stopping rule is part of the answer: limits published to nine figures were computed
at the weights of the last round, so the spread and the leverages are taken there too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hedgerow.stats.surveillance.window import Array, Places

ROUNDS = 25
SETTLED = 1e-8
START = 0.1


@dataclass(frozen=True)
class Regression:
    """Fits of many series on one design of n periods and k columns.

    Attributes
    ----------
    coefficients
        Shape (series, k).
    mean, leverage
        Shape (series, n).
    dispersion
        Shape (series,): Pearson's, not less than 1.
    covariance
        Shape (series, k, k), of the coefficients, dispersion included.
    freedom
        Shape (series,).
    """

    coefficients: Array
    mean: Array
    leverage: Array
    dispersion: Array
    covariance: Array
    freedom: Array

    def rows(self, chosen: Places) -> Regression:
        """Return the fits of some series."""
        return Regression(*(value[chosen] for value in vars(self).values()))

    def replaced(self, chosen: Places, other: Regression) -> Regression:
        """Return the fits with those of some series put in the place of theirs."""
        columns = []
        for mine, theirs in zip(vars(self).values(), vars(other).values(), strict=True):
            column = mine.copy()
            column[chosen] = theirs
            columns.append(column)
        return Regression(*columns)


def regress(counts: Array, design: Array, weights: Array, *, precision: float = SETTLED) -> Regression:
    """Fit log-linear means; a weight of 0 leaves a period out.

    Parameters
    ----------
    counts, weights
        Shape (series, n).
    design
        Shape (n, k).
    precision
        Relative change of the deviance at which a series is settled.
    """
    square = (design[:, :, None] * design[:, None, :]).reshape(len(design), -1)
    mean = counts + START
    beta = np.zeros((len(counts), design.shape[1]))
    used = mean.copy()
    before = _deviance(counts, mean, weights)
    todo = np.arange(len(counts))
    for _ in range(ROUNDS):
        used[todo] = mean[todo]
        working = weights[todo] * mean[todo]
        target = np.log(mean[todo]) + (counts[todo] - mean[todo]) / mean[todo]
        left = _solvable((working @ square).reshape(len(todo), *beta.shape[1:] * 2))
        beta[todo] = np.linalg.solve(left, ((working * target) @ design)[..., None])[..., 0]
        mean[todo] = np.exp(np.clip(beta[todo] @ design.T, -30, 30))
        now = _deviance(counts[todo], mean[todo], weights[todo])
        moved = np.abs(now - before[todo]) >= precision * (np.abs(now) + 0.1)
        before[todo] = now
        todo = todo[moved]
        if not len(todo):
            break
    return _summed(counts, design, weights, beta, used, mean)


def _summed(
    counts: Array, design: Array, weights: Array, beta: Array, used: Array, mean: Array
) -> Regression:
    square = (design[:, :, None] * design[:, None, :]).reshape(len(design), -1)
    working = weights * used
    inverse = np.linalg.inv(_solvable((working @ square).reshape(len(counts), *beta.shape[1:] * 2)))
    leverage = working * np.einsum("ni,sij,nj->sn", design, inverse, design, optimize=True)
    freedom = (weights > 0).sum(axis=1) - design.shape[1]
    found = (working * ((counts - mean) / mean) ** 2).sum(axis=1) / np.maximum(freedom, 1)
    dispersion = np.maximum(found, 1.0)
    covariance = inverse * dispersion[:, None, None]
    return Regression(beta, mean, leverage, dispersion, covariance, freedom.astype(np.float64))


def _deviance(counts: Array, mean: Array, weights: Array) -> Array:
    part = np.where(counts > 0, counts * np.log(np.maximum(counts, START) / mean), 0.0) - (counts - mean)
    return np.asarray(2 * (weights * part).sum(axis=1))


def _solvable(matrices: Array) -> Array:
    """Return the matrices, with a little added to the few that rounding has made unsolvable."""
    diagonal = np.diagonal(matrices, axis1=-2, axis2=-1)
    root = np.sqrt(np.maximum(diagonal, 1e-200))
    scaled = matrices / root[:, :, None] / root[:, None, :]
    weak = np.abs(np.linalg.det(scaled)) < 1e-13
    more = np.where(weak[:, None], np.maximum(1e-9 * diagonal, 1e-12), 0.0)
    return np.asarray(matrices + more[:, :, None] * np.eye(matrices.shape[-1]))
