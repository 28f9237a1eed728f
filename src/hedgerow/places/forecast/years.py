"""Months added up to years, with limits for the sum: errors of months go together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hedgerow.places.forecast.levels import Level
from hedgerow.stats.forecast import Array
from hedgerow.stats.forecast.negbin import mid_quantiles

YEAR = 12
ENDS = np.array([0.025, 0.975])


@dataclass(frozen=True)
class Years:
    """Sums of twelve months each: means and 95 % limits, shape (areas, years), and the last known year."""

    mean: Array
    lower: Array
    upper: Array
    last: Array


def years_of(level: Level) -> Years:
    """Return the whole years of a forecast.

    The variance of a sum is that of chance for each month, and beyond it the months' dispersion with the
    correlation that rolling origins showed.
    """
    whole = level.mean.shape[1] // YEAR
    shape = (len(level.mean), whole, YEAR)
    mean = level.mean[:, : whole * YEAR].reshape(shape)
    beyond = mean * np.sqrt(level.alpha[:, : whole * YEAR].reshape(shape))
    together = level.compared.together if level.compared is not None else 1.0
    over = together * beyond.sum(axis=2) ** 2 + (1 - together) * (beyond**2).sum(axis=2)
    total = mean.sum(axis=2)
    alpha = over / np.maximum(total, 1e-9) ** 2
    limits = mid_quantiles(total, alpha, ENDS)
    return Years(total, limits[:, :, 0], limits[:, :, 1], _last_year(level.known))


def _last_year(known: Array) -> Array:
    """Return what the last twelve months held; NaN where one of them is not known."""
    if known.shape[1] < YEAR:
        return np.full(len(known), np.nan)
    return np.asarray(known[:, -YEAR:].sum(axis=1))
