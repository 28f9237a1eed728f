"""Matching on context, and how alike the matched are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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
    farthest: float = np.inf,
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
    farthest
        Greatest Mahalanobis distance of a match: the nearest of what is there may be nothing alike.
    """
    inverse = np.linalg.pinv(covariance, hermitian=True)
    found: list[tuple[int, int, int, float]] = []
    unmatched: list[int] = []
    for row, here in enumerate(targets):
        near = np.flatnonzero(allowed[row])
        gap = pool[near] - here
        distance = np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", gap, inverse, gap), 0))
        near, distance = near[distance <= farthest], distance[distance <= farthest]
        if len(near) < least:
            unmatched.append(row)
            continue
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


def balanced(
    found: Matches, targets: Array, pool: Array, *, spread: Array, limit: float = 0.1, least: int = 5
) -> Matches:
    """Leave out the matches, then the targets, that keep the groups apart, until every difference is small.

    Each step leaves out the one match (of a target that keeps at least `least`) that brings the differences
    nearest to `limit`; where none does, the one target. Targets left out are unmatched. What cannot be
    balanced with at least two targets stays as it was found: its differences say so.
    """
    keep = np.ones(len(found.target), dtype=bool)
    scale = np.where(spread > 0, spread, np.inf)
    gap = (targets[found.target] - pool[found.match]) / scale
    while True:
        places, number = np.unique(found.target[keep], return_inverse=True)
        counts = np.bincount(number)
        means = np.stack([np.bincount(number, weights=c) / counts for c in gap[keep].T], axis=1)
        now = _excess(means.mean(axis=0), limit) if len(places) else 0.0
        if now == 0:
            return _kept(found, keep) if keep.any() else found
        if len(places) <= 2:
            return found
        keep &= ~_worst(gap, keep, (number, counts, means), limit, least, now)


def _worst(
    gap: Array,
    keep: npt.NDArray[np.bool_],
    groups: tuple[npt.NDArray[np.signedinteger[Any]], npt.NDArray[np.signedinteger[Any]], Array],
    limit: float,
    least: int,
    now: float,
) -> npt.NDArray[np.bool_]:
    """Return the one match, or all matches of the one target, without which balance is best."""
    number, counts, means = groups
    rows, size = np.flatnonzero(keep), len(counts)
    free = counts[number] > least
    shift = (means[number] - gap[rows]) / np.maximum(counts[number] - 1, 1)[:, None] / size
    pairs = np.where(free, _excess(means.mean(axis=0) + shift, limit), np.inf)
    drop = np.zeros(len(keep), dtype=bool)
    if pairs.min() < now * (1 - 1e-9):
        drop[rows[int(np.argmin(pairs))]] = True
        return drop
    without = _excess((means.sum(axis=0) - means) / (size - 1), limit)
    drop[rows[number == int(np.argmin(without))]] = True
    return drop


def _excess(differences: Array, limit: float) -> Any:
    """How far differences exceed the limit: the sum of squares, a row each."""
    return np.sum(np.maximum(np.abs(differences) - 0.99 * limit, 0) ** 2, axis=-1)


def _kept(found: Matches, keep: npt.NDArray[np.bool_]) -> Matches:
    lost = np.setdiff1d(found.target, found.target[keep])
    target = found.target[keep]
    starts = np.r_[True, target[1:] != target[:-1]]
    first = np.maximum.accumulate(np.where(starts, np.arange(len(target)), 0))
    return Matches(
        target=target,
        match=found.match[keep],
        order=np.arange(len(target)) - first + 1,
        distance=found.distance[keep],
        unmatched=np.sort(np.concatenate([found.unmatched, lost])),
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
