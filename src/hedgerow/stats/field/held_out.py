"""What the field says of areas whose counts it has not seen: prediction of whole blocks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from hedgerow.stats.field.mode import Problem, Spread, State, find_mode

Array = npt.NDArray[np.float64]
ENOUGH = 0.05  # of the log posterior: blocks are scored, not reported


def held_out(
    problem: Problem, spread: Spread, state: State, fold: npt.NDArray[np.int64]
) -> tuple[Array, Array]:
    """Return the log of each seen area's mean, over phi, and its variance, from all folds but its own.

    The spread is that of the whole; areas not seen have missing values.
    """
    center, variance = np.full(len(fold), np.nan), np.full(len(fold), np.nan)
    for number in np.unique(fold[problem.seen]):
        out = problem.seen & (fold == number)
        part = replace(problem, seen=problem.seen & ~out, counts=np.where(out, 0.0, problem.counts))
        mode = find_mode(part, spread, state, ENOUGH)
        rows = np.flatnonzero(out)
        lever = problem.design[rows] - mode.carried[rows]
        inverse = np.linalg.inv(mode.schur)
        line = problem.offset + problem.design @ mode.state.coefficients + mode.state.field
        center[rows] = line[rows]
        variance[rows] = mode.solver.variances(rows) + np.einsum("ij,jk,ik->i", lever, inverse, lever)
    return center, variance
