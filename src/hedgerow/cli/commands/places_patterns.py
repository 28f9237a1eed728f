"""Where crime gathers in a workspace's region."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.options import Json


def patterns(
    workspace: Annotated[Path, typer.Argument(help="Folder of a workspace that is built.")],
    family: Annotated[
        str, typer.Option(help="Crime family: see hedgerow vocabulary crime_family.")
    ] = "all_crime",
    as_json: Json = False,
) -> None:
    """Say where crime gathers: local patterns, concentration, and the funnel of districts."""
    from hedgerow.places.tables.pattern_views import patterns_view
    from hedgerow.workspace import open_workspace

    opened = open_workspace(workspace)
    view = patterns_view(opened.lake, family, opened.settings.region.name)
    show.answer(view, as_json=as_json, render=lambda console: show.view(console, view))
