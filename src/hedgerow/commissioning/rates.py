"""Rates with intervals, and changes between two counts, for numbers that are counts of events."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

from hedgerow.stats import interval

LEVEL = 0.95


def poisson_interval(count: float, level: float = LEVEL) -> tuple[float, float]:
    """Return the limits of a count that pages print too: exact below ten, Byar's from ten up."""
    low, high = interval.poisson_interval(count, level)
    return float(low), float(high)


def yearly_rate(count: float, population: int, months: int) -> tuple[float, float, float]:
    """Return the rate for each 1,000 residents in a year, with its interval.

    `months` is how many months the count covers: a gap shortens the period and is never counted as nought.
    """
    scale = 12 / months * 1000 / population
    low, high = poisson_interval(count)
    return count * scale, low * scale, high * scale


def change_interval(
    now: float,
    before: float,
    months_now: int,
    months_before: int,
    *,
    scale: float = 1.0,
    level: float = LEVEL,
) -> tuple[float, float, float] | None:
    """Return the ratio of two monthly rates less one, in per cent, with its conditional interval.

    Given the total, the later count is binomial (Przyborowski and Wilenski 1940; interval of Clopper and
    Pearson 1934, exact at scale 1). `scale` is the variance of a month's count over its mean: crimes come in
    runs, so counts tell less than as many separate events. `None` where the earlier count is nought.
    """
    if before <= 0 or months_now == 0 or months_before == 0:
        return None
    exposure = months_before / months_now
    tail = (1 - level) / 2
    later, earlier = now / scale, before / scale
    low = float(stats.beta.ppf(tail, later, earlier + 1)) if now > 0 else 0.0
    high = float(stats.beta.ppf(1 - tail, later + 1, earlier))
    percent = [exposure * part - 1 for part in (now / before, _odds(low), _odds(high))]
    return 100 * percent[0], 100 * percent[1], 100 * percent[2]


def change_p(
    now: NDArray[np.float64], before: NDArray[np.float64], share: float, *, scale: float = 1.0
) -> NDArray[np.float64]:
    """Return the two-sided mid-p of each pair under no change.

    `share` is that of the later months; `scale` as in `change_interval`: the binomial distribution of the
    counts over it, continued between whole numbers by the incomplete beta function.
    """
    later, total = now / scale, (now + before) / scale
    upto = special.betainc(np.maximum(total - later, 1e-300), later + 1, 1 - share)
    upto = np.where(before > 0, upto, 1.0)
    below = np.where(now > 0, special.betainc(total - later + 1, np.maximum(later, 1e-300), 1 - share), 0.0)
    lower = (upto + below) / 2
    return np.asarray(np.minimum(1.0, 2 * np.minimum(lower, 1 - lower)), dtype=float)


def false_discovery(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the q-values of Benjamini and Hochberg (1995)."""
    order = np.argsort(p)
    ranked = p[order] * len(p) / np.arange(1, len(p) + 1)
    q = np.empty_like(p)
    q[order] = np.minimum(1.0, np.minimum.accumulate(ranked[::-1])[::-1])
    return q


def rank_interval(
    counts: NDArray[np.float64], population: NDArray[np.float64], *, seed: int = 20_260_101, draws: int = 1000
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the 5th and 95th percentile of each area's rank by rate, 1 the highest.

    Each draw takes every area's mean from a gamma distribution with its count plus a half (Jeffreys).
    """
    generator = np.random.default_rng(seed)
    rates = generator.gamma(counts + 0.5, size=(draws, len(counts))) / population
    ranks = (-rates).argsort(axis=1).argsort(axis=1) + 1
    low, high = np.percentile(ranks, [5, 95], axis=0, method="nearest")
    return low.astype(np.int64), high.astype(np.int64)


def _odds(share: float) -> float:
    return share / (1 - share) if share < 1 else float("inf")
