"""What the workspace rests on: sources, gaps, and the indicators of an area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.places.indicators import Indicator, definitions
from hedgerow.places.tables.views.areas import get_area
from hedgerow.places.tables.views.crime import GAP_COLUMNS
from hedgerow.places.tables.views.memory import remembered
from hedgerow.places.tables.views.sourcing import source_notes
from hedgerow.provenance import Figure
from hedgerow.store.lake import Lake

_SOURCES = """
    SELECT source, any_value(title) AS title, any_value(publisher) AS publisher,
           any_value(licence) AS licence,
           string_agg(DISTINCT vintage, ', ' ORDER BY vintage) AS vintage, count(DISTINCT file_id) AS files,
           sum(rows_in) AS rows_in, sum(rows_kept) AS rows_kept, sum(rows_rejected) AS rows_rejected
    FROM (SELECT DISTINCT ON (file_id, source) * FROM source_file) GROUP BY source ORDER BY title
"""
_REJECTS = """
    SELECT f.source, r.reason, count(*) AS n, min(f.path) AS path, min(r.value) AS example
    FROM rejected_row r JOIN (SELECT DISTINCT file_id, source, path FROM source_file) f USING (file_id)
    GROUP BY ALL ORDER BY n DESC, f.source, r.reason
"""
_COVERAGE = """
    SELECT pfa24, any_value(pfa24_name) AS force, min(month) AS first, max(month) AS last, count(*) AS months,
           count(*) FILTER (state = 'complete') AS complete, count(*) FILTER (state = 'unusual') AS unusual,
           count(*) FILTER (state = 'partial') AS partial, count(*) FILTER (state = 'missing') AS missing
    FROM panel_coverage GROUP BY pfa24
    ORDER BY pfa24 NOT IN (SELECT pfa24 FROM area_lookup WHERE in_region), force
"""
_GAPS = """
    SELECT force, from_month, to_month, kind, source, note,
           pfa24 IN (SELECT pfa24 FROM area_lookup WHERE in_region) AS in_region
    FROM panel_gap ORDER BY 7 DESC, force, from_month
"""
# The mean over residents for an area of several LSOAs.
_VALUES = """
    SELECT v.indicator, CASE WHEN v.indicator = 'population' THEN sum(v.value)
               ELSE sum(v.value * coalesce(a.population, 1)) / sum(coalesce(a.population, 1)) END AS value
    FROM indicator_value v JOIN area_lookup a USING (lsoa21)
    WHERE v.value IS NOT NULL AND v.lsoa21 BETWEEN $low AND $high AND v.lsoa21 IN (SELECT unnest($members))
    GROUP BY 1
"""
_REGION_VALUES = """
    SELECT v.indicator, v.lsoa21, v.value FROM indicator_value v JOIN area_lookup a USING (lsoa21)
    WHERE a.in_region AND v.value IS NOT NULL
"""
_REGION_PEOPLE = "SELECT lsoa21, coalesce(population, 1) AS people FROM area_lookup WHERE in_region"
_SOURCE_COLUMNS = (
    ReleasedColumn("source", "Source"),
    ReleasedColumn("title", "What it is"),
    ReleasedColumn("publisher", "Publisher"),
    ReleasedColumn("licence", "Licence"),
    ReleasedColumn("vintage", "Period or edition"),
    ReleasedColumn("files", "Files", decimals=0),
    ReleasedColumn("rows_in", "Rows read", decimals=0),
    ReleasedColumn("rows_kept", "Rows kept", decimals=0),
    ReleasedColumn("rows_rejected", "Rows not used", decimals=0),
)
_REJECT_COLUMNS = (
    ReleasedColumn("source", "Source"),
    ReleasedColumn("reason", "Why the rows were not used"),
    ReleasedColumn("n", "Rows", decimals=0),
    ReleasedColumn("path", "For example in"),
)
_COVERAGE_COLUMNS = (
    ReleasedColumn("force", "Police force area"),
    ReleasedColumn("first", "From"),
    ReleasedColumn("last", "To"),
    ReleasedColumn("months", "Months", decimals=0),
    ReleasedColumn("complete", "Complete", decimals=0),
    ReleasedColumn("unusual", "Unusual", decimals=0),
    ReleasedColumn("partial", "Partial", decimals=0),
    ReleasedColumn("missing", "Missing", decimals=0),
)
_INDICATOR_COLUMNS = (
    ReleasedColumn("indicator", "Key"),
    ReleasedColumn("title", "Indicator"),
    ReleasedColumn("value", "Here"),
    ReleasedColumn("unit", "Unit"),
    ReleasedColumn("middle", "Middle LSOA of the region"),
    ReleasedColumn("below", "LSOAs of the region with less", "%", 0),
    ReleasedColumn("index", "Counts towards"),
    ReleasedColumn("domain", "Part"),
    ReleasedColumn("plain", "What it means"),
    ReleasedColumn("vintage", "Period"),
    ReleasedColumn("publisher", "Publisher"),
)


@dataclass(frozen=True)
class SourcesView:
    """Every source that was read, and which rows were not used."""

    summary: str
    sources: Released
    rejected: Released


@dataclass(frozen=True)
class GapsView:
    """The gap register and how many months of each force are known."""

    summary: str
    register: Released
    coverage: Released


@dataclass(frozen=True)
class IndicatorsView:
    """Indicators of one area beside the region's."""

    code: str
    name: str
    summary: str
    indicators: Released


