"""How far two ways of weighing order places alike: Spearman's rank correlation."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

Array = NDArray[np.float64]
FEWEST = 3


def agreement(values: Mapping[str, Array]) -> dict[tuple[str, str], float]:
    """Return Spearman's correlation of each pair of schemes, over the places that both know.

    It is Pearson's correlation of the ranks, with equals sharing the middle (Spearman 1904). NaN where fewer
    than three places are known, or one scheme gives every place the same.
    """
    names = list(values)
    return {
        (one, other): _spearman(values[one], values[other])
        for i, one in enumerate(names)
        for other in names[i + 1 :]
    }


def _spearman(one: Array, other: Array) -> float:
    both = ~(np.isnan(one) | np.isnan(other))
    if np.count_nonzero(both) < FEWEST:
        return float("nan")
    ranks = [rankdata(np.round(values[both], 6)) for values in (one, other)]
    left, right = (rank - rank.mean() for rank in ranks)
    size = float(np.sqrt((left @ left) * (right @ right)))
    return float(left @ right) / size if size else float("nan")
