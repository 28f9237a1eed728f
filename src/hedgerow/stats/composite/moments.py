"""Skewness and excess kurtosis by the adjusted Fisher-Pearson formulae (Joanes and Gill 1998, G1 and G2)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def skew_kurtosis(values: npt.ArrayLike) -> tuple[float, float]:
    """Return G1 and G2 of the values that are there; NaN where there are too few or they do not vary."""
    v = np.asarray(values, dtype=float)
    v = v[~np.isnan(v)]
    n = len(v)
    if n < 4:
        return float("nan"), float("nan")
    centred = v - v.mean()
    square = centred * centred
    m2 = float(square.mean())
    if m2 <= 0:
        return float("nan"), float("nan")
    g1 = float((square * centred).mean()) / m2**1.5
    g2 = float((square * square).mean()) / m2**2 - 3
    skew = g1 * np.sqrt(n * (n - 1)) / (n - 2)
    kurtosis = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * g2 + 6)
    return float(skew), float(kurtosis)


def passes(skew: float, kurtosis: float, *, skew_limit: float = 2.0, kurtosis_limit: float = 3.5) -> bool:
    """Say whether a distribution needs no treatment: it fails when both limits are exceeded."""
    return not (abs(skew) > skew_limit and kurtosis > kurtosis_limit)