def sources_view(lake: Lake) -> SourcesView:
    """List sources with the rows that came in, were kept and were not used."""
    built = lake.has("source_file")
    rows = lake.query(_SOURCES).to_pylist() if built else []
    rejected = lake.query(_REJECTS).to_pylist() if built and lake.has("rejected_row") else []
    sources = Draft(
        "sources",
        "Sources",
        _SOURCE_COLUMNS,
        tuple(tuple(_whole(row[column.name]) for column in _SOURCE_COLUMNS) for row in rows),
        notes=("Rows read are rows kept and rows not used; each of the latter is listed with its reason.",),
    )
    refused = Draft(
        "rejected_rows",
        "Rows that were not used",
        _REJECT_COLUMNS,
        tuple(tuple(_whole(row[column.name]) for column in _REJECT_COLUMNS) for row in rejected),
    )
    files = sum(row["files"] for row in rows)
    words = f"{files:,} files of {len(rows)} sources were read." if rows else "No source was read yet."
    return SourcesView(words, release(sources), release(refused))


def _gap_words(count: int, last: str, mine: Sequence[str]) -> str:
    """Say how many gaps there are, and whether the newest month is among them for a force of the region."""
    known = f"{count} gap is" if count == 1 else f"{count} gaps are"
    newest = (
        f"In {last} nothing is known of {', '.join(mine)}."
        if mine
        else f"In {last}, the newest month, every force of the region is known."
    )
    return f"{known} on the register. {newest} Missing is never zero."


def gaps_view(lake: Lake) -> GapsView:
    """List the gaps of every force, the region's first."""
    built = lake.has("panel_gap") and lake.has("panel_coverage")
    rows = lake.query(_GAPS).to_pylist() if built else []
    coverage = lake.query(_COVERAGE).to_pylist() if built else []
    columns = (*GAP_COLUMNS, ReleasedColumn("in_region", "In this region"))
    last = max((row["last"] for row in coverage), default="")
    mine = sorted(
        {
            row["force"]
            for row in rows
            if row["in_region"] and row["kind"] != "unusual" and row["to_month"] >= last
        }
    )
    words = (
        _gap_words(len(rows), last, mine) if built else "The panel is not built yet, so no gap can be told."
    )
    register = Draft(
        "panel_gap",
        "Gap register",
        columns,
        tuple(tuple(row[column.name] for column in columns) for row in rows),
        sources=source_notes(lake, "crime-panel-", "police-street"),
        notes=(
            "missing: no usable data; partial: clearly too few; unusual: kept, to be read with care. "
            "Missing and partial months are left out of every count and rate.",
        ),
    )
    known = Draft(
        "panel_coverage",
        "Months known of each force",
        _COVERAGE_COLUMNS,
        tuple(tuple(row[column.name] for column in _COVERAGE_COLUMNS) for row in coverage),
    )
    return GapsView(words, release(register), release(known))


