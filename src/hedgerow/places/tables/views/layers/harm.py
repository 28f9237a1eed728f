"""Crime weighed by harm: each scheme and version, with the change of rank beside counts."""

from __future__ import annotations

from hedgerow.disclosure import ReleasedColumn
from hedgerow.disclosure.released import Value
from hedgerow.places.tables.views.layers.layer import Group, Held, Layer
from hedgerow.places.tables.views.layers.rows import by_code
from hedgerow.places.tables.views.sourcing import source_notes
from hedgerow.store.lake import Lake

TITLE = "Harm"
SCHEMES = {
    "cchi": ("Cambridge Crime Harm Index, medians", "days of imprisonment"),
    "cchi_mean": ("Cambridge Crime Harm Index, means", "days of imprisonment"),
    "css": ("ONS Crime Severity, medians", "severity"),
    "css_mean": ("ONS Crime Severity, means", "severity"),
    "cost": ("Unit cost of crime", "pounds"),
    "own": ("the workspace’s own weights", "own unit"),
    "own_mean": ("the workspace’s own weights, means", "own unit"),
}
VERSIONS = {"victim_reported": "reported by victims", "with_discovered": "with what the police discover"}
RANKS = (-500.0, -100.0, 100.0, 500.0)
COLUMNS = (
    ReleasedColumn("records", "Recorded crimes", "", 0, missing="gap", count=True),
    ReleasedColumn("unweighted_records", "of these without a weight", "", 0, missing="gap", count=True),
    ReleasedColumn("harm", "Harm", "", 0, missing="gap"),
    ReleasedColumn("rate", "Harm for each 1,000 residents a year", "", 0, missing="gap"),
    ReleasedColumn("rank", "Rank by harm, 1 is the most", missing="gap"),
    ReleasedColumn("count_rank", "Rank by count", missing="gap"),
    ReleasedColumn("rank_change", "Places moved towards 1 by weighing", missing="gap"),
    ReleasedColumn("months", "Months counted", "", 0),
)
_ROWS = """
    SELECT * RENAME (value AS harm) FROM harm_score
    WHERE area_kind = 'lsoa' AND scheme = $scheme AND version = $version
"""
_LISTED = "SELECT DISTINCT scheme, version FROM harm_score WHERE area_kind = 'lsoa' AND scheme <> 'counts'"
_WEIGHTS = "SELECT unit, edition, status FROM harm_weight WHERE scheme = $scheme LIMIT 1"


def layers(lake: Lake) -> list[Layer]:
    """Return rate and change of rank of each scheme and version."""
    held = {(row["scheme"], row["version"]) for row in lake.query(_LISTED).to_pylist()}
    pairs = [(scheme, version) for scheme in SCHEMES for version in VERSIONS if (scheme, version) in held]
    return [
        *(_layer(lake, "harm", *pair) for pair in pairs),
        *(_layer(lake, "harm_rank", *pair) for pair in pairs),
    ]


def _layer(lake: Lake, kind: str, scheme: str, version: str) -> Layer:
    title, unit = SCHEMES[scheme]
    change = kind == "harm_rank"
    said = f"{title}, {VERSIONS[version]}"
    return Layer(
        f"{kind}:{scheme}:{version}",
        f"Change of rank when crime is weighed: {said}" if change else f"Harm: {said}",
        TITLE,
        (
            "How many places an area moves towards 1, the most, when crimes are weighed and not counted."
            if change
            else "Recorded crime weighed by harm, for each 1,000 residents a year."
        )
        + _edition(lake, scheme),
        "places in the region" if change else f"{unit} per 1,000 residents a year",
        0,
        "number",
        True,
        "last twelve known months",
        card="harm",
        holds_crime="record",
        breaks=RANKS if change else (),
        ramp="ratio" if change else "crime",
    )


def _edition(lake: Lake, scheme: str) -> str:
    """Return edition and status of the weights: they go with every figure."""
    rows = lake.query(_WEIGHTS, {"scheme": scheme}).to_pylist() if lake.has("harm_weight") else []
    if not rows:
        return ""
    status = str(rows[0]["status"]).replace("_", " ")
    return f" Weights: {rows[0]['edition']}; status: {status}."


def values(lake: Lake, layer: str) -> Held:
    """Return harm, or the change of rank, of each LSOA."""
    kind, scheme, version = layer.split(":")
    rows = lake.query(_ROWS, {"scheme": scheme, "version": version})
    shown = "rank_change" if kind == "harm_rank" else "rate"
    records, bare = (by_code(rows, name, key="area_code") for name in ("records", "unweighted_records"))
    return Held(
        by_code(rows, shown, key="area_code"),
        flag=dict.fromkeys(records, "discovered") if version == "with_discovered" else {},
        note={code: _bare(count, records.get(code)) for code, count in bare.items() if count},
        missing="gap",
        more=tuple((c, by_code(rows, c.name, key="area_code")) for c in COLUMNS if c.name != shown),
        sources=source_notes(lake, "crime-panel-", "police-street", "census21-"),
        notes=(
            "A weight of a category is a mix of its offences: a change of mix inside it cannot be seen.",
            "The schemes are three scales and are never added.",
        ),
    )


def _bare(count: Value, records: Value) -> str:
    return (
        f"{count:,.0f} of {records or 0:,.0f} records have no weight: they add nothing, and are not harmless."
    )


GROUP = Group(TITLE, ("harm", "harm_rank"), ("harm_score",), layers, values)
