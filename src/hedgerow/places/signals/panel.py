"""Counts by area, month and crime type, and which months of which force are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import UsageError
from hedgerow.vocabulary import family_types

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]
DISCOVERED = family_types("drugs_weapons")  # the counts of these follow what the police look for


@dataclass(frozen=True)
class CountPanel:
    """Monthly counts of k crime types in n areas over m months that follow each other.

    Attributes
    ----------
    kind, areas
        What the areas are, and their codes.
    types, months
        Slugs (or one family), and YYYY-MM.
    counts
        Shape (k, n, m). What stands in a month that is not known is never read.
    known
        Shape (n, m): whether the force of the area has the month complete.
    district, force
        Shape (n,): codes of the areas that steady a small one; its own code where it has none above it.
    """

    kind: str
    areas: tuple[str, ...]
    types: tuple[str, ...]
    months: tuple[str, ...]
    counts: npt.NDArray[np.float32]
    known: Flags
    district: npt.NDArray[np.str_]
    force: npt.NDArray[np.str_]

    def __post_init__(self) -> None:
        shape = (len(self.types), len(self.areas), len(self.months))
        if self.counts.shape != shape or self.known.shape != shape[1:]:
            raise UsageError(
                f"Counts of shape {self.counts.shape} do not fit {shape[0]} types, {shape[1]} areas and "
                f"{shape[2]} months.",
                remedy="Give one row an area, one column a month and one layer a type.",
            )
        if np.nanmin(np.where(self.known, self.counts, 0), initial=0.0) < 0:
            raise UsageError(
                "A count is negative.", remedy="Counts are zero or more; a missing month is not."
            )

    def of(self, number: int) -> Array:
        """Return the counts of one type, NaN where the month is not known."""
        return np.where(self.known, self.counts[number].astype(float), np.nan)

    def grouped(self, kind: str, codes: npt.NDArray[np.str_], force: npt.NDArray[np.str_]) -> CountPanel:
        """Return the sums over groups of areas; areas whose code is empty belong to none.

        A month of a group is known where it is known for each of its areas.
        """
        names, place = np.unique(codes, return_inverse=True)
        inside = names[place] != ""
        keep = names != ""
        sums = np.zeros((len(self.types), len(names), len(self.months)), dtype=np.float32)
        for number in range(len(self.types)):
            np.add.at(sums[number], place, np.where(self.known, self.counts[number], 0))
        unknown = np.zeros((len(names), len(self.months)), dtype=bool)
        np.logical_or.at(unknown, place[inside], ~self.known[inside])
        above = np.empty(len(names), dtype=force.dtype)
        above[place] = force
        return CountPanel(
            kind,
            tuple(names[keep]),
            self.types,
            self.months,
            sums[:, keep],
            ~unknown[keep],
            above[keep],
            above[keep],
        )

    def summed(self, name: str, types: Sequence[str]) -> CountPanel:
        """Return one series an area: the sum of some types."""
        rows = [number for number, one in enumerate(self.types) if one in types]
        total = self.counts[rows].sum(axis=0, keepdims=True)
        return self._with((name,), total)

    def only(self, types: Sequence[str]) -> CountPanel:
        """Return the panel of some types."""
        rows = [number for number, one in enumerate(self.types) if one in types]
        return self._with(tuple(self.types[row] for row in rows), self.counts[rows])

    def _with(self, types: tuple[str, ...], counts: npt.NDArray[np.float32]) -> CountPanel:
        return CountPanel(
            self.kind, self.areas, types, self.months, counts, self.known, self.district, self.force
        )
