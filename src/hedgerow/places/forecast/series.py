"""Series as a file holds them: names, periods, and values side by side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hedgerow.places.forecast.periods import Form
from hedgerow.stats.forecast import Array, History, Whole


@dataclass(frozen=True)
class SeriesTable:
    """Many series, each ending in the last column.

    Attributes
    ----------
    name
        Of the file.
    sha256
        Of its bytes; empty where the series came from elsewhere.
    names
        Of the series, in order.
    form
        How periods are written.
    last
        Number of each series' last period, shape (series,).
    values
        Shape (series, periods); NaN where nothing was observed.
    missing
        Periods between a series' first and its last that were not observed.
    """

    name: str
    sha256: str
    names: tuple[str, ...]
    form: Form
    last: Whole
    values: Array
    missing: int

    def history(self, season: int) -> History:
        """Return the values with the place of each last period in the season."""
        return History(self.values, np.asarray(self.last % season), season)
