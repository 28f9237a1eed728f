"""Need and strength of the region: which places, how sure, what each indicator does, which choice matters."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from hedgerow.places.tables.index_explained import IndexExplained, index_explained
from hedgerow.web.blocks import Block, Link, LinksBlock, OwnBlock, SourcesBlock, TableBlock, TextBlock
from hedgerow.web.filters import Choice, Select, filters, turn, whole_number
from hedgerow.web.page import Page, Section
from hedgerow.web.render import respond
from hedgerow.web.site import site
from hedgerow.web.unbuilt import needs

router = APIRouter()
SIZE = 40
INDEXES = (Choice("need", "Need"), Choice("strength", "Strength"))
SHOWN = (
    "name",
    "house_name",
    "district",
    "score",
    "score_lower",
    "score_upper",
    "rank",
    "rank_lower",
    "rank_upper",
    "p_top_decile",
)
PLACES = (
    "A rank is never exact. The limits hold nine tenths of what other reasonable methods would have said; "
    "the chance is the share of them that put the place in the tenth with the most."
)
ELEMENTS = (
    "An indicator that hardly moves with the score, or runs against the others, says something else than "
    "they do. What its leaving out would change is printed beside it."
)
METHODS = (
    "Each choice is drawn anew in every run. The share says how much of the movement of ranks goes with it: "
    "where one choice rules, it must be argued for."
)


@router.get("/scores")
def show(request: Request) -> Response:
    """Show one of the two scores."""
    lake = needs(site(request).lake(), "index_score", "index_element", "index_choice", "index_check")
    view = index_explained(lake, request.query_params.get("of") or "need")
    return respond(request, page_of(request, view))


def page_of(request: Request, view: IndexExplained) -> Page:
    """Return the page of an index."""
    form = filters((Select("of", "Score of", INDEXES, view.index),))
    other = "strength" if view.index == "need" else "need"
    onward = LinksBlock(
        (
            Link("The map of it", f"/map?layer={view.index}", "Every small neighbourhood."),
            Link(f"The other score: {other}", f"/scores?of={other}", "Two scores, never merged."),
            Link(
                "How is it made?", f"/methods/{view.index}", "What it is, and what it must not be used for."
            ),
        ),
        "cards",
    )
    sections = (
        Section((form,)),
        Section(_places(request, view), heading="Which places?", intro=PLACES),
        Section((TableBlock(view.elements),), heading="What does each indicator do?", intro=ELEMENTS),
        Section(_choices(view), heading="Which choice of method matters?", intro=METHODS),
        Section((TableBlock(view.checks, narrow=True),), heading="Does it hold together?"),
        Section((onward, SourcesBlock((view.places, view.elements)))),
    )
    return Page(
        view.title,
        f"Where is the most {view.index}, and how sure is that?",
        view.summary,
        sections,
        area="places",
        kept=True,
    )


def _places(request: Request, view: IndexExplained) -> tuple[Block, ...]:
    if not len(view.places):
        return (TextBlock((view.summary,), tone="empty"),)
    page, pages = whole_number(request, "page", 1), -(-len(view.places) // SIZE)
    page = min(page, pages)
    start = (page - 1) * SIZE
    links = {(i, "name"): f"/places/{row['lsoa21']}" for i, row in enumerate(view.places.records())}
    before, after = turn(request, page, pages)
    table = TableBlock(view.places, links, SHOWN, start, start + SIZE)
    pager = OwnBlock("pager", {"before": before, "after": after, "page": page, "pages": pages})
    return (table, pager)


def _choices(view: IndexExplained) -> tuple[Block, ...]:
    if not len(view.choices):
        return (TextBlock(("No other choice of method moves a rank.",), tone="empty"),)
    return (TableBlock(view.choices),)
