"""CUSUM of counts after Rossi's transform, which makes them nearly standard normal.

Rossi, Lampugnani and Marchi (1999): z = (x - 3 m + 2 sqrt(x m)) / (2 sqrt m); the sum grows by z - k, never
below 0, and is an alarm at h.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError
from hedgerow.stats.surveillance.alarms import checked, checked_now
from hedgerow.stats.surveillance.limits import Limits
from hedgerow.stats.surveillance.window import Array


def cusum_rossi(
    counts: npt.ArrayLike,
    expected: npt.ArrayLike,
    *,
    now: npt.ArrayLike | None = None,
    k: float = 1.04,
    h: float = 2.26,
) -> Limits:
    """Add up the transformed surplus over what was expected.

    Parameters
    ----------
    counts, expected
        Shape (series, periods); a missing count leaves the sum where it was.
    now
        Places of the periods, one after the other; the sum starts at 0 before the first.
    """
    y, places = checked(counts), checked_now(now, np.shape(counts)[1])
    m = np.maximum(np.asarray(expected, dtype=np.float64), 1e-12)
    if m.shape != y.shape or (np.diff(places) != 1).any():
        raise EstimateError(
            "CUSUM needs an expected count for each count, and periods that follow one another."
        )
    total = np.zeros(len(y))
    upper, statistic = np.empty((len(y), len(places))), np.empty((len(y), len(places)))
    for step, place in enumerate(places):
        seen, mean = y[:, place], m[:, place]
        upper[:, step] = _full(mean, h + k - total)
        grown = np.maximum(total + _transformed(seen, mean) - k, 0.0)
        total = np.where(np.isnan(seen), total, grown)
        statistic[:, step] = np.where(np.isnan(seen), np.nan, total)
    alarm = np.nan_to_num(statistic) >= h
    told = ~np.isnan(statistic)
    return Limits(
        places, np.where(told, upper, np.nan), statistic, alarm, np.where(told, m[:, places], np.nan)
    )


def _transformed(seen: Array, mean: Array) -> Array:
    return np.asarray((seen - 3 * mean + 2 * np.sqrt(seen * mean)) / (2 * np.sqrt(mean)))


def _full(mean: Array, room: Array) -> Array:
    """Return the count at which the transform equals the room that is left: a quadratic in its root."""
    root = np.sqrt(mean)
    inside = 4 * mean + 2 * root * room
    return np.asarray(np.maximum(np.sqrt(np.maximum(inside, 0.0)) - root, 0.0) ** 2)
