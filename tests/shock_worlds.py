"""Small made-up worlds with a shock, for the tests of shock and recovery."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hedgerow.places.panel import months_between
from hedgerow.places.shocks import Level, Shock, ShockData

Array = npt.NDArray[np.float64]
SHOCK = Shock("2020-03", "2022-12")


def world(
    *, first: str = "2017-03", seed: int = 1, fall: float = 0.5, places: int = 40, mean: float = 30.0
) -> ShockData:
    """Two forces of two districts each; all fall by `fall` in March 2020 and are back a year later."""
    months = months_between(first, SHOCK.last)
    start, t = months.index(SHOCK.first), len(months)
    chance = np.random.default_rng(seed)
    season = 0.1 * np.cos(2 * np.pi * (np.array([int(m[5:]) for m in months]) - 7) / 12)
    ratio = np.ones(t)
    ratio[start:] = 1 - fall * np.clip(1 - np.arange(t - start) / 12, 0, 1)
    cells = chance.poisson(mean * np.exp(season) * ratio, (places, t)).astype(float)
    return stacked(months, cells)


def stacked(months: tuple[str, ...], cells: Array, shock: Shock = SHOCK) -> ShockData:
    """Return the data of LSOAs in four districts and two forces."""
    n = len(cells)
    district = np.arange(n) * 4 // n
    sums = np.vstack([cells[district == d].sum(axis=0) for d in range(4)])
    forces = np.vstack([sums[:2].sum(axis=0), sums[2:].sum(axis=0)])
    pairs = np.array(
        [(a, b) for a in range(n) for b in range(n) if a != b and district[a] // 2 == district[b] // 2]
    )
    return ShockData(
        "all_crime",
        shock,
        months,
        {
            "pfa": level("pfa", forces, np.array([-1, -1])),
            "lad": level("lad", sums, np.array([0, 0, 1, 1])),
            "lsoa": level("lsoa", cells, district),
        },
        {"context": pairs},
        {"need": np.arange(n, dtype=float)},
    )


def level(kind: str, counts: Array, above: npt.NDArray[np.int64]) -> Level:
    """Return one level with codes in order."""
    n = len(counts)
    codes = tuple(f"{kind}{number:03d}" for number in range(n))
    return Level(kind, codes, above, np.full(n, 1500.0), counts, np.zeros(n, dtype=bool))
