"""Duplicates: one pair at a time with what differs, and the groups that are one, each with its way back."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hedgerow.errors import HedgerowError, UsageError
from hedgerow.evidence.intake.words import ANSWERS, rule_words
from hedgerow.evidence.tables.review import (
    ReviewLog,
    Standing,
    search_duplicates,
    settle_pair,
    standing,
    take_back,
    take_out,
)
from hedgerow.evidence.tables.review.duplicates_view import (
    duplicates_table,
    groups_page,
    last_answer,
    pair_view,
)
from hedgerow.evidence.wording import many
from hedgerow.web.blocks import Block, Link, OwnBlock, TableBlock, TextBlock
from hedgerow.web.filters import turn, whole_number
from hedgerow.web.forms import Sent, sent
from hedgerow.web.page import Page, Section
from hedgerow.web.pages.reviews.frame import address, review_of, review_page
from hedgerow.web.render import respond
from hedgerow.web.reviewer import reviewer
from hedgerow.web.site import site
from hedgerow.workspace.jobs import start

router = APIRouter()
SIZE = 20
BUTTONS = (
    ("same", "The same", "s"),
    ("different", "Not the same", "d"),
    ("related", "Two reports of one work", "r"),
)


@router.get("/reviews/{review}/duplicates")
def show(request: Request) -> Response:
    """Show the next question and what is merged."""
    return respond(request, duplicates_page(request, review_of(request), reviewer(request)))


@router.post("/reviews/{review}/duplicates")
async def act(request: Request, review: str) -> Response:
    """Look for duplicates, answer, take back, or take a reference out of its group."""
    given = await sent(request)
    log, actor = review_of(request), reviewer(request)
    try:
        await run_in_threadpool(_act, log, given, actor)
    except HedgerowError as error:
        return respond(request, duplicates_page(request, log, actor, wrong=error))
    if given.text("act") == "done":
        start(site(request).workspace, "evidence", actor=actor)
        return RedirectResponse("/jobs", status_code=303)
    skip = given.text("skip")
    query = f"?skip={skip}" if skip.isdigit() and skip != "0" else ""
    return RedirectResponse(f"{address(review, 'duplicates')}{query}{_place(given)}", status_code=303)


def _place(given: Sent) -> str:
    return "#groups" if given.text("act") in ("apart", "out") else "#pair"


def _act(log: ReviewLog, given: Sent, actor: str) -> None:
    name, one, other = given.text("act"), given.text("one"), given.text("other")
    if name == "search":
        search_duplicates(log, actor=actor)
    elif name in ANSWERS:
        settle_pair(log, one, other, name, actor=actor, reason=given.text("reason"))
    elif name == "apart":
        settle_pair(log, one, other, "different", actor=actor, reason=given.text("reason"))
    elif name == "out":
        take_out(log, one, actor=actor, reason=given.text("reason"))
    elif name == "undo":
        take_back(log, given.text("event"), actor=actor)
    elif name != "done":
        raise UsageError(f"“{name}” is nothing that can be done here.")


def duplicates_page(request: Request, log: ReviewLog, actor: str, wrong: HedgerowError | None = None) -> Page:
    """Return the page of the duplicates of a review."""
    now = standing(log)
    sections = [Section(_pair(request, log, now, actor, wrong), heading="Are these one?", id="pair")]
    if now.groups.members:
        sections.append(Section(_groups(request, log, now), heading="Merged: each group is one", id="groups"))
    if now.groups.contradictions:
        sections.append(Section((_contradictions(now),), heading="Answers that contradict each other"))
    asked = len(now.groups.asked)
    return review_page(
        request,
        "duplicates",
        title="Duplicates",
        question="Which references are one?",
        summary=f"{many(now.references, 'reference', 'references')}; "
        f"{many(now.groups.surplus, 'is a copy', 'are copies')} of another and {now.units:,} are left. "
        f"{many(asked, 'pair waits', 'pairs wait')} for a person’s word.",
        sections=sections,
        status=400 if wrong else 200,
        scripts=("duplicates.js",),
    )


def _pair(
    request: Request, log: ReviewLog, now: Standing, actor: str, wrong: HedgerowError | None
) -> tuple[Block, ...]:
    skip = request.query_params.get("skip", "0")
    number = int(skip) if skip.isdigit() else 0
    pair = pair_view(log, now, number) if now.groups.asked else None
    values = {
        "action": address(log.review, "duplicates"),
        "imports": address(log.review, "import"),
        "references": address(log.review, "references"),
        "empty": not now.files,
        "unsearched": [file.name for file in now.unsearched],
        "searched": bool(now.runs),
        "pair": pair,
        "why": rule_words(pair.rule) if pair else "",
        "buttons": BUTTONS,
        "skip": number,
        "last": last_answer(log, actor),
        "answers": ANSWERS,
        "wrong": wrong,
    }
    said = {
        "pair": [pair.one.id, pair.other.id] if pair else None,
        "unsearched": values["unsearched"],
    }
    drawn = OwnBlock("duplicates_pair", values, said=said | ({"error": wrong.as_dict()} if wrong else {}))
    if not pair:
        return (drawn,)
    return (drawn, TableBlock(duplicates_table(log, now), folded=True, opener="All pairs as a table"))


def _groups(request: Request, log: ReviewLog, now: Standing) -> tuple[Block, ...]:
    pages = max(1, -(-len(now.groups.members) // SIZE))
    page = min(whole_number(request, "page", 1), pages)
    before, after = turn(request, page, pages)
    shown = groups_page(log, now, page, SIZE)
    values = {
        "action": address(log.review, "duplicates"),
        "references": address(log.review, "references"),
        "groups": shown,
        "rule_words": rule_words,
    }
    said = {
        "groups": [{"id": one.id, "references": [name for name, _, _ in one.references]} for one in shown]
    }
    pager = OwnBlock("pager", {"before": before, "after": after, "page": page, "pages": pages})
    return (OwnBlock("duplicates_groups", values, said=said), pager)


def _contradictions(now: Standing) -> TextBlock:
    words = tuple(
        f"{len(one.references)} references are called the same one by one, but two of them are kept apart: "
        f"{one.apart[0][:12]} and {one.apart[1][:12]}. They stay apart until an answer is taken back."
        for one in now.groups.contradictions
    )
    links = tuple(
        Link(name[:12], f"{address(now.review, 'references')}/{name}")
        for one in now.groups.contradictions
        for name in one.apart
    )
    return TextBlock(words, tone="care", links=links)
