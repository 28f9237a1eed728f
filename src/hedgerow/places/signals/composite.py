"""All rising signs of a place in one p-value: the Cauchy combination (Liu and Xie 2020).

Signs of one place hang together; this combination holds its level for small p-values however they do.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def cauchy(p: Array) -> Array:
    """Return the combined p-value of each column of p-values (signs x places); missing ones are left out."""
    known = ~np.isnan(p)
    number = known.sum(axis=0)
    safe = np.where(known, np.clip(p, 1e-15, 1 - 1e-12), 0.5)
    small = safe < 1e-8  # tan loses its digits there; its limit does not
    with np.errstate(divide="ignore"):
        turned = np.where(small, 1 / (np.pi * safe), np.tan((0.5 - safe) * np.pi))
    total = np.where(known, turned, 0.0).sum(axis=0) / np.maximum(number, 1)
    tail = np.where(total > 1e6, 1 / (np.pi * np.maximum(total, 1.0)), 0.5 - np.arctan(total) / np.pi)
    return np.where(number > 0, np.clip(tail, 0.0, 1.0), np.nan)
