"""Weights from a list of single offences: how far a category's median and mean are apart.

A median hides groups of two kinds. In the 2020 edition of the Cambridge index trafficking of drugs has a
median of 547.5 days, in the 2026 edition of 5, while the mean moved from 282 to 236: both are always shown.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
TWO_KINDS = 5.0


@dataclass(frozen=True)
class Spread:
    """The weights of the offences of one group."""

    group: str
    n: int
    lowest: float
    median: float
    mean: float
    highest: float

    @property
    def two_kinds(self) -> bool:
        """Whether median and mean differ so much (five-fold) that the group is of two kinds."""
        low, high = sorted((self.median, self.mean))
        return high > TWO_KINDS * low


def summarise_offences(groups: Sequence[str], weights: Array) -> tuple[Spread, ...]:
    """Return the spread of each group by name; an offence without a weight is not counted."""
    held: dict[str, list[float]] = {}
    for group, weight in zip(groups, np.asarray(weights, dtype=float).tolist(), strict=True):
        if weight == weight:
            held.setdefault(group, []).append(weight)
    return tuple(_spread(group, np.array(held[group])) for group in sorted(held))


def category_weights(subgroups: Sequence[str], weights: Array) -> tuple[Spread, ...]:
    """Return the spread of each category of police.uk over the offences listed under it.

    Each offence counts once; the crimes that are recorded are another mix.
    """
    known = categories()
    places = [known.get(" ".join(name.upper().split()), "") for name in subgroups]
    inside = [i for i, place in enumerate(places) if place]
    return summarise_offences([places[i] for i in inside], np.asarray(weights, dtype=float)[inside])


@cache
def categories() -> Mapping[str, str]:
    """Return the category of police.uk of each subgroup."""
    text = (files("hedgerow.places.harm") / "subgroups.toml").read_text("utf-8")
    found: dict[str, str] = tomllib.loads(text)["categories"]
    return found


def _spread(group: str, weights: Array) -> Spread:
    return Spread(
        group,
        len(weights),
        float(weights.min()),
        float(np.median(weights)),
        float(weights.mean()),
        float(weights.max()),
    )
