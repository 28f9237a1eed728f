"""One layer as GeoJSON (RFC 7946): released columns only, with licence, notes and method beside them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
import shapely

from hedgerow.disclosure import REASONS, Released
from hedgerow.disclosure.released import Value
from hedgerow.places.cards import card
from hedgerow.places.tables.views.extent import map_extent
from hedgerow.places.tables.views.layers import FLAGS, LayerValues
from hedgerow.store.lake import Lake

# Six decimals of a degree are a tenth of a metre: finer than any outline that is published.
DIGITS = 6
METHOD = ("what", "forbidden", "limits", "uncertainty", "calibration", "fairness")
_SHAPES = "SELECT code, wkb FROM area_geometry WHERE kind = 'lsoa' ORDER BY code"


def layer_geojson(lake: Lake, view: LayerValues, *, today: date) -> bytes:
    """Return the layer as a FeatureCollection on WGS84, one feature an LSOA that has an outline.

    An outer ring runs counter-clockwise. A missing value is null, with why beside it. The member ``hedgerow``
    says what the layer is, under which licences, and what it must not be used for.
    """
    table = view.values
    features = ",\n".join(_features(lake, table))
    head = {
        "type": "FeatureCollection",
        "bbox": [round(part, DIGITS) for part in map_extent(lake)],
        "hedgerow": about(view, today),
    }
    opened = json.dumps(head, ensure_ascii=False)[:-1]
    return f'{opened}, "features": [\n{features}\n]}}\n'.encode()


def about(view: LayerValues, today: date) -> dict[str, object]:
    """Return what must travel with the values of a layer."""
    layer, table = view.layer, view.values
    one = card(layer.card)
    return {
        "layer": layer.name,
        "title": layer.title,
        "plain": layer.plain,
        "unit": layer.unit,
        "period": layer.period,
        "interval": layer.level,
        "marking": table.marking,
        "edition": str(table.edition),
        "written": today.isoformat(),
        "sources": [vars(note) for note in table.sources],
        "licence": " / ".join(dict.fromkeys(note.licence for note in table.sources if note.licence)),
        "notes": [*table.notes, one.people],
        "columns": [{"name": c.name, "label": c.label, "unit": c.unit} for c in table.columns],
        "flags": dict(FLAGS),
        "categories": dict(layer.words),
        "method": {key: list(one.statements[key]) for key in METHOD},
        "summary": view.summary,
    }


def _features(lake: Lake, table: Released) -> Iterator[str]:
    shapes = lake.query(_SHAPES).to_pydict()
    outlines = _outlines(shapes["wkb"])
    drawn = dict(zip(shapes["code"], outlines, strict=True))
    names = [column.name for column in table.columns]
    for number, row in enumerate(table.rows):
        outline = drawn.get(str(row[0]))
        if outline is not None:
            properties = _properties(table, number, names, row)
            said = json.dumps(properties, ensure_ascii=False)
            code = json.dumps(row[0])
            yield f'{{"type": "Feature", "id": {code}, "properties": {said}, "geometry": {outline}}}'


def _outlines(found: Sequence[bytes]) -> list[str]:
    """Return the outlines as text: rounded, and with rings that run as the standard asks."""
    whole = np.array(shapely.from_wkb(list(found)))
    rounded = shapely.transform(whole, lambda points: np.round(points, DIGITS))
    lines: list[str] = shapely.to_geojson(shapely.orient_polygons(rounded)).tolist()
    return lines


def _properties(table: Released, number: int, names: Sequence[str], row: Sequence[Value]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for name, value in zip(names, row, strict=True):
        found[name] = value
        if value is None:
            found[f"{name}_missing"] = REASONS[table.reasons[number, name]]
    return found
