"""The grid: for every cell of two axes, which records it holds, by standing, by grade and by segment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from hedgerow.evidence.gapmap.axes import Axis
from hedgerow.evidence.gapmap.gaps import NamedGap, gaps_in
from hedgerow.evidence.gapmap.values import Row, stands
from hedgerow.evidence.shipped import REVIEWS

Place = tuple[str, str]
HELD, EMPTY, UNSEARCHED, NO_RECORD = "held", "empty_after_search", "not_searched", "no_record"


@dataclass
class Tally:
    """The records of one cell while they are counted."""

    reviews: list[str] = field(default_factory=list)
    studies: list[str] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    in_progress: list[str] = field(default_factory=list)
    records: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class GridCell:
    """One cell of any two axes.

    Attributes
    ----------
    row, column
        Values of the axes.
    reviews, studies
        Ids of the current coded records that count as evidence; reviews apart from the studies they hold.
    claims, in_progress
        Claims awaiting evaluation, and records not yet coded: apart, never evidence.
    state
        ``held``, ``empty_after_search``, ``not_searched``, or ``no_record`` where the axes say nothing of a
        search.
    gaps
        The named gaps that lie in the cell, whatever else it holds.
    records
        The rows of the reviews and studies.
    """

    row: str
    column: str
    reviews: tuple[str, ...]
    studies: tuple[str, ...]
    claims: tuple[str, ...]
    in_progress: tuple[str, ...]
    state: str
    gaps: tuple[NamedGap, ...]
    records: tuple[Row, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The reviews and the studies."""
        return (*self.reviews, *self.studies)

    @property
    def uk(self) -> int:
        """How many of them have UK evidence."""
        return sum(bool(record["uk_evidence"]) for record in self.records)

    def count_by(self, value: Callable[[Row], Iterable[str]]) -> Counter[str]:
        """Return how many reviews and studies have each value; one record may have several."""
        return Counter(name for record in self.records for name in value(record))


def grid(records: Iterable[Row], rows: Axis, columns: Axis) -> dict[Place, GridCell]:
    """Return every cell of two axes, row by row."""
    tallies: dict[Place, Tally] = {}
    for record in records:
        for place in places(record, rows, columns):
            _add(tallies.setdefault(place, Tally()), record)
    gaps, nothing = gaps_in(rows, columns), Tally()
    framed = rows.frame and columns.frame
    return {
        place: _cell(place, tallies.get(place, nothing), gaps.get(place, ()), framed=framed)
        for place in product(rows.values, columns.values)
    }


def places(record: Row, rows: Axis, columns: Axis) -> list[Place]:
    """Return the cells in which a record stands."""
    across = columns.of(record)
    return [(row, column) for row in rows.of(record) for column in across]


def off_axes(records: Iterable[Row], rows: Axis, columns: Axis) -> tuple[str, ...]:
    """Return the records that count as evidence and stand in no cell: topics, or not coded on an axis."""
    known = {(row, column) for row in rows.values for column in columns.values}
    return tuple(
        str(record["id"])
        for record in records
        if stands(record) == "evidence" and known.isdisjoint(places(record, rows, columns))
    )


def _add(tally: Tally, record: Row) -> None:
    name, standing = str(record["id"]), stands(record)
    if standing == "in_progress":
        tally.in_progress.append(name)
    elif standing == "claim":
        tally.claims.append(name)
    elif standing == "evidence":
        (tally.reviews if record["kind"] in REVIEWS else tally.studies).append(name)
        tally.records.append(record)


def _cell(place: Place, tally: Tally, gaps: Sequence[NamedGap], *, framed: bool) -> GridCell:
    looked = bool(gaps) and any(gap.state == EMPTY for gap in gaps)
    empty = EMPTY if looked else UNSEARCHED if framed else NO_RECORD
    return GridCell(
        row=place[0],
        column=place[1],
        reviews=tuple(tally.reviews),
        studies=tuple(tally.studies),
        claims=tuple(tally.claims),
        in_progress=tuple(tally.in_progress),
        state=HELD if tally.records else empty,
        gaps=tuple(gaps),
        records=tuple(tally.records),
    )


def counts(cells: Mapping[Place, GridCell]) -> Counter[str]:
    """Return how many cells are in each state."""
    return Counter(cell.state for cell in cells.values())
