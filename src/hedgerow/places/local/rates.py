"""Rates of crime that may be set beside those of neighbours, and counts that share one window."""

from __future__ import annotations

import numpy as np

from hedgerow.places.local.data import Array, Mask, Places
from hedgerow.stats.spatial.steadied import empirical_bayes

PER = 1_000.0


def steady_rates(observed: Array, residents: Array, months: Places) -> Array:
    """Return records a month for each 1,000 residents, drawn towards that of all areas (Marshall 1991).

    Missing (NaN) where no month is complete or nobody is known to live.

    Parameters
    ----------
    observed
        Records of n areas in their complete months.
    residents
        Of n areas, NaN where not known.
    months
        Complete months of n areas.
    """
    exposure = np.nan_to_num(residents) * months
    known = (exposure > 0) & ~np.isnan(observed)
    rates = np.full(len(observed), np.nan)
    if known.any():
        rates[known] = PER * empirical_bayes(observed[known], exposure[known])
    return rates


def one_window(cells: Array) -> tuple[Mask, Mask]:
    """Return the areas and the months of the largest window that the areas share.

    Counts of areas can be set side by side only over the same months. Of the windows that the areas with at
    least so many complete months share, the one with the most area-months is taken: a month that one force
    misses must not cost all of its areas, nor one force without data cost the others their months.

    Parameters
    ----------
    cells
        areas x months, NaN where the month is not complete.
    """
    complete = ~np.isnan(cells)
    held = complete.sum(axis=1)
    if not len(held) or held.max() == 0:
        return np.zeros(len(cells), dtype=bool), np.zeros(cells.shape[1], dtype=bool)
    fullest = complete[int(np.argmax(held))]
    shared = [complete[held >= least].all(axis=0) for least in np.unique(held[held > 0])]
    months = max([fullest, *shared], key=lambda chosen: _shared_cells(complete, chosen))
    return np.asarray(complete[:, months].all(axis=1)), months


def _shared_cells(complete: Mask, months: Mask) -> int:
    """Return how many area-months a window of these months holds."""
    return int(np.count_nonzero(complete[:, months].all(axis=1)) * np.count_nonzero(months))
