"""The overview of the region: what this is for, the headline numbers, what is missing, and three doors."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from hedgerow.disclosure import Released
from hedgerow.places.tables.views import GapsView, RegionOverview, gaps_view, region_overview
from hedgerow.web.blocks import (
    Block,
    Fact,
    FactsBlock,
    Link,
    LinksBlock,
    SourcesBlock,
    TableBlock,
    TextBlock,
    fact,
)
from hedgerow.web.page import Page, Section
from hedgerow.web.pages.harm_switch import list_section
from hedgerow.web.pages.places import DISTRICT, districts
from hedgerow.web.render import respond
from hedgerow.web.site import site

router = APIRouter()
DOORS = LinksBlock(
    (
        Link(
            "Find a place",
            "/places",
            "Recorded crime, need and strength of any neighbourhood, ward or district.",
        ),
        Link("See the map", "/map", "Crime, need, strength and context of every small neighbourhood."),
        Link(
            "Read the evidence",
            "/evidence",
            "What research has found, how sure it is, and where nobody has looked.",
        ),
        Link(
            "Write the local profile",
            "/profile",
            "The document on serious and organised crime, every number traceable.",
        ),
    ),
    "doors",
)
FORCE = tuple(name for name in DISTRICT if name != "parent_name")
QUESTION = "Where is need, where is strength, what works and what is promised?"
START = TextBlock(
    (
        "This workspace holds no data so far. Put files as published into its folder sources, or add them "
        "with: hedgerow source add FILE. Then run: hedgerow build PATH.",
        "To see everything with a fictional region first: hedgerow demo demo, then hedgerow build demo.",
    ),
    tone="empty",
    heading="Start here",
)


@router.get("/")
def home(request: Request) -> Response:
    """Show the overview."""
    here = site(request)
    lake = here.lake()
    purpose = (
        "One map of evidence, places, plans and action against serious and organised crime in "
        f"{here.region.name}, for police analysts, commissioners and community partners."
    )
    sections: tuple[Section, ...] = (Section((DOORS,)), Section((START,)))
    if lake.has("area_lookup"):
        sections = filled(region_overview(lake, here.region), gaps_view(lake))
        sections += tuple(list_section(lake, request, "pfa", "Police force areas, weighed by harm"))
    page = Page(f"Overview of {here.region.name}", QUESTION, purpose, sections, kept=True)
    return respond(request, page)


def filled(view: RegionOverview, gaps: GapsView) -> tuple[Section, ...]:
    """Return the parts of the overview of a region that is built."""
    first: list[Block] = [DOORS, FactsBlock(_facts(view.headline))]
    return (
        Section(tuple(first)),
        Section(_missing(gaps), heading="What is missing", id="missing"),
        Section((districts(view.forces, columns=FORCE),), heading="Police force areas"),
        Section(
            (districts(view.districts, folded=True), SourcesBlock((view.headline, view.districts))),
            heading="Districts",
        ),
    )


def _facts(table: Released) -> tuple[Fact, ...]:
    wanted = ("residents", "lsoas", "crimes", "rate", "months_missing")
    rows = {str(row["key"]): number for number, row in enumerate(table.records())}
    whats = [str(row["what"]) for row in table.records()]
    return tuple(fact(table, rows[key], "value", whats[rows[key]]) for key in wanted if key in rows)


def _missing(gaps: GapsView) -> tuple[Block, ...]:
    said = TextBlock((gaps.summary,), tone="care", links=(Link("The whole gap register", "/data/gaps"),))
    mine = [i for i, row in enumerate(gaps.register.records()) if row["in_region"]]
    if not mine:
        return (said,)
    columns = ("force", "from_month", "to_month", "kind", "note")
    return (
        said,
        TableBlock(
            gaps.register,
            {},
            columns,
            stop=mine[-1] + 1,
            narrow=True,
            folded=True,
            opener="View the gaps of this region",
        ),
    )
