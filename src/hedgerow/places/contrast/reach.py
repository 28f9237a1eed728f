"""The smallest difference that could have been told, place by place, for both questions and both sides.

It depends on how much is expected and how well the surroundings are known; it is found on a grid of both and
read off between.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from hedgerow.places.contrast.data import ContrastOptions
from hedgerow.places.contrast.expected import Expected
from hedgerow.places.contrast.noise import Noise

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Test = Callable[[Array], Mask]
STEPS = 26
MOST = 100.0  # a ratio beyond which nobody asks
FINE, COARSE = 120, 7  # points of the grid: expected counts, and variances of the surroundings


@dataclass(frozen=True)
class Reach:
    """Largest ratio that could be told as low and smallest as high; NaN where none could."""

    low: Array
    high: Array


def own_reach(model: Expected, options: ContrastOptions) -> Reach:
    """Return the smallest differences that question A could have told at each place."""
    noise, expected = model.context_noise, model.mean
    known = ~np.isnan(expected)
    nothing = noise.after(np.zeros_like(expected), np.where(known, expected, 1.0)).below(options.low)
    grid = _Grid.over(expected, noise)
    mean, wide = grid.mean, replace(noise, unknown=grid.unknown)

    def low(ratio: Array) -> Mask:
        return np.asarray(wide.after(ratio * mean, mean).below(options.low) >= options.sure)

    def high(ratio: Array) -> Mask:
        return np.asarray(wide.after(ratio * mean, mean).above(options.high) >= options.sure)

    return grid.reach(low, high, known & (nothing >= options.sure))


def like_reach(model: Expected, options: ContrastOptions) -> Reach:
    """Return the smallest differences that question B could have told at each place."""
    noise, expected = model.noise, model.around
    known = ~np.isnan(expected)
    nothing = noise.lower(np.zeros_like(expected), np.where(known, expected, 1.0))
    grid = _Grid.over(expected, noise)
    mean, wide = grid.mean, replace(noise, unknown=grid.unknown)

    def low(ratio: Array) -> Mask:
        return np.asarray(wide.lower(ratio * mean, mean) <= options.like_p)

    def high(ratio: Array) -> Mask:
        return np.asarray(wide.upper(ratio * mean, mean) <= options.like_p)

    return grid.reach(low, high, known & (nothing <= options.like_p))


@dataclass(frozen=True)
class _Grid:
    """Points at which ratios are found, and where each place lies among them."""

    logs: Array
    variances: Array
    at: Array

    @classmethod
    def over(cls, expected: Array, noise: Noise) -> _Grid:
        known = ~np.isnan(expected)
        logs = np.log(expected[known]) if known.any() else np.zeros(1)
        variances = noise.unknown[known] if known.any() else np.zeros(1)
        return cls(
            np.linspace(logs.min() - 1e-6, logs.max() + 1e-6, FINE),
            np.linspace(variances.min(), variances.max() + 1e-9, COARSE),
            np.column_stack([np.log(expected), np.where(known, noise.unknown, np.nan)]),
        )

    @property
    def mean(self) -> Array:
        return np.repeat(np.exp(self.logs), COARSE)

    @property
    def unknown(self) -> Array:
        return np.tile(self.variances, FINE)

    def reach(self, low: Test, high: Test, possible: Mask) -> Reach:
        """Find both ratios at every point and read them off at the places."""
        points = len(self.mean)
        down = np.where(possible, self.read(_edge(low, 0.0, 1.0, points)), np.nan)
        up = np.exp(self.read(np.log(_edge(high, MOST, 1.0, points))))
        return Reach(down, np.where(up < 0.99 * MOST, up, np.nan))

    def read(self, values: Array) -> Array:
        """Return the value at each place, read off between the points; NaN where the place is not known."""
        from scipy.interpolate import RegularGridInterpolator  # slow to import

        known = ~np.isnan(self.at).any(axis=1)
        table = RegularGridInterpolator((self.logs, self.variances), values.reshape(FINE, COARSE))
        out = np.full(len(self.at), np.nan)
        if known.any():
            out[known] = table(np.clip(self.at[known], *self._ends()))
        return out

    def _ends(self) -> tuple[Array, Array]:
        return (
            np.array([self.logs[0], self.variances[0]]),
            np.array([self.logs[-1], self.variances[-1]]),
        )


def _edge(test: Test, inside: float, outside: float, points: int) -> Array:
    """Halve the way between a ratio that passes and one that does not; the first where nothing passes."""
    near, far = np.full(points, inside), np.full(points, outside)
    for _ in range(STEPS):
        # Between ratios above one the way is halved on the logarithm.
        half = np.sqrt(near * far) if inside > 1 else (near + far) / 2
        passed = test(half)
        near, far = np.where(passed, half, near), np.where(passed, far, half)
    return near
