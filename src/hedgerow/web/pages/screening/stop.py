"""Whether reading may stop: the audit and its bound, the ranked test and its curve, the checklist."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hedgerow.errors import HedgerowError, UsageError
from hedgerow.evidence.review import EventDraft
from hedgerow.evidence.screening.acts import checked_stage, draw_audit, resume, stop
from hedgerow.evidence.screening.reading import TITLE_ABSTRACT
from hedgerow.evidence.screening.stop import LEAD
from hedgerow.evidence.screening.stopping import SAFE, Stopping
from hedgerow.evidence.tables.review.desk import Desk
from hedgerow.evidence.tables.review.screening import Look
from hedgerow.evidence.tables.review.screening_reports import StoppingView, second_look, stopping_view
from hedgerow.web.blocks import Block, Fact, FactsBlock, Link, LinksBlock, OwnBlock, TableBlock, TextBlock
from hedgerow.web.forms import Sent, sent
from hedgerow.web.page import Page, Section
from hedgerow.web.pages.reviews.frame import address, review_of, review_page
from hedgerow.web.pages.screening.curve import curve_lines
from hedgerow.web.pages.screening.desks import STYLES, desk_of, error_blocks, nothing_yet, stop_address
from hedgerow.web.render import respond
from hedgerow.web.reviewer import reviewer

router = APIRouter()
QUESTION = "May reading stop?"
NOT_PROMISED = (
    "No rule promises that every relevant record is found: on published sets the last one often stands far "
    "down any order.",
    "The bound speaks of the records that were imported, not of what the searches missed.",
    "It takes the decisions as right: a relevant record that was read and excluded counts as not relevant.",
    "The ranked test is looked at again and again, and rests on the order being no worse than chance, or "
    f"{LEAD:g} times better where that is said. It is a signal to draw an audit, not the proof.",
    "Another audit needs its own share of the error: half, a quarter, an eighth of what is allowed, declared "
    "before it is drawn.",
)


@router.get("/reviews/{review}/stop")
def stopping(request: Request) -> Response:
    """Show what there is to weigh."""
    return respond(request, shown(request))


@router.post("/reviews/{review}/stop")
async def act(request: Request) -> Response:
    """Draw an audit, tick a point, stop, or take reading up again."""
    given = await sent(request)
    who = reviewer(request)
    try:
        await run_in_threadpool(_act, desk_of(request), who, given)
    except HedgerowError as error:
        page = await run_in_threadpool(shown, request, given, error)
        return respond(request, page)
    return RedirectResponse(address(str(request.path_params["review"]), "stop"), status_code=303)


def _act(here: Desk, who: str, given: Sent) -> None:
    stage = checked_stage(given.text("stage") or TITLE_ABSTRACT)
    with here.alone() as look:
        here.screening.add(who, *_drafts(look, stage, given))


def _drafts(look: Look, stage: str, given: Sent) -> list[EventDraft]:
    """Return the events of what a form asks."""
    asked, protocol = given.text("act"), look.protocol
    if asked == "audit":
        size = _size(given.text("size"))
        drawn = draw_audit(
            look.state,
            stage,
            seed=protocol.seed,
            target=protocol.target,
            confidence=protocol.confidence,
            size=size,
        )
        return [drawn]
    if asked == "stop":
        return [stop(look.state, stage, rule=given.text("rule"), note=given.text("note"))]
    if asked == "resume":
        return [resume(look.state, stage)]
    if asked != "checks":
        raise UsageError("Nothing was chosen.", remedy="Draw an audit, stop, or take reading up again.")
    chosen = set(given.lists.get("point", ()))
    return [
        EventDraft("safe_checked", (), {"stage": stage, "point": name, "done": name in chosen}, "owner")
        for name, _ in SAFE
        if look.state.checked.get((stage, name), False) != (name in chosen)
    ]


def _size(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise UsageError(f"“{text[:20]}” is no number of records.", remedy="Give a whole number.")
    return int(text)


def shown(request: Request, given: Sent | None = None, wrong: HedgerowError | None = None) -> Page:
    """Return the page of stopping."""
    empty = nothing_yet(request, "stop", QUESTION, review_of(request))
    if empty:
        return empty
    here = desk_of(request)
    view = stopping_view(here, TITLE_ABSTRACT)
    found = view.stopping
    sections = [
        Section((*error_blocks(wrong), FactsBlock(_facts(found)), TextBlock(found.words(), tone="verdict"))),
        Section(_audit(request, view), heading="Audit: the promise", id="audit"),
        Section(_curve(view), heading="The ranked test: the signal", id="signal"),
        Section(_checklist(request, here, view), heading="Checklist", id="checklist"),
        Section((TextBlock(NOT_PROMISED, tone="care"),), heading="What this does not promise"),
        Section((_form(request, found, "stop_form", given),), heading="Stop, or go on", id="decide"),
    ]
    return review_page(
        request,
        "stop",
        title="Stopping",
        question=QUESTION,
        summary=_summary(found),
        sections=sections,
        status=400 if wrong else 200,
        styles=STYLES,
    )


def _summary(found: Stopping) -> str:
    if found.stopped:
        rule = found.stopped.payload["rule"]
        late = f" {found.late:,} records have come in since and are unread." if found.late else ""
        return f"Reading was stopped by {found.stopped.actor}, by the rule: {rule}.{late}"
    goal = f"The goal is {found.target:.0%} of the relevant records, at {found.confidence:.0%} confidence."
    if found.proved:
        return f"{goal} An audit has proved it."
    return f"{goal} That is not proved yet."


def _facts(found: Stopping) -> tuple[Fact, ...]:
    done = [audit for audit in found.audits if audit.bound]
    bound = done[-1].bound if done else None
    last = found.curve[-1] if found.curve else None
    return (
        Fact("Read", f"{found.read:,}", f"of {found.records:,} records"),
        Fact("Relevant so far", f"{found.found:,}", f"the last of them {found.run:,} records ago"),
        Fact(
            "Recall at least",
            f"{bound.recall:.1%}" if bound else "not known",
            f"at {bound.confidence:.4g} confidence, by audit"
            if bound
            else "no audit has been read to its end",
            missing=bound is None,
        ),
        Fact(
            "Ranked test",
            f"p = {last.plain:.3f}" if last else "not known",
            f"a signal below {1 - found.confidence:.2f}, no proof; {last.ahead:.3f} if a lead of {LEAD:g} is "
            "assumed"
            if last
            else "",
            missing=last is None,
        ),
    )


def _audit(request: Request, view: StoppingView) -> tuple[Block, ...]:
    text = (
        "A random part of what is unread is read in the same queue, before all else. What is found in it "
        "bounds what is left, exactly, whatever the ranking is worth.",
    )
    blocks: list[Block] = [TextBlock(text)]
    if view.stopping.audits:
        blocks.append(TableBlock(view.audits))
    if view.stopping.next_size is not None and not view.stopping.stopped:
        blocks.append(_form(request, view.stopping, "audit_form", None))
    return tuple(blocks)


def _form(request: Request, found: Stopping, name: str, given: Sent | None) -> OwnBlock:
    review = str(request.path_params["review"])
    values = {
        "action": address(review, "stop"),
        "found": found,
        "typed": given.values if given else {},
        "read": stop_address(request, TITLE_ABSTRACT),
    }
    return OwnBlock(name, values, said={"next_size": found.next_size})


def _curve(view: StoppingView) -> tuple[Block, ...]:
    found = view.stopping
    if not found.curve:
        return (TextBlock(("Nothing has been read yet.",), tone="empty"),)
    values = {"curve": curve_lines(found), "limit": 1 - found.confidence, "found": found, "lead": LEAD}
    table = TableBlock(view.curve, folded=True, opener="View as a table")
    return (
        OwnBlock(
            "ranked_curve",
            values,
            (table,),
            said={"signals": found.signals, "signals_plainly": found.signals_plainly},
        ),
    )


def _checklist(request: Request, here: Desk, view: StoppingView) -> tuple[Block, ...]:
    blocks: list[Block] = [
        OwnBlock(
            "safe_form",
            {"action": address(str(request.path_params["review"]), "stop"), "checks": view.stopping.checks},
            (TableBlock(view.checks, folded=True, opener="View as a table"),),
        )
    ]
    if request.query_params.get("second"):
        blocks += _second(request, here)
    return tuple(blocks)


def _second(request: Request, here: Desk) -> list[Block]:
    try:
        found = second_look(here)
    except HedgerowError as error:
        return list(error_blocks(error))
    read = stop_address(request, TITLE_ABSTRACT)
    text = (
        "What a naive Bayes model on single words puts first among the unread. Read them: "
        "if none is relevant, tick the point.",
    )
    links = tuple(Link(title, f"{read}?record={unit}") for unit, title in found)
    return [TextBlock(text, heading=f"A second model’s first {len(found)}"), LinksBlock(links)]
