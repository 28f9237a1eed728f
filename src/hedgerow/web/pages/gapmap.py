"""The evidence and gap map: any two axes, one scale, filters that are all in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from hedgerow.evidence.gapmap.axes import axis
from hedgerow.evidence.tables import GapMapView, gap_map
from hedgerow.web.blocks import Block, Link, OwnBlock, SourcesBlock, TableBlock, TextBlock
from hedgerow.web.gapmap.address import MAP, map_address, query_of
from hedgerow.web.gapmap.drawing import Key, Layered, drawn_rows
from hedgerow.web.gapmap.form import map_form
from hedgerow.web.gapmap.key import map_key
from hedgerow.web.page import Page, Section
from hedgerow.web.pages.evidence import EVIDENCE
from hedgerow.web.render import respond
from hedgerow.web.site import site
from hedgerow.web.unbuilt import needs

router = APIRouter()
GAPS = (
    "Topics that were looked for without finding an evaluation of outcomes, or that nobody has searched yet. "
    "Each is marked in its cell."
)
OVERLAPS = (
    "A review stands beside studies that it may already hold. Which ones it holds is not coded; these may be "
    "counted twice when reviews and studies are read together."
)
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
    "gaps",
)
MOST_ROWS = 200


@router.get(MAP)
def show(request: Request) -> Response:
    """Show the map."""
    lake = needs(site(request).lake(), "evidence_record")
    return respond(request, page_of(gap_map(lake, query_of(request.query_params)), {}))


def page_of(view: GapMapView, layers: Mapping[Key, Sequence[Layered]]) -> Page:
    """Return the page of the map."""
    gaps = TableBlock(view.gaps, columns=("title", "state_title", "rows", "columns", "about"))
    links = {(i, "review_title"): f"/evidence/{r['review']}" for i, r in enumerate(view.overlaps.records())}
    overlaps = TableBlock(
        view.overlaps, links, ("review_title", "row_title", "column_title", "studies"), folded=True
    )
    return Page(
        "Evidence and gap map",
        "Where is there evidence, and where has nobody looked?",
        view.summary,
        (
            Section((map_form(view), *_map(view, layers))),
            Section((gaps,), heading="Named gaps", id="gaps", intro=GAPS),
            Section((overlaps,), heading="Studies that may stand in a review too", intro=OVERLAPS),
        ),
        (EVIDENCE,),
        area="evidence",
        kept=True,
    )


def _map(view: GapMapView, layers: Mapping[Key, Sequence[Layered]]) -> tuple[Block, ...]:
    if not view.rows or not view.columns:
        return (_nothing(),)
    blocks: list[Block] = [] if view.held else [_nothing()]
    drawn = OwnBlock("gapmap", _values(view, layers), said={"held": view.held, "states": dict(view.counts)})
    start = (view.query.page - 1) * len(view.rows) * len(view.columns) if view.query.page < view.pages else 0
    stop = min(len(view.cells), start + MOST_ROWS)
    flat = TableBlock(view.cells, {}, FLAT, start, stop, folded=True, opener="The same as a plain table")
    parts = TableBlock(view.parts, {}, PARTS, 0, 0, folded=True)
    return (*blocks, drawn, _pager(view), map_key(view, layers), _away(view), flat, parts, _sources(view))


PARTS = ("row", "column", "segment_title", "level_title", "records")


def _sources(view: GapMapView) -> SourcesBlock:
    return SourcesBlock((view.cells, view.parts))


def _nothing() -> TextBlock:
    return TextBlock(
        (
            "No record that counts as evidence meets everything that is asked. That is an empty selection, "
            "not a finding: take a filter away, or look at the named gaps.",
        ),
        tone="empty",
        heading="Nothing is left on the map",
        links=(Link("Clear everything", MAP), Link("See the named gaps", "#gaps")),
    )


def _values(view: GapMapView, layers: Mapping[Key, Sequence[Layered]]) -> dict[str, object]:
    rows, columns = axis(view.query.rows), axis(view.query.columns)
    return {
        "rows": drawn_rows(view, layers),
        "columns": tuple(view.columns.values()),
        "corner": f"{rows.title} by {columns.title.lower()}",
        "caption": f"{rows.title} down, {columns.title.lower()} across.",
        "draw": view.query.draw,
        "segmented": bool(view.segments),
    }


def _pager(view: GapMapView) -> OwnBlock:
    page, pages = view.query.page, view.pages
    before = Link("", map_address(view.query, page=str(page - 1))) if page > 1 else None
    after = Link("", map_address(view.query, page=str(page + 1))) if page < pages else None
    return OwnBlock("pager", {"before": before, "after": after, "page": page, "pages": pages})


def _away(view: GapMapView) -> OwnBlock:
    links = (
        Link("This view as a link", map_address(view.query)),
        Link("CSV", map_address(view.query, f"{MAP}.csv", table="gap_map")),
    )
    return OwnBlock("gapmap_away", {"links": links, "files": False})
