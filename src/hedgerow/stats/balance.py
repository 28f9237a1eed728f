"""Matching on context, and how alike the matched are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Matches:
    """Pairs of a target and a match, nearest first, and the targets that found too few.

    Attributes
    ----------
    target, match
        Row numbers into the targets and the pool.
    order
        1 is the nearest match of its target.
    distance
        Mahalanobis distance.
    unmatched
        Row numbers of targets with fewer matches than asked for.
    """

    target: npt.NDArray[np.int64]
    match: npt.NDArray[np.int64]
    order: npt.NDArray[np.int64]
    distance: Array
    unmatched: npt.NDArray[np.int64]


def match(
    targets: Array,
    pool: Array,
    allowed: npt.NDArray[np.bool_],
    *,
    covariance: Array,
    least: int = 5,
    most: int = 20,
) -> Matches:
    """Match each target with its nearest of the pool by Mahalanobis distance, with replacement.

    Parameters
    ----------
    targets, pool
        Areas x covariates.
    allowed
        targets x pool: within the calliper, of the same class, not adjacent.
    covariance
        Covariates x covariates, of all areas; a singular one is inverted as far as it goes.
    least, most
        A target with fewer than `least` allowed matches is listed as unmatched and gets none. Ties go to the
        earlier row of the pool.
    """
    inverse = np.linalg.pinv(covariance, hermitian=True)
    found: list[tuple[int, int, int, float]] = []
    unmatched: list[int] = []
    for row, here in enumerate(targets):
        near = np.flatnonzero(allowed[row])
        if len(near) < least:
            unmatched.append(row)
            continue
        gap = pool[near] - here
        distance = np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", gap, inverse, gap), 0))
        best = np.argsort(distance, kind="stable")[:most]
        found += [(row, int(near[b]), k, float(distance[b])) for k, b in enumerate(best, start=1)]
    whole = np.array([pair[:3] for pair in found], dtype=np.int64).reshape(-1, 3)
    return Matches(
        target=whole[:, 0],
        match=whole[:, 1],
        order=whole[:, 2],
        distance=np.array([pair[3] for pair in found]),
        unmatched=np.array(unmatched, dtype=np.int64),
    )


def standardised_difference(
    left: Array, right: Array, *, spread: Array, right_weights: Array | None = None
) -> Array:
    """Return the difference of means over a given standard deviation, a covariate a column.

    The same `spread` (that of all areas before matching) is used before and after, so that a matching that
    only narrows the groups cannot look better or worse (Stuart 2010).
    """
    mean = np.average(right, axis=0, weights=right_weights)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(spread > 0, (left.mean(axis=0) - mean) / spread, np.nan))
