"""Whom a layer names: shares by rural and urban, by force and by fifth of deprivation, beside the region.

A check and no verdict: a layer may rightly name one group of places more often. The share says where to look.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.disclosure.released import Value
from hedgerow.places.tables.views.layers import LayerValues
from hedgerow.places.tables.views.memory import remembered
from hedgerow.store.lake import Lake

# The categories that single a place out.
NAMED = frozenset(
    {"zero_output", "super_output", "up", "down", "high-high", "high-low", "low-high", "low-low"}
)
NAMED_PATHS = frozenset({"bent_not_back", "bent_and_back", "rose"})
FEW = 30
NOTE = (
    "Places, not people: shares of small areas. A group with fewer than "
    f"{FEW} areas is shown and not compared."
)
_PLACES = """
    SELECT l.lsoa21, l.rural_urban, l.pfa24_name FROM area_lookup l WHERE l.in_region ORDER BY l.lsoa21
"""
_DECILES = "SELECT lsoa21, value FROM indicator_value WHERE indicator = 'imd2025_decile'"
Marks = NDArray[np.bool_]
Groups = Mapping[str, Mapping[str, str]]


def fairness(lake: Lake, view: LayerValues) -> Released:
    """Return how often a layer names, dots and leaves out the places of each group."""
    named, care, known = _told(view)
    codes = [str(row[0]) for row in view.values.rows]
    rows: list[tuple[Value, ...]] = [_row("Region", "all", named, care, known, float("nan"))]
    whole = _share(named, known)
    for dimension, groups in _groups(lake).items():
        member = np.array([groups.get(code, "") for code in codes])
        for group in sorted(set(groups.values())):
            inside = member == group
            rows.append(_row(dimension, group, named[inside], care[inside], known[inside], whole))
    return release(
        Draft(
            "fairness",
            f"Whom does it name? {view.layer.title}",
            (
                ReleasedColumn("by", "By"),
                ReleasedColumn("group", "Group"),
                ReleasedColumn("areas", "LSOAs"),
                ReleasedColumn("known", "with a value", "%", 0),
                ReleasedColumn("named", named_words(view), "% of known", 1, missing="not_applicable"),
                ReleasedColumn("beside", "beside the region", "times", 2, missing="not_applicable"),
                ReleasedColumn("care", "to be read with care", "% of known", 1, missing="not_applicable"),
            ),
            tuple(rows),
            source_class="modelled" if view.layer.modelled else "open",
            notes=(NOTE,),
        )
    )


def named_words(view: LayerValues) -> str:
    """Return what “named” means for the layer."""
    return "singled out" if view.layer.kind == "category" else "in the highest class"


def _told(view: LayerValues) -> tuple[Marks, Marks, Marks]:
    names = [column.name for column in view.values.columns]
    values = [row[names.index("value")] for row in view.values.rows]
    care = np.array([bool(row[names.index("flag")]) for row in view.values.rows])
    known = np.array([value is not None and value != "not_known" for value in values])
    if view.layer.kind == "category":
        named = np.array([value in NAMED or value in NAMED_PATHS for value in values])
    else:
        limit = view.breaks[-1] if view.breaks else float("inf")
        named = np.array([isinstance(value, int | float) and value >= limit for value in values])
    return named, care, known


def _share(part: Marks, known: Marks) -> float:
    return float(part[known].mean()) if known.any() else float("nan")


def _row(
    dimension: str, group: str, named: Marks, care: Marks, known: Marks, whole: float
) -> tuple[Value, ...]:
    share = _share(named, known)
    few = int(known.sum()) < FEW or not np.isfinite(whole) or whole == 0
    return (
        dimension,
        group,
        len(known),
        round(100 * float(known.mean()), 1) if len(known) else None,
        _percent(share),
        None if few or not np.isfinite(share) else round(share / whole, 3),
        _percent(_share(care, known)),
    )


def _percent(share: float) -> float | None:
    return round(100 * share, 2) if np.isfinite(share) else None


def _groups(lake: Lake) -> Groups:
    return remembered(lake, ("area_lookup", "indicator_value"), "fairness_groups", lambda: _found(lake))


def _found(lake: Lake) -> Groups:
    rows = lake.query(_PLACES).to_pylist()
    found: dict[str, Mapping[str, str]] = {
        "Rural or urban": {row["lsoa21"]: row["rural_urban"] for row in rows if row["rural_urban"]},
        "Force": {row["lsoa21"]: row["pfa24_name"] for row in rows},
    }
    if lake.has("indicator_value"):
        found["Deprivation (IMD 2025, fifths)"] = _fifths(lake.query(_DECILES).to_pylist())
    return {name: groups for name, groups in found.items() if groups}


def _fifths(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    names = ("1, most deprived", "2", "3", "4", "5, least deprived")
    return {
        str(row["lsoa21"]): names[min(int((row["value"] + 1) // 2) - 1, 4)]
        for row in rows
        if row["value"] is not None
    }
