"""The smallest difference that could have been told, place by place, for both questions and both sides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.places.contrast.data import ContrastOptions
from hedgerow.places.contrast.noise import Noise
from hedgerow.stats.shrinkage import lower_tail, posterior, upper_tail

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
STEPS = 22
MOST = 100.0  # a ratio beyond which nobody asks


@dataclass(frozen=True)
class Reach:
    """Ratios that could be told; NaN where none could.

    Attributes
    ----------
    low
        Largest ratio that could be told as low, for A and for B.
    high
        Smallest ratio that could be told as high, for A and for B.
    """

    low: tuple[Array, Array]
    high: tuple[Array, Array]


def detectable(expected: Array, noise: Noise, options: ContrastOptions) -> Reach:
    """Return the smallest differences that could have been told at each place."""
    known = ~np.isnan(expected)
    mu = np.where(known, expected, 1.0)

    def after(ratio: Array) -> tuple[Array, Array]:
        found = posterior(ratio * mu, mu, noise.alpha, noise.scale)
        return found.below(options.low), found.above(options.high)

    def own_low(ratio: Array) -> Mask:
        return np.asarray(after(ratio)[0] >= options.sure)

    def own_high(ratio: Array) -> Mask:
        return np.asarray(after(ratio)[1] >= options.sure)

    def like_low(ratio: Array) -> Mask:
        return np.asarray(lower_tail(ratio * mu, mu, noise.like_alpha, noise.scale) <= options.like_p)

    def like_high(ratio: Array) -> Mask:
        return np.asarray(upper_tail(ratio * mu, mu, noise.like_alpha, noise.scale) <= options.like_p)

    def edge(test: Callable[[Array], Mask], inside: float, outside: float) -> Array:
        return np.where(known, _edge(test, np.full_like(mu, inside), np.full_like(mu, outside)), np.nan)

    return Reach(
        (edge(own_low, 0.0, options.low), edge(like_low, 0.0, 1.0)),
        (edge(own_high, MOST, options.high), edge(like_high, MOST, 1.0)),
    )


def _edge(test: Callable[[Array], Mask], inside: Array, outside: Array) -> Array:
    """Halve the way between a ratio that passes and one that does not; NaN where the first does not pass."""
    possible = test(inside)
    for _ in range(STEPS):
        # Between ratios above one the way is halved on the logarithm.
        half = np.where(inside > 1, np.sqrt(np.maximum(inside * outside, 0)), (inside + outside) / 2)
        passed = test(half)
        inside, outside = np.where(passed, half, inside), np.where(passed, outside, half)
    return np.where(possible, inside, np.nan)