def indicators_view(lake: Lake, code: str) -> IndicatorsView:
    """List the indicators of an area beside the region; raise `NotFoundError` for an unknown code."""
    area = get_area(lake, code)
    held: Mapping[str, Mapping[str, float | None]] = {}
    if lake.has("indicator_value") and area.members:
        grid = _grid(lake)
        own = _own(lake, grid, area.members)
        held = {name: _beside(own.get(name), values) for name, values in grid.ordered.items()}
    order = {"need": 0, "strength": 1, "context": 2, "none": 3}
    wanted = sorted(definitions().values(), key=lambda one: (order[one.index], one.domain, one.name))
    rows = [(one, held[one.name]) for one in wanted if one.name in held]
    figures = {
        (number, "value"): str(
            Figure.of("indicator_value", "value", {"indicator": one.name, "lsoa21": area.code})
        )
        for number, (one, _) in enumerate(rows)
        if area.kind == "lsoa"
    }
    draft = Draft(
        "area_indicators",
        f"Indicators of {area.name}",
        _INDICATOR_COLUMNS,
        tuple(_indicator_row(one, values) for one, values in rows),
        figures=figures,
        sources=source_notes(lake, *sorted({one.source for one, _ in rows})),
        notes=("For an area of several LSOAs the value is their mean, weighted by residents.",)
        if area.lsoa_count > 1
        else (),
    )
    words = f"{len(rows)} of {len(definitions())} indicators are held for {area.name}."
    return IndicatorsView(area.code, area.name, words, release(draft))


@dataclass(frozen=True)
class _Grid:
    """The region’s indicators: the values of its LSOAs in one order, and the same from low to high."""

    places: Mapping[str, int]
    people: NDArray[np.float64]
    values: Mapping[str, NDArray[np.float64]]
    ordered: Mapping[str, NDArray[np.float64]]


def _grid(lake: Lake) -> _Grid:
    return remembered(lake, ("indicator_value", "area_lookup"), "region_values", lambda: _read_grid(lake))


def _read_grid(lake: Lake) -> _Grid:
    people = lake.query(_REGION_PEOPLE).to_pydict()
    places = {code: number for number, code in enumerate(people["lsoa21"])}
    found: dict[str, NDArray[np.float64]] = {}
    rows = lake.query(_REGION_VALUES).to_pydict()
    for name, code, value in zip(rows["indicator"], rows["lsoa21"], rows["value"], strict=True):
        found.setdefault(name, np.full(len(places), np.nan))[places[code]] = value
    ordered = {name: np.sort(values[~np.isnan(values)]) for name, values in found.items()}
    return _Grid(places, np.array(people["people"], dtype=float), found, ordered)


def _own(lake: Lake, grid: _Grid, members: Sequence[str]) -> Mapping[str, float]:
    """Return the mean over residents of each indicator in an area, their sum for residents themselves."""
    if not all(code in grid.places for code in members):
        asked = {"members": list(members), "low": min(members), "high": max(members)}
        return {row["indicator"]: row["value"] for row in lake.query(_VALUES, asked).to_pylist()}
    rows = np.array([grid.places[code] for code in members])
    found = {}
    for name, values in grid.values.items():
        mine, people = values[rows], grid.people[rows]
        there = ~np.isnan(mine)
        if there.any():
            whole = float(np.dot(mine[there], people[there]) / people[there].sum())
            found[name] = float(mine[there].sum()) if name == "population" else whole
    return found


def _beside(value: float | None, region: NDArray[np.float64]) -> dict[str, float | None]:
    """Return a value, the middle of the region and the share of its LSOAs that have less."""
    below = None if value is None else 100.0 * float(np.searchsorted(region, value)) / len(region)
    return {"value": value, "middle": float(np.median(region)), "below": below}


def _indicator_row(one: Indicator, values: Mapping[str, float | None]) -> tuple[str | float | None, ...]:
    return (
        one.name,
        one.title,
        values["value"],
        one.unit,
        values["middle"],
        values["below"],
        one.index,
        one.domain,
        one.plain,
        one.vintage,
        one.publisher,
    )


def _whole(value: object) -> str | int | None:
    """Return a sum as a whole number; the engine gives sums as decimals."""
    return value if value is None or isinstance(value, str) else int(str(value))
