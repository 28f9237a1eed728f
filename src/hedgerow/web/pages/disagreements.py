"""Where publications disagree: the sides together, so that a reader sees why they might."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from hedgerow.evidence.tables import disagreements
from hedgerow.web.blocks import Block, SourcesBlock, TableBlock, TextBlock
from hedgerow.web.page import Page, Section
from hedgerow.web.pages.evidence import EVIDENCE
from hedgerow.web.render import respond
from hedgerow.web.site import site
from hedgerow.web.unbuilt import needs

router = APIRouter()


@router.get("/evidence/disagreements")
def disagree(request: Request) -> Response:
    """Show the topics on which publications disagree."""
    view = disagreements(needs(site(request).lake(), "evidence_record", "evidence_effect"))
    rows = list(view.sides.records())
    links = {(i, "title"): f"/evidence/{row['id']}" for i, row in enumerate(rows)}
    sections: list[Section] = []
    for topic in view.topics:
        mine = [i for i, row in enumerate(rows) if row["topic"] == topic.id]
        blocks: tuple[Block, ...] = (TextBlock((topic.look,)),)
        if mine:
            table = TableBlock(view.sides, links, SIDES, mine[0], mine[-1] + 1, caption=topic.title)
            blocks = (*blocks, table)
        sections.append(Section(blocks, heading=topic.title, id=topic.id))
    sections.append(Section((SourcesBlock((view.sides,)),)))
    page = Page(
        "Where publications disagree",
        "Where do publications disagree, and why might they?",
        f"{len(view.topics)} topics, each with its sides together: design, year, place and "
        f"bounds stand beside "
        "every number.",
        tuple(sections),
        (EVIDENCE,),
        area="evidence",
        kept=True,
    )
    return respond(request, page)


SIDES = (
    "title",
    "year",
    "kind",
    "place",
    "outcome",
    "measure",
    "estimate",
    "ci_low",
    "ci_high",
    "bounds",
    "direction",
    "verified",
)
