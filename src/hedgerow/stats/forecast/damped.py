"""Exponential smoothing with a damped trend, for many series at once (Gardner and McKenzie 1985).

The three weights run over a grid; level and trend start from the line through the first observations.
"""

from __future__ import annotations

import numpy as np

from hedgerow.stats.forecast.history import Array
from hedgerow.stats.forecast.theta import Fitted

LEVELS = (0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9)
SHARES = (0.02, 0.08, 0.2, 0.4)  # of the level's weight
DAMPING = (0.8, 0.9, 0.95, 0.98)
FIRST = 8
CHUNK = 512
GRID = np.array([(a, a * share, phi) for a in LEVELS for share in SHARES for phi in DAMPING])


def damped_trend(values: Array, steps: int) -> Fitted:
    """Fit by least squares of the one-step errors and forecast; `values` as for `theta`."""
    parts = [_fit(values[at : at + CHUNK], steps) for at in range(0, max(len(values), 1), CHUNK)]
    return Fitted(np.concatenate([p.ahead for p in parts]), np.concatenate([p.mse for p in parts]))


def _fit(values: Array, steps: int) -> Fitted:
    series, periods = values.shape
    alpha, beta, phi = GRID.T[:, :, None]
    seen = ~np.isnan(values)
    first = seen.argmax(axis=1)
    level0, trend0 = _beginning(values, first)
    level, trend = np.repeat(level0[None], len(GRID), axis=0), np.repeat(trend0[None], len(GRID), axis=0)
    sse = np.zeros((len(GRID), series))
    last = int(first.max())
    for now in range(int(first.min()), periods):
        moved = phi * trend
        expected = level + moved
        error = np.where(seen[:, now], values[:, now] - expected, 0.0)
        sse += error * error
        ahead, slope = expected + alpha * error, moved + beta * error
        begun = now >= first
        level = ahead if now >= last else np.where(begun, ahead, level)
        trend = slope if now >= last else np.where(begun, slope, trend)
    best, every = sse.argmin(axis=0), np.arange(series)
    damping = GRID[best, 2]
    reach = np.cumsum(damping[:, None] ** np.arange(1, steps + 1), axis=1)
    forecast = level[best, every][:, None] + reach * trend[best, every][:, None]
    return Fitted(forecast, sse[best, every] / np.maximum(seen.sum(axis=1), 1))


def _beginning(values: Array, first: np.typing.NDArray[np.int64]) -> tuple[Array, Array]:
    """Return level and trend just before the first observation, from a line through the first eight."""
    time = np.arange(FIRST)
    places = np.minimum(first[:, None] + time, values.shape[1] - 1)
    inside = first[:, None] + time < values.shape[1]
    start = np.where(inside, np.take_along_axis(values, places, axis=1), np.nan)
    held = ~np.isnan(start)
    n = held.sum(axis=1)
    mean_time, mean = (held * time).sum(axis=1) / n, np.nansum(start, axis=1) / n
    apart = np.where(held, time - mean_time[:, None], 0.0)
    slope = np.where(held, apart * (start - mean[:, None]), 0.0).sum(axis=1)
    slope = slope / np.maximum((apart**2).sum(axis=1), 1e-9)
    return mean - slope * mean_time - slope, slope
