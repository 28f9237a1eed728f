"""The frame of the map as the lake keeps it: groups of interventions by groups of outcomes, all records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hedgerow.evidence.gapmap.axes import axis
from hedgerow.evidence.gapmap.grid import GridCell, grid, off_axes
from hedgerow.evidence.gapmap.values import design

Record = Mapping[str, object]
_STRONGEST = ("review", "trial", "controlled", "descriptive")


@dataclass(frozen=True)
class Cell:
    """One cell: an intervention group by an outcome group.

    Attributes
    ----------
    row, column
        Ids of the groups.
    reviews, studies
        Current coded records of tiers A and B; reviews are counted apart from the studies that they hold.
    claims, catalogued
        Claims awaiting evaluation, and records not yet coded: apart, never evidence.
    uk
        Of reviews and studies, those with UK evidence.
    state
        ``held``, ``empty_after_search`` or ``not_searched``.
    strength
        The best kind of design held, or `None`.
    ids
        The reviews and studies.
    gaps
        Named gaps that lie in this cell, whatever else it holds.
    """

    row: str
    column: str
    reviews: int
    studies: int
    claims: int
    catalogued: int
    uk: int
    state: str
    strength: str | None
    ids: tuple[str, ...]
    gaps: tuple[str, ...]


def cells(records: Iterable[Record]) -> tuple[Cell, ...]:
    """Return every cell of the frame, row by row."""
    found = grid(records, axis("intervention_group"), axis("outcome_group"))
    return tuple(_cell(one) for one in found.values())


def off_map(records: Iterable[Record]) -> tuple[str, ...]:
    """Return the current coded records that have no row on the map: topics, not interventions."""
    return off_axes(records, axis("intervention_group"), axis("outcome_group"))


def strength(cell: GridCell) -> str | None:
    """Return the best kind of design that a cell holds, or `None`."""
    held = {design(record) for record in cell.records}
    return next((word for word in _STRONGEST if word in held), None)


def _cell(cell: GridCell) -> Cell:
    return Cell(
        row=cell.row,
        column=cell.column,
        reviews=len(cell.reviews),
        studies=len(cell.studies),
        claims=len(cell.claims),
        catalogued=len(cell.in_progress),
        uk=cell.uk,
        state=cell.state,
        strength=strength(cell),
        ids=cell.ids,
        gaps=tuple(gap.id for gap in cell.gaps),
    )
