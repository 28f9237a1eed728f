"""Shock and recovery: which places bent, how deep, for how long, and beside whom."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.files import write_whole
from hedgerow.cli.options import Json


def shocks(
    workspace: Annotated[Path, typer.Argument(help="The folder of a workspace that was built.")],
    level: Annotated[str, typer.Option(help="Kind of area: region, pfa, lad, msoa or lsoa.")] = "lad",
    family: Annotated[str, typer.Option(help="Crime family, a crime type, or every_type.")] = "all_crime",
    first: Annotated[str, typer.Option("--from", help="First month of the shock, YYYY-MM.")] = "2020-03",
    last: Annotated[str, typer.Option("--to", help="Last month of the shock, YYYY-MM.")] = "2022-12",
    shock: Annotated[str, typer.Option(help="Another shock: YYYY-MM:YYYY-MM, in place of both.")] = "",
    out: Annotated[Path | None, typer.Option(help="Where to save the places as CSV.")] = None,
    as_json: Json = False,
) -> None:
    """Say which places bent in a shock and recovered, with intervals; less crime is not resilience."""
    from hedgerow.disclosure import released_to_csv
    from hedgerow.places.shocks import shock_of
    from hedgerow.places.tables.shocks_views import shocks_view
    from hedgerow.workspace import open_workspace

    found = shocks_view(open_workspace(workspace).lake, shock_of(shock or f"{first}:{last}"), family, level)
    if out:
        write_whole(out, released_to_csv(found.places))
        show.whisper(f"The table is in {out}.")
    parts = (found.places, found.diverging, found.relation)
    shown = (found.summary, found.about, *(part for part in parts if len(part)))
    show.answer(found, as_json=as_json, render=lambda console: show.view(console, shown))
