"""What is done: the alignment matrix, initiatives, and the local profile."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.options import HERE, Json, WorkspaceFolder

if TYPE_CHECKING:
    from rich.console import Console

    from hedgerow.commissioning.profile import ProfileResult

initiative = typer.Typer(help="Initiatives: what is commissioned and by whom.", no_args_is_help=True)
profile = typer.Typer(help="The local profile of serious and organised crime.", no_args_is_help=True)


def alignment(
    area: Annotated[str | None, typer.Option(help="Only what serves this area: its code.")] = None,
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """Show approach by activity by asset, with evidence, commitments, initiatives, need and the gaps."""
    from hedgerow.commissioning.tables import alignment_view
    from hedgerow.workspace import open_workspace

    opened = open_workspace(workspace)
    found = alignment_view(opened.lake, opened.database, area=area)
    show.answer(found, as_json=as_json, render=lambda console: show.view(console, found))


@initiative.command("list")
def list_initiatives(workspace: WorkspaceFolder = HERE, as_json: Json = False) -> None:
    """List the initiatives on record."""
    from hedgerow.commissioning.tables import initiatives_view
    from hedgerow.workspace import open_workspace

    found = initiatives_view(open_workspace(workspace).database)
    show.answer(found, as_json=as_json, render=lambda console: show.view(console, found))


@initiative.command("add")
def add_initiatives(
    file: Annotated[Path, typer.Argument(help="A CSV file, one initiative a row.")],
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """Record the initiatives of a CSV file; a row that cannot be kept is listed with its reason."""
    from hedgerow.commissioning.tables import import_initiatives
    from hedgerow.errors import RecordError
    from hedgerow.workspace import open_workspace

    if not file.is_file():
        raise RecordError(f"There is no file at {file}.", remedy="Check the path.")
    done = import_initiatives(open_workspace(workspace).database, file.read_bytes(), name=file.name)
    data = {
        "rows_in": done.rows_in,
        "rows_kept": len(done.kept),
        "rows_rejected": len(done.rejected),
        "rejected": [{"row": row, "reason": why} for row, why in done.rejected],
    }

    def render(console: Console) -> None:
        console.print(f"{data['rows_kept']} of {data['rows_in']} rows kept.")
        for row, why in done.rejected:
            console.print(f"Row {row}: {why}", markup=False)

    show.answer(data, as_json=as_json, render=render)


@profile.command("build")
def build_profile(
    area: Annotated[str, typer.Argument(help="Code or name of a partnership, district, BCU or force.")],
    edition: Annotated[str, typer.Option(help="restricted, partner or public.")] = "restricted",
    formats: Annotated[
        list[str] | None, typer.Option("--format", help="docx, pdf or html; may be repeated. All by default.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the files; the workspace's out/profiles by default.")
    ] = None,
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """Make the local profile of an area, with its automatic checks."""
    from hedgerow.workspace.making import build_profile as make

    made = make(workspace, area, edition=edition, formats=tuple(formats or ()), out=out)
    show.answer(made, as_json=as_json, render=lambda console: _made(console, made))


def _made(console: Console, made: ProfileResult) -> None:
    console.print(f"{made.document.title} ({made.document.edition})", markup=False)
    for file in made.files.values():
        console.print(f"  {file}", markup=False)
    for check in made.checks:
        mark = "passed" if check.passed else "NOT PASSED"
        console.print(f"{mark}: {check.name}. {check.text}", markup=False)
