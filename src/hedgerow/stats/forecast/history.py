"""What is known of many series, side by side.

All series end in the last column, so that the step ahead is the same for all. What was not observed is NaN
and stays so: it carries no error and is never zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class History:
    """Series by period.

    Attributes
    ----------
    values
        Shape (series, periods), NaN where nothing was observed.
    slot
        Place in the season of each series' last column, shape (series,): 0 to season - 1.
    season
        Periods in a season.
    """

    values: Array
    slot: Whole
    season: int

    def until(self, cut: int) -> History:
        """Return what was known `cut` periods before the end."""
        if cut == 0:
            return self
        return History(self.values[:, :-cut], (self.slot - cut) % self.season, self.season)

    def rows(self, which: npt.NDArray[np.bool_]) -> History:
        """Return these series alone."""
        return History(self.values[which], self.slot[which], self.season)

    def with_values(self, values: Array) -> History:
        """Return the same periods with other values."""
        return History(values, self.slot, self.season)

    @property
    def seen(self) -> npt.NDArray[np.bool_]:
        """Whether a value was observed."""
        return ~np.isnan(self.values)

    def slots(self, steps: int = 0) -> Whole:
        """Return the place in the season of every column, or of `steps` columns after the last."""
        periods = self.values.shape[1]
        ahead = np.arange(1, steps + 1) if steps else np.arange(1 - periods, 1)
        return (self.slot[:, None] + ahead) % self.season


def recent_mean(values: Array, window: int) -> Array:
    """Return the mean of what was observed in the last `window` periods; of all where that is nothing."""
    last = values[:, -window:]
    held = (~np.isnan(last)).sum(axis=1)
    whole = np.nansum(values, axis=1) / np.maximum((~np.isnan(values)).sum(axis=1), 1)
    return np.asarray(np.where(held > 0, np.nansum(last, axis=1) / np.maximum(held, 1), whole))
