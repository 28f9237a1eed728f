"""A layer as a file: a picture, a table or outlines with values, each of released columns alone."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from hedgerow.disclosure import released_to_csv
from hedgerow.errors import UsageError
from hedgerow.places.tables.views import LayerValues, layer_values
from hedgerow.places.tables.views.geojson import layer_geojson
from hedgerow.store.lake import Lake
from hedgerow.web.blocks import Link
from hedgerow.web.pictures import map_svg, png_of
from hedgerow.web.site import site
from hedgerow.web.unbuilt import needs

router = APIRouter()
FORMATS = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
}
SAID = {"png": "PNG", "svg": "SVG", "csv": "CSV", "geojson": "GeoJSON"}


@router.get("/map/export/{form}/{layer}")
def export(request: Request, form: str, layer: str) -> Response:
    """Return one layer in the form that was asked for."""
    here = site(request)
    lake = needs(here.lake(), "area_lookup", "area_geometry")
    view = layer_values(lake, layer)
    body = layer_file(lake, view, form, region=here.region.name)
    name = f"{here.region.slug}-{layer.replace(':', '-')}.{form}"
    kept = "inline" if request.query_params.get("show") else "attachment"
    headers = {"Content-Disposition": f'{kept}; filename="{name}"', "Cache-Control": "no-cache"}
    return Response(body, media_type=FORMATS[form], headers=headers)


def layer_file(lake: Lake, view: LayerValues, form: str, *, region: str) -> bytes:
    """Return a layer as ``csv``, ``geojson``, ``svg`` or ``png``.

    Raises
    ------
    UsageError
        When the form is none of them.
    """
    if form not in FORMATS:
        raise UsageError(f"A layer cannot be written as “{form}”.", remedy=f"Use {', '.join(FORMATS)}.")
    today = datetime.now(UTC).date()
    if form == "csv":
        return released_to_csv(view.values)
    if form == "geojson":
        return layer_geojson(lake, view, today=today)
    drawn = map_svg(lake, view, region=region, today=today)
    return drawn.text.encode() if form == "svg" else png_of(drawn)


def ways(layer: str) -> tuple[Link, ...]:
    """Return the ways to the files of a layer."""
    return tuple(Link(SAID[form], f"/map/export/{form}/{layer}") for form in FORMATS)
