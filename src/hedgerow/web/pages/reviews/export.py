"""The records of a review as files for other programs."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from hedgerow.errors import HedgerowError
from hedgerow.evidence.tables.review.flow import WHICH, export
from hedgerow.evidence.writers import SUFFIXES
from hedgerow.web.blocks import Block, TextBlock
from hedgerow.web.filters import Choice
from hedgerow.web.forms import Field, Sent, form, sent
from hedgerow.web.page import Page, Section
from hedgerow.web.pages.reviews.frame import address, review_of, review_page
from hedgerow.web.render import respond
from hedgerow.web.reviewer import reviewer

router = APIRouter()
FORMATS = (
    Choice("ris", "RIS: Zotero, EndNote, EPPI-Reviewer, ASReview"),
    Choice("csv", "CSV: spreadsheets, and ASReview with its label"),
    Choice("csl-json", "CSL-JSON: Zotero, Pandoc, citations"),
    Choice("eppi-json", "EPPI JSON: EPPI-Mapper, with the codes"),
)
CHOICES = {
    "all": "All records",
    "included": "Those that are in, at the last stage that was read",
    "excluded": "Those that were excluded",
    "open": "Those that are not decided",
}
FIELDS = (
    Field("format", "Which program is it for?", "radio", choices=FORMATS),
    Field("which", "Which records?", "radio", choices=tuple(Choice(one, CHOICES[one]) for one in WHICH)),
)
NOTE = (
    "A record goes out once, with the fields of all its copies, what was decided and why, and the codes "
    "that are final. Each file is noted in the log with its hash. Abstracts are their publishers’: check "
    "their terms before you pass a file on."
)


@router.get("/reviews/{review}/export")
def show(request: Request) -> Response:
    """Ask what is to be written."""
    return respond(request, page_of(request))


@router.post("/reviews/{review}/export")
async def make(request: Request) -> Response:
    """Write it and send it."""
    log, name = review_of(request), reviewer(request)
    given = await sent(request)
    kind = given.text("format")
    try:
        done = await run_in_threadpool(export, log, kind, actor=name, which=given.text("which") or "all")
    except HedgerowError as error:
        return respond(request, page_of(request, given, error))
    file = f"{log.review}-{given.text('which') or 'all'}{SUFFIXES[kind]}"
    headers = {"Content-Disposition": f'attachment; filename="{file}"', "Cache-Control": "no-store"}
    return Response(done.text, media_type="text/plain; charset=utf-8", headers=headers)


def page_of(request: Request, given: Sent | None = None, wrong: HedgerowError | None = None) -> Page:
    """Return the page."""
    asking: Block = form(
        address(review_of(request).review, "export"),
        FIELDS,
        button="Write the file",
        given=given,
        wrong=wrong,
    )
    return review_page(
        request,
        "export",
        title="Export",
        question="Which program is to go on with the records?",
        summary="The records of the review as a file, with decisions, reasons and codes.",
        sections=(Section((asking, TextBlock((NOTE,)))),),
        status=400 if wrong else 200,
    )
