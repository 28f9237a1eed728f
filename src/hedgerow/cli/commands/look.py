"""Look at places: areas of every kind by code or name, and the gap register."""

from __future__ import annotations

from typing import Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.options import HERE, Json, WorkspaceFolder

area = typer.Typer(
    help="Areas: neighbourhoods, wards, districts, partnerships and forces.", no_args_is_help=True
)


@area.command("find")
def find(
    text: Annotated[str, typer.Argument(help="Part of a name, or a code.")],
    kind: Annotated[str | None, typer.Option(help="Only areas of this kind, such as lsoa or lad.")] = None,
    limit: Annotated[int, typer.Option(help="At most so many.", min=1, max=500)] = 20,
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """Find areas by name, House of Commons name or code."""
    from hedgerow.places.tables.views import find_areas
    from hedgerow.workspace import open_workspace

    found = find_areas(open_workspace(workspace).lake, text, kind=kind, limit=limit)
    show.answer(found, as_json=as_json, render=lambda console: show.view(console, found))


@area.command("show")
def show_area(
    area: Annotated[str, typer.Argument(help="Code or name of an area of any kind.")],
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """Show one area: crime with its gaps, need, strength and contrast."""
    from hedgerow.workspace import open_workspace
    from hedgerow.workspace.area import show_area as look

    page = look(open_workspace(workspace), area)
    show.answer(page, as_json=as_json, render=lambda console: show.view(console, page))


def gaps(workspace: WorkspaceFolder = HERE, as_json: Json = False) -> None:
    """List the months for which a force's crime is not known: missing is not zero."""
    from hedgerow.places.tables.views import gaps_view
    from hedgerow.workspace import open_workspace

    page = gaps_view(open_workspace(workspace).lake)
    show.answer(page, as_json=as_json, render=lambda console: show.view(console, page))
