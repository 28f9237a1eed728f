"""The explorer: two layers of the same places as a scatter, a map and a table that show one choice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from hedgerow.errors import UsageError
from hedgerow.places.tables.views import Layer, MapLayers, map_layers
from hedgerow.places.tables.views.pairs import Pair, pair_of, refusal
from hedgerow.store.lake import Lake
from hedgerow.web.blocks import Block, Link, OwnBlock, SourcesBlock, TableBlock, TextBlock
from hedgerow.web.filters import turn, whole_number
from hedgerow.web.page import Crumb, Page, Section
from hedgerow.web.pages.explorer_choice import LIMITS, Asked, asked, numbers
from hedgerow.web.pages.map_export import file_answer
from hedgerow.web.pages.map_page import TILES, extent, row_of
from hedgerow.web.pages.map_place import interval_words, place_facts, value_words
from hedgerow.web.pages.method_card import method_card
from hedgerow.web.pictures import png_of, scatter_svg
from hedgerow.web.pictures.scatter_svg import frame
from hedgerow.web.render import data_answer, respond
from hedgerow.web.site import Site, site
from hedgerow.web.unbuilt import needs

router = APIRouter()
SIZE = 50
MAP = Crumb("Map", "/map")
QUESTION = "Do two figures of the same places go together?"
WITHOUT = (
    "Choose two layers. Each dot is a small neighbourhood; drag over dots, or give limits, to choose some."
)
COLUMNS = ("name", "district", "y", "y_lower", "y_upper", "y_care", "x", "x_lower", "x_upper", "x_care")


@router.get("/explore")
def explore(request: Request) -> Response:
    """Show two layers side by side."""
    here = site(request)
    lake = needs(here.lake(), "area_lookup", "area_geometry")
    layers = map_layers(lake)
    if len(numbers(layers)) < 2:
        needs(lake, "panel")
    return respond(request, page_of(request, here, lake, layers))


@router.get("/explore/values")
def values(request: Request) -> Response:
    """Return the pair as the browser draws it: lists in one order, and the ends of the axes."""
    lake = needs(site(request).lake(), "area_lookup", "area_geometry")
    want = asked(request, map_layers(lake))
    return data_answer(request, compact(pair_of(lake, want.x, want.y)))


@router.get("/explore/picture/{form}")
def picture(request: Request, form: str) -> Response:
    """Return the scatter of a pair as a picture."""
    here = site(request)
    lake = needs(here.lake(), "area_lookup", "area_geometry")
    if form not in {"svg", "png"}:
        raise UsageError(f"A chart cannot be written as “{form}”.", remedy="Use svg or png.")
    want = asked(request, map_layers(lake))
    pair = pair_of(lake, want.x, want.y, want.choice)
    shown = bool(request.query_params.get("show"))
    drawn = scatter_svg(pair, region=here.region.name, today=datetime.now(UTC).date(), alone=not shown)
    body = drawn.text.encode() if form == "svg" else png_of(drawn)
    name = f"{here.region.slug}-{want.y}-beside-{want.x}".replace(":", "-")
    return file_answer(request, body, form, name)


def page_of(request: Request, here: Site, lake: Lake, layers: MapLayers) -> Page:
    """Return the page of a pair, or why the pair is refused."""
    want = asked(request, layers)
    known = {layer.name: layer for layer in numbers(layers)}
    first, second = known.get(want.x), known.get(want.y)
    if first and second and (why := refusal(first, second)):
        return _refused(layers, want, why)
    pair = pair_of(lake, want.x, want.y, want.choice)
    sections = (
        Section((OwnBlock("explore_form", _form(layers, want, pair.districts), said=_said(want)),)),
        Section((_drawn(request, here, want, pair),)),
        Section((TextBlock(pair.notes, tone="care", heading="Read with care"), SourcesBlock((pair.table,)))),
        Section(
            (method_card(lake, pair.views),),
            heading="What these layers are, and what they are not for",
            id="card",
        ),
    )
    title = f"{pair.y.title} beside {pair.x.title.lower()}"
    return Page(
        title,
        QUESTION,
        WITHOUT,
        sections,
        (MAP,),
        area="map",
        eyebrow=title,
        kept=True,
        scripts=("explore.js",),
        styles=("map.css", "explore.css"),
    )


def _refused(layers: MapLayers, want: Asked, why: str) -> Page:
    """Return the page of a pair that is not drawn, with the reason and the form to choose another."""
    blocks: tuple[Block, ...] = (
        OwnBlock("explore_form", _form(layers, want, ()), said=_said(want)),
        TextBlock((why,), tone="wrong", heading="These two are not set beside each other"),
    )
    return Page(
        "Explore: refused",
        QUESTION,
        WITHOUT,
        (Section(blocks),),
        (MAP,),
        area="map",
        status=422,
        styles=("map.css", "explore.css"),
    )


def _said(want: Asked) -> Mapping[str, Any]:
    return {"x": want.x, "y": want.y, "district": want.choice.district, "limits": dict(want.limits())}


def _form(layers: MapLayers, want: Asked, districts: tuple[str, ...]) -> Mapping[str, Any]:
    groups: dict[str, list[Layer]] = {}
    for layer in numbers(layers):
        groups.setdefault(layer.group, []).append(layer)
    return {
        "groups": groups,
        "x": want.x,
        "y": want.y,
        "districts": districts,
        "district": want.choice.district,
        "limits": want.limits(),
        "area": want.area,
        "unbuilt": [title for title, _ in layers.unbuilt],
    }


def _drawn(request: Request, here: Site, want: Asked, pair: Pair) -> OwnBlock:
    """Return chart, map, chosen place and table, which all show one choice."""
    table = _table(request, want, pair)
    narrowed = bool(want.choice.district or any(getattr(want.choice, name) is not None for name in LIMITS))
    drawn = {
        "pair": pair,
        "summary": pair.summary,
        "values": f"/explore/values?{Asked(want.x, want.y, type(want.choice)(), '').query()}",
        "picture": f"/explore/picture/svg?{want.query(show='1')}",
        "ways": [
            Link(form.upper(), f"/explore/picture/{form}?{want.query(area='')}") for form in ("png", "svg")
        ],
        "clear": f"/explore?{Asked(want.x, want.y, type(want.choice)(), want.area).query()}"
        if narrowed
        else "",
        "swap": f"/explore?{Asked(want.y, want.x, type(want.choice)(), want.area).query()}",
        "map": f"/map?layer={pair.y.name}",
        "layer": f"/map/values/{pair.y.name}",
        "still": f"/map/export/svg/{pair.y.name}?show=1",
        "ready": (here.workspace.settings.out / "map" / TILES).is_file(),
        "tiles": f"/map/files/{TILES}",
        "worker": here.files["map-worker.js"],
        "bounds": json.dumps(extent(here)),
        "chosen": _chosen(want, pair),
        "area": want.area,
    }
    said = {"summary": pair.summary, "rho": pair.rho, "missing": pair.missing, "notes": list(pair.notes)}
    return OwnBlock("explore", drawn, beside=(table,), said=said)


def _table(request: Request, want: Asked, pair: Pair) -> TableBlock:
    page = whole_number(request, "page", 1)
    pages = max(1, -(-len(pair.table) // SIZE))
    start = (min(page, pages) - 1) * SIZE
    before, after = turn(request, min(page, pages), pages)
    links = {
        (number, "name"): f"/explore?{want.query(area=str(row['code']))}"
        for number, row in enumerate(pair.table.records())
    }
    held = {"x": pair.views[0], "y": pair.views[1]}
    hidden = {
        f"{letter}_{end}"
        for letter, view in held.items()
        for end in ("lower", "upper")
        if not view.layer.level
    }
    hidden |= {f"{letter}_care" for letter, view in held.items() if not view.flags}
    return TableBlock(
        pair.table,
        links,
        tuple(name for name in COLUMNS if name not in hidden),
        start,
        start + SIZE,
        caption="The chosen places, the highest on the upright axis first",
        mark=True,
        before=before,
        after=after,
    )


def _chosen(want: Asked, pair: Pair) -> Mapping[str, Any]:
    """Return what is said of the one place that is chosen."""
    row = row_of(pair.views[0], want.area) if want.area else None  # both views list the same places
    if row is None:
        return {
            "name": "No place is chosen",
            "within": "Choose a dot, an area or a row.",
            "code": "",
            "facts": (),
        }
    facts = [place_facts(view, row) for view in pair.views]
    return {
        "name": facts[0].name,
        "within": facts[0].within,
        "code": want.area,
        "facts": tuple((view.layer.title, one) for view, one in zip(pair.views, facts, strict=True)),
    }


def compact(pair: Pair) -> dict[str, Any]:
    """Return the pair in lists, in the order of its codes."""
    here = frame(pair)
    first, second = pair.views
    rows = {str(row[0]): number for number, row in enumerate(first.values.rows)}
    order = [rows[code] for code in pair.codes]

    def said(view: Any) -> list[str]:
        return [
            " ".join(part for part in (value_words(view, row), _bracketed(interval_words(view, row))) if part)
            for row in order
        ]

    return {
        "x": {"title": pair.x.title, "unit": pair.x.unit, "axis": here.x},
        "y": {"title": pair.y.title, "unit": pair.y.unit, "axis": here.y},
        "codes": pair.codes,
        "names": [first.values.rows[row][1] for row in order],
        "within": [first.values.rows[row][2] for row in order],
        "xs": pair.xs,
        "ys": pair.ys,
        "x_said": said(first),
        "y_said": said(second),
        "care": [int(one) for one in pair.care],
    }


def _bracketed(words: str) -> str:
    return f"({words.replace(' (', ', ').removesuffix(')')})" if words else ""
