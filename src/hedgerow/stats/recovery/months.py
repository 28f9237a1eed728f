"""The months of a path as a design: level, damped trend, and a season of two waves; days as an offset.

From the shock on, the trend runs out: h years on it has moved by 1 - exp(-h) years. A trend of two or three
years, carried three years on, is what forecasters learnt not to do (Gardner and McKenzie 1985).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
TERMS = ("level", "trend", "cos_1", "sin_1", "cos_2", "sin_2")


@dataclass(frozen=True)
class MonthDesign:
    """Months in columns of a path.

    Attributes
    ----------
    months
        YYYY-MM, following each other.
    values
        T x 6: level, trend (years to the first month of the shock, damped after it), two waves of the season.
    log_days
        Log of the days of each month over those of a mean month, length T.
    start
        Column of the first month of the shock.
    """

    months: tuple[str, ...]
    values: Array
    log_days: Array
    start: int


def month_design(months: Sequence[str], start: str) -> MonthDesign:
    """Return the design of months that follow each other; `start` is the first month of the shock."""
    number = np.array([int(m[:4]) * 12 + int(m[5:7]) - 1 for m in months], dtype=float)
    first = int(start[:4]) * 12 + int(start[5:7]) - 1
    turn = 2 * np.pi * (number % 12) / 12
    waves = [f(k * turn) for k in (1, 2) for f in (np.cos, np.sin)]
    days = np.array([monthrange(int(m[:4]), int(m[5:7]))[1] for m in months], dtype=float)
    years = (number - first) / 12
    trend = np.where(years < 0, years, 1 - np.exp(-np.maximum(years, 0)))
    values = np.column_stack([np.ones(len(number)), trend, *waves])
    return MonthDesign(tuple(months), values, np.log(days / (365.25 / 12)), int(np.sum(number < first)))
