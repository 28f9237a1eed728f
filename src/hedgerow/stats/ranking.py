"""Where a place stands among all: posterior expected ranks, their intervals and r-values.

With F the mean of all posterior distributions, a place whose ratio is t has rank n F(t), nearly exactly when
n is large. Ranks of posterior means hide what is not known, and put small places first and last.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import gammaincinv

from hedgerow.stats.shrinkage import Posterior

Array = npt.NDArray[np.float64]
GRID = 120  # points of F, even in the logarithm of the ratio
NODES = 8  # quantiles of a place's own posterior over which its rank is averaged
SHARES = 50  # shares at which r-values are asked for


@dataclass(frozen=True)
class Ranks:
    """Ranks of n places; 1 is the lowest ratio.

    Attributes
    ----------
    expected
        Posterior expected rank, sum_j P(theta_j <= theta_i) (Laird and Louis 1989).
    lower, upper
        Interval of the rank.
    r_value
        Smallest share at which the place belongs to the lowest (Henderson and Newton 2016).
    """

    expected: Array
    lower: Array
    upper: Array
    r_value: Array


def posterior_ranks(after: Posterior, level: float = 0.9) -> Ranks:
    """Return where each place stands, given the posterior of each ratio."""
    n = len(after.shape)
    if n == 0:
        nothing = np.empty(0)
        return Ranks(nothing, nothing, nothing, nothing)
    points, share = _mixture(after)
    tail = (1 - level) / 2

    def standing(p: float) -> Array:
        own = np.log(np.maximum(gammaincinv(after.shape, p), 1e-300) / after.rate)
        return n * np.interp(own, points, share)

    middle = np.mean([standing((node + 0.5) / NODES) for node in range(NODES)], axis=0)
    # A place stands exactly beside itself: half of it is counted by F already.
    ends = (np.clip(standing(p) + 0.5, 1, n) for p in (tail, 1 - tail))
    lower, upper = ends
    return Ranks(np.clip(middle + 0.5, 1, n), lower, upper, _r_values(after, points, share))


def _mixture(after: Posterior) -> tuple[Array, Array]:
    """Return the logarithms of a grid of ratios and the mean of all posterior distributions there."""
    mean, spread = after.mean, np.sqrt(after.shape) / after.rate
    low = float(np.log(max(np.min(mean - 4 * spread), np.min(mean) / 50)))
    high = float(np.log(np.max(mean + 6 * spread)))
    points = np.linspace(low, high, GRID)
    share = np.array([after.below(float(np.exp(point))).mean() for point in points])
    return points, np.maximum.accumulate(share)


def _r_values(after: Posterior, points: Array, share: Array) -> Array:
    """Return the smallest share of the lowest to which each place may be counted.

    At the share a the cut is the a-quantile t of F, V = P(theta < t) for each place, and the places with the
    greatest V, a of them, belong (Henderson and Newton 2016, equation 6).
    """
    n = len(after.shape)
    out = np.ones(n)
    for a in np.exp(np.linspace(0.0, np.log(1 / n), SHARES)):
        cut = float(np.exp(np.interp(a, share, points)))
        inside = after.below(cut)
        keep = max(1, round(a * n))
        least = np.partition(inside, n - keep)[n - keep]
        out[inside >= least] = a
    return out
