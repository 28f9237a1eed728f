"""The records of a map as one released table, with all by which the map may be drawn or narrowed."""

from __future__ import annotations

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.disclosure.released import Value
from hedgerow.evidence.gapmap.values import COLUMNS, VALUES, Row, year_of
from hedgerow.evidence.tables.coded import coded_rows
from hedgerow.evidence.tables.sourcing import BIAS, NOT_ADDED, SOURCES
from hedgerow.evidence.wording import KINDS
from hedgerow.store.lake import Lake

_SHOWN = (
    ReleasedColumn("id", "Record"),
    ReleasedColumn("title", "Title"),
    ReleasedColumn("authors", "Authors"),
    ReleasedColumn("year", "Year"),
    ReleasedColumn("kind_title", "Kind"),
    ReleasedColumn("finding", "Finding, in our own words"),
    ReleasedColumn("link", "Address", missing="not_applicable"),
)


def record_table(lake: Lake) -> Released:
    """Return every coded or catalogued record; imports that nobody has coded stay in the workspace."""
    names = [*COLUMNS, "authors", "finding", "link"]
    rows = [row for row in coded_rows(lake, names) if row["tier"] != "X"]
    columns = (*_SHOWN, *(ReleasedColumn(name, name, missing="not_applicable") for name in VALUES))
    draft = Draft(
        "gap_map_records",
        "The records of the map",
        columns,
        tuple(_row(row) for row in rows),
        sources=SOURCES[:1],
        notes=(NOT_ADDED, BIAS),
    )
    return release(draft)


def _row(row: Row) -> tuple[Value, ...]:
    facts: tuple[Value, ...] = (
        str(row["id"]),
        str(row["title"]),
        _text(row["authors"]),
        year_of(row),
        KINDS.get(str(row["kind"]), str(row["kind"])),
        _text(row["finding"]),
        _text(row["link"]),
    )
    return (*facts, *("|".join(value(row)) or None for value in VALUES.values()))


def _text(value: object) -> str | None:
    return None if value is None else str(value)
