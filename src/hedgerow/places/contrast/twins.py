"""Twins: places with the same context and more crime than it gives, beside a place with far less."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.places.contrast.data import ContrastOptions, PlaceContext
from hedgerow.stats.balance import Matches, balanced, match, standardised_difference

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Twins:
    """Pairs as row numbers of places, the low places without enough twins, and the balance of context.

    `before` compares the low places with every possible twin, `after` with the twins that they got; both
    as differences of means over the standard deviation of all places, one a context variable.
    """

    low: npt.NDArray[np.int64]
    twin: npt.NDArray[np.int64]
    order: npt.NDArray[np.int64]
    distance: Array
    unmatched: npt.NDArray[np.int64]
    names: tuple[str, ...]
    before: Array
    after: Array


def twins(
    context: PlaceContext, rate: Array, low: Rows, high: Rows, rows: Rows, options: ContrastOptions
) -> Twins:
    """Match each low place with 5 to 20 places that record more than their context gives.

    A twin has the same rural-urban class, a log expected rate within the calliper, and does not touch the
    place. The nearest by Mahalanobis distance of context come first; none is farther than places at random
    are from each other. Twins, then places, that keep the two groups apart are left out.
    """
    left, right = np.flatnonzero(low), np.flatnonzero(high)
    values = context.values
    spread = values[rows].std(axis=0)
    scaled = values / np.where(spread > 0, spread, 1)
    covariance = np.atleast_2d(np.cov(scaled[rows], rowvar=False))
    found = match(
        scaled[left],
        scaled[right],
        _allowed(context, rate, left, right, options.calliper * float(np.std(rate[rows]))),
        covariance=covariance,
        least=options.twins_least,
        most=options.twins_most,
        farthest=options.twin_farthest,
    )
    found = balanced(found, values[left], values[right], spread=spread, least=options.twins_least)
    before, after = _balance(values, spread, left, right, found)
    return Twins(
        low=left[found.target],
        twin=right[found.match],
        order=found.order,
        distance=found.distance,
        unmatched=left[found.unmatched],
        names=context.names,
        before=before,
        after=after,
    )


def _allowed(
    context: PlaceContext,
    rate: Array,
    left: npt.NDArray[np.int64],
    right: npt.NDArray[np.int64],
    calliper: float,
) -> npt.NDArray[np.bool_]:
    same = context.urban[left][:, None] == context.urban[right][None, :]
    near = np.abs(rate[left][:, None] - rate[right][None, :]) <= calliper
    allowed = np.asarray(same & near)
    column = {int(row): number for number, row in enumerate(right)}
    line = {int(row): number for number, row in enumerate(left)}
    for one, other in context.neighbours:
        if int(one) in line and int(other) in column:
            allowed[line[int(one)], column[int(other)]] = False
    return allowed


def _balance(
    values: Array, spread: Array, left: npt.NDArray[np.int64], right: npt.NDArray[np.int64], found: Matches
) -> tuple[Array, Array]:
    """Each matched low place counts once, and its twins share one weight."""
    nothing = np.full(values.shape[1], np.nan)
    if not len(left) or not len(right):
        return nothing, nothing
    before = standardised_difference(values[left], values[right], spread=spread)
    if not len(found.target):
        return before, nothing
    places, number, counts = np.unique(found.target, return_inverse=True, return_counts=True)
    after = standardised_difference(
        values[left[places]],
        values[right[found.match]],
        spread=spread,
        right_weights=1 / counts[number],
    )
    return before, after
