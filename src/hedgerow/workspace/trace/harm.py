"""Follow the harm of an area to its counts and weights, and weigh it again."""

from __future__ import annotations

from typing import Any

from hedgerow.places.tables.views.counting import last_month, period
from hedgerow.provenance import Figure
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import family_types, police_discovered, terms
from hedgerow.workspace.opening import Workspace
from hedgerow.workspace.trace.rows import step_of
from hedgerow.workspace.trace.select import select
from hedgerow.workspace.trace.trail import Trail, same

COLUMNS = {
    "lsoa": "lsoa21",
    "msoa": "msoa21",
    "ward": "ward24",
    "lad": "lad24",
    "csp": "csp24",
    "bcu": "bcu",
    "pfa": "pfa24",
}
# Written apart from the build's own sums, so that the two can be held against each other.
_AGAIN = """
    WITH member AS (
        SELECT lsoa21, pfa24, force FROM area_lookup
        WHERE in_region AND CASE $kind WHEN 'lsoa' THEN lsoa21 WHEN 'msoa' THEN msoa21 WHEN 'ward' THEN ward24
            WHEN 'lad' THEN lad24 WHEN 'csp' THEN csp24 WHEN 'bcu' THEN bcu WHEN 'pfa' THEN pfa24
            ELSE $code END = $code
    ), weight AS (SELECT force, crime_type, weight FROM harm_weight WHERE scheme = $scheme),
    cell AS (
        SELECT m.force, p.crime_type, sum(p.n) AS n
        FROM panel p JOIN member m USING (lsoa21)
        JOIN panel_coverage k ON k.pfa24 = m.pfa24 AND k.month = p.month
        WHERE k.state IN ('complete', 'unusual') AND p.month BETWEEN $first AND $last GROUP BY ALL
    )
    SELECT c.crime_type, sum(c.n) AS n,
           sum(c.n * CASE WHEN $scheme = 'counts' THEN 1 WHEN o.force IS NOT NULL THEN o.weight
                          ELSE a.weight END) AS harm
    FROM cell c LEFT JOIN weight o ON o.force = c.force AND o.crime_type = c.crime_type
    LEFT JOIN weight a ON a.force = '' AND a.crime_type = c.crime_type
    GROUP BY 1 ORDER BY 3 DESC NULLS LAST, 1
"""


def follow(workspace: Workspace, figure: Figure) -> Trail:
    """Return a figure of harm with the counts of each type, and the value weighed again from the panel."""
    rows = select(workspace.lake, figure).to_pylist()
    row, lake = rows[0], workspace.lake
    last = last_month(lake)
    if len(rows) > 1 or last is None or row["area_kind"] not in {*COLUMNS, "region"}:
        return Trail(str(figure), "Areas weighed by harm", len(rows))
    window = period(last)
    parts = [one for one in _again(lake, row, window) if one["crime_type"] in _types(row["version"])]
    made, inputs = step_of(workspace, "harm_score")
    again = sum(part["harm"] or 0.0 for part in parts)
    held = figure.column == "value"
    return Trail(
        figure=str(figure),
        title=f"Harm by {row['scheme']}, {row['version']}: {figure.column}".replace("_", " "),
        value=row[figure.column],
        how=(
            made,
            f"Records of each type, {window[0]} to {window[1]}, over the months that are known, times the "
            "weight of the type in the force (harm_weight); a type without a weight adds nothing.",
        ),
        recomputed=again if held and row["value"] is not None else None,
        agrees=same(row["value"], again) if held and row["value"] is not None else None,
        via=tuple(_part(row, part, window) for part in parts),
        notes=inputs,
    )


def _again(lake: Lake, row: dict[str, Any], window: tuple[str, str]) -> list[dict[str, Any]]:
    asked = {"kind": row["area_kind"], "code": row["area_code"], "scheme": row["scheme"]}
    found: list[dict[str, Any]] = lake.query(
        _AGAIN, asked | {"first": window[0], "last": window[1]}
    ).to_pylist()
    return found


def _types(version: str) -> set[str]:
    left_out = police_discovered() if version == "victim_reported" else ()
    return set(family_types("all_crime")) - set(left_out)


def _part(row: dict[str, Any], part: dict[str, Any], window: tuple[str, str]) -> Trail:
    key = COLUMNS.get(row["area_kind"], "region")
    keys = {key: row["area_code"], "crime_type": part["crime_type"], "month": f"{window[0]}..{window[1]}"}
    title = terms("crime_type")[part["crime_type"]].title
    harm = "no weight" if part["harm"] is None else f"weighs {part['harm']:,.2f}"
    return Trail(str(Figure.of("panel", "n", keys)), f"{title}: {harm}", part["n"])
