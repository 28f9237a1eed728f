"""Profile modern slavery by shared vulnerability."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.options import Json


def slavery(
    workspace: Annotated[Path, typer.Argument(help="The workspace’s folder.")],
    force: Annotated[str, typer.Option(help="One force: its slug, name or code. Else the region.")] = "",
    as_json: Json = False,
) -> None:
    """Profile referrals for modern slavery by shared vulnerability, small numbers withheld."""
    from hedgerow.disclosure import shown
    from hedgerow.places.tables.slavery_views import slavery_view
    from hedgerow.workspace import open_workspace

    opened = open_workspace(workspace)
    settings = opened.settings
    found = slavery_view(opened.lake, settings.region, force=force, small_count=settings.small_count)
    table = found.vulnerability
    lines = [found.name, "", *found.sentences, ""]
    lines += [
        f"{row['group']}: {shown(table, place, table.columns[1])} here, "
        f"{shown(table, place, table.columns[2])} in the United Kingdom"
        for place, row in enumerate(table.records())
    ]
    lines += ["", *found.warnings, *table.notes[1:], "", "Not known:", *found.gaps]
    show.answer(found, as_json=as_json, render=lambda console: show.view(console, "\n".join(lines)))
