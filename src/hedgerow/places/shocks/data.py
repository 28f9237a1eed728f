"""What a measurement of a shock is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError
from hedgerow.places.shocks.specification import Shock

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Level:
    """The places of one kind.

    Attributes
    ----------
    kind, codes
        What they are.
    above
        Row of the area above each, -1 where there is none.
    residents
        NaN where not known.
    counts
        n x T, NaN where the month is not known: missing is never zero.
    published
        Whether a place's counts are all rows of the force's own files, placed or not.
    """

    kind: str
    codes: tuple[str, ...]
    above: Whole
    residents: Array
    counts: Array
    published: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class ShockData:
    """Counts of one family before and in a shock.

    Attributes
    ----------
    months
        Following each other, to the last month of the shock.
    levels
        By kind of area; the kind above a level must be among them.
    alike
        Pairs (LSOA, place alike) as rows of the level lsoa, those of the contrast and those of context.
    scores
        Need and strength of the LSOAs, NaN where none.
    placed_share
        Share of each force's records that were placed, forces x T: what is expected of its districts.
    """

    family: str
    shock: Shock
    months: tuple[str, ...]
    levels: Mapping[str, Level]
    alike: Mapping[str, Whole] = field(default_factory=dict)
    scores: Mapping[str, Array] = field(default_factory=dict)
    placed_share: Array | None = None

    def __post_init__(self) -> None:
        for level in self.levels.values():
            if level.counts.shape != (len(level.codes), len(self.months)):
                raise EstimateError(
                    f"The counts of {level.kind} do not have one row a place and one column a month."
                )
            if np.nanmin(level.counts, initial=0.0) < 0:
                raise EstimateError(
                    f"{level.kind} has a negative count.", remedy="Check the file that it came from."
                )

    @property
    def start(self) -> int:
        """Column of the first month of the shock."""
        return self.months.index(self.shock.first)
