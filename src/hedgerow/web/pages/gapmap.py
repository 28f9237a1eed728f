"""The evidence and gap map, and where publications disagree."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from hedgerow import vocabulary
from hedgerow.disclosure import Value
from hedgerow.evidence.tables import GapMapQuery, GapMapView, disagreements, gap_map
from hedgerow.web.blocks import Block, OwnBlock, SourcesBlock, TableBlock, TextBlock
from hedgerow.web.filters import Choice, Select, filters, labelled
from hedgerow.web.page import Page, Section
from hedgerow.web.pages.evidence import EVIDENCE
from hedgerow.web.render import respond
from hedgerow.web.site import site
from hedgerow.web.unbuilt import needs

router = APIRouter()
STEPS = (1, 3, 6, 12)


@dataclass(frozen=True)
class Cell:
    """One cell as it is drawn."""

    look: str
    n: str
    text: str
    href: str


@dataclass(frozen=True)
class Row:
    """One row as it is drawn."""

    title: str
    cells: tuple[Cell, ...]


@router.get("/evidence/gap-map")
def show(request: Request) -> Response:
    """Show the map."""
    lake = needs(site(request).lake(), "evidence_record")
    asked = request.query_params
    query = GapMapQuery(asked.get("uk") == "yes", asked.get("approach", ""), asked.get("four_p", ""))
    return respond(request, page_of(gap_map(lake, query)))


def page_of(view: GapMapView) -> Page:
    """Return the page of the map."""
    drawn = OwnBlock("gapmap", {"columns": [term.title for term in view.columns], "rows": _rows(view)})
    flat = TableBlock(view.cells, folded=True, columns=FLAT)
    gaps = TableBlock(view.gaps, columns=("title", "state_title", "rows", "columns", "about"))
    return Page(
        "Evidence and gap map",
        "Where is there evidence, and where has nobody looked?",
        view.summary,
        (
            Section((_filters(view), drawn, flat, SourcesBlock((view.cells,)))),
            Section((gaps,), heading="Named gaps", id="gaps", intro=GAPS),
        ),
        (EVIDENCE,),
        area="evidence",
        kept=True,
    )


GAPS = "Topics that were looked for without finding an evaluation, or that nobody has searched yet."
FLAT = (
    "row_title",
    "column_title",
    "reviews",
    "studies",
    "uk",
    "claims",
    "catalogued",
    "state_title",
    "strength",
)


def _filters(view: GapMapView) -> OwnBlock:
    def choices(scheme: str, every: str) -> tuple[Choice, ...]:
        return labelled([(t.id, t.title) for t in vocabulary.terms(scheme).values()], every)

    return filters(
        (
            Select("approach", "Approach", choices("approach", "Every approach"), view.query.approach),
            Select("four_p", "Strand", choices("four_p", "All four Ps"), view.query.four_p),
            Select(
                "uk",
                "Where",
                (Choice("", "Evidence from anywhere"), Choice("yes", "UK evidence only")),
                "yes" if view.query.uk_only else "",
            ),
        ),
        clear="/evidence/gap-map",
    )


def _rows(view: GapMapView) -> list[Row]:
    found = {(str(r["row"]), str(r["column"])): r for r in view.cells.records()}
    return [
        Row(row.title, tuple(_cell(view, found[row.id, column.id]) for column in view.columns))
        for row in view.rows
    ]


def _cell(view: GapMapView, record: dict[str, Value]) -> Cell:
    reviews, studies = int(record["reviews"] or 0), int(record["studies"] or 0)
    if record["state"] != "held":
        look = "unsearched" if record["state"] == "not_searched" else "empty"
        return Cell(look, "", str(record["state_title"]), "")
    total = reviews + studies
    step = 1 + sum(total >= edge for edge in STEPS[1:])
    asked = {"intervention_group": record["row"], "outcome_group": record["column"]}
    if view.query.approach:
        asked["approach"] = view.query.approach
    if view.query.uk_only:
        asked["uk"] = "yes"
    parts = [_count(reviews, "review"), _count(studies, "study")]
    href = f"/evidence?{urlencode(asked)}"
    return Cell(f"held{step}", str(total), ", ".join(part for part in parts if part), href)


def _count(number: int, word: str) -> str:
    many = "studies" if word == "study" else f"{word}s"
    return f"{number} {word if number == 1 else many}" if number else ""


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
