"""The studies to code, how far each is, and how far coders agree."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from hedgerow.evidence.tables.review.coding_views import agreement_view
from hedgerow.evidence.tables.review.to_code import STATUS, ToCode, studies_to_code
from hedgerow.web.blocks import Block, Fact, FactsBlock, Link, LinksBlock, TableBlock, TextBlock
from hedgerow.web.page import Section
from hedgerow.web.pages.reviews.frame import address, review_of, review_page
from hedgerow.web.render import respond
from hedgerow.web.reviewer import reviewer, reviewer_or_none

router = APIRouter()


@router.get("/reviews/{review}/code")
def listing(request: Request) -> Response:
    """List the studies to code."""
    actor = reviewer_or_none(request) or ""
    found = studies_to_code(review_of(request))
    home = address(found.review, "code")
    ways = (
        Link("Code trees", f"{home}/trees", "what may be said of a study, and trees of your own"),
        Link("Agreement", f"{home}/agreement", "code by code, of studies coded twice"),
        Link("Risk of bias", f"{home}/risk-of-bias", "all judgements in one table, import and export"),
        Link("Pool", address(found.review, "pool"), "effects of one outcome and one measure together"),
    )
    page = review_page(
        request,
        "code",
        title="Code",
        question="What do the studies say?",
        summary=_summary(found),
        sections=(
            Section((FactsBlock(_facts(found)),) if found.studies else ()),
            Section(_studies(found, actor, home), heading="Studies"),
            Section((LinksBlock(ways),), heading="Also"),
        ),
    )
    return respond(request, page)


@router.get("/reviews/{review}/code/agreement")
def agreement(request: Request) -> Response:
    """Show how far coders agree, code by code."""
    reviewer(request)
    view = agreement_view(studies_to_code(review_of(request)).coding)
    blocks: tuple[Block, ...] = (TableBlock(view.codes),)
    if not len(view.codes):
        empty = "Agreement is counted over studies that two or more people have finished, each blind."
        blocks = (TextBlock((empty,), tone="empty", heading="No study is coded twice yet"),)
    page = review_page(
        request,
        "code",
        title="Agreement of coders",
        question="How far do coders agree?",
        summary=view.summary,
        sections=(
            Section(blocks),
            Section((TextBlock(view.notes, tone="note"),)),
        ),
    )
    return respond(request, page)


def _summary(found: ToCode) -> str:
    if not found.studies:
        return "Nothing is to be coded yet."
    done = found.progress["single"] + found.progress["agreed"]
    return (
        f"{done} of {len(found.studies)} studies are coded; {found.progress['to_agree']} wait to be settled."
    )


def _facts(found: ToCode) -> tuple[Fact, ...]:
    return tuple(Fact(title, f"{found.progress[status]:,}", "studies") for status, title in STATUS.items())


def _studies(found: ToCode, actor: str, home: str) -> tuple[Block, ...]:
    if not found.studies:
        text = (
            "A study comes here when it is included on screening: on the full text or, until that is "
            "decided, on title and abstract."
        )
        way = Link("Screen references", address(found.review, "screen"))
        return (TextBlock((text,), tone="empty", heading="No study is to be coded yet", links=(way,)),)
    table = found.table(actor)
    links = {}
    for row, one in enumerate(found.studies):
        links[row, "name"] = f"{home}/{one.id}"
        if len(one.finishers) > 1:
            links[row, "status"] = f"{home}/{one.id}/compare"
    columns = ("name", "year", "basis", "status", "finished_by", "mine", "codes")
    return (TableBlock(table, links, columns),)
