"""What a layer is: its nouns, from the name in the list to the classes of the legend."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from hedgerow.disclosure import Released, ReleasedColumn, SourceNote
from hedgerow.disclosure.released import Value
from hedgerow.store.lake import Lake

Array = NDArray[np.float64]
# Why a value must be read with care: drawn as dots over the colour, so that colour never stands alone.
FLAGS: Mapping[str, str] = MappingProxyType(
    {
        "wide": "the interval is wide: read it before the figure",
        "no_direction": "the interval holds 1: more or less than expected cannot be told",
        "cannot_tell": "cannot tell: too little was expected",
        "artefact": "the figure may be an artefact of recording",
        "masked": "some months are not known and are left out",
        "discovered": "mostly found by the police: it follows their activity",
        "provisional": "provisional: fewer than three years of months",
    }
)


@dataclass(frozen=True)
class Layer:
    """Something that the map can show.

    Attributes
    ----------
    name
        The group's prefix, alone or with a colon and what is shown: ``need``, ``crime:FAMILY``.
    kind
        ``number`` or ``category``.
    modelled
        Whether it is an estimate rather than a published figure.
    period
        Which months or which edition it describes.
    card
        The method card that goes with it.
    level
        What its interval is, in words; empty where it has none.
    holds_crime
        ``""``; ``record`` for recorded crime and what is made of it; ``index`` for an index with recorded
        crime among its parts, which must not be set beside crime.
    breaks
        Fixed limits of classes; by quantiles where empty.
    ramp
        Name of the ramp of colours; by the first part of the name where empty.
    words
        What each category means, in the order of the legend.
    """

    name: str
    title: str
    group: str
    plain: str
    unit: str
    decimals: int
    kind: str
    modelled: bool
    period: str
    card: str = "crime_rate"
    level: str = ""
    holds_crime: str = ""
    breaks: tuple[float, ...] = ()
    ramp: str = ""
    words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Held:
    """What a group knows of one layer: a dictionary a column, keyed by LSOA.

    Attributes
    ----------
    value, lower, upper
        The figure and the limits of its interval.
    flag
        Why the figure must be read with care, a key of `FLAGS`.
    note
        What must be said of this place, in words.
    missing
        Why a missing value is missing, a key of the reasons of the door.
    reasons
        Where the reason of one place is another one.
    more
        Further columns that are shown when a place is chosen.
    """

    value: Mapping[str, Value]
    lower: Mapping[str, Value] = field(default_factory=dict)
    upper: Mapping[str, Value] = field(default_factory=dict)
    flag: Mapping[str, str] = field(default_factory=dict)
    note: Mapping[str, str] = field(default_factory=dict)
    missing: str = "missing"
    reasons: Mapping[str, str] = field(default_factory=dict)
    more: tuple[tuple[ReleasedColumn, Mapping[str, Value]], ...] = ()
    sources: tuple[SourceNote, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Layers that are made in one way, from tables that are built together.

    Attributes
    ----------
    title
        Heading in the list.
    prefixes
        First parts of the names of its layers.
    tables
        What must be built before any of them can be shown.
    layers, values
        The verbs: list the layers of a lake; return the values of one of them.
    """

    title: str
    prefixes: tuple[str, ...]
    tables: tuple[str, ...]
    layers: Callable[[Lake], list[Layer]]
    values: Callable[[Lake, str], Held]


@dataclass(frozen=True)
class MapLayers:
    """The layers that are built, and the groups that are not, each with its remedy."""

    summary: str
    layers: tuple[Layer, ...]
    table: Released
    unbuilt: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class LegendEntry:
    """One class of the legend: values from `low` up to `high`, or one category."""

    label: str
    low: float | None
    high: float | None
    category: str | None
    count: int


@dataclass(frozen=True)
class Bar:
    """One bar of the histogram."""

    low: float
    high: float
    count: int


@dataclass(frozen=True)
class LayerValues:
    """The values of one layer, one row an LSOA, with the classes of its legend.

    `flags` counts the places that must be read with care, by a key of `FLAGS`; `missing_by` those without a
    value, by the reason in words.
    """

    layer: Layer
    values: Released
    breaks: tuple[float, ...]
    legend: tuple[LegendEntry, ...]
    histogram: tuple[Bar, ...]
    missing: int
    missing_why: str
    summary: str
    flags: tuple[tuple[str, int], ...] = ()
    missing_by: tuple[tuple[str, int], ...] = ()

    def by_code(self) -> dict[str, str | float | None]:
        """Return the shown value of each LSOA, missing as None: what the browser colours by."""
        found: dict[str, str | float | None] = {}
        for row in self.values.records():
            value = row["value"]
            found[str(row["code"])] = value if value is None or isinstance(value, str) else float(value)
        return found
