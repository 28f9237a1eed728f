"""Composite index at 33,755 areas and 49 indicators: one index, and an uncertainty analysis of 600 runs.

The values are made up: lognormal, eight pillars, two levels above. The published peer, COINr 1.1.14 (R),
takes 30.4 CPU seconds for one regeneration at that size and 0.216 for one at 51 units.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks import Figure, cost
from hedgerow.places.composite import CompositeData, spec_of
from hedgerow.places.composite import run as make_index

AREAS, INDICATORS, PILLARS = 33_755, 49, 8
VARIED: list[dict[str, Any]] = [
    {"argument": "treat.max_points", "values": [1, 2, 3, 4, 5]},
    {
        "argument": "normalise",
        "values": [{"method": "min_max", "lower": 1, "upper": 100}, {"method": "z", "mean": 100, "sd": 2}],
    },
    {"argument": "weights", "spread": 0.25},
    {"argument": "aggregate.method", "values": ["arithmetic", "geometric"]},
]


def document() -> dict[str, Any]:
    """Return a specification of the size."""
    indicators = [{"code": f"i{place}", "parent": f"p{place % PILLARS}"} for place in range(INDICATORS)]
    pillars = [{"code": f"p{place}", "parent": "a" if place < 5 else "b"} for place in range(PILLARS)]
    upper = [{"code": "a", "parent": "index"}, {"code": "b", "parent": "index"}, {"code": "index"}]
    return {
        "name": "benchmark",
        "indicators": indicators,
        "aggregates": pillars + upper,
        "normalise": {"method": "min_max", "lower": 1},
    }


def data() -> CompositeData:
    """Return the made-up table."""
    rng = np.random.default_rng(1)
    common = rng.standard_normal((AREAS, PILLARS))[:, np.arange(INDICATORS) % PILLARS]
    values = np.exp(0.5 * (common + rng.standard_normal((AREAS, INDICATORS))))
    names = [f"i{place}" for place in range(INDICATORS)]
    return CompositeData(
        tuple(f"E{row:08d}" for row in range(AREAS)), dict(zip(names, values.T, strict=True))
    )


def run_once() -> tuple[float, float, int]:
    """Return CPU seconds of one index, of the index with its uncertainty, and the number of runs."""
    held, plain = data(), document()
    with cost() as one:
        make_index(spec_of(plain), held)
    asked = {"samples": 100, "vary": VARIED}
    with cost() as all_:
        found = make_index(spec_of({**plain, "uncertainty": asked}), held)
    assert found.uncertain is not None
    return one.cpu, all_.cpu, found.uncertain.runs


def run() -> list[Figure]:
    """Measure both."""
    one, whole, runs = run_once()
    return [
        Figure("composite_one", "One index, with every stage, leave-one-out and checks", one, "CPU s"),
        Figure(
            "composite_600",
            f"The index with {runs} sensitivity runs",
            whole,
            "CPU s",
            10,
            more_is_better=False,
            note="COINr 1.1.14, published: 30.4 CPU s for one run",
        ),
        Figure(
            "composite_a_run",
            "One of the runs",
            1000 * (whole - one) / runs,
            "CPU ms",
            30,
            more_is_better=False,
        ),
    ]
