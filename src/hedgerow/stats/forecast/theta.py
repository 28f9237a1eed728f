"""Dynamic theta models, for many series at once.

The dynamic optimised theta model of Fiorucci, Pellegrini, Louzada, Petropoulos and Koehler (2016,
International Journal of Forecasting 32:1151). The one-step forecast is l + w d: l the smoothed level, d the
line through all observations so far as smoothing carries it, w = 1 - 1/theta. For a given smoothing weight
the errors are linear in w, so the best w is solved, not searched, and only the weight runs over a grid. w = 0
is simple exponential smoothing, w = 1/2 the standard theta model of Assimakopoulos and Nikolopoulos (2000).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hedgerow.stats.forecast.history import Array

ALPHAS = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99)
CHUNK = 2048


@dataclass(frozen=True)
class Fitted:
    """Forecasts of a model, shape (series, steps), and its one-step mean squared error, shape (series,)."""

    ahead: Array
    mse: Array


def theta(values: Array, steps: int, *, weight: float | None = None) -> Fitted:
    """Fit the dynamic theta model and forecast.

    Parameters
    ----------
    values
        Shape (series, periods), NaN where missing; each series has one value or more.
    steps
        Periods ahead.
    weight
        w = 1 - 1/theta: 0 for smoothing without a line, 0.5 for theta = 2; chosen in 0 to 1 where not given.
    """
    parts = [_fit(values[at : at + CHUNK], steps, weight) for at in range(0, max(len(values), 1), CHUNK)]
    return Fitted(np.concatenate([p.ahead for p in parts]), np.concatenate([p.mse for p in parts]))


def _fit(values: Array, steps: int, weight: float | None) -> Fitted:
    series, periods = values.shape
    alpha = np.array(ALPHAS)[:, None]
    seen = ~np.isnan(values)
    first = seen.argmax(axis=1)
    start, slope = lines(values, first)
    level = np.repeat(values[np.arange(series), first][None], len(alpha), axis=0)
    carried = np.ones((len(alpha), series))  # (1 - alpha) to the power of periods passed
    ee, ex, xx = (np.zeros((len(alpha), series)) for _ in range(3))
    for now in range(int(first.min()) + 1, periods):
        carried = np.where(now > first, carried * (1 - alpha), carried)
        line = _line(carried, alpha, start[:, now - 1], slope[:, now - 1])
        counted = seen[:, now] & (now > first)
        error = np.where(counted, values[:, now] - level, 0.0)
        judged = now > first + 2
        line = np.where(counted & judged, line, 0.0)
        past = np.where(judged, error, 0.0)
        ee, ex, xx = ee + past * past, ex + past * line, xx + line * line
        level = level + alpha * error
    w = np.full_like(ex, weight) if weight is not None else np.clip(ex / np.maximum(xx, 1e-300), 0.0, 1.0)
    sse = np.maximum(ee - 2 * w * ex + w * w * xx, 0.0)
    best, every = sse.argmin(axis=0), np.arange(series)
    chosen = _Chosen(
        alpha[best, 0], w[best, every], level[best, every], carried[best, every], start[:, -1], slope[:, -1]
    )
    return Fitted(_ahead(chosen, steps), sse[best, every] / np.maximum(seen.sum(axis=1) - 3, 1))


@dataclass(frozen=True)
class _Chosen:
    alpha: Array
    w: Array
    level: Array
    carried: Array
    start: Array
    slope: Array


def _ahead(of: _Chosen, steps: int) -> Array:
    """Return the forecasts: each stands in for the observation that the level would have learnt from."""
    forecast, level, carried = np.empty((len(of.alpha), steps)), of.level, of.carried
    for step in range(steps):
        carried = carried * (1 - of.alpha)
        line = of.w * _line(carried, of.alpha, of.start, of.slope)
        forecast[:, step] = level + line
        level = level + of.alpha * line
    return forecast


def _line(carried: Array, alpha: Array, start: Array, slope: Array) -> Array:
    return np.asarray(carried * start + (1 - carried * (1 - alpha)) / alpha * slope)


def lines(values: Array, first: np.typing.NDArray[np.int64]) -> tuple[Array, Array]:
    """Return intercept and slope of the least-squares line through all observations up to each period."""
    seen = ~np.isnan(values)
    time = np.where(seen, np.arange(values.shape[1])[None, :] - first[:, None] + 1.0, 0.0)
    y = np.where(seen, values, 0.0)
    n, t, s = np.cumsum(seen, axis=1), np.cumsum(time, axis=1), np.cumsum(y, axis=1)
    tt, ts = np.cumsum(time * time, axis=1), np.cumsum(time * y, axis=1)
    below = n * tt - t * t
    slope = np.where(below > 0, (n * ts - t * s) / np.where(below > 0, below, 1.0), 0.0)
    return (s - slope * t) / np.maximum(n, 1), slope
