"""Farrington's method as first published: only the same weeks of earlier years, a power transform.

Farrington et al. (1996), doi 10.2307/2983331: the reference windows alone, a quasi-Poisson regression on a
trend that is kept when it can be told apart, past outbreaks weighted down, limits normal on the 2/3 power.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy.special import stdtr

from hedgerow.stats.surveillance.alarms import Alarms, checked, checked_now
from hedgerow.stats.surveillance.bounds import Power, check_alpha, power_bounds
from hedgerow.stats.surveillance.farrington import TREND_P, Rules, answers, gathered, reasons, weights_of
from hedgerow.stats.surveillance.irls import Regression, regress
from hedgerow.stats.surveillance.levels import LevelFit
from hedgerow.stats.surveillance.window import WEEKLY, Array, Baseline, Window, baseline

ORIGINAL = Rules(trend="tested", threshold=1.0)


def farrington_original(
    counts: npt.ArrayLike,
    *,
    now: npt.ArrayLike | None = None,
    window: Window = WEEKLY,
    alpha: float = 0.005,
    rules: Rules = ORIGINAL,
    power: Power = "2/3",
    dates: Sequence[dt.date] | None = None,
) -> Alarms:
    """Test the present periods of many series against the same periods of earlier years.

    Parameters
    ----------
    counts, now, dates
        As in `farrington_flexible`.
    window
        Of which only period, years_back and half_window are used.
    alpha
        One-sided level of each limit: 0.005 is what others call 0.01, two-sided.
    rules
        Trend, weights, and how few cases are too few.
    power
        The transform: `none`, `1/2` or `2/3`.
    """
    y, places = checked(counts), checked_now(now, np.shape(counts)[1])
    check_alpha(alpha)
    alone = replace(window, seasons=1, past_excluded=0)
    parts = []
    for place in places:
        base = baseline(int(place), alone, dates)
        fit = _fit(y, base, window, rules)
        error = fit.expected * fit.log_error
        bounds = power_bounds(y[:, place], fit.expected, error, fit.dispersion, alpha=alpha, power=power)
        parts.append([answers(y[:, place], fit, bounds, reasons(y, int(place), fit, rules.least))])
    return gathered(places, parts, alpha)


def _fit(counts: Array, base: Baseline, window: Window, rules: Rules) -> LevelFit:
    past = counts[:, base.index]
    held = ~np.isnan(past)
    past = np.where(held, past, 0.0)
    time = base.time / window.period
    with_trend = _twice(past, held, np.column_stack([np.ones(len(time)), time]), rules.threshold)
    without = _twice(past, held, np.ones((len(time), 1)), rules.threshold)
    return _chosen(with_trend, without, past, window, rules)


def _chosen(trending: Regression, flat: Regression, past: Array, window: Window, rules: Rules) -> LevelFit:
    """Keep the trend of each series, or not, and say what is expected now, at time 0."""
    error = np.sqrt(trending.covariance[:, 1, 1])
    slope = trending.coefficients[:, 1]
    expected = np.exp(trending.coefficients[:, 0])
    sure = 2 * stdtr(np.maximum(trending.freedom, 1.0), -np.abs(slope) / error) < TREND_P
    keep = sure & (expected <= past.max(axis=1, initial=0.0)) & (window.years_back >= 3)
    keep = {"always": np.ones_like(keep), "never": np.zeros_like(keep)}.get(rules.trend, keep)

    def pick(one: Array, other: Array) -> Array:
        return np.where(keep.reshape(-1, *(1,) * (one.ndim - 1)), one, other)

    return LevelFit(
        mean=pick(trending.mean, flat.mean),
        leverage=pick(trending.leverage, flat.leverage),
        dispersion=pick(trending.dispersion, flat.dispersion),
        slope=np.where(keep, slope / window.period, 0.0),
        slope_error=np.where(keep, error / window.period, 0.0),
        expected=pick(expected, np.exp(flat.coefficients[:, 0])),
        log_error=np.sqrt(pick(trending.covariance[:, 0, 0], flat.covariance[:, 0, 0])),
        freedom=pick(trending.freedom, flat.freedom),
    )


def _twice(past: Array, held: npt.NDArray[np.bool_], design: Array, threshold: float) -> Regression:
    first = regress(past, design, held.astype(np.float64))
    return regress(past, design, weights_of(past, held, first, threshold))
