"""Hedgerow's own detector: Farrington's idea with its false alarms brought to what they should be.

Beside the published method (`farrington_flexible`), which gives 1.3 to 2 times the alarms it promises on
counts without outbreaks, this one
* draws the season as waves of the year, with fewer terms than a factor, so that less is unknown;
* weights down past outbreaks only where the count itself is improbable (probability, not residual), so that
  the plain upper tail of past counts stays in the spread;
* judges the present count by its predictive distribution (`predictive`), which allows for what is not known
  of mean and spread.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri, stdtr

from hedgerow.errors import EstimateError
from hedgerow.stats.surveillance.alarms import (
    KNOWN,
    MISSING_NOW,
    TOO_FEW,
    TOO_SHORT,
    Alarms,
    checked,
    checked_now,
)
from hedgerow.stats.surveillance.bounds import at_least, check_alpha
from hedgerow.stats.surveillance.farrington import CHUNK, TREND_P, Trend, answers, gathered
from hedgerow.stats.surveillance.irls import Regression, regress
from hedgerow.stats.surveillance.levels import LevelFit
from hedgerow.stats.surveillance.predictive import Predictive, predictive
from hedgerow.stats.surveillance.window import MONTHLY, Array, Window

TURNS = 2
SUSPECT = 1.5  # standard deviations above the mean: only such counts are looked at as outbreaks


@dataclass(frozen=True)
class Steady:
    """Choices of the method.

    Attributes
    ----------
    pairs
        Pairs of waves of the year; 0 leaves the season out.
    trend
        ``always``, ``tested`` or ``never``.
    threshold
        Standard normal quantile of a past count's probability above which it is weighted down.
    least_past
        Cases that the baseline must hold.
    """

    pairs: int = 1
    trend: Trend = "always"
    threshold: float = 2.9
    least_past: int = 20

    def __post_init__(self) -> None:
        """Refuse a choice that is not one."""
        if self.pairs < 0 or self.threshold <= 0 or self.trend not in ("always", "tested", "never"):
            raise EstimateError(
                f"{self} is not possible.",
                remedy="Give 0 pairs or more, a threshold above 0, and a trend always, tested or never.",
            )


STEADY = Steady()


def hedgerow(
    counts: npt.ArrayLike,
    *,
    now: npt.ArrayLike | None = None,
    window: Window = MONTHLY,
    alpha: float = 0.01,
    rules: Steady = STEADY,
) -> Alarms:
    """Test the present periods of many series against their own past, at the rate that is promised.

    Parameters
    ----------
    counts, now, alpha
        As in `farrington_flexible`.
    window
        Of which seasons is not used; half_window only says how far back the past reaches.
    rules
        Season, trend, weights, and how few cases are too few.

    Raises
    ------
    EstimateError
        For bad counts or settings, and for a period with too short a past.
    """
    y, places = checked(counts), checked_now(now, np.shape(counts)[1])
    check_alpha(alpha)
    for place in places:
        if place < window.reach:
            raise EstimateError(
                f"Period {int(place)} has too short a past: {window.reach} periods before it are needed.",
                remedy="Take fewer years back, or a later period.",
            )
    parts = [
        [_tested(y[a : a + CHUNK], int(place), window, alpha, rules) for a in range(0, len(y), CHUNK)]
        for place in places
    ]
    return gathered(places, parts, alpha)


def _tested(counts: Array, now: int, window: Window, alpha: float, rules: Steady) -> dict[str, Array]:
    fit, found = foretell(counts, now, window=window, rules=rules)
    seen, past = counts[:, now], counts[:, now - window.reach : now - window.past_excluded]
    reason = np.select(
        [np.isnan(seen), np.nansum(past, axis=1) < rules.least_past, fit.freedom < 2],
        [MISSING_NOW, TOO_FEW, TOO_SHORT],
        KNOWN,
    ).astype(np.float64)
    return answers(seen, fit, found.bounds(seen, alpha), reason)


def foretell(
    counts: Array, now: int, *, window: Window = MONTHLY, rules: Steady = STEADY
) -> tuple[LevelFit, Predictive]:
    """Return the fit to the past of one period, and the distribution of its count; that count is not read."""
    past = counts[:, now - window.reach : now - window.past_excluded]
    held = ~np.isnan(past)
    past = np.where(held, past, 0.0)
    time = np.arange(-window.reach, -window.past_excluded) / window.period
    fit, raw = _fitted(past, held, time, window, rules)
    return fit, predictive(fit.expected, fit.log_error, raw, fit.freedom)


def _fitted(
    past: Array, held: npt.NDArray[np.bool_], time: Array, window: Window, rules: Steady
) -> tuple[LevelFit, Array]:
    """Return the fit at time 0, and the dispersion before it is kept from falling below 1."""
    parts = {}
    for trend in {"always": (True,), "never": (False,)}.get(rules.trend, (True, False)):
        fit, raw = _reweighted(past, held, _waves(time, rules.pairs, trend), rules.threshold)
        parts[trend] = _now(fit, raw, window, rules.pairs, trend), raw
    if len(parts) == 1:
        return next(iter(parts.values()))
    (trending, raw), (level, flat_raw) = parts[True], parts[False]
    keep = _holds(trending, past, window)
    both = zip(vars(trending).values(), vars(level).values(), strict=True)
    chosen = (np.where(keep.reshape(-1, *(1,) * (one.ndim - 1)), one, other) for one, other in both)
    return LevelFit(*chosen), np.where(keep, raw, flat_raw)


def _holds(fit: LevelFit, past: Array, window: Window) -> npt.NDArray[np.bool_]:
    steep = -np.abs(fit.slope) / np.maximum(fit.slope_error, 1e-300)
    sure = 2 * stdtr(np.maximum(fit.freedom, 1.0), steep) < TREND_P
    return np.asarray(sure & (fit.expected <= past.max(axis=1, initial=0.0)) & (window.years_back >= 3))


def _waves(time: Array, pairs: int, trend: bool) -> Array:
    columns = [np.ones(len(time))] + ([time] if trend else [])
    for pair in range(1, pairs + 1):
        columns += [np.cos(2 * np.pi * pair * time), np.sin(2 * np.pi * pair * time)]
    return np.column_stack(columns)


def _reweighted(
    past: Array, held: npt.NDArray[np.bool_], design: Array, threshold: float
) -> tuple[Regression, Array]:
    """Fit, weight down improbable past counts, and fit those series again that have any.

    A large outbreak widens the spread that it is judged by, so this is done `TURNS` times.
    """
    weight = held.astype(np.float64)
    fit = regress(past, design, weight)
    todo = np.arange(len(past))
    for _ in range(TURNS):
        surprise = _surprise(past[todo], fit.rows(todo))
        some = (surprise > threshold).any(axis=1)
        todo, surprise = todo[some], surprise[some]
        weight[todo] = np.where(surprise > threshold, np.maximum(surprise, 1.0) ** -2.0, 1.0) * held[todo]
        fit = fit.replaced(todo, regress(past[todo], design, weight[todo]))
    pearson = weight * (past - fit.mean) ** 2 / np.maximum(fit.mean, 1e-12)
    return fit, pearson.sum(axis=1) / np.maximum(fit.freedom, 1.0)


def _surprise(past: Array, fit: Regression) -> Array:
    """Return how improbable high past counts are, as a standard normal quantile; 0 for the others."""
    spread = np.broadcast_to(fit.dispersion[:, None], past.shape)
    high = past - fit.mean > SUSPECT * np.sqrt(spread * fit.mean)
    y, mean, phi = past[high], fit.mean[high], spread[high]
    middle = (at_least(y, mean, phi) + at_least(y + 1, mean, phi)) / 2
    surprise = np.zeros_like(past)
    surprise[high] = -ndtri(np.maximum(middle, 1e-300))
    return surprise


def _now(fit: Regression, raw: Array, window: Window, pairs: int, trend: bool) -> LevelFit:
    """Return what is expected at time 0."""
    here = _waves(np.zeros(1), pairs, trend)[0]
    scale = np.maximum(raw, 1.0) / fit.dispersion
    variance = np.einsum("i,sij,j->s", here, fit.covariance, here) * scale
    zero = np.zeros(len(raw))
    return LevelFit(
        mean=fit.mean,
        leverage=fit.leverage,
        dispersion=np.maximum(raw, 1.0),
        slope=fit.coefficients[:, 1] / window.period if trend else zero,
        slope_error=np.sqrt(fit.covariance[:, 1, 1] * scale) / window.period if trend else zero,
        expected=np.exp(np.clip(fit.coefficients @ here, -30, 30)),
        log_error=np.sqrt(np.maximum(variance, 0.0)),
        freedom=fit.freedom,
    )
