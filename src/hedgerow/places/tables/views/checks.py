"""What the build itself measured of a layer: its calibration, its checks and its gaps, in sentences."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

from hedgerow.disclosure import released_to_json
from hedgerow.places.tables.views.layers import Layer, LayerValues
from hedgerow.places.tables.views.memory import remembered
from hedgerow.store.lake import Lake

HASH = 12
_MODEL = """
    SELECT substr(term, 8) AS said FROM contrast_model
    WHERE family = $family AND starts_with(term, 'check: ') ORDER BY term
"""
_SIGNAL = """
    SELECT text AS said FROM signal_check
    WHERE month = (SELECT max(month) FROM signal_check) ORDER BY name
"""
_DEMAND = """
    SELECT method, series, origins, mase, coverage80, coverage95, note FROM demand_score
    WHERE area_kind = 'lad' AND crime_type = $type AND used
"""
_UNPLACED = "SELECT sum(n) FILTER (lsoa21 = '') AS unplaced, sum(n) AS n FROM panel"
_GAPS = """
    SELECT count(*) AS gaps FROM panel_gap
    WHERE kind <> 'unusual' AND pfa24 IN (SELECT pfa24 FROM area_lookup WHERE in_region)
"""


def measured(lake: Lake, layer: Layer) -> tuple[str, ...]:
    """Return what this build measured of a layer; what was not measured is not said."""
    kind, _, name = layer.name.partition(":")
    makers: Mapping[str, Callable[[Lake, str], list[str]]] = {
        "contrast": _contrast,
        "local_pattern": _patterns,
        "signal": _signals,
        "demand": _demand,
    }
    found = makers[layer.card](lake, name) if layer.card in makers else []
    return (*found, *(_gaps(lake) if layer.holds_crime or kind == "coverage" else ()))


def digest(view: LayerValues) -> str:
    """Return the first digits of the SHA-256 of the released values, so that two prints can be told apart."""
    return hashlib.sha256(released_to_json(view.values)).hexdigest()[:HASH]


def _contrast(lake: Lake, family: str) -> list[str]:
    if not lake.has("contrast_model"):
        return []
    rows = lake.query(_MODEL, {"family": family}).to_pylist()
    return [_sentence(row["said"]) for row in rows]


def _patterns(lake: Lake, family: str) -> list[str]:
    rows = lake.query(
        "SELECT count(*) FILTER (q_value <= 0.05) AS named, count(q_value) AS tested FROM local_pattern"
        " WHERE area_kind = 'lsoa' AND family = $family",
        {"family": family},
    ).to_pylist()
    one = rows[0]
    return [
        f"{one['named']:,} of {one['tested']:,} tested LSOAs are named at a q-value of .05 or less: at most "
        "one in twenty of the named is expected to be false."
    ]


def _signals(lake: Lake, _: str) -> list[str]:
    if not lake.has("signal_check"):
        return []
    return [row["said"] for row in lake.query(_SIGNAL).to_pylist()]


def _demand(lake: Lake, crime_type: str) -> list[str]:
    if not lake.has("demand_score"):
        return []
    found = []
    for row in lake.query(_DEMAND, {"type": crime_type}).to_pylist():
        inside = [
            f"{100 * row[f'coverage{level}']:.0f} % of what came lay inside the {level} % interval"
            for level in (80, 95)
            if row[f"coverage{level}"] is not None
        ]
        if inside:
            found.append(f"Districts, {row['origins']} origins: {' and '.join(inside)}.")
        found += [row["note"]] if row["note"] else []
    return found


def _gaps(lake: Lake) -> tuple[str, ...]:
    def ask() -> tuple[str, ...]:
        found = []
        if lake.has("panel"):
            row = lake.query(_UNPLACED).to_pylist()[0]
            if row["n"]:
                share = 100 * (row["unplaced"] or 0) / row["n"]
                found.append(f"{share:.1f} % of all records that were read have no place and are in no area.")
        if lake.has("panel_gap"):
            gaps = lake.query(_GAPS).to_pylist()[0]["gaps"]
            found.append(f"{gaps:,} gaps of this region’s forces stand in the gap register.")
        return tuple(found)

    return remembered(lake, ("panel", "panel_gap", "area_lookup"), "gaps_of_cards", ask)


def _sentence(text: str) -> str:
    name, _, said = text.partition(": ")
    return f"{name.capitalize()}: {said}" if said else text
