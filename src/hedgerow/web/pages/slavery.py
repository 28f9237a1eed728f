"""Modern slavery: a problem profile by shared vulnerability, and how little is known of the whole."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from hedgerow.places.exploitation.words import ESTIMATE_WARNING
from hedgerow.places.tables.slavery_views import SlaveryView, slavery_view
from hedgerow.web.blocks import Block, Link, LinksBlock, PairsBlock, SourcesBlock, TableBlock, TextBlock
from hedgerow.web.filters import Select, filters, labelled
from hedgerow.web.page import Page, Section
from hedgerow.web.render import respond
from hedgerow.web.site import Site, site
from hedgerow.web.unbuilt import needs

router = APIRouter()
HELP = (
    "If somebody is in danger now, call 999; otherwise 101, or Crimestoppers on 0800 555 111, which takes no "
    "name. Do not challenge, follow or photograph anybody."
)
GROUPS = ("group", "people", "people_uk", "about")


@router.get("/modern-slavery")
def show(request: Request) -> Response:
    """Show the profile of the region, or of one force."""
    here = site(request)
    lake = needs(here.lake(), "slavery_referral")
    force = request.query_params.get("force", "")
    small = here.workspace.settings.small_count
    view = slavery_view(lake, here.region, force=force, small_count=small)
    return respond(request, page_of(here, view, force))


def page_of(here: Site, view: SlaveryView, force: str) -> Page:
    """Return the page."""
    forces = labelled([(one.slug, one.name) for one in here.region.forces], f"All of {here.region.name}")
    form = filters((Select("force", "Force", forces, force),))
    sections = [
        Section((form, TextBlock((*view.warnings, HELP), tone="care", heading="Before you read this"))),
        Section(
            (TableBlock(view.vulnerability, columns=GROUPS),), heading="By shared vulnerability", id="groups"
        ),
        Section(
            (TableBlock(view.overlap, folded=True),),
            heading="People whom a silo would split",
            id="overlap",
            intro="Whoever answers one of these groups alone misses that the same people are in another.",
        ),
        Section(
            (TableBlock(view.parts), TableBlock(view.quarters)), heading="Age, kind and quarter", id="parts"
        ),
    ]
    if not force:
        sections.append(Section((TableBlock(view.forces),), heading="By force", id="forces"))
    sections += [
        Section(
            (TableBlock(view.nation, folded=True), TableBlock(view.nationality, folded=True)),
            heading="The United Kingdom as a whole",
            id="nation",
        ),
        Section(_estimate(view), heading="How many has nobody counted?", id="hidden"),
        Section(
            (PairsBlock(view.headings), TextBlock(view.gaps, heading="What is not known")),
            heading="The headings of a problem profile",
            id="headings",
        ),
        Section((SourcesBlock((view.vulnerability, view.nation, view.estimate)),)),
    ]
    title = f"Modern slavery: {view.name}"
    summary = " ".join(view.sentences)
    question = f"Who is referred as a possible victim of modern slavery? {view.name}"
    return Page(title, question, summary, tuple(sections), area="places", kept=True)


def _estimate(view: SlaveryView) -> tuple[Block, ...]:
    """Return the range of the models of the national lists; nothing where they are not at hand."""
    rows = list(view.estimate.records())
    if not rows:
        missing = TextBlock(
            ("The national lists are not at hand, or allow no estimate.", ESTIMATE_WARNING),
            tone="empty",
            heading="No range can be given",
        )
        return (missing,)
    totals = [float(str(row["total"])) for row in rows if row["total"] is not None]
    by_role = {row["role"]: float(str(row["total"])) for row in rows if row["total"] is not None}
    chosen = next((row for row in rows if row["model"] == "the best of 100 models, chosen anew"), None)
    said = [
        f"From the lists of 2013, models that fit about as well put all victims in the United Kingdom, seen "
        f"and not, anywhere between {min(totals):,.0f} and {max(totals):,.0f}."
    ]
    steps, least = by_role.get("chosen by forward steps"), by_role.get("least BIC")
    if steps is not None and least is not None:
        said.append(f"Two usual ways to choose one model give {steps:,.0f} and {least:,.0f}.")
    if chosen and chosen["lower"] is not None and chosen["upper"] is not None:
        low, high = float(str(chosen["lower"])), float(str(chosen["upper"]))
        said.append(f"With the choice of the model repeated the 95 % interval is {low:,.0f} to {high:,.0f}.")
    said += [
        ESTIMATE_WARNING,
        "It needs three lists or more that name the same people, and is refused with fewer; no force has "
        "them. A figure for a force cannot be made from this.",
    ]
    method = LinksBlock((Link("How hidden populations are estimated", "/methods"),))
    return (TextBlock(tuple(said), tone="care"), TableBlock(view.estimate, folded=True), method)
