"""Reviews: the list, a new one, and where one stands."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hedgerow.errors import HedgerowError, UsageError
from hedgerow.evidence.review import Protocol
from hedgerow.evidence.tables.review import MAIN, ReviewLog, standing, take_back
from hedgerow.evidence.tables.review.overview import OverviewView, ReviewsView, overview, reviews_list
from hedgerow.evidence.tables.review.veil import undo_event
from hedgerow.web.blocks import (
    Block,
    Fact,
    FactsBlock,
    Link,
    LinksBlock,
    OwnBlock,
    SourcesBlock,
    TableBlock,
    TextBlock,
)
from hedgerow.web.forms import Field, Sent, form, sent
from hedgerow.web.page import Crumb, Page, Section
from hedgerow.web.pages.reviews.frame import STYLES, address, review_of, review_page
from hedgerow.web.render import respond
from hedgerow.web.reviewer import reviewer, reviewer_or_none
from hedgerow.web.site import Site, site

router = APIRouter()
RESERVED = ("new", "who")
EVIDENCE = (Crumb("Evidence", "/evidence"),)
FIELDS = (
    Field("title", "Title", hint="What it is about, in a few words.", required=True),
    Field("question", "Question", "area", hint="What it is to answer. Screening ranks by it at first."),
    Field("review", "Id", hint="For addresses: lower-case letters, digits and hyphens.", required=True),
)


@router.get("/reviews")
def listing(request: Request) -> Response:
    """List the reviews."""
    return respond(request, list_page(reviews_list(site(request).database)))


def list_page(view: ReviewsView) -> Page:
    """Return the page of the reviews."""
    rows = list(view.reviews.records())
    links = {(i, "title"): address(str(row["id"])) for i, row in enumerate(rows)}
    links |= {(i, "id"): address(str(row["id"])) for i, row in enumerate(rows)}
    begin = Link(
        "Import a file into the review “main”", address(MAIN, "import"), "It starts with its first file."
    )
    new = Link("Start a review of its own", "/reviews/new", "With a question of its own and its own log.")
    return Page(
        "Reviews",
        "Which questions are being reviewed here?",
        "A review runs from imported files to a graded map and a pooled estimate, in one log that can be "
        "undone step by step.",
        (
            Section((TableBlock(view.reviews, links), SourcesBlock((view.reviews,)))),
            Section((LinksBlock((begin, new), "cards"),), heading="Begin"),
        ),
        EVIDENCE,
        area="evidence",
        styles=STYLES,
    )


@router.get("/reviews/new")
def new(request: Request) -> Response:
    """Ask what a new review is about."""
    reviewer(request)
    return respond(request, new_page())


def new_page(given: Sent | None = None, wrong: HedgerowError | None = None) -> Page:
    """Return the form for a new review."""
    asked = form("/reviews/new", FIELDS, button="Start the review", given=given, wrong=wrong)
    return Page(
        "A new review",
        "What is the review about?",
        "Title and question can be amended later, with the reason; every amendment is dated in the log.",
        (Section((asked,)),),
        (*EVIDENCE, Crumb("Reviews", "/reviews")),
        area="evidence",
        status=400 if wrong else 200,
        styles=STYLES,
    )


@router.post("/reviews/new")
async def start(request: Request) -> Response:
    """Start a review."""
    given = await sent(request)
    name = given.text("review")
    try:
        await run_in_threadpool(_start, site(request), given, reviewer(request))
    except HedgerowError as error:
        return respond(request, new_page(given, error))
    return RedirectResponse(address(name, "protocol"), status_code=303)


def _start(here: Site, given: Sent, actor: str) -> None:
    if given.text("review") in RESERVED:
        raise UsageError(f"“{given.text('review')}” cannot be an id.", remedy="Choose another.")
    log = ReviewLog(here.database, given.text("review"))
    log.start(Protocol(given.text("title"), given.text("question")), actor=actor)


@router.get("/reviews/{review}")
def show(request: Request) -> Response:
    """Show where a review stands."""
    return respond(
        request, overview_page(request, overview(review_of(request), reviewer_or_none(request) or ""))
    )


def overview_page(request: Request, view: OverviewView) -> Page:
    """Return the overview of a review."""
    counts = {str(row["count"]): row for row in view.counts.records()}
    facts = FactsBlock(tuple(Fact(str(row["title"]), f"{row['n']:,}") for row in counts.values()))
    values = {
        "review": view.review,
        "steps": [(address(view.review, step.stop), step) for step in view.steps],
    }
    said = {"steps": [vars(step) for step in view.steps]}
    blocks: list[Block] = [OwnBlock("review_steps", values, said=said)]
    sections = [Section(tuple(blocks), heading="What comes next", id="next")]
    if view.started:
        sections.append(
            Section(
                (facts, _events(view), TableBlock(view.events, folded=True)),
                heading="What happened last",
                id="log",
            )
        )
        sections.append(Section(_files(view), heading="Files", id="files"))
    return review_page(
        request,
        "",
        title=f"Review “{view.review}”",
        question=view.title,
        summary=view.question or _summary(view),
        sections=sections,
    )


def _summary(view: OverviewView) -> str:
    done = [step for step in view.steps if step.state == "done"]
    at = next((step for step in view.steps if step.state == "now"), None)
    return f"{len(done)} of {len(view.steps)} steps are done." + (f" Next: {at.title.lower()}." if at else "")


def _events(view: OverviewView) -> OwnBlock:
    values = {"review": view.review, "events": list(view.events.records()), "back": address(view.review)}
    return OwnBlock("review_events", values, said={"shown": len(view.events)})


def _files(view: OverviewView) -> tuple[Block, ...]:
    if not len(view.files):
        return (TextBlock(("Every import was taken back.",), tone="empty", heading="No file is held"),)
    columns = ("name", "source", "format", "expected", "records", "rejected", "at", "actor", "library")
    return (TableBlock(view.files, columns=columns), SourcesBlock((view.files,)))


@router.post("/reviews/{review}/undo")
async def undo(request: Request, review: str) -> Response:
    """Take back an event of the log."""
    given = await sent(request)
    await run_in_threadpool(_undo, review_of(request), given.text("event"), reviewer(request))
    back = given.text("back")
    here = address(review)
    return RedirectResponse(back if back.startswith(here) else here, status_code=303)


def _undo(log: ReviewLog, event: str, actor: str) -> None:
    if event in {one.id for one in log.events(("link_settled",))}:
        take_back(log, event, actor=actor)
    else:
        undo_event(log, event, standing(log), actor=actor)
