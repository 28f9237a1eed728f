"""What is asked of the gap map, and which records, rows and columns it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from hedgerow.errors import UsageError
from hedgerow.evidence.gapmap.axes import SEGMENTS, Axis, axis
from hedgerow.evidence.gapmap.filters import Filters, check_filters, fits
from hedgerow.evidence.gapmap.scales import scales
from hedgerow.evidence.gapmap.values import Row
from hedgerow.evidence.query import parse_query
from hedgerow.evidence.tables.search.matching import search
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import terms

DRAWN = ("heat", "bubbles")


@dataclass(frozen=True)
class GapMapQuery:
    """What is asked of the map.

    Attributes
    ----------
    rows, columns, segments
        Ids of axes; `segments` may be empty.
    scale
        The one scale that colours.
    draw
        ``heat`` or ``bubbles``.
    filters
        What the records must meet; they act on map, counts, tables and files alike.
    page
        From 1: which rows are shown where there are too many cells for one page; 0 shows every row.
    """

    rows: str = "intervention_group"
    columns: str = "outcome_group"
    segments: str = ""
    scale: str = "source_check"
    draw: str = "heat"
    filters: Filters = field(default_factory=Filters)
    page: int = 1


def check_query(query: GapMapQuery) -> None:
    """Refuse axes, scales and filters that are none.

    Raises
    ------
    NotFoundError
        When a filter names a word that is not in the vocabulary.
    UsageError
        When an axis, a scale or another value is not one of the allowed.
    """
    if axis(query.rows).id == axis(query.columns).id:
        raise UsageError(f"Rows and columns are both “{query.rows}”.", remedy="Choose two different axes.")
    if query.segments and query.segments not in SEGMENTS:
        names = ", ".join(SEGMENTS)
        raise UsageError(f"“{query.segments}” is no segment of a cell.", remedy=f"Choose one of: {names}.")
    if query.scale not in scales():
        raise UsageError(f"“{query.scale}” is no scale.", remedy=f"Choose one of: {', '.join(scales())}.")
    if query.draw not in DRAWN:
        raise UsageError(f"“{query.draw}” is no way to draw.", remedy=f"Choose one of: {', '.join(DRAWN)}.")
    check_filters(query.filters)


def narrowed(lake: Lake, records: Sequence[Row], filters: Filters) -> list[Row]:
    """Return the records that meet every filter, the text included, as the list of publications does."""
    if filters.text.strip():
        wanted = set(search(lake, parse_query(filters.text)).ids)
        records = [record for record in records if record["id"] in wanted]
    return [record for record in records if fits(record, filters)]


def shown_values(one: Axis, filters: Filters) -> dict[str, str]:
    """Return the values of an axis that a selection leaves.

    A filter on the axis itself leaves one; a filter on its groups leaves the members; a strand leaves the
    interventions that mostly serve it.
    """
    own = filters.asked.get(one.id)
    if own:
        return {own: one.values[own]} if own in one.values else {}
    values = dict(one.values)
    group = filters.asked.get(f"{one.id}_group")
    if group:
        values = {name: title for name, title in values.items() if terms(one.id)[name].parent == group}
    if filters.four_p and one.id in {"intervention_group", "intervention"}:
        values = {name: title for name, title in values.items() if _serves(one.id, name, filters.four_p)}
    return values


def _serves(scheme: str, name: str, strand: str) -> bool:
    group = name if scheme == "intervention_group" else terms(scheme)[name].parent
    strands = terms("intervention_group")[str(group)].data["four_p"]
    return isinstance(strands, tuple) and strand in strands
