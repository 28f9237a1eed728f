"""Permutation tests of moderators: how often does chance alone, dealing the rows anew, do as well?

Higgins & Thompson 2004; Follmann & Proschan 1999. All orders are gone through where there are few enough.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError
from hedgerow.stats.meta.pooled import fit
from hedgerow.stats.meta.studies import Array, Studies


@dataclass(frozen=True)
class Permuted:
    """p of each moderator (two-sided) and of all together; `exact` when every order was gone through."""

    p_value: Array
    qm_p: float
    runs: int
    exact: bool


def permutation_test(
    data: Studies, *, method: str = "REML", test: str = "knha", runs: int = 1000, seed: int = 1
) -> Permuted:
    """Refit with the rows of the moderators dealt anew; the given order counts as one of the runs."""
    if not data.intercept or data.p < 2:
        raise EstimateError(
            "There is no moderator to permute.", remedy="Give moderators, with a constant in the model."
        )
    seen = fit(data, method=method, test=test)
    exact = math.factorial(data.k) <= runs
    hits, total = np.zeros(data.p), 0
    for order in _orders(data.k, runs, seed, exact):
        got = fit(Studies(data.y, data.v, data.x[order]), method=method, test=test)
        size = np.append(np.abs(got.statistic[1:]), got.qm)
        hits += size >= np.append(np.abs(seen.statistic[1:]), seen.qm) * (1 - 1e-10)
        total += 1
    share = hits / total
    return Permuted(share[:-1], float(share[-1]), total, exact)


def _orders(k: int, runs: int, seed: int, exact: bool) -> Iterator[npt.NDArray[np.intp]]:
    if exact:
        yield from (np.array(order) for order in itertools.permutations(range(k)))
        return
    chance = np.random.default_rng(seed)
    yield np.arange(k)
    for _ in range(runs - 1):
        yield chance.permutation(k)
