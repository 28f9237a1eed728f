"""A shuffle that stops as soon as it has seen enough (Besag and Clifford 1991).

Each area has random numbers of its own, so that the answer for one does not hang on which others are asked.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

ENOUGH = 400  # sums as far out as the observed one, after which to stop
BATCH = 10_000
_CROWDED = 0.5  # share of draws with a value twice, above which whole orders are drawn

Array = npt.NDArray[np.float64]


def sequential_p(observed: float, pool: Array, weights: Array, *, seed: tuple[int, ...], most: int) -> float:
    """Return the two-sided mid-p of a weighted sum of values drawn without return from a pool.

    Parameters
    ----------
    weights
        One for each value drawn.
    seed
        Of this area alone.
    most
        Draws after which to stop whatever was seen.
    """
    chance = np.random.default_rng(seed)
    below = above = 0.0
    done = 0
    near = 1e-9 * max(abs(observed), float(np.abs(pool).max()) * float(np.abs(weights).sum()))
    while done < most and min(below, above) < ENOUGH:
        sums = pool[_places(chance, len(pool), len(weights), min(BATCH, most - done))] @ weights
        level = np.count_nonzero(np.abs(sums - observed) <= near) / 2
        below += np.count_nonzero(sums < observed - near) + level
        above += np.count_nonzero(sums > observed + near) + level
        done += len(sums)
    return min(2 * (min(below, above) + 1) / (done + 1), 1.0)


def _places(chance: np.random.Generator, size: int, k: int, draws: int) -> npt.NDArray[np.int64]:
    """Return draws x k places, none twice in a row."""
    if k * (k - 1) / (2 * size) > _CROWDED:
        return np.argsort(chance.random((draws, size)), axis=1)[:, :k]
    found = chance.integers(size, size=(draws, k))
    while True:
        ordered = np.sort(found, axis=1)
        twice = np.flatnonzero((ordered[:, 1:] == ordered[:, :-1]).any(axis=1))
        if not len(twice):
            return found
        found[twice] = chance.integers(size, size=(len(twice), k))
