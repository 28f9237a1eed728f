"""The searches of a review, as PRISMA-S asks for them."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hedgerow.errors import HedgerowError, UsageError
from hedgerow.evidence.intake.searches import SearchRun
from hedgerow.evidence.tables.review import ReviewLog
from hedgerow.evidence.tables.review.searches import SearchesView, record_search, searches_view
from hedgerow.web.blocks import Block, SourcesBlock, TableBlock, TextBlock
from hedgerow.web.filters import Choice
from hedgerow.web.forms import Field, Sent, form, sent
from hedgerow.web.page import Page, Section
from hedgerow.web.pages.reviews.frame import address, review_of, review_page
from hedgerow.web.render import respond
from hedgerow.web.reviewer import reviewer

router = APIRouter()
KINDS = (
    Choice("database", "Database"),
    Choice("register", "Register of trials or evaluations"),
    Choice("website", "Website"),
    Choice("organisation", "Organisation or local archive"),
    Choice("citation", "Citations that were followed"),
)
SHOWN = ("date", "source", "interface", "query", "limits", "hits", "file", "records", "actor")
WHY = (
    "A search that is written down can be run again: the next update needs the words exactly as they were "
    "typed, and a reader needs to know where nobody has looked."
)


@router.get("/reviews/{review}/searches")
def show(request: Request) -> Response:
    """List the searches."""
    return respond(request, page_of(request, searches_view(review_of(request))))


@router.post("/reviews/{review}/searches")
async def add(request: Request) -> Response:
    """Record a search."""
    log, name = review_of(request), reviewer(request)
    given = await sent(request)
    try:
        await run_in_threadpool(_record, log, given, name)
    except HedgerowError as error:
        return respond(request, page_of(request, searches_view(log), given, error))
    return RedirectResponse(address(log.review, "searches"), status_code=303)


def _record(log: ReviewLog, given: Sent, name: str) -> None:
    hits = given.text("hits").replace(",", "")
    if hits and not hits.isdigit():
        raise UsageError(f"“{hits}” is not a number of hits.", remedy="Leave it empty where it is not known.")
    run = SearchRun(
        source=given.text("source"),
        query=given.text("query"),
        date=given.text("date"),
        interface=given.text("interface"),
        kind=given.text("kind") or "database",
        limits=given.text("limits"),
        hits=int(hits) if hits else None,
        file=given.text("file"),
    )
    record_search(log, run, actor=name)


def _fields(view: SearchesView) -> tuple[Field, ...]:
    files = (Choice("", "None, or not imported yet"), *(Choice(f.sha256, f.name) for f in view.files))
    return (
        Field(
            "source",
            "What was searched?",
            hint="For example MEDLINE, or the council's archive",
            required=True,
        ),
        Field("kind", "What is it?", "select", choices=KINDS),
        Field("interface", "Through what?", hint="For example Ovid"),
        Field("date", "On which day?", hint="Year-month-day, for example 2026-03-01", required=True),
        Field("query", "The words, exactly as they were typed", "area", required=True),
        Field("limits", "Limits", hint="Dates, languages, types of publication"),
        Field("hits", "How many records did it find?"),
        Field("file", "The file that came of it", "select", choices=files),
    )


def page_of(
    request: Request, view: SearchesView, given: Sent | None = None, wrong: HedgerowError | None = None
) -> Page:
    """Return the page."""
    held: Block = TableBlock(view.searches, columns=SHOWN)
    if not len(view.searches):
        held = TextBlock((WHY,), tone="empty", heading="No search is recorded yet")
    blocks: list[Block] = [held]
    if view.without:
        names = ", ".join(file.name for file in view.without)
        blocks.append(TextBlock((f"No search is recorded for: {names}.",), tone="care"))
    asking = form(
        address(view.review, "searches"),
        _fields(view),
        button="Record this search",
        given=given,
        wrong=wrong,
    )
    sections = [
        Section((*blocks, SourcesBlock((view.searches,)))),
        Section((asking,), heading="Record a search", id="add"),
    ]
    if wrong:
        sections.reverse()
    count = len(view.searches)
    return review_page(
        request,
        "searches",
        title="Searches",
        question="Where was it looked for, and with which words?",
        summary=f"{count} {'search is' if count == 1 else 'searches are'} recorded.",
        sections=sections,
        status=400 if wrong else 200,
    )
