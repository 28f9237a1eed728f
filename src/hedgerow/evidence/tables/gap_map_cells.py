"""The cells of a map as released tables: one row a cell, and one row for each of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.disclosure.released import Value
from hedgerow.evidence.gapmap.axes import Axis
from hedgerow.evidence.gapmap.cells import strength
from hedgerow.evidence.gapmap.grid import GridCell
from hedgerow.evidence.gapmap.scales import Scale
from hedgerow.evidence.gapmap.values import DESIGNS
from hedgerow.evidence.tables.sourcing import ABSENCE, BIAS, NOT_ADDED, SOURCES
from hedgerow.evidence.wording import STATES
from hedgerow.provenance import Figure

COUNTED = ("reviews", "studies", "uk", "claims", "catalogued")
NOT_ONE = "Reviews are counted apart from studies; a review may hold a study that stands beside it."


@dataclass(frozen=True)
class ShownCell:
    """A cell with its state in a selection."""

    cell: GridCell
    state: str


def cell_table(shown: Sequence[ShownCell], rows: Axis, columns: Axis, *, filtered: bool) -> Released:
    """Return one row a cell; counts of the whole frame can be traced."""
    framed = (rows.id, columns.id) == ("intervention_group", "outcome_group") and not filtered
    figures: dict[tuple[int, str], str] = {}
    for number, one in enumerate(shown) if framed else ():
        keys = {"row": one.cell.row, "column": one.cell.column}
        for name in COUNTED:
            figures[number, name] = str(Figure.of("evidence_cell", name, keys))
    draft = Draft(
        "gap_map",
        "The evidence and gap map",
        _columns(rows, columns),
        tuple(_row(one, rows, columns) for one in shown),
        figures=figures,
        sources=SOURCES,
        notes=(NOT_ADDED, NOT_ONE, ABSENCE, BIAS),
    )
    return release(draft)


def _columns(rows: Axis, columns: Axis) -> tuple[ReleasedColumn, ...]:
    return (
        ReleasedColumn("row", "Row"),
        ReleasedColumn("row_title", rows.noun.capitalize()),
        ReleasedColumn("column", "Column"),
        ReleasedColumn("column_title", columns.noun.capitalize()),
        ReleasedColumn("reviews", "Reviews"),
        ReleasedColumn("studies", "Studies"),
        ReleasedColumn("uk", "With UK evidence"),
        ReleasedColumn("claims", "Claims awaiting evaluation"),
        ReleasedColumn("catalogued", "In progress: catalogued, not yet coded"),
        ReleasedColumn("state", "State"),
        ReleasedColumn("state_title", "State in words"),
        ReleasedColumn("strength", "Strongest design held", missing="not_applicable"),
        ReleasedColumn("ids", "Records", missing="not_applicable"),
        ReleasedColumn("gaps", "Named gaps", missing="not_applicable"),
        ReleasedColumn("gap_basis", "Basis of the named gaps", missing="not_applicable"),
    )


def _row(one: ShownCell, rows: Axis, columns: Axis) -> tuple[Value, ...]:
    cell = one.cell
    best = strength(cell)
    return (
        cell.row,
        rows.values[cell.row],
        cell.column,
        columns.values[cell.column],
        len(cell.reviews),
        len(cell.studies),
        cell.uk,
        len(cell.claims),
        len(cell.in_progress),
        one.state,
        STATES[one.state],
        DESIGNS[best] if best else None,
        "|".join(cell.ids) or None,
        "; ".join(gap.title for gap in cell.gaps) or None,
        "; ".join(f"{gap.title}: {basis(gap.state, gap.basis)}" for gap in cell.gaps) or None,
    )


def basis(state: str, about: str) -> str:
    """Return on what a named gap rests, in words."""
    return " ".join(part for part in (f"{STATES[state]}.", about) if part)


def part_table(
    shown: Sequence[ShownCell], scale: Scale, segments: Axis | None, titles: dict[str, str]
) -> Released:
    """Return, for each cell, segment and level of the scale, how many reviews and studies it holds."""
    found: list[tuple[Value, ...]] = []
    for one in shown:
        for name, title in _segments(segments).items():
            held = [record for record in one.cell.records if not name or _has(segments, record, name)]
            levels = [scale.level(record) for record in held]
            for level, words in titles.items():
                if count := levels.count(level):
                    found.append((one.cell.row, one.cell.column, name or None, title, level, words, count))
    columns = (
        ReleasedColumn("row", "Row"),
        ReleasedColumn("column", "Column"),
        ReleasedColumn("segment", "Segment", missing="not_applicable"),
        ReleasedColumn("segment_title", "Segment in words"),
        ReleasedColumn("level", "Level"),
        ReleasedColumn("level_title", scale.title),
        ReleasedColumn("records", "Reviews and studies"),
    )
    note = "Levels of one scale; unlike scales are never mixed, and a missing grade is “not rated”."
    title = f"The cells by {scale.title.lower() if scale.title[1:].islower() else scale.title}"
    return release(
        Draft("gap_map_parts", title, columns, tuple(found), sources=SOURCES, notes=(note, NOT_ADDED))
    )


def _segments(segments: Axis | None) -> dict[str, str]:
    return {"": "all of them", **(segments.values if segments else {})}


def _has(segments: Axis | None, record: object, name: str) -> bool:
    return segments is not None and name in segments.of(record)  # type: ignore[arg-type]  # a row
