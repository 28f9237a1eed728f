"""Effect sizes of two groups whose spread differs, or is itself the outcome.

Bonett 2008, 2009 for SMDH; Nakagawa et al. 2015 for the ratios of spreads, raw and relative to the mean;
Hedges 1983 for the unbiased variance of g.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hedgerow.errors import UsageError
from hedgerow.stats.meta.effect_sizes import Effects, small_sample
from hedgerow.stats.meta.studies import Array, row


def unequal(
    m1: npt.ArrayLike,
    sd1: npt.ArrayLike,
    n1: npt.ArrayLike,
    m2: npt.ArrayLike,
    sd2: npt.ArrayLike,
    n2: npt.ArrayLike,
    *,
    measure: str = "SMDH",
) -> Effects:
    """Return SMDH (difference over the mean of the variances), VR or CVR (log ratios), or SMD_UB.

    VR compares standard deviations and CVR those relative to the mean; SMD_UB is g with an unbiased variance.
    """
    ways = {"SMDH": _smdh, "VR": _vr, "CVR": _cvr, "SMD_UB": _unbiased}
    if measure not in ways:
        raise UsageError(
            f"There is no measure “{measure}” of spreads.", remedy=f"Use one of {', '.join(ways)}."
        )
    parts = [row(part) for part in (m1, sd1, n1, m2, sd2, n2)]
    y, v = ways[measure](*parts)
    return Effects(measure, y, v)


def _smdh(m1: Array, sd1: Array, n1: Array, m2: Array, sd2: Array, n2: Array) -> tuple[Array, Array]:
    j, mean = small_sample(n1 + n2 - 2), (sd1**2 + sd2**2) / 2
    g = j * (m1 - m2) / np.sqrt(mean)
    own = (sd1**2 / (n1 - 1) + sd2**2 / (n2 - 1)) / mean
    shape = g**2 * (sd1**4 / (n1 - 1) + sd2**4 / (n2 - 1)) / (8 * mean**2)
    return g, j**2 * (own + shape)


def _vr(_m1: Array, sd1: Array, n1: Array, _m2: Array, sd2: Array, n2: Array) -> tuple[Array, Array]:
    one, other = 1 / (2 * (n1 - 1)), 1 / (2 * (n2 - 1))
    return np.log(sd1 / sd2) + one - other, one + other


def _cvr(m1: Array, sd1: Array, n1: Array, m2: Array, sd2: Array, n2: Array) -> tuple[Array, Array]:
    y, v = _vr(m1, sd1, n1, m2, sd2, n2)
    return y - np.log(m1 / m2), v + sd1**2 / (n1 * m1**2) + sd2**2 / (n2 * m2**2)


def _unbiased(m1: Array, sd1: Array, n1: Array, m2: Array, sd2: Array, n2: Array) -> tuple[Array, Array]:
    df = n1 + n2 - 2
    j = small_sample(df)
    g = j * (m1 - m2) / np.sqrt(((n1 - 1) * sd1**2 + (n2 - 1) * sd2**2) / df)
    return g, 1 / n1 + 1 / n2 + (1 - (df - 2) / (df * j**2)) * g**2
