"""Quasi-Poisson regression of many series at once on a season and a trend, solved by one unknown a series.

The model is log mu = a[season] + b t. Given b, the best a of each season is known in closed form, so what is
left is a concave function of b alone: a guarded Newton search over all series together, with no matrix to
solve. It is the same maximum as iteratively reweighted least squares reaches (McCullagh and Nelder 1989,
section 2.5), and a season in which nothing was counted needs no care.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.stats.surveillance.window import Array, Baseline, Places

ROUNDS = 60
SETTLED = 1e-11
STEEPEST = 12.0  # on the log scale, over the whole baseline
TINY = 1e-300


@dataclass(frozen=True)
class LevelFit:
    """Fits of many series on one baseline.

    Attributes
    ----------
    mean
        Fitted means, shape (series, baseline periods).
    leverage
        Diagonal of the hat matrix, the same shape.
    dispersion
        Pearson's, shape (series,), not less than 1.
    slope, slope_error
        Trend a period on the log scale, and its standard error; 0 where no trend was fitted.
    expected, log_error
        Expected count now, and the standard error of its logarithm.
    freedom
        Degrees of freedom that are left; not above 0 where nothing can be said.
    """

    mean: Array
    leverage: Array
    dispersion: Array
    slope: Array
    slope_error: Array
    expected: Array
    log_error: Array
    freedom: Array


@dataclass(frozen=True)
class _Design:
    """Sums by season of one baseline: time in units of the baseline's length, centred."""

    season: Places
    groups: Array
    time: Array
    ahead: float
    unit: float

    def sums(self, values: Array) -> Array:
        return np.asarray(values @ self.groups)


def _design(base: Baseline) -> _Design:
    groups = (base.season[:, None] == np.arange(base.season.max(initial=0) + 1)).astype(np.float64)
    centre = base.time.mean() if len(base.time) else 0.0
    unit = max(float(np.ptp(base.time)), 1.0) if len(base.time) else 1.0
    return _Design(base.season, groups, (base.time - centre) / unit, -centre / unit, unit)


def fit_levels(
    counts: Array, weights: Array, base: Baseline, *, trend: bool | npt.NDArray[np.bool_] = True
) -> LevelFit:
    """Fit all series.

    Parameters
    ----------
    counts, weights
        Shape (series, baseline periods); a weight of 0 leaves a period out, so a missing count must have one.
    base
        The baseline, with the season of each period.
    trend
        Whether a trend is fitted, for all series or for each.
    """
    design = _design(base)
    wanted = np.broadcast_to(np.asarray(trend, dtype=bool), len(counts))
    slope = _slopes(counts, weights, design, wanted)
    return _fitted(counts, weights, design, slope, wanted)


def _slopes(counts: Array, weights: Array, design: _Design, wanted: npt.NDArray[np.bool_]) -> Array:
    """Solve for the trend of each series: the derivative of the profile falls, so it is bracketed."""
    slope = np.zeros(len(counts))
    if not wanted.any() or counts.shape[1] == 0:
        return slope
    weighted = weights * counts
    total, moment = design.sums(weighted), weighted @ design.time
    low, high = np.full(len(counts), -STEEPEST), np.full(len(counts), STEEPEST)
    todo = np.flatnonzero(wanted & (total.sum(axis=1) > 0))
    for _ in range(ROUNDS):
        gradient, curve = _profile(slope[todo], weights[todo], design, total[todo], moment[todo])
        up = gradient > 0
        low[todo] = np.where(up, slope[todo], low[todo])
        high[todo] = np.where(up, high[todo], slope[todo])
        step = np.divide(gradient, curve, out=np.zeros_like(gradient), where=curve > TINY)
        trial = slope[todo] + step
        outside = (trial < low[todo]) | (trial > high[todo])
        trial = np.where(outside, (low[todo] + high[todo]) / 2, trial)
        moved = np.abs(trial - slope[todo]) > SETTLED
        slope[todo] = np.where(curve > TINY, trial, 0.0)
        todo = todo[moved & (curve > TINY)]
        if not len(todo):
            break
    return slope


def _profile(
    slope: Array, weights: Array, design: _Design, total: Array, moment: Array
) -> tuple[Array, Array]:
    """Return the derivative of the profile likelihood, and its fall."""
    shape = weights * np.exp(slope[:, None] * design.time)
    mass, centre, square = _moments(shape, design)
    del mass
    return moment - (total * centre).sum(axis=1), (total * (square - centre**2)).sum(axis=1)


def _moments(shape: Array, design: _Design) -> tuple[Array, Array, Array]:
    """Return, by season, the sum of the shape, and its mean of time and of squared time."""
    mass = design.sums(shape)
    safe = np.where(mass > 0, mass, 1.0)
    first = design.sums(shape * design.time) / safe
    second = design.sums(shape * design.time**2) / safe
    return mass, first, second


def _fitted(
    counts: Array, weights: Array, design: _Design, slope: Array, wanted: npt.NDArray[np.bool_]
) -> LevelFit:
    shape = np.exp(slope[:, None] * design.time)
    weighted = weights * shape
    mass, centre, square = _moments(weighted, design)
    total = design.sums(weights * counts)
    level = np.divide(total, mass, out=np.zeros_like(total), where=mass > 0)
    mean = level[:, design.season] * shape
    spread = (total * np.maximum(square - centre**2, 0.0)).sum(axis=1)  # information on the trend
    known = wanted & (spread > TINY)
    inverse = np.divide(1.0, spread, out=np.zeros_like(spread), where=known)
    leverage = _leverage(weighted, mass, mean, weights, centre, inverse, design)
    freedom = (weights > 0).sum(axis=1) - (mass > 0).sum(axis=1) - known
    pearson = np.divide((counts - mean) ** 2, mean, out=np.zeros_like(mean), where=mean > TINY)
    found = np.divide((weights * pearson).sum(axis=1), freedom, out=np.ones(len(counts)), where=freedom > 0)
    dispersion = np.maximum(found, 1.0)
    expected = level[:, 0] * np.exp(slope * design.ahead)
    now = np.divide(1.0, total[:, 0], out=np.full(len(counts), np.inf), where=total[:, 0] > 0)
    variance = now + (design.ahead - centre[:, 0]) ** 2 * inverse
    freedom = np.where(mass[:, 0] > 0, freedom, 0)
    return LevelFit(
        mean,
        leverage,
        dispersion,
        slope / design.unit,
        np.sqrt(dispersion * inverse) / design.unit,
        expected,
        np.sqrt(dispersion * variance),
        freedom.astype(np.float64),
    )


def _leverage(
    weighted: Array,
    mass: Array,
    mean: Array,
    weights: Array,
    centre: Array,
    inverse: Array,
    design: _Design,
) -> Array:
    """Return the hat values: the share of the season's information, and that of the trend's."""
    share = np.divide(
        weighted,
        mass[:, design.season],
        out=np.zeros_like(weighted),
        where=mass[:, design.season] > 0,
    )
    away = design.time - centre[:, design.season]
    return np.asarray(share + weights * mean * away**2 * inverse[:, None])
