"""Follow an effect or a record of the library to the row that it was read from."""

from __future__ import annotations

from typing import Any

from hedgerow.provenance import Figure
from hedgerow.workspace.opening import Workspace
from hedgerow.workspace.trace.files import Files
from hedgerow.workspace.trace.select import select
from hedgerow.workspace.trace.trail import Trail


def follow(workspace: Workspace, figure: Figure) -> Trail:
    """Return a figure of the evidence library with its row, its record and how far it was verified."""
    row = select(workspace.lake, figure).to_pylist()[0]
    if figure.table == "evidence_cell":
        return _cell(workspace, figure, row)
    effect = figure.table == "evidence_effect"
    record = row
    if effect:
        sql = "SELECT * FROM evidence_record WHERE id = $id"
        record = next(iter(workspace.lake.query(sql, {"id": row["id"]}).to_pylist()), row)
    files = Files(workspace)
    title = record.get("title") or row["id"]
    where = row.get("source_seen") or record.get("source_seen") or record.get("link")
    cited = ", ".join(str(part) for part in (record.get("authors"), record.get("year"), title) if part)
    return Trail(
        figure=str(figure),
        title=f"{row['outcome']}, {row['measure']}" if effect else title,
        value=row[figure.column],
        how=(f"Read from: {cited}.", f"Verified against: {row['verified'].replace('_', ' ')}."),
        origins=(files.origin(row["file_id"], [row["row_number"]], quote=record.get("finding")),),
        notes=tuple(text for text in (where, row.get("note"), record.get("caveats")) if text),
    )


def _cell(workspace: Workspace, figure: Figure, row: dict[str, Any]) -> Trail:
    """Follow a count of the gap map to its records; what cannot be counted from its records says so."""
    ids = (row["ids"] or "").split("|") if row["ids"] else []
    sql = "SELECT * FROM evidence_record WHERE id IN (SELECT unnest($ids)) ORDER BY id"
    records = workspace.lake.query(sql, {"ids": ids}).to_pylist()
    files = Files(workspace)
    held: dict[str, list[int]] = {}
    for record in records:
        held.setdefault(record["file_id"], []).append(record["row_number"])
    counts = [row[name] for name in ("reviews", "studies", "claims", "catalogued")]
    return Trail(
        figure=str(figure),
        title=f"Evidence and gap map, {row['row']} by {row['column']}: {figure.column}",
        value=row[figure.column],
        how=("Records of the library in this cell; reviews, studies, claims and uncoded ones apart.",),
        origins=tuple(files.origin(file_id, rows) for file_id, rows in sorted(held.items())),
        via=tuple(
            Trail(
                str(Figure.of("evidence_record", "title", {"id": record["id"]})),
                record["id"],
                record["title"],
            )
            for record in records
        ),
        notes=(
            f"{len(records)} records; the four counts add up to {sum(counts)}.",
            f"State: {row['state']}.",
        ),
    )
