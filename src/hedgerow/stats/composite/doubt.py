"""Benefit of the doubt: each unit is scored with the weights that suit it best (Cherchye et al. 2007).

The score is the most that the unit reaches while no unit passes 1 with the same weights. Restricted: each
child gives at least and at most a stated share of the unit's own score.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError, UsageError

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Doubt:
    """Scores from 0 to 1 and the weights behind them, units x children."""

    scores: Array
    weights: Array


def benefit_of_the_doubt(children: npt.ArrayLike, *, shares: tuple[float, float] = (0.0, 1.0)) -> Doubt:
    """Solve one linear programme a unit.

    Only units that no other beats on every child can bind, so the rest are not constraints.

    Raises
    ------
    UsageError, EstimateError
        When the shares cannot be met, or a value is negative or missing.
    """
    from scipy.optimize import linprog

    x = np.asarray(children, dtype=float)
    n, c = x.shape
    low, high = shares
    if not 0 <= low <= 1 / c <= high <= 1:
        raise UsageError(
            f"Shares from {low:g} to {high:g} cannot be met by {c} children.",
            remedy=f"Let them hold 1/{c} = {1 / c:.3g} between them.",
        )
    if not np.isfinite(x).all() or (x < 0).any():
        raise EstimateError(
            "Benefit of the doubt needs values of zero or more, and all of them.",
            remedy="Impute, and use normalise.method = “min_max”.",
        )
    front = x[_undominated(x)]
    scores, weights = np.zeros(n), np.zeros((n, c))
    for row in range(n):
        own = x[row]
        if own.max() <= 0:
            continue
        bounds = np.vstack([np.diag(own) - high * own, low * own - np.diag(own)])
        solved = linprog(
            -own,
            A_ub=np.vstack([front, bounds]),
            b_ub=np.concatenate([np.ones(len(front)), np.zeros(2 * c)]),
            bounds=(0, None),
            method="highs",
        )
        if not solved.success:
            raise EstimateError(f"The weights of unit {row + 1} cannot be found: {solved.message}")
        scores[row], weights[row] = float(own @ solved.x), solved.x
    return Doubt(scores, weights)


def _undominated(x: Array) -> npt.NDArray[np.intp]:
    """Rows that no other row equals or passes on every child, one of each set of equals."""
    unique, first = np.unique(x, axis=0, return_index=True)
    order = np.argsort(-unique.sum(axis=1), kind="stable")
    kept: list[int] = []
    for row in order:
        if not kept or not (unique[kept] >= unique[row]).all(axis=1).any():
            kept.append(int(row))
    return first[kept]
