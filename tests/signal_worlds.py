"""Counts by area, month and type with known levels, for the tests of warning signs."""

from __future__ import annotations

import numpy as np

from hedgerow.places.panel import month_of
from hedgerow.places.signals import CountPanel

FIRST = 2023 * 12


def world(areas: int = 240, months: int = 36, seed: int = 1, mean: float = 6.0) -> CountPanel:
    """Return a panel in which nothing happens: levels differ, the time of year moves all."""
    chance = np.random.default_rng(seed)
    level = mean * chance.gamma(3, 1 / 3, (2, areas, 1))
    season = 1 + 0.2 * np.sin(2 * np.pi * np.arange(months) / 12)
    counts = chance.poisson(level * season).astype(np.float32)
    place = np.arange(areas)
    return CountPanel(
        kind="lsoa",
        areas=tuple(f"E0100{number:04d}" for number in range(areas)),
        types=("burglary", "violent-crime"),
        months=tuple(month_of(FIRST + number) for number in range(months)),
        counts=counts,
        known=np.ones((areas, months), dtype=bool),
        district=np.array([f"E07{number // 40:03d}" for number in place]),
        force=np.array([f"E23{number // 120:03d}" for number in place]),
    )
