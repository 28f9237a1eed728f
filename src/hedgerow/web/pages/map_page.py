"""The map: every small neighbourhood of the region coloured by one layer, with its table beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from hedgerow.disclosure import Draft, Released, release, shown
from hedgerow.errors import NotFoundError
from hedgerow.places.tables.views import LayerValues, MapLayers, layer_values, map_layers
from hedgerow.store.lake import Lake
from hedgerow.web.blocks import OwnBlock, SourcesBlock, TableBlock
from hedgerow.web.charts import class_of, ramp, ramp_of, steps
from hedgerow.web.charts.classes import CATEGORIES, MISSING
from hedgerow.web.filters import turn, whole_number
from hedgerow.web.page import Page, Section
from hedgerow.web.render import data_answer, respond
from hedgerow.web.site import Site, site
from hedgerow.web.unbuilt import needs

router = APIRouter()
SIZE = 50
TILES = "areas.pmtiles"


@dataclass(frozen=True)
class Entry:
    """One class of the legend."""

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
    """Return the values of a layer as the map needs them: one list a property, in the order of the codes."""
    lake = needs(site(request).lake(), "area_lookup", "area_geometry")
    return data_answer(request, compact(lake, layer_values(lake, layer)))


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
        table,
        links,
        ("name", "district", "value"),
        start,
        start + SIZE,
        mark=True,
        before=before,
        after=after,
    )
    drawn = OwnBlock(
        "map",
        _drawn(here, layers, view, chosen, text),
        beside=(block,),
        said={"layer": view.layer.name, "legend": [list(vars(e).values()) for e in legend(view)]},
    )
    sections = (Section((drawn, SourcesBlock((view.values,)))),)
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


def _drawn(here: Site, layers: MapLayers, view: LayerValues, chosen: str, text: str) -> Mapping[str, Any]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for layer in layers.layers:
        groups.setdefault(layer.group, []).append((layer.name, layer.title))
    bars = [(bar.low, bar.high, bar.count) for bar in view.histogram]
    rows = {str(row["code"]): number for number, row in enumerate(view.values.records())}
    picked = rows.get(chosen)
    ready = (here.workspace.settings.out / "map" / TILES).is_file()
    return {
        "ready": ready,
        "tiles": f"/map/files/{TILES}",
        "values": f"/map/values/{view.layer.name}",
        "worker": here.files["map-worker.js"],
        "bounds": json.dumps(_extent(here)),
        "groups": groups,
        "layer": view.layer,
        "legend": legend(view),
        "steps": steps(bars, view.breaks, colours(view)) if bars else (),
        "ends": (_number(view, bars[0][0]), _number(view, bars[-1][1])) if bars else (),
        "missing": view.missing,
        "why": view.missing_why,
        "chosen": chosen if picked is not None else "",
        "picked": view.values.rows[picked] if picked is not None else (),
        "said": shown(view.values, picked, view.values.columns[3]) if picked is not None else "",
        "query": text,
    }


def _number(view: LayerValues, value: float) -> str:
    return f"{value:,.{view.layer.decimals}f}"


def _extent(here: Site) -> Sequence[float]:
    path = here.workspace.settings.out / "map" / "map.json"
    if not path.is_file():
        return (-6.0, 50.0, 2.0, 56.0)
    found: Sequence[float] = json.loads(path.read_text("utf-8"))["bounds"]
    return found


def colours(view: LayerValues) -> tuple[str, ...]:
    """Return the colour of each class of a layer, in the order of its legend."""
    if view.layer.kind == "category":
        return tuple(CATEGORIES.get(str(entry.category), MISSING) for entry in view.legend)
    return ramp(view.layer.ramp or ramp_of(view.layer.name), len(view.breaks) + 1)


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


def compact(lake: Lake, view: LayerValues) -> dict[str, Any]:
    """Return the values of a layer in lists."""
    outlines = lake.read("area_geometry", ["code", "kind", "longitude", "latitude"]).to_pylist()
    centres = {row["code"]: (row["longitude"], row["latitude"]) for row in outlines if row["kind"] == "lsoa"}
    column = view.values.columns[3]
    categories = [entry.category for entry in view.legend]
    found: dict[str, list[Any]] = {
        name: [] for name in ("codes", "names", "within", "shown", "classes", "centres")
    }
    for number, (code, name, district, value) in enumerate(view.values.rows):
        found["codes"].append(code)
        found["names"].append(name)
        found["within"].append(district)
        found["shown"].append(_said(view, number, column))
        found["classes"].append(_class(view, value, categories))
        found["centres"].append([round(part, 4) for part in centres.get(str(code), (0.0, 0.0))])
    labels = _labels(lake, outlines)
    return {
        "title": view.layer.title,
        "unit": view.layer.unit,
        "colours": colours(view),
        "labels": labels,
        **found,
    }


def _labels(lake: Lake, outlines: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    """Return the name and the middle of each district."""
    areas = lake.read("area", ["code", "kind", "name"]).to_pylist()
    names = {row["code"]: row["name"] for row in areas if row["kind"] == "lad"}
    return [
        [names[row["code"]], round(row["longitude"], 4), round(row["latitude"], 4)]
        for row in outlines
        if row["kind"] == "lad" and row["code"] in names
    ]


def _said(view: LayerValues, number: int, column: Any) -> str:
    text = shown(view.values, number, column)
    return next((entry.label for entry in view.legend if entry.category == text), text)


def _class(view: LayerValues, value: object, categories: Sequence[str | None]) -> int:
    if view.layer.kind == "category":
        return -1 if value in {None, "not_known"} else categories.index(str(value))
    return class_of(float(value) if isinstance(value, int | float) else None, view.breaks)


def ordered(table: Released, text: str) -> Released:
    """Return the values of a layer, the highest first, or those whose name holds the text."""
    wanted = text.casefold()
    rows = [row for row in table.rows if not wanted or wanted in f"{row[1]} {row[2]} {row[0]}".casefold()]
    rows.sort(
        key=lambda row: (row[3] is None, -row[3] if isinstance(row[3], int | float) else 0, str(row[1]))
    )
    why = table.columns[3].missing
    reasons = {(i, "value"): why for i, row in enumerate(rows) if row[3] is None}
    draft = Draft(
        table.name,
        table.title,
        table.columns,
        tuple(rows),
        table.source_class,
        reasons,
        sources=table.sources,
        notes=table.notes,
    )
    return release(draft, edition=table.edition)
