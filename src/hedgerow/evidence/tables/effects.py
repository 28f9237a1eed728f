"""Effect rows as they may be shown: every number with its bounds' kind, sign, source check and conversion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.disclosure.released import Value
from hedgerow.evidence.tables.sourcing import SOURCES
from hedgerow.evidence.wording import BOUNDS, DIRECTIONS, SIGNS, VERIFIED, outcome_title
from hedgerow.provenance import Figure

Row = Mapping[str, object]
NOTES = (
    "Only a 95 % confidence interval may be pooled or drawn as an interval.",
    "A direction is what happened to the named outcome, not whether that is good.",
    "No clear effect is not proof of no effect.",
    "A number read on somebody else’s page needs a check before use.",
)
EFFECT_COLUMNS = (
    ReleasedColumn("effect_id", "Effect"),
    ReleasedColumn("outcome", "Outcome"),
    ReleasedColumn("measure", "Measure"),
    ReleasedColumn("estimate", "Estimate"),
    ReleasedColumn("ci_low", "From", missing="not_applicable"),
    ReleasedColumn("ci_high", "To", missing="not_applicable"),
    ReleasedColumn("bounds", "What the bounds are", missing="not_applicable"),
    ReleasedColumn("direction", "What happened to the outcome"),
    ReleasedColumn("sign", "How to read the sign"),
    ReleasedColumn("verified", "Source check"),
    ReleasedColumn("poolable", "May be pooled"),
    ReleasedColumn("conversion", "How a phrase became a number", missing="not_applicable"),
    ReleasedColumn("note", "Note", missing="not_applicable"),
)


def effect_values(row: Row) -> tuple[Value, ...]:
    """Return one effect row in the order of `EFFECT_COLUMNS`."""
    return (
        str(row["effect_id"]),
        outcome_title(str(row["outcome"])),
        str(row["measure"]).replace("_", " "),
        row["estimate"],  # type: ignore[return-value]
        row["ci_low"],
        row["ci_high"],
        BOUNDS.get(str(row["bounds_type"])),
        DIRECTIONS.get(str(row["direction"])),
        SIGNS.get(str(row["sign_convention"])),
        VERIFIED[str(row["verified"])],
        bool(row["poolable"]),
        row["conversion"],
        row["note"],
    )


def effect_figures(rows: Sequence[Row]) -> dict[tuple[int, str], str]:
    """Return the address of every number of the rows."""
    return {
        (number, column): str(Figure.of("evidence_effect", column, {"effect_id": row["effect_id"]}))
        for number, row in enumerate(rows)
        for column in ("estimate", "ci_low", "ci_high")
        if row[column] is not None
    }


def effect_table(rows: Sequence[Row], *, name: str, title: str) -> Released:
    """Return the effect rows as a table that may be shown."""
    return release(
        Draft(
            name,
            title,
            EFFECT_COLUMNS,
            tuple(effect_values(row) for row in rows),
            figures=effect_figures(rows),
            sources=SOURCES,
            notes=NOTES,
        )
    )
