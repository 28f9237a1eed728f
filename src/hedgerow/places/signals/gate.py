"""The gate before a small area: its district's small areas, taken together, must leave chance too.

Families are districts by crime type. Simes' p-value of a family (Simes 1986) opens it where it survives
false-discovery control over all families; forces by type are asked first, in the same way (a tree of
hypotheses, Yekutieli 2008; Benjamini and Bogomolov 2014). An alarm needs an open gate as well as its own q.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hedgerow.stats import benjamini_hochberg

Array = npt.NDArray[np.float64]


def open_gates(
    p: Array, district: npt.NDArray[np.str_], force: npt.NDArray[np.str_], level: float
) -> npt.NDArray[np.bool_]:
    """Return, for types x areas, whether the force's and the district's families both leave chance."""
    return _open(p, force, level) & _open(p, district, level)


def _open(p: Array, group: npt.NDArray[np.str_], level: float) -> npt.NDArray[np.bool_]:
    names, place = np.unique(group, return_inverse=True)
    families = np.stack([_simes(row, place, len(names)) for row in p])
    q = benjamini_hochberg(families.ravel()).reshape(families.shape)
    return np.asarray(np.nan_to_num(q, nan=1.0) <= level)[:, place]


def _simes(p: Array, group: npt.NDArray[np.int64], groups: int) -> Array:
    """Return the smallest n p(i) / i of each group; NaN where nothing was tested."""
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.lexsort((p[known], group[known]))]
    size = np.bincount(group[known], minlength=groups)
    first = np.concatenate([[0], np.cumsum(size)[:-1]])
    place = np.arange(len(order)) - first[group[order]] + 1
    found = np.full(groups, np.inf)
    np.minimum.at(found, group[order], p[order] * size[group[order]] / place)
    return np.where(size > 0, np.minimum(found, 1.0), np.nan)
