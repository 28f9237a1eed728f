"""What other reasonable choices of method would have said.

Each run draws a scale, an aggregation, a set of weights and, in half of the runs, one indicator to leave out
(Saisana et al. 2005). Scores on different scales cannot be compared, ranks can: the interval of the score is
what the stated method gives to the area at either end of the rank interval.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.places.index.design import AGGREGATIONS, IndexOptions
from hedgerow.stats import rank

Array = npt.NDArray[np.float64]
LEAVE_OUT = 0.5


@dataclass(frozen=True)
class Spread:
    """Score interval, rank interval and P(top tenth), each of n areas."""

    score: tuple[Array, Array]
    rank: tuple[Array, Array]
    top: Array


def spread(scaled: Mapping[str, Array], values: Array, shares: Array, options: IndexOptions) -> Spread:
    """Run the other methods on every area that has a score."""
    known = np.flatnonzero(~np.isnan(values))
    n = len(known)
    draws = _draws({name: table[known] for name, table in scaled.items()}, shares, options)
    tail = (1 - options.level) / 2
    ends = np.quantile(draws, [tail, 1 - tail], axis=0, method="nearest")
    own = rank.from_most(values[known])
    lower, upper = np.minimum(ends[0], own), np.maximum(ends[1], own)
    ordered = -np.sort(-values[known])
    best = np.maximum(ordered[lower.astype(int) - 1], values[known])
    worst = np.minimum(ordered[upper.astype(int) - 1], values[known])
    top = np.mean(draws <= np.floor(n / 10), axis=0)

    def whole(part: Array) -> Array:
        out = np.full(len(values), np.nan)
        out[known] = part
        return out

    return Spread((whole(worst), whole(best)), (whole(lower), whole(upper)), whole(top))


def _draws(scaled: Mapping[str, Array], shares: Array, options: IndexOptions) -> npt.NDArray[np.float32]:
    """Return ranks, runs x areas."""
    rng = np.random.default_rng(options.seed)
    tables = _prepared(scaled)
    names = sorted(tables)
    out = np.empty((options.runs, len(next(iter(scaled.values())))), dtype=np.float32)
    for run in range(options.runs):
        inner, present = tables[names[int(rng.integers(len(names)))]]
        weights = _weights(shares, options.weight_spread, rng)
        total = present @ weights
        mean = np.divide(inner @ weights, total, out=np.full(len(inner), -np.inf), where=total > 0)
        out[run] = _ranks(mean)
    return out


def _prepared(scaled: Mapping[str, Array]) -> dict[str, tuple[Array, Array]]:
    """Return each scale under each aggregation, as a matrix that takes weights, and what is present."""
    tables = {}
    for name, table in scaled.items():
        present = (~np.isnan(table)).astype(float)
        filled = np.where(np.isnan(table), 0.0, table)
        for how in AGGREGATIONS:
            tables[f"{name}/{how}"] = (np.log1p(filled) if how == "geometric" else filled, present)
    return tables


def _weights(shares: Array, around: float, rng: np.random.Generator) -> Array:
    """Draw weights around the stated ones, one indicator left out in half of the draws."""
    drawn = shares * rng.uniform(1 - around, 1 + around, len(shares))
    if len(shares) > 2 and rng.random() < LEAVE_OUT:
        drawn[int(rng.integers(len(shares)))] = 0.0
    return np.asarray(drawn / drawn.sum())


def _ranks(values: Array) -> Array:
    order = np.argsort(-values, kind="stable")
    ranks = np.empty(len(values))
    ranks[order] = np.arange(1, len(values) + 1)
    return ranks
