"""Reviews: take another workspace's review in, and list what is in conflict."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.options import HERE, Actor, Json, Review, WorkspaceFolder, actor_of

if TYPE_CHECKING:
    from rich.console import Console

    from hedgerow.workspace.joining import JoinReport


def merge(
    other: Annotated[Path, typer.Argument(help="Folder of the other workspace; it is only read.")],
    name: Annotated[str, typer.Option(help="What its library is called here.")] = "",
    review: Review = "main",
    actor: Actor = "",
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """Take the review of another workspace in: nothing is lost, and what is in conflict is shown."""
    from hedgerow.workspace import open_workspace
    from hedgerow.workspace.joining import merge_workspace

    report = merge_workspace(
        open_workspace(workspace), other, actor=actor_of(actor), review=review, name=name
    )
    show.answer(report, as_json=as_json, render=lambda console: _words(console, report))


def reviews(workspace: WorkspaceFolder = HERE, as_json: Json = False) -> None:
    """List the reviews of the workspace with what they hold."""
    from hedgerow.evidence.tables.review.overview import reviews_list
    from hedgerow.workspace import open_workspace

    found = reviews_list(open_workspace(workspace).database)
    show.answer(found, as_json=as_json, render=lambda console: show.view(console, found))


def _words(console: Console, report: JoinReport) -> None:
    joined = report.joined
    what = "another copy of this review" if joined.way == "copy" else "a library of its own"
    brought = (
        f"{joined.name} is {what}: {joined.events:,} events, {joined.references:,} references and "
        f"{joined.documents:,} originals were new."
    )
    console.print(
        brought if joined.changed else f"{joined.name} holds nothing that was not here.", markup=False
    )
    console.print(
        f"The review now holds {report.references:,} references, {report.units:,} without copies; "
        f"{report.asked:,} pairs wait for a person’s word.",
        markup=False,
    )
    console.print(f"{len(report.conflicts):,} conflicts.", markup=False)
    for one in report.conflicts[:20]:
        sides = "; ".join(f"{said.actor}: {said.value}" for said in one.said)
        subject = " and ".join(name[:12] for name in one.subject)
        console.print(f"  {one.kind} {one.what} {subject}: {sides}", markup=False)
    if len(report.conflicts) > 20:
        console.print(f"  … and {len(report.conflicts) - 20:,} more; --json gives all of them.", style="dim")
