"""Follow a figure of a table whose rows say which file they came from, or else which step made them."""

from __future__ import annotations

import pyarrow as pa

from hedgerow.provenance import Figure
from hedgerow.store import catalogue
from hedgerow.workspace.manifest import read_manifest
from hedgerow.workspace.opening import Workspace
from hedgerow.workspace.step import belongs
from hedgerow.workspace.trace.files import Files
from hedgerow.workspace.trace.select import select
from hedgerow.workspace.trace.trail import Origin, Trail


def follow(workspace: Workspace, figure: Figure) -> Trail:
    """Return the value, or the sum of values, with the rows of files or the step behind it."""
    rows = select(workspace.lake, figure)
    value = total(rows, figure.column)
    title = f"{catalogue.spec(figure.table).title}: {figure.column.replace('_', ' ')}"
    if "file_id" in rows.column_names and "row_number" in rows.column_names:
        return Trail(
            str(figure),
            title,
            value,
            ("As the rows of these files give it.",),
            origins=origins(workspace, rows),
        )
    made = step_of(workspace, figure.table)
    return Trail(str(figure), title, value, (made[0],), notes=made[1])


def total(rows: pa.Table, column: str) -> float | str | bool | None:
    """Return the one value, or the sum of several numbers; one missing value makes the sum missing."""
    if column == "rows":
        return int(rows.num_rows)
    values = rows.column(column).to_pylist()
    if len(values) == 1:
        one: float | str | bool | None = values[0]
        return one
    numbers = [entry for entry in values if isinstance(entry, int | float) and not isinstance(entry, bool)]
    return float(sum(numbers)) if len(numbers) == len(values) else None


def origins(workspace: Workspace, rows: pa.Table) -> tuple[Origin, ...]:
    """Return one origin for each file that the rows name."""
    files = Files(workspace)
    held: dict[str, list[int]] = {}
    for file_id, row in zip(
        rows.column("file_id").to_pylist(), rows.column("row_number").to_pylist(), strict=True
    ):
        held.setdefault(file_id, []).extend([] if row is None else [row])
    return tuple(files.origin(file_id, numbers) for file_id, numbers in sorted(held.items()))


def step_of(workspace: Workspace, table: str) -> tuple[str, tuple[str, ...]]:
    """Return which step made a table, in words, and its inputs with their content."""
    for record in read_manifest(workspace.settings.lake).steps.values():
        if any(belongs(output.path, table) for output in record.outputs):
            inputs = tuple(f"{name} {sha}" for name, sha in record.inputs.items())
            return f"Made by the step {record.name} of the build from the inputs below.", inputs
    return "No step of the build is recorded for it.", ()
