"""Take files of references into a review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.options import HERE, Actor, Json, Review, WorkspaceFolder, actor_of
from hedgerow.errors import HedgerowError, RecordError, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from hedgerow.workspace.adding import ImportReport
    from hedgerow.workspace.opening import Workspace

TOLD = 20


def import_files(  # noqa: PLR0913 - one argument for each option that a person may give
    files: Annotated[list[Path], typer.Argument(help="RIS, CSV, XLSX, BibTeX and so on, told by content.")],
    source: Annotated[str, typer.Option(help="Where they came from: a database, an organisation.")] = "",
    kind: Annotated[
        str, typer.Option(help="What that is: database, register, website, organisation or citation.")
    ] = "database",
    column: Annotated[
        list[str] | None, typer.Option(help='For tables: field="Heading", as title="Paper name".')
    ] = None,
    show_now: Annotated[
        bool, typer.Option("--show/--no-show", help="Make the tables that are searched again.")
    ] = True,
    review: Review = "main",
    actor: Actor = "",
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """Import files of references: each whole or not at all, with an account of every record."""
    from hedgerow.workspace import open_workspace
    from hedgerow.workspace.adding import import_evidence

    opened = open_workspace(workspace)
    report = import_evidence(
        opened,
        files,
        actor=actor_of(actor),
        review=review,
        source=source,
        kind=kind,
        columns=_columns(column or ()),
    )
    if show_now and report.new:
        report = _shown(opened, report, as_json=as_json)
    show.answer(report, as_json=as_json, render=lambda console: _words(console, report))
    if report.refused:
        names = ", ".join(one.name for one in report.refused)
        raise RecordError(
            f"{len(report.refused)} of {len(files)} files were refused: {names}.", cause=_why(report)
        )


def _columns(given: Sequence[str]) -> dict[str, str]:
    """Return the headings that were named, by field."""
    found = {}
    for text in given:
        field, mark, heading = text.partition("=")
        if not (field.strip() and mark and heading.strip()):
            raise UsageError(
                f"“{text}” does not name a column.", remedy='Write field="Heading", as title="Paper name".'
            )
        found[field.strip()] = heading.strip().strip("\"'")
    return found


def _shown(workspace: Workspace, report: ImportReport, *, as_json: bool) -> ImportReport:
    """Make the searched tables again; what is imported stays imported when that cannot be done now."""
    from hedgerow.cli.progress import watcher
    from hedgerow.workspace.adding import show_evidence

    try:
        done = show_evidence(workspace, watcher(as_json=as_json))
    except HedgerowError as error:
        show.whisper(f"The references are kept; the list and the search were not made again: {error.message}")
        return report
    return replace(report, shown=done, next="hedgerow evidence dedupe" if done else report.next)


def _why(report: ImportReport) -> str:
    return " ".join(f"{one.name}: {one.error['message']}" for one in report.refused)


def _words(console: Console, report: ImportReport) -> None:
    for file in report.imported:
        counts = f"{file.expected:,} records, {file.records:,} kept, {len(file.rejected):,} rejected"
        console.print(
            f"{file.name}: {counts}; source {file.source}, {file.format}, {file.encoding}.", markup=False
        )
        if file.note:
            console.print(f"  {file.note}", style="dim", markup=False)
        for one in file.rejected[:TOLD]:
            where = f"line {one.line}" if one.line else f"record {one.row_number}"
            console.print(f"  {where}: {one.reason}", markup=False)
        if len(file.rejected) > TOLD:
            console.print(
                f"  … and {len(file.rejected) - TOLD:,} more; --json gives all of them.", style="dim"
            )
    for refused in report.refused:
        console.print(
            f"{refused.name}: nothing was kept. {refused.error['message']}", style="red", markup=False
        )
    console.print(f"Review {report.review}: {report.new:,} new references. Next: {report.next}", markup=False)
