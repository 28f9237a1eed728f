"""Forecast demand: of a workspace's areas, or of any series in a CSV."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.files import write_whole
from hedgerow.cli.options import Json

if TYPE_CHECKING:
    from hedgerow.places.forecast.run import DemandRun

Source = Annotated[Path, typer.Argument(help="A workspace, or a CSV with the columns series, period, value.")]
Horizon = Annotated[int, typer.Option(help="Months (or periods of the CSV) ahead; 48 for four years.")]
Season = Annotated[int, typer.Option(help="Of a CSV: periods in a season, 12 for months, 1 for none.")]
Level = Annotated[str, typer.Option(help="Of a workspace: region, pfa, bcu, csp, lad, msoa or lsoa.")]
Type = Annotated[str, typer.Option("--type", help="Of a workspace: one crime type, such as burglary.")]
Family = Annotated[str, typer.Option(help="Of a workspace: one crime family, such as soc_relevant.")]
Out = Annotated[Path | None, typer.Option(help="Where to save the forecasts as CSV.")]
MARKS = {True: "holds", False: "look", None: "note"}


def forecast(
    source: Source,
    horizon: Horizon = 48,
    season: Season = 12,
    level: Level = "pfa",
    crime_type: Type = "",
    family: Family = "",
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Forecast monthly demand: means and quantiles, and whether a simpler way would have done as well."""
    if (source / "hedgerow.toml").is_file() or source.is_dir():
        _workspace(source, level, horizon, crime_type, family, out, as_json=as_json)
    else:
        _series(source, horizon, season, out, as_json=as_json)


def _series(source: Path, horizon: int, season: int, out: Path | None, *, as_json: bool) -> None:
    from hedgerow.places.forecast import demand_csv, forecast_demand, read_series

    demand = forecast_demand(read_series(source), horizon=horizon, season=season)
    found = demand.as_dict()
    if out:
        write_whole(out, demand_csv(demand))
        show.whisper(f"The forecasts are in {out}.")
    elif as_json:
        found["forecast"] = demand.tidy()
    said = [check for check in demand.checks if check.text not in demand.summary()]
    lines = [demand.summary(), "", *(f"{MARKS[check.passed]}: {check.text}" for check in said)]
    if not out:
        lines.append("--out FILE.csv saves the forecasts; --json prints them.")
    show.answer(found, as_json=as_json, render=lambda console: show.view(console, "\n".join(lines)))


def _workspace(
    source: Path, level: str, horizon: int, crime_type: str, family: str, out: Path | None, *, as_json: bool
) -> None:
    from hedgerow.places.tables.demand_run import run_demand
    from hedgerow.workspace import open_workspace

    opened = open_workspace(source)
    run = run_demand(
        opened.lake, opened.settings.region, level, horizon=horizon, crime_type=crime_type, family=family
    )
    found = run.as_dict()
    if out:
        _save(run, out)
        show.whisper(f"The forecasts are in {out}.")
    elif as_json:
        found["years"] = run.years()
        found["forecast"] = run.tidy().to_pylist()
    lines = [f"{run.what}, {run.level.rung.kind}, {run.months[0]} to {run.months[-1]}", ""]
    lines += [f"{MARKS[check.passed]}: {check.text}" for check in run.checks]
    lines += ["", *_year_lines(run)]
    show.answer(found, as_json=as_json, render=lambda console: show.view(console, "\n".join(lines)))


def _year_lines(run: DemandRun, most: int = 40) -> list[str]:
    rows = run.years()
    lines = [
        f"{row['area_code']}, {row['from_month']} to {row['to_month']}: {row['mean']:,.0f} "
        f"({row['lower95']:,.0f} to {row['upper95']:,.0f})"
        for row in rows[:most]
    ]
    more = len(rows) - most
    return [*lines, f"and {more:,} more; --out FILE.csv saves every month."] if more > 0 else lines


def _save(run: DemandRun, out: Path) -> None:
    import io

    from pyarrow import csv

    text = io.BytesIO()
    csv.write_csv(run.tidy(), text)
    write_whole(out, text.getvalue())
