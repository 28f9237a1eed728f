"""People of a review: who did what."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from hedgerow.evidence.tables.review.people import people
from hedgerow.web.blocks import Link, SourcesBlock, TableBlock, TextBlock
from hedgerow.web.page import Section
from hedgerow.web.pages.reviews.frame import review_of, review_page
from hedgerow.web.render import respond

router = APIRouter()
NAMES = TextBlock(
    (
        "There are no accounts: a name is what somebody chose in their browser or on the command line. It "
        "stands beside each thing that they did, and in every copy of this review.",
    ),
    links=(Link("Choose your name", "/reviews/who"),),
)


@router.get("/reviews/{review}/people")
def show(request: Request) -> Response:
    """Show who did what."""
    view = people(review_of(request))
    found = TableBlock(view.people) if len(view.people) else TextBlock(("Nobody yet.",), tone="empty")
    page = review_page(
        request,
        "people",
        title="People",
        question="Who worked on this review?",
        summary=f"{len(view.people):,} people and programmes, counted from what holds in the log.",
        sections=(Section((found, SourcesBlock((view.people,)), NAMES)),),
    )
    return respond(request, page)
