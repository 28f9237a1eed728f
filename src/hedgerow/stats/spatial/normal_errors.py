"""Tails of local Moran where values are normal: exact (Imhof 1961) and by saddlepoint (Tiefelsdorf 2002).

I_i is a ratio of quadratic forms of the residuals. Its matrix has two eigenvalues that are not nought,
n (u'v +- |u| |v|) / 2, with u and v the area and its weights about their means.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.special import ndtr

from hedgerow.stats.spatial.significance import array_of
from hedgerow.stats.spatial.weights import Array, Weights


@dataclass(frozen=True)
class NormalErrors:
    """Mean and variance of n local Morans, and upper tails: normal, exact and by saddlepoint."""

    mean: Array
    variance: Array
    normal: Array
    exact: Array
    saddlepoint: Array


def normal_errors(x: npt.ArrayLike, weights: Weights) -> NormalErrors:
    """Return the tails of local Moran of normal values; slow, for maps of some hundred areas."""
    values = array_of(x, weights)
    z = values - values.mean()
    n, lag = weights.n, weights.lag(z)
    found = z * lag / (z**2).mean()
    w1, w2 = weights.sums(), weights.sums(2)
    inner = -w1 / n  # (e_i - 1/n)'(w_i - mean), as w_ii is nought
    sizes = np.sqrt((1 - 1 / n) * (w2 - w1**2 / n))
    pairs = n / 2 * np.column_stack([inner + sizes, inner - sizes])
    mean = pairs.sum(axis=1) / (n - 1)
    squares = (pairs**2).sum(axis=1)
    variance = 2 * ((n - 1) * squares - pairs.sum(axis=1) ** 2) / ((n - 1) ** 2 * (n + 1))
    normal = ndtr(-(found - mean) / np.sqrt(variance))
    exact, saddle = np.full(n, np.nan), np.full(n, np.nan)
    for place in np.flatnonzero(~weights.islands):
        roots = np.concatenate([pairs[place] - found[place], [-found[place]]])
        times = np.array([1.0, 1.0, n - 3.0])
        exact[place], saddle[place] = imhof(roots, times), saddlepoint(roots, times)
    return NormalErrors(mean, variance, np.asarray(normal), exact, saddle)


def imhof(roots: Array, times: Array) -> float:
    """Return P(sum of roots x chi² > 0), each root with as many degrees of freedom as its times."""
    scaled = roots / np.abs(roots).max()

    def part(u: float) -> float:
        turn = 0.5 * float((times * np.arctan(scaled * u)).sum())
        size = float(np.exp(0.25 * (times * np.log1p((scaled * u) ** 2)).sum()))
        return float(np.sin(turn)) / (u * size)

    area, _ = quad(part, 0, np.inf, epsabs=1e-12, epsrel=1e-10, limit=1000)
    return float(0.5 + area / np.pi)


def saddlepoint(roots: Array, times: Array) -> float:
    """Return the same by saddlepoint, in the form of Barndorff-Nielsen."""
    scaled = roots / np.abs(roots).max()
    low, high = 1 / (2 * scaled.min()), 1 / (2 * scaled.max())
    edge = 1e-12

    def slope(w: float) -> float:
        return float((times * scaled / (1 - 2 * w * scaled)).sum())

    w = float(brentq(slope, low * (1 - edge), high * (1 - edge), xtol=1e-15))
    cumulant = -0.5 * float((times * np.log1p(-2 * w * scaled)).sum())
    curve = 2 * float((times * scaled**2 / (1 - 2 * w * scaled) ** 2).sum())
    r = float(np.sign(w) * np.sqrt(max(-2 * cumulant, 0.0)))
    u = w * float(np.sqrt(curve))
    if abs(r) < 1e-8:
        return 0.5
    return float(ndtr(-(r - np.log(r / u) / r)))
