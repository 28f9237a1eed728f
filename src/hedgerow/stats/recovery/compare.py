"""Places beside each other: rank intervals, a test against places alike, rank correlation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import betainc, betaincc
from scipy.stats import rankdata

Array = npt.NDArray[np.float64]
DRAWS = 200
LEAST_PAIRS = 10


@dataclass(frozen=True)
class RankInterval:
    """Ranks, 1 the lowest value, with the limits of an interval; NaN where the value is not known."""

    rank: Array
    lower: Array
    upper: Array


@dataclass(frozen=True)
class RankCorrelation:
    """Spearman's rho of n pairs with its interval (Bonett and Wright 2000); NaN below ten pairs."""

    n: int
    rho: float
    lower: float
    upper: float


def rank_interval(
    log_value: Array, deviation: Array, seed: int, level: float = 0.9, draws: int = DRAWS
) -> RankInterval:
    """Return ranks of normal posteriors with intervals from `draws` joint draws."""
    known = np.flatnonzero(~np.isnan(log_value))
    out = np.full((3, len(log_value)), np.nan)
    if len(known):
        mean, spread = log_value[known], deviation[known]
        noise = np.random.default_rng(seed).standard_normal((draws, len(known)))
        order = np.argsort(np.argsort(mean + spread * noise, axis=1), axis=1) + 1
        tail = (1 - level) / 2
        low, high = np.quantile(order, (tail, 1 - tail), axis=0, method="closest_observation")
        rank = rankdata(mean, method="min")
        out[:, known] = rank, np.minimum(low, rank), np.maximum(high, rank)
    return RankInterval(*out)


def ratio_test(recorded: Array, expected: Array, noise: Array) -> Array:
    """Return two-sided mid-p-values of counts against a negative binomial with variance m + noise m²."""
    size = 1 / np.maximum(noise, 1e-9)
    share = size / (size + np.maximum(expected, 1e-9))
    below = betainc(size, recorded + 1, share)
    above = np.where(recorded > 0, betaincc(size, np.maximum(recorded, 1e-9), share), 1.0)
    same = np.maximum(below + above - 1, 0.0)
    return np.asarray(np.minimum(2 * (np.minimum(below, above) - same / 2), 1.0))


def rank_correlation(left: Array, right: Array) -> RankCorrelation:
    """Return Spearman's rho of two columns where both are known."""
    known = ~np.isnan(left) & ~np.isnan(right)
    n = int(known.sum())
    if n < LEAST_PAIRS or np.ptp(left[known]) == 0 or np.ptp(right[known]) == 0:
        return RankCorrelation(n, np.nan, np.nan, np.nan)
    rho = float(np.corrcoef(rankdata(left[known]), rankdata(right[known]))[0, 1])
    if abs(rho) >= 1 - 1e-12:
        return RankCorrelation(n, rho, rho, rho)
    reach = 1.959963984540054 * np.sqrt((1 + rho**2 / 2) / (n - 3))
    limits = np.tanh(np.arctanh(rho) + np.array([-reach, reach]))
    return RankCorrelation(n, rho, float(limits[0]), float(limits[1]))
