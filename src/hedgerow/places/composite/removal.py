"""What each element does to the ranks: the index again without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError
from hedgerow.stats.composite import Mean, Scaled, Tree, evaluate, root_scores
from hedgerow.stats.rank import from_most

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Removed:
    """Rank change over the units when one element is left out, all below it with it."""

    element: str
    mean_rank_change: float
    largest_rank_change: float
    largest_unit: str


def leave_one_out(
    tree: Tree,
    scaled: Scaled,
    *,
    weights: Array,
    means: Sequence[Mean],
    least_share: float,
    ranks: Array,
    units: Sequence[str],
) -> tuple[Removed, ...]:
    """Leave out each indicator and each node but the index, unless nothing would be left."""
    whole = not np.isnan(scaled.values).any()
    found = []
    for element, name in enumerate(tree.elements[:-1]):
        without = tree.without(element)
        if not without.children[-1]:
            continue
        try:
            scores = (
                root_scores(without, scaled, weights, means)
                if whole
                else evaluate(without, scaled.values, weights, means, least_share)[:, -1]
            )
        except EstimateError:
            continue
        change = np.abs(from_most(scores) - ranks)
        most = int(np.nanargmax(np.where(np.isnan(change), -1, change)))
        found.append(Removed(name, float(np.nanmean(change)), float(change[most]), units[most]))
    return tuple(found)
