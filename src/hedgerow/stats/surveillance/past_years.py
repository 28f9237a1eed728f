"""Two old detectors that only look at the same weeks of earlier years: Bayes and RKI.

Bayes: the predictive distribution of a Poisson count under Jeffreys' prior, a negative binomial (Riebler
2004; Hoehle 2007). RKI: the upper limit of Crow and Gardner (1959) for the whole-number mean of the past, and
mean + 2 sqrt(mean) above 20.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError
from hedgerow.stats.surveillance.alarms import checked, checked_now
from hedgerow.stats.surveillance.bounds import at_least, check_alpha, quantile
from hedgerow.stats.surveillance.limits import Limits, over
from hedgerow.stats.surveillance.window import WEEKLY, Array, Places, Window

# Crow and Gardner (1959), table 1: upper limits at 95 % for 0 to 20 events.
TO_TEN = (3.285, 5.323, 6.686, 8.102, 9.598, 11.177, 12.817, 13.765, 14.921, 16.768, 17.633)
TO_TWENTY = (19.050, 20.335, 21.364, 22.945, 23.762, 25.400, 26.306, 27.735, 28.966, 30.017)
CROW_GARDNER = np.array((*TO_TEN, *TO_TWENTY))


def bayes_limits(
    counts: npt.ArrayLike,
    *,
    now: npt.ArrayLike | None = None,
    window: Window = WEEKLY,
    alpha: float = 0.01,
    this_year: bool = True,
) -> Limits:
    """Compare with the same periods of earlier years and, with ``this_year``, the w just before."""
    y, places = checked(counts), checked_now(now, np.shape(counts)[1])
    check_alpha(alpha)
    total, held = _past(y, places, window, this_year)
    mean = np.where(held > 0, (total + 0.5) / np.maximum(held, 1), np.nan)
    dispersion = (held + 1) / np.maximum(held, 1)
    upper = quantile(1 - alpha, mean, dispersion)
    return over(places, y[:, places], upper, at_least(y[:, places], mean, dispersion), mean)


def rki_limits(
    counts: npt.ArrayLike,
    *,
    now: npt.ArrayLike | None = None,
    window: Window = WEEKLY,
    this_year: bool = False,
) -> Limits:
    """Compare with the rounded-down mean of the same periods of earlier years."""
    y, places = checked(counts), checked_now(now, np.shape(counts)[1])
    total, held = _past(y, places, window, this_year)
    mean = np.where(held > 0, total / np.maximum(held, 1), np.nan)
    small = CROW_GARDNER[np.nan_to_num(np.minimum(mean, 20.0)).astype(np.intp)]
    upper = np.where(mean > 20, mean + 2 * np.sqrt(mean), np.where(np.isnan(mean), np.nan, small))
    return over(places, y[:, places], upper, mean, mean)


def _past(counts: Array, places: Places, window: Window, this_year: bool) -> tuple[Array, Array]:
    """Return the sum of the past of each period, and in how many periods it was seen."""
    w = window.half_window
    around = [
        -years * window.period + step
        for years in range(1, window.years_back + 1)
        for step in range(-w, w + 1)
    ]
    steps = np.array(around + (list(range(-w, 0)) if this_year else []))
    index = places[:, None] + steps
    if index.min() < 0:
        raise EstimateError(
            f"Period {int(places.min())} has too short a past for {window.years_back} years back.",
            remedy="Take fewer years back, or a later period.",
        )
    past = counts[:, index]
    return np.nansum(past, axis=2), (~np.isnan(past)).sum(axis=2).astype(np.float64)
