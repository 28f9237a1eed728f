"""Warning signs at national size: speed, level where nothing happens, planted rises found.

Counts are made up: 35,672 areas in 320 districts and 43 forces, one crime type of 36 months with a time of
year, negative binomial with a tenth of extra variance. In the planted panel 300 areas with five or more
expected record three times as many in the last month. Peer as published in the project's guide, not measured
here: R surveillance takes 14.6 CPU milliseconds a series and month, 520 CPU seconds for one month and type.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from benchmarks import Figure, cost
from hedgerow.places.panel import month_of
from hedgerow.places.signals import CountPanel, find_signals

AREAS, MONTHS, PLANTED = 35_672, 36, 300


def run() -> list[Figure]:
    """Return the figures."""
    panel = _panel()
    last = panel.months[-1]
    with cost() as spent:
        calm = find_signals(panel, last)
    hot = np.random.default_rng(2).choice(np.flatnonzero(calm.expected[0] >= 5), PLANTED, replace=False)
    counts = panel.counts.copy()
    counts[0, hot, -1] *= 3
    found = np.flatnonzero(find_signals(replace(panel, counts=counts), last).state[0] == "up")
    wrong = np.setdiff1d(found, hot)
    return [
        Figure("signals_cpu", f"Signs of a month, {AREAS:,} LSOAs, one type", spent.cpu, "CPU s", 10, False),
        Figure("signals_null", "Nothing happens: p below .05", 100 * _share(calm), "%", 6, False),
        Figure(
            "signals_found",
            f"Of {PLANTED} planted rises, found",
            float(len(found) - len(wrong)),
            "series",
            50,
        ),
        Figure(
            "signals_false", "False among the named", 100 * len(wrong) / max(len(found), 1), "%", 5, False
        ),
    ]


def _share(result: object) -> float:
    """Return the share of randomised p-values below .05 from the named check."""
    checks = {check.name: check.figures for check in result.checks}  # type: ignore[attr-defined]
    return float(checks["share_small_p"]["share"])


def _panel() -> CountPanel:
    chance = np.random.default_rng(1)
    level = 2.5 * chance.gamma(1.5, 1 / 1.5, (AREAS, 1))
    mean = level * (1 + 0.15 * np.sin(2 * np.pi * np.arange(MONTHS) / 12))
    counts = chance.negative_binomial(mean / 0.1, 1 / 1.1).astype(np.float32)
    place = np.arange(AREAS)
    return CountPanel(
        kind="lsoa",
        areas=tuple(f"E01{number:06d}" for number in place),
        types=("burglary",),
        months=tuple(month_of(2023 * 12 + number) for number in range(MONTHS)),
        counts=counts[None],
        known=np.ones((AREAS, MONTHS), dtype=bool),
        district=np.array([f"E07{number * 320 // AREAS:06d}" for number in place]),
        force=np.array([f"E23{number * 43 // AREAS:06d}" for number in place]),
    )
