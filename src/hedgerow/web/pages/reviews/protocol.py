"""The protocol of a review: what is asked, what is in and out, who reads, when to stop; its amendments."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hedgerow.errors import HedgerowError, UsageError
from hedgerow.evidence.review import Criterion, Event, Protocol, protocol_of
from hedgerow.evidence.tables.review import ReviewLog
from hedgerow.web.blocks import Block, PairsBlock, TextBlock
from hedgerow.web.filters import Choice
from hedgerow.web.forms import Field, Sent, form, sent
from hedgerow.web.page import Page, Section
from hedgerow.web.pages.reviews.frame import address, review_of, review_page
from hedgerow.web.render import respond
from hedgerow.web.reviewer import reviewer

router = APIRouter()
TYPES = ("review_started", "protocol_amended", "screened")
READERS = (
    Choice("single", "One person reads each record"),
    Choice("sample", "One person; a random tenth is read by a second"),
    Choice("double", "Two people read each record, apart from each other"),
    Choice("liberal", "One person; a second reads what the first excludes"),
)
SHARES = tuple(Choice(f"{n / 100:g}", f"{n} %") for n in (99, 95, 90, 85, 80, 70))
FIELDS = (
    Field("title", "Title", required=True),
    Field("question", "Question", "area", hint="Before anything is decided, records are ranked by it."),
    Field(
        "inside", "What is in", "area", hint="One criterion on each line. It stands beside every abstract."
    ),
    Field("outside", "What is out", "area", hint="One on each line. Each is offered as a reason to exclude."),
    Field("title_abstract", "Who reads titles and abstracts?", "select", choices=READERS),
    Field("full_text", "Who reads full texts?", "select", choices=READERS),
    Field("target", "What share of the relevant is to be found before you stop?", "select", choices=SHARES),
    Field("confidence", "How sure must you be of that?", "select", choices=SHARES),
)
REASON = Field("reason", "Why is it amended?", hint="It is kept with the day and your name.", required=True)


@router.get("/reviews/{review}/protocol")
def show(request: Request) -> Response:
    """Show the protocol and the form to amend it."""
    return respond(request, page_of(request, review_of(request)))


@router.post("/reviews/{review}/protocol")
async def amend(request: Request) -> Response:
    """Set it, or amend it with a reason."""
    log, name = review_of(request), reviewer(request)
    given = await sent(request)
    try:
        await run_in_threadpool(_keep, log, given, name)
    except HedgerowError as error:
        return respond(request, page_of(request, log, given, error))
    return RedirectResponse(address(log.review, "protocol"), status_code=303)


def _keep(log: ReviewLog, given: Sent, actor: str) -> None:
    events = log.events(TYPES)
    held = protocol_of(events)
    wanted = _protocol(given, held)
    if held is None:
        log.start(wanted, actor=actor)
    elif wanted != held:
        begun = any(event.type == "screened" for event in events)
        reason = given.text("reason") if begun else given.text("reason") or "set before anything was read"
        log.amend(wanted, reason=reason, actor=actor)


def _protocol(given: Sent, held: Protocol | None) -> Protocol:
    return Protocol(
        title=given.text("title"),
        question=given.text("question"),
        criteria=(*_criteria(given, "inside", "include"), *_criteria(given, "outside", "exclude")),
        policies=tuple((stage, given.text(stage) or "single") for stage in ("title_abstract", "full_text")),
        target=_share(given.text("target")),
        confidence=_share(given.text("confidence")),
        seed=held.seed if held else 1,
    )


def _criteria(given: Sent, name: str, kind: str) -> Iterator[Criterion]:
    lines = dict.fromkeys(" ".join(line.split()) for line in given.text(name).splitlines())
    for text in lines:
        if text:
            yield Criterion(f"{kind}-{hashlib.sha256(text.encode()).hexdigest()[:8]}", text, kind)


def _share(text: str) -> float:
    try:
        return float(text or "0.95")
    except ValueError as error:
        raise UsageError(f"“{text}” is no share.", remedy="Choose one of the list.") from error


def page_of(
    request: Request, log: ReviewLog, given: Sent | None = None, wrong: HedgerowError | None = None
) -> Page:
    """Return the page."""
    events = log.events(TYPES)
    held = protocol_of(events)
    begun = any(event.type == "screened" for event in events)
    fields = (*FIELDS, REASON) if begun else FIELDS
    asking = form(
        address(log.review, "protocol"),
        fields,
        button="Amend the protocol" if begun else "Keep the protocol",
        given=given or _typed(held),
        wrong=wrong,
    )
    sections = [
        Section((_said(held),)),
        Section((asking,), heading="Amend it" if begun else "Write it", id="amend"),
    ]
    if wrong:
        sections.reverse()
    changes = [event for event in events if event.type == "protocol_amended"]
    if changes:
        sections.append(Section((_history(changes),), heading="Amendments"))
    return review_page(
        request,
        "protocol",
        title="Protocol",
        question="What is asked, and what counts?",
        summary="Written before the reading begins. Every later change is dated, with its reason.",
        sections=sections,
        status=400 if wrong else 200,
    )


def _typed(held: Protocol | None) -> Sent:
    if held is None:
        return Sent({"target": "0.95", "confidence": "0.95"})
    lines = {
        kind: "\n".join(one.text for one in held.criteria if one.kind == kind)
        for kind in ("include", "exclude")
    }
    values = {
        "title": held.title,
        "question": held.question,
        "inside": lines["include"],
        "outside": lines["exclude"],
        "target": f"{held.target:g}",
        "confidence": f"{held.confidence:g}",
    }
    return Sent(values | {stage: held.policy(stage) for stage in ("title_abstract", "full_text")})


def _said(held: Protocol | None) -> Block:
    if held is None:
        return TextBlock(
            ("It begins with a title and a question.",), tone="empty", heading="No protocol is written yet"
        )
    readers = {choice.value: choice.text for choice in READERS}
    pairs = [("Title", held.title), ("Question", held.question or "not written")]
    for kind, label in (("include", "In"), ("exclude", "Out")):
        texts = [one.text for one in held.criteria if one.kind == kind]
        pairs.append((label, "; ".join(texts) or "no criterion is written"))
    pairs += [
        ("Titles and abstracts", readers[held.policy("title_abstract")]),
        ("Full texts", readers[held.policy("full_text")]),
        ("Stop when", f"{held.target:.0%} are found, with {held.confidence:.0%} confidence"),
        ("Seed of every draw", str(held.seed)),
        ("Hash of this protocol", held.sha256[:16]),
    ]
    return PairsBlock(tuple(pairs))


def _history(changes: list[Event]) -> Block:
    pairs = [
        (f"{event.at[:10]}, {event.actor}", f"{event.payload['reason']} ({event.payload['sha256'][:16]})")
        for event in reversed(changes)
    ]
    return PairsBlock(tuple(pairs))
