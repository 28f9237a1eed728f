"""Demand to come: one area and one kind of crime, with intervals and with how the forecast has done."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from hedgerow.places.tables.demand_views import KINDS, DemandView, demand_view
from hedgerow.web.blocks import Block, ChartBlock, Link, LinksBlock, SourcesBlock, TableBlock, TextBlock
from hedgerow.web.charts import lines
from hedgerow.web.charts.lines import Point
from hedgerow.web.filters import Choice, Select, filters
from hedgerow.web.page import Page, Section
from hedgerow.web.render import respond
from hedgerow.web.site import site
from hedgerow.web.unbuilt import needs

router = APIRouter()
KEY = (
    ("line", "recorded"),
    ("dashed", "expected"),
    ("#a9c7b4", "80 % interval"),
    ("#dbe8df", "95 % interval"),
    ("gap", "not known"),
)
SCORED = (
    "Each way made the same forecast up to twelve times, one to twelve months before the end, and was held "
    "against what came. MASE and RMSSE below 1 beat last year’s same month inside the known months."
)


@router.get("/demand")
def show(request: Request) -> Response:
    """Show demand of one area and type."""
    lake = needs(site(request).lake(), "demand", "demand_year", "demand_score", "area")
    asked = request.query_params
    kind, code = asked.get("kind", ""), asked.get("area", "")
    if asked.get("from_kind") and asked.get("from_kind") != (kind or "pfa"):
        code = ""  # the list of areas belonged to the kind before
    return respond(request, page_of(demand_view(lake, kind, code, asked.get("type", ""))))


def page_of(view: DemandView) -> Page:
    """Return the page."""
    form = filters(
        (
            Select("kind", "Kind of area", tuple(Choice(*pair) for pair in KINDS), view.kind),
            Select("area", "Area", tuple(Choice(*pair) for pair in view.areas), view.code),
            Select("type", "Crime", tuple(Choice(*pair) for pair in view.types), view.crime_type),
            Select("from_kind", "Areas listed", (Choice(view.kind, dict(KINDS)[view.kind]),), view.kind),
        )
    )
    told = len(view.years) > 0
    blocks: list[Block] = [form, TextBlock(view.sentences[1:] or view.sentences, tone="note")]
    sections = [Section(tuple(blocks))]
    if told:
        sections += [
            Section((_chart(view),), heading="Month by month", id="months"),
            Section((TableBlock(view.years),), heading="Year by year", id="years"),
            Section((TableBlock(view.scores),), heading="How sure is that?", id="scores", intro=SCORED),
        ]
    onward = LinksBlock((Link("Warning signs", "/signals"), Link("How demand is forecast", "/methods")))
    sections.append(Section((onward, SourcesBlock((view.months,)))))
    return Page(
        f"Demand: {view.name}",
        f"How much is to come? {view.what}, {view.name}",
        view.sentences[0],
        tuple(sections),
        area="places",
        kept=True,
    )


def _chart(view: DemandView) -> ChartBlock:
    past = [
        Point(str(row["month"]), None if row["n"] is None else float(str(row["n"])))
        for row in view.known.records()
    ]
    ahead = [
        Point(str(row["month"]), None, _number(row["mean"]), "ahead", _limits(row))
        for row in view.months.records()
    ]
    chart = lines(
        (*past, *ahead),
        label=f"Line of recorded crime by month in {view.name} and what is expected, with intervals that "
        "widen. The table below holds the same values.",
        key=KEY,
    )
    return ChartBlock(
        chart,
        TableBlock(view.months, folded=True, opener=f"View all {len(view.months)} months"),
        f"{view.what}: recorded, and expected if nothing changes",
        "Crimes a month; beyond the first year this is a scenario of no change",
    )


def _limits(row: Mapping[str, object]) -> tuple[tuple[float, float], ...]:
    pairs = (("lower95", "upper95"), ("lower80", "upper80"))
    found = [(_number(row[low]), _number(row[high])) for low, high in pairs]
    return tuple((low, high) for low, high in found if low is not None and high is not None)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
