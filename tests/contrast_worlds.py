"""Simulated places whose truth is known, for the tests of the contrast."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from hedgerow.places.contrast import ContrastData, PlaceContext

MONTHS = tuple(f"{2023 + m // 12}-{m % 12 + 1:02d}" for m in range(24))


@dataclass(frozen=True)
class World:
    data: ContrastData
    context: PlaceContext
    low: np.ndarray
    high: np.ndarray


def world(
    *,
    seed: int,
    areas: int = 800,
    per_month: float = 12.0,
    alpha: float = 0.03,
    deviants: int = 0,
    ratios: tuple[float, float] = (0.3, 3.0),
) -> World:
    """Draw places in two forces and two classes; `deviants` of each kind are planted."""
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(areas, 3))
    residents = rng.uniform(1200, 2200, areas)
    force = np.where(np.arange(areas) % 2 == 0, "one", "two")
    urban = np.where(rng.random(areas) < 0.7, "town", "village")
    mean = per_month * residents / 1600 * np.exp(values @ [0.4, -0.2, 0.1] + 0.1 * (force == "one"))
    ratio = rng.gamma(1 / alpha, alpha, areas)
    planted = rng.permutation(areas)
    low, high = np.sort(planted[:deviants]), np.sort(planted[deviants : 2 * deviants])
    ratio[low] = ratios[0]
    ratio[high] = ratios[1]
    cells = rng.poisson((mean * ratio)[:, None] * np.ones(len(MONTHS))).astype(float)
    context = PlaceContext(
        areas=tuple(f"E{number:08d}" for number in range(areas)),
        exposure=residents,
        names=("poverty", "age", "density"),
        values=values,
        force=force,
        urban=urban,
        district=np.array([f"d{number % 9}" for number in range(areas)]),
        neighbours=np.empty((0, 2), dtype=np.int64),
        artefact=(None,) * areas,
    )
    return World(ContrastData("all_crime", MONTHS, cells), context, low, high)


def with_artefact(made: World, row: int, reason: str) -> World:
    """Mark one place as failing the gate."""
    reasons = list(made.context.artefact)
    reasons[row] = reason
    return replace(made, context=replace(made.context, artefact=tuple(reasons)))


def with_signal(made: World, values: np.ndarray) -> World:
    """Load another source of which the values are counts."""
    return replace(made, context=replace(made.context, signals={"ambulance": values}))
