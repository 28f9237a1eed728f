"""Copeland's rule: how many units a unit beats, less how many beat it (OECD/JRC 2008, step 6)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
BLOCK = 4_000_000


def copeland(children: npt.ArrayLike, weights: npt.ArrayLike) -> Array:
    """Return wins less losses; a unit beats another when it is ahead on more of the weight.

    Equal values give half of their weight to either side. Work is n² c, done in blocks of rows.
    """
    x, w = np.asarray(children, dtype=float), np.asarray(weights, dtype=float)
    n = len(x)
    score = np.empty(n)
    step = max(1, BLOCK // max(n, 1))
    for start in range(0, n, step):
        rows = x[start : start + step]
        margin = np.zeros((len(rows), n))
        for column in range(x.shape[1]):
            margin += w[column] * np.sign(rows[:, column, None] - x[None, :, column])
        margin[np.abs(margin) < 1e-12] = 0
        score[start : start + step] = np.sign(margin).sum(axis=1)
    return score
