"""Who was seen on which lists: counts of capture histories."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError, InputError

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
FEWEST_LISTS = 3
MOST_LISTS = 12


@dataclass(frozen=True)
class Histories:
    """Counts of people by the lists they are on.

    Attributes
    ----------
    lists
        How many lists.
    counts
        Shape (2^lists - 1,): entry c - 1 counts those on exactly the lists whose bits c has.
    """

    lists: int
    counts: Array

    @property
    def cells(self) -> Whole:
        """The capture histories as numbers."""
        return np.arange(1, 1 << self.lists)

    @property
    def observed(self) -> int:
        """How many people are on any list."""
        return int(self.counts.sum())

    def margin(self, term: int) -> float:
        """Return how many are on all the lists of a term."""
        return float(self.counts[(self.cells & term) == term].sum())


def histories(lists: npt.ArrayLike, counts: npt.ArrayLike) -> Histories:
    """Return counts by capture history; rows of the same history are added up.

    Parameters
    ----------
    lists
        0 or 1, shape (rows, lists).
    counts
        People of each row, shape (rows,).

    Raises
    ------
    EstimateError
        When there are fewer than three lists, or a list has nobody.
    InputError
        When a cell is not 0 or 1, a count is no whole number of people, or a row is on no list.
    """
    given = np.asarray(lists, dtype=float)
    people = np.asarray(counts, dtype=float)
    width = given.shape[1] if given.ndim == 2 else 0
    if width < FEWEST_LISTS:
        raise EstimateError(
            f"{width} lists are too few for multiple systems estimation.",
            cause="With one or two lists nothing tells how far they depend on each other.",
            remedy=f"Give {FEWEST_LISTS} lists or more.",
        )
    if width > MOST_LISTS:
        raise EstimateError(f"{width} lists are too many.", remedy=f"Merge lists to {MOST_LISTS} or fewer.")
    _check(given, people)
    cells = (given.astype(np.int64) << np.arange(width)).sum(axis=1)
    total: Array = np.bincount(cells, weights=people, minlength=1 << width).astype(np.float64)
    if total[0] > 0:
        raise InputError(
            f"{total[0]:g} people are on no list.",
            cause="Nobody can have seen them: their number is what is to be estimated.",
            remedy="Remove the row.",
        )
    found = Histories(width, total[1:])
    for place in range(width):
        if found.margin(1 << place) == 0:
            raise EstimateError(f"List {place + 1} has nobody on it.", remedy="Leave the list out.")
    return found


def _check(lists: Array, people: Array) -> None:
    if not np.isin(lists, (0.0, 1.0)).all():
        wrong = lists[~np.isin(lists, (0.0, 1.0))].ravel()[0]
        raise InputError(f"“{wrong:g}” says neither on a list nor off it.", remedy="Write 1 or 0.")
    if people.shape != (len(lists),) or not np.isfinite(people).all():
        raise InputError("A count is missing.", remedy="Give every row its number of people; 0 is a number.")
    if (people < 0).any() or (people != np.round(people)).any():
        wrong = people[(people < 0) | (people != np.round(people))][0]
        raise InputError(f"{wrong:g} is no number of people.", remedy="Give whole numbers, 0 or more.")
