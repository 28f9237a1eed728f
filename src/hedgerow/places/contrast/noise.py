"""What counts as noise, place by place."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from hedgerow.stats.shrinkage import Posterior
from hedgerow.stats.uncertain import lower_tail_of, posterior_of, upper_tail_of

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Noise:
    """How far counts vary round what is expected.

    Attributes
    ----------
    alpha
        Spread between places beyond context and surroundings, by the model.
    like_alpha
        The same among ordinary places, which a few deviants do not inflate.
    scale
        A place's own variance over its mean.
    unknown
        Variance of the logarithm of what is expected of each place.
    """

    alpha: float
    like_alpha: float
    scale: float
    unknown: Array

    def of(self, rows: Mask) -> Noise:
        """Return the noise of some of the places."""
        return replace(self, unknown=self.unknown[rows])

    def after(self, counts: Array, expected: Array) -> Posterior:
        """Return what is known of each place's own ratio."""
        return posterior_of(counts, expected, self.alpha, self.unknown, self.scale)

    def lower(self, counts: Array, expected: Array) -> Array:
        """P(an ordinary place like this records so little or less)."""
        return lower_tail_of(counts, expected, self.like_alpha, self.unknown, self.scale)

    def upper(self, counts: Array, expected: Array) -> Array:
        """P(an ordinary place like this records so much or more)."""
        return upper_tail_of(counts, expected, self.like_alpha, self.unknown, self.scale)
