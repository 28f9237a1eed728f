"""Claims awaiting evaluation: before-and-after figures and providers' own figures, apart from evidence."""

from __future__ import annotations

from dataclasses import dataclass

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.evidence.tables.effects import effect_table
from hedgerow.evidence.tables.sourcing import SOURCES
from hedgerow.evidence.wording import VERIFIED, titles, year_text
from hedgerow.store.lake import Lake

LABEL = "claim awaiting evaluation"


@dataclass(frozen=True)
class ClaimsView:
    """The claims, and the figures that they give."""

    claims: Released
    figures: Released


def claims(lake: Lake) -> ClaimsView:
    """Return the claims awaiting evaluation."""
    rows = lake.query(
        "SELECT * FROM evidence_record WHERE claim_awaiting_evaluation ORDER BY file_id, row_number"
    ).to_pylist()
    rows.sort(key=lambda row: str(row["title"]).lower())
    ids = {row["id"] for row in rows}
    effects = [row for row in lake.read("evidence_effect").to_pylist() if row["id"] in ids]
    columns = (
        ReleasedColumn("id", "Record"),
        ReleasedColumn("title", "Title"),
        ReleasedColumn("year", "Year"),
        ReleasedColumn("place", "Place"),
        ReleasedColumn("interventions", "Interventions"),
        ReleasedColumn("finding", "What is claimed"),
        ReleasedColumn("caveats", "Caveats"),
        ReleasedColumn("verified", "Source check"),
        ReleasedColumn("standing", "Standing"),
    )
    shown = tuple(
        (
            row["id"],
            row["title"],
            year_text(row["year"]),
            row["place_scope"],
            titles("intervention", row["interventions"]),
            row["finding"],
            row["caveats"],
            VERIFIED[row["verified"]],
            LABEL,
        )
        for row in rows
    )
    note = "Not evaluations: never counted with evidence, in no cell of the gap map as held."
    return ClaimsView(
        claims=release(
            Draft(
                "evidence_claims",
                "Claims awaiting evaluation",
                columns,
                shown,
                sources=SOURCES,
                notes=(note,),
            )
        ),
        figures=effect_table(effects, name="evidence_claim_figures", title="Figures that the claims give"),
    )
