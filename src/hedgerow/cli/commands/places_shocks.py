"""Shock and recovery: which places bent, how deep, for how long, and beside whom."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.files import write_whole
from hedgerow.cli.options import Json

if TYPE_CHECKING:
    from hedgerow.disclosure.released import Value
    from hedgerow.places.tables.shocks_views import ShocksView

    Row = dict[str, Value]

FIRST = 10


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
    show.answer(found, as_json=as_json, render=lambda console: show.view(console, _words(found)))


def _words(found: ShocksView) -> str:
    rows = list(found.places.records())
    measured = [row for row in rows if row["depth"] is not None]
    level = [row for row in rows if row["depth"] is None and row["level"] is not None]
    apart = list(found.diverging.records())
    parts = (
        ("The deepest first:", [_depth(row) for row in measured], len(measured)),
        ("No trough is claimed; the level after:", [_level(row) for row in level], len(level)),
        ("Beside places alike:", [_apart(row) for row in apart], len(apart)),
        ("Beside need and strength:", [_relation(row) for row in found.relation.records()], 0),
    )
    lines = [found.summary, found.about, ""]
    for heading, said, number in parts:
        if said:
            lines += [
                heading,
                *said[:FIRST],
                *([f"  … and {number - FIRST:,} more"] if number > FIRST else []),
            ]
            lines.append("")
    lines += [*found.checks, *found.places.notes, "--out FILE.csv saves every place; --json prints all."]
    return "\n".join(lines)


def _depth(row: Row) -> str:
    back = f" from {row['back_month']}" if row["back_month"] else ""
    return (
        f"  {row['name']} ({row['area_code']}): {row['depth']:.0f} % ({row['depth_lower']:.0f} to "
        f"{row['depth_upper']:.0f} %) short of expected in {row['depth_month']}; {row['path_words']}{back}. "
        f"{_after(row)}"
    )


def _level(row: Row) -> str:
    return f"  {row['name']} ({row['area_code']}): {_after(row)}"


def _after(row: Row) -> str:
    if row["level"] is None:
        return "Level after: not known."
    return (
        f"Level after: {row['level']:.2f} of expected ({row['level_lower']:.2f} to {row['level_upper']:.2f})."
    )


def _apart(row: Row) -> str:
    return (
        f"  {row['name']} ({row['area_code']}), {row['window']}: {row['diverges_words']}, "
        f"{row['beside']:.2f} times theirs ({row['beside_lower']:.2f} to {row['beside_upper']:.2f}), "
        f"q {row['q_diverges']:.3f}"
    )


def _relation(row: Row) -> str:
    rho = "cannot tell" if row["rho"] is None else f"{row['rho']:.2f}"
    return f"  {row['index']}, {row['window']}: rank correlation {rho} over {row['areas']:,} LSOAs"
