"""How a month is tested: by the chain of the house, or by a published method, on the same counts.

Whatever the method, missing months, the randomised p-values, the control over the whole panel, the gates and
the words are the same; only what is expected, and with what spread, differs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import stdtr, stdtrit

from hedgerow.errors import EstimateError, UsageError
from hedgerow.places.signals.baseline import Expectation
from hedgerow.places.signals.panel import CountPanel
from hedgerow.places.signals.shift import cautious, find_shifts
from hedgerow.places.signals.tails import limits, tails
from hedgerow.places.signals.window import Window
from hedgerow.stats.surveillance import REASONS, Rules, farrington_flexible
from hedgerow.stats.surveillance import Window as Past

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
RANGE = 0.95
TWO_YEARS = Past(period=12, years_back=2, half_window=1, seasons=4, past_excluded=3)
NO_TREND = Rules(trend="never")
EARS_MONTHS, EARS_LEAST = 7, 4
EARS = (
    "(Hutwagner and others 2003): no season and no trend, with the t distribution that seven months call for"
)
TITLES = {
    "hedgerow": "the chain of the house: own past, steadied by the district, with drift",
    "farrington": "Farrington with a flexible past (Noufaily and others 2013): two years back, half-window "
    "of a month, four seasons, the latest three months left out, no trend, which two years cannot teach",
    "ears_c1": f"EARS C1, the seven months before {EARS}",
    "ears_c2": f"EARS C2, seven months, the two latest left out {EARS}",
    "glr": "likelihood ratio of a level that has shifted for two to six months (Höhle and Paul 2008), on "
    "what the chain of the house expects; a single month is not tested",
}
HOUSE_PAST = ("hedgerow", "glr")  # which hold a month against what the house expects
NOT_HERE = {
    "cusum": "A CUSUM has a threshold and no p-value, so it cannot be held against chance in many places.",
    "ears_c3": "EARS C3 has no p-value, so it cannot be held against chance in many places.",
}
WINDOWS: dict[str, dict[str, object]] = {
    "farrington": {"years_back": 2, "half_window": 1, "seasons": 4, "past_excluded": 3, "trend": "never"},
    "ears_c1": {"months": EARS_MONTHS, "past_excluded": 0},
    "ears_c2": {"months": EARS_MONTHS, "past_excluded": 2},
}


@dataclass(frozen=True)
class Tested:
    """Of k types in n areas, the current month.

    Attributes
    ----------
    mean, lower, upper
        What was expected, and the 95 % range of an ordinary month.
    p, p_rise, plain
        Two-sided and of a rise, both cautious; and two-sided, randomised only.
    rising
        Whether the count lies above.
    told
        Whether the method has an answer.
    """

    mean: Array
    lower: Array
    upper: Array
    p: Array
    p_rise: Array
    plain: Array
    rising: Flags
    told: Flags


@dataclass(frozen=True)
class Month:
    """What a method may read: the panel, its window, what the house expects, recent counts and chance."""

    panel: CountPanel
    window: Window
    said: Expectation
    recent: Array
    chance: Array

    @property
    def observed(self) -> Array:
        """Counts of the current month."""
        return np.asarray(self.recent[:, :, -1])


def known_method(name: str) -> str:
    """Return the method's name; `ears` is C1.

    Raises
    ------
    UsageError
        When it is none, or one that cannot be held against chance in many places.
    """
    plain = name.strip().lower().replace("-", "_")
    plain = "ears_c1" if plain == "ears" else plain
    if plain in TITLES:
        return plain
    raise UsageError(
        f"“{name}” is no method for warning signs.",
        cause=NOT_HERE.get(plain, ""),
        remedy=f"They are: {', '.join(TITLES)}. For one series: hedgerow places surveillance SERIES.csv.",
    )


def tested_month(month: Month, method: str) -> Tested:
    """Return what a method says of the current month."""
    return _METHODS[method](month)


def _house(month: Month) -> Tested:
    mean = month.said.mean[:, :, -1]
    return _counted(month, mean, month.said.variance(mean), np.isfinite(month.observed))


def _farrington(month: Month) -> Tested:
    now = month.window.current
    if now < TWO_YEARS.reach:
        first = month.panel.months[min(TWO_YEARS.reach, len(month.panel.months) - 1)]
        raise EstimateError(
            f"{month.panel.months[now]} has {now} months before it; farrington needs {TWO_YEARS.reach}.",
            remedy=f"Take a month from {first} on, or --method hedgerow.",
        )
    found = [
        farrington_flexible(np.round(month.panel.of(number)), now=[now], window=TWO_YEARS, rules=NO_TREND)
        for number in range(len(month.panel.types))
    ]
    reason = np.stack([one.reason[:, 0] for one in found])
    mean = np.stack([one.expected[:, 0] for one in found])
    spread = np.stack([one.dispersion[:, 0] for one in found])
    told = np.isfinite(month.observed) & (reason == REASONS.index("known"))
    mean, spread = np.where(told, mean, 0.0), np.where(told, spread, 1.0)
    return _counted(month, mean, spread * mean, told)


def _counted(month: Month, mean: Array, variance: Array, told: Flags) -> Tested:
    """Return the tails of counts with this mean and variance."""
    tail = tails(np.where(told, month.observed, 0.0), mean, variance)
    lower, upper = limits(np.where(told, mean, np.nan), variance, RANGE)
    chance = month.chance
    return Tested(
        mean,
        lower,
        upper,
        _only(told, cautious(tail, chance)),
        _only(told, np.maximum(tail.rise(chance), tail.rise())),
        _only(told, tail.two_sided(chance)),
        tail.above < tail.below,
        told,
    )


def _ears(lag: int) -> Callable[[Month], Tested]:
    def tested(month: Month) -> Tested:
        last = month.window.current - lag
        past = slice(max(last - EARS_MONTHS, 0), last)
        y = np.stack([month.panel.of(number)[:, past] for number in range(len(month.panel.types))])
        held = np.isfinite(y)
        n = held.sum(axis=2)
        mean = np.where(held, y, 0.0).sum(axis=2) / np.maximum(n, 1)
        square = np.where(held, (y - mean[:, :, None]) ** 2, 0.0).sum(axis=2) / np.maximum(n - 1, 1)
        told = np.isfinite(month.observed) & (n >= EARS_LEAST) & (square > 0)
        reach = np.sqrt(square * (1 + 1 / np.maximum(n, 1)))
        freedom = np.maximum(n - 1, 1)
        way = np.where(told, month.observed - mean, 0.0) / np.where(told, reach, 1.0)
        edge = stdtrit(freedom, (1 + RANGE) / 2) * reach
        p = _only(told, 2 * stdtr(freedom, -np.abs(way)))
        rise = _only(told, stdtr(freedom, -way))
        lower, upper = _only(told, np.maximum(mean - edge, 0.0)), _only(told, mean + edge)
        return Tested(mean, lower, upper, p, rise, p, way > 0, told)

    return tested


def _glr(month: Month) -> Tested:
    shifts = find_shifts(month.recent, month.said, month.chance)
    house, told = _house(month), np.isfinite(shifts.p)
    rise = np.where(shifts.rising, shifts.p / 2, 1 - shifts.p / 2)
    return Tested(house.mean, house.lower, house.upper, shifts.p, rise, shifts.p, shifts.rising, told)


def _only(told: Flags, values: Array) -> Array:
    return np.where(told, values, np.nan)


_METHODS: dict[str, Callable[[Month], Tested]] = {
    "hedgerow": _house,
    "farrington": _farrington,
    "ears_c1": _ears(0),
    "ears_c2": _ears(2),
    "glr": _glr,
}
