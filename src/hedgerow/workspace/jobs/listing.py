"""The newest jobs as a table that may be shown."""

from __future__ import annotations

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.workspace.opening import Workspace

COLUMNS = ("id", "kind", "state", "phase", "done", "total", "message", "result", "created_at", "finished_at")


def newest(workspace: Workspace, limit: int = 50) -> Released:
    """Return the newest jobs, newest first."""
    rows = workspace.database.jobs.newest(limit)
    columns = tuple(
        ReleasedColumn(name, name.replace("_", " "), missing="not_applicable") for name in COLUMNS
    )
    values = tuple(tuple(row[name] for name in COLUMNS) for row in rows)
    return release(Draft(name="jobs", title="Jobs", columns=columns, rows=values))
