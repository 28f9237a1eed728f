"""Follow what is said of an area, its residents and its LSOAs, to the census and the lookup."""

from __future__ import annotations

from hedgerow.provenance import Figure
from hedgerow.workspace.opening import Workspace
from hedgerow.workspace.trace.files import Files
from hedgerow.workspace.trace.select import select
from hedgerow.workspace.trace.trail import Trail, same

SOURCES = {
    "population": ("census21-sex-age", "census21-residents"),
    "lsoa_count": ("lookup-lsoa21-lad-csp-pfa", "lookup-lsoa21-ward-lad", "lookup-lad-csp-pfa"),
}


def follow(workspace: Workspace, figure: Figure) -> Trail:
    """Return a figure of an area, added up again over the LSOAs that lie in it."""
    from hedgerow.places.tables.views import get_area

    row = select(workspace.lake, figure).to_pylist()[0]
    members = get_area(workspace.lake, row["code"]).members
    sql = "SELECT lsoa21, population FROM area_lookup WHERE lsoa21 IN (SELECT unnest($members)) ORDER BY 1"
    inside = workspace.lake.query(sql, {"members": list(members)}).to_pylist()
    residents = [entry["population"] for entry in inside if entry["population"] is not None]
    again = {"population": float(sum(residents)), "lsoa_count": float(len(inside))}.get(figure.column)
    value = row[figure.column]
    files = Files(workspace)
    return Trail(
        figure=str(figure),
        title=f"{row['name']}: {figure.column.replace('_', ' ')}",
        value=value,
        how=(f"Added up over the {len(inside)} LSOAs that lie in it.",),
        recomputed=again,
        agrees=None if again is None or value is None else same(float(value), again),
        origins=tuple(
            files.origin(file_id, []) for file_id in files.of_sources(SOURCES.get(figure.column, ()))
        ),
        via=tuple(
            Trail(
                str(
                    Figure.of(
                        "indicator_value", "value", {"indicator": "population", "lsoa21": entry["lsoa21"]}
                    )
                ),
                entry["lsoa21"],
                entry["population"],
            )
            for entry in inside
            if figure.column == "population"
        ),
    )
