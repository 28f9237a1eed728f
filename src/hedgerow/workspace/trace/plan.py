"""Follow a figure of a plan or a commitment to the document, the page and the words."""

from __future__ import annotations

from typing import Any

from hedgerow.errors import NotFoundError
from hedgerow.provenance import Figure
from hedgerow.workspace.opening import Workspace
from hedgerow.workspace.trace.trail import Origin, Trail


def follow(workspace: Workspace, figure: Figure) -> Trail:
    """Return a value of a plan or commitment with the file, page and quote that it rests on."""
    keys = dict(figure.keys)
    records = workspace.database.current(figure.table)
    found = [row for row in records if all(str(row.get(key)) == value for key, value in keys.items())]
    if not found or (figure.column != "rows" and figure.column not in found[0]):
        raise _nothing(figure, records)
    if figure.column == "rows" or len(found) > 1:
        via = tuple(_one(workspace, figure.table, row, "id") for row in found)
        return Trail(str(figure), "Counted", len(found), recomputed=float(len(via)), agrees=True, via=via)
    return _one(workspace, figure.table, found[0], figure.column)


def _one(workspace: Workspace, table: str, row: dict[str, Any], column: str) -> Trail:
    plan = row if table == "plan" else workspace.database.record("plan", str(row["plan"]))
    page = row.get("page")
    origin = Origin(
        file=str(plan["file_name"]),
        sha256=str(plan["sha256"]),
        source="plan",
        publisher=str(plan["body"] or "not stated"),
        licence="as its publisher states",
        vintage=str(plan["period"] or "not stated"),
        retrieved=str(plan["recorded_at"])[:10],
        rows=(int(page),) if page else (),
        row_count=1,
        quote=row.get("quote"),
    )
    value = row[column]
    return Trail(
        figure=str(Figure.of(table, column, {"id": row["id"]})),
        title=f"{table.capitalize()} of “{plan['title']}”: {column.replace('_', ' ')}",
        value=value if isinstance(value, int | float | str) or value is None else str(value),
        how=(f"Page {page} of the document." if page else "The document has no pages.",),
        origins=(origin,),
        notes=(f"Version {row['version']} of the record.",),
    )


def _nothing(figure: Figure, records: list[dict[str, Any]]) -> NotFoundError:
    held = ", ".join(str(row["id"]) for row in records[:5]) or "none"
    return NotFoundError(
        f"There is no figure {figure}.",
        cause=f"Records of {figure.table} that are held: {held}.",
        remedy="Copy the address from a page or document; see hedgerow plans list.",
    )
