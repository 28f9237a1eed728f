"""How good forecasts are: absolute error, MASE, CRPS, coverage, sMAPE."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hedgerow.stats.forecast.history import Array

SCORED: tuple[float, ...] = (0.025, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.975)
_DECILES = slice(1, 10)


@dataclass(frozen=True)
class Score:
    """Scores of one method, means over series.

    Attributes
    ----------
    method
        combined, seasonal_naive or season_mean.
    mae
        Mean absolute error of the mean.
    mase
        The same over the in-sample error of the seasonal naive forecast (Hyndman and Koehler 2006).
    crps
        Continuous ranked probability score (Gneiting and Raftery 2007), from nine deciles.
    coverage80, coverage95
        Shares of what came inside the central intervals.
    """

    method: str
    mae: float
    mase: float
    crps: float
    coverage80: float
    coverage95: float


def score(method: str, mean: Array, quantiles: Array, truth: Array, naive: Array) -> Score:
    """Score forecasts whose quantiles are at `SCORED`; `naive` is each series' in-sample naive error."""
    held = ~np.isnan(truth)
    size = np.where(held, np.abs(truth - mean), 0.0).sum(axis=1) / np.maximum(held.sum(axis=1), 1)
    usable = held.any(axis=1)
    scaled = usable & (naive > 0)
    loss = pinball(quantiles[:, :, _DECILES], truth, SCORED[_DECILES])
    return Score(
        method,
        _mean(size[usable]),
        _mean(size[scaled] / naive[scaled]),
        2 * _mean(loss[held]),
        _inside(quantiles[:, :, 1], quantiles[:, :, 9], truth),
        _inside(quantiles[:, :, 0], quantiles[:, :, 10], truth),
    )


def pinball(quantiles: Array, truth: Array, levels: Sequence[float]) -> Array:
    """Return the quantile loss of each forecast, averaged over the levels."""
    apart = truth[:, :, None] - quantiles
    p = np.asarray(levels)
    return np.asarray(np.maximum(p * apart, (p - 1) * apart).mean(axis=2))


def naive_error(values: Array, season: int) -> Array:
    """Return the mean absolute in-sample error of the seasonal naive forecast; NaN where there is none."""
    if values.shape[1] <= season:
        return np.full(len(values), np.nan)
    apart = np.abs(values[:, season:] - values[:, :-season])
    held = (~np.isnan(apart)).sum(axis=1)
    return np.where(held > 0, np.nansum(apart, axis=1) / np.maximum(held, 1), np.nan)


def smape(mean: Array, truth: Array) -> float:
    """Return the symmetric mean absolute percentage error as the M competitions define it."""
    return float(np.nanmean(200 * np.abs(truth - mean) / (np.abs(truth) + np.abs(mean))))


def _inside(low: Array, high: Array, truth: Array) -> float:
    held = ~np.isnan(truth)
    return _mean(((truth >= low) & (truth <= high))[held].astype(float))


def _mean(values: Array) -> float:
    return float(values.mean()) if values.size else float("nan")
