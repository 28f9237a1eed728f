"""Solve with the precision of a field that sums to nought in each group: one sparse factorisation.

With H positive definite and z = H⁻¹1 group by group, the solution of the constrained system is
H⁻¹r - z (1'H⁻¹r)/(1'z): conditioning by kriging (Rue and Held 2005, section 2.3.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError

Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
BLOCK = 8  # right-hand sides at a time: more spill out of the cache


@dataclass(frozen=True)
class Solver:
    """A factorised precision of n areas with its constraints."""

    factor: Any
    group: Places
    reach: Array
    total: Array

    def solve(self, right: Array) -> Array:
        """Return the constrained solution for a vector, or for each column."""
        if right.ndim == 1:
            return self._held(np.asarray(self.factor.solve(right)))
        out = np.empty(right.shape, order="F")
        for first in range(0, right.shape[1], BLOCK):
            part = np.asfortranarray(right[:, first : first + BLOCK])
            out[:, first : first + BLOCK] = self._held(np.asarray(self.factor.solve(part)))
        return out

    def _held(self, raw: Array) -> Array:
        """Take out what breaks the sum of each group."""
        if len(self.total):
            raw -= self.reached @ (self.member @ raw)
        return raw

    @cached_property
    def member(self) -> Any:
        """Which areas belong to each group: groups x areas."""
        return _table(self.group, np.ones(len(self.group)), len(self.total)).T.tocsr()

    @cached_property
    def reached(self) -> Any:
        """What a group's sum takes from each of its areas: areas x groups."""
        inside = self.group >= 0
        share = np.zeros(len(self.group))
        share[inside] = self.reach[inside] / self.total[self.group[inside]]
        return _table(self.group, share, len(self.total))

    def variances(self, asked: Places) -> Array:
        """Return the diagonal of the constrained inverse at the places that are asked for."""
        out = np.empty(len(asked))
        for first in range(0, len(asked), BLOCK):
            here = asked[first : first + BLOCK]
            unit = np.zeros((len(self.group), len(here)), order="F")
            unit[here, np.arange(len(here))] = 1.0
            out[first : first + BLOCK] = np.asarray(self.factor.solve(unit))[here, np.arange(len(here))]
        inside = self.group[asked] >= 0
        at = asked[inside]
        out[inside] -= self.reach[at] ** 2 / self.total[self.group[at]]
        return out

    @property
    def log_determinant(self) -> float:
        """Return the logarithm of the determinant within the constraints, up to a constant."""
        diagonal = np.abs(np.asarray(self.factor.U.diagonal()))
        return float(np.log(diagonal).sum() + np.log(self.total).sum())


def _table(group: Places, values: Array, groups: int) -> Any:
    from scipy.sparse import csr_array

    inside = np.flatnonzero(group >= 0)
    return csr_array((values[inside], (inside, group[inside])), shape=(len(group), groups))


def factorise(precision: Any, group: Places, groups: int) -> Solver:
    """Factorise a sparse positive definite precision in compressed columns.

    Raises
    ------
    EstimateError
        When the precision is singular.
    """
    from scipy.sparse.linalg import splu  # slow to import, and most commands fit nothing

    try:
        factor = splu(
            precision, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True}
        )
    except RuntimeError as error:
        raise EstimateError(
            "The precision of the spatial field is singular.",
            cause=str(error),
            remedy="Check the neighbours and the exposure of the areas.",
        ) from error
    inside = group >= 0
    reach = np.asarray(factor.solve(inside.astype(float)))
    total = np.bincount(group[inside], reach[inside], groups).astype(np.float64)
    return Solver(factor, group, reach, total)
