"""Demand: 1,428 monthly series 18 steps ahead, 1,000 count series 12 ahead, and 36,034 nodes reconciled.

The series are made up, of the sizes of the M3 competition and of the synthetic counts; accuracy on the real
ones is a test. The goals are figures of peers as published, not measured here.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from benchmarks import Figure
from hedgerow.stats.forecast import History, forecast
from hedgerow.stats.reconcile import aggregation, reconcile


def spent(call: Callable[[], object]) -> float:
    """Return CPU seconds of a call."""
    begin = time.process_time()
    call()
    return time.process_time() - begin


def run() -> list[Figure]:
    """Return the figures."""
    chance = np.random.default_rng(1)
    levels = 5000 * np.exp(np.cumsum(chance.normal(0, 0.05, (1428, 126)), axis=1)) + 0.5
    counts = chance.negative_binomial(3, 0.33, (1000, 120)).astype(float)
    start = np.zeros(1428, dtype=np.int64)
    district = np.concatenate([np.arange(318), chance.integers(0, 318, 35672 - 318)])
    adds = aggregation([district, district * 43 // 318, np.zeros(35672, dtype=np.int64)])
    bottom = chance.gamma(3, 3, (35672, 12))
    above = (adds @ bottom) * chance.uniform(0.99, 1.01, (362, 12))
    w, v = np.full(35672, 4.0), np.full(362, 400.0)
    added = reconcile(bottom, above, adds, bottom_variance=w, aggregate_variance=v, non_negative=False)
    return [
        Figure(
            "demand_m3_size",
            "1,428 series",
            spent(lambda: forecast(History(levels, start, 12), 18)),
            "CPU s",
            7.6,
            False,
        ),
        Figure(
            "demand_counts",
            "1,000 count series",
            spent(lambda: forecast(History(counts, start[:1000], 12), 12)),
            "CPU s",
            6,
            False,
        ),
        Figure(
            "demand_reconcile",
            "36,034 nodes, 12 steps",
            spent(
                lambda: reconcile(
                    bottom, above, adds, bottom_variance=w, aggregate_variance=v, non_negative=False
                )
            ),
            "CPU s",
            0.15,
            False,
        ),
        Figure(
            "demand_coherence",
            "Largest incoherence",
            float(np.abs(adds @ added.bottom - added.aggregates).max()),
            "",
            1e-9,
            False,
        ),
    ]
