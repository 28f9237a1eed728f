"""The answer of the simple detectors: an upper limit, a statistic and whether it is an alarm."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.stats.surveillance.window import Array

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Limits:
    """Answers of shape (series, periods asked for); NaN and no alarm where nothing can be said.

    Attributes
    ----------
    now
        Places of the periods.
    upper
        Highest value that is no alarm; for the accumulating methods the count at which the sum is full.
    statistic
        What is compared with its threshold.
    alarm
        Whether it is above.
    expected
        What the past leads one to expect; `None` where the method names no such count.
    """

    now: npt.NDArray[np.intp]
    upper: Array
    statistic: Array
    alarm: Flags
    expected: Array | None = None


def over(
    now: npt.NDArray[np.intp], seen: Array, upper: Array, statistic: Array, expected: Array | None = None
) -> Limits:
    """Return limits with an alarm where the count is above."""
    known = ~np.isnan(seen) & ~np.isnan(upper)
    return Limits(
        now,
        np.where(known, upper, np.nan),
        np.where(known, statistic, np.nan),
        known & (np.nan_to_num(seen) > np.nan_to_num(upper)),
        None if expected is None else np.where(known, expected, np.nan),
    )
