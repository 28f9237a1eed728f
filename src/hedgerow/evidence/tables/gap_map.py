"""The evidence and gap map as it may be shown: any two axes, coloured by one scale, narrowed by filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from hedgerow.disclosure import Released
from hedgerow.evidence.gapmap.axes import Axis, axis
from hedgerow.evidence.gapmap.filters import Filters
from hedgerow.evidence.gapmap.grid import GridCell, grid, off_axes
from hedgerow.evidence.gapmap.scales import NOT_RATED, Scale, scales
from hedgerow.evidence.gapmap.values import COLUMNS, Row
from hedgerow.evidence.tables.coded import coded_rows
from hedgerow.evidence.tables.gap_map_cells import ShownCell, cell_table, part_table
from hedgerow.evidence.tables.gap_map_gaps import gap_table, overlap_table
from hedgerow.evidence.tables.gap_map_query import GapMapQuery, check_query, narrowed, shown_values
from hedgerow.evidence.wording import KINDS, VERIFIED
from hedgerow.store.lake import Lake

MOST_CELLS = 600


@dataclass(frozen=True)
class GapMapView:
    """The map.

    Attributes
    ----------
    query
        As asked, with the page brought into range.
    rows, columns, segments
        Values that are shown, id to title; rows are those of the page.
    all_rows, pages
        How many rows the whole map has, and pages of them.
    scale, levels
        The scale that colours, and those of its levels that the map holds, id to title, best first.
    cells
        One row a cell of the shown rows: counts, state, strongest design, records and named gaps.
    parts
        For each cell, segment and level, how many reviews and studies.
    gaps, overlaps
        The named gaps; and where a study may already be inside a review of the same cell.
    counts
        How many of the cells are in each state.
    held
        How many records that count as evidence meet the filters.
    summary
        The same in a sentence.
    """

    query: GapMapQuery
    rows: Mapping[str, str]
    columns: Mapping[str, str]
    segments: Mapping[str, str]
    all_rows: int
    pages: int
    scale: Scale
    levels: Mapping[str, str]
    cells: Released
    parts: Released
    gaps: Released
    overlaps: Released
    counts: Mapping[str, int]
    held: int
    summary: str


def gap_map(lake: Lake, query: GapMapQuery | None = None) -> GapMapView:
    """Return the map, or what a selection leaves of it.

    Raises
    ------
    NotFoundError
        When a filter names a word that is not in the vocabulary.
    UsageError
        When an axis, a scale or another value is not one of the allowed.
    """
    query = query or GapMapQuery()
    check_query(query)
    records = coded_rows(lake, COLUMNS)
    return _view(query, records, narrowed(lake, records, query.filters))


def _view(query: GapMapQuery, records: Sequence[Row], chosen: Sequence[Row]) -> GapMapView:
    rows, columns = axis(query.rows), axis(query.columns)
    down, across = shown_values(rows, query.filters), shown_values(columns, query.filters)
    shown = _shown(records, chosen, (rows, columns), (set(down), set(across)))
    scale, segments = scales()[query.scale], axis(query.segments) if query.segments else None
    held = {str(record["id"]): record for one in shown for record in one.cell.records}
    levels = _levels(scale, list(held.values()))
    counts = Counter(one.state for one in shown)
    query, here, pages = _page(query, down, len(across))
    drawn = [one for one in shown if one.cell.row in here]
    return GapMapView(
        query=query,
        rows=here,
        columns=across,
        segments=dict(segments.values) if segments else {},
        all_rows=len(down),
        pages=pages,
        scale=scale,
        levels=levels,
        cells=cell_table(drawn, rows, columns, filtered=query.filters != Filters()),
        parts=part_table(drawn, scale, segments, levels),
        gaps=gap_table(rows, down),
        overlaps=overlap_table(shown, rows, columns),
        counts=dict(counts),
        held=len(held),
        summary=_summary(counts, len(shown), len(held), len(off_axes(chosen, rows, columns))),
    )


def _page(
    query: GapMapQuery, down: Mapping[str, str], across: int
) -> tuple[GapMapQuery, dict[str, str], int]:
    """Return the query with its page in range, the rows of that page, and how many pages there are."""
    size = max(1, MOST_CELLS // max(1, across)) if query.page else max(1, len(down))
    pages = max(1, -(-len(down) // size))
    page = min(query.page, pages) or 1
    names = list(down)[(page - 1) * size : page * size]
    return replace(query, page=page), {name: down[name] for name in names}, pages


def _shown(
    records: Sequence[Row],
    chosen: Sequence[Row],
    by: tuple[Axis, Axis],
    kept: tuple[set[str], set[str]],
) -> list[ShownCell]:
    """Return the cells of the shown rows and columns, each with its state in this selection."""
    cells = grid(chosen, *by)
    whole = cells if len(chosen) == len(records) else grid(records, *by)
    return [
        ShownCell(cell, _state(cell, whole[place]))
        for place, cell in cells.items()
        if place[0] in kept[0] and place[1] in kept[1]
    ]


def _state(cell: GridCell, whole: GridCell) -> str:
    return "held_elsewhere" if cell.state != "held" and whole.state == "held" else cell.state


def _levels(scale: Scale, records: Sequence[Row]) -> dict[str, str]:
    """Return the levels that the map holds, best first, “not rated” last."""
    met = {scale.level(record) for record in records}
    order = [*scale.levels, *sorted(met - {*scale.levels, NOT_RATED}), NOT_RATED]
    return {level: level_title(scale, level) for level in order if level in met}


def level_title(scale: Scale, level: str) -> str:
    """Return a level of a scale in words."""
    if level == NOT_RATED:
        return "not rated"
    words: Mapping[str, str] = {"source_check": VERIFIED, "kind": KINDS}.get(scale.id, {})
    return words.get(level, level)


def _summary(counts: Mapping[str, int], total: int, held: int, off: int) -> str:
    words = {
        "held": "hold evidence",
        "empty_after_search": "empty after a search",
        "not_searched": "never searched",
        "no_record": "without a record",
        "held_elsewhere": "hold evidence outside this selection",
    }
    parts = [f"{counts[state]} {said}" for state, said in words.items() if counts.get(state)]
    if not total:
        return "No cell is left by this selection."
    topics = f" {off} coded records are about topics that have no row." if off else ""
    return f"Of {total} cells, {', '.join(parts)}. {held} reviews and studies stand in them.{topics}"
