"""What changed on the map since a kept version, as it may be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.disclosure.released import Value
from hedgerow.evidence.gapmap.axes import axis
from hedgerow.evidence.gapmap.difference import CellChange, Difference, RecordChange, difference
from hedgerow.evidence.gapmap.scales import scales
from hedgerow.evidence.gapmap.values import STANDS
from hedgerow.evidence.tables.gap_map_versions import (
    KeptVersion,
    content_of,
    map_now,
    version_since,
    version_table,
)
from hedgerow.evidence.tables.sourcing import ABSENCE, SOURCES
from hedgerow.evidence.wording import STATES
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import terms

if TYPE_CHECKING:
    from hedgerow.store.database import Database

CHANGES: Mapping[str, str] = MappingProxyType(
    {
        "gained": "holds evidence now",
        "lost": "no longer holds evidence",
        "state": "is empty for another reason",
        "records": "holds other records",
        "added": "was added",
        "removed": "was removed",
        "replaced": "was replaced by a newer record",
        "standing": "counts as something else",
        "grade": "has another grade",
        "gap": "named gap changed",
    }
)


@dataclass(frozen=True)
class GapMapChangesView:
    """What changed.

    Attributes
    ----------
    since
        The version that is compared with the map as it stands now.
    caution
        Where no version is as old as was asked for.
    cells, records, grades, gaps
        What changed of each; empty where nothing did.
    versions
        Every kept version, newest first.
    summary
        The same in a sentence.
    """

    since: KeptVersion
    caution: str
    cells: Released
    records: Released
    grades: Released
    gaps: Released
    versions: Released
    summary: str


def gap_map_changes(lake: Lake, database: Database, since: str) -> GapMapChangesView:
    """Return what changed on the map since a version or a date.

    Raises
    ------
    NotFoundError
        When no such version is kept.
    UsageError
        When a date is none.
    """
    version, caution = version_since(database, since)
    found = difference(content_of(database, version.id), map_now(lake))
    return GapMapChangesView(
        since=version,
        caution=caution,
        cells=_cells(found.cells),
        records=_records("gap_map_record_changes", "Records that changed", found.records),
        grades=_grades(found.grades),
        gaps=_records("gap_map_gap_changes", "Named gaps that changed", found.gaps),
        versions=version_table(database),
        summary=_summary(version, found),
    )


def _cells(changes: tuple[CellChange, ...]) -> Released:
    columns = (
        ReleasedColumn("row", "Row"),
        ReleasedColumn("column", "Column"),
        ReleasedColumn("row_title", "Intervention"),
        ReleasedColumn("column_title", "Outcome"),
        ReleasedColumn("change", "Change"),
        ReleasedColumn("change_title", "What happened"),
        ReleasedColumn("before", "Before", missing="not_applicable"),
        ReleasedColumn("after", "Now", missing="not_applicable"),
        ReleasedColumn("came", "Records that came", missing="not_applicable"),
        ReleasedColumn("went", "Records that went", missing="not_applicable"),
    )
    down, across = axis("intervention_group").values, axis("outcome_group").values
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            one.row,
            one.column,
            down.get(one.row, one.row),
            across.get(one.column, one.column),
            one.change,
            CHANGES[one.change],
            STATES.get(one.before),
            STATES.get(one.after),
            "|".join(one.came) or None,
            "|".join(one.went) or None,
        )
        for one in changes
    )
    return release(
        Draft("gap_map_cell_changes", "Cells that changed", columns, rows, sources=SOURCES, notes=(ABSENCE,))
    )


def _records(name: str, title: str, changes: tuple[RecordChange, ...]) -> Released:
    columns = (
        ReleasedColumn("id", "Record"),
        ReleasedColumn("title", "Title"),
        ReleasedColumn("change", "Change"),
        ReleasedColumn("change_title", "What happened"),
        ReleasedColumn("before", "Before", missing="not_applicable"),
        ReleasedColumn("after", "Now", missing="not_applicable"),
    )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (one.id, _title(one), one.change, CHANGES[one.change], _said(one.before), _said(one.after))
        for one in changes
    )
    return release(Draft(name, title, columns, rows, sources=SOURCES))


def _title(one: RecordChange) -> str:
    gaps = terms("evidence_gap")
    return gaps[one.id].title if one.change == "gap" and one.id in gaps else one.title


def _said(value: str) -> str | None:
    return STANDS.get(value) or STATES.get(value) or value or None


def _grades(changes: tuple[RecordChange, ...]) -> Released:
    columns = (
        ReleasedColumn("id", "Record"),
        ReleasedColumn("title", "Title"),
        ReleasedColumn("scale", "Scale"),
        ReleasedColumn("before", "Before", missing="not_rated"),
        ReleasedColumn("after", "Now", missing="not_rated"),
    )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            one.id,
            one.title,
            scales()[one.scale].title if one.scale in scales() else one.scale,
            one.before or None,
            one.after or None,
        )
        for one in changes
    )
    return release(Draft("gap_map_grade_changes", "Grades that changed", columns, rows, sources=SOURCES))


def _summary(version: KeptVersion, found: Difference) -> str:
    if not found:
        return f"Nothing has changed on the map since the version of {version.title}."
    cells = Counter(one.change for one in found.cells)
    records = Counter(one.change for one in found.records)
    parts = [
        f"{cells['gained']} cells gained evidence",
        f"{cells['lost']} lost it",
        f"{cells['state']} are empty for another reason",
        f"{cells['records']} hold other records",
        f"{records['added']} records were added",
        f"{records['removed']} removed",
        f"{records['replaced']} replaced",
        f"{len(found.grades)} grades changed",
    ]
    frame = " The frame of the map changed too." if found.frame else ""
    return f"Since the version of {version.title}: {', '.join(parts)}.{frame}"
