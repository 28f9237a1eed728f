"""Follow a contrast to the counts that were observed and the model that says what to expect."""

from __future__ import annotations

from typing import Any

from hedgerow.provenance import Figure
from hedgerow.workspace.opening import Workspace
from hedgerow.workspace.trace.rows import step_of
from hedgerow.workspace.trace.select import select
from hedgerow.workspace.trace.trail import Trail, same

_OBSERVED = """
    WITH known AS (
        SELECT c.month FROM panel_coverage c JOIN area_lookup a USING (pfa24)
        WHERE a.lsoa21 = $code AND c.state IN ('complete', 'unusual') AND c.month IN (SELECT unnest($months))
    ), counted AS (
        FROM panel SEMI JOIN known USING (month)
        WHERE lsoa21 = $code AND crime_type IN (SELECT unnest($types))
    )
    SELECT CASE WHEN EXISTS (FROM known) THEN (SELECT coalesce(sum(n), 0.0) FROM counted) END AS n,
           (SELECT min(month) FROM counted) AS first, (SELECT max(month) FROM counted) AS last
"""


def follow(workspace: Workspace, figure: Figure) -> Trail:
    """Return a figure of the contrast with its observed counts and the terms of its model."""
    row = select(workspace.lake, figure).to_pylist()[0]
    made, inputs = step_of(workspace, "contrast")
    via = (*_observed(workspace, row), *_model(workspace, row))
    observed = via[0].value if via else None
    agrees = same(row["observed"], _number(observed)) if figure.column == "observed" else None
    return Trail(
        figure=str(figure),
        title=f"Contrast, {row['family'].replace('_', ' ')}: {figure.column.replace('_', ' ')}",
        value=row[figure.column],
        how=(
            made,
            "Expected: a negative binomial model of context with the area’s residents as exposure, and the "
            "smooth level of the places around it, to which its own count does not add.",
            "The ratio of recorded to expected is shrunk towards one; below the cut-off it is “cannot tell”.",
        ),
        recomputed=_number(observed) if figure.column == "observed" else None,
        agrees=agrees,
        via=via,
        notes=inputs,
    )


def _observed(workspace: Workspace, row: dict[str, Any]) -> tuple[Trail, ...]:
    from hedgerow.places.tables.contrast_inputs import window_months
    from hedgerow.vocabulary import family_types

    types = sorted(family_types(row["family"]))
    asked = {"code": row["lsoa21"], "types": types, "months": list(window_months(workspace.lake))}
    counted = workspace.lake.query(_OBSERVED, asked).to_pylist()[0]
    keys = {"lsoa21": row["lsoa21"], "crime_type": "|".join(types)}
    keys |= {"from": counted["first"], "to": counted["last"]} if counted["first"] else {}
    address = str(Figure.of("panel", "n", keys))
    return (Trail(address, "Crimes recorded in the complete months", counted["n"]),)


def _model(workspace: Workspace, row: dict[str, Any]) -> tuple[Trail, ...]:
    rows = workspace.lake.query(
        "SELECT term, value FROM contrast_model WHERE family = $family ORDER BY term",
        {"family": row["family"]},
    ).to_pylist()
    return tuple(
        Trail(
            str(Figure.of("contrast_model", "value", {"family": row["family"], "term": entry["term"]})),
            f"Model: {entry['term']}",
            entry["value"],
        )
        for entry in rows
    )


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
