"""The values of a layer as the browser's map needs them: one list a property, in the order of the codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hedgerow.places.tables.views import LayerValues
from hedgerow.places.tables.views.layers import FLAGS
from hedgerow.store.lake import Lake
from hedgerow.web.charts.painted import classes, colours
from hedgerow.web.pages.map_place import interval_words, value_words


def compact(lake: Lake, view: LayerValues) -> dict[str, Any]:
    """Return the values of a layer in lists; `flags` numbers the entries of `care`, -1 for none."""
    outlines = lake.read("area_geometry", ["code", "kind", "longitude", "latitude"]).to_pylist()
    centres = {row["code"]: (row["longitude"], row["latitude"]) for row in outlines if row["kind"] == "lsoa"}
    order = {name: number for number, name in enumerate(FLAGS)}
    rows = view.values.rows
    return {
        "title": view.layer.title,
        "unit": view.layer.unit,
        "colours": colours(view),
        "care": list(FLAGS.values()),
        "labels": _labels(lake, outlines),
        "codes": [row[0] for row in rows],
        "names": [row[1] for row in rows],
        "within": [row[2] for row in rows],
        "shown": [value_words(view, number) for number in range(len(rows))],
        "intervals": [interval_words(view, number) for number in range(len(rows))],
        "flags": [order.get(str(row[6]), -1) for row in rows],
        "classes": classes(view),
        "centres": [[round(part, 4) for part in centres.get(str(row[0]), (0.0, 0.0))] for row in rows],
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
