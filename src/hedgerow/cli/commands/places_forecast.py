"""Forecast demand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.files import write_whole
from hedgerow.cli.options import Json


def forecast(
    series: Annotated[Path, typer.Argument(help="A CSV with the columns series, period, value.")],
    horizon: Annotated[int, typer.Option(help="Periods ahead.")],
    season: Annotated[int, typer.Option(help="Periods in a season: 12 for months, 1 for none.")] = 12,
    out: Annotated[
        Path | None, typer.Option(help="Where to save the forecasts: series, period, mean and quantiles.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Forecast monthly demand: means and quantiles, and whether a simpler way would have done as well."""
    from hedgerow.places.forecast import demand_csv, forecast_demand, read_series

    demand = forecast_demand(read_series(series), horizon=horizon, season=season)
    found = demand.as_dict()
    if out:
        write_whole(out, demand_csv(demand))
        show.whisper(f"The forecasts are in {out}.")
    elif as_json:
        found["forecast"] = demand.tidy()
    marks = {True: "holds", False: "look", None: "not made"}
    said = [check for check in demand.checks if check.text not in demand.summary()]
    lines = [demand.summary(), "", *(f"{marks[check.passed]}: {check.text}" for check in said)]
    if not out:
        lines.append("--out FILE.csv saves the forecasts; --json prints them.")
    show.answer(found, as_json=as_json, render=lambda console: show.view(console, "\n".join(lines)))
