"""How strong an unmeasured cause would have to be to explain a ratio away (VanderWeele and Ding 2017)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def e_value(ratio: npt.ArrayLike) -> Array:
    """Return the E-value of ratios: R + sqrt(R (R - 1)), with R = max(ratio, 1 / ratio).

    An unmeasured cause that is tied to both sides by less than this ratio cannot explain the estimate away;
    1 means that nothing is needed. Missing and non-positive ratios are missing.
    """
    found = np.asarray(ratio, dtype=float)
    usable = np.where(found > 0, found, np.nan)
    above = np.maximum(usable, 1 / usable)
    return np.asarray(above + np.sqrt(above * (above - 1)))


def e_value_limit(lower: npt.ArrayLike, upper: npt.ArrayLike) -> Array:
    """Return the E-value of the end of an interval that is nearest to 1; 1 where the interval holds 1."""
    low, high = np.asarray(lower, dtype=float), np.asarray(upper, dtype=float)
    nearest = np.where(low > 1, low, np.where(high < 1, high, 1.0))
    return e_value(np.where(np.isnan(low) | np.isnan(high), np.nan, nearest))
