"""Data: the sources that were read, the gap register, and the indicators."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.places.indicators import definitions
from hedgerow.places.tables.views import gaps_view, sources_view
from hedgerow.web.blocks import Link, LinksBlock, SourcesBlock, TableBlock
from hedgerow.web.page import Crumb, Page, Section
from hedgerow.web.render import respond
from hedgerow.web.site import site

router = APIRouter()
DATA = Crumb("Data", "/data/sources")
WAYS = LinksBlock(
    (
        Link("Sources", "/data/sources", "Every file that was read, with its licence and its rows."),
        Link("Gap register", "/data/gaps", "Months that are not known. Missing is never nought."),
        Link(
            "Indicators", "/data/indicators", "What is measured of a place, by whom, and which way is good."
        ),
        Link("Methods", "/methods", "How each estimate is made, and what it is not for."),
    ),
    "cards",
)


SOURCES = ("title", "publisher", "licence", "vintage", "files", "rows_in", "rows_kept", "rows_rejected")


@router.get("/data/sources")
def sources(request: Request) -> Response:
    """Show every source."""
    view = sources_view(site(request).lake())
    sections = (
        Section((TableBlock(view.sources, columns=SOURCES), SourcesBlock((view.sources,)))),
        Section((TableBlock(view.rejected),), heading="Rows that could not be used"),
        Section((WAYS,), heading="More about the data"),
    )
    page = Page("Sources", "Where do the numbers come from?", view.summary, sections, area="data", kept=True)
    return respond(request, page)


@router.get("/data/gaps")
def gaps(request: Request) -> Response:
    """Show the gap register."""
    view = gaps_view(site(request).lake())
    sections = (
        Section((TableBlock(view.register), SourcesBlock((view.register,))), heading="The register"),
        Section(
            (TableBlock(view.coverage, folded=True, opener=f"View all {len(view.coverage)} forces"),),
            heading="Months known of each force",
        ),
    )
    page = Page("Gap register", "What is not known?", view.summary, sections, (DATA,), area="data", kept=True)
    return respond(request, page)


@router.get("/data/indicators")
def indicators(request: Request) -> Response:
    """Show the definitions of the indicators."""
    table = indicator_table()
    page = Page(
        "Indicators",
        "What is measured of a place?",
        f"{len(table)} indicators, each with its owner, the direction that is good, and its date of review.",
        (Section((TableBlock(table, columns=SHOWN),)),),
        (DATA,),
        area="data",
        kept=True,
    )
    return respond(request, page)


SHOWN = ("title", "plain", "unit", "index", "domain", "direction", "publisher", "vintage", "review")


def indicator_table() -> Released:
    """Return the definitions of the indicators as a table that may be shown."""
    columns = (
        ReleasedColumn("name", "Key"),
        ReleasedColumn("title", "Indicator"),
        ReleasedColumn("plain", "What it means"),
        ReleasedColumn("unit", "Unit"),
        ReleasedColumn("index", "Counts towards"),
        ReleasedColumn("domain", "Part"),
        ReleasedColumn("direction", "Higher is"),
        ReleasedColumn("owner", "Kept by"),
        ReleasedColumn("publisher", "Publisher"),
        ReleasedColumn("licence", "Licence"),
        ReleasedColumn("vintage", "Period"),
        ReleasedColumn("review", "To be reviewed"),
    )
    rows = tuple(
        tuple(_word(getattr(one, column.name)) for column in columns) for one in definitions().values()
    )
    return release(Draft("indicators", "Indicators", columns, rows))


def _word(value: object) -> str:
    return str(value)
