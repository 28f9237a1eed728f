"""Tail probabilities of sums over neighbours, far out where a shuffle of a thousand has nothing to say.

*Pearson III*: a gamma curve with the right mean, variance and skewness. Exact for gamma values; too short
where a few places hold most of what there is.
*Convolution*: the distribution of the sum of k values drawn from those at hand, computed by the Fourier
transform on a fine grid, moved to the mean and variance that each area has. It needs no shape at all.

Both give the mid-p: half of what lies exactly at the observed sum counts, so that counts with many ties keep
the nominal level (Lancaster 1961).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.fft import irfft, rfft
from scipy.special import gammainc, gammaincc, ndtr

from hedgerow.stats.spatial.weights import Array, Places

GRID = 1 << 17
LEAST = 1e-12  # below it the transform has only rounding to say
_STRAIGHT = 1e-6  # skewness under which the gamma curve is the normal one


def pearson_iii(deviate: npt.ArrayLike, skewness: npt.ArrayLike) -> tuple[Array, Array]:
    """Return lower and upper tail probabilities of standardised sums.

    With skewness g > 0, 2/g times the deviate plus 4/g² is gamma with shape 4/g²; mirrored for g < 0.
    """
    z, g = np.broadcast_arrays(np.asarray(deviate, dtype=float), np.asarray(skewness, dtype=float))
    straight = np.abs(g) < _STRAIGHT
    size = np.where(straight, 1.0, np.abs(g))
    shape = 4 / size**2
    place = np.maximum(shape + 2 * np.sign(g) * z / size, 0.0)
    below, above = gammainc(shape, place), gammaincc(shape, place)
    low = np.where(straight, ndtr(z), np.where(g > 0, below, above))
    high = np.where(straight, ndtr(-z), np.where(g > 0, above, below))
    unknown = np.isnan(z) | np.isnan(g)
    return np.where(unknown, np.nan, low), np.where(unknown, np.nan, high)


def convolution(x: npt.ArrayLike, degrees: Places, deviate: Array, grid: int = GRID) -> tuple[Array, Array]:
    """Return lower and upper tails of sums of `degrees` values of x, each at its standardised deviate."""
    values = np.asarray(x, dtype=float)
    low, high = np.full(len(degrees), np.nan), np.full(len(degrees), np.nan)
    for k in np.unique(degrees[~np.isnan(deviate)]):
        which = np.flatnonzero((degrees == k) & ~np.isnan(deviate))
        low[which], high[which] = _of_k(values, int(k), deviate[which], grid)
    return low, high


def two_sided(low: Array, high: Array) -> Array:
    """Return twice the smaller tail, at most 1."""
    return np.asarray(np.minimum(2 * np.minimum(low, high), 1.0))


def _of_k(values: Array, k: int, deviate: Array, grid: int) -> tuple[Array, Array]:
    """Return the tails of sums of k values at their deviates, read between the points of the grid."""
    step = _step(values, k, grid)
    bins = np.rint((values - values.min()) / step).astype(np.int64)
    chance = np.bincount(bins) / len(bins)
    size = k * (len(chance) - 1) + 1
    room = 1 << max(size - 1, 1).bit_length()
    total = np.maximum(irfft(rfft(chance, room) ** k, room)[:size], 0.0)
    above = np.cumsum(total[::-1])[::-1] - total / 2
    below = np.cumsum(total) - total / 2
    place = k * bins.mean() + np.sqrt(k) * bins.std() * deviate
    points = np.arange(size)
    low, high = np.interp(place, points, below), np.interp(place, points, above)
    return np.maximum(low, LEAST), np.maximum(high, LEAST)


def _step(values: Array, k: int, grid: int) -> float:
    """Return the width of the grid: one for whole numbers that fit, else what the room allows."""
    reach = float(np.ptp(values))
    whole = bool(np.all(values == np.rint(values)))
    return 1.0 if whole and k * reach < 4 * grid else k * reach / grid
