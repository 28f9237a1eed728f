"""One layer as a file: a table, outlines with values, or a picture; of released columns alone."""

from __future__ import annotations

from datetime import date

from hedgerow.disclosure import released_to_csv
from hedgerow.errors import UsageError
from hedgerow.places.tables.views import LayerValues
from hedgerow.places.tables.views.geojson import layer_geojson
from hedgerow.store.lake import Lake
from hedgerow.web.pictures.map_svg import map_svg
from hedgerow.web.pictures.png import png_of

FORMATS = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
}
SAID = {"png": "PNG", "svg": "SVG", "csv": "CSV", "geojson": "GeoJSON"}


def layer_file(lake: Lake, view: LayerValues, form: str, *, region: str, today: date) -> bytes:
    """Return a layer as ``csv``, ``geojson``, ``svg`` or ``png``.

    Raises
    ------
    UsageError
        When the form is none of them.
    """
    if form not in FORMATS:
        raise UsageError(f"A layer cannot be written as “{form}”.", remedy=f"Use {', '.join(FORMATS)}.")
    if form == "csv":
        return released_to_csv(view.values)
    if form == "geojson":
        return layer_geojson(lake, view, today=today)
    drawn = map_svg(lake, view, region=region, today=today)
    return drawn.text.encode() if form == "svg" else png_of(drawn)
