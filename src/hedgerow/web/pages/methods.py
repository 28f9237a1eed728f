"""Method cards, and the trace of one number."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from hedgerow.places.cards import card, card_table, cards
from hedgerow.web.blocks import Block, Link, LinksBlock, PairsBlock, SourcesBlock, TableBlock, TextBlock
from hedgerow.web.filters import Entry, filters
from hedgerow.web.page import Crumb, Page, Section
from hedgerow.web.pages.data import DATA, WAYS
from hedgerow.web.render import respond
from hedgerow.web.site import site
from hedgerow.workspace.trace import trace

router = APIRouter()
ROWS = ("file", "rows", "adds", "which", "publisher", "licence", "vintage", "retrieved")
METHODS = Crumb("Methods", "/methods")


@router.get("/methods")
def methods(request: Request) -> Response:
    """List the method cards."""
    links = tuple(
        Link(one.title, f"/methods/{name}", one.statements["what"][0]) for name, one in cards().items()
    )
    page = Page(
        "Data and methods",
        "How is each figure made, and what is it not for?",
        "Each card says what a figure is, what it is not for, how sure it is and how to challenge it.",
        (Section((LinksBlock(links, "cards"),)), Section((WAYS,), heading="The data")),
        (DATA,),
        area="data",
        kept=True,
    )
    return respond(request, page)


@router.get("/methods/{name}")
def method(request: Request, name: str) -> Response:
    """Show one method card."""
    one = card(name)
    table = card_table(name, datetime.now(UTC).date())
    blocks = (TableBlock(table, narrow=True), SourcesBlock((table,)))
    page = Page(
        one.title,
        f"How is it made? {one.title}",
        one.people,
        (Section(blocks),),
        (DATA, METHODS),
        area="data",
    )
    return respond(request, page)


@router.get("/trace")
def follow(request: Request) -> Response:
    """Follow one number to its files and rows."""
    address = request.query_params.get("figure", "")[:400]
    form = filters(
        (Entry("figure", "Address of a figure", address, "table/key=value/column"),), button="Trace"
    )
    if not address:
        said = TextBlock(
            (
                "Choose a number with a dotted line under it on any page, or type its address, which every "
                "document prints too.",
            ),
            tone="empty",
            heading="Which number?",
        )
        question, summary, blocks = (
            "Where does a number come from?",
            "From a figure to file and row.",
            (said,),
        )
        page = Page("Trace", question, summary, (Section((form, *blocks)),), (DATA,), area="data")
        return respond(request, page)
    return respond(request, trail_page(request, address, form))


def trail_page(request: Request, address: str, form: Block) -> Page:
    """Return the page of a trail."""
    view = trace(site(request).workspace, address).page()
    pairs = [("Address", view.figure), ("Checked", view.check or "This figure is not computed again.")]
    blocks: list[Block] = [TextBlock(view.how or (view.value,), tone="verdict", heading=view.value)]
    blocks.append(PairsBlock(tuple(pairs)))
    sections = [Section(tuple(blocks))]
    if view.rows is not None:
        sections.append(
            Section((TableBlock(view.rows, columns=ROWS),), heading="Rows of files that it rests on")
        )
    if view.figures is not None:
        links = {
            (i, "figure"): f"/trace?figure={row['figure']}" for i, row in enumerate(view.figures.records())
        }
        sections.append(Section((TableBlock(view.figures, links),), heading="Figures in between"))
    if view.notes:
        sections.append(Section((TextBlock(view.notes, tone="care"),)))
    sections.append(Section((form,), heading="Trace another"))
    return Page(
        "Trace", "Where does this number come from?", view.value, tuple(sections), (DATA,), area="data"
    )
