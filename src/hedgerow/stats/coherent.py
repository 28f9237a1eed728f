"""Draws of counts that add up draw by draw: whole numbers, over levels that nest.

The top is drawn from its negative binomial distribution, its months going together as its errors did; each
level is then split over its parts, given the whole. Conditioning parts on their sum is the reconciliation of
Corani, Azzimonti and Rubattu (2023); top-down conditioning is that of Zambon and colleagues (2024). Exact
conditioning by weights does not reach large hierarchies. Here the parts given the whole are Dirichlet and
multinomial, which is exact for negative binomials of one shape, with the shape matched so that the parts'
variances add up to those that were forecast. Sums are exact; the spread within a level is approximate.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from hedgerow.stats.forecast.history import Array, Whole
from hedgerow.stats.forecast.negbin import mid_quantiles

LEAST, MOST = 0.5, 1e7


def draw_tops(mean: Array, alpha: Array, *, draws: int, together: float, rng: np.random.Generator) -> Whole:
    """Draw counts around forecasts, shape (draws, series, steps), the steps of one draw going together."""
    shape = (draws, *mean.shape)
    shared = rng.standard_normal((draws, mean.shape[0], 1))
    z = together**0.5 * shared + (1 - together) ** 0.5 * rng.standard_normal(shape)
    size = 1 / np.maximum(alpha, 1e-9)
    chances = np.clip(ndtr(z), 1e-9, 1 - 1e-9)
    found = np.empty(shape)
    for row in range(mean.shape[0]):
        for step in range(mean.shape[1]):
            found[:, row, step] = mid_quantiles(mean[row, step], 1 / size[row, step], chances[:, row, step])
    return np.asarray(np.round(found), dtype=np.int64)


def split(
    whole: Whole,
    parent: Whole,
    mean: Array,
    alpha: Array,
    *,
    whole_variance: Array,
    rng: np.random.Generator,
) -> Whole:
    """Split draws of a level over the level below, exactly.

    Parameters
    ----------
    whole
        Draws of the upper level, shape (draws, parents, steps).
    parent
        Number of the parent of each part, shape (parts,).
    mean, alpha
        Forecasts of the parts, shape (parts, steps).
    whole_variance
        Variances of the parents, shape (parents, steps).
    """
    draws, _, steps = whole.shape
    found = np.zeros((draws, len(parent), steps), dtype=np.int64)
    for place in range(whole.shape[1]):
        inside = np.flatnonzero(parent == place)
        if len(inside) == 1:
            found[:, inside[0]] = whole[:, place]
        elif len(inside):
            found[:, inside] = _parted(
                whole[:, place], mean[inside], alpha[inside], whole_variance[place], rng
            )
    return found


def _parted(whole: Whole, mean: Array, alpha: Array, variance: Array, rng: np.random.Generator) -> Whole:
    share = np.maximum(mean, 1e-9) / np.maximum(mean, 1e-9).sum(axis=0)
    shape = concentration(share, mean, alpha, variance)
    weight = rng.standard_gamma(share.T[None] * shape[None, :, None], size=(len(whole), *share.T.shape))
    weight = np.maximum(weight, 1e-300)
    parts = rng.multinomial(whole, weight / weight.sum(axis=2, keepdims=True))
    return np.asarray(parts.transpose(0, 2, 1), dtype=np.int64)


def concentration(share: Array, mean: Array, alpha: Array, variance: Array) -> Array:
    """Return the shape, one a step, with which the parts' variances add up to those forecast.

    With T the whole, Var(part) = p(1 - p) (E T² + c E T)/(1 + c) + p² Var T, solved for c over all parts.
    """
    total = mean.sum(axis=0)
    wanted = (mean + alpha * mean**2).sum(axis=0)
    squares = (share**2).sum(axis=0)
    apart = np.maximum(1 - squares, 1e-12)
    middle = (wanted - squares * variance) / apart
    power = variance + total**2
    found = np.where(middle > total, (power - middle) / np.maximum(middle - total, 1e-300), MOST)
    return np.asarray(np.clip(found, LEAST, MOST))


def descended(
    tops: Whole,
    parents: Sequence[Whole],
    forecasts: Sequence[tuple[Array, Array]],
    variance: Array,
    rng: np.random.Generator,
) -> list[npt.NDArray[np.int64]]:
    """Return draws of each level from the top down; `variance` is that of the top."""
    found = [tops]
    for parent, (mean, alpha) in zip(parents, forecasts, strict=True):
        found.append(split(found[-1], parent, mean, alpha, whole_variance=variance, rng=rng))
        variance = mean + alpha * mean**2
    return found
