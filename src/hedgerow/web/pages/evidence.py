"""Evidence: the list of publications, one publication, and claims awaiting evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

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
from hedgerow.evidence.tables.facets import CARRIED
from hedgerow.web.blocks import (
    Block,
    Link,
    LinksBlock,
    OwnBlock,
    SourcesBlock,
    TableBlock,
    TextBlock,
)
from hedgerow.web.filters import Choice, Entry, Select, filters, turn, whole_number
from hedgerow.web.page import Crumb, Page, Section
from hedgerow.web.pages.transfer_line import with_transfer
from hedgerow.web.render import respond
from hedgerow.web.site import site
from hedgerow.web.unbuilt import needs

router = APIRouter()
EVIDENCE = Crumb("Evidence", "/evidence")
FACETS = {
    "approach": "Approach",
    "intervention_group": "What was done",
    "outcome_group": "What it was to change",
    "kind": "Kind of study",
    "uk": "UK evidence",
    "tier": "Read how far",
}
HIDDEN = ("intervention", "verified", "east_midlands", "with_number", *CARRIED)
SORTS = (
    ("best", "Best first"),
    ("newest", "Newest first"),
    ("oldest", "Oldest first"),
    ("title", "By title"),
)
MODES = {
    "any": "No record holds every word; these hold some of them.",
    "nothing": "There is no word to look for.",
}
WAYS = LinksBlock(
    (
        Link("The evidence and gap map", "/evidence/gap-map", "What is held, and where nobody has looked."),
        Link(
            "Where publications disagree", "/evidence/disagreements", "The sides together, with their reach."
        ),
        Link("Claims awaiting evaluation", "/evidence/claims", "Figures that nobody has tested yet."),
    ),
    "cards",
)


@router.get("/evidence")
def records(request: Request) -> Response:
    """List the publications that match."""
    lake = needs(site(request).lake(), "evidence_record", "evidence_effect")
    asked = request.query_params
    facets = {name: asked.get(name, "") for name in (*FACETS, *HIDDEN)}
    query = EvidenceQuery(
        text=asked.get("q", "")[:500],
        sort=asked.get("sort", "best") or "best",
        page=whole_number(request, "page", 1),
    )
    query = replace(query, **facets)  # type: ignore[arg-type]  # every facet is text
    return respond(request, list_page(request, evidence_list(lake, query)))


def list_page(request: Request, view: EvidenceListView) -> Page:
    """Return the page of a list."""
    start = (view.query.page - 1) * view.query.size
    before, after = turn(request, view.query.page, view.pages)
    shown = f"{view.total:,} publications match" if view.total != 1 else "1 publication matches"
    place = f"; {start + 1:,} to {start + len(view.results):,} are below" if view.pages > 1 else ""
    blocks: list[Block] = [_filters(view)]
    if view.query.text and view.mode in MODES:
        blocks.append(TextBlock((MODES[view.mode],), tone="care"))
    if not view.total:
        blocks.append(_none())
    blocks.append(LinksBlock(tuple(_link(view, row) for row in view.results.records()), "records"))
    if view.total:
        blocks.append(
            OwnBlock(
                "pager", {"before": before, "after": after, "page": view.query.page, "pages": view.pages}
            )
        )
        blocks.append(TableBlock(view.results, folded=True, columns=TABLE))
    blocks.append(SourcesBlock((view.results,)))
    sections = (Section(tuple(blocks)), Section((WAYS,), heading="Other ways to read the evidence"))
    return Page(
        "Evidence",
        "What is known to work, and what is not?",
        f"{shown}{place}. A publication that is held says what was studied; absence says only "
        f"that none is held.",
        sections,
        area="evidence",
        kept=True,
    )


TABLE = ("title", "year", "kind", "place", "approaches", "uk", "standing", "verified", "numbers")


def _none() -> TextBlock:
    return TextBlock(
        (
            "Try fewer words or fewer filters. A topic without a record is a gap in what is held, "
            "not a finding that nothing works.",
        ),
        tone="empty",
        heading="No publication matches",
        links=(Link("Clear every filter", "/evidence"), Link("See the named gaps", "/evidence/gap-map#gaps")),
    )


def _filters(view: EvidenceListView) -> OwnBlock:
    found: dict[str, list[Choice]] = {name: [Choice("", "Any")] for name in FACETS}
    for row in view.facets.records():
        if row["facet"] in found:
            found[str(row["facet"])].append(Choice(str(row["value"]), f"{row['title']} ({row['records']:,})"))
    fields: list[Select | Entry] = [Entry("q", "Words", view.query.text)]
    for name, label in FACETS.items():
        fields.append(Select(name, label, tuple(found[name]), getattr(view.query, name)))
    fields.append(Select("sort", "Order", tuple(Choice(*pair) for pair in SORTS), view.query.sort))
    return filters(fields, clear="/evidence")


def tone(standing: str) -> str:
    """Return the look of a record's standing."""
    if standing.startswith("coded"):
        return "good"
    return "care" if standing.startswith(("claim", "replaced")) else "none"


def _link(view: EvidenceListView, row: Mapping[str, object]) -> Link:
    name, standing = str(row["id"]), str(row["standing"])
    year = f"{row['year']}" if row["year"] else "year not known"
    tags = [("", f"{row['kind']}, {year}"), (tone(standing), standing)]
    if row["uk"]:
        tags.append(("", "UK evidence"))
    snippet = tuple((part.text, part.marked) for part in view.snippets.get(name, ()))
    finding = str(row["finding"] or "No finding has been read yet.")
    return Link(str(row["title"]), f"/evidence/{name}", finding, tuple(tags), snippet)


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
    page = record_page(evidence_record(lake, record_id))
    return respond(
        request, with_transfer(page, site(request), record_id, request.query_params.get("area", ""))
    )


def record_page(view: EvidenceRecordView) -> Page:
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
