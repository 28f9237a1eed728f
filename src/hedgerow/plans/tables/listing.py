"""The list of plans."""

from __future__ import annotations

from dataclasses import dataclass

from hedgerow.disclosure import Draft, Released, ReleasedColumn, SourceNote, release
from hedgerow.plans.tables.states import commitment_rows
from hedgerow.store.database import Database, Row

NO_LICENCE = "no licence stated; short quotations for review"


@dataclass(frozen=True)
class PlansList:
    """The plans held; `empty` is what to do when there are none."""

    plans: Released
    empty: str = "No plan is held yet. Add one: hedgerow plans map FILE --workspace PATH."


def plans_list(database: Database) -> PlansList:
    """Return every plan, with how many commitments stand and how many a person has looked at."""
    rows = database.current("plan")
    counts = {str(row["id"]): _counts(commitment_rows(database, str(row["id"]))) for row in rows}
    columns = (
        ReleasedColumn("id", "Id"),
        ReleasedColumn("title", "Plan"),
        ReleasedColumn("body", "Whose"),
        ReleasedColumn("period", "Period"),
        ReleasedColumn("pages", "Pages", missing="not_applicable"),
        ReleasedColumn("commitments", "Commitments found"),
        ReleasedColumn("reviewed", "Looked at by a person"),
        ReleasedColumn("added", "Added"),
    )
    drafted = tuple(
        (
            str(row["id"]),
            row["title"],
            row["body"],
            row["period"],
            row["pages"],
            *counts[str(row["id"])],
            _day_added(database, row),
        )
        for row in rows
    )
    return PlansList(release(Draft("plans", "Plans held", columns, drafted, sources=source_notes(rows))))


def source_notes(rows: list[Row]) -> tuple[SourceNote, ...]:
    """Say whose documents these are."""
    return tuple(
        SourceNote(
            name=str(row["title"]),
            publisher=str(row["body"] or "not stated"),
            licence=NO_LICENCE,
            vintage=str(row["period"] or "not stated"),
        )
        for row in rows
    )


def _counts(commitments: list[Row]) -> tuple[int, int]:
    return len(commitments), sum(row["status"] != "found" for row in commitments)


def _day_added(database: Database, row: Row) -> str:
    first = row if row["version"] == 1 else database.history("plan", str(row["id"]))[0]
    return str(first["recorded_at"])[:10]
