"""The answer for many series and periods: what was expected, the limits, and how unlikely the count was."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError
from hedgerow.stats.surveillance.window import Array

REASONS = ("known", "missing_now", "too_few", "too_short", "too_wild")
KNOWN, MISSING_NOW, TOO_FEW, TOO_SHORT, TOO_WILD = range(len(REASONS))


@dataclass(frozen=True)
class Alarms:
    """Answers of shape (series, periods asked for); where the reason is not `known`, NaN and no alarm.

    Attributes
    ----------
    now
        Places of the periods asked for.
    expected, lower, upper
        Expected count, and limits at one-sided alpha each.
    p_upper, p_lower
        Chance of a count at least as high, and at most as high.
    score
        (count - expected) / (upper - expected): an alarm is a score above 1.
    dispersion
        Variance over mean, not less than 1.
    trend
        Change of the logarithm a period; 0 where no trend was fitted.
    exceeds
        1 above the upper limit, -1 below the lower one, 0 within or unknown.
    reason
        Index into `REASONS`: why there is an answer or none.
    alpha
        One-sided level of the limits.
    """

    now: npt.NDArray[np.intp]
    expected: Array
    lower: Array
    upper: Array
    p_upper: Array
    p_lower: Array
    score: Array
    dispersion: Array
    trend: Array
    exceeds: npt.NDArray[np.int8]
    reason: npt.NDArray[np.int8]
    alpha: float

    def words(self) -> npt.NDArray[np.str_]:
        """Return the reasons as words."""
        return np.array(REASONS)[self.reason]


def checked(counts: npt.ArrayLike) -> Array:
    """Return counts as numbers of shape (series, periods), NaN where missing.

    Raises
    ------
    EstimateError
        For a shape that is not (series, periods), and for negative, fractional or endless counts.
    """
    try:
        y = np.asarray(counts, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise EstimateError(
            "The counts are not numbers.", remedy="Give whole numbers, with NaN where a count is missing."
        ) from error
    if y.ndim != 2:
        raise EstimateError(
            f"Counts must have the shape (series, periods), not {y.shape}.",
            remedy="Put one series in each row; a single series has shape (1, periods).",
        )
    for wrong, what in (
        (np.isinf(y), "endless"),
        (y < 0, "negative"),
        (np.isfinite(y) & (y != np.floor(y)), "not a whole number"),
    ):
        if wrong.any():
            row, column = (int(place) for place in np.argwhere(wrong)[0])
            raise EstimateError(
                f"The count of series {row} in period {column} is {what}: {y[row, column]:g}.",
                cause="A count is a whole number of 0 or more; a missing one is NaN.",
                remedy="Mend the source, or mark the period as missing.",
            )
    return y


def checked_now(now: npt.ArrayLike | None, periods: int) -> npt.NDArray[np.intp]:
    """Return the places of the periods asked for, from 0; the last one when none are named."""
    places = np.atleast_1d(np.asarray(periods - 1 if now is None else now))
    if not np.issubdtype(places.dtype, np.integer) or places.ndim != 1:
        raise EstimateError("The periods to test must be named by their places, whole numbers from 0.")
    outside = places[(places < 0) | (places >= periods)]
    if len(outside) or not len(places):
        named = f"{int(outside[0])} is" if len(outside) else "none are"
        raise EstimateError(
            f"Of the periods to test, {named} among the {periods} periods of the series.",
            remedy=f"Name places from 0 to {periods - 1}.",
        )
    return places.astype(np.intp)


def enough(counts: Array, now: int, least: tuple[int, int]) -> npt.NDArray[np.bool_]:
    """Return which series hold enough lately: `least` = (cases, periods), the present one included.

    Missing periods are not zeros: the mean of those that are there stands for them.
    """
    cases, periods = least
    recent = counts[:, max(now - periods + 1, 0) : now + 1]
    held = (~np.isnan(recent)).sum(axis=1)
    return np.asarray((held > 0) & (np.nansum(recent, axis=1) * recent.shape[1] >= cases * held))
