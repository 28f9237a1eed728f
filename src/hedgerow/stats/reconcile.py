"""Forecasts that add up: exact least-squares reconciliation over a hierarchy.

With bottom forecasts y_b, base forecasts of the aggregates y_a, aggregation matrix A and diagonal variances
W_b and W_a: u = y_b + W_b A' W_a^-1 y_a and b = u - W_b A' (W_a + A W_b A')^-1 A u. This is the minimum-trace
reconciliation of Wickramasuriya, Athanasopoulos and Hyndman (2019) for diagonal errors; only a system of the
size of the aggregates is solved. Where a bottom forecast would be negative the fit is made again under the
condition that none is (Wickramasuriya, Turlach and Hyndman 2020), never by clipping one level.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_array, vstack

from hedgerow.errors import EstimateError, InputError

Array = npt.NDArray[np.float64]
ROUNDS = 200
_TOLERANCE = 1e-9


@dataclass(frozen=True)
class Reconciled:
    """Forecasts that add up.

    Attributes
    ----------
    bottom
        Shape (bottom series, steps).
    aggregates
        Shape (aggregates, steps): exactly the sums of the bottom.
    refitted
        Steps that were fitted again because a bottom forecast would have been negative.
    """

    bottom: Array
    aggregates: Array
    refitted: int


def aggregation(levels: Sequence[npt.ArrayLike]) -> csr_array:
    """Return the matrix that adds bottom series up, shape (aggregates, bottom).

    Parameters
    ----------
    levels
        For each level the number of the group, 0 upwards, of each bottom series. Levels need not nest.
    """
    parts = []
    for place, level in enumerate(levels):
        group = np.asarray(level, dtype=np.int64)
        width = len(np.asarray(levels[0]))
        if group.shape != (width,) or (width and group.min() < 0):
            raise InputError(
                f"Level {place + 1} does not put each of {width} bottom series into one group.",
                remedy="Give one whole number from 0 up for each bottom series.",
            )
        parts.append(
            csr_array((np.ones(width), (group, np.arange(width))), shape=(int(group.max()) + 1, width))
        )
    return csr_array(vstack(parts, format="csr"))


def reconcile(
    bottom: Array,
    aggregates: Array,
    adds: csr_array,
    *,
    bottom_variance: Array,
    aggregate_variance: Array,
    non_negative: bool = True,
) -> Reconciled:
    """Return the forecasts nearest to all base forecasts that add up.

    Parameters
    ----------
    bottom, aggregates
        Base forecasts, shapes (bottom, steps) and (aggregates, steps).
    adds
        Aggregation matrix, shape (aggregates, bottom).
    bottom_variance, aggregate_variance
        Error variances of the base forecasts, positive, one a series.
    non_negative
        Fit again where a bottom forecast would be negative.

    Raises
    ------
    InputError
        When shapes do not fit or a forecast is missing.
    EstimateError
        When a variance is not positive.
    """
    _check(bottom, aggregates, adds, bottom_variance, aggregate_variance)
    found = _solved(bottom, aggregates, adds, bottom_variance, aggregate_variance)
    below = (found < -_TOLERANCE).any(axis=0) & non_negative
    for step in np.flatnonzero(below):
        found[:, step] = _non_negative(
            bottom[:, step], aggregates[:, step], adds, bottom_variance, aggregate_variance
        )
    if non_negative:
        found = np.maximum(found, 0.0)
    return Reconciled(found, adds @ found, int(below.sum()))


def _solved(bottom: Array, aggregates: Array, adds: csr_array, w: Array, v: Array) -> Array:
    back = adds.T
    u = bottom + w[:, None] * (back @ (aggregates / v[:, None]))
    weighted = csr_array((adds.data * w[adds.indices], adds.indices, adds.indptr), shape=adds.shape)
    small = (weighted @ back).toarray() + np.diag(v)
    return np.asarray(u - w[:, None] * (back @ cho_solve(cho_factor(small), adds @ u)))


def _non_negative(bottom: Array, aggregates: Array, adds: csr_array, w: Array, v: Array) -> Array:
    """Fit with the condition by an active set: what is held at zero is let go when that would be better."""
    zero = np.zeros(len(bottom), dtype=bool)
    for _ in range(ROUNDS):
        free = np.where(zero, 0.0, 1.0)
        found = _solved((bottom * free)[:, None], aggregates[:, None], adds, w * free, v)[:, 0]
        below = found < -_TOLERANCE
        if below.any():
            zero |= below
            continue
        pull = (found - bottom) / w + adds.T @ ((adds @ found - aggregates) / v)
        wrong = zero & (pull < -_TOLERANCE * (1 + np.abs(bottom / w)))
        if not wrong.any():
            return np.where(zero, 0.0, found)
        zero[np.argmin(np.where(wrong, pull, 0.0))] = False
    raise EstimateError(
        f"No non-negative reconciliation was found in {ROUNDS} rounds.",
        remedy="Check the base forecasts: the levels contradict each other strongly.",
    )


def _check(bottom: Array, aggregates: Array, adds: csr_array, w: Array, v: Array) -> None:
    many, few = bottom.shape[0], aggregates.shape[0]
    if adds.shape != (few, many) or w.shape != (many,) or v.shape != (few,):
        raise InputError(
            f"{many} bottom and {few} aggregate series do not fit a matrix of {adds.shape[0]} by "
            f"{adds.shape[1]} and {len(w)} and {len(v)} variances.",
            remedy="Give a forecast and a variance for every row and column of the matrix.",
        )
    if not (np.isfinite(bottom).all() and np.isfinite(aggregates).all()):
        raise InputError("A base forecast is missing.", remedy="Forecast every series of every level.")
    if not ((w > 0).all() and (v > 0).all()):
        raise EstimateError("A variance is not positive.", remedy="Give each series a variance above 0.")
