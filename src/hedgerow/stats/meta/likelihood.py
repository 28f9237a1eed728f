"""The top of the likelihood of tau2, by ML or REML (Viechtbauer 2005), also where it has several.

A few studies with very unequal variances can give two tops. The slope is therefore read over a grid that
reaches to where it must be negative, and every top between two points is refined. Which of several is taken
is the caller's: the one that Fisher scoring reaches, or the highest.
"""

from __future__ import annotations

import numpy as np

from hedgerow.stats.meta.studies import Array
from hedgerow.stats.meta.weighted import Basis, Sums, at, log_likelihood, sums

POINTS = 40
_STEPS = 200
_SCORING_STEPS = 2000


def tops(base: Basis, *, restricted: bool) -> tuple[float, ...]:
    """Return every tau2 at which the likelihood has a top, ascending; zero is allowed."""
    points = grid(base)
    slope = slopes(base, points, restricted=restricted)
    found = [0.0] if slope[0] <= 0 else []
    for place in np.flatnonzero((slope[:-1] > 0) & (slope[1:] <= 0)):
        found.append(_refined(base, float(points[place]), float(points[place + 1]), restricted))
    return tuple(found)


def highest(base: Basis, *, restricted: bool) -> float:
    """Return the tau2 at which the likelihood is highest."""
    return max(
        tops(base, restricted=restricted), key=lambda top: log_likelihood(base, top, restricted=restricted)
    )


def reached(base: Basis, start: float, *, restricted: bool) -> float:
    """Return the top that Fisher scoring from `start` climbs to (Viechtbauer 2005), to the last digits.

    Scoring chooses among the tops and no more; each is refined apart, since scoring slows down near it.
    """
    found = tops(base, restricted=restricted)
    if len(found) == 1:
        return found[0]
    tau2, least = start, float(base.v.min())
    for _ in range(_SCORING_STEPS):
        step = _scoring_step(base, tau2, restricted)
        if abs(step) <= 1e-12 * (tau2 + least):
            break
        tau2 += step
    return min(found, key=lambda top: abs(top - tau2))


def _scoring_step(base: Basis, tau2: float, restricted: bool) -> float:
    """Return the step of Fisher scoring, halved until tau2 is not below zero."""
    found = at(base, tau2)
    first, second = traces(found, restricted)
    step = (found.ss2 - first) / second
    while tau2 + step < 0:
        step = step / 2 if abs(step) > 1e-300 else 0.0
    return step


def information(base: Basis, tau2: float, *, restricted: bool) -> float:
    """Return the expected information on tau2."""
    return 0.5 * traces(at(base, tau2), restricted)[1]


def grid(base: Basis) -> Array:
    """Return zero and a geometric grid to a tau2 beyond which the slope is negative.

    With s the mean square of the unweighted residuals, the slope is below zero for every t with
    t^2 > s (t + max v): y'PPy is at most (k - p) s / t^2, and the trace of P at least (k - p) / (t + max v).
    """
    square = sums(base, np.ones_like(base.v)).rss / base.df
    end = 1.001 * 0.5 * (square + np.sqrt(square * (square + 4 * float(base.v.max()))))
    if end <= 0:
        return np.array([0.0, 1e-12])
    start = min(1e-3 * float(base.v.min()), 1e-3 * end)
    return np.concatenate([[0.0], np.geomspace(start, end, POINTS)])


def slopes(base: Basis, points: Array, *, restricted: bool) -> Array:
    """Return twice the slope of the log-likelihood at each point, all at once."""
    w = 1 / (base.v + points[:, None])
    wq = w[:, :, None] * base.q
    turned = np.swapaxes(wq, 1, 2)
    inverse = np.linalg.inv(turned @ base.q)
    gamma = inverse @ (turned @ base.y)[:, :, None]
    u = w * (base.y - (base.q @ gamma)[:, :, 0])
    trace = w.sum(axis=1)
    if restricted:
        trace = trace - np.einsum("gij,gji->g", inverse, turned @ wq)
    return np.asarray((u * u).sum(axis=1) - trace)


def traces(found: Sums, restricted: bool) -> tuple[float, float]:
    """Return tr(P) and tr(PP), or tr(W) and tr(WW) for ML."""
    if restricted:
        return found.trace, found.trace2
    return float(found.w.sum()), float(found.w @ found.w)


def _refined(base: Basis, low: float, high: float, restricted: bool) -> float:
    """Return the top between two points: Newton's steps, halving the bracket where they would leave it."""
    tau2, least = 0.5 * (low + high), float(base.v.min())
    for _ in range(_STEPS):
        found = at(base, tau2)
        first, second = traces(found, restricted)
        slope = found.ss2 - first
        low, high = (tau2, high) if slope > 0 else (low, tau2)
        curve = 2 * found.ss3 - second
        new = tau2 + slope / curve if curve > 0 else -1.0
        new = new if low < new < high else 0.5 * (low + high)
        if abs(new - tau2) <= 1e-14 * (new + least):
            return new
        tau2 = new
    return tau2
