"""Paths that would have been: negative binomial regressions of many places at once, pooled by a prior.

Counts of place i in month t have mean exp(offset + x b) and variance mu + alpha mu². Each place's b has a
normal prior around the path of the area above it, which is its offset: what the months cannot tell stays at
the prior and widens the interval (a penalised likelihood: Gelman and Hill 2007, chapters 12 and 15). From the
last month before the shock the log of the level drifts as a random walk, which widens the band.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
ROUNDS = 40
STEP = 2.0  # greatest change of a coefficient in a round
SETTLED = 1e-8


@dataclass(frozen=True)
class Prior:
    """Standard deviations on the log scale: level, trend a year, each season wave, drift a year.

    `month` is the spread of months beyond chance (the root of alpha) that is assumed where few months tell,
    with the weight of `month_weight` months.
    """

    level: float
    trend: float
    season_1: float
    season_2: float
    drift: float
    month: float
    month_weight: float = 6.0

    @property
    def precision(self) -> Array:
        """One over the variances of the six terms."""
        spread = [self.level, self.trend, self.season_1, self.season_1, self.season_2, self.season_2]
        return np.asarray(1 / np.square(spread))


@dataclass(frozen=True)
class FittedPaths:
    """Coefficients (n x 6) and their covariances (n x 6 x 6), and alpha, the noise of months."""

    coefficients: Array
    covariance: Array
    alpha: float


@dataclass(frozen=True)
class ExpectedPaths:
    """Expected counts (n x T), and the variance of their logarithm: of the place's own terms and drift."""

    expected: Array
    own_variance: Array


def fit_paths(counts: Array, design: Array, offset: Array, prior: Prior, *, age: Array) -> FittedPaths:
    """Fit every place; months that are NaN are left out.

    Parameters
    ----------
    counts
        n x T months before the shock, NaN where not known.
    design
        T x 6.
    offset
        n x T, log scale: the path of the area above.
    age
        n x T, years from each month to the last known one before the shock. A month tells of the level now
        only as far as the level has not drifted since: its alpha is alpha + drift² x age.

    Raises
    ------
    EstimateError
        When a count is negative, or a place has no known month.
    """
    known = ~np.isnan(counts)
    y = np.where(known, counts, 0.0)
    if y.min(initial=0.0) < 0:
        raise EstimateError(f"A count of {y.min():g} is negative.", remedy="Check the file it came from.")
    if not len(y):
        return FittedPaths(
            np.zeros((0, design.shape[1])), np.zeros((0, *[design.shape[1]] * 2)), prior.month**2
        )
    if not known.any(axis=1).all():
        raise EstimateError("A place has no known month before the shock.", remedy="Leave it out by name.")
    alpha = prior.month**2
    beta = np.zeros((len(y), design.shape[1]))
    beta[:, 0] = _start(y, known, offset)
    drifted = prior.drift**2 * np.maximum(age, 0.0)
    for _ in range(2):
        beta, covariance = _solve(y, known, design, offset, (beta, prior, alpha + drifted))
        alpha = month_noise(y, known, np.exp(offset + beta @ design.T), prior, drifted)
    return FittedPaths(beta, covariance, alpha)


def month_noise(y: Array, known: Mask, mu: Array, prior: Prior, drifted: Array) -> float:
    """Return alpha by moments over all places and months, drawn towards the prior where few months tell.

    `drifted` is the variance that drift has added to each month: late months tell the most.
    """
    recent = prior.month**2 / (prior.month**2 + drifted)
    used = np.where(known, mu * np.sqrt(recent), 0.0)
    months = known.sum(axis=1, keepdims=True)
    # A place's own terms take up part of its noise: about two of the six, more where a season can be told.
    terms = np.where(months >= 24, 5.0, 2.0)
    left = np.where(months > terms, months / np.maximum(months - terms, 1), 0.0)
    excess = np.where(known, recent * (left * (y - mu) ** 2 - mu * (left > 0)), 0.0)
    weight = float(np.sum(used**2 * (left > 0)))
    typical = float(np.mean(np.sum(used**2, axis=1) / np.maximum(months[:, 0], 1))) * prior.month_weight
    return max((float(np.sum(excess)) + typical * prior.month**2) / max(weight + typical, 1e-12), 1e-5)


def expected_paths(
    fitted: FittedPaths, design: Array, offset: Array, prior: Prior, ahead: Array
) -> ExpectedPaths:
    """Return what would have been; `ahead` is n x T, years from the last known month before the shock."""
    expected = np.exp(offset + fitted.coefficients @ design.T)
    terms = np.einsum("tj,njk,tk->nt", design, fitted.covariance, design, optimize=True)
    return ExpectedPaths(expected, terms + prior.drift**2 * np.abs(ahead))


def band(expected: Array, variance: Array, alpha: float, z: float) -> tuple[Array, Array]:
    """Return the band in which a month without a shock would lie.

    The count has the variance mu + (alpha + v) mu²; its quantiles are those of a gamma with that mean and
    variance, by the cube root of Wilson and Hilferty (1931), widened by the half that a whole count leaves.
    """
    spread = 1 / np.maximum(expected, 1e-9) + alpha + variance
    root = 1 - spread / 9
    reach = z * np.sqrt(spread) / 3
    lower = expected * np.maximum(root - reach, 0.0) ** 3 - 0.5
    return np.maximum(lower, 0.0), expected * (root + reach) ** 3 + 0.5


def _start(y: Array, known: Mask, offset: Array) -> Array:
    total = np.sum(np.where(known, np.exp(offset), 0.0), axis=1)
    return np.asarray(np.log((y.sum(axis=1) + 0.5) / (total + 0.5)))


def _solve(
    y: Array, known: Mask, design: Array, offset: Array, begin: tuple[Array, Prior, Array]
) -> tuple[Array, Array]:
    """Maximise the penalised likelihood of all places together: Fisher scoring, steps kept short."""
    beta, prior, alpha = begin
    terms = design.shape[1]
    products = (design[:, :, None] * design[:, None, :]).reshape(len(design), -1)
    penalty = np.diag(prior.precision)
    for _ in range(ROUNDS):
        mu = np.exp(np.clip(offset + beta @ design.T, -30.0, 30.0))
        weight = np.where(known, 1 / (1 + alpha * mu), 0.0)
        information = ((weight * mu) @ products).reshape(-1, terms, terms) + penalty
        score = (weight * (y - mu)) @ design - beta * prior.precision
        step = np.linalg.solve(information, score[:, :, None])[:, :, 0]
        beta = beta + np.clip(step, -STEP, STEP)
        if float(np.max(np.abs(step), initial=0.0)) < SETTLED:
            break
    else:
        raise EstimateError(
            f"The paths before the shock did not settle in {ROUNDS} rounds.",
            remedy="Look for a month with an impossible count.",
        )
    return beta, np.asarray(np.linalg.inv(information), dtype=np.float64)
