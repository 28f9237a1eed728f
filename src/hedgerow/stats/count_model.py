"""Regression of counts with more spread than Poisson: the negative binomial model NB2.

Counts y have mean mu = exp(offset + X b) and variance phi mu + alpha mu² (Cameron and Trivedi 2013, section
3.3). With ``scale`` phi = 1 it is the usual NB2. With phi > 1 the likelihood is that of y / phi with mean
mu / phi, which has exactly that variance (a quasi-likelihood: Nelder and Lee 1992).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

from hedgerow.errors import EstimateError

Array = npt.NDArray[np.float64]
ROUNDS = 60
TOLERANCE = 1e-10
ALPHA_RANGE = (1e-8, 1e3)


@dataclass(frozen=True)
class CountFit:
    """A fitted count model.

    Attributes
    ----------
    names
        Columns of the design matrix, k of them.
    coefficients, standard_errors
        On the log scale, length k.
    alpha
        Spread between areas that the covariates leave unexplained.
    scale
        Variance of one area's own noise over its mean, phi; 1 is Poisson.
    expected
        Fitted means, length n.
    log_likelihood
        Of y / scale.
    rounds
        Alternations of weights and alpha that were needed.
    """

    names: tuple[str, ...]
    coefficients: Array
    standard_errors: Array
    alpha: float
    scale: float
    expected: Array
    log_likelihood: float
    rounds: int


def fit_counts(
    counts: npt.ArrayLike,
    design: npt.ArrayLike,
    offset: npt.ArrayLike,
    *,
    names: tuple[str, ...],
    scale: float = 1.0,
) -> CountFit:
    """Fit the model by maximum likelihood: reweighted least squares for b, a line search for alpha.

    Parameters
    ----------
    counts, offset
        Length n; counts may hold fractions but nothing negative or missing.
    design
        n x k, with its own column of ones.

    Raises
    ------
    EstimateError
        When there are too few areas, values are missing or negative, columns repeat one another, or the fit
        does not settle.
    """
    y, x = np.asarray(counts, dtype=float), np.asarray(design, dtype=float)
    base = np.asarray(offset, dtype=float) - np.log(scale)
    _refuse(y, x, base, names)
    y = y / scale
    beta = _start(y, x, base)
    alpha, before = 0.1, -np.inf
    for turn in range(1, ROUNDS + 1):
        beta = _least_squares(y, x, base, beta, alpha)
        mu = np.exp(base + x @ beta)
        alpha = _best_alpha(y, mu)
        now = log_likelihood(y, mu, alpha)
        if abs(now - before) < TOLERANCE * (1 + abs(now)):
            errors = np.sqrt(np.diag(np.linalg.inv(_information(x, mu, alpha))))
            return CountFit(names, beta, errors, alpha, scale, mu * scale, now, turn)
        before = now
    raise EstimateError(
        f"The model of expected counts did not settle in {ROUNDS} rounds ({len(y)} areas).",
        remedy="Leave out a context variable that hardly varies, or pool more months.",
    )


def log_likelihood(y: Array, mu: Array, alpha: float | Array) -> float:
    """Return the NB2 log-likelihood; y may hold fractions, alpha may differ between areas."""
    with np.errstate(divide="ignore"):  # nothing recorded where nothing is expected has probability one
        return likelihood_of_line(y, np.log(mu), alpha)


def likelihood_of_line(y: Array, line: Array, alpha: float | Array) -> float:
    """Return the same, given the logarithm of the means: it stays finite however far a search strays."""
    return float(np.sum(_constant(y, 1 / alpha)) + _moving(y, line + np.log(alpha), 1 / alpha))


def _constant(y: Array, size: float | Array) -> Array:
    """The part of the log-likelihood that no mean moves."""
    return np.asarray(gammaln(y + size) - gammaln(size) - gammaln(y + 1))


def _moving(y: Array, odds: Array, size: float | Array) -> float:
    """The part that the means move; `odds` is the logarithm of alpha mu."""
    # size log(1 + alpha mu) + y (log(1 + alpha mu) - log(alpha mu)), in which neither logarithm overflows.
    over = np.log1p(np.exp(-np.abs(odds)))
    return float(-np.sum(size * (np.maximum(odds, 0) + over) + y * _bounded(np.maximum(-odds, 0) + over, y)))


def _bounded(values: Array, y: Array) -> Array:
    """Nothing recorded adds nothing, be the mean nought."""
    return np.where(y > 0, values, 0.0)


def _start(y: Array, x: Array, base: Array) -> Array:
    """Start from least squares on the log of the observed rate."""
    target = np.log(y + 0.5) - base
    return np.asarray(np.linalg.solve(x.T @ x, x.T @ target))


def _least_squares(y: Array, x: Array, base: Array, beta: Array, alpha: float) -> Array:
    """Maximise over b at a given alpha: Fisher scoring, with steps halved when they overshoot."""
    fixed, wide = float(_constant(y, 1 / alpha).sum()), base + np.log(alpha)
    odds = wide + x @ beta
    value = fixed + _moving(y, odds, 1 / alpha)
    for _ in range(ROUNDS):
        mu = np.exp(odds) / alpha
        score = x.T @ ((y - mu) / (1 + alpha * mu))
        step = np.linalg.solve(_information(x, mu, alpha), score)
        along, size = x @ step, 1.0
        while True:
            trial = odds + size * along
            better = fixed + _moving(y, trial, 1 / alpha)
            if better >= value - 1e-12 * abs(value) or size < 1e-4:
                break
            size /= 2
        settled = abs(better - value) < TOLERANCE * (1 + abs(value))
        beta, odds, value = beta + size * step, trial, better
        if settled:
            break
    return beta


def _information(x: Array, mu: Array, alpha: float) -> Array:
    half = x * np.sqrt(mu / (1 + alpha * mu))[:, None]
    return np.asarray(half.T @ half)  # a product with itself: half the work


def _best_alpha(y: Array, mu: Array) -> float:
    from scipy.optimize import minimize_scalar  # slow to import, and most commands fit nothing

    low, high = np.log(ALPHA_RANGE)
    found = minimize_scalar(
        lambda t: -log_likelihood(y, mu, float(np.exp(t))),
        bounds=(low, high),
        method="bounded",
        options={"xatol": 1e-9},
    )
    return float(np.exp(found.x))


def _refuse(y: Array, x: Array, base: Array, names: tuple[str, ...]) -> None:
    if x.ndim != 2 or len(names) != x.shape[1] or not len(y) == len(base) == len(x):
        raise EstimateError("Counts, context and exposure do not have the same areas.")
    if len(y) < 2 * x.shape[1] or len(y) < 10:
        raise EstimateError(
            f"{len(y)} areas are too few for {x.shape[1]} terms of context.",
            remedy="Use a larger region; at least ten areas, and two a term, are needed.",
        )
    if not (np.isfinite(y).all() and np.isfinite(x).all() and np.isfinite(base).all()):
        raise EstimateError("Counts, context or exposure have missing values; leave those areas out by name.")
    if y.min() < 0 or y.sum() == 0:
        raise EstimateError("Counts must not be negative, and one at least must be above zero.")
    repeated = [name for name, left in zip(names, unexplained(x), strict=True) if left < 1e-11]
    if repeated:
        raise EstimateError(
            f"The context variable {repeated[0]} repeats the others or never varies.",
            remedy="Leave it out.",
        )


def unexplained(x: Array) -> Array:
    """Return the share of each column's square that the columns before it do not explain."""
    scaled = x / np.maximum(np.linalg.norm(x, axis=0), 1e-300)
    gram, left = scaled.T @ scaled, np.empty(x.shape[1])
    for column in range(len(left)):
        left[column] = gram[column, column]
        if left[column] > 1e-11:
            gram = gram - np.outer(gram[:, column], gram[column]) / left[column]
    return left
