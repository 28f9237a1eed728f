"""Record what people of the fictional region have written: its plan and its initiatives."""

from __future__ import annotations

from pathlib import Path

from hedgerow.commissioning.tables import import_initiatives, list_initiatives
from hedgerow.plans.tables import add_plan
from hedgerow.workspace import open_workspace


def record(root: Path) -> None:
    """Add the demonstration's plan and initiatives to the records; what is there is not added twice."""
    workspace = open_workspace(root)
    database = workspace.database
    folder = workspace.root / "demonstration"
    for plan in sorted((folder / "plans").iterdir()):
        add_plan(database, workspace.lake, plan, actor="demonstration")
    if not list_initiatives(database):
        file = folder / "initiatives.csv"
        import_initiatives(database, file.read_bytes(), name=file.name, actor="demonstration")
    database.close()
