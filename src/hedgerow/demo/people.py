"""The fictional people: deprivation, homes, age and community strength of each area."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from hedgerow.demo.geography import Place

Array = NDArray[np.float64]


@dataclass(frozen=True)
class People:
    """One value an area; `deprivation` and `strength` are latent, mean 0 and standard deviation 1."""

    deprivation: Array
    strength: Array
    population: NDArray[np.int64]
    households: NDArray[np.int64]
    share_65: Array
    social_rent: Array
    private_rent: Array
    flats: Array
    overcrowded: Array
    centre: Array


def people(places: list[Place], rng: np.random.Generator) -> People:
    """Draw the people of each area; deprivation is smooth over space and higher in towns."""
    points = np.array([[place.outline.centroid.x, place.outline.centroid.y] for place in places])
    urban = np.array([place.urban for place in places], dtype=float)
    deprivation = _standard(_smooth(rng.normal(size=len(places)), points) + 0.55 * _standard(urban) / 2)
    strength = _standard(-0.45 * deprivation + rng.normal(size=len(places)))
    population = rng.integers(1150, 2250, size=len(places))
    share_65 = np.clip(
        0.21 - 0.03 * deprivation - 0.05 * urban + rng.normal(0, 0.03, len(places)), 0.05, 0.42
    )
    social = _share(-1.9 + 0.75 * deprivation + rng.normal(0, 0.25, len(places)))
    private = _share(-1.6 + 0.25 * deprivation + 0.4 * urban + rng.normal(0, 0.3, len(places))) * (1 - social)
    flats = _share(-2.2 + 0.9 * urban + 0.3 * deprivation + rng.normal(0, 0.4, len(places)))
    overcrowded = _share(-3.4 + 0.5 * deprivation + rng.normal(0, 0.2, len(places)))
    return People(
        deprivation=deprivation,
        strength=strength,
        population=population,
        households=(population / 2.3).astype(np.int64),
        share_65=share_65,
        social_rent=social,
        private_rent=private,
        flats=flats,
        overcrowded=overcrowded,
        centre=_centres(places),
    )


def _smooth(values: Array, points: Array) -> Array:
    """Average each value with its eight nearest, keeping some of its own."""
    _, nearest = cKDTree(points).query(points, k=9)
    return np.asarray(0.5 * values + 1.6 * values[nearest].mean(axis=1))


def _standard(values: Array) -> Array:
    return np.asarray((values - values.mean()) / values.std())


def _share(logit: Array) -> Array:
    return np.asarray(1.0 / (1.0 + np.exp(-logit)))


def _centres(places: list[Place]) -> Array:
    """Mark the smallest area of each town as its centre, where shops are."""
    marked = np.zeros(len(places))
    for lad in sorted({place.lad for place in places if place.urban}):
        members = [i for i, place in enumerate(places) if place.lad == lad]
        marked[min(members, key=lambda i: places[i].area_km2)] = 1.0
    return marked
