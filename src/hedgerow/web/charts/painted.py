"""The colour and the class of each place of a layer: one way for the page, the browser and the picture."""

from __future__ import annotations

from hedgerow.places.tables.views import LayerValues
from hedgerow.web.charts.classes import CATEGORIES, MISSING, class_of, ramp, ramp_of


def colours(view: LayerValues) -> tuple[str, ...]:
    """Return the colour of each class of a layer, in the order of its legend."""
    if view.layer.kind == "category":
        return tuple(CATEGORIES.get(str(entry.category), MISSING) for entry in view.legend)
    return ramp(view.layer.ramp or ramp_of(view.layer.name), len(view.breaks) + 1)


def classes(view: LayerValues) -> list[int]:
    """Return the class of each place, in the order of the rows; -1 for one that is not known."""
    values = [row[3] for row in view.values.rows]
    if view.layer.kind == "category":
        order = {entry.category: number for number, entry in enumerate(view.legend)}
        return [-1 if value in (None, "not_known") else order[str(value)] for value in values]
    return [class_of(float(v) if isinstance(v, int | float) else None, view.breaks) for v in values]
