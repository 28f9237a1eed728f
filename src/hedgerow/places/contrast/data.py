"""What a contrast is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from hedgerow.stats.field import Structure, structure

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.str_]


@dataclass(frozen=True)
class ContrastOptions:
    """The cut-offs, all of them changeable and all printed on the method card.

    Attributes
    ----------
    low, high
        Shares of the expected below and above which a place counts as low or high.
    sure
        Probability with which a place's own rate must lie beyond the cut-off.
    q
        Expected share of false ones among the flagged.
    like_p
        Tail probability for which the detectable ratio among like places is given.
    least_months
        Complete months without which a place is not known.
    level
        Of the interval of the ratio.
    twins_least, twins_most, calliper
        Twins of a place; the calliper is a share of the standard deviation of the logit of the propensity.
        Balance is sought among the candidates afterwards, so it may be wider than the usual 0.2.
    twin_farthest
        Greatest Mahalanobis distance of a twin: with 15 context variables two places at random are
        about 5.5 apart.
    twin_ratio
        A twin records at least this many times what its context gives, and more than it gives for sure.
    null_runs, seed
        Simulated worlds without deviants, and the seed of everything drawn.
    """

    low: float = 0.5
    high: float = 2.0
    sure: float = 0.9
    q: float = 0.05
    like_p: float = 1e-4
    least_months: int = 6
    level: float = 0.9
    twins_least: int = 5
    twins_most: int = 20
    calliper: float = 0.5
    twin_farthest: float = 4.5
    twin_ratio: float = 1.25
    null_runs: int = 10
    seed: int = 20240501


@dataclass(frozen=True)
class PlaceContext:
    """What is known of n places besides their crime; shared by all families.

    Attributes
    ----------
    areas
        Codes.
    exposure
        Residents, NaN where not known.
    names, values
        k context variables, n x k, NaN where missing.
    force, urban, district
        Labels of each place.
    neighbours
        Pairs of row numbers that touch.
    artefact
        Reasons from the artefact gate, missing where none.
    signals
        Other sources that would show crime that is not recorded: counts, NaN where not held.
    workday
        People who are there on a working day, NaN where not known; `None` where no such table is held.
    spare
        What stands in, in a nation without a whole block of context, for what is missing there.
    """

    areas: tuple[str, ...]
    exposure: Array
    names: tuple[str, ...]
    values: Array
    force: Labels
    urban: Labels
    district: Labels
    neighbours: npt.NDArray[np.int64]
    artefact: tuple[str | None, ...]
    signals: Mapping[str, Array] = field(default_factory=dict)
    workday: Array | None = None
    spare: Mapping[str, Array] = field(default_factory=dict)

    @cached_property
    def structure(self) -> Structure:
        """The neighbourhood, for a smooth field."""
        return structure(self.neighbours, len(self.areas))

    @cached_property
    def designs(self) -> dict[str, Any]:
        """Design matrices that were made already, by the places that they were made for."""
        return {}

    @property
    def passed(self) -> npt.NDArray[np.bool_]:
        """Places for which the artefact gate has no reason."""
        return np.array([reason is None for reason in self.artefact], dtype=bool)


@dataclass(frozen=True)
class ContrastData:
    """Counts of one crime family: `cells` is n x months, NaN where the force's month is not complete."""

    family: str
    months: tuple[str, ...]
    cells: Array

    @property
    def known(self) -> npt.NDArray[np.int64]:
        """Complete months of each place."""
        return np.asarray(np.count_nonzero(~np.isnan(self.cells), axis=1), dtype=np.int64)

    @property
    def observed(self) -> Array:
        """Crimes in the complete months; NaN where there is none."""
        return np.where(self.known > 0, np.nansum(self.cells, axis=1), np.nan)
