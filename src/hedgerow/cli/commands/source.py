"""Files as published: which are known, fetching one from its publisher, adding those at hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.options import HERE, Json, WorkspaceFolder

if TYPE_CHECKING:
    from rich.console import Console

    from hedgerow.disclosure import Released

_HEADINGS = {"files": "Files as published"}

app = typer.Typer(help="Sources: files as published, never edited.", no_args_is_help=True)


@app.command("list")
def list_sources(as_json: Json = False) -> None:
    """List every source that Hedgerow knows: which file to get, from whom, under which terms.

    A file marked “unverified” is read by what is known of its format; no real copy of its header was seen.
    """
    listed = _table()
    show.answer(listed, as_json=as_json, render=_print_sources)


def _print_sources(console: Console) -> None:
    """Say source by source what to get, under the name of who publishes it."""
    from rich.markup import escape

    from hedgerow.places.sources import SOURCES

    publisher = ""
    for source in SOURCES.values():
        if source.publisher != publisher:
            publisher = source.publisher
            console.print(f"\n[bold]{escape(publisher)}[/bold]\n{source.licence}. {source.homepage}")
        console.print(f"  [bold]{source.name}[/bold]  {escape(source.title)}")
        for form in source.forms:
            if form.file:
                unseen = "" if form.status == "seen" else " (unverified)"
                console.print(f"      {escape(form.file)}{unseen}")


def _table() -> Released:
    from hedgerow.disclosure import Draft, ReleasedColumn, release
    from hedgerow.places.sources import SOURCES

    names = ("name", "title", "files", "publisher", "licence", "vintage", "homepage")
    columns = (
        *(
            ReleasedColumn(name, _HEADINGS.get(name, name.capitalize()), missing="not_applicable")
            for name in names
        ),
        ReleasedColumn("get", "Can be fetched"),
    )
    rows = tuple(
        (*(getattr(source, name) or None for name in names), bool(source.download))
        for source in SOURCES.values()
    )
    return release(Draft(name="known_sources", title="Sources that are known", columns=columns, rows=rows))


@app.command("get")
def get(
    name: Annotated[str, typer.Argument(help="Name of a source; see hedgerow source list.")],
    value: Annotated[
        list[str] | None, typer.Option("--set", help="A value of the address, such as month=2026-01.")
    ] = None,
    sha256: Annotated[str | None, typer.Option(help="Refuse the file unless it has this content.")] = None,
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """Fetch a file from its publisher: resumable, checked, polite. All else works without a network."""
    from hedgerow.errors import UsageError
    from hedgerow.places.sources import add_files, download, registry
    from hedgerow.workspace import open_workspace

    opened = open_workspace(workspace)
    pairs = [text.partition("=") for text in value or ()]
    if any(not sign for _, sign, _ in pairs):
        raise UsageError("--set takes NAME=VALUE.", remedy="For example: --set month=2026-01.")
    url = download.address(registry.source(name), {key: given for key, _, given in pairs})
    target = opened.state / "downloads" / url.rsplit("/", 1)[-1]
    target.parent.mkdir(parents=True, exist_ok=True)
    fetched = download.get(url, target, sha256=sha256)
    added = add_files(opened.root / "sources", [fetched])
    fetched.unlink(missing_ok=True)
    show.answer(added, as_json=as_json, render=lambda console: show.view(console, added))


@app.command("add")
def add(
    files: Annotated[list[Path], typer.Argument(help="Files as published.")],
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """Add published files at hand to the workspace; they are copied and never edited."""
    from hedgerow.places.sources import add_files
    from hedgerow.workspace import open_workspace

    added = add_files(open_workspace(workspace).root / "sources", files)
    show.answer(added, as_json=as_json, render=lambda console: show.view(console, added))


@app.command("add-own")
def add_own(
    file: Annotated[Path, typer.Argument(help="CSV, XLSX or Parquet with a column of area codes.")],
    title: Annotated[str, typer.Option(help="What it holds.")],
    owner: Annotated[str, typer.Option(help="Whose it is.")],
    licence: Annotated[str, typer.Option(help="Under which terms.")],
    source_class: Annotated[str, typer.Option("--class", help="open, partner or community.")] = "partner",
    period: Annotated[str, typer.Option(help="Of which time it tells.")] = "",
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """Add a table of your own, with a note of what it is and who owns it."""
    from hedgerow.places.sources import add_own_table
    from hedgerow.workspace import open_workspace

    root = open_workspace(workspace).root / "sources"
    words = {"title": title, "owner": owner, "licence": licence, "period": period}
    placed = add_own_table(root, file, source_class=source_class, **words)
    show.answer({"file": placed}, as_json=as_json, render=lambda console: console.print(str(placed)))
