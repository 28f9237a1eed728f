"""Forecast demand: of a workspace's areas, or of any series in a CSV."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.files import write_whole
from hedgerow.cli.options import Json
from hedgerow.errors import UsageError

if TYPE_CHECKING:
    from hedgerow.places.forecast.run import DemandRun
    from hedgerow.places.forecast.scenario import Programme
    from hedgerow.store.lake import Lake

Source = Annotated[Path, typer.Argument(help="A workspace, or a CSV with the columns series, period, value.")]
Horizon = Annotated[int, typer.Option(help="Months (or periods of the CSV) ahead; 48 for four years.")]
Season = Annotated[int, typer.Option(help="Of a CSV: periods in a season, 12 for months, 1 for none.")]
Level = Annotated[str, typer.Option(help="Of a workspace: region, pfa, bcu, csp, lad, msoa or lsoa.")]
Type = Annotated[str, typer.Option("--type", help="Of a workspace: one crime type, such as burglary.")]
Family = Annotated[str, typer.Option(help="Of a workspace: one crime family, such as soc_relevant.")]
Out = Annotated[Path | None, typer.Option(help="Where to save the forecasts as CSV.")]
Scenario = Annotated[Path | None, typer.Option(help="Prevention: a TOML file with effect, limits and start.")]
Effect = Annotated[float | None, typer.Option(help="Prevention: ratio of rates; 0.8 is a fifth fewer.")]
Lower = Annotated[float | None, typer.Option(help="Its lower 95 % limit.")]
Upper = Annotated[float | None, typer.Option(help="Its upper 95 % limit.")]
Start = Annotated[str, typer.Option("--from", help="First month of the prevention, YYYY-MM.")]
Share = Annotated[float, typer.Option(help="Share of the crimes that it reaches, above 0 to 1.")]
Fade = Annotated[float, typer.Option(help="Months after which half of the effect is left; 0 for no fading.")]
Evidence = Annotated[str, typer.Option(help="Prevention: an effect of the evidence library, by its id.")]
MARKS = {True: "holds", False: "look", None: "note"}


def forecast(  # noqa: PLR0913 - one argument for each option that a person may give
    source: Source,
    horizon: Horizon = 48,
    season: Season = 12,
    level: Level = "pfa",
    crime_type: Type = "",
    family: Family = "",
    scenario: Scenario = None,
    effect: Effect = None,
    lower: Lower = None,
    upper: Upper = None,
    start: Start = "",
    share: Share = 1.0,
    fade: Fade = 0.0,
    evidence: Evidence = "",
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Forecast monthly demand: means and quantiles, and whether a simpler way would have done as well."""
    asked = _Asked(scenario, effect, lower, upper, start, share, fade, evidence)
    if source.is_dir():
        _workspace(source, level, horizon, crime_type, family, asked, out, as_json=as_json)
    elif asked.wanted:
        raise UsageError(
            "A scenario of prevention needs a workspace.", remedy="Give the workspace’s folder, not a CSV."
        )
    else:
        _series(source, horizon, season, out, as_json=as_json)


@dataclass(frozen=True)
class _Asked:
    """What was asked of a scenario."""

    scenario: Path | None
    effect: float | None
    lower: float | None
    upper: float | None
    start: str
    share: float
    fade: float
    evidence: str

    @property
    def wanted(self) -> bool:
        return bool(self.scenario or self.evidence or self.effect is not None)

    def programme(self, lake: Lake) -> Programme:
        from hedgerow.commissioning.tables.prevention import programme_of
        from hedgerow.places.forecast.scenario import Programme, read_programme

        ways = [bool(self.scenario), bool(self.evidence), self.effect is not None]
        if sum(ways) != 1:
            raise UsageError(
                "More than one effect is named.", remedy="Give one of --scenario, --evidence and --effect."
            )
        if self.scenario:
            return read_programme(self.scenario)
        if not self.start:
            raise UsageError("The scenario has no first month.", remedy="Give --from, such as 2026-04.")
        if self.evidence:
            return programme_of(lake, self.evidence, start=self.start, share=self.share, fade=self.fade)
        if self.effect is None or self.lower is None or self.upper is None:
            raise UsageError(
                "The effect has no limits.",
                cause="A scenario carries the doubt of the evidence through.",
                remedy="Give --lower and --upper with --effect.",
            )
        return Programme(self.effect, self.lower, self.upper, self.start, self.share, self.fade)


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
    source: Path,
    level: str,
    horizon: int,
    crime_type: str,
    family: str,
    asked: _Asked,
    out: Path | None,
    *,
    as_json: bool,
) -> None:
    from hedgerow.places.forecast.scenario import prevented
    from hedgerow.places.tables.demand_run import run_demand
    from hedgerow.workspace import open_workspace

    opened = open_workspace(source)
    run = run_demand(
        opened.lake, opened.settings.region, level, horizon=horizon, crime_type=crime_type, family=family
    )
    found = run.as_dict()
    supposed = prevented(run, asked.programme(opened.lake)) if asked.wanted else None
    if supposed is not None:
        found["scenario"] = supposed.as_dict()
    if out:
        _save(run, out)
        show.whisper(f"The forecasts are in {out}.")
    elif as_json:
        found["years"] = run.years()
        found["forecast"] = run.tidy().to_pylist()
    lines = [f"{run.what}, {run.level.rung.kind}, {run.months[0]} to {run.months[-1]}", ""]
    lines += [f"{MARKS[check.passed]}: {check.text}" for check in run.checks]
    lines += ["", *_year_lines(run)]
    if supposed is not None:
        lines += ["", supposed.summary()]
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
