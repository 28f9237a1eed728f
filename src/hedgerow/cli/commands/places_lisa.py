"""Local statistics of areas, from two CSV files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.options import Json


def lisa(  # noqa: PLR0913 - one argument for each option that a person may give
    table: Annotated[Path, typer.Option(help="A CSV with the columns area and the value.")],
    value: Annotated[str, typer.Option(help="Column of the value: a count, a rate, a score.")],
    neighbours: Annotated[Path, typer.Option(help="A CSV with the columns area and neighbour.")],
    out: Annotated[
        Path, typer.Option(help="Where to write area, statistic, p_value, q_value and class, as CSV.")
    ],
    statistic: Annotated[str, typer.Option(help="moran, gi, gistar or geary.")] = "moran",
    level: Annotated[float, typer.Option(help="Share of false discoveries that is accepted.")] = 0.05,
    adjust: Annotated[str, typer.Option(help="Correction for looking often: bh, by, or none.")] = "bh",
    seed: Annotated[int, typer.Option(help="Of the shuffles near the line.", min=0)] = 0,
    signed: Annotated[bool, typer.Option(help="Values may be negative: differences, residuals.")] = False,
    ignore_outside: Annotated[
        bool, typer.Option(help="Leave out links with areas that the table does not have.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Find where like lies beside like: local Moran, Gi, Gi* or Geary, corrected for looking often."""
    from hedgerow.places.local import LocalOptions, LocalResult, find_patterns, read_local, write_local

    data = read_local(table, value, neighbours, outside=ignore_outside)
    options = LocalOptions(statistic.lower(), level, adjust.lower(), seed, signed)
    result: LocalResult = find_patterns(data, options=options)
    write_local(result, out)
    show.answer(result, as_json=as_json, render=lambda console: show.view(console, _words(result, out)))


def _words(result: object, out: Path) -> str:
    from hedgerow.places.local import LocalResult

    assert isinstance(result, LocalResult)
    marks = {True: "holds", False: "look", None: "not needed"}
    return "\n".join(
        [
            result.summary(),
            "",
            *(f"{name}: {count:,}" for name, count in result.counts.items()),
            "",
            *(f"{marks[check.passed]}: {check.text}" for check in result.checks),
            *(f"note: {note}" for note in result.notes),
            f"The areas are in {out}.",
        ]
    )
