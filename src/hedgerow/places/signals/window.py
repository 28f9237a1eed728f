"""Which months a month is held against: its baseline, and the latest ones that are left out of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError, NotFoundError, UsageError
from hedgerow.places.panel import month_number
from hedgerow.places.signals.panel import CountPanel

LEFT_OUT = 5  # months before the current one; with it half a year, as Noufaily et al. (2013) leave out
LEAST = 12  # complete months without which nothing is said
YEARS = 24  # months from which the time of year can be taken out
LONGEST = 36  # longer ago is another time: the pandemic, other recording
NEWEST = 2  # months that late records may still change


@dataclass(frozen=True)
class Window:
    """Columns of the panel: the current month, its baseline, and the months of a possible shift.

    Attributes
    ----------
    current, baseline, recent
        Column numbers; `recent` ends with the current month.
    season
        Whether the baseline is long enough to take the time of year out.
    """

    current: int
    baseline: tuple[int, ...]
    recent: tuple[int, ...]
    season: bool

    @property
    def used(self) -> tuple[int, ...]:
        """Every column that is read."""
        return (*self.baseline, *self.recent)


def window_of(panel: CountPanel, month: str) -> Window:
    """Return the window of a month.

    Raises
    ------
    UsageError, NotFoundError
        When it is no month, or not one that is held.
    EstimateError
        When no force has it complete, or too few months come before it.
    """
    current = _column(panel, month)
    before = int(np.count_nonzero(panel.known[:, :current].any(axis=0)))
    if before < LEAST:
        first = _first_testable(panel)
        raise EstimateError(
            f"{month} has {before} complete months before it; {LEAST} are needed to know what is usual.",
            remedy=f"The first month that can be tested is {first}." if first else "Add earlier months.",
        )
    left = min(LEFT_OUT, before - (YEARS if before >= YEARS else LEAST))
    last = current - left
    baseline = tuple(range(max(0, last - LONGEST), last))
    return Window(current, baseline, tuple(range(last, current + 1)), before - left >= YEARS)


def is_provisional(panel: CountPanel, month: str) -> bool:
    """Whether a month is one of the two newest that are held."""
    return month in _held(panel)[-NEWEST:]


def latest_month(panel: CountPanel) -> str:
    """Return the newest month that any force has complete; raise `EstimateError` where there is none."""
    held = _held(panel)
    if not held:
        raise EstimateError("No force has a complete month.", remedy="Look at the gaps: hedgerow gaps PATH.")
    return held[-1]


def _held(panel: CountPanel) -> tuple[str, ...]:
    known = np.asarray(panel.known.any(axis=0))
    return tuple(month for month, held in zip(panel.months, known.tolist(), strict=True) if held)


def _first_testable(panel: CountPanel) -> str | None:
    held = _held(panel)
    return held[LEAST] if len(held) > LEAST else None


def _column(panel: CountPanel, month: str) -> int:
    try:
        month_number(month)
        if len(month) != 7 or month[4] != "-" or not 1 <= int(month[5:]) <= 12:
            raise ValueError(month)
    except (ValueError, IndexError) as error:
        raise UsageError(f"“{month}” is not a month.", remedy="Write it as YYYY-MM.") from error
    held = _held(panel)
    if month not in panel.months:
        raise NotFoundError(
            f"The month {month} is not held.",
            remedy=f"The months held are: {spans(held)}." if held else "No force has a complete month.",
        )
    if month not in held:
        raise EstimateError(
            f"No force has {month} complete, so there is nothing to hold against a baseline.",
            cause="A missing month is never read as nought.",
            remedy=f"The complete months are: {spans(held)}.",
        )
    return panel.months.index(month)


def spans(months: tuple[str, ...]) -> str:
    """Return months in words: runs as first to last."""
    runs: list[list[str]] = []
    for month in months:
        if runs and month_number(month) == month_number(runs[-1][-1]) + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)


def known_baseline(panel: CountPanel, window: Window) -> npt.NDArray[np.int64]:
    """Return how many months of the baseline each area has."""
    return np.asarray(np.count_nonzero(panel.known[:, list(window.baseline)], axis=1), dtype=np.int64)
