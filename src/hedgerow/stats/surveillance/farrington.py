"""Farrington's method with a flexible past: is this month higher, or lower, than its own history allows?

Noufaily et al. (2013), doi 10.1002/sim.5595: a quasi-Poisson regression on trend and season; past outbreaks
weighted down by their Anscombe residuals; limits from the negative binomial distribution. The lower limit
comes from the same code and is ours.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt
from scipy.special import stdtr

from hedgerow.errors import EstimateError
from hedgerow.stats.surveillance.alarms import (
    KNOWN,
    MISSING_NOW,
    TOO_FEW,
    TOO_SHORT,
    TOO_WILD,
    Alarms,
    checked,
    checked_now,
    enough,
)
from hedgerow.stats.surveillance.bounds import Bounds, check_alpha, count_bounds, score
from hedgerow.stats.surveillance.levels import LevelFit, fit_levels
from hedgerow.stats.surveillance.window import MONTHLY, Array, Baseline, Window, baseline

Trend = Literal["always", "tested", "never"]
CHUNK = 4096
TREND_P = 0.05


@dataclass(frozen=True)
class Rules:
    """Choices of the regression.

    Attributes
    ----------
    trend
        `always`; `tested`: kept when significant at 5 %, over three years or more, and when it does not
        forecast more than was ever seen (Farrington et al. 1996, section 3.4); or `never`.
    threshold
        Anscombe residual above which a past count is weighted down.
    least
        (cases, periods): no limits are given to a series with fewer cases in its latest periods.
    """

    trend: Trend = "always"
    threshold: float = 2.58
    least: tuple[int, int] = (5, 4)

    def __post_init__(self) -> None:
        """Refuse a choice that is not one."""
        if self.trend not in ("always", "tested", "never"):
            raise EstimateError(
                f"The trend cannot be {self.trend!r}.", remedy="Take always, tested or never."
            )


FLEXIBLE = Rules()


class Fitted(Protocol):
    """What the weights need to know of a fit."""

    @property
    def mean(self) -> Array: ...  # as in `LevelFit`

    @property
    def leverage(self) -> Array: ...

    @property
    def dispersion(self) -> Array: ...


def farrington_flexible(
    counts: npt.ArrayLike,
    *,
    now: npt.ArrayLike | None = None,
    window: Window = MONTHLY,
    alpha: float = 0.01,
    rules: Rules = FLEXIBLE,
    dates: Sequence[dt.date] | None = None,
) -> Alarms:
    """Test the present periods of many series against their own past.

    Parameters
    ----------
    counts
        Shape (series, periods), NaN where missing.
    now
        Places of the periods to test; the last one by default.
    window
        What the past is: period, years_back, half_window, seasons, past_excluded.
    alpha
        One-sided level of each limit.
    rules
        Trend, weights, and how few cases are too few.
    dates
        First days of the periods, for weeks whose anniversaries are found by date.

    Raises
    ------
    EstimateError
        For bad counts or settings, and for a period with too short a past.
    """
    y, places = checked(counts), checked_now(now, np.shape(counts)[1])
    check_alpha(alpha)
    bases = [baseline(int(place), window, dates) for place in places]
    parts = [
        [_tested(y[start : start + CHUNK], base, window, alpha, rules) for start in range(0, len(y), CHUNK)]
        for base in bases
    ]
    return gathered(places, parts, alpha)


def reweighted(counts: Array, base: Baseline, rules: Rules) -> LevelFit:
    """Fit, weight down past outbreaks, and fit again; a tested trend is dropped where it does not hold."""
    past = counts[:, base.index]
    held = ~np.isnan(past)
    past = np.where(held, past, 0.0)
    fit = _twice(past, held, base, rules.trend != "never", rules.threshold)
    if rules.trend != "tested":
        return fit
    keep = _keeps_trend(fit, past)
    plain = _twice(past, held, base, False, rules.threshold)
    return LevelFit(
        *(
            np.where(keep.reshape(-1, *(1,) * (a.ndim - 1)), a, b)
            for a, b in zip(vars(fit).values(), vars(plain).values(), strict=True)
        )
    )


def _twice(
    past: Array, held: npt.NDArray[np.bool_], base: Baseline, trend: bool, threshold: float
) -> LevelFit:
    start = held.astype(np.float64)
    first = fit_levels(past, start, base, trend=trend)
    return fit_levels(past, weights_of(past, held, first, threshold), base, trend=trend)


def weights_of(past: Array, held: npt.NDArray[np.bool_], fit: Fitted, threshold: float) -> Array:
    """Return weights s^-2 of past counts whose Anscombe residual s is high, the mean weight being 1."""
    mean = np.maximum(fit.mean, 1e-12)
    scale = np.sqrt(fit.dispersion[:, None] * np.maximum(1 - fit.leverage, 1e-12))
    residual = 1.5 * (past ** (2 / 3) * mean ** (-1 / 6) - np.sqrt(mean)) / scale
    weight = np.where(residual > threshold, np.maximum(residual, threshold) ** -2.0, 1.0) * held
    total = weight.sum(axis=1, keepdims=True)
    return np.asarray(
        weight * np.divide(held.sum(axis=1, keepdims=True), total, out=total.copy(), where=total > 0)
    )


def _keeps_trend(fit: LevelFit, past: Array) -> npt.NDArray[np.bool_]:
    steep = np.divide(
        np.abs(fit.slope), fit.slope_error, out=np.zeros_like(fit.slope), where=fit.slope_error > 0
    )
    sure = 2 * stdtr(np.maximum(fit.freedom, 1.0), -steep) < TREND_P
    return np.asarray(sure & (fit.expected <= past.max(axis=1, initial=0.0)))


def _tested(counts: Array, base: Baseline, window: Window, alpha: float, rules: Rules) -> dict[str, Array]:
    """Return the answers of some series for one period."""
    if rules.trend == "tested" and window.years_back < 3:
        rules = Rules("never", rules.threshold, rules.least)
    seen = counts[:, base.now]
    fit = reweighted(counts, base, rules)
    bounds = count_bounds(seen, fit.expected, fit.dispersion, alpha=alpha)
    reason = reasons(counts, base.now, fit, rules.least)
    return answers(seen, fit, bounds, reason)


def reasons(counts: Array, now: int, fit: LevelFit, least: tuple[int, int]) -> Array:
    """Return why each series has an answer or none."""
    return np.select(
        [np.isnan(counts[:, now]), ~enough(counts, now, least), fit.freedom <= 0],
        [MISSING_NOW, TOO_FEW, TOO_SHORT],
        KNOWN,
    ).astype(np.float64)


def answers(seen: Array, fit: LevelFit, bounds: Bounds, reason: Array) -> dict[str, Array]:
    """Return the columns of the answer, NaN where there is none.

    A past so wild that the upper limit lies below what is expected cannot give limits.
    """
    wild = (reason == KNOWN) & (bounds.upper + 1 <= fit.expected)
    reason = np.where(wild, TOO_WILD, reason)
    over, under = seen > bounds.upper, seen < bounds.lower
    known = reason == KNOWN
    values = {
        "expected": fit.expected,
        "lower": bounds.lower,
        "upper": bounds.upper,
        "p_upper": bounds.p_upper,
        "p_lower": bounds.p_lower,
        "score": score(seen, fit.expected, bounds.upper),
        "dispersion": fit.dispersion,
        "trend": fit.slope,
    }
    masked = {name: np.where(known, value, np.nan) for name, value in values.items()}
    return masked | {"exceeds": known * (over * 1.0 - under * 1.0), "reason": reason}


def gathered(places: npt.NDArray[np.intp], parts: list[list[dict[str, Array]]], alpha: float) -> Alarms:
    """Put chunks of series and periods side by side."""

    def column(name: str) -> Array:
        return np.stack([np.concatenate([part[name] for part in period]) for period in parts], axis=1)

    return Alarms(
        now=places,
        expected=column("expected"),
        lower=column("lower"),
        upper=column("upper"),
        p_upper=column("p_upper"),
        p_lower=column("p_lower"),
        score=column("score"),
        dispersion=column("dispersion"),
        trend=column("trend"),
        exceeds=column("exceeds").astype(np.int8),
        reason=column("reason").astype(np.int8),
        alpha=alpha,
    )
