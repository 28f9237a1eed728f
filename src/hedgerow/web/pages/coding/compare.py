"""Two codings of one study side by side, and settling where they differ."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hedgerow.errors import ConflictError, UsageError
from hedgerow.evidence.tables.review import ReviewLog, standing
from hedgerow.evidence.tables.review.coding import Decision, agree
from hedgerow.evidence.tables.review.coding_views import compared, final_codes
from hedgerow.evidence.tables.review.to_code import Study, ToCode, studies_to_code
from hedgerow.web.blocks import Block, Link, OwnBlock, TableBlock, TextBlock
from hedgerow.web.forms import Sent, sent
from hedgerow.web.page import Page, Section
from hedgerow.web.pages.reviews.frame import address, review_of, review_page
from hedgerow.web.render import respond
from hedgerow.web.reviewer import reviewer

router = APIRouter()


@router.get("/reviews/{review}/code/{study}/compare")
def compare(request: Request, study: str) -> Response:
    """Show where coders differ."""
    return respond(request, compare_page(request, study, reviewer(request)))


@router.post("/reviews/{review}/code/{study}/compare")
async def settle(request: Request, study: str) -> Response:
    """Settle one difference."""
    actor = reviewer(request)
    given = await sent(request)
    await run_in_threadpool(_settle, review_of(request), study, given, actor)
    home = f"{address(str(request.path_params['review']), 'code')}/{study}/compare"
    return RedirectResponse(f"{home}#differences", status_code=303)


def _settle(log: ReviewLog, study: str, given: Sent, actor: str) -> None:
    if given.text("decision") not in {"applied", "not_applied"}:
        raise UsageError("Nothing was decided.", remedy="Say whether the code applies.")
    _may_see(studies_to_code(log).study(study), actor)
    decision = Decision(
        given.text("decision") == "applied", given.text("value"), given.text("note"), given.text("arm")
    )
    agree(log, study, given.text("code"), decision, actor=actor, unit=standing(log).groups.unit)


def _may_see(one: Study, actor: str) -> None:
    """Refuse whoever could still code it blind: the others' codes stay hidden until then."""
    if actor in one.finishers or (len(one.finishers) > 1 and actor not in one.coders):
        return
    if actor in one.coders:
        raise ConflictError(
            "You have begun this study and not finished it, so the other codings stay hidden from you.",
            remedy="Finish your own coding first.",
        )
    if one.finishers:
        raise ConflictError(
            "One person has coded this study, and you could still code it blind: that coding stays hidden.",
            remedy="Code it yourself and finish, or wait until a second person has.",
        )


def compare_page(request: Request, name: str, actor: str) -> Page:
    """Return the page that compares."""
    found = studies_to_code(review_of(request))
    one = found.study(name)
    _may_see(one, actor)
    home = f"{address(found.review, 'code')}/{one.id}"
    differences = compared(found.coding, one.id)
    open_ = sum(each.difference.agreed is None for each in differences)
    return review_page(
        request,
        "code",
        title=f"Compare: {one.name}",
        question=f"Where do the codings differ? {one.name}",
        summary=f"{len(differences)} differences, {open_} to settle."
        if len(one.finishers) > 1
        else "Fewer than two people have finished this study.",
        sections=(
            Section(_differences(found, one, home), heading="Differences", id="differences"),
            Section((TableBlock(final_codes(found.coding, one.id)),), heading="Codes that stand"),
        ),
        styles=("coding.css",),
        eyebrow="Compare codings",
    )


def _differences(found: ToCode, one: Study, home: str) -> tuple[Block, ...]:
    differences = compared(found.coding, one.id)
    if differences:
        said = {"differences": [each.difference.code for each in differences]}
        values = {"differences": differences, "action": f"{home}/compare"}
        return (OwnBlock("code_compare", values, said=said),)
    way = (Link("Back to the study", home),)
    if len(one.finishers) > 1:
        return (TextBlock(("Both codings say the same.",), tone="note", links=way),)
    text = "Codings are compared once two people have finished the study, each without seeing the other."
    return (TextBlock((text,), tone="empty", heading="Nothing to compare yet", links=way),)
