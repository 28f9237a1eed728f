"""Poisson log-linear fits of one model to many sets of counts at once, by Newton's method."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, xlogy

from hedgerow.stats.capture.histories import Array

ROUNDS = 60
CLOSE = 1e-10
LARGEST_LOG = 50.0


@dataclass(frozen=True)
class Fit:
    """One row a set of counts.

    Attributes
    ----------
    unseen
        Expected number on no list.
    log_likelihood
        With its factorial terms.
    deviance
        Against the saturated model.
    means
        Fitted counts, shape (sets, cells).
    """

    unseen: Array
    log_likelihood: Array
    deviance: Array
    means: Array


def fit(matrices: Array, counts: Array) -> Fit:
    """Fit designs of one shape to counts of shape (sets, cells).

    Parameters
    ----------
    matrices
        Shape (cells, parameters) for all sets, or (sets, cells, parameters); the first column the intercept.
    counts
        Shape (sets, cells).
    """
    turned = np.swapaxes(matrices, -1, -2)
    beta = _start(matrices, counts)
    mean, value = _likelihood(matrices, beta, counts)
    active = np.arange(len(counts))
    for _ in range(ROUNDS):
        if not len(active):
            break
        own = matrices if matrices.ndim == 2 else matrices[active]
        back = turned if matrices.ndim == 2 else turned[active]
        step = _step(own, back, mean[active], counts[active])
        beta[active], mean[active], value[active] = _moved(
            own, counts[active], beta[active], value[active], step
        )
        active = active[np.abs(step).max(axis=1) > CLOSE]
    full = (xlogy(counts, counts) - counts).sum(axis=1)
    return Fit(np.exp(beta[:, 0]), value - gammaln(counts + 1).sum(axis=1), 2 * (full - value), mean)


def _step(matrices: Array, turned: Array, mean: Array, counts: Array) -> Array:
    """Return Newton's step."""
    curve = turned @ (matrices * mean[:, :, None]) if matrices.ndim == 3 else _curves(matrices, mean)
    slope = turned @ (counts - mean)[:, :, None]
    return _solved(curve, slope)


def _curves(matrix: Array, mean: Array) -> Array:
    cells, wide = matrix.shape
    squares = (matrix[:, :, None] * matrix[:, None, :]).reshape(cells, -1)
    return np.asarray((mean @ squares).reshape(-1, wide, wide))


def _solved(curve: Array, slope: Array) -> Array:
    return np.asarray(np.linalg.solve(curve + 1e-12 * np.eye(curve.shape[-1]), slope)[:, :, 0])


def _start(matrices: Array, counts: Array) -> Array:
    """Return weighted least squares of the logarithms of count + 1/2."""
    weights = counts + 0.5
    turned = np.swapaxes(matrices, -1, -2)
    curve = turned @ (matrices * weights[:, :, None]) if matrices.ndim == 3 else _curves(matrices, weights)
    return _solved(curve, turned @ (weights * np.log(weights))[:, :, None])


def _moved(
    matrices: Array, counts: Array, beta: Array, value: Array, step: Array
) -> tuple[Array, Array, Array]:
    """Take the step, halved until the likelihood does not fall."""
    size = np.ones(len(step))
    for _ in range(30):
        ahead = beta + size[:, None] * step
        mean, reached = _likelihood(matrices, ahead, counts)
        worse = ~(reached >= value - 1e-9 * (1 + np.abs(value)))
        if not worse.any():
            break
        size = np.where(worse, size / 2, size)
    return ahead, mean, reached


def _likelihood(matrices: Array, beta: Array, counts: Array) -> tuple[Array, Array]:
    line = (matrices @ beta[:, :, None])[:, :, 0] if matrices.ndim == 3 else beta @ matrices.T
    line = np.minimum(line, LARGEST_LOG)
    mean = np.exp(line)
    return mean, (counts * line - mean).sum(axis=1)
