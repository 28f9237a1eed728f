"""The charts of an area's page, each with its table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hedgerow.disclosure import Released, shown
from hedgerow.errors import NotFoundError
from hedgerow.places.tables.index_views import IndexView
from hedgerow.places.tables.views import AreaCrime, AreaHeader, layer_values, outline_svg
from hedgerow.places.tables.views.counting import COUNTED
from hedgerow.places.tables.views.memory import remembered
from hedgerow.store.lake import Lake
from hedgerow.web.blocks import ChartBlock, OwnBlock, TableBlock
from hedgerow.web.charts import bars, class_of, lines, ramp
from hedgerow.web.charts.bars import Columns
from hedgerow.web.charts.lines import Point, month_name

MOST_SHAPES = 700
LAYER = "crime:all_crime"


@dataclass(frozen=True)
class Shape:
    """One small area of the outline map."""

    code: str
    name: str
    path: str
    colour: str
    said: str


@dataclass(frozen=True)
class Paint:
    """A layer as the outline map shows it: its title, its classes, and colour and words of each area."""

    title: str
    legend: tuple[tuple[str, str], ...]
    areas: Mapping[str, tuple[str, str]]


def by_type(crime: AreaCrime) -> ChartBlock:
    """Return recorded crime by type beside the region."""
    chart = bars(
        crime.by_type,
        Columns("title", "rate", "lower", "upper", "region_rate"),
        label=f"Bars of recorded crime by type for each 1,000 residents a year in {crime.name}. "
        "The table below holds the same values.",
        said=_said(crime.by_type, "rate"),
        key=(("bar", "this area"), ("interval", "95 % interval"), ("compare", "region")),
        ranked=True,
    )
    columns = ("title", "n", "rate", "lower", "upper", "region_rate", "beside")
    span = f"{month_name(crime.first or '')} to {month_name(crime.last or '')}"
    return ChartBlock(
        chart,
        TableBlock(crime.by_type, columns=columns, folded=True),
        "Which kinds of crime are recorded here, and is that more than in the region?",
        f"Recorded for each 1,000 residents a year, {span}; {crime.months_counted} months counted",
    )


def by_month(crime: AreaCrime) -> ChartBlock:
    """Return recorded crime by month, with months that are not known as gaps."""
    points = [
        Point(
            str(row["month"]),
            None if row["n"] is None else float(str(row["n"])),
            state="unusual" if str(row["state"]).startswith("unusual") else "complete",
        )
        for row in crime.by_month.records()
    ]
    key = [("line", "recorded crimes a month")]
    if any(point.value is None for point in points):
        key.append(("gap", "not known"))
    if any(point.state == "unusual" for point in points):
        key.append(("care", "unusual: read with care"))
    chart = lines(
        points,
        label=f"Line of recorded crime by month in {crime.name}. The table below holds the same values.",
        key=tuple(key),
    )
    span = f"{month_name(points[0].month)} to {month_name(points[-1].month)}" if points else ""
    return ChartBlock(
        chart,
        TableBlock(crime.by_month, folded=True),
        "How has recorded crime moved, month by month?",
        f"All recorded crime but anti-social behaviour, {span}",
    )


def scores(view: IndexView) -> ChartBlock:
    """Return need and strength of one LSOA with their intervals."""
    chart = bars(
        view.scores,
        Columns("index", "score", "score_lower", "score_upper"),
        label="Dots of need and of strength on a scale from 0 to 100, with intervals.",
        said=_said(view.scores, "score"),
        ends=(0.0, 100.0),
        key=(("dot", "score"), ("interval", "90 % interval over reasonable methods")),
    )
    columns = (
        "index",
        "score",
        "score_lower",
        "score_upper",
        "rank",
        "rank_lower",
        "rank_upper",
        "decile",
        "p_top_decile",
    )
    return ChartBlock(
        chart,
        TableBlock(view.scores, columns=columns, folded=True),
        "How much need and how much strength, each on its own scale?",
        "0 to 100 within the region; the two are never merged",
    )


def _said(table: Released, name: str) -> tuple[str, ...]:
    column = next(column for column in table.columns if column.name == name)
    return tuple(shown(table, row, column) for row in range(len(table)))


def outline(lake: Lake, header: AreaHeader) -> OwnBlock | None:
    """Return the map of an area as SVG, coloured by recorded crime; `None` where it has no outline."""
    count = next((row["value"] for row in header.facts.records() if row["fact"] == "LSOAs"), "0")
    if int(str(count).replace(",", "")) > MOST_SHAPES or not lake.has("area_geometry"):
        return None
    try:
        drawn = outline_svg(lake, header.code if header.kind != "lsoa" else _district(header))
        paint = remembered(lake, COUNTED, "painted", lambda: _painted(lake))
    except NotFoundError:
        return None
    unknown = ("", "not known")
    shapes = [Shape(code, name, path, *paint.areas.get(code, unknown)) for code, name, path in drawn.paths]
    return OwnBlock(
        "outline",
        {
            "width": drawn.width,
            "height": drawn.height,
            "shapes": tuple(shapes),
            "legend": paint.legend,
            "chosen": header.code,
            "title": f"Map of {drawn.name}: {paint.title}",
            "area": header.code,
        },
        said={"map_of": drawn.name, "layer": LAYER},
    )


def _painted(lake: Lake) -> Paint:
    """Return colour and words of every small area for recorded crime."""
    layer = layer_values(lake, LAYER)
    colours, column = ramp("crime", len(layer.breaks) + 1), layer.values.columns[3]
    areas = {}
    for number, record in enumerate(layer.values.records()):
        value = record["value"]
        place = class_of(float(value) if isinstance(value, int | float) else None, layer.breaks)
        colour = colours[place] if place >= 0 else ""
        areas[str(record["code"])] = (colour, shown(layer.values, number, column))
    legend = tuple((colours[i], entry.label) for i, entry in enumerate(layer.legend) if i < len(colours))
    return Paint(f"{layer.layer.title.lower()}, {layer.layer.unit}", legend, areas)


def _district(header: AreaHeader) -> str:
    """Return the district that a small area is shown within."""
    return next((parent.code for parent in header.parents if parent.kind == "lad"), header.code)
