"""Rolling origins: the same forecast as if made earlier, beside what came."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from hedgerow.stats.forecast.baselines import season_mean, seasonal_naive
from hedgerow.stats.forecast.combined import Points, change_scale, combined
from hedgerow.stats.forecast.history import Array, History, Whole
from hedgerow.stats.forecast.pairs import Pair

ORIGINS = 4
FEWEST = 13  # observations that an origin must leave
METHODS: dict[str, Callable[[History, int], Array]] = {
    "seasonal_naive": seasonal_naive,
    "season_mean": season_mean,
}


def cuts(observed: Array, steps: int, season: int) -> tuple[int, ...]:
    """Return how many periods before the end the origins lie, latest first; none where all are too short."""
    room = int(np.median(observed)) - max(2 * season, FEWEST)
    if room < 1:
        room = int(np.median(observed)) - (season + 1)
    if room < 1:
        return ()
    apart = max(1, round(steps / 3))
    latest, earliest = steps, steps + (ORIGINS - 1) * apart
    if room < earliest:
        latest, earliest = min(steps, (room + 1) // 2), room
    places = np.linspace(latest, earliest, ORIGINS).round().astype(int)
    return tuple(int(place) for place in np.unique(places))


def pairs_at(history: History, cut: int, steps: int, kind: str) -> tuple[dict[str, Pair], Whole]:
    """Return the pairs of every method at one origin, and which series had enough."""
    sub = history.until(cut)
    enough = sub.seen.sum(axis=1) >= FEWEST
    ahead = min(cut, steps)
    after = history.values[:, -cut:][:, :ahead]
    enough &= ~np.isnan(after).all(axis=1)
    if kind == "positive":
        enough &= np.nanmin(np.where(sub.seen, sub.values, np.inf), axis=1) > 0
    if not enough.any():
        return {}, np.flatnonzero(enough)
    sub, after = sub.rows(enough), after[enough]
    points = combined(sub, ahead, kind)
    found = {"combined": Pair(points, sub.values, after)}
    for name, method in METHODS.items():
        mean = method(sub, ahead)
        found[name] = Pair(Points(mean, change_scale(sub, kind)), sub.values, after)
    return found, np.flatnonzero(enough)
