"""The simple forecasts that a better one must beat."""

from __future__ import annotations

import numpy as np

from hedgerow.stats.forecast.history import Array, History, recent_mean


def seasonal_naive(history: History, steps: int) -> Array:
    """Return the last observed value of the same place in the season; the recent mean where there is none."""
    held = history.values.copy()
    for now in range(history.season, held.shape[1]):
        gap = np.isnan(held[:, now])
        held[gap, now] = held[gap, now - history.season]
    last = held[:, -history.season :]
    last = np.where(np.isnan(last), recent_mean(history.values, history.season)[:, None], last)
    return last[:, np.arange(steps) % last.shape[1]]


def season_mean(history: History, steps: int) -> Array:
    """Return the mean of the last season."""
    return np.repeat(recent_mean(history.values, history.season)[:, None], steps, axis=1)


def regional_season(history: History, steps: int) -> Array:
    """Return the mean of the last season times the season of the whole level over that time.

    The level's season is its total by place in the season over the last one, over the mean of those totals.
    """
    last, slots = history.values[:, -history.season :], history.slots()[:, -history.season :]
    held = ~np.isnan(last)
    totals = np.bincount(slots[held], weights=last[held], minlength=history.season)
    factor = totals / totals.mean() if totals.sum() > 0 else np.ones(history.season)
    return np.asarray(season_mean(history, steps) * factor[history.slots(steps)])
