"""Plans: what is promised, word for word, beside the evidence; a reviewer can correct what was found."""

from __future__ import annotations

from collections import Counter

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hedgerow import vocabulary
from hedgerow.errors import HedgerowError, InputError, UsageError
from hedgerow.plans.tables import (
    PlanDetail,
    add_plan,
    confirm_commitment,
    correct_commitment,
    plan_detail,
    plans_list,
    reject_commitment,
    undo_commitment,
)
from hedgerow.web.blocks import Block, Fact, FactsBlock, OwnBlock, SourcesBlock, TableBlock, TextBlock
from hedgerow.web.filters import Select, filters, labelled, turn, whole_number
from hedgerow.web.forms import Field, Kept, Sent, form, sent
from hedgerow.web.page import Crumb, Page, Section
from hedgerow.web.render import respond
from hedgerow.web.site import Site, site

router = APIRouter()
PLANS = Crumb("Plans", "/plans")
SIZE = 20
TONES = {"supports": "good", "mixed": "care", "harm": "bad", "inconclusive": "care", "no_effect": "care"}
FIELDS = (
    Field(
        "file",
        "The plan",
        "file",
        "A PDF with text in it, a Word document (DOCX) or a text file, up to 40 MB. A scan cannot be read.",
        accept=".pdf,.docx,.txt,.md",
        required=True,
    ),
    Field("title", "Title", hint="Where the file does not say."),
    Field(
        "body", "Whose plan it is", hint="For example: the Police and Crime Commissioner for Lincolnshire."
    ),
    Field("period", "Period", hint="For example: 2025 to 2029."),
)


@router.get("/plans")
def plans(request: Request) -> Response:
    """List the plans, with the form to add one."""
    return respond(request, listing(site(request)))


@router.post("/plans")
async def add(request: Request) -> Response:
    """Read a plan and keep it."""
    given = await sent(request)
    here = site(request)
    try:
        name, content = given.files.get("file", ("", b""))
        if not name:
            raise InputError("No file was chosen.", remedy="Choose a PDF, Word or text file.")
        plan = await run_in_threadpool(_keep, here, given, name, content)
    except HedgerowError as error:
        return respond(request, listing(here, given, error))
    return RedirectResponse(f"/plans/{plan}", status_code=303)


def _keep(here: Site, given: Sent, name: str, content: bytes) -> str:
    with Kept(name, content) as path:
        texts = (given.or_none("title"), given.or_none("body"), given.or_none("period"))
        return add_plan(here.database, here.lake(), path, *texts, actor="web")


def listing(here: Site, given: Sent | None = None, wrong: HedgerowError | None = None) -> Page:
    """Return the page of the plans."""
    view = plans_list(here.database)
    links = {(i, "title"): f"/plans/{row['id']}" for i, row in enumerate(view.plans.records())}
    columns = ("title", "body", "period", "pages", "commitments", "reviewed", "added")
    held: Block = TableBlock(view.plans, links, columns)
    if not len(view.plans):
        empty = "Add a Police and Crime Plan, a Section 17 plan or a partnership’s strategy below."
        held = TextBlock((empty,), tone="empty", heading="No plan is held yet")
    adding = form("/plans", FIELDS, button="Read this plan", given=given, wrong=wrong, upload=True)
    sections = [Section((held,)), Section((adding,), heading="Add a plan", id="add")]
    if wrong:
        sections.reverse()
    return Page(
        "Plans",
        "What has been promised, and is there evidence for it?",
        f"{len(view.plans)} plans are held. Each is read by written rules, and a person has the last word.",
        tuple(sections),
        area="plans",
        status=400 if wrong else 200,
    )


@router.get("/plans/{plan}")
def detail(request: Request, plan: str) -> Response:
    """Show one plan."""
    here = site(request)
    return respond(request, detail_page(request, plan_detail(here.database, here.lake(), plan)))


def detail_page(request: Request, view: PlanDetail) -> Page:
    """Return the page of a plan."""
    cover = view.coverage
    facts = FactsBlock(_facts(view))
    sections = (
        Section((facts,)),
        Section(_commitments(request, view), heading="Commitments", id="commitments"),
        Section(
            (TableBlock(cover.approaches, columns=APPROACHES), SourcesBlock((cover.approaches,))),
            heading="Approaches: promised and known",
            id="coverage",
        ),
        Section(
            (TableBlock(cover.statutory, columns=STATUTORY),), heading=cover.statutory.title, id="statutory"
        ),
        Section(
            (TableBlock(cover.hooks, columns=("title", "instrument", "commitments")),),
            heading=cover.hooks.title,
        ),
        Section((TextBlock((*cover.cautions, *view.notes), tone="care"),), heading="Read with care"),
    )
    return Page(
        view.title,
        f"What does it promise? {view.title}",
        cover.summary,
        sections,
        (PLANS,),
        area="plans",
        eyebrow=" · ".join(part for part in (view.body, view.period) if part) or "Plan",
    )


