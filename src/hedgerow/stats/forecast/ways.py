"""The ways of forecasting counts that are tried beside each other, the plain ones among them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from hedgerow.stats.forecast.baselines import season_mean, seasonal_naive
from hedgerow.stats.forecast.combined import Points, change_scale, combined
from hedgerow.stats.forecast.history import Array, History

COMBINED = "combined"
FEWEST_SHARED = 6  # months of two years side by side before the season is judged


def steady_season(history: History, steps: int) -> Array:
    """Return the mean of the last season times the season of the level, as far as that came back.

    The season is the level's total by place over the last season. It is drawn towards none by the slope of
    the season before on it (on logarithms, 0 to 1): a season that does not come back is noise.
    """
    last, slots = history.values[:, -history.season :], history.slots()[:, -history.season :]
    mean = season_mean(history, steps)
    held = ~np.isnan(last)
    totals = np.bincount(slots[held], weights=last[held], minlength=history.season)
    if len(totals) < 2 or not (totals > 0).all():
        return mean
    factor = (totals / totals.mean()) ** _came_back(history)
    return np.asarray(mean * (factor / factor.mean())[history.slots(steps)])


def _came_back(history: History) -> float:
    values, season = history.values, history.season
    both = ~np.isnan(values[:, season:]) & ~np.isnan(values[:, :-season])
    now = np.where(both, values[:, season:], 0.0).sum(axis=0)[-season:]
    then = np.where(both, values[:, :-season], 0.0).sum(axis=0)[-season:]
    held = (now > 0) & (then > 0)
    if held.sum() < FEWEST_SHARED:
        return 1.0
    new, old = np.log(now[held]), np.log(then[held])
    new, old = new - new.mean(), old - old.mean()
    return float(np.clip((new * old).sum() / max(float((new**2).sum()), 1e-300), 0.0, 1.0))


def _combination(history: History, steps: int) -> Points:
    return Points(combined(history, steps, "count").mean, _scale(history))


def _plain(way: Callable[[History, int], Array]) -> Callable[[History, int], Points]:
    return lambda history, steps: Points(way(history, steps), _scale(history))


def _scale(history: History) -> Array:
    """Return the size of errors: a change over a season holds the errors of both its months."""
    seasons = history.values.shape[1] >= 2 * history.season
    return change_scale(history, "count") / (2.0**0.5 if seasons else 1.0)


# In order of simplicity: of ways that cannot be told apart the first is used.
WAYS: dict[str, Callable[[History, int], Points]] = {
    "season_mean": _plain(season_mean),
    "seasonal_naive": _plain(seasonal_naive),
    "steady_season": _plain(steady_season),
    COMBINED: _combination,
}
