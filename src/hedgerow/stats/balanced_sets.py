"""The largest set of targets whose matches can be brought into balance, by a linear programme.

Cardinality matching (Zubizarreta, Paredes and Rosenbaum 2014), relaxed: each target may take a share of each
of its candidates, at most 1 / `each` of one; the differences of the means stay within the limit; the targets
that are kept are as many as can be. The shares of the solution are then rounded to whole matches.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hedgerow.stats.balance import Matches

Array = npt.NDArray[np.float64]
SLACK = 0.8  # of the limit: rounding to whole matches moves the means a little
KEPT = 0.5  # least share of a target that counts as kept


def largest_balanced(
    found: Matches,
    targets: Array,
    pool: Array,
    *,
    spread: Array,
    each: int,
    least: int = 5,
    most: int = 20,
    limit: float = 0.1,
) -> Matches:
    """Return the matches of the most targets that can be balanced, with at least `least` matches each.

    Parameters
    ----------
    found
        Candidates, nearest first.
    targets, pool, spread
        As in `balanced`: areas x covariates, and the standard deviation of each covariate.
    each
        A target is meant to have so many matches, where it has as many candidates.
    least, most
        A target that is kept has at least and at most so many.
    """
    if not len(found.target):
        return found
    places, number, counts = np.unique(found.target, return_inverse=True, return_counts=True)
    gap = (targets[found.target] - pool[found.match]) / np.where(spread > 0, spread, np.inf)
    share = _shares(gap, number, np.maximum(np.minimum(each, counts), 1), limit)
    keep = _whole(share, number, len(places), (least, most), found.distance)
    return _kept(found, keep, places)


def _shares(gap: Array, number: npt.NDArray[np.int64], each: npt.NDArray[np.int64], limit: float) -> Array:
    """Solve the programme: a share for each candidate."""
    from scipy.optimize import linprog  # slow to import, and most commands match nothing
    from scipy.sparse import csr_array, vstack

    m = len(number)
    one = csr_array((np.ones(m), (number, np.arange(m))), shape=(len(each), m))
    room = SLACK * limit
    differences = csr_array(np.vstack([gap.T - room, -gap.T - room]))
    solved = linprog(
        -np.ones(m),
        A_ub=vstack([one, differences]),  # type: ignore[call-overload]
        b_ub=np.r_[np.ones(len(each)), np.zeros(2 * gap.shape[1])],
        bounds=np.column_stack([np.zeros(m), 1 / each[number]]),
        method="highs",
    )
    return np.zeros(m) if solved.x is None else np.asarray(solved.x, dtype=float)


def _whole(
    share: Array, number: npt.NDArray[np.int64], targets: int, bounds: tuple[int, int], distance: Array
) -> npt.NDArray[np.bool_]:
    """Keep whole matches: those with a share, the nearest of the rest where a kept target has too few."""
    total = np.bincount(number, weights=share, minlength=targets)
    least, most = bounds
    kept = total[number] >= KEPT
    keep = kept & (share > 1e-9)
    for target in np.flatnonzero(np.bincount(number[keep], minlength=targets) > most):
        mine = np.flatnonzero((number == target) & keep)
        keep[mine[np.argsort(-share[mine], kind="stable")][most:]] = False
    short = least - np.bincount(number[keep], minlength=targets)
    for target in np.flatnonzero((short > 0) & (total >= KEPT)):
        rest = np.flatnonzero((number == target) & ~keep)
        keep[rest[np.argsort(distance[rest], kind="stable")][: short[target]]] = True
    return np.asarray(keep & (np.bincount(number[keep], minlength=targets)[number] >= least))


def _kept(found: Matches, keep: npt.NDArray[np.bool_], places: npt.NDArray[np.int64]) -> Matches:
    target = found.target[keep]
    starts = np.r_[True, target[1:] != target[:-1]] if len(target) else np.zeros(0, dtype=bool)
    first = np.maximum.accumulate(np.where(starts, np.arange(len(target)), 0))
    return Matches(
        target=target,
        match=found.match[keep],
        order=np.arange(len(target)) - first + 1,
        distance=found.distance[keep],
        unmatched=np.sort(np.concatenate([found.unmatched, np.setdiff1d(places, target)])),
    )
