"""The alignment matrix, and the initiatives on record."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hedgerow import vocabulary
from hedgerow.commissioning.initiatives import STATUSES, Initiative
from hedgerow.commissioning.tables import (
    AlignmentView,
    add_initiative,
    alignment_view,
    initiatives_view,
    partners_view,
)
from hedgerow.errors import HedgerowError, RecordError
from hedgerow.web.blocks import Block, Link, LinksBlock, SourcesBlock, TableBlock, TextBlock
from hedgerow.web.filters import Select, filters, labelled
from hedgerow.web.forms import Field, Sent, form, sent
from hedgerow.web.page import Crumb, Page, Section
from hedgerow.web.pages.areas_known import areas_known
from hedgerow.web.render import respond
from hedgerow.web.site import site
from hedgerow.web.unbuilt import needs

router = APIRouter()
ALIGNMENT = Crumb("Alignment", "/alignment")


@router.get("/alignment")
def alignment(request: Request) -> Response:
    """Show the matrix for the region, a force or a district."""
    here = site(request)
    lake = needs(here.lake(), "evidence_record", "evidence_effect")
    area = request.query_params.get("area", "")
    view = alignment_view(lake, here.database, area=area or None)
    choices = labelled(areas_known(lake, ("pfa", "lad")), f"The whole of {here.region.name}")
    return respond(request, matrix_page(view, Select("area", "Area", choices, area)))


def matrix_page(view: AlignmentView, area: Select) -> Page:
    """Return the page of the matrix."""
    rows = list(view.table.records())
    ids = {term.title: name for name, term in vocabulary.terms("approach").items()}
    links = {
        (i, "approach"): f"/evidence?approach={ids[str(row['approach'])]}"
        for i, row in enumerate(rows)
        if str(row["approach"]) in ids
    }
    gaps = sum(row["gap"] is not None for row in rows)
    where = f" in {view.area}" if view.area else ""
    blocks: tuple[Block, ...] = (
        filters((area,)),
        TableBlock(view.table, links, MATRIX),
        SourcesBlock((view.table,)),
    )
    onward = LinksBlock(
        (
            Link(
                "Initiatives on record",
                "/initiatives",
                "What is commissioned, where, by whom and at what cost.",
            ),
            Link("Plans", "/plans", "What is promised, word for word, beside the evidence."),
            Link("Evidence and gap map", "/evidence/gap-map", "Where nobody has looked."),
            Link(
                "Would a finding hold here?",
                f"/evidence/transfer{f'?area={area.chosen}' if area.chosen else ''}",
                "Which stated conditions hold in a place, finding by finding.",
            ),
        ),
        "cards",
    )
    return Page(
        view.title,
        "Do evidence, promises and action line up with need?",
        f"{len(rows)} approaches{where}; {gaps} of them show a gap. {view.note}",
        (Section(blocks), Section((onward,), heading="Behind the matrix")),
        area="alignment",
        kept=True,
        authored=True,
    )


MATRIX = (
    "approach",
    "activity",
    "evidence_state",
    "reviews",
    "studies",
    "commitments",
    "initiatives",
    "need_areas",
    "gap",
)


def _fields() -> tuple[Field, ...]:
    approaches = tuple((term.id, term.title) for term in vocabulary.terms("approach").values())
    return (
        Field("name", "Name", required=True),
        Field("approach", "Approach", "select", choices=labelled(approaches, "Not one of them")),
        Field("activity", "What is done", "area"),
        Field("places", "Codes of the areas it serves", hint="Separated by spaces, for example E07000138."),
        Field("starts", "From", hint="A year, month or day: 2026, 2026-04 or 2026-04-01."),
        Field("ends", "To"),
        Field("status", "Status", "select", choices=labelled([(s, s) for s in STATUSES], "Not stated")),
        Field("lead", "Lead organisation", hint="An organisation or a role, never a person."),
        Field("cost", "Cost in pounds", hint="Leave empty when it is not known: that is not nought."),
        Field("outcome_measured", "Which outcome is measured"),
    )


@router.get("/initiatives")
def initiatives(request: Request) -> Response:
    """List the initiatives, with the form to add one."""
    return respond(request, initiatives_page(request))


@router.post("/initiatives")
async def add(request: Request) -> Response:
    """Record one initiative."""
    given = await sent(request)
    try:
        initiative = read_initiative(given)
    except HedgerowError as error:
        return respond(request, initiatives_page(request, given, error))
    await run_in_threadpool(add_initiative, site(request).database, initiative, actor="web")
    return RedirectResponse("/initiatives", status_code=303)


def read_initiative(given: Sent) -> Initiative:
    """Return the initiative of a form.

    Raises
    ------
    RecordError
        When a value cannot be understood.
    """
    cost = given.text("cost").replace(",", "").removeprefix("£")
    try:
        pounds = float(cost) if cost else None
    except ValueError as error:
        raise RecordError(f"“{cost}” is not an amount.", remedy="Write pounds as a number.") from error
    return Initiative(
        name=given.text("name"),
        approach=given.or_none("approach"),
        activity=given.or_none("activity"),
        places=tuple(given.text("places").replace(",", " ").split()),
        starts=given.or_none("starts"),
        ends=given.or_none("ends"),
        status=given.or_none("status"),
        lead=given.or_none("lead"),
        cost=pounds,
        outcome_measured=given.or_none("outcome_measured"),
    )


LISTED = ("name", "approach", "activity", "status", "starts", "ends", "lead", "partners", "cost")


def initiatives_page(request: Request, given: Sent | None = None, wrong: HedgerowError | None = None) -> Page:
    """Return the page of the initiatives."""
    view, partners = initiatives_view(site(request).database), partners_view(site(request).database)
    listed: tuple[Block, ...] = (TableBlock(view.table, columns=LISTED),)
    if view.note:
        listed = (TextBlock((view.note,), tone="empty", heading="Nothing is on record yet"),)
    adding = form("/initiatives", _fields(), button="Add it", given=given, wrong=wrong)
    sections = [
        Section(listed),
        Section((adding,), heading="Add an initiative", id="add"),
        Section((TableBlock(partners.table),), heading="Partners to ask", intro=partners.note),
    ]
    if wrong:
        sections.insert(0, sections.pop(1))
    return Page(
        view.title,
        "What is being done, where, and by whom?",
        f"{len(view.table)} initiatives are on record in this workspace.",
        tuple(sections),
        (ALIGNMENT,),
        area="alignment",
        status=400 if wrong else 200,
    )
