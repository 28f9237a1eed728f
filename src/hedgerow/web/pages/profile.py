"""The builder of the local profile: choose area, edition and formats; a job makes it."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hedgerow.errors import HedgerowError, UsageError
from hedgerow.web.blocks import Block, TableBlock, TextBlock
from hedgerow.web.filters import Choice
from hedgerow.web.forms import Field, Sent, form, sent
from hedgerow.web.page import Page, Section
from hedgerow.web.pages.areas_known import areas_known
from hedgerow.web.pages.jobs import links_of
from hedgerow.web.render import respond
from hedgerow.web.site import site
from hedgerow.web.unbuilt import needs
from hedgerow.workspace.jobs import newest, start

router = APIRouter()
KINDS = ("lad", "csp", "bcu", "pfa")
EDITIONS = (
    Choice("public", "Public summary: nothing about small counts, patrols or gaps in resilience"),
    Choice("partner", "Partner edition: OFFICIAL, for partners"),
    Choice("restricted", "Restricted edition: for the police, with handling marking"),
)
FORMATS = (
    Choice("docx", "Word document, to be edited"),
    Choice("pdf", "PDF, tagged for screen readers"),
    Choice("html", "Accessible web page"),
)


@router.get("/profile")
def profile(request: Request) -> Response:
    """Show the builder."""
    area = request.query_params.get("area", "")
    return respond(request, builder(request, Sent({"area": area}) if area else None))


@router.post("/profile")
async def make(request: Request) -> Response:
    """Start the job."""
    given = await sent(request)
    try:
        area, edition, formats = _asked(request, given)
    except HedgerowError as error:
        return respond(request, builder(request, given, error))
    here = site(request)
    job = await run_in_threadpool(
        start, here.workspace, "profile", actor="web", area=area, edition=edition, formats=list(formats)
    )
    return RedirectResponse(f"/jobs/{job}", status_code=303)


def _asked(request: Request, given: Sent) -> tuple[str, str, tuple[str, ...]]:
    known = dict(areas_known(site(request).lake(), KINDS))
    area, edition, formats = given.text("area"), given.text("edition"), given.lists.get("formats", ())
    if area not in known:
        raise UsageError("No area was chosen.", remedy="Choose a district, partnership, unit or force.")
    if edition not in {choice.value for choice in EDITIONS}:
        raise UsageError("No edition was chosen.", remedy="Choose public, partner or restricted.")
    if not formats or set(formats) - {choice.value for choice in FORMATS}:
        raise UsageError("No format was chosen.", remedy="Choose at least one of Word, PDF and web page.")
    return area, edition, formats


def builder(request: Request, given: Sent | None = None, wrong: HedgerowError | None = None) -> Page:
    """Return the page of the builder."""
    here = site(request)
    lake = needs(here.lake(), "area", "area_lookup")
    areas = tuple(Choice(*pair) for pair in areas_known(lake, KINDS))
    fields = (
        Field("area", "Area", "select", choices=(Choice("", "Choose an area"), *areas), required=True),
        Field("edition", "Edition", "radio", choices=EDITIONS),
        Field("formats", "Formats", "check", choices=FORMATS),
    )
    jobs = newest(here.workspace, 8)
    made: Block = TextBlock(("None has been asked for yet.",))
    if len(jobs):
        made = TableBlock(jobs, links_of(jobs), ("id", "kind", "state", "message", "created_at"), narrow=True)
    about = TextBlock(
        (
            "A cover and thirteen sections, from area and people to the action plan. Sections on gaps fill "
            "themselves from what is missing. Every number carries its source and date.",
            "Each edition is a list of what may leave. A file carries its marking on every page.",
        ),
    )
    adding = form("/profile", fields, button="Make the profile", given=given, wrong=wrong)
    sections = (
        Section((adding,)),
        Section((about,), heading="What it holds"),
        Section((made,), heading="Made lately"),
    )
    return Page(
        "Local profile",
        "Which local profile do you want to write?",
        "The profile of serious and organised crime of one area, as a document to take to a board.",
        sections,
        area="profile",
        status=400 if wrong else 200,
    )
