"""Tails of a negative binomial with given mean and variance, for arrays of any shape."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import betainc

Array = npt.NDArray[np.float64]
NEARLY_POISSON = 1e-6
SMALLEST = 1e-12
LEAST_P = 1e-300


@dataclass(frozen=True)
class Tails:
    """Chance of more, of as many, and of fewer than was observed; the three sum to 1."""

    above: Array
    equal: Array
    below: Array

    def rise(self, chance: Array | float = 0.5) -> Array:
        """P-value of a rise: the mid-p, or randomised when `chance` holds one uniform number a count."""
        return np.asarray(np.clip(self.above + chance * self.equal, LEAST_P, 1))

    def fall(self, chance: Array | float = 0.5) -> Array:
        """P-value of a fall; with the same `chance`, rise and fall sum to 1."""
        return np.asarray(np.clip(self.below + (1 - chance) * self.equal, LEAST_P, 1))

    def two_sided(self, chance: Array | float = 0.5) -> Array:
        """Twice the smaller p-value."""
        return np.asarray(np.minimum(2 * np.minimum(self.rise(chance), self.fall(chance)), 1.0))


def tails(observed: Array, mean: Array, variance: Array) -> Tails:
    """Return the tails of counts; fractions, which come from split areas, are rounded.

    The variance of the expected count is at least its mean.
    """
    y = np.round(observed)
    size, share = _parameters(mean, variance)
    above, at_least = _over(y, size, share), _over(y - 1, size, share)
    below = _under(y - 1, size, share)
    return Tails(above, np.maximum(at_least - above, 0.0), below)


def limits(mean: Array, variance: Array, level: float) -> tuple[Array, Array]:
    """Return the counts between which the middle `level` of the distribution lies."""
    tail = (1 - level) / 2
    return quantile(tail, mean, variance), quantile(1 - tail, mean, variance)


def quantile(p: float, mean: Array, variance: Array) -> Array:
    """Return the smallest counts whose distribution function reaches `p`."""
    shape, mean, variance = np.shape(mean), np.ravel(mean).astype(float), np.ravel(variance).astype(float)
    size, share = _parameters(mean, variance)
    guess = np.maximum(np.floor(mean + np.sqrt(variance) * _normal(p)), 0.0)
    down = np.flatnonzero(np.isfinite(mean))
    while len(down):  # one less, as long as one less still reaches p
        down = down[guess[down] >= 1]
        down = down[_under(guess[down] - 1, size[down], share[down]) >= p]
        guess[down] -= 1
    up = np.flatnonzero(np.isfinite(mean))
    while len(up):
        up = up[_under(guess[up], size[up], share[up]) < p]
        guess[up] += 1
    return np.where(np.isfinite(mean), guess, np.nan).reshape(shape)


def uniform(codes: tuple[str, ...], *, seed: int, salt: str) -> Array:
    """Return one number between 0 and 1 for each code: the same whichever other codes are there."""
    key = hashlib.blake2b(f"{seed}|{salt}".encode(), digest_size=16).digest()
    digests = b"".join(hashlib.blake2b(code.encode(), digest_size=8, key=key).digest() for code in codes)
    whole = np.frombuffer(digests, dtype="<u8").astype(np.float64)
    return np.asarray((whole + 0.5) / 2.0**64).clip(1e-12, 1 - 1e-12)


def _parameters(mean: Array, variance: Array) -> tuple[Array, Array]:
    ratio = np.maximum(variance / np.maximum(mean, SMALLEST), 1 + NEARLY_POISSON)
    return np.maximum(mean, SMALLEST) / (ratio - 1), 1 / ratio


def _under(k: Array, size: Array, share: Array) -> Array:
    return np.where(k < 0, 0.0, betainc(size, np.maximum(k, 0) + 1, share))


def _over(k: Array, size: Array, share: Array) -> Array:
    return np.where(k < 0, 1.0, betainc(np.maximum(k, 0) + 1, size, 1 - share))


def _normal(p: float) -> float:
    from scipy.special import ndtri

    return float(ndtri(p))
