"""What has been promised: plans, their commitments, and what the evidence says of each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.options import HERE, Json, WorkspaceFolder

if TYPE_CHECKING:
    from rich.console import Console

    from hedgerow.plans.tables import PlanDetail

app = typer.Typer(
    help="Plans: what has been promised, and whether evidence supports it.", no_args_is_help=True
)

File = Annotated[Path, typer.Argument(help="A PDF, DOCX or text file.")]
Title = Annotated[str | None, typer.Option(help="Title; the file's own by default.")]
Body = Annotated[str | None, typer.Option(help="Who wrote it.")]
Period = Annotated[str | None, typer.Option(help="For which years.")]


@app.command("map")
def map_file(
    file: File,
    title: Title = None,
    body: Body = None,
    period: Period = None,
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """Read a plan: commitments with quote and page, approaches, evidence state and what is not covered."""
    from hedgerow.workspace.making import map_plan

    found = map_plan(workspace, file, title=title, body=body, period=period)
    show.answer(found, as_json=as_json, render=lambda console: _mapped(console, found))


@app.command("add")
def add(
    file: File,
    title: Title = None,
    body: Body = None,
    period: Period = None,
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """Add a plan and print its id; the same document is never added twice."""
    from hedgerow.plans.tables import add_plan
    from hedgerow.workspace import open_workspace

    opened = open_workspace(workspace)
    plan = add_plan(opened.database, opened.lake, file, title, body, period)
    show.answer({"plan": plan}, as_json=as_json, render=lambda console: console.print(plan))


@app.command("list")
def list_plans(workspace: WorkspaceFolder = HERE, as_json: Json = False) -> None:
    """List the plans that are held."""
    from hedgerow.plans.tables import plans_list
    from hedgerow.workspace import open_workspace

    found = plans_list(open_workspace(workspace).database)
    show.answer(found, as_json=as_json, render=lambda console: show.view(console, found))


@app.command("show")
def show_plan(
    plan: Annotated[str, typer.Argument(help="Id of a plan.")],
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """Show one plan with its commitments and its coverage."""
    from hedgerow.plans.tables import plan_detail
    from hedgerow.workspace import open_workspace

    opened = open_workspace(workspace)
    found = plan_detail(opened.database, opened.lake, plan)
    show.answer(found, as_json=as_json, render=lambda console: _mapped(console, found))


def _mapped(console: Console, found: PlanDetail) -> None:
    """Print a mapped plan for a reader: what it promises, with page and evidence, and what it leaves open."""
    console.print(f"{found.title} ({found.id})", style="bold", markup=False)
    console.print(f"{found.coverage.summary}\n", markup=False)
    show.table(console, found.commitments, limit=200)
    show.table(console, found.coverage.approaches)
    for caution in (*found.notes, *found.coverage.cautions):
        console.print(caution, style="dim", markup=False)
