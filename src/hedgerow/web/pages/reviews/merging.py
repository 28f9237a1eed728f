"""Merging: which libraries were taken in, and what they and this one say differently."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hedgerow.errors import HedgerowError, UsageError
from hedgerow.evidence.intake.corrections import CORRECTABLE
from hedgerow.evidence.intake.words import ANSWERS
from hedgerow.evidence.tables.review import ReviewLog, settle_pair
from hedgerow.evidence.tables.review.conflicts import ConflictsView, conflicts
from hedgerow.evidence.tables.review.correcting import correct_field
from hedgerow.web.blocks import Block, OwnBlock, SourcesBlock, TableBlock, TextBlock
from hedgerow.web.forms import Sent, sent
from hedgerow.web.page import Page, Section
from hedgerow.web.pages.reviews.frame import address, review_of, review_page
from hedgerow.web.render import respond
from hedgerow.web.reviewer import reviewer

router = APIRouter()
SHOWN = 100
HOW = TextBlock(
    (
        "Another workspace is merged on the command line: hedgerow evidence merge FOLDER. It is only read. "
        "A copy of this review is joined event by event; another organisation’s library comes in with its "
        "files, and its decisions stay its own, beside yours.",
        "Merging twice changes nothing, and it does not matter who merges whom.",
    ),
    heading="How to merge",
)


@router.get("/reviews/{review}/merging")
def show(request: Request) -> Response:
    """Show the libraries and the conflicts."""
    return respond(request, merging_page(request, conflicts(review_of(request))))


@router.post("/reviews/{review}/merging")
async def settle(request: Request, review: str) -> Response:
    """Take a person's word on a conflict."""
    given = await sent(request)
    log, actor = review_of(request), reviewer(request)
    try:
        await run_in_threadpool(_settle, log, given, actor)
    except HedgerowError as error:
        return respond(request, merging_page(request, conflicts(log), error))
    return RedirectResponse(f"{address(review, 'merging')}#conflicts", status_code=303)


def _settle(log: ReviewLog, given: Sent, actor: str) -> None:
    kind, subject = given.text("kind"), given.text("subject").split()
    if kind == "pair" and len(subject) == 2:
        settle_pair(log, subject[0], subject[1], given.text("value"), actor=actor, role="resolver")
    elif kind == "field" and subject:
        value = given.values.get("value", "")
        correct_field(log, subject[0], given.text("what"), value, actor=actor, role="resolver")
    else:
        raise UsageError("This conflict cannot be settled here.", remedy="Settle it where it was decided.")


def merging_page(request: Request, view: ConflictsView, wrong: HedgerowError | None = None) -> Page:
    """Return the page of the merged libraries."""
    libraries: Block = TableBlock(view.libraries)
    if not len(view.libraries):
        libraries = TextBlock(("This review holds only its own events.",), tone="empty", heading="None yet")
    sections = (
        Section(_conflicts(view, wrong), heading="Conflicts that nobody has settled", id="conflicts"),
        Section((libraries, HOW), heading="Libraries that were taken in", id="libraries"),
    )
    return review_page(
        request,
        "merging",
        title="Merging",
        question="What do two libraries say differently?",
        summary=f"{len(view.conflicts):,} conflicts; {view.elsewhere:,} decisions of other libraries are "
        "held beside those made here.",
        sections=sections,
        status=400 if wrong else 200,
    )


def _conflicts(view: ConflictsView, wrong: HedgerowError | None) -> tuple[Block, ...]:
    if not view.conflicts:
        text = "Pairs, fields and decisions are compared whenever a library or a copy is taken in."
        return (TextBlock((text,), tone="empty", heading="There is no conflict"),)
    values = {
        "action": address(view.review, "merging"),
        "references": address(view.review, "references"),
        "conflicts": view.conflicts[:SHOWN],
        "more": max(0, len(view.conflicts) - SHOWN),
        "titles": view.titles,
        "answers": ANSWERS,
        "fields": CORRECTABLE,
        "wrong": wrong,
    }
    said = {"conflicts": len(view.conflicts)}
    drawn = OwnBlock("conflicts", values, said=said | ({"error": wrong.as_dict()} if wrong else {}))
    return (drawn, TableBlock(view.table, folded=True), SourcesBlock((view.table,)))
