"""The flow of a review after PRISMA 2020, and its records as files for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.files import write_whole
from hedgerow.cli.options import HERE, Actor, Json, Review, WorkspaceFolder, actor_of

if TYPE_CHECKING:
    from hedgerow.evidence.tables.review.flow import FlowView


def prisma(
    review: Review = "main",
    since: Annotated[
        str, typer.Option(help="ISO date: count an update apart from all that came before it.")
    ] = "",
    csv: Annotated[
        Path | None, typer.Option(help="CSV to write, for programs that draw PRISMA flows.")
    ] = None,
    svg: Annotated[Path | None, typer.Option(help="SVG to write: the drawing.")] = None,
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """Count the PRISMA 2020 flow of a review from its log; nothing of it is typed."""
    from hedgerow.evidence.flow.diagram import flow_values
    from hedgerow.evidence.tables.review import ReviewLog
    from hedgerow.evidence.tables.review.flow import flow_view
    from hedgerow.workspace import open_workspace

    view = flow_view(ReviewLog(open_workspace(workspace).database, review), since=since)
    for path, text in ((csv, view.csv), (svg, view.drawing)):
        if path is not None:
            write_whole(path, text)
    data = {
        "review": view.review,
        "since": view.since,
        "summary": view.summary,
        "boxes": flow_values(view.flow),
        "sources": list(view.sources.records()),
        "reasons": list(view.reasons.records()),
        "wrong": view.wrong,
    }
    show.answer(data, as_json=as_json, render=lambda console: show.view(console, _words(view)))


def _words(view: FlowView) -> tuple[object, ...]:
    return (view.summary, view.counts, view.sources, view.reasons)


def export(
    out: Annotated[Path, typer.Option(help="File to write.")],
    form: Annotated[str, typer.Option("--format", help="ris, csv, csl-json or eppi-json.")] = "ris",
    which: Annotated[str, typer.Option(help="all, included, excluded or open.")] = "all",
    actor: Actor = "",
    review: Review = "main",
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """Write the records of a review, with their decisions and codes, for another program."""
    from hedgerow.evidence.tables.review import ReviewLog
    from hedgerow.evidence.tables.review.flow import export as make
    from hedgerow.workspace import open_workspace

    done = make(
        ReviewLog(open_workspace(workspace).database, review), form, actor=actor_of(actor), which=which
    )
    write_whole(out, done.text)
    data = {"file": out, "format": done.format, "records": done.records, "sha256": done.sha256}
    words = f"{done.records:,} records are in {out}."
    show.answer(data, as_json=as_json, render=lambda console: show.view(console, words))


def searched(  # noqa: PLR0913 - one argument for each option that a person may give
    source: Annotated[str, typer.Option(help="What was searched, for example MEDLINE.")],
    query: Annotated[str, typer.Option(help="The words, exactly as they were typed.")],
    date: Annotated[str, typer.Option(help="ISO date of the search.")],
    kind: Annotated[
        str, typer.Option(help="database, register, website, organisation or citation.")
    ] = "database",
    interface: Annotated[str, typer.Option(help="Through what, for example Ovid.")] = "",
    limits: Annotated[str, typer.Option(help="Dates, languages, types of publication.")] = "",
    hits: Annotated[int | None, typer.Option(help="How many records it found.")] = None,
    file: Annotated[Path | None, typer.Option(help="The export that came of it, already imported.")] = None,
    actor: Actor = "",
    review: Review = "main",
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """Record a search, as PRISMA-S asks for it: source, day, words, limits, hits."""
    from hedgerow.evidence.intake.searches import SearchRun
    from hedgerow.evidence.tables.review import ReviewLog
    from hedgerow.evidence.tables.review.searches import record_search
    from hedgerow.provenance import sha256_file
    from hedgerow.workspace import open_workspace

    digest = sha256_file(file) if file else ""
    run = SearchRun(source, query, date, interface, kind, limits, hits, digest)
    event = record_search(ReviewLog(open_workspace(workspace).database, review), run, actor=actor_of(actor))
    words = f"The search of {source} on {date} is recorded."
    show.answer(
        {"event": event, **vars(run)}, as_json=as_json, render=lambda console: show.view(console, words)
    )
