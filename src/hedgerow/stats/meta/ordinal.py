"""Ordered outcomes (none, some, much): one log odds ratio over all the cuts.

Whitehead 1993: efficient score Z and information V of the proportional odds model at no effect; Z / V is the
log odds ratio and 1 / V its variance, good for small and middling effects.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError
from hedgerow.stats.meta.effect_sizes import Effects
from hedgerow.stats.meta.studies import Array


def ordered(treated: npt.ArrayLike, control: npt.ArrayLike) -> Effects:
    """Return log odds ratios of a higher category, treated against control.

    Parameters
    ----------
    treated, control
        k x c counts, the categories ascending.
    """
    one, other = (np.atleast_2d(np.asarray(part, dtype=float)) for part in (treated, control))
    if one.shape != other.shape or one.shape[1] < 2:
        raise EstimateError(
            "The two arms have different categories, or fewer than two.",
            remedy="Give the same ordered categories for both.",
        )
    total = one + other
    n1, n0, n = one.sum(axis=1), other.sum(axis=1), total.sum(axis=1)
    information = n1 * n0 * n / (3 * (n + 1) ** 2) * (1 - np.sum((total / n[:, None]) ** 3, axis=1))
    if np.any((one < 0) | (other < 0)) or not np.all(information > 0):
        raise EstimateError(
            "A count is negative, an arm is empty, or all are in one category.", remedy="Correct the counts."
        )
    score = np.sum(one * (_below(other) - _above(other)), axis=1) / (n + 1)
    return Effects("OR", score / information, 1 / information)


def _below(counts: Array) -> Array:
    return np.asarray(np.cumsum(counts, axis=1) - counts)


def _above(counts: Array) -> Array:
    return np.asarray(counts.sum(axis=1, keepdims=True) - np.cumsum(counts, axis=1))
