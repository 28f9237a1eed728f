"""Warning signs of the latest month, of the region or of one area; and the checklist of a place."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from hedgerow.disclosure import Released
from hedgerow.places.signals.checklist import AUDIENCES
from hedgerow.places.tables.membership import members
from hedgerow.places.tables.signals_checklist import ChecklistView, checklist_view
from hedgerow.places.tables.signals_views import SignalsView, signals_view
from hedgerow.places.tables.views import area_header
from hedgerow.web.blocks import Block, Link, LinksBlock, SourcesBlock, TableBlock, TextBlock
from hedgerow.web.charts.lines import month_name
from hedgerow.web.filters import Choice, Entry, Select, filters
from hedgerow.web.page import Crumb, Page, Section
from hedgerow.web.pages.places import PLACES
from hedgerow.web.render import respond
from hedgerow.web.site import site
from hedgerow.web.unbuilt import needs

router = APIRouter()
MOST = 25
ALARMS = ("name", "area_kind", "crime_type", "state", "observed", "expected", "lower", "upper", "q", "since")
CLUSTERS = ("name", "family", "areas", "from_month", "to_month", "observed", "expected", "ratio", "p")
TOGETHER = ("name", "house_name", "state", "p", "q", "strongest")
SIGN = ("sign", "state", "weight", "note", "source")
LOOK_AT = ("sign", "weight", "source")
NOTHING = "Nothing here leaves its own past by more than chance after looking everywhere."
READING = (
    "Each count is held against the place’s own past: its level, trend and time of year, steadied by its "
    "district. Looking at many places finds chance differences; q says how many of those listed are expected "
    "to be that."
)
CIRCLES = (
    "Crimes that come together in neighbouring places in the latest months, more than those places and those "
    "months alone explain."
)


@router.get("/signals")
def signals(request: Request) -> Response:
    """Show the signs of the region, or of one area."""
    lake = needs(site(request).lake(), "area", "area_lookup", "signal", "signal_check")
    code = request.query_params.get("area", "").strip()
    if not code:
        return respond(request, page_of(signals_view(lake), "the region", code))
    area = members(lake, code)
    view = signals_view(lake, code=area.code, kind=area.kind, lsoas=area.lsoas)
    return respond(request, page_of(view, area.name, area.code))


def page_of(view: SignalsView, name: str, code: str) -> Page:
    """Return the page of the signs."""
    form = filters(
        (Entry("area", "Code of an area", code, "Leave it empty for the whole region"),), clear="/signals"
    )
    said = TextBlock(view.sentences, tone="note", heading=f"Warning signs in {name}")
    sections = [Section((form, said))]
    if view.built:
        sections += [
            Section(_table(view.alarms, ALARMS), heading="What stands out", id="alarms", intro=READING),
            Section(
                _table(view.together, TOGETHER), heading="All rising signs of a place together", id="together"
            ),
            Section(_table(view.clusters, CLUSTERS), heading="Clusters", id="clusters", intro=CIRCLES),
            Section(_how(view), heading="How many could be told at all", id="how"),
        ]
    sections.append(Section((_onward(code),), heading="What to do with this", id="next"))
    month = f" in {month_name(view.month)}" if view.month else ""
    return Page(
        "Warning signs",
        f"Which places left their own past{month}?",
        "A sign is a reason to look, not a finding. Both directions are shown; what cannot be told is said.",
        tuple(sections),
        (PLACES,),
        area="places",
        kept=True,
    )


def _table(table: Released, columns: tuple[str, ...]) -> tuple[Block, ...]:
    if not len(table):
        return (TextBlock((NOTHING,), tone="empty"),)
    links = {(i, "name"): f"/places/{row['area_code']}" for i, row in enumerate(table.records())}
    return TableBlock(table, links, columns, stop=MOST), SourcesBlock((table,))


def _how(view: SignalsView) -> tuple[Block, ...]:
    blocks: list[Block] = [TableBlock(view.counts)] if len(view.counts) else []
    if len(view.checks):
        blocks.append(TableBlock(view.checks, folded=True, opener="View how the signs were tested"))
    return (*blocks, SourcesBlock((view.counts,)))


def _onward(code: str) -> LinksBlock:
    links = [Link("Evidence on what has changed crime", "/evidence", "What was studied, and how surely.")]
    if code:
        note = "What figures show, and what somebody must look at."
        links.insert(0, Link("The checklist of this place", f"/places/{code}/checklist", note))
        links.insert(1, Link("All that is known of this place", f"/places/{code}"))
    return LinksBlock(tuple(links), "cards")


@router.get("/places/{code}/checklist")
def checklist(request: Request, code: str) -> Response:
    """Show the checklist of one place for one audience."""
    lake = needs(site(request).lake(), "area", "area_lookup")
    header = area_header(lake, code)
    view = checklist_view(lake, header.code, request.query_params.get("audience") or AUDIENCES[1])
    return respond(request, checklist_page(view))


def checklist_page(view: ChecklistView) -> Page:
    """Return the page of a checklist."""
    choices = tuple(Choice(name, name.capitalize()) for name in AUDIENCES)
    form = filters((Select("audience", "For whom", choices, view.audience),))
    first, *cautions = view.sentences
    return Page(
        "Checklist",
        f"What should one look at in {view.name}?",
        first,
        (
            Section((form, TextBlock(tuple(cautions), tone="care"))),
            Section(_signs(view.measured, SIGN), heading="What figures show", id="measured"),
            Section(_signs(view.by_eye, LOOK_AT), heading="What somebody must look at", id="look"),
        ),
        (PLACES, Crumb(view.name, f"/places/{view.code}")),
        area="places",
        kept=True,
    )


def _signs(table: Released, columns: tuple[str, ...]) -> tuple[Block, ...]:
    return TableBlock(table, columns=columns), SourcesBlock((table,))
