"""Crime weighed by harm: counts and harm side by side, and what changes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.files import write_whole
from hedgerow.cli.options import Json

if TYPE_CHECKING:
    from hedgerow.disclosure import Released
    from hedgerow.places.tables.harm_views import HarmView

Workspace = Annotated[Path, typer.Argument(help="Folder of a workspace that was built.")]
FIRST = 10


def harm(  # noqa: PLR0913 - one argument for each option that a person may give
    workspace: Workspace,
    scheme: Annotated[
        str,
        typer.Option(help="counts, cchi, cchi_mean, css, css_mean, cost, or own (the workspace's weights)."),
    ] = "cchi",
    months: Annotated[
        str, typer.Option(help="First and last month as 2025-02:2026-01; the last twelve by default.")
    ] = "",
    level: Annotated[str, typer.Option(help="lsoa, msoa, ward, lad, csp, bcu or pfa.")] = "lsoa",
    version: Annotated[str, typer.Option(help="victim_reported or with_discovered; both by default.")] = "",
    weights: Annotated[
        Path | None,
        typer.Option(
            help="Weights of your own: CSV with category, weight, unit, edition, source; JSON or XLSX."
        ),
    ] = None,
    deflators: Annotated[
        Path | None, typer.Option(help="For --scheme cost: a CSV with the columns year, index.")
    ] = None,
    price_year: Annotated[str, typer.Option(help="In which year's prices, as 2024/25.")] = "",
    out: Annotated[Path | None, typer.Option(help="Where to save every area, as CSV.")] = None,
    as_json: Json = False,
) -> None:
    """Weigh recorded crime by harm, and show what changes: rank by count, rank by harm, the difference."""
    from hedgerow.places.tables.harm_views import HarmAsk, harm_view
    from hedgerow.workspace import open_workspace

    lake = open_workspace(workspace).lake
    found = harm_view(lake, HarmAsk(scheme, months, level, version, weights, deflators, price_year))
    if out:
        write_whole(out, _csv(found.areas))
        show.whisper(f"Every area is in {out}.")
    show.answer(
        found if as_json else None,
        as_json=as_json,
        render=lambda console: show.view(console, _words(found, saved=out is not None)),
    )


def _csv(table: Released) -> str:
    """Return a released table with the keys of the JSON as headings."""
    import csv
    import io

    from hedgerow.disclosure.export import guarded

    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([column.name for column in table.columns])
    writer.writerows([["" if v is None else guarded(v) for v in row] for row in table.rows])
    return buffer.getvalue()


def _words(found: HarmView, *, saved: bool) -> str:
    lines = [found.summary, "", *found.cautions, ""]
    for version in dict.fromkeys(str(row["version"]) for row in found.areas.records()):
        lines += [f"{version.replace('_', ' ')}:", *_first(found, version), ""]
    lines += ["Share of records without a weight:"]
    lines += [
        f"  {row['version']}: {row['unweighted_share']:.1f} %"
        for row in found.shares.records()
        if row["unweighted_share"] is not None
    ]
    lines += ["", "Spearman's rank correlation with counts:"]
    lines += [
        f"  {row['other']} ({str(row['version']).replace('_', ' ')}): {row['spearman']:.3f}"
        for row in found.agreement.records()
        if row["scheme"] == "counts" and row["spearman"] is not None
    ]
    lines.append("" if saved else "--out FILE.csv saves every area; --json prints all.")
    return "\n".join(lines)


def _first(found: HarmView, version: str) -> list[str]:
    """Return the areas with the greatest harm, in words."""
    rows = [r for r in found.areas.records() if r["version"] == version and r["rank"] is not None]
    if not rows:
        return ["  no area of this kind is known"]
    return [
        f"  {row['rank']:.0f}. {row['name']} ({row['area_code']}): {row['value']:,.0f} {found.unit}, "
        f"{row['records']:,.0f} recorded; rank by count {row['count_rank']:.0f}, "
        f"change {row['rank_change']:+.0f}"
        for row in rows[:FIRST]
    ]
