"""How much must be expected before a count can settle anything (places guide, section 5).

A zero has probability exp(-E) by a place's own noise, and (1 + alpha E)^(-1/alpha) where places differ by a
gamma spread of variance alpha. With alpha no number of months helps beyond a point: the ratio at tail
probability p tends to the p-quantile of that gamma distribution.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import brentq
from scipy.special import gammainc, gammaincinv

from hedgerow.errors import UsageError


def least_expected(p: float, alpha: float = 0.0, scale: float = 1.0) -> float:
    """Return the expected count at which a zero has probability p: -ln p, or more where places differ."""
    _refuse(p, alpha)
    if alpha == 0:
        return float(-scale * np.log(p))
    return float(scale * np.expm1(-alpha * np.log(p)) / alpha)


def ratio_limit(p: float, alpha: float) -> float:
    """Return the ratio in the lower tail p that no amount of expected crime can exceed."""
    _refuse(p, alpha)
    if alpha == 0:
        return 1.0
    return float(alpha * gammaincinv(1 / alpha, p))


def largest_spread(ratio: float, p: float) -> float:
    """Return the largest alpha with which a place at this ratio of its expected can be in the tail p.

    Raises
    ------
    UsageError
        When the ratio is not between nought and one, or p not a probability below one half.
    """
    _refuse(p, 0.0)
    if not 0 < ratio < 1:
        raise UsageError(f"The ratio {ratio:g} must lie between 0 and 1.")
    return float(brentq(lambda alpha: gammainc(1 / alpha, ratio / alpha) - p, 1e-4, 10.0))


def _refuse(p: float, alpha: float) -> None:
    if not 0 < p < 0.5 or alpha < 0:
        raise UsageError(
            f"The probability {p:g} must lie between 0 and 0.5, and alpha ({alpha:g}) not be negative."
        )