APPROACHES = (
    "title",
    "commitments",
    "supports",
    "mixed",
    "no_effect",
    "harm",
    "inconclusive",
    "none_held",
    "gap",
)
STATUTORY = ("title", "found", "quote", "page")


def _facts(view: PlanDetail) -> tuple[Fact, ...]:
    """Return how many commitments stand, how many rest on what, and where the plan says it."""
    states = Counter(
        str(row["evidence_state"]) for row in view.commitments.records() if row["evidence_state"]
    )
    titles = {term.id: term.title for term in vocabulary.terms("evidence_state").values()}
    found = [
        Fact("Commitments found", f"{len(view.commitments):,}", f"{view.rejected} rejected by a reviewer")
    ]
    for state in titles:
        if state in states:
            link = f"/plans/{view.id}?state={state}#commitments"
            found.append(Fact(titles[state], f"{states[state]:,}", "commitments", href=link))
    if view.pages is not None:
        found.append(Fact("Pages", f"{view.pages:,}", view.file_name))
    return tuple(found)


@router.post("/plans/{plan}/commitments/{commitment}")
async def review(request: Request, plan: str, commitment: str) -> Response:
    """Take a reviewer's word on one commitment."""
    given = await sent(request)
    await run_in_threadpool(_review, site(request), commitment, given)
    where = given.text("back")
    query = f"?{where}" if where and all(c.isalnum() or c in "=&_-" for c in where) else ""
    return RedirectResponse(f"/plans/{plan}{query}#c-{commitment}", status_code=303)


def _review(here: Site, commitment: str, given: Sent) -> None:
    act = given.text("act")
    if act == "confirm":
        confirm_commitment(here.database, commitment, actor="web")
    elif act == "reject":
        reject_commitment(here.database, commitment, actor="web", reason=given.or_none("reason"))
    elif act == "undo":
        undo_commitment(here.database, commitment, actor="web")
    elif act == "correct":
        version = given.text("version")
        based = int(version) if version.isdigit() else None
        changes = {"approaches": given.or_none("approach")}
        correct_commitment(here.database, commitment, changes, based_on=based, actor="web")
    else:
        raise UsageError(f"“{act}” is nothing a reviewer can do.", remedy="Confirm, correct, reject or undo.")


def _commitments(request: Request, view: PlanDetail) -> tuple[Block, ...]:
    records = list(view.commitments.records())
    if not records:
        return (TextBlock((view.coverage.summary,), tone="empty", heading="No commitment was found"),)
    state, approach = request.query_params.get("state", ""), request.query_params.get("approach", "")
    chosen = [
        record
        for record in records
        if (not state or record["evidence_state"] == state)
        and (not approach or approach in str(record["approaches"] or "").split("|"))
    ]
    page, pages = whole_number(request, "page", 1), max(1, -(-len(chosen) // SIZE))
    page = min(page, pages)
    before, after = turn(request, page, pages)
    drawn = OwnBlock(
        "commitments",
        {
            "plan": view.id,
            "records": chosen[(page - 1) * SIZE : page * SIZE],
            "tones": TONES,
            "approaches": [(term.id, term.title) for term in vocabulary.terms("approach").values()],
            "back": request.url.query,
        },
        said={"shown": len(chosen)},
    )
    pager = OwnBlock("pager", {"before": before, "after": after, "page": page, "pages": pages})
    table = TableBlock(view.commitments, columns=TABLE, folded=True)
    return (_choose(state, approach), drawn, pager, table, SourcesBlock((view.commitments,)))


TABLE = ("number", "quote", "page", "approach_titles", "evidence_title", "evidence_basis", "status")


def _choose(state: str, approach: str) -> OwnBlock:
    states = [(term.id, term.title) for term in vocabulary.terms("evidence_state").values()]
    approaches = [(term.id, term.title) for term in vocabulary.terms("approach").values()]
    return filters(
        (
            Select("state", "Evidence", labelled(states, "Any"), state),
            Select("approach", "Approach", labelled(approaches, "Any"), approach),
        )
    )
