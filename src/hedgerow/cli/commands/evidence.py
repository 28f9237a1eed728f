"""What is known to work: the library, one record, search, the gap map, and adding records of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.commands import screening, searching
from hedgerow.cli.options import HERE, Json, WorkspaceFolder

app = typer.Typer(help="Evidence: what is known to work, and what is not known.", no_args_is_help=True)
app.add_typer(screening.app, name="screen")


@app.command("list")
def list_records(
    approach: Annotated[str, typer.Option(help="Id of an approach.")] = "",
    intervention: Annotated[str, typer.Option(help="Id of an intervention.")] = "",
    kind: Annotated[str, typer.Option(help="Kind of publication.")] = "",
    tier: Annotated[str, typer.Option(help="A, B, C or X.")] = "",
    uk: Annotated[str, typer.Option(help="yes or no: has UK evidence.")] = "",
    page: Annotated[int, typer.Option(min=1)] = 1,
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """List the records of the library, filtered."""
    from hedgerow.evidence.tables import EvidenceQuery

    query = EvidenceQuery(
        approach=approach,
        intervention=intervention,
        kind=kind,
        tier=tier,
        uk=uk,
        page=page,
    )
    _list(query, workspace, as_json=as_json)


app.command("search")(searching.search)
app.command("search-strings")(searching.strings)


def _list(query: object, workspace: Path, *, as_json: bool) -> None:
    from hedgerow.evidence.tables import EvidenceQuery, evidence_list
    from hedgerow.workspace import open_workspace

    assert isinstance(query, EvidenceQuery)
    found = evidence_list(open_workspace(workspace).lake, query)
    show.answer(found, as_json=as_json, render=lambda console: show.view(console, found))


@app.command("show")
def show_record(
    record: Annotated[str, typer.Argument(help="Id of a record.")],
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """Show one record with its effects and its grade as published."""
    from hedgerow.evidence.tables import evidence_record
    from hedgerow.workspace import open_workspace

    found = evidence_record(open_workspace(workspace).lake, record)
    show.answer(found, as_json=as_json, render=lambda console: show.view(console, found))
