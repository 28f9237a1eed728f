"""Read one record at a time: criteria beside it, one key a decision, and nothing of what others said."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hedgerow.errors import HedgerowError, UsageError
from hedgerow.evidence.review import EventDraft
from hedgerow.evidence.screening.acts import Word
from hedgerow.evidence.screening.reading import FULL_TEXT, TITLE_ABSTRACT
from hedgerow.evidence.tables.review.desk import Desk
from hedgerow.evidence.tables.review.screening_views import (
    STAGE_TITLES,
    find_titles,
    progress_view,
    record_view,
)
from hedgerow.web.forms import Sent, sent
from hedgerow.web.page import Page, Section
from hedgerow.web.pages.reviews.frame import review_of, review_page
from hedgerow.web.pages.screening.desks import (
    SCRIPTS,
    STOPS,
    STYLES,
    desk_of,
    keep_settings,
    nothing_yet,
    settings_of,
    stop_address,
)
from hedgerow.web.pages.screening.drawn import done_block, found_block, progress_block, record_block
from hedgerow.web.render import respond
from hedgerow.web.reviewer import reviewer

router = APIRouter()
QUESTIONS = {
    TITLE_ABSTRACT: "Does this record go on?",
    FULL_TEXT: "Is this report included?",
}


@router.get("/reviews/{review}/screen")
def title_abstract(request: Request) -> Response:
    """Show the next record at title and abstract."""
    return respond(request, reading(request, TITLE_ABSTRACT))


@router.get("/reviews/{review}/screen/full-text")
def full_text(request: Request) -> Response:
    """Show the next record at full text."""
    return respond(request, reading(request, FULL_TEXT))


@router.post("/reviews/{review}/screen")
async def at_title(request: Request) -> Response:
    """Take a decision at title and abstract."""
    return await _sent(request, TITLE_ABSTRACT)


@router.post("/reviews/{review}/screen/full-text")
async def at_full_text(request: Request) -> Response:
    """Take a decision at full text."""
    return await _sent(request, FULL_TEXT)


@router.post("/reviews/{review}/screen/settings")
async def settings(request: Request) -> Response:
    """Keep what a browser sets for reading."""
    given = await sent(request)
    stage = given.text("stage") if given.text("stage") in STOPS else TITLE_ABSTRACT
    response = RedirectResponse(stop_address(request, stage), status_code=303)
    return keep_settings(response, given.text("words"), keys=given.text("keys") == "on")


async def _sent(request: Request, stage: str) -> Response:
    given = await sent(request)
    who = reviewer(request)
    here = desk_of(request)
    try:
        await run_in_threadpool(act, here, stage, who, given)
    except HedgerowError as error:
        page = await run_in_threadpool(reading, request, stage, given, error)
        return respond(request, page)
    return RedirectResponse(stop_address(request, stage), status_code=303)


def act(here: Desk, stage: str, who: str, given: Sent) -> None:
    """Do what a form asks.

    Raises
    ------
    UsageError
        When it asks nothing that can be done.
    """
    unit = given.text("unit")
    if given.text("decision"):
        reason = given.text("reason_own") or given.text("reason")
        here.decide(stage, who, unit, Word(given.text("decision"), reason, given.text("note")))
    elif given.text("act") == "undo":
        here.undo_last(stage, who, given.text("event") or None)
    elif given.text("act") == "random":
        here.draw(stage, who)
    elif given.text("act") == "fetch":
        here.fetch(stage, who, unit)
    elif given.text("act") in ("sought", "obtained", "not_obtained") and stage == FULL_TEXT:
        _mark(here, who, unit, given)
    else:
        raise UsageError("Nothing was chosen.", remedy="Choose include, exclude or maybe.")


def _mark(here: Desk, who: str, unit: str, given: Sent) -> None:
    reason = given.text("why_not")
    if given.text("act") == "not_obtained" and not reason:
        raise UsageError(
            "Say why the full text could not be had.", remedy="For example: no answer from the author."
        )
    said = {"reason": reason} if reason else {}
    here.screening.add(who, EventDraft(f"fulltext_{given.text('act')}", (unit,), said))


def reading(
    request: Request, stage: str, given: Sent | None = None, wrong: HedgerowError | None = None
) -> Page:
    """Return the page of the next record, or of the one that was asked for."""
    who = reviewer(request)
    empty = nothing_yet(request, "screen", QUESTIONS[stage], review_of(request))
    if empty:
        return empty
    here = desk_of(request)
    asked = request.query_params.get("record", "") or (given.text("unit") if given and wrong else "")
    serving = here.fetch(stage, who, asked) if asked else here.next(stage, who)
    look = here.look()
    view = record_view(here, stage, serving.unit, who) if serving else None
    progress = progress_view(look, stage, who)
    words = request.query_params.get("find", "")
    found = find_titles(here, words, stage) if words else ()
    shown = (
        record_block(request, look, view, given=given, wrong=wrong)
        if view
        else done_block(request, stage, progress, stopped=look.state.stage(stage).stopped is not None)
    )
    sections = (
        Section((shown,)),
        Section(
            (progress_block(request, here, stage, who, progress), found_block(request, stage, words, found)),
            heading="How far it is",
            id="progress",
        ),
    )
    return review_page(
        request,
        "screen",
        title=f"Screening: {STAGE_TITLES[stage]}",
        question=QUESTIONS[stage] if view else "What is left to read?",
        summary=f"You are {who}, at {STAGE_TITLES[stage]}. Nobody sees what others decided before deciding.",
        sections=sections,
        status=400 if wrong else 200,
        styles=STYLES,
        scripts=SCRIPTS if settings_of(request).keys else (),
    )
