"""Pooling effects: the times of single calls, each the median of many.

The sets are made up, of the sizes that reviews have: 58 studies, and 100 effects in 25 clusters.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np

from benchmarks import Figure
from hedgerow.stats.meta import (
    Studies,
    cluster_robust,
    fit,
    fit_three_level,
    leave_one_out,
    studies,
    tau2_interval,
    trim_and_fill,
)


def median(call: Callable[[], object], runs: int = 40) -> float:
    """Return the median CPU time of a call in milliseconds."""
    call()
    times = []
    for _ in range(runs):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return 1000 * statistics.median(times)


def made(k: int, clusters: int = 0) -> tuple[Studies, np.ndarray]:
    """Return k effects, and their clusters."""
    chance = np.random.default_rng(1)
    v = chance.uniform(0.02, 0.3, k)
    cluster = np.arange(k) % max(clusters, 1)
    own = chance.normal(0, 0.3, max(clusters, 1))[cluster] if clusters else 0.0
    return studies(chance.normal(0.4, np.sqrt(v + 0.1)) + own, v), cluster


def run() -> list[Figure]:
    """Return the figures."""
    data, _ = made(58)
    many, cluster = made(100, 25)
    fitted = fit_three_level(many, cluster)
    return [
        Figure("synthesis_reml", "REML with Knapp and Hartung, 58 studies", median(lambda: fit(data)), "ms"),
        Figure(
            "synthesis_leave_one_out",
            "Leave one out, REML, 58 studies",
            median(lambda: leave_one_out(data)),
            "ms",
            10,
            False,
        ),
        Figure(
            "synthesis_three_level",
            "Three-level REML, 100 effects in 25 clusters",
            median(lambda: fit_three_level(many, cluster)),
            "ms",
            20,
            False,
        ),
        Figure(
            "synthesis_cr2", "CR2 with Satterthwaite, the same", median(lambda: cluster_robust(fitted)), "ms"
        ),
        Figure("synthesis_q_profile", "Q-profile interval", median(lambda: tau2_interval(data)), "ms"),
        Figure("synthesis_trim_and_fill", "Trim and fill", median(lambda: trim_and_fill(data), 10), "ms"),
    ]
