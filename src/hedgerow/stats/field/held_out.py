"""What the field says of areas whose counts it has not seen: prediction of whole blocks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from hedgerow.stats.count_model import unexplained
from hedgerow.stats.field.mode import Problem, Spread, State, find_mode

Array = npt.NDArray[np.float64]
ENOUGH = 0.05  # of the log posterior: blocks are scored, not reported
TOLD = 1e-9  # share of a column's square that the columns before it do not explain


def held_out(
    problem: Problem, spread: Spread, state: State, fold: npt.NDArray[np.int64]
) -> tuple[Array, Array]:
    """Return the log of each seen area's mean, over phi, and its variance, from all folds but its own.

    The spread is that of the whole; areas not seen have missing values. What the other folds say nothing of,
    such as the level of a force that lies whole in one fold, is left out of the prediction.
    """
    center, variance = np.full(len(fold), np.nan), np.full(len(fold), np.nan)
    for number in np.unique(fold[problem.seen]):
        out = problem.seen & (fold == number)
        into = problem.seen & ~out
        told = unexplained(problem.design[into]) > TOLD
        design = problem.design[:, told]
        part = replace(problem, seen=into, counts=np.where(out, 0.0, problem.counts), design=design)
        mode = find_mode(part, spread, replace(state, coefficients=state.coefficients[told]), ENOUGH)
        rows = np.flatnonzero(out)
        lever = design[rows] - mode.carried[rows]
        inverse = np.linalg.inv(mode.schur)
        line = problem.offset + design @ mode.state.coefficients + mode.state.field
        center[rows] = line[rows]
        variance[rows] = mode.solver.variances(rows) + np.einsum("ij,jk,ik->i", lever, inverse, lever)
    return center, variance
