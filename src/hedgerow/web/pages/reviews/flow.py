"""The flow of a review after PRISMA 2020."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from hedgerow.errors import UsageError
from hedgerow.evidence.tables.review.flow import FlowView, flow_view
from hedgerow.web.blocks import Block, Link, LinksBlock, OwnBlock, SourcesBlock, TableBlock, TextBlock
from hedgerow.web.filters import Entry, filters
from hedgerow.web.page import Page, Section
from hedgerow.web.pages.reviews.frame import address, review_of, review_page
from hedgerow.web.render import respond

router = APIRouter()
HOW = (
    "Each number is counted from the log of the review: nothing is typed, and it changes when a decision "
    "does. A record is counted once, however many sources hold it; copies are removed before screening.",
)


@router.get("/reviews/{review}/flow")
def flow(request: Request) -> Response:
    """Show the drawing and its table."""
    view = flow_view(review_of(request), since=_since(request))
    return respond(request, page_of(request, view))


@router.get("/reviews/{review}/flow/drawing")
def drawing(request: Request) -> Response:
    """Return the drawing as a file."""
    view = flow_view(review_of(request), since=_since(request))
    return _file(view.drawing, "image/svg+xml", f"flow-{view.review}.svg")


@router.get("/reviews/{review}/flow/boxes")
def boxes(request: Request) -> Response:
    """Return the boxes as the CSV that PRISMA2020 programs open."""
    view = flow_view(review_of(request), since=_since(request))
    return _file(view.csv, "text/csv; charset=utf-8", f"prisma-{view.review}.csv")


def _file(text: str, media: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(text, media_type=media, headers=headers)


def _since(request: Request) -> str:
    text = request.query_params.get("since", "").strip()
    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise UsageError(
            f"“{text}” is not a date.", remedy="Write it as year-month-day, for example 2026-03-01."
        ) from error


def page_of(request: Request, view: FlowView) -> Page:
    """Return the page."""
    asked = f"?since={view.since}" if view.since else ""
    here = address(view.review)
    files = LinksBlock(
        (
            Link("Drawing (SVG)", f"{here}/flow/drawing{asked}", "with its numbers inside, for reports"),
            Link("Boxes (CSV)", f"{here}/flow/boxes{asked}", "for programs that draw PRISMA 2020 flows"),
        )
    )
    drawn: Block = OwnBlock("flow", {"svg": view.drawing}, said={"summary": view.summary})
    if not view.flow.sources:
        drawn = TextBlock(
            ("The flow begins with the first file of references.",),
            tone="empty",
            heading="Nothing has been imported yet",
            links=(Link("Import a file", f"{here}/import"),),
        )
    wrong = TextBlock(view.wrong, tone="wrong", heading="These sums do not hold: the log is damaged")
    since = filters(
        (
            Entry(
                "since", "Count an update since", view.since, "Year-month-day; empty counts the whole review."
            ),
        ),
        button="Count",
        clear=f"{here}/flow",
    )
    tables = (
        TableBlock(view.counts, columns=("title", "n"), folded=True, opener="View every count as a table"),
    )
    more = [TableBlock(table) for table in (view.sources, view.reasons) if len(table)]
    return review_page(
        request,
        "flow",
        title="Flow of the review",
        question="What became of every record?",
        summary=view.summary,
        sections=(
            Section((*((wrong,) if view.wrong else ()), drawn, *tables)),
            Section((files, since), heading="Take it with you"),
            Section((*more, TextBlock(HOW), SourcesBlock((view.counts,))), heading="Sources and reasons"),
        ),
    )
