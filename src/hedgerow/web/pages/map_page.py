"""The map: every small neighbourhood of the region coloured by one layer, with its table beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from hedgerow.disclosure import Draft, Released, release
from hedgerow.errors import NotFoundError
from hedgerow.places.tables.views import LayerValues, MapLayers, layer_values, map_layers
from hedgerow.places.tables.views.layers import FLAGS
from hedgerow.web.blocks import Link, OwnBlock, SourcesBlock, TableBlock
from hedgerow.web.charts import steps
from hedgerow.web.charts.painted import colours
from hedgerow.web.filters import turn, whole_number
from hedgerow.web.page import Page, Section
from hedgerow.web.pages.map_export import ways
from hedgerow.web.pages.map_place import PlaceFacts, place_facts
from hedgerow.web.pages.map_values import compact
from hedgerow.web.pages.method_card import method_card
from hedgerow.web.render import data_answer, respond
from hedgerow.web.site import Site, site
from hedgerow.web.unbuilt import needs

router = APIRouter()
SIZE = 50
TILES = "areas.pmtiles"
COLUMNS = ("name", "district", "value", "lower", "upper", "care", "note")


@dataclass(frozen=True)
class Entry:
    """One class of the legend; a dotted one names places that must be read with care."""

    colour: str
    label: str
    count: str


@router.get("/map")
def show(request: Request) -> Response:
    """Show the map of one layer."""
    here = site(request)
    lake = needs(here.lake(), "area_lookup", "area_geometry")
    layers = map_layers(lake)
    if not layers.layers:
        needs(lake, "panel")
    name = request.query_params.get("layer") or layers.layers[0].name
    return respond(request, page_of(request, here, layers, layer_values(lake, name)))


@router.get("/map/values/{layer}")
def values(request: Request, layer: str) -> Response:
    """Return the values of a layer as the map needs them."""
    lake = needs(site(request).lake(), "area_lookup", "area_geometry")
    return data_answer(request, compact(lake, layer_values(lake, layer)))


@router.get("/map/place/{layer}/{code}")
def place(request: Request, layer: str, code: str) -> Response:
    """Return what is said of one place under one layer."""
    lake = needs(site(request).lake(), "area_lookup", "area_geometry")
    view = layer_values(lake, layer)
    row = row_of(view, code)
    if row is None:
        raise NotFoundError(
            f"The layer “{layer}” has no area “{code}”.", remedy="Give an LSOA of the region."
        )
    return data_answer(request, place_facts(view, row).as_dict())


@router.get("/map/files/{name}")
def tiles(request: Request, name: str) -> Response:
    """Return the outlines; a browser asks for the parts that it needs."""
    path = site(request).workspace.settings.out / "map" / TILES
    if name != TILES or not path.is_file():
        raise NotFoundError(f"There is no map file “{name}”.", remedy="Run: hedgerow build PATH.")
    return FileResponse(path, media_type="application/octet-stream", headers={"Cache-Control": "no-cache"})


def page_of(request: Request, here: Site, layers: MapLayers, view: LayerValues) -> Page:
    """Return the page of a layer."""
    chosen, text = request.query_params.get("area", ""), request.query_params.get("q", "")[:80]
    table = ordered(view.values, text)
    page = whole_number(request, "page", 1)
    pages = max(1, -(-len(table) // SIZE))
    start = (min(page, pages) - 1) * SIZE
    before, after = turn(request, min(page, pages), pages)
    base = f"/map?layer={view.layer.name}"
    links = {(i, "name"): f"{base}&area={row['code']}" for i, row in enumerate(table.records())}
    block = TableBlock(
        table, links, shown_columns(view), start, start + SIZE, mark=True, before=before, after=after
    )
    drawn = OwnBlock(
        "map",
        _drawn(here, layers, view, chosen, text),
        beside=(block,),
        said={
            "layer": view.layer.name,
            "legend": [list(vars(e).values()) for e in legend(view)],
            "care": [list(pair) for pair in view.flags],
            "not_built": [list(pair) for pair in layers.unbuilt],
        },
    )
    sections = (
        Section((drawn, SourcesBlock((view.values,)))),
        Section(
            (method_card(here.lake(), (view,)),),
            heading="What this map is, and what it is not for",
            id="card",
        ),
    )
    return Page(
        f"Map: {view.layer.title}",
        f"Where in the region? {view.layer.title}",
        f"{view.layer.plain} {view.summary}",
        sections,
        area="map",
        kept=True,
        scripts=("map.js",),
        styles=("map.css",),
    )


def row_of(view: LayerValues, code: str) -> int | None:
    """Return the row of an area, `None` where the layer has no such area."""
    return next((number for number, row in enumerate(view.values.rows) if row[0] == code), None)


def shown_columns(view: LayerValues) -> tuple[str, ...]:
    """Return the columns of the table on the page: those of an interval or a flag only where there is one."""
    wanted = {"lower": bool(view.layer.level), "upper": bool(view.layer.level)}
    wanted |= {"care": bool(view.flags), "note": any(row[7] for row in view.values.rows)}
    return tuple(name for name in COLUMNS if wanted.get(name, True))


def _drawn(here: Site, layers: MapLayers, view: LayerValues, chosen: str, text: str) -> Mapping[str, Any]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for layer in layers.layers:
        groups.setdefault(layer.group, []).append((layer.name, layer.title))
    bars = [(bar.low, bar.high, bar.count) for bar in view.histogram]
    row = row_of(view, chosen) if chosen else None
    ready = (here.workspace.settings.out / "map" / TILES).is_file()
    return {
        "ready": ready,
        "tiles": f"/map/files/{TILES}",
        "values": f"/map/values/{view.layer.name}",
        "place": f"/map/place/{view.layer.name}/",
        "worker": here.files["map-worker.js"],
        "bounds": json.dumps(extent(here)),
        "groups": groups,
        "unbuilt": layers.unbuilt,
        "layer": view.layer,
        "legend": legend(view),
        "care": [(FLAGS[name], f"{count:,}") for name, count in view.flags],
        "steps": steps(bars, view.breaks, colours(view)) if bars else (),
        "ends": (_number(view, bars[0][0]), _number(view, bars[-1][1])) if bars else (),
        "missing": [(why, f"{count:,}") for why, count in view.missing_by],
        "notes": [note for note in view.values.notes if note.startswith("Every place")],
        "chosen": chosen if row is not None else "",
        "picked": place_facts(view, row) if row is not None else _nobody(),
        "query": text,
        "ways": ways(view.layer.name),
        "explore": _explore(view),
    }


def _explore(view: LayerValues) -> Link | None:
    if view.layer.kind != "number":
        return None
    return Link("Set it beside another layer", f"/explore?y={view.layer.name}")


def _nobody() -> PlaceFacts:
    return PlaceFacts(
        "", "No area is chosen", "Choose one on the map or in the table.", "", "", "", "", "", ()
    )


def _number(view: LayerValues, value: float) -> str:
    return f"{value:,.{view.layer.decimals}f}"


def extent(here: Site) -> Sequence[float]:
    """Return west, south, east and north of the outlines."""
    path = here.workspace.settings.out / "map" / "map.json"
    if not path.is_file():
        return (-6.0, 50.0, 2.0, 56.0)
    found: Sequence[float] = json.loads(path.read_text("utf-8"))["bounds"]
    return found


def legend(view: LayerValues) -> tuple[Entry, ...]:
    """Return the classes of a layer as they are shown; what is not known is hatched, not coloured."""
    shades = colours(view)
    return tuple(
        Entry(
            "" if entry.category == "not_known" else shades[min(i, len(shades) - 1)],
            entry.label,
            f"{entry.count:,}",
        )
        for i, entry in enumerate(view.legend)
    )


def ordered(table: Released, text: str) -> Released:
    """Return the values of a layer, the highest first, or those whose name holds the text."""
    wanted = text.casefold()
    places = [
        number
        for number, row in enumerate(table.rows)
        if not wanted or wanted in f"{row[1]} {row[2]} {row[0]}".casefold()
    ]
    places.sort(key=lambda number: _order(table.rows[number]))
    rows = tuple(_worded(table.rows[number]) for number in places)
    reasons = {
        (new, column.name): table.reasons[old, column.name]
        for new, old in enumerate(places)
        for column in table.columns
        if (old, column.name) in table.reasons
    }
    columns = tuple(
        column if column.name != "flag" else type(column)("care", column.label) for column in table.columns
    )
    draft = Draft(
        table.name,
        table.title,
        columns,
        rows,
        table.source_class,
        reasons,
        sources=table.sources,
        notes=table.notes,
    )
    return release(draft, edition=table.edition)


def _order(row: tuple[Any, ...]) -> tuple[bool, float, str]:
    value = row[3]
    return (value is None, -value if isinstance(value, int | float) else 0.0, str(row[1]))


def _worded(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a row with its flag in words."""
    return (*row[:6], FLAGS.get(row[6], ""), *row[7:])
