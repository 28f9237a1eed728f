"""Where crime gathers: concentration, local patterns and districts beside the region's rate."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from hedgerow.disclosure import Released, shown
from hedgerow.places.tables.pattern_views import Patterns, patterns_view
from hedgerow.vocabulary import terms
from hedgerow.web.blocks import Block, ChartBlock, Link, LinksBlock, SourcesBlock, TableBlock, TextBlock
from hedgerow.web.charts import bars
from hedgerow.web.charts.bars import Columns
from hedgerow.web.filters import Choice, Select, filters
from hedgerow.web.page import Page, Section
from hedgerow.web.render import respond
from hedgerow.web.site import site
from hedgerow.web.unbuilt import needs

router = APIRouter()
MOST_LISTED = 40  # neighbourhoods, the surest first; files hold all
AREAS = ("name", "district", "class", "value", "q_value", "months")
MOST_DRAWN = 60  # districts; more do not fit a page, and are in the table
MEANING = (
    "A place among the high ones records much, and so do its neighbours, more than chance lays out. "
    "The correction for looking at every place at once is made: about 1 in 20 of those that are named is "
    "expected to be false. The surest come first; the files hold all. It says where records gather, not "
    "why, and nothing of any person."
)
FUNNEL = (
    "Each dot is a district’s records over what the region’s rate gives for its residents and months. The "
    "bar is where a district of its size may lie by chance and by the ordinary differences between "
    "districts. Only a dot outside its bar stands out."
)


@router.get("/patterns")
def show(request: Request) -> Response:
    """Show where one crime family gathers."""
    here = site(request)
    lake = needs(here.lake(), "local_pattern", "concentration", "funnel")
    family = request.query_params.get("family") or next(iter(terms("crime_family")))
    view = patterns_view(lake, family, here.workspace.settings.region.name)
    return respond(request, page_of(view))


def page_of(view: Patterns) -> Page:
    """Return the page of a family."""
    choices = tuple(Choice(name, term.title) for name, term in terms("crime_family").items())
    form = filters((Select("family", "Kind of crime", choices, view.family),))
    links = {(i, "name"): f"/places/{row['code']}" for i, row in enumerate(view.areas.records())}
    nobody = TextBlock(("No small neighbourhood stands out beyond what chance gives.",), tone="empty")
    found: Block = TableBlock(view.areas, links, AREAS, stop=MOST_LISTED) if len(view.areas) else nobody
    sections = (
        Section((form,)),
        Section((TableBlock(view.concentration),), heading="How much lies in few places?"),
        Section(
            (TableBlock(view.counts, narrow=True), found),
            heading="Which places stand among others like them?",
            intro=MEANING,
        ),
        Section(_funnel(view), heading="Which districts lie beyond chance?", intro=FUNNEL),
        Section((ONWARD, SourcesBlock((view.concentration, view.areas, view.funnel)))),
    )
    return Page(
        f"Where crime gathers: {view.title}",
        "Where does recorded crime gather, beyond what chance gives?",
        view.summary,
        sections,
        area="places",
        kept=True,
    )


def _funnel(view: Patterns) -> tuple[Block, ...]:
    links = {(i, "name"): f"/places/{row['code']}" for i, row in enumerate(view.funnel.records())}
    if not len(view.funnel):
        return (TextBlock(("Fewer than three districts are held, so there is no funnel.",), tone="empty"),)
    if len(view.funnel) > MOST_DRAWN:
        return (TableBlock(view.funnel, links),)
    chart = bars(
        view.funnel,
        Columns("name", "ratio", "limit_lower", "limit_upper"),
        label=f"Dots of recorded over expected {view.title.lower()} by district, with the limits of the "
        "funnel. The table below holds the same values.",
        said=_said(view.funnel, "ratio"),
        reference=1.0,
        key=(("dot", "recorded over expected"), ("interval", "outer limits of the funnel (99.8 %)")),
    )
    return (
        ChartBlock(
            chart,
            TableBlock(view.funnel, links, folded=True),
            "Recorded over what the region’s rate gives",
            "1 is the region’s own rate",
        ),
    )


def _said(table: Released, name: str) -> tuple[str, ...]:
    column = next(column for column in table.columns if column.name == name)
    return tuple(shown(table, row, column) for row in range(len(table)))


ONWARD = LinksBlock(
    (
        Link("The map", "/map", "Every small neighbourhood, one layer at a time."),
        Link(
            "Super and zero output", "/methods/contrast", "How a place is set beside what its context gives."
        ),
        Link("How is it made?", "/methods/local_pattern", "The method card of local patterns."),
    ),
    "cards",
)
