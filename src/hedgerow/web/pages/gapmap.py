"""The evidence and gap map: any two axes, one scale, filters that are all in the address, and its files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from hedgerow.evidence.overlay import Laid
from hedgerow.evidence.tables import GapMapView, MapFace, gap_map, laid_layers, map_face, record_table
from hedgerow.web.blocks import Block, Link, OwnBlock, PairsBlock, SourcesBlock, TableBlock, TextBlock
from hedgerow.web.gapmap.address import MAP, map_address, query_of
from hedgerow.web.gapmap.drawing import drawn_rows, layered
from hedgerow.web.gapmap.form import map_form
from hedgerow.web.gapmap.key import map_key
from hedgerow.web.gapmap.standalone import standalone
from hedgerow.web.gapmap.svg import map_svg
from hedgerow.web.gapmap.words import page_values
from hedgerow.web.page import Page, Section
from hedgerow.web.pages.evidence import EVIDENCE
from hedgerow.web.render import FILES, respond
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
PARTS = ("row", "column", "segment_title", "level_title", "records")
MOST_ROWS, SOME_ROWS = 200, 50


@router.get(MAP)
def show(request: Request) -> Response:
    """Show the map."""
    here = site(request)
    query = query_of(request.query_params)
    if request.scope.get("hedgerow.form") in FILES:
        query = replace(query, page=0)  # a file holds every row
    view = gap_map(needs(here.lake(), "evidence_record"), query)
    return respond(request, page_of(view, map_face(here.database), laid_layers(here.database)))


@router.get(f"{MAP}/map.svg")
def picture(request: Request) -> Response:
    """Give the map as a picture."""
    here = site(request)
    view = gap_map(needs(here.lake(), "evidence_record"), query_of(request.query_params))
    drawn = map_svg(view, map_face(here.database), laid_layers(here.database))
    headers = {"Content-Disposition": 'attachment; filename="gap-map.svg"'}
    return Response(drawn, media_type="image/svg+xml", headers=headers)


@router.get(f"{MAP}/map.html")
def file(request: Request) -> Response:
    """Give the map as one file that needs no network."""
    here = site(request)
    lake = needs(here.lake(), "evidence_record")
    made = standalone(
        gap_map(lake),
        record_table(lake),
        map_face(here.database),
        layers=laid_layers(here.database),
        region=here.region.name,
    )
    headers = {"Content-Disposition": 'attachment; filename="gap-map.html"'}
    return Response(made, media_type="text/html; charset=utf-8", headers=headers)


def page_of(view: GapMapView, face: MapFace, layers: Sequence[Laid]) -> Page:
    """Return the page of the map."""
    gaps = TableBlock(view.gaps, columns=("title", "state_title", "rows", "columns", "about"))
    return Page(
        "Evidence and gap map",
        "Where is there evidence, and where has nobody looked?",
        view.summary,
        (
            Section((map_form(view), *_map(view, layers))),
            Section((gaps,), heading="Named gaps", id="gaps", intro=GAPS),
            Section((_overlaps(view),), heading="Studies that may stand in a review too", intro=OVERLAPS),
            Section((PairsBlock(face.pairs()),), heading="What this map rests on", id="face"),
        ),
        (EVIDENCE,),
        area="evidence",
        kept=True,
        authored=True,
    )


def _overlaps(view: GapMapView) -> TableBlock:
    links = {(i, "review_title"): f"/evidence/{r['review']}" for i, r in enumerate(view.overlaps.records())}
    columns = ("review_title", "row_title", "column_title", "studies")
    return TableBlock(view.overlaps, links, columns, 0, MOST_ROWS, folded=True)


def _map(view: GapMapView, layers: Sequence[Laid]) -> tuple[Block, ...]:
    if not view.rows or not view.columns:
        return (_nothing(),)
    blocks: list[Block] = [] if view.held else [_nothing()]
    values = {**page_values(view), "rows": drawn_rows(view, layered(layers, view.query))}
    drawn = OwnBlock("gapmap", values, said={"held": view.held, "states": dict(view.counts)})
    flat = TableBlock(view.cells, {}, FLAT, 0, MOST_ROWS, folded=True, opener="The same as a plain table")
    parts = TableBlock(view.parts, {}, PARTS, 0, SOME_ROWS, folded=True, opener="Cell by grade and segment")
    sources = SourcesBlock((view.cells, view.parts))
    return (*blocks, drawn, _pager(view), map_key(view, layers), _away(view), flat, parts, sources)


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


def _pager(view: GapMapView) -> OwnBlock:
    page, pages = view.query.page, view.pages
    before = Link("", map_address(view.query, page=str(page - 1))) if page > 1 else None
    after = Link("", map_address(view.query, page=str(page + 1))) if page < pages else None
    return OwnBlock("pager", {"before": before, "after": after, "page": page, "pages": pages})


def _away(view: GapMapView) -> OwnBlock:
    links = (
        Link("One file that needs no network", f"{MAP}/map.html", "(HTML)"),
        Link("Picture", map_address(view.query, f"{MAP}/map.svg"), "(SVG)"),
        Link("Table", map_address(view.query, f"{MAP}.csv", table="gap_map"), "(CSV)"),
        Link("What changed", f"{MAP}/changes"),
        Link("Lay a published map over it", f"{MAP}/layers"),
        Link("Link to this view", map_address(view.query)),
    )
    return OwnBlock("gapmap_away", {"links": links, "files": False})
