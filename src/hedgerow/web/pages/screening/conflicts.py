"""Conflicts: both decisions side by side, settled by a third person or by consensus."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hedgerow.errors import HedgerowError
from hedgerow.evidence.screening.acts import Word, checked_stage, resolve
from hedgerow.evidence.tables.review.desk import Desk
from hedgerow.evidence.tables.review.screening_reports import conflict_views, settled_table
from hedgerow.evidence.tables.review.screening_views import STAGE_TITLES, criteria_of
from hedgerow.evidence.wording import many
from hedgerow.web.blocks import Block, OwnBlock, TableBlock, TextBlock
from hedgerow.web.forms import Sent, sent
from hedgerow.web.page import Page, Section
from hedgerow.web.pages.reviews.frame import address, review_of, review_page
from hedgerow.web.pages.screening.desks import STYLES, desk_of, error_blocks, nothing_yet
from hedgerow.web.pages.screening.drawn import reading_dict
from hedgerow.web.render import respond
from hedgerow.web.reviewer import reviewer

router = APIRouter()
QUESTION = "Where do readers differ?"


@router.get("/reviews/{review}/conflicts")
def conflicts(request: Request) -> Response:
    """Show the conflicts."""
    return respond(request, listing(request))


@router.post("/reviews/{review}/conflicts")
async def settle(request: Request) -> Response:
    """Settle one."""
    given = await sent(request)
    who = reviewer(request)
    try:
        await run_in_threadpool(_settle, desk_of(request), who, given)
    except HedgerowError as error:
        page = await run_in_threadpool(listing, request, given, error)
        return respond(request, page)
    return RedirectResponse(address(str(request.path_params["review"]), "conflicts"), status_code=303)


def _settle(here: Desk, who: str, given: Sent) -> None:
    stage = checked_stage(given.text("stage"))
    word = Word(given.text("decision"), given.text("reason"), given.text("note"))
    seen = given.text("seen").split()
    with here.alone() as look:
        draft = resolve(look.state, stage, given.text("unit"), word, resolver=who, seen=seen)
        here.screening.add(who, draft)


def listing(request: Request, given: Sent | None = None, wrong: HedgerowError | None = None) -> Page:
    """Return the page of the conflicts."""
    who = reviewer(request)
    empty = nothing_yet(request, "conflicts", QUESTION, review_of(request))
    if empty:
        return empty
    here = desk_of(request)
    found = conflict_views(here, who)
    look = here.look()
    reasons = {
        name: tuple(one.text for one in criteria_of(look, name) if one.kind == "exclude")
        for name in STAGE_TITLES
    }
    counts = sum(len(look.state.stage(name).of("conflict")) for name in STAGE_TITLES)
    values = {
        "found": found,
        "action": address(str(request.path_params["review"]), "conflicts"),
        "stages": STAGE_TITLES,
        "reasons": reasons,
        "wrong": wrong,
        "typed": given.values if given and wrong else {},
    }
    said = {
        "conflicts": [
            {"unit": one.unit, "stage": one.stage, "decisions": [reading_dict(r) for r in one.readings]}
            for one in found
        ]
    }
    shown: Block = OwnBlock(
        "screen_conflicts", values, said=said | ({"error": wrong.as_dict()} if wrong else {})
    )
    if not found:
        text = "Records on which two people decide differently, or give different reasons, come here."
        shown = TextBlock((text,), tone="empty", heading="No record is in conflict")
    sections = [Section((*(error_blocks(wrong) if not found else ()), shown))]
    table = settled_table(here)
    if len(table):
        sections.append(Section((TableBlock(table),), heading="Settled"))
    return review_page(
        request,
        "conflicts",
        title="Conflicts",
        question=QUESTION,
        summary=f"{many(counts, 'record is', 'records are')} in conflict. A third person settles, or the "
        "readers agree; every decision stays in the log.",
        sections=sections,
        status=400 if wrong else 200,
        styles=STYLES,
    )
