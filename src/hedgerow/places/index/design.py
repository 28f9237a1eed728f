"""What an index is made of: its data, its design and the choices that may be varied."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError
from hedgerow.places.composite.barred import betrays_crime

Array = npt.NDArray[np.float64]
NORMALISATIONS = ("percentile", "min_max", "exponential", "z_score")
AGGREGATIONS = ("arithmetic", "geometric")


@dataclass(frozen=True)
class Part:
    """One indicator of an index: its name, domain, direction (1 or -1) and share of the score."""

    name: str
    domain: str
    direction: int
    weight: float


@dataclass(frozen=True)
class IndexData:
    """Areas and their values: `values` is areas x parts, NaN where a value is missing."""

    areas: tuple[str, ...]
    values: Array


@dataclass(frozen=True)
class IndexDesign:
    """Which indicators make the index, in the order of the columns of the data."""

    name: str
    parts: tuple[Part, ...]

    @property
    def shares(self) -> Array:
        """Share of each part: its domain's weight, divided equally within the domain; sums to 1."""
        domains: dict[str, list[float]] = {}
        for part in self.parts:
            domains.setdefault(part.domain, []).append(part.weight)
        raw = np.array([sum(domains[p.domain]) / len(domains[p.domain]) for p in self.parts])
        return np.asarray(raw / raw.sum())


@dataclass(frozen=True)
class IndexOptions:
    """The stated method, and how it is varied for the intervals.

    Attributes
    ----------
    normalisation, aggregation
        One of `NORMALISATIONS` and `AGGREGATIONS`.
    winsorise
        Most of the areas, as a share, that are drawn in where an indicator has outliers.
    least_share
        A score is given when indicators of at least this share of the weight have a value.
    samples, seed
        Of the other methods: samples (choices + 2) runs, from which the share of each choice in what moves
        the ranks is told too; the seed of the draw.
    weight_spread
        A drawn weight is the stated one times a number between 1 - spread and 1 + spread.
    level
        Share of the methods that an interval holds.
    """

    normalisation: str = "percentile"
    aggregation: str = "arithmetic"
    winsorise: float = 0.01
    least_share: float = 2 / 3
    samples: int = 128
    seed: int = 20240501
    weight_spread: float = 0.5
    level: float = 0.9


def check(data: IndexData, design: IndexDesign, options: IndexOptions) -> None:
    """Refuse what no index can be made of.

    Raises
    ------
    EstimateError
        Naming the thing that does not fit.
    """
    n, k = data.values.shape if data.values.ndim == 2 else (0, 0)
    barred = [p.name for p in design.parts if betrays_crime(p.name)]
    problems = {
        f"{n} areas and {k} columns do not fit {len(data.areas)} codes and {len(design.parts)} parts": n
        != len(data.areas)
        or k != len(design.parts),
        f"{len(data.areas)} area(s) cannot be ranked; at least 10 are needed": len(data.areas) < 10,
        f"an index of {len(design.parts)} indicator(s) is that indicator; at least 2 are needed": len(
            design.parts
        )
        < 2,
        f"{', '.join(barred)} may be a crime figure, and need is later set beside crime": bool(barred),
        "some areas appear twice": len(set(data.areas)) != len(data.areas),
        "directions must be 1 or -1 and weights positive": any(
            p.direction not in (1, -1) or p.weight <= 0 for p in design.parts
        ),
        f"normalisation is “{options.normalisation}”; allowed: {', '.join(NORMALISATIONS)}": (
            options.normalisation not in NORMALISATIONS
        ),
        f"aggregation is “{options.aggregation}”; allowed: {', '.join(AGGREGATIONS)}": (
            options.aggregation not in AGGREGATIONS
        ),
    }
    broken = [text for text, wrong in problems.items() if wrong]
    if broken:
        raise EstimateError(f"No {design.name} index can be made: {'; '.join(broken)}.")
    _check_values(data, design)


def _check_values(data: IndexData, design: IndexDesign) -> None:
    for number, part in enumerate(design.parts):
        known = data.values[~np.isnan(data.values[:, number]), number]
        if not len(known) or known.min() == known.max():
            raise EstimateError(
                f"The indicator {part.name} has {'no value' if not len(known) else 'one value everywhere'}.",
                cause="It cannot tell areas apart.",
                remedy="Check its source, or leave it out of the index.",
            )
        if np.isinf(known).any():
            raise EstimateError(f"The indicator {part.name} holds an infinite value.")
