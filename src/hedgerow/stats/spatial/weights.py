"""Who is whose neighbour, and with what weight: a sparse matrix in compressed rows.

Row i holds the neighbours of area i. A row without neighbours is an island: it has no lag, which is missing
and never zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from hedgerow.errors import UsageError

Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Weights:
    """Weights of n areas in compressed rows.

    Attributes
    ----------
    starts
        n + 1; the neighbours of area i are ``others[starts[i]:starts[i + 1]]``.
    others, values
        Place of each neighbour and its weight.
    """

    starts: Places
    others: Places
    values: Array

    @property
    def n(self) -> int:
        """Number of areas."""
        return len(self.starts) - 1

    @cached_property
    def degrees(self) -> Places:
        """How many neighbours each area has."""
        return np.diff(self.starts)

    @property
    def islands(self) -> Mask:
        """Which areas have no neighbour."""
        return np.asarray(self.degrees == 0)

    @cached_property
    def rows(self) -> Places:
        """The area whose neighbour each entry is."""
        return np.repeat(np.arange(self.n), self.degrees)

    def sums(self, power: int = 1) -> Array:
        """Sum of the weights of each row, raised to a power."""
        return self.across(self.values**power)

    def lag(self, x: npt.ArrayLike) -> Array:
        """Weighted sum over the neighbours of each area; nought for an island."""
        return self.across(self.values * np.asarray(x, dtype=float)[self.others])

    def across(self, entries: Array) -> Array:
        """Sum of entries over each row."""
        return np.bincount(self.rows, weights=entries, minlength=self.n).astype(np.float64)

    @cached_property
    def symmetric(self) -> bool:
        """Whether every link has its counterpart."""
        return self.one_way == 0

    @cached_property
    def one_way(self) -> int:
        """Links whose counterpart is missing."""
        there, back = self.rows * self.n + self.others, np.sort(self.others * self.n + self.rows)
        place = np.minimum(np.searchsorted(back, there), max(len(back) - 1, 0))
        return int(np.count_nonzero(back[place] != there))

    @cached_property
    def components(self) -> Places:
        """The connected group of each area; a link in either direction connects."""
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import connected_components

        ones = np.ones(len(self.others), dtype=np.float64)
        graph: Any = csr_array((ones, self.others, self.starts), shape=(self.n, self.n))
        return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)

    @cached_property
    def s0(self) -> float:
        """Sum of all weights."""
        return float(self.values.sum())

    @cached_property
    def s1(self) -> float:
        """Half the sum of (w_ij + w_ji)²."""
        from scipy.sparse import csr_array

        matrix = csr_array((self.values, self.others, self.starts), shape=(self.n, self.n))
        both = matrix + matrix.T
        return float((both.data**2).sum() / 2)

    @cached_property
    def s2(self) -> float:
        """Sum of (row sum + column sum)²."""
        columns = np.bincount(self.others, weights=self.values, minlength=self.n)
        return float(((self.sums() + columns) ** 2).sum())

    def standardised(self) -> Weights:
        """Return weights whose rows sum to one; islands stay without any."""
        totals = self.sums()
        return Weights(self.starts, self.others, self.values / totals[self.rows])

    def with_self(self) -> Weights:
        """Return the same weights with each area its own neighbour, at the mean weight of its row."""
        own = np.divide(self.sums(), self.degrees, out=np.ones(self.n), where=~self.islands)
        rows = np.concatenate([self.rows, np.arange(self.n)])
        others = np.concatenate([self.others, np.arange(self.n)])
        return _rows(rows, others, np.concatenate([self.values, own]), self.n)


def from_links(area: npt.ArrayLike, neighbour: npt.ArrayLike, n: int, weight: float = 1.0) -> Weights:
    """Return weights of n areas from places of areas and of their neighbours; a link given twice is one.

    Raises
    ------
    UsageError
        When a place is not among the n, or a link leads from an area to itself.
    """
    rows, others = np.asarray(area, dtype=np.int64), np.asarray(neighbour, dtype=np.int64)
    if rows.shape != others.shape:
        raise UsageError(f"{len(rows)} areas and {len(others)} neighbours do not make links.")
    if len(rows) and (min(rows.min(), others.min()) < 0 or max(rows.max(), others.max()) >= n):
        raise UsageError(f"A link leads to a place that is not among the {n} areas.")
    if np.any(rows == others):
        place = int(rows[rows == others][0])
        raise UsageError(f"Area {place} is given as its own neighbour.", remedy="Leave such links out.")
    keys = np.sort(rows * n + others)
    keys = keys[np.concatenate([[True], keys[1:] != keys[:-1]])] if len(keys) else keys
    return _rows(keys // n, keys % n, np.full(len(keys), weight), n)


def _rows(rows: Places, others: Places, values: Array, n: int) -> Weights:
    order = np.lexsort((others, rows))
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=n))]).astype(np.int64)
    return Weights(starts, others[order], values[order])
