"""What counts as noise, place by place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Noise:
    """Spread between places (model and ordinary), and a place's own variance over its mean.

    Each spread is one number or one for each place: where the surroundings tell little, it is wider.
    """

    alpha: float | Array
    like_alpha: float | Array
    scale: float

    def of(self, rows: Mask) -> Noise:
        """Return the noise of some of the places."""
        return Noise(_some(self.alpha, rows), _some(self.like_alpha, rows), self.scale)


def _some(part: float | Array, rows: Mask) -> float | Array:
    return part[rows] if isinstance(part, np.ndarray) else part
