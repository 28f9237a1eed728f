"""The fictional crime: counts by area, month and type from a model whose every part is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hedgerow.demo.geography import Place
from hedgerow.demo.people import People
from hedgerow.demo.truths import Truths

# Monthly crimes per 1,000 residents, and what one standard deviation of deprivation multiplies them by (log).
RATES = {
    "anti-social-behaviour": (1.5, 0.55),
    "bicycle-theft": (0.10, 0.10),
    "burglary": (0.40, 0.35),
    "criminal-damage-arson": (0.70, 0.45),
    "drugs": (0.30, 0.50),
    "other-crime": (0.20, 0.35),
    "other-theft": (0.60, 0.15),
    "possession-of-weapons": (0.09, 0.50),
    "public-order": (0.60, 0.45),
    "robbery": (0.09, 0.50),
    "shoplifting": (0.30, 0.20),
    "theft-from-the-person": (0.07, 0.15),
    "vehicle-crime": (0.50, 0.20),
    "violent-crime": (2.8, 0.50),
}
TYPES = tuple(RATES)
BETWEEN_PLACES = 0.03  # variance of the gamma factor that context does not explain
MONTHS = tuple(f"{year}-{month:02d}" for year in (2023, 2024, 2025) for month in range(1, 13))


@dataclass(frozen=True)
class Crime:
    """Counts with axes area x month x type, as they happened (before any gap of publication)."""

    counts: NDArray[np.int64]
    months: tuple[str, ...] = MONTHS
    types: tuple[str, ...] = TYPES


def crime(places: list[Place], people: People, truths: Truths, rng: np.random.Generator) -> Crime:
    """Draw the counts."""
    mean = (
        _context(places, people) * rng.gamma(1 / BETWEEN_PLACES, BETWEEN_PLACES, len(places))[:, None, None]
    )
    _plant(mean, [place.code for place in places], truths)
    return Crime(rng.poisson(mean))


def _context(places: list[Place], people: People) -> NDArray[np.float64]:
    """Return the expected counts of a place without planted truths."""
    urban = np.array([place.urban for place in places], dtype=float)
    force = np.array([{"amberdale": 0.0, "brackenshire": 0.08, "caldermoor": -0.06}[p.force] for p in places])
    month = np.arange(len(MONTHS))
    season = 1 + 0.10 * np.cos(2 * np.pi * (month % 12 - 6) / 12)
    mean = np.empty((len(places), len(MONTHS), len(TYPES)))
    for number, name in enumerate(TYPES):
        rate, slope = RATES[name]
        log = slope * people.deprivation + 0.25 * urban + force - 2.0 * (people.share_65 - 0.2)
        shops = 1 + people.centre * (4.0 if name == "shoplifting" else 0.2)
        mean[:, :, number] = (rate / 1000 * people.population * np.exp(log) * shops)[:, None] * season
    return mean


def _plant(mean: NDArray[np.float64], codes: list[str], truths: Truths) -> None:
    place = {code: number for number, code in enumerate(codes)}
    kind = {name: number for number, name in enumerate(TYPES)}

    def rows(chosen: tuple[str, ...]) -> list[int]:
        return [place[code] for code in chosen]

    mean[rows(truths.resilient)] *= truths.resilient_ratio
    mean[rows(truths.silent)] *= truths.resilient_ratio
    mean[rows(truths.burdened)] *= truths.burdened_ratio
    emerging, treated = MONTHS.index(truths.emerging_from), MONTHS.index(truths.treated_from)
    mean[rows(truths.emerging), emerging:, kind[truths.emerging_type]] *= truths.emerging_ratio
    mean[rows(truths.treated), treated:, kind[truths.treated_type]] *= truths.treated_ratio
