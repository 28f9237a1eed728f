"""Rates of small areas, drawn towards what is usual by as much as they are noise.

Marshall 1991 (empirical Bayes by moments, over all areas or over neighbours), Clayton and Kaldor 1987 (gamma
and Poisson by likelihood), Choynowski 1959 (probability maps).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import digamma, gammainc, gammaincc

from hedgerow.errors import EstimateError, UsageError
from hedgerow.stats.spatial.weights import Array, Weights


@dataclass(frozen=True)
class Between:
    """The pooled rate, and the variance of true rates around it; negative where noise explains more."""

    rate: float
    between: float


@dataclass(frozen=True)
class GammaPoisson:
    """Relative risks with a gamma prior of shape `alpha` and mean exp(`beta`)."""

    alpha: float
    beta: float
    estimate: Array


@dataclass(frozen=True)
class Choynowski:
    """How likely as much or more (as little or less where fewer than expected), and the Poisson CDF."""

    probability: Array
    cumulative: Array
    relative_risk: Array
    expected: Array


def pooled(events: npt.ArrayLike, population: npt.ArrayLike) -> tuple[Array, Array, Between]:
    """Return checked events and population, with the pooled rate and Marshall's variance between areas."""
    x, n = _pair(events, population)
    rate = float(x.sum() / n.sum())
    spread = float((n * (x / n - rate) ** 2).sum() / n.sum())
    return x, n, Between(rate, spread - rate / float(n.mean()))


def empirical_bayes(events: npt.ArrayLike, population: npt.ArrayLike) -> Array:
    """Return rates drawn towards that of all areas together."""
    x, n, found = pooled(events, population)
    between = max(found.between, 0.0)
    return _drawn(x / n, np.full(len(x), found.rate), np.full(len(x), between), n)


def local_empirical_bayes(events: npt.ArrayLike, population: npt.ArrayLike, weights: Weights) -> Array:
    """Return rates drawn towards that of the area and its neighbours; missing for islands.

    The variance between areas is taken from how each of them lies beside the mean of its own neighbourhood.
    """
    x, n = _pair(events, population)
    around = weights.with_self()
    ones = Weights(around.starts, around.others, np.ones(len(around.others)))
    people = ones.lag(n)
    rate = ones.lag(x) / people
    spread = ones.lag(n * (x / n - rate) ** 2) / people
    between = np.maximum(spread - rate * ones.sums() / people, 0.0)
    return np.where(weights.islands, np.nan, _drawn(x / n, rate, between, n))


def choynowski(events: npt.ArrayLike, population: npt.ArrayLike) -> Choynowski:
    """Return how surprising each count is at the pooled rate."""
    x, n = _pair(events, population)
    expected = n * float(x.sum() / n.sum())
    cumulative = np.asarray(gammaincc(x + 1, expected))
    above = np.where(x > 0, gammainc(np.maximum(x, 1), expected), 1.0)
    probability = np.where(x < expected, cumulative, above)
    return Choynowski(probability, cumulative, 100 * x / expected, expected)


def gamma_poisson(events: npt.ArrayLike, expected: npt.ArrayLike) -> GammaPoisson:
    """Return relative risks e^b (a + y) / (a + e^b E), with a and b of most likelihood.

    Raises
    ------
    EstimateError
        When the counts vary no more than chance.
    """
    y, e = _pair(events, expected)

    def mean(alpha: float) -> float:
        def score(beta: float) -> float:
            mu = e * np.exp(beta)
            return float(((y - mu) * alpha / (alpha + mu)).sum())

        middle = float(np.log(y.sum() / e.sum()))
        return float(brentq(score, middle - 8, middle + 8, xtol=1e-13))

    def slope(log_alpha: float) -> float:
        alpha = float(np.exp(log_alpha))
        mu = e * np.exp(mean(alpha))
        terms = digamma(y + alpha) - digamma(alpha) + np.log(alpha / (alpha + mu)) + (mu - y) / (alpha + mu)
        return float(terms.sum())

    low, high = -5.0, 12.0
    if y.sum() == 0 or slope(low) * slope(high) > 0:
        raise EstimateError("The counts vary no more than chance, so there is nothing to draw them from.")
    alpha = float(np.exp(brentq(slope, low, high, xtol=1e-13)))
    beta = mean(alpha)
    return GammaPoisson(alpha, beta, np.exp(beta) * (alpha + y) / (alpha + np.exp(beta) * e))


def _drawn(raw: Array, rate: Array, between: Array, n: Array) -> Array:
    noise = rate / n
    whole = between + noise
    share = np.divide(between, whole, out=np.zeros(len(raw)), where=whole > 0)
    return np.asarray(rate + share * (raw - rate))


def _pair(events: npt.ArrayLike, population: npt.ArrayLike) -> tuple[Array, Array]:
    x, n = np.asarray(events, dtype=float), np.asarray(population, dtype=float)
    if x.shape != n.shape or x.ndim != 1 or not len(x):
        raise UsageError(f"{x.size} counts and {n.size} populations do not fit.")
    if np.any(~np.isfinite(x)) or np.any(~np.isfinite(n)) or np.any(x < 0) or np.any(n <= 0):
        raise UsageError(
            "A count is missing or negative, or a population is missing or not above nought.",
            remedy="Leave such areas out and name them.",
        )
    return x, n
