"""Find a place: by name or code, or down the list of districts. No map is needed."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from hedgerow.disclosure import Released
from hedgerow.places.tables.views import FoundAreas, find_areas, region_overview
from hedgerow.web.blocks import Block, Link, LinksBlock, SourcesBlock, TableBlock, TextBlock
from hedgerow.web.filters import Choice, Entry, Select, filters
from hedgerow.web.page import Crumb, Page, Section
from hedgerow.web.pages.harm_switch import list_section
from hedgerow.web.render import respond
from hedgerow.web.site import site
from hedgerow.web.unbuilt import needs

router = APIRouter()
PLACES = Crumb("Places", "/places")
MOST = 50
FIRST = f"The first {MOST} areas that fit “{{text}}” are below. Choose a kind of area to see others."
KINDS = (
    ("", "Any kind of area"),
    ("lad", "District or city"),
    ("msoa", "Neighbourhood (MSOA)"),
    ("ward", "Ward"),
    ("lsoa", "Small neighbourhood (LSOA)"),
    ("csp", "Community safety partnership"),
    ("pfa", "Police force area"),
)
DISTRICT = (
    "name",
    "parent_name",
    "population",
    "rate",
    "rate_lower",
    "rate_upper",
    "need_top",
    "strength_top",
)


@router.get("/places/suggest.json")
def suggest(request: Request) -> Response:
    """Suggest areas for what is being typed."""
    lake = site(request).lake()
    text = request.query_params.get("q", "")[:80]
    if len(text.strip()) < 2 or not lake.has("area"):
        return JSONResponse({"areas": []})
    found = find_areas(lake, text, limit=8)
    areas = [
        {"label": _label(row), "href": f"/places/{row['code']}", "code": row["code"]}
        for row in found.areas.records()
    ]
    return JSONResponse({"areas": areas}, headers={"Cache-Control": "no-store"})


def _label(row: Mapping[str, object]) -> str:
    name = f"{row['house_name']} ({row['name']})" if row["house_name"] else str(row["name"])
    where = f", {row['parent_name']}" if row["parent_name"] else ""
    return f"{name}{where}"


@router.get("/places")
def places(request: Request) -> Response:
    """Show what was found, and the districts."""
    here = site(request)
    lake = needs(here.lake(), "area", "area_lookup")
    text = request.query_params.get("q", "")[:80]
    kind = request.query_params.get("kind", "")
    overview = region_overview(lake, here.region)
    form = filters(
        (
            Entry("q", "Name or code", text),
            Select("kind", "Kind of area", tuple(Choice(*pair) for pair in KINDS), kind),
        ),
        button="Find",
        keep={name: request.query_params.get(name, "") for name in ("harm", "version")},
    )
    blocks: list[Block] = [form]
    summary = "Type the name of a neighbourhood, ward, district or partnership, or choose a district below."
    if text:
        found = find_areas(lake, text, kind or None, limit=MOST)
        summary = found.summary if len(found.areas) < MOST else FIRST.format(text=text)
        blocks += _found(found)
    sections = (
        Section(tuple(blocks)),
        Section(
            (districts(overview.districts, folded=bool(text)), SourcesBlock((overview.districts,))),
            heading="Every district",
            intro="Crime is recorded crime per 1,000 residents a year, with its 95 % interval.",
        ),
        *list_section(
            lake, request, "lad", "Every district, weighed by harm", keep={"q": text, "kind": kind}
        ),
    )
    page = Page("Places", "Which place do you want to look at?", summary, sections, area="places", kept=True)
    return respond(request, page)


def districts(table: Released, *, folded: bool = False, columns: tuple[str, ...] = DISTRICT) -> TableBlock:
    """Return the table of districts or forces, each with the way to its page."""
    links = {(i, "name"): f"/places/{row['code']}" for i, row in enumerate(table.records())}
    opener = f"View all {len(table)} districts"
    return TableBlock(table, links, columns, folded=folded, opener=opener)


def _found(found: FoundAreas) -> list[Block]:
    if not len(found.areas):
        empty = TextBlock(
            ("Try the beginning of the name, the district, or a code such as E01026123.",),
            tone="empty",
            heading=f"No place is called “{found.text}”",
        )
        return [
            empty,
            LinksBlock((Link(f"Search the evidence for “{found.text}”", f"/evidence?q={found.text}"),)),
        ]
    links = {(i, "name"): f"/places/{row['code']}" for i, row in enumerate(found.areas.records())}
    columns = ("name", "house_name", "kind_title", "parent_name", "population")
    onward = Link(f"Search the evidence for “{found.text}” instead", f"/evidence?q={found.text}")
    return [TableBlock(found.areas, links, columns), LinksBlock((onward,))]
