"""Make a workspace, build it, ask what is in it, follow a number, back it up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.options import HERE, Json, WorkspaceFolder

if TYPE_CHECKING:
    from rich.console import Console

    from hedgerow.workspace.build import BuildResult

PathArgument = Annotated[
    Path, typer.Argument(help="Folder of the workspace.", envvar="HEDGEROW_WORKSPACE", show_default="here")
]


def init(
    path: Annotated[Path, typer.Argument(help="Folder to make.")],
    region: Annotated[str, typer.Option(help="A shipped region, or the path of a region file (.toml).")],
    sources: Annotated[
        list[Path] | None, typer.Option(help="A folder with files as published; may be repeated.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Make a workspace for a region."""
    from hedgerow.workspace import create_workspace

    settings = create_workspace(path, region=region, sources=tuple(sources or ())).settings
    data = {
        "workspace": settings.root,
        "region": settings.region.slug,
        "forces": [force.slug for force in settings.region.forces],
        "sources": list(settings.source_folders),
    }

    def render(console: Console) -> None:
        console.print(f"Made the workspace of {settings.region.name} at {settings.root}.", markup=False)
        console.print(f"Next: hedgerow build {settings.root}", markup=False)

    show.answer(data, as_json=as_json, render=render)


def build(path: PathArgument = HERE, as_json: Json = False) -> int:
    """Build everything that has changed; resumes where a killed build stopped."""
    from hedgerow.cli.progress import watcher
    from hedgerow.workspace.build import build as run

    result = run(path, watcher=watcher(as_json=as_json))
    show.answer(result, as_json=as_json, render=lambda console: _built(console, result))
    return 7 if result.failed else 0


def _built(console: Console, result: BuildResult) -> None:
    for step in result.steps:
        if step.state != "done":
            console.print(f"{step.state}: {step.title}. {step.reason} {step.remedy}".strip(), markup=False)
    from hedgerow.workspace.discovery import is_damaged

    damaged = [text for text in result.unrecognised if is_damaged(text)]
    for text in damaged:
        console.print(f"damaged: {text}", markup=False)
    if unknown := len(result.unrecognised) - len(damaged):
        console.print(f"{unknown} files are not known to any source: see hedgerow doctor.")
    ran = sum(step.ran for step in result.steps)
    console.print(f"{ran} of {len(result.steps)} steps ran, {result.seconds:.1f} seconds.")


def doctor(path: PathArgument = HERE, as_json: Json = False) -> None:
    """Say what is there, how old it is, what is missing and what to do."""
    from hedgerow.workspace.doctor import doctor as examine

    report = examine(path)
    show.answer(report, as_json=as_json, render=lambda console: show.view(console, report.page()))


def trace(
    figure: Annotated[str, typer.Argument(help="Address of a figure, as printed: table/key=value,…/column.")],
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """Follow a number to the file and the row that it came from."""
    from hedgerow.workspace.trace import trace as follow

    found = follow(workspace, figure)
    show.answer(found, as_json=as_json, render=lambda console: show.view(console, found.page()))


def backup(
    path: Annotated[Path, typer.Argument(help="Folder of the workspace.")],
    file: Annotated[Path, typer.Argument(help="File to write, for example hedgerow-backup.zip.")],
    as_json: Json = False,
) -> None:
    """Write what people typed, the settings and the manifest into one file, while others may work on."""
    from hedgerow.workspace.backup import backup as write

    done = write(path, file)
    show.answer(done, as_json=as_json, render=lambda console: show.view(console, done))


def restore(
    file: Annotated[Path, typer.Argument(help="A file that hedgerow backup wrote.")],
    path: Annotated[Path, typer.Argument(help="Folder to make; it must not be a workspace yet.")],
    as_json: Json = False,
) -> None:
    """Make a workspace from a backup, checked to the last byte."""
    from hedgerow.workspace.backup import restore as read

    done = read(file, path)
    show.answer(done, as_json=as_json, render=lambda console: show.view(console, done))


def jobs(workspace: WorkspaceFolder = HERE, as_json: Json = False) -> None:
    """List the newest jobs and how far they are."""
    from hedgerow.workspace import open_workspace
    from hedgerow.workspace.jobs import newest

    listed = newest(open_workspace(workspace))
    show.answer(listed, as_json=as_json, render=lambda console: show.table(console, listed))
