"""Warning signs of a month, the watch after an intervention, and the checklist of a place."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from hedgerow.cli import show
from hedgerow.cli.files import write_whole
from hedgerow.cli.options import Json

MARKS = {True: "holds", False: "look", None: "a figure"}


def signals(  # noqa: PLR0913 - one argument for each option that a person may give
    workspace: Annotated[Path, typer.Argument(help="Folder of a workspace that was built.")],
    month: Annotated[str, typer.Option(help="The month to look at, as YYYY-MM.")],
    family: Annotated[str | None, typer.Option(help="One crime family, added up.")] = None,
    crime_type: Annotated[str | None, typer.Option("--type", help="One crime type.")] = None,
    level: Annotated[str, typer.Option(help="lsoa, lad, csp or pfa.")] = "lsoa",
    q: Annotated[float, typer.Option("--q", help="Share of false discoveries that is accepted.")] = 0.05,
    include_discovered: Annotated[
        bool, typer.Option(help="Also types whose counts follow what the police look for.")
    ] = False,
    method: Annotated[
        str, typer.Option(help="hedgerow, farrington, ears_c1, ears_c2 or glr; the house's chain by default.")
    ] = "hedgerow",
    clusters: Annotated[bool, typer.Option(help="Also scan for clusters in space and time.")] = False,
    out: Annotated[Path | None, typer.Option(help="Where to save every series, as CSV.")] = None,
    as_json: Json = False,
) -> None:
    """Find which places and crimes left their own past in a month, up or down; each is a reason to look."""
    from hedgerow.places.tables.signals_views import SignalsAsked, find
    from hedgerow.workspace import open_workspace

    asked = SignalsAsked(month, level.lower(), family, crime_type, q, include_discovered, clusters, method)
    found = find(open_workspace(workspace).lake, asked)
    if out:
        write_whole(out, _csv(found.result.tidy()))
        show.whisper(f"Every series is in {out}.")
    show.answer(found, as_json=as_json, render=lambda console: show.view(console, _words(found)))


def _csv(table: object) -> bytes:
    import io

    from pyarrow import csv

    held = io.BytesIO()
    csv.write_csv(table, held)
    return held.getvalue()


def _words(found: object) -> str:
    from hedgerow.places.tables.signals_views import SignalsFound

    assert isinstance(found, SignalsFound)
    lines = [found.summary, "", *map(_alarm, found.alarms), *map(_shift, found.shifts)]
    lines += [_cluster(row) for row in found.clusters if row["state"] == "up"]
    lines += ["", *(f"{MARKS[check['passed']]}: {check['text']}" for check in found.checks)]
    return "\n".join([*lines, *(f"note: {note}" for note in found.notes)])


def _where(row: dict[str, Any]) -> str:
    return f"{row['name']} ({row['area_code']}), {row['crime_type']}"


def _alarm(row: dict[str, Any]) -> str:
    return (
        f"{row['state']}: {_where(row)}: {row['observed']:g} recorded, {row['expected']:.1f} expected "
        f"(ordinary {row['lower']:g} to {row['upper']:g}), q {row['q']:.4f}"
    )


def _shift(row: dict[str, Any]) -> str:
    ratio = f"{row['shift_ratio']:.2f} times what was expected"
    return f"level {row['shift']} since {row['since']}: {_where(row)}: {ratio}"


def _cluster(row: dict[str, Any]) -> str:
    return (
        f"cluster {row['rank']}: {row['areas']} LSOAs round {row['area_code']}, {row['from_month']} to "
        f"{row['to_month']}: {row['observed']:g} recorded, {row['expected']:.1f} expected, p {row['p']:.4g}"
    )


def watch(
    workspace: Annotated[Path, typer.Argument(help="Folder of a workspace that was built.")],
    area: Annotated[str, typer.Argument(help="Code of an area of any kind, or LSOAs joined by commas.")],
    clear: Annotated[str, typer.Option(help="Month of the Clear, as YYYY-MM.")],
    hold: Annotated[str | None, typer.Option(help="Month in which the Hold began, as YYYY-MM.")] = None,
    family: Annotated[str | None, typer.Option(help="Only the types of one crime family.")] = None,
    as_json: Json = False,
) -> None:
    """Watch whether signs return to their level before a Clear; reports and enforcement apart."""
    from hedgerow.places.tables.signals_watch import watch_area
    from hedgerow.workspace import open_workspace

    found = watch_area(open_workspace(workspace).lake, area, clear, hold=hold, family=family)
    lines = [f"{found.name} beside {found.beside}", ""]
    for panel in found.panels:
        lines += [panel["summary"], *map(_month, panel["months"]), ""]
        lines += [f"{MARKS[check['passed']]}: {check['text']}" for check in panel["checks"]] + [""]
    lines += [f"note: {note}" for note in found.notes]
    show.answer(found, as_json=as_json, render=lambda console: show.view(console, "\n".join(lines)))


def _month(row: dict[str, Any]) -> str:
    state = row["state"].replace("_", " ")
    if row["observed"] is None or row["level"] is None:
        return f"{row['month']}: {state}"
    return (
        f"{row['month']}: {state}; {row['observed']:g} recorded, {row['expected']:.1f} at the old level; "
        f"three months together, a month, the old level gives {row['lower']:.1f} to {row['upper']:.1f}, "
        f"P(below) {row['p_below']:.2f}"
    )


def checklist(
    workspace: Annotated[Path, typer.Argument(help="Folder of a workspace that was built.")],
    area: Annotated[str, typer.Argument(help="Code of an area of any kind.")],
    audience: Annotated[str, typer.Option(help="police, council, schools, health, housing or residents.")],
    as_json: Json = False,
) -> None:
    """List the signs of a place for one audience: measured, to be looked at, with weights and sources."""
    from hedgerow.places.tables.signals_checklist import checklist_view
    from hedgerow.workspace import open_workspace

    page = checklist_view(open_workspace(workspace).lake, area, audience.lower())
    show.answer(page, as_json=as_json, render=lambda console: show.view(console, page))
