"""Which columns of a wide table are drawn when the window has no room for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hedgerow.disclosure import Released, ReleasedColumn

# Characters a column: under the first a table leaves out what it can spare, under the second it is cards.
ROOMY = 12
NARROW = 9
ESSENTIAL: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "area_children": ("code", "name", "house_name", "crimes", "rate", "months_counted"),
        "area_gaps": ("force", "from_month", "to_month", "kind", "note"),
        "area_indicators": ("title", "value", "unit", "middle", "below"),
        "areas_found": ("code", "name", "house_name", "kind", "parent_name"),
        "contrast": ("family", "name", "house_name", "observed", "expected", "ratio", "verdict"),
        "contrast_twin": ("family", "twin", "name", "observed", "expected", "ratio"),
        "crime_by_family": ("title", "n", "rate", "region_rate", "beside"),
        "crime_by_month": ("month", "n", "rate", "state"),
        "crime_by_type": ("title", "n", "rate", "region_rate", "beside"),
        "evidence_list": ("id", "title", "year", "state", "grade"),
        "gaps": ("force", "from_month", "to_month", "kind", "source"),
        "index_component": ("index", "indicator", "value", "unit", "weight"),
        "index_score": ("index", "name", "house_name", "score", "rank", "decile"),
        "panel_gap": ("force", "from_month", "to_month", "kind", "source"),
        "plan_commitments": ("number", "quote", "page", "approach_titles", "evidence_title"),
        "plan_approaches": ("title", "commitments", "evidence_state", "gap"),
        "sources": ("name", "vintage", "rows_in", "rows_kept", "rows_rejected"),
    }
)


def columns_to_draw(released: Released, width: int) -> tuple[ReleasedColumn, ...] | None:
    """Return the columns that the window has room for; `None` when the rows read better as cards."""
    if len(released.columns) * ROOMY <= width:
        return released.columns
    names = ESSENTIAL.get(released.name, ())
    kept = tuple(column for column in released.columns if column.name in names)
    if len(kept) > 2:
        return kept
    return released.columns if len(released.columns) * NARROW <= width else None
