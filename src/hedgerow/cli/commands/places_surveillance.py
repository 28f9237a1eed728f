"""Outbreak detection on the series of a CSV."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.files import write_whole
from hedgerow.cli.options import Json
from hedgerow.errors import UsageError

MARKS = {True: "holds", False: "look", None: "note"}
MOST = 20


def surveillance(  # noqa: PLR0913 - one argument for each option that a person may give
    source: Annotated[Path, typer.Argument(help="A CSV with the columns series, period, value.")],
    method: Annotated[
        str,
        typer.Option(
            help="farrington, farrington_1996, hedgerow, ears_c1, ears_c2, ears_c3, cusum, glr, bayes or rki."
        ),
    ] = "farrington",
    season: Annotated[int, typer.Option(help="Periods in a year: 12 for months, 52 for weeks.")] = 12,
    alpha: Annotated[
        float | None, typer.Option(help="One-sided level of each limit; the method's own by default.")
    ] = None,
    years_back: Annotated[
        int | None, typer.Option(help="Years of the past; 5 of months, 4 of weeks.")
    ] = None,
    half_window: Annotated[
        int | None, typer.Option(help="Periods on either side of an anniversary; 1 of months, 3 of weeks.")
    ] = None,
    start: Annotated[str, typer.Option("--from", help="First period to test; the first that can be.")] = "",
    out: Annotated[Path | None, typer.Option(help="Where to save every series and period, as CSV.")] = None,
    as_json: Json = False,
) -> None:
    """Find the periods that are out of the ordinary for their own series, by a published method or ours."""
    from hedgerow.places.forecast import read_series
    from hedgerow.places.surveillance import Plan, surveillance_csv, survey

    if source.is_dir():
        raise UsageError(
            f"{source} is a folder.",
            remedy="Give a CSV; the signs of a workspace are found by: hedgerow places signals WORKSPACE.",
        )
    plan = Plan(method, season, alpha, years_back, half_window, start)
    found = survey(read_series(source), plan)
    if out:
        write_whole(out, surveillance_csv(found))
        show.whisper(f"Every series and period is in {out}.")
    alarms = [row for row in found.tidy() if row["alarm"] in (1, -1)]
    lines = [found.summary(), "", *map(_alarm, alarms[:MOST])]
    if len(alarms) > MOST:
        lines.append(f"and {len(alarms) - MOST:,} more; --out FILE.csv saves every one.")
    lines += ["", *(f"{MARKS[check.passed]}: {check.text}" for check in found.checks)]
    show.answer(
        found.as_dict() | {"alarm_rows": alarms},
        as_json=as_json,
        render=lambda console: show.view(console, "\n".join(lines)),
    )


def _alarm(row: dict[str, object]) -> str:
    word = "above" if row["alarm"] == 1 else "below"
    due = "" if row["expected"] is None else f", {row['expected']:.1f} expected"
    where = f"{row['series']}, {row['period']}"
    how = "" if row["score"] is None else f", score {row['score']:.2f}"
    return f"{word}: {where}: {row['observed']:g} recorded{due}{how}"
