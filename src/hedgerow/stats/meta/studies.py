"""The studies of a synthesis as arrays: checked once, at the door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError

Array = npt.NDArray[np.floating[Any]]
Truth = npt.NDArray[np.bool_]
FARTHEST = 1e40


def row(value: npt.ArrayLike) -> Array:
    """Return a number or a sequence as a row of floats."""
    return np.atleast_1d(np.asarray(value, dtype=float))


@dataclass(frozen=True)
class Studies:
    """k effects with their sampling variances and a design of p columns.

    Attributes
    ----------
    y, v
        Effects and their sampling variances, both of length k.
    x
        k x p design; its columns are independent.
    intercept
        Whether the first column is the constant.
    """

    y: Array
    v: Array
    x: Array
    intercept: bool = True

    @property
    def k(self) -> int:
        """Number of studies."""
        return int(self.y.size)

    @property
    def p(self) -> int:
        """Number of coefficients."""
        return int(self.x.shape[1])

    @property
    def df(self) -> int:
        """Residual degrees of freedom, k - p."""
        return self.k - self.p

    def without(self, row: int) -> Studies:
        """Return the studies but for one."""
        keep = np.arange(self.k) != row
        return Studies(self.y[keep], self.v[keep], self.x[keep], self.intercept)


def studies(
    yi: npt.ArrayLike, vi: npt.ArrayLike, mods: npt.ArrayLike | None = None, *, intercept: bool = True
) -> Studies:
    """Return checked studies.

    Parameters
    ----------
    yi, vi
        k effects and their sampling variances.
    mods
        k or k x m moderators, without the constant.
    intercept
        Whether a constant is put before the moderators.

    Raises
    ------
    EstimateError
        When lengths differ, a value is missing or infinite, a variance is not above zero (naming the
        rows), there is one study, or the moderators do not leave the model determined.
    """
    y, v = np.array(yi, dtype=float).ravel(), np.array(vi, dtype=float).ravel()
    if y.size != v.size:
        raise EstimateError(
            f"There are {y.size} effects but {v.size} variances.",
            remedy="Give one variance for each effect.",
        )
    x = _design(y.size, mods, intercept=intercept)
    _refuse(~(np.isfinite(y) & np.isfinite(v) & np.isfinite(x).all(axis=1)), "holds a value that is missing")
    _refuse(v <= 0, "has a variance that is not above zero")
    _refuse((v < 1 / FARTHEST) | (v > FARTHEST) | (np.abs(y) > FARTHEST), "is beyond all scales of effects")
    if y.size < 2:
        raise EstimateError(
            f"{y.size} study cannot be pooled.",
            cause="A synthesis needs two studies at least.",
            remedy="Report the study by itself.",
        )
    _refuse_undetermined(x)
    return Studies(y, v, x, intercept)


def _design(k: int, mods: npt.ArrayLike | None, *, intercept: bool) -> Array:
    constant = np.ones((k, 1 if intercept else 0))
    if mods is None:
        return np.ones((k, 1))
    given = np.array(mods, dtype=float)
    given = given[:, None] if given.ndim == 1 else given
    if given.shape[0] != k:
        raise EstimateError(
            f"There are {k} effects but {given.shape[0]} rows of moderators.",
            remedy="Give one row of moderators for each effect.",
        )
    return np.hstack([constant, given])


def _refuse(wrong: Truth, what: str) -> None:
    rows = np.flatnonzero(wrong) + 1
    if rows.size:
        named = ", ".join(str(row) for row in rows[:10]) + (", …" if rows.size > 10 else "")
        raise EstimateError(
            f"{'Row' if rows.size == 1 else 'Each of rows'} {named} {what}.",
            cause="Effects, variances and moderators must be finite, and variances above zero.",
            remedy="Correct the rows, or leave them out and say so.",
        )


def _refuse_undetermined(x: Array) -> None:
    k, p = x.shape
    if k <= p:
        raise EstimateError(
            f"{k} studies cannot determine {p} coefficients.",
            cause="A model needs more studies than coefficients.",
            remedy="Use fewer moderators.",
        )
    scale = np.linalg.norm(x, axis=0)
    if np.any(scale == 0) or np.linalg.matrix_rank(x / np.where(scale == 0, 1, scale), tol=1e-10) < p:
        raise EstimateError(
            "One moderator is constant, or is given by the others.",
            cause="The columns of the design depend on each other.",
            remedy="Leave out the moderator that adds nothing.",
        )
