"""Which past periods a present one is compared with, and the season that each of them belongs to.

The reference window of a period is the same period of each of the b years before, and w periods on either
side (Farrington et al. 1996). What lies between two windows is cut into further seasons of nearly equal
length, the longer first, so that nearly all the past can be used (Noufaily et al. 2013, section 3.2).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError

Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Window:
    """How the past of a period is chosen.

    Attributes
    ----------
    period
        Periods in a year: 12 for months, 52 for weeks.
    years_back
        Years of the past, b.
    half_window
        Periods on either side of the anniversary, w.
    seasons
        Levels of the seasonal factor, the reference window being one; 1 uses the reference windows alone.
    past_excluded
        Latest periods left out, so that what is rising now does not hide itself.
    """

    period: int = 12
    years_back: int = 5
    half_window: int = 1
    seasons: int = 4
    past_excluded: int = 3

    def __post_init__(self) -> None:
        """Refuse a window that cannot be laid out."""
        if (
            min(self.period, self.years_back, self.seasons) < 1
            or min(self.half_window, self.past_excluded) < 0
        ):
            raise EstimateError(
                f"A window of {self} is not possible.",
                remedy="Give a period, years back and seasons of at least 1, and nothing negative.",
            )
        gap = self.period - 2 * self.half_window - 1
        if gap < self.seasons - 1:
            raise EstimateError(
                f"{self.seasons} seasons do not fit a year of {self.period} periods with a half-window of "
                f"{self.half_window}.",
                remedy=f"Take at most {max(gap, 0) + 1} seasons or a narrower window.",
            )

    @property
    def reach(self) -> int:
        """Periods that must lie before the first one that can be tested."""
        return self.period * self.years_back + self.half_window


MONTHLY = Window()
WEEKLY = Window(period=52, years_back=4, half_window=3, seasons=10, past_excluded=26)


@dataclass(frozen=True)
class Baseline:
    """The past periods of one present period: their places, and the season of each (0 is the present one)."""

    now: int
    index: Places
    season: Places

    @property
    def time(self) -> Array:
        """Years from the present period: negative in the past."""
        return np.asarray(self.index - self.now, dtype=np.float64)


def baseline(now: int, window: Window, dates: Sequence[dt.date] | None = None) -> Baseline:
    """Lay out the past of one period.

    Parameters
    ----------
    now
        Place of the period, from 0.
    window
        The layout.
    dates
        First days of all periods, when weeks are to be matched by date and not by counting 52: the
        anniversary is the period whose first day is nearest to the same date of an earlier year.

    Raises
    ------
    EstimateError
        When the series does not reach back far enough.
    """
    anchors = _anchors(now, window, dates)
    first, w = anchors[0] - window.half_window, window.half_window
    if first < 0:
        raise EstimateError(
            f"Period {now} has too short a past: {window.years_back} years and {w} periods are needed.",
            cause=f"The series starts {-first} periods too late.",
            remedy="Take fewer years back, or a later period.",
        )
    index = np.arange(first, now - window.past_excluded if window.seasons > 1 else now)
    season = np.full(len(index), -1)
    for left, right in pairwise(anchors):
        places = np.arange(left - w, right - w)
        inside = places < first + len(index)
        season[places[inside] - first] = _seasons(len(places), window)[inside]
    chosen = (season == 0) if window.seasons == 1 else season >= 0
    return Baseline(now, index[chosen], season[chosen])


def _anchors(now: int, window: Window, dates: Sequence[dt.date] | None) -> list[int]:
    """Return the places of the anniversaries, earliest first, and of the present period."""
    back = range(window.years_back, -1, -1)
    if dates is None:
        return [now - years * window.period for years in back]
    start, today = dates[0], dates[now]
    step = (dates[1] - start).days
    return [round((_years_before(today, years) - start).days / step) for years in back]


def _years_before(day: dt.date, years: int) -> dt.date:
    if (day.month, day.day) == (2, 29):
        return dt.date(day.year - years, 2, 28)
    return dt.date(day.year - years, day.month, day.day)


def _seasons(length: int, window: Window) -> Places:
    """Return the seasons of the periods from one reference window's start to the next one's."""
    inside, others = 2 * window.half_window + 1, window.seasons - 1
    season = np.zeros(length, dtype=np.intp)
    season[inside:] = -1
    if others:
        each, left = divmod(length - inside, others)
        season[inside:] = np.repeat(
            np.arange(1, others + 1), [each + (place < left) for place in range(others)]
        )
    return season
