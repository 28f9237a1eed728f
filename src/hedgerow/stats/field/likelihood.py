"""Counts given the logarithm of their mean: NB2 with spread alpha, and Poisson where alpha is nought."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

Array = npt.NDArray[np.float64]


def log_density(y: Array, mean: Array, alpha: float) -> Array:
    """Return the logarithm of the probability of each count; counts may hold fractions."""
    if alpha == 0:
        return np.asarray(y * np.log(mean) - mean - gammaln(y + 1))
    size = 1 / alpha
    spread = np.log1p(alpha * mean)
    return np.asarray(
        gammaln(y + size)
        - gammaln(size)
        - gammaln(y + 1)
        - size * spread
        + y * (np.log(alpha * mean) - spread)
    )


def slopes(y: Array, mean: Array, alpha: float) -> tuple[Array, Array]:
    """Return the first derivative by the log mean, and the second with its sign turned: never negative."""
    wide = 1 + alpha * mean
    return (y - mean) / wide, mean * (1 + alpha * y) / wide**2
