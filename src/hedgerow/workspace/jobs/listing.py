"""The newest jobs as a table that may be shown."""

from __future__ import annotations

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.workspace.opening import Workspace

COLUMNS = ("id", "kind", "state", "phase", "done", "total", "message", "result", "created_at", "finished_at")

LABELS = {
    "id": "Job",
    "kind": "What it makes",
    "phase": "Step",
    "done": "Steps done",
    "total": "of",
    "message": "Now",
    "created_at": "Asked for",
    "started_at": "Begun",
    "finished_at": "Ended",
}


def newest(workspace: Workspace, limit: int = 50) -> Released:
    """Return the newest jobs, newest first."""
    rows = workspace.database.jobs.newest(limit)
    columns = tuple(
        ReleasedColumn(name, LABELS.get(name, name.replace("_", " ").capitalize()), missing="not_applicable")
        for name in COLUMNS
    )
    values = tuple(tuple(row[name] for name in COLUMNS) for row in rows)
    return release(Draft(name="jobs", title="Jobs", columns=columns, rows=values))
