"""Sustained shifts: since when, if ever, have the counts run above (or below) what was expected?

The generalised likelihood ratio of Hoehle and Paul (2008, section 3): over all starts s, the largest
likelihood ratio of counts whose mean is exp(kappa) times what was expected since s. With Poisson counts the
best kappa is the logarithm of observed over expected and the statistic is the one that Poisson-FOCuS computes
(Ward, Dilillo, Eagling and Fryer 2022); here it is taken over all starts at once, which for months is as
fast. With negative binomial counts kappa is found by a guarded Newton search. Falls are the same with
kappa below 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError
from hedgerow.stats.surveillance.alarms import checked, checked_now
from hedgerow.stats.surveillance.window import Array, Places

Direction = Literal["rise", "fall"]
CHUNK = 2048
STEEPEST = 8.0
ROUNDS = 60


@dataclass(frozen=True)
class Shifts:
    """Answers of shape (series, periods); NaN where the count is missing.

    Attributes
    ----------
    now
        Places of the periods.
    statistic
        Largest log-likelihood ratio over all starts.
    since
        Place of the likeliest start; -1 where there is none.
    ratio
        Observed over expected since then, by likelihood; 1 where there is no shift.
    alarm
        Whether the statistic reached the threshold; the count of starts begins anew after it.
    """

    now: Places
    statistic: Array
    since: Places
    ratio: Array
    alarm: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class ShiftRules:
    """What is looked for.

    Attributes
    ----------
    direction
        ``rise`` or ``fall``.
    threshold
        Log-likelihood ratio that is an alarm.
    longest
        Longest shift, in periods; as long as the series by default.
    least
        Least ratio that counts (at most, for a fall): 1 looks for any shift.
    restart
        Whether the past is forgotten after an alarm.
    """

    direction: Direction = "rise"
    threshold: float = 5.0
    longest: int | None = None
    least: float = 1.0
    restart: bool = True

    def __post_init__(self) -> None:
        """Refuse what cannot be looked for."""
        if self.direction not in ("rise", "fall"):
            raise EstimateError(f"A shift cannot be a {self.direction!r}.", remedy="Take rise or fall.")
        if self.threshold <= 0 or self.least <= 0 or (self.longest is not None and self.longest < 1):
            raise EstimateError("Threshold, least ratio and longest shift must be above zero.")
        if (self.least < 1) if self.direction == "rise" else (self.least > 1):
            raise EstimateError(
                f"A {self.direction} cannot have a least ratio of {self.least}.",
                remedy="Take at least 1 for a rise, and at most 1 for a fall.",
            )


RISE = ShiftRules()
FALL = ShiftRules(direction="fall")


def shifts(
    counts: npt.ArrayLike,
    expected: npt.ArrayLike,
    *,
    alpha: npt.ArrayLike = 0.0,
    now: npt.ArrayLike | None = None,
    rules: ShiftRules = RISE,
) -> Shifts:
    """Look for a sustained shift that still lasts, period after period.

    Parameters
    ----------
    counts, expected
        Shape (series, periods); a missing count says nothing and ends nothing.
    alpha
        Spread of the counts, variance = mean + alpha mean², a number or one a series; 0 is Poisson.
    now
        Places that follow one another; no shift starts before the first.
    """
    y, places = checked(counts), checked_now(now, np.shape(counts)[1])
    mean = np.asarray(expected, dtype=np.float64)
    if mean.shape != y.shape or (np.diff(places) != 1).any():
        raise EstimateError("A shift needs an expected count for each count, and periods that follow on.")
    if not (mean[:, places] > 0).all():
        raise EstimateError(
            "An expected count is not above zero.", remedy="Leave out series of which nothing is expected."
        )
    spread = np.broadcast_to(np.asarray(alpha, dtype=np.float64), len(y))
    if not (spread >= 0).all():
        raise EstimateError("A spread of counts cannot be negative or missing.")
    parts = [
        _search(y[a : a + CHUNK, places], mean[a : a + CHUNK, places], spread[a : a + CHUNK], rules)
        for a in range(0, len(y), CHUNK)
    ]
    statistic, start, ratio = (np.concatenate([part[i] for part in parts]) for i in range(3))
    since = np.where(start >= 0, start + places[0], -1).astype(np.intp)
    return Shifts(places, statistic, since, ratio, np.nan_to_num(statistic) >= rules.threshold)


def _search(y: Array, mean: Array, spread: Array, rules: ShiftRules) -> tuple[Array, Array, Array]:
    """Return statistic, start and ratio of each period."""
    held = ~np.isnan(y)
    y, mean = np.where(held, y, 0.0), np.where(held, mean, 0.0)
    statistic, since, ratio = np.full(y.shape, np.nan), np.full(y.shape, -1.0), np.ones(y.shape)
    earliest = np.zeros(len(y))
    for step in range(y.shape[1]):
        first = 0 if rules.longest is None else max(step + 1 - rules.longest, 0)
        span = slice(first, step + 1)
        best = _ratios(y[:, span], mean[:, span], spread, rules)
        value = _gain(y[:, span], mean[:, span], spread, best)
        starts = np.arange(first, step + 1)
        value = np.where(starts >= earliest[:, None], value, 0.0)
        place = value.argmax(axis=1)
        top = np.take_along_axis(value, place[:, None], 1)[:, 0]
        found = (top > 0) & held[:, step]
        statistic[:, step] = np.where(held[:, step], top, np.nan)
        since[:, step] = np.where(found, starts[place], -1)
        ratio[:, step] = np.where(found, np.exp(np.take_along_axis(best, place[:, None], 1)[:, 0]), 1.0)
        if rules.restart:
            earliest = np.where(held[:, step] & (top >= rules.threshold), step + 1, earliest)
    return statistic, since, ratio


def _onwards(values: Array) -> Array:
    """Return sums from each place to the end."""
    return np.asarray(np.cumsum(values[:, ::-1], axis=1)[:, ::-1])


def _ratios(y: Array, mean: Array, spread: Array, rules: ShiftRules) -> Array:
    """Return the likeliest kappa since each start, on the side that is looked for."""
    seen, due = _onwards(y), _onwards(mean)
    with np.errstate(divide="ignore", invalid="ignore"):
        kappa = np.where(due > 0, np.log(seen / due), 0.0)
    kappa = np.clip(kappa, -STEEPEST, STEEPEST)
    wide = np.flatnonzero(spread > 0)
    if len(wide):
        kappa[wide] = _climbed(y[wide], mean[wide], spread[wide], kappa[wide])
    edge = np.log(rules.least)
    sided = (
        np.where(kappa >= edge, kappa, 0.0)
        if rules.direction == "rise"
        else np.where(kappa <= edge, kappa, 0.0)
    )
    return np.asarray(sided)


def _climbed(y: Array, mean: Array, spread: Array, kappa: Array) -> Array:
    """Solve sum (y - m e^kappa) / (1 + alpha m e^kappa) = 0 since each start; it falls in kappa."""
    low, high = np.full_like(kappa, -STEEPEST), np.full_like(kappa, STEEPEST)
    a = spread[:, None]
    for _ in range(ROUNDS):
        slope, fall = np.zeros_like(kappa), np.zeros_like(kappa)
        for lag in range(y.shape[1]):  # every period counts for the starts at or before it
            shifted = np.exp(kappa[:, : lag + 1]) * mean[:, [lag]]
            share = 1 / (1 + a * shifted)
            slope[:, : lag + 1] += (y[:, [lag]] - shifted) * share
            fall[:, : lag + 1] += shifted * (1 + a * y[:, [lag]]) * share**2
        low, high = np.where(slope > 0, kappa, low), np.where(slope > 0, high, kappa)
        trial = kappa + np.divide(slope, fall, out=np.zeros_like(slope), where=fall > 1e-300)
        trial = np.where((trial < low) | (trial > high), (low + high) / 2, trial)
        settled = np.abs(trial - kappa).max(initial=0.0) < 1e-12
        kappa = trial
        if settled:
            break
    return kappa


def _gain(y: Array, mean: Array, spread: Array, kappa: Array) -> Array:
    """Return the log-likelihood ratio of the shift since each start."""
    value = _onwards(y) * kappa
    a = spread[:, None]
    narrow = spread == 0
    value[narrow] -= (_onwards(mean) * np.expm1(kappa))[narrow]
    wide = np.flatnonzero(~narrow)
    if len(wide):
        size = 1 / a[wide]
        for lag in range(y.shape[1]):
            m, k = mean[wide][:, [lag]], kappa[wide][:, : lag + 1]
            growth = np.log1p(a[wide] * m * np.exp(k)) - np.log1p(a[wide] * m)
            part = (y[wide][:, [lag]] + size) * growth * (m > 0)
            value[wide, : lag + 1] -= part
    return np.asarray(np.maximum(value, 0.0))
