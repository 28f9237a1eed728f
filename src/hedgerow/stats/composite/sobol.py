"""Which choice moves the answer? Sobol indices of first and total order, from N (d + 2) runs.

Design and first order: Saltelli et al. 2010 (table 2, b and e); total order: Jansen 1999 (f). Intervals by
bootstrap over the N rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError, UsageError

Array = npt.NDArray[np.float64]
ESTIMATORS = ("jansen", "saltelli")


@dataclass(frozen=True)
class Sobol:
    """Indices of d factors, with bootstrap intervals (2 x d) and the variance that they share out."""

    first: Array
    total: Array
    first_interval: Array
    total_interval: Array
    variance: float
    samples: int


def sobol_design(samples: int, factors: int, seed: int) -> Array:
    """Return N (d + 2) rows of numbers in [0, 1): A, then B, then A with column i of B for each i."""
    if samples < 2 or factors < 1:
        raise UsageError(
            f"{samples} samples of {factors} factors make no design.", remedy="Give 100 samples."
        )
    drawn = np.random.default_rng(seed).random((2, samples, factors))
    mixed = [drawn[0].copy() for _ in range(factors)]
    for factor, rows in enumerate(mixed):
        rows[:, factor] = drawn[1, :, factor]
    return np.concatenate([drawn[0], drawn[1], *mixed])


def sobol_indices(
    outcomes: npt.ArrayLike,
    factors: int,
    *,
    estimator: str = "jansen",
    bootstrap: int = 1000,
    level: float = 0.9,
    seed: int = 0,
) -> Sobol:
    """Share the variance of `outcomes`, in the order of `sobol_design`, among the factors.

    Raises
    ------
    EstimateError
        When the outcomes do not vary.
    """
    if estimator not in ESTIMATORS:
        raise UsageError(f"There is no estimator “{estimator}”.", remedy=f"Use {' or '.join(ESTIMATORS)}.")
    y = np.asarray(outcomes, dtype=float)
    n = len(y) // (factors + 2)
    table = (y - y[: 2 * n].mean()).reshape(factors + 2, n)
    if np.ptp(table[:2]) == 0:
        raise EstimateError(
            "The choices that vary change nothing, so no variance can be shared out.",
            remedy="Vary something else, or more widely.",
        )
    first, total = _indices(table, estimator)
    rng = np.random.default_rng(seed)
    drawn = [_indices(table[:, rng.integers(n, size=n)], estimator) for _ in range(bootstrap)]
    tails = [(1 - level) / 2, (1 + level) / 2]
    low_high = np.nanquantile(np.array(drawn), tails, axis=0) if drawn else np.full((2, 2, factors), np.nan)
    return Sobol(first, total, low_high[:, 0], low_high[:, 1], float(table[:2].var(ddof=1)), n)


def _indices(table: Array, estimator: str) -> tuple[Array, Array]:
    a, b, mixed = table[0], table[1], table[2:]
    variance = table[:2].var(ddof=1)
    if variance == 0:
        none = np.full(len(mixed), np.nan)
        return none, none
    if estimator == "jansen":
        first = 1 - ((b - mixed) ** 2).mean(axis=1) / (2 * variance)
    else:
        first = (b * (mixed - a)).mean(axis=1) / variance
    return first, ((a - mixed) ** 2).mean(axis=1) / (2 * variance)
