"""Whether a model of sparse lists can be estimated.

A term whose lists share nobody has the estimate minus infinity: the cells it covers have mean zero and leave
the fit with it (the extended maximum likelihood estimate; Chan, Silverman and Vincent 2021). What is left has
an estimate when the sums that the model keeps lie inside their cone (Fienberg and Rinaldo 2012), and one only
when its design has full rank.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.optimize import linprog

from hedgerow.stats.capture.histories import Array, Whole
from hedgerow.stats.capture.terms import Model

FITS, NO_ESTIMATE, NOT_IDENTIFIED, NEITHER = 0, 1, 2, 3
STATUS_WORDS = {
    FITS: "estimated",
    NO_ESTIMATE: "no estimate exists",
    NOT_IDENTIFIED: "not identifiable",
    NEITHER: "no estimate exists and not identifiable",
}
_INSIDE = 1e-9


@dataclass(frozen=True)
class Design:
    """What is left of a model after its terms of minus infinity.

    Attributes
    ----------
    kept
        Places of the cells that stay, shape (cells,).
    matrix
        Shape (cells, parameters), the first column the intercept.
    status
        0 estimated, 1 no estimate exists, 2 not identifiable, 3 both.
    size
        Parameters of the model as it is written, those of minus infinity with it.
    """

    kept: Whole
    matrix: Array
    status: int
    size: int


@lru_cache(maxsize=200_000)
def design(model: Model, lists: int, support: int) -> Design:
    """Return the design of a model for counts that are positive in the cells of `support`.

    Parameters
    ----------
    model
        The model.
    lists
        How many lists.
    support
        Bit c - 1 is set where the count of cell c is positive: all that existence hangs on.
    """
    full = _covered(lists)
    seen = _bits(support, len(full))
    terms = sorted(model, key=lambda term: (term.bit_count(), term))
    covers = full[:, terms]
    many = np.array([term.bit_count() > 1 for term in terms])
    nobody = many & ~covers[seen].any(axis=0)
    kept = np.flatnonzero(~covers[:, nobody].any(axis=1))
    left = covers[kept]
    columns = left[:, left.any(axis=0)]
    matrix = np.hstack([np.ones((len(kept), 1)), columns.astype(float)])
    return Design(kept, matrix, _status(matrix, seen[kept]), len(terms) + 1)


@lru_cache(maxsize=16)
def _covered(lists: int) -> np.typing.NDArray[np.bool_]:
    """Return whether each cell (row) is on all lists of each term (column)."""
    cells = np.arange(1, 1 << lists)[:, None]
    terms = np.arange(1 << lists)[None, :]
    return np.asarray((cells & terms) == terms)


def _bits(support: int, cells: int) -> np.typing.NDArray[np.bool_]:
    raw = support.to_bytes(cells // 8 + 1, "little")
    return np.unpackbits(np.frombuffer(raw, dtype=np.uint8), bitorder="little")[:cells].astype(bool)


def support_of(counts: Array) -> int:
    """Return the bits of the cells with a positive count."""
    return int.from_bytes(np.packbits(counts > 0, bitorder="little").tobytes(), "little")


def _status(matrix: Array, seen: np.typing.NDArray[np.bool_]) -> int:
    wide = matrix.shape[1]
    if len(matrix) >= wide and np.linalg.matrix_rank(matrix[seen]) == wide:
        return FITS
    identified = len(matrix) >= wide and int(np.linalg.matrix_rank(matrix)) == wide
    return (FITS if _exists(matrix, seen) else NO_ESTIMATE) + (0 if identified else NOT_IDENTIFIED)


def _exists(matrix: Array, seen: np.typing.NDArray[np.bool_]) -> bool:
    """Return whether positive means keep the model's sums: the largest least mean, by linear programming."""
    cells = len(matrix)
    sums = matrix.T @ seen.astype(float)
    equal = np.hstack([matrix.T, (matrix.T @ np.ones(cells))[:, None]])
    goal = np.zeros(cells + 1)
    goal[-1] = -1.0
    found = linprog(goal, A_eq=equal, b_eq=sums, bounds=[(0, None)] * (cells + 1), method="highs")
    return bool(found.status == 0 and found.x is not None and float(found.x[-1]) > _INSIDE)
