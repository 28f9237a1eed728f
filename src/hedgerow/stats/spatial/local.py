"""Where like lies beside like: local Moran, Gi, Gi* and Geary.

Anselin 1995 (local Moran and Geary); Getis and Ord 1992, Ord and Getis 1995 (Gi, Gi*); Sokal, Oden and
Thomson 1998 (conditional moments).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.stats.spatial import conditional, tails
from hedgerow.stats.spatial.significance import Answer, Question, array_of, judge
from hedgerow.stats.spatial.weights import Array, Mask, Weights

MARKS = 65  # own values at which the tails of squared gaps are computed
COARSE = 1 << 14  # points of their grid


@dataclass(frozen=True)
class Local:
    """A local statistic of n areas; missing (NaN) for islands.

    Attributes
    ----------
    statistic
        I_i, c_i, or for Gi and Gi* the standardised deviate.
    mean, variance, deviate
        What chance gives, and how far the statistic is from it.
    p_value
        Two-sided.
    own, around
        Value of the area and of its surroundings (with itself for Gi*), about the mean of all.
    set_aside, shuffled
        Values left out of the second look; areas whose p is a shuffle's.
    """

    statistic: Array
    mean: Array
    variance: Array
    deviate: Array
    p_value: Array
    own: Array
    around: Array
    set_aside: Mask
    shuffled: Mask


def local_moran(
    x: npt.ArrayLike, weights: Weights, *, tail: str = "convolution", level: float = 0.05, seed: int = 0
) -> Local:
    """Return I_i = (z_i / m2) sum_j w_ij z_j, with m2 = sum z² / n, and how surprising it is.

    An area's own value is held, so what is tested is its surroundings: the p value is the same as of Gi.
    """
    values = array_of(x, weights)
    z = values - values.mean()
    scale = z / (z**2).mean()
    sums = conditional.of_the_others(z, weights)
    answer = judge(Question(values, weights, tail=tail, level=level, seed=seed))
    around = np.where(weights.islands, np.nan, weights.lag(z))
    found = scale * around
    mean, variance = scale * sums.mean, scale**2 * sums.variance
    return _local(
        found, (mean, variance), conditional.Moments(mean, variance, mean).deviate(found), answer, z, around
    )


def total_moments(x: npt.ArrayLike, weights: Weights) -> tuple[Array, Array]:
    """Return mean and variance of local Moran when all values are shuffled, its own too (Anselin 1995)."""
    values = array_of(x, weights)
    z, n = values - values.mean(), weights.n
    w1, w2 = weights.sums(), weights.sums(2)
    b2 = float((z**4).mean() / (z**2).mean() ** 2)
    mean = np.where(weights.islands, np.nan, -w1 / (n - 1))
    cross = (w1**2 - w2) * (2 * b2 - n) / ((n - 1) * (n - 2))
    return mean, w2 * (n - b2) / (n - 1) + cross - mean**2


def local_gi(
    x: npt.ArrayLike,
    weights: Weights,
    *,
    star: bool = False,
    tail: str = "convolution",
    level: float = 0.05,
    seed: int = 0,
) -> Local:
    """Return Gi, or Gi* with the area itself among its surroundings, as standardised deviates."""
    values = array_of(x, weights)
    used = weights.with_self() if star else weights
    sums = (conditional.of_all if star else conditional.of_the_others)(values, used)
    lag = np.where(weights.islands, np.nan, used.lag(values))
    deviate = sums.deviate(lag)
    answer = judge(Question(values, used, itself=star, tail=tail, level=level, seed=seed))
    around = lag - used.sums() * values.mean()
    found = _local(deviate, (sums.mean, sums.variance), deviate, answer, values - values.mean(), around)
    return without(found, weights.islands)


def local_geary(x: npt.ArrayLike, weights: Weights) -> Local:
    """Return c_i = sum_j w_ij (z_i - z_j)² / m2.

    Chance differs with the area's own value: tails are computed at values between the least and the largest
    and read in between.
    """
    values = array_of(x, weights)
    z = values - values.mean()
    m2 = float((z**2).mean())
    gaps = weights.values * (z[weights.rows] - z[weights.others]) ** 2
    found = np.where(weights.islands, np.nan, weights.across(gaps) / m2)
    sums = _squared_gaps(z, weights)
    mean, variance = sums.mean / m2, sums.variance / m2**2
    deviate = (found - mean) / np.sqrt(variance)
    low, high = _tails_by_own(z, weights, deviate)
    nobody = np.zeros(len(z), dtype=bool)
    answer = Answer(tails.two_sided(low, high), low, high, nobody, nobody)
    return _local(found, (mean, variance), deviate, answer, z, weights.lag(z))


def _tails_by_own(z: Array, weights: Weights, deviate: Array) -> tuple[Array, Array]:
    """Return tails of sums of squared gaps, between those at the next own values below and above."""
    marks = np.unique(
        np.concatenate([np.quantile(z, np.linspace(0, 1, MARKS)), np.linspace(z.min(), z.max(), MARKS)])
    )
    place = np.clip(np.searchsorted(marks, z, side="right") - 1, 0, len(marks) - 2)
    share = (z - marks[place]) / (marks[place + 1] - marks[place])
    low, high = np.zeros(len(z)), np.zeros(len(z))
    for mark, value in enumerate(marks):
        weight = np.where(place == mark, 1 - share, np.where(place + 1 == mark, share, 0.0))
        used = np.flatnonzero(weight > 0)
        if len(used):
            found = tails.convolution((value - z) ** 2, weights.degrees[used], deviate[used], COARSE)
            low[used] += weight[used] * found[0]
            high[used] += weight[used] * found[1]
    return low, high


def without(found: Local, islands: Mask) -> Local:
    """Return the same with nothing said of islands."""
    blank = {
        name: np.where(islands, np.nan, getattr(found, name))
        for name in ("statistic", "mean", "variance", "deviate", "p_value", "around")
    }
    return Local(own=found.own, set_aside=found.set_aside, shuffled=found.shuffled, **blank)


def _squared_gaps(z: Array, weights: Weights) -> conditional.Moments:
    """Return the moments of sums of (z_i - z_j)², by the power sums of all others."""
    m = len(z) - 1
    s = [((z**power).sum() - z**power) / m for power in range(7)]
    first = z**2 - 2 * z * s[1] + s[2]
    second = z**4 - 4 * z**3 * s[1] + 6 * z**2 * s[2] - 4 * z * s[3] + s[4]
    third = (
        z**6 - 6 * z**5 * s[1] + 15 * z**4 * s[2] - 20 * z**3 * s[3] + 15 * z**2 * s[4] - 6 * z * s[5] + s[6]
    )
    lopsided = third - 3 * first * second + 2 * first**3
    return conditional.drawn(weights, first, second - first**2, lopsided, np.full(len(z), float(m)))


def _local(
    statistic: Array,
    moments: tuple[Array, Array],
    deviate: Array,
    answer: Answer,
    own: Array,
    around: Array,
) -> Local:
    return Local(
        statistic=statistic,
        mean=moments[0],
        variance=moments[1],
        deviate=deviate,
        p_value=answer.p_value,
        own=own,
        around=around,
        set_aside=answer.set_aside,
        shuffled=answer.shuffled,
    )
