"""Evidence: the list of publications, one publication, and claims awaiting evaluation."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from hedgerow.evidence.tables import (
    EvidenceListView,
    EvidenceQuery,
    EvidenceRecordView,
    claims,
    evidence_list,
    evidence_record,
)
from hedgerow.web.blocks import (
    Block,
    Link,
    LinksBlock,
    SourcesBlock,
    TableBlock,
    TextBlock,
)
from hedgerow.web.page import Crumb, Page, Section
from hedgerow.web.pages.evidence_search import asked_of, list_page
from hedgerow.web.pages.transfer_line import with_transfer
from hedgerow.web.render import respond
from hedgerow.web.site import site
from hedgerow.web.unbuilt import needs

router = APIRouter()
EVIDENCE = Crumb("Evidence", "/evidence")
LIKE = 5


@router.get("/evidence")
def records(request: Request) -> Response:
    """List the publications that match."""
    lake = needs(site(request).lake(), "evidence_record", "evidence_effect")
    return respond(request, list_page(request, evidence_list(lake, asked_of(request))))


@router.get("/evidence/claims")
def claims_awaiting(request: Request) -> Response:
    """List the claims that nobody has evaluated."""
    view = claims(needs(site(request).lake(), "evidence_record", "evidence_effect"))
    links = {(i, "title"): f"/evidence/{row['id']}" for i, row in enumerate(view.claims.records())}
    columns = ("title", "year", "place", "finding", "caveats", "verified")
    blocks = (TableBlock(view.claims, links, columns), SourcesBlock((view.claims,)))
    page = Page(
        "Claims awaiting evaluation",
        "What is claimed, but not yet tested?",
        f"{len(view.claims)} claims: before-and-after figures and providers’ own. They never "
        f"count as evidence.",
        (Section(blocks), Section((TableBlock(view.figures),), heading="The figures they give")),
        (EVIDENCE,),
        area="evidence",
        kept=True,
    )
    return respond(request, page)


@router.get("/evidence/{record_id}")
def record(request: Request, record_id: str) -> Response:
    """Show one publication."""
    lake = needs(site(request).lake(), "evidence_record", "evidence_effect")
    view = evidence_record(lake, record_id)
    like = evidence_list(lake, EvidenceQuery(similar_to=record_id, size=LIKE))
    page = record_page(view, like)
    return respond(
        request, with_transfer(page, site(request), record_id, request.query_params.get("area", ""))
    )


def record_page(view: EvidenceRecordView, like: EvidenceListView) -> Page:
    """Return the page of a publication."""
    facts = {str(row["fact"]): row for row in view.details.records()}
    finding = facts["finding"]["value"] or "No finding has been read yet."
    caveats = facts.get("caveats", {}).get("value")
    verdict = TextBlock(
        (str(finding), *((f"Read it with this in mind: {caveats}",) if caveats else ())),
        tone="verdict",
        heading=f"This record is {view.standing}." if not view.counted else "What it found",
        links=(Link("Open the publication", view.link),) if view.link else (),
    )
    sections = [Section((verdict,))]
    effects: tuple[Block, ...] = (TableBlock(view.effects, columns=EFFECTS), SourcesBlock((view.effects,)))
    if not len(view.effects):
        effects = (TextBlock(("No effect row is recorded for this publication.",), tone="empty"),)
    sections.append(Section(effects, heading="Effects, outcome by outcome"))
    sections.append(
        Section(
            (TableBlock(view.grades, narrow=True), SourcesBlock((view.grades,))), heading="How it is graded"
        )
    )
    details = TableBlock(view.details, columns=("label", "value"), narrow=True)
    sections.append(Section((details, SourcesBlock((view.details,))), heading="The record"))
    for table, heading in ((view.chain, "Other editions"), (view.related, "On the same interventions")):
        if len(table):
            links = {(i, "title"): f"/evidence/{row['id']}" for i, row in enumerate(table.records())}
            columns = ("title", "year", "kind", "relation")
            sections.append(Section((TableBlock(table, links, columns),), heading=heading))
    if like.total:
        sections.append(_like(like))
    year = facts["year"]["value"] or "year not known"
    summary = f"{facts['kind']['value']}, {year}. {_sentence(facts['authors']['value'])}"
    return Page(
        view.title,
        view.title,
        summary.strip(),
        tuple(sections),
        (EVIDENCE,),
        area="evidence",
        eyebrow="Publication",
        kept=True,
    )


def _like(view: EvidenceListView) -> Section:
    """Return the records that are like this one, with the way to all of them."""
    links = tuple(
        Link(
            str(row["title"]), f"/evidence/{row['id']}", f"{row['kind']}, {row['year'] or 'year not known'}."
        )
        for row in view.results.records()
    )
    every = Link(f"All {view.total:,} that are like it", f"/evidence?similar_to={view.query.similar_to}")
    blocks = (LinksBlock(links), TextBlock(view.notes), LinksBlock((every,)))
    return Section(blocks, heading="More like this")


EFFECTS = (
    "outcome",
    "measure",
    "estimate",
    "ci_low",
    "ci_high",
    "bounds",
    "direction",
    "sign",
    "verified",
    "note",
)


def _sentence(value: object) -> str:
    text = str(value or "").strip()
    return text if not text or text.endswith(".") else f"{text}."
