"""Shock and recovery: how deep a place bent, what its path shows, and the level after."""

from __future__ import annotations

from collections.abc import Mapping

from hedgerow.disclosure import ReleasedColumn
from hedgerow.disclosure.released import Value
from hedgerow.places.tables.views.layers.layer import Group, Held, Layer
from hedgerow.places.tables.views.layers.rows import by_code
from hedgerow.places.tables.views.sourcing import source_notes
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import terms

TITLE = "Shock and recovery"
PATHS = (
    ("bent_and_back", "fell and came back inside the band"),
    ("bent_not_back", "fell and was not seen back"),
    ("steady", "no fall or rise that stands out"),
    ("rose", "rose, and stayed within or above"),
    ("cannot_tell", "cannot tell: too little was expected"),
    ("trough_not_seen", "the months of the trough are missing: nothing is claimed"),
)
KINDS = {
    "shock": ("what the path shows", "", 0, "category"),
    "shock_depth": ("largest shortfall", "% of expected", 0, "number"),
    "shock_level": ("level after", "recorded over expected", 2, "number"),
}
BREAKS = {"shock_depth": (10.0, 20.0, 30.0, 40.0), "shock_level": (0.5, 0.8, 1.25, 2.0)}
RAMPS = {"shock_depth": "context", "shock_level": "ratio"}
LIMITS = {"shock_depth": ("depth_lower", "depth_upper"), "shock_level": ("level_lower", "level_upper")}
SHOWN = {"shock_depth": "depth", "shock_level": "level"}
COLUMNS = (
    ReleasedColumn("recorded", "Recorded in the shock", "crimes", 0),
    ReleasedColumn("expected", "Expected in those months", "crimes", 0),
    ReleasedColumn("depth", "Largest shortfall", "% of expected", 0, missing="cannot_tell"),
    ReleasedColumn("depth_month", "Month of the largest shortfall", missing="cannot_tell"),
    ReleasedColumn("depth_rank_lower", "Rank of the shortfall, from (90 %)", missing="cannot_tell"),
    ReleasedColumn("depth_rank_upper", "Rank of the shortfall, to (90 %)", missing="cannot_tell"),
    ReleasedColumn("months_to_band", "Months until back inside the band", missing="not_applicable"),
    ReleasedColumn("level", "Level after", "recorded over expected", 2, missing="cannot_tell"),
    ReleasedColumn("months_missing", "Months of the shock that are not known"),
)
_ROWS = """
    SELECT *,
           CASE state WHEN 'measured' THEN path WHEN 'not_known' THEN NULL ELSE state END AS shown
    FROM shock WHERE area_kind = 'lsoa' AND shock = $shock AND family = $family
"""
_LISTED = "SELECT DISTINCT shock, family FROM shock WHERE area_kind = 'lsoa' ORDER BY 1, 2"


def layers(lake: Lake) -> list[Layer]:
    """Return path, depth and level of each shock and family that small areas are known for."""
    rows = lake.query(_LISTED).to_pylist()
    newest = max((row["shock"] for row in rows), default="")
    pairs = [(row["shock"], row["family"]) for row in rows if row["shock"] == newest]
    pairs.sort(key=lambda pair: (pair[1] != "all_crime", pair[1]))
    return [_layer(kind, shock, family) for kind in KINDS for shock, family in pairs]


def _layer(kind: str, shock: str, family: str) -> Layer:
    what, unit, decimals, form = KINDS[kind]
    first, _, last = shock.partition(":")
    return Layer(
        f"{kind}:{family}",
        f"{TITLE}: {what}, {_title(family)}",
        TITLE,
        f"Recorded crime from {first} to {last} beside what the months before lead one to expect. Less crime "
        "in a lockdown is not resilience: ask who differs from places alike.",
        unit,
        decimals,
        form,
        True,
        f"{first} to {last}",
        card="shock",
        level="80 %" if kind in LIMITS else "",
        holds_crime="record",
        breaks=BREAKS.get(kind, ()),
        ramp=RAMPS.get(kind, ""),
        words=PATHS if form == "category" else (),
    )


def _title(family: str) -> str:
    for scheme in ("crime_family", "crime_type"):
        if family in terms(scheme):
            return terms(scheme)[family].title.lower()
    return family


def values(lake: Lake, layer: str) -> Held:
    """Return one family of the newest shock."""
    kind, _, family = layer.partition(":")
    newest = lake.query("SELECT max(shock) AS shock FROM shock WHERE area_kind = 'lsoa'").to_pylist()
    rows = lake.query(_ROWS, {"shock": newest[0]["shock"], "family": family})
    shown = SHOWN.get(kind, "shown")
    limits = [by_code(rows, name, key="area_code") for name in LIMITS.get(kind, ())] or [{}, {}]
    states = by_code(rows, "state", key="area_code")
    return Held(
        by_code(rows, shown, key="area_code"),
        limits[0],
        limits[1],
        flag=_flags(kind, by_code(rows, "months_missing", key="area_code")),
        note={code: str(text) for code, text in by_code(rows, "note", key="area_code").items() if text},
        missing="cannot_tell",
        reasons={code: "gap" for code, state in states.items() if state in ("not_known", "trough_not_seen")},
        more=tuple((c, by_code(rows, c.name, key="area_code")) for c in COLUMNS if c.name != shown),
        sources=source_notes(lake, "crime-panel-", "police-street"),
    )


def _flags(kind: str, missing: Mapping[str, Value]) -> dict[str, str]:
    if kind == "shock":
        return {}
    return {code: "masked" for code, months in missing.items() if isinstance(months, int) and months}


GROUP = Group(TITLE, tuple(KINDS), ("shock",), layers, values)
