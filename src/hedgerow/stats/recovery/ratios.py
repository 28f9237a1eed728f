"""Ratios of recorded to expected, shrunken towards the area above: gamma prior, noise of months.

A place's ratio is the ratio of the area above times its own rho, from a gamma distribution of mean 1 and
variance tau². Given m = expected times the ratio above, the count has the variance m (1 + (alpha + v) m),
where v is the variance of the place's own expected on the log scale; a gamma of the same mean and spread
stands for what is known of rho (after Clayton and Kaldor 1987).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
FLOOR = 0.0004  # tau is at least 2 %
CEILING = 1.0


@dataclass(frozen=True)
class Ratio:
    """Shrunken ratios with the variance of their logarithm.

    `own_variance` is of the place beside the area above; `variance` holds that of the area above too.
    """

    ratio: Array
    own_variance: Array
    variance: Array

    def interval(self, z: float) -> tuple[Array, Array]:
        """Limits, z standard deviations on the log scale from the ratio."""
        reach = z * np.sqrt(self.variance)
        return self.ratio * np.exp(-reach), self.ratio * np.exp(reach)


def spread_of(recorded: Array, expected: Array, noise: Array) -> float:
    """Return tau², the spread of ratios between places beyond noise, by moments; NaN is left out.

    `noise` is the part of the variance of the count's ratio that is alpha and v.
    """
    known = ~np.isnan(recorded) & ~np.isnan(expected)
    y, m, extra = recorded[known], expected[known], noise[known]
    if len(y) < 3:
        return CEILING
    weight = m / (1 + extra * m)  # one over the noise, times m²
    square = np.sum(weight * ((y - m) / np.maximum(m, 1e-9)) ** 2) - len(y)
    between = square / max(float(np.sum(weight)), 1e-9)
    return float(np.clip(between, FLOOR, CEILING))


def shrink_ratio(recorded: Array, expected: Array, noise: Array, above: Ratio, tau2: float) -> Ratio:
    """Return each place's ratio, drawn towards that of the area above as far as its own count is noise."""
    m = expected * above.ratio
    widened = 1 + m * noise
    shape = 1 / tau2 + recorded / widened
    rho = shape / (1 / tau2 + m / widened)
    own = 1 / shape
    return Ratio(above.ratio * rho, own, own + above.variance)
