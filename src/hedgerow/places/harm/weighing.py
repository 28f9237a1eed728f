"""Weigh the counts of places: harm, rate, rank by count, rank by harm and what changes between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hedgerow.stats.rank import from_most

Array = NDArray[np.float64]
YEAR, PER = 12, 1000


@dataclass(frozen=True)
class Counted:
    """Records of places over the months that are known.

    Attributes
    ----------
    areas
        Codes, length n.
    records, weighted
        Records, and those whose type has a weight, shape (n,); NaN where no month is known.
    value
        Sum of records times weight; NaN where no month is known.
    months
        Months counted; nought where none is known.
    residents
        Residents of the places counted; NaN where they are not known.
    borrowed
        Records that were weighed by other forces' figures.
    """

    areas: tuple[str, ...]
    records: Array
    weighted: Array
    value: Array
    months: Array
    residents: Array
    borrowed: Array


@dataclass(frozen=True)
class Weighed:
    """Places with counts and harm beside each other; arrays in the order of `counted.areas`.

    `rank` and `count_rank` are by the yearly amount, 1 the greatest, equals sharing the better place; NaN
    where nothing is known. `change` is `count_rank` less `rank`.
    """

    counted: Counted
    rate: Array
    count_rate: Array
    rank: Array
    count_rank: Array
    change: Array

    @property
    def unweighted(self) -> Array:
        """Records whose type has no weight."""
        return np.asarray(self.counted.records - self.counted.weighted)

    @property
    def share_unweighted(self) -> float:
        """Share of all records that carries no weight; NaN where there is no record."""
        records = np.nansum(self.counted.records)
        return float(np.nansum(self.unweighted) / records) if records else np.nan


def count_places(
    areas: tuple[str, ...],
    cells: Array,
    weights: Array,
    *,
    force: NDArray[np.intp],
    months: Array,
    residents: Array,
    borrowed: NDArray[np.bool_] | None = None,
) -> Counted:
    """Return counts and harm of the smallest places.

    Parameters
    ----------
    areas, cells
        Codes, and records over the known months, shape (areas, types).
    weights, borrowed
        Weight of each type in each force, shape (forces, types), NaN where there is none; which of them are
        other forces' figures.
    force, months, residents
        Number of the force of each area, its known months, its residents.
    """
    known = months > 0
    has = ~np.isnan(weights)
    mine = has[force]
    value = np.einsum("at,at->a", cells, np.nan_to_num(weights)[force])
    taken = np.zeros_like(cells, dtype=bool) if borrowed is None else (borrowed & has)[force]
    return Counted(
        areas,
        np.where(known, cells.sum(axis=1), np.nan),
        np.where(known, (cells * mine).sum(axis=1), np.nan),
        np.where(known, value, np.nan),
        np.asarray(months, dtype=float),
        np.asarray(residents, dtype=float),
        np.where(known, (cells * taken).sum(axis=1), np.nan),
    )


def gathered(small: Counted, groups: tuple[str, ...], group: NDArray[np.intp]) -> Counted:
    """Return counts of larger places: each is the sum of its small places that are known.

    `group` is the number of the larger place of each small one; -1 belongs to none. The months of a larger
    place are the mean over the residents who were counted (over small places, where residents are not known).
    """
    n = len(groups)
    known = (small.months > 0) & (group >= 0)
    at = group[known]

    def total(values: Array) -> Array:
        return np.asarray(np.bincount(at, values[known], minlength=n), dtype=float)

    people = np.nan_to_num(small.residents)
    peopled = total(np.isnan(small.residents).astype(float)) == 0
    held, plain = total(people), total(np.ones_like(people))
    with np.errstate(invalid="ignore", divide="ignore"):
        months = np.where(
            peopled & (held > 0), total(people * small.months) / held, total(small.months) / plain
        )
    none = plain == 0
    sums = [total(a) for a in (small.records, small.weighted, small.value, small.borrowed)]
    records, weighted, value, borrowed = (np.where(none, np.nan, one) for one in sums)
    return Counted(
        groups,
        records,
        weighted,
        value,
        np.where(none, 0.0, months),
        np.where(peopled & (held > 0), held, np.nan),
        borrowed,
    )


def weigh(counted: Counted) -> Weighed:
    """Return rates and ranks by count and by harm.

    Ranks go by the amount in a year, so that a place of which fewer months are known is not the lower for it.
    """
    known = counted.months > 0
    yearly = np.where(known, YEAR / np.where(known, counted.months, 1.0), np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        each = np.where(counted.residents > 0, yearly * PER / counted.residents, np.nan)
    rank, count_rank = (_rank(amount * yearly) for amount in (counted.value, counted.records))
    return Weighed(
        counted,
        np.asarray(counted.value * each),
        np.asarray(counted.records * each),
        rank,
        count_rank,
        np.asarray(count_rank - rank),
    )


def _rank(values: Array) -> Array:
    """Rank the greatest first; amounts that differ by rounding alone are equal."""
    return from_most(np.round(values, 6))
