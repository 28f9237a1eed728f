"""What a person asks of a detector: the method, the year, the level, the window and the first period."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from math import ceil

from hedgerow.errors import UsageError
from hedgerow.places.surveillance.methods import METHODS, Method
from hedgerow.stats.surveillance import MONTHLY, WEEKLY, Window

SEASONS = {12: MONTHLY, 52: WEEKLY}
WEEKS_A_YEAR = 365.25 / 7
SHORT = 3  # years; a trend learnt from fewer misleads


@dataclass(frozen=True)
class Plan:
    """What is asked; `None` stands for the method's own choice.

    Attributes
    ----------
    method
        One of `METHODS`; hyphens and capitals do not matter.
    season
        Periods in a year: 12 or 52.
    alpha
        One-sided level of each limit.
    years_back, half_window
        How far back the past goes, and how many periods on either side of an anniversary belong to it.
    start
        First period to test, written as in the file.
    """

    method: str = "farrington"
    season: int = 12
    alpha: float | None = None
    years_back: int | None = None
    half_window: int | None = None
    start: str = ""

    def __post_init__(self) -> None:
        if self.name not in METHODS:
            raise UsageError(
                f"“{self.method}” is no method of surveillance.", remedy=f"They are: {', '.join(METHODS)}."
            )
        if self.season not in SEASONS:
            raise UsageError(
                f"A season of {self.season} periods is not known.",
                remedy="Give --season 12 for months or 52 for weeks.",
            )
        if self.alpha is not None and not 0 < self.alpha < 0.5:
            raise UsageError(
                f"An alpha of {self.alpha:g} is not possible.",
                cause="Alpha is one-sided: the chance of an alarm where nothing happens.",
                remedy="Give a number between 0 and 0.5, such as 0.01.",
            )
        self._check_window()

    def _check_window(self) -> None:
        most = (self.season - 1) // 2
        if self.years_back is not None and not 1 <= self.years_back <= 50:
            raise UsageError(
                f"A past of {self.years_back} years is not possible.",
                remedy="Give --years-back from 1 to 50.",
            )
        if self.half_window is not None and not 0 <= self.half_window <= most:
            raise UsageError(
                f"A half-window of {self.half_window} periods is not possible.",
                remedy=f"Give --half-window from 0 to {most}.",
            )

    @property
    def name(self) -> str:
        """The method's name as `METHODS` has it."""
        return self.method.strip().lower().replace("-", "_")

    @property
    def chosen(self) -> Method:
        """The method."""
        return METHODS[self.name]

    @property
    def level(self) -> float | None:
        """The one-sided level; `None` where the method has a threshold in its place."""
        return self.chosen.alpha if self.alpha is None or self.chosen.alpha is None else self.alpha

    @property
    def window(self) -> Window:
        """The past of a period; a wide half-window leaves room for fewer seasons."""
        usual = SEASONS[self.season]
        half = usual.half_window if self.half_window is None else self.half_window
        room = self.season - 2 * half
        years = usual.years_back if self.years_back is None else self.years_back
        return replace(usual, years_back=years, half_window=half, seasons=max(min(usual.seasons, room), 1))

    @property
    def trend(self) -> str:
        """Whether a trend is fitted: `always`, `tested` or `never`."""
        return self.chosen.trend if self.window.years_back >= SHORT else "never"

    @property
    def reach(self) -> int:
        """Periods that must lie before the first one that is tested; weeks are more than 52 a year."""
        window = self.window
        weeks = ceil(window.years_back * WEEKS_A_YEAR) + window.half_window
        return self.chosen.baseline or (weeks if self.season == WEEKLY.period else window.reach)


@dataclass(frozen=True)
class Task:
    """What a method is given beside the counts: the places to test, the plan and, for weeks, the dates."""

    plan: Plan
    now: tuple[int, ...]
    dates: tuple[dt.date, ...] | None
