"""What the past lets one expect: log-linear means on waves of the year and a trend, for many series at once.

Poisson by reweighted least squares; negative binomial by turns with its spread (alpha, variance = mean +
alpha mean²), whose likelihood is climbed by bisection on its derivative.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import psi

from hedgerow.errors import EstimateError
from hedgerow.stats.surveillance.alarms import checked
from hedgerow.stats.surveillance.irls import regress
from hedgerow.stats.surveillance.window import Array

ALPHAS = (1e-6, 1e2)
TURNS = 40


@dataclass(frozen=True)
class Waves:
    """Shape of what is expected: pairs of sine and cosine of the year, and whether it drifts."""

    period: int = 12
    pairs: int = 1
    trend: bool = False


@dataclass(frozen=True)
class Expected:
    """Means of all periods, shape (series, periods), and each series' spread, 0 for Poisson."""

    mean: Array
    alpha: Array


def expect(counts: npt.ArrayLike, learn: int, *, waves: Waves, negative_binomial: bool = False) -> Expected:
    """Learn from the first ``learn`` periods and give the mean of all.

    Raises
    ------
    EstimateError
        When there are fewer than twice as many periods to learn from as terms, or bad counts.
    """
    y = checked(counts)
    design = _design(y.shape[1], waves)
    if not 2 * design.shape[1] <= learn <= y.shape[1]:
        raise EstimateError(
            f"{learn} periods cannot teach {design.shape[1]} terms in a series of {y.shape[1]}.",
            remedy=f"Learn from at least {2 * design.shape[1]} periods, and at most from all.",
        )
    past = y[:, :learn]
    held = ~np.isnan(past)
    past = np.where(held, past, 0.0)
    fit = regress(past, design[:learn], held.astype(np.float64))
    alpha = np.zeros(len(y))
    if not negative_binomial:
        return Expected(np.exp(np.clip(fit.coefficients @ design.T, -30, 30)), alpha)
    return _by_turns(past, held, design, fit.coefficients)


def _design(periods: int, waves: Waves) -> Array:
    time = np.arange(periods, dtype=np.float64)
    turn = 2 * np.pi * time / waves.period
    columns = [np.ones(periods)] + ([(time - periods / 2) / waves.period] if waves.trend else [])
    for pair in range(1, waves.pairs + 1):
        columns += [np.cos(pair * turn), np.sin(pair * turn)]
    return np.column_stack(columns)


def _by_turns(past: Array, held: npt.NDArray[np.bool_], design: Array, beta: Array) -> Expected:
    """Climb mean and spread by turns until neither moves."""
    x = design[: past.shape[1]]
    square = (x[:, :, None] * x[:, None, :]).reshape(len(x), -1)
    alpha, beta, todo = np.zeros(len(past)), beta.copy(), np.arange(len(past))
    for _ in range(TURNS):
        y, seen = past[todo], held[todo]
        mean = np.exp(np.clip(beta[todo] @ x.T, -30, 30))
        new = _alpha(y, mean, seen)
        for _ in range(4):
            share = seen / (1 + new[:, None] * mean)
            left = ((share * mean) @ square).reshape(-1, x.shape[1], x.shape[1]) + 1e-12 * np.eye(x.shape[1])
            score = (share * (y - mean)) @ x
            beta[todo] += np.linalg.solve(left, score[..., None])[..., 0]
            mean = np.exp(np.clip(beta[todo] @ x.T, -30, 30))
        moved = np.abs(new - alpha[todo]) > 1e-9
        alpha[todo] = new
        todo = todo[moved]
        if not len(todo):
            break
    return Expected(np.exp(np.clip(beta @ design.T, -30, 30)), alpha)


def _alpha(past: Array, mean: Array, held: npt.NDArray[np.bool_]) -> Array:
    """Return the spread at which the likelihood is highest; 0 where Poisson is likelier than any."""
    found = np.zeros(len(past))
    wide = np.flatnonzero(_rise(past, mean, held, np.full(len(past), ALPHAS[0])) > 0)
    low, high = (np.full(len(wide), np.log(edge)) for edge in ALPHAS)
    y, m, seen = past[wide], mean[wide], held[wide]
    for _ in range(45):
        middle = (low + high) / 2
        rising = _rise(y, m, seen, np.exp(middle)) > 0
        low, high = np.where(rising, middle, low), np.where(rising, high, middle)
    found[wide] = np.exp((low + high) / 2)
    return found


def _rise(past: Array, mean: Array, held: npt.NDArray[np.bool_], alpha: Array) -> Array:
    """Return the derivative of the log-likelihood in alpha, of any positive scale."""
    size = 1 / alpha[:, None]
    part = psi(past + size) - psi(size) - np.log1p(mean / size) + (mean - past) / (size + mean)
    return -np.asarray((held * part).sum(axis=1))
