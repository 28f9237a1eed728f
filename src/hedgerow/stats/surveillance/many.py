"""Many signs at once: probabilities made fair, combined, and held to a share of false ones.

Whole counts have few possible probabilities, so plain ones are too cautious: the middle one is fairer, the
random one exactly uniform when nothing is wrong. Over areas the share of false signs is held by Benjamini and
Hochberg; from month to month by LORD and SAFFRON; down a hierarchy by opening only what stands out above.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError
from hedgerow.stats.discovery import benjamini_hochberg
from hedgerow.stats.surveillance.window import Array, Places

Flags = npt.NDArray[np.bool_]
LEAST_P = 1e-300
STEEP = 1e-15


def mid_p(tail: npt.ArrayLike, other_tail: npt.ArrayLike) -> Array:
    """Return the probability of more than was seen and half that of exactly it.

    ``tail`` and ``other_tail`` both include the count that was seen.
    """
    p, other = np.asarray(tail, dtype=float), np.asarray(other_tail, dtype=float)
    return np.asarray(np.clip(p - np.maximum(p + other - 1, 0.0) / 2, 0.0, 1.0))


def randomised_p(tail: npt.ArrayLike, other_tail: npt.ArrayLike, *, seed: int) -> Array:
    """Return a probability that is exactly uniform when nothing is wrong (Dunn and Smyth 1996)."""
    p, other = np.asarray(tail, dtype=float), np.asarray(other_tail, dtype=float)
    share = np.random.default_rng(seed).random(p.shape)
    return np.asarray(np.clip(p - share * np.maximum(p + other - 1, 0.0), 0.0, 1.0))


def cauchy_combination(
    p_values: npt.ArrayLike, weights: npt.ArrayLike | None = None, *, axis: int = -1
) -> Array:
    """Return one probability for several signs, however they hang together (Liu and Xie 2020, equation 2).

    Missing signs are left out and the weights of the others share; NaN where all are missing.
    """
    p = _probabilities(p_values)
    weight = np.ones(p.shape[axis]) if weights is None else np.asarray(weights, dtype=float)
    if weight.shape != (p.shape[axis],) or not (weight >= 0).all() or weight.sum() <= 0:
        raise EstimateError("Each sign needs a weight of 0 or more, and one weight must be above 0.")
    shape = [1] * p.ndim
    shape[axis] = -1
    held = np.where(np.isnan(p), 0.0, weight.reshape(shape))
    total = held.sum(axis=axis)
    safe = np.clip(np.where(np.isnan(p), 0.5, p), LEAST_P, 1 - 1e-15)
    steep = np.where(safe < STEEP, 1 / (safe * np.pi), np.tan((0.5 - np.maximum(safe, STEEP)) * np.pi))
    statistic = (held * steep).sum(axis=axis) / np.where(total > 0, total, 1.0)
    combined = np.where(
        statistic > 1 / STEEP, 1 / (np.maximum(statistic, 1.0) * np.pi), 0.5 - np.arctan(statistic) / np.pi
    )
    return np.asarray(np.where(total > 0, combined, np.nan))


def within_periods(p_values: npt.ArrayLike) -> Array:
    """Return q-values over all series of each period: Benjamini and Hochberg (1995)."""
    p = _probabilities(p_values)
    return np.stack([benjamini_hochberg(column) for column in p.T], axis=1)


@dataclass(frozen=True)
class Gate:
    """One level of a hierarchy: nodes that were looked at, q-values among siblings, and what stands out."""

    opened: Flags
    q_value: Array
    named: Flags


def gatekeeping(
    levels: Sequence[npt.ArrayLike], parents: Sequence[npt.ArrayLike], *, q: float = 0.05
) -> tuple[Gate, ...]:
    """Look below only where something stands out above (Yekutieli 2008): force, then district, then LSOA.

    Parameters
    ----------
    levels
        Probabilities of each level, the top one first; below a missing one (NaN) nothing is looked at.
    parents
        For each level but the first, the place of each node's parent in the level above.
    q
        Share of false ones at which siblings are held; over the whole tree it is at most 2.88 q when the
        probabilities do not hang together.
    """
    if len(parents) != len(levels) - 1 or not 0 < q < 1:
        raise EstimateError("Each level but the first needs the places of its parents, and q lies in 0 to 1.")
    gates: list[Gate] = []
    for step, values in enumerate(levels):
        p = _probabilities(values)
        up = np.zeros(len(p), dtype=np.intp) if step == 0 else np.asarray(parents[step - 1], dtype=np.intp)
        above = np.ones(1, dtype=bool) if step == 0 else gates[-1].named
        if up.shape != p.shape or (len(up) and (up.min() < 0 or up.max() >= len(above))):
            raise EstimateError(f"The parents of level {step} do not fit the level above it.")
        opened = above[up]
        found = _among_siblings(np.where(opened, p, np.nan), up)
        gates.append(Gate(opened, found, np.nan_to_num(found, nan=1.0) <= q))
    return tuple(gates)


def _among_siblings(p: Array, family: Places) -> Array:
    """Return q-values within each family, missing ones left out."""
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.lexsort((p[known], family[known]))]
    q = np.full(len(p), np.nan)
    if not len(order):
        return q
    kin = family[order]
    first = np.flatnonzero(np.r_[True, kin[1:] != kin[:-1]])
    size = np.diff(np.r_[first, len(kin)])
    rank = np.arange(len(kin)) - np.repeat(first, size) + 1
    raw = np.minimum(p[order] * np.repeat(size, size) / rank, 1.0)
    lifted = raw + 2.0 * np.repeat(np.arange(len(first)), size)  # later families lie above earlier ones
    least = np.minimum.accumulate(lifted[::-1])[::-1]
    q[order] = least - 2.0 * np.repeat(np.arange(len(first)), size)
    return q


def _probabilities(values: npt.ArrayLike) -> Array:
    p = np.asarray(values, dtype=float)
    if ((p < 0) | (p > 1)).any():
        raise EstimateError("A probability lies outside 0 to 1.")
    return p
