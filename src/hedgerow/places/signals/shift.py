"""Has the level shifted, rather than one month jumped? Sums of the last two, three, … months beside expected.

The likelihood ratio of a level that changed at an unknown month of the recent ones (Lorden 1971; the
generalised likelihood ratio of Höhle and Paul 2008), over the few windows that the baseline leaves out. Each
window has an exact tail; the best is paid for by the number of windows (Bonferroni), which is cautious.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.places.signals.baseline import Expectation
from hedgerow.places.signals.tails import Tails, tails

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Shifts:
    """Of k types in n areas: two-sided p-value, months since, ratio; NaN and 0 where nothing can be said."""

    p: Array
    rising: npt.NDArray[np.bool_]
    months: npt.NDArray[np.int64]
    ratio: Array


def find_shifts(counts: Array, said: Expectation, chance: Array) -> Shifts:
    """Return the strongest shift of each series that ends with the current month.

    Parameters
    ----------
    counts
        Shape (k, n, r): the recent months, the current one last; NaN where not known.
    said
        What was expected of them.
    chance
        Shape (k, n): uniform numbers for the jumps.
    """
    shape = counts.shape[:2]
    best = Shifts(
        np.full(shape, np.nan), np.zeros(shape, bool), np.zeros(shape, np.int64), np.full(shape, np.nan)
    )
    windows = range(2, counts.shape[2] + 1)
    for length in windows:
        found, due = counts[:, :, -length:].sum(axis=2), said.mean[:, :, -length:].sum(axis=2)
        known = np.isfinite(found)
        tail = tails(np.where(known, found, 0.0), due, said.variance(due))
        p = np.where(known, np.minimum(cautious(tail, chance) * len(windows), 1.0), np.nan)
        better = known & (np.isnan(best.p) | (p < best.p))
        best = Shifts(
            np.where(better, p, best.p),
            np.where(better, tail.above < tail.below, best.rising),
            np.where(better, length, best.months),
            np.where(better, found / np.maximum(due, 1e-9), best.ratio),
        )
    return best


def cautious(tail: Tails, chance: Array) -> Array:
    """Two-sided randomised p-value, never below the mid-p: a lucky draw alone makes no sign."""
    return np.maximum(tail.two_sided(chance), tail.two_sided())
