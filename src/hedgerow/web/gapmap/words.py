"""What the page and the file that stands alone both say of a map."""

from __future__ import annotations

from hedgerow.evidence.gapmap.axes import axis
from hedgerow.evidence.tables import GapMapView

SUMMARY = {
    "held": "hold evidence",
    "empty_after_search": "empty after a search",
    "not_searched": "never searched",
    "no_record": "without a record",
    "held_elsewhere": "hold evidence outside this selection",
}


def page_values(view: GapMapView) -> dict[str, object]:
    """Return what the drawing needs besides its rows."""
    rows, columns = axis(view.query.rows), axis(view.query.columns)
    return {
        "columns": tuple(view.columns.values()),
        "corner": f"{rows.title} by {columns.title.lower()}",
        "caption": f"{rows.title} down, {columns.title.lower()} across.",
        "draw": view.query.draw,
        "segmented": bool(view.segments),
        "alone": False,
    }
